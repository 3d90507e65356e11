// What the client is built of, held against the vectors of the RFCs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64, fromHex, fromInteger, toBase64, toHex, toInteger, utf8 } from "../../../static/js/vote/bytes.js";
import { codeOf, seedOf } from "../../../static/js/vote/code.js";
import { hkdf } from "../../../static/js/vote/digest.js";
import * as ed25519 from "../../../static/js/vote/ed25519.js";
import { seal } from "../../../static/js/vote/hpke.js";
import * as rsa from "../../../static/js/vote/rsa.js";
import { BASE, ladder, native, x25519 } from "../../../static/js/vote/x25519.js";
import { vectors } from "./vectors.mjs";

const is = (reason) => (error) => error.name === "VoteError" && error.reason === reason;
const bigint = (hex) => BigInt(`0x${hex}`);

for (const vector of vectors("RFC9474").vectors) {
  test(`${vector.name} of RFC 9474, every value`, async () => {
    const n = bigint(vector.n);
    const message = fromHex(vector.prepared_msg);
    const salt = fromHex(vector.salt ?? "");
    const r = rsa.inverse(bigint(vector.inv), n);

    assert.equal(vector.prepared_msg, (vector.msg_prefix ?? "") + vector.msg);
    assert.equal(toHex(await rsa.encoded(message, 4095, salt)), vector.encoded_msg);
    assert.equal(toHex(await rsa.blind(n, message, r, salt)), vector.blinded_msg);
    assert.equal(toHex(await rsa.finalise(n, message, fromHex(vector.blind_sig), r, salt)), vector.sig);
    assert.equal(await rsa.verify(n, message, fromHex(vector.sig), salt), true);
  });

  test(`${vector.name} refuses another salt, message, length or number`, async () => {
    const n = bigint(vector.n);
    const message = fromHex(vector.prepared_msg);
    const salt = fromHex(vector.salt ?? "");
    const signature = fromHex(vector.sig);
    const other = salt.length ? new Uint8Array(0) : new Uint8Array(48);

    assert.equal(await rsa.verify(n, message, signature, other), false);
    assert.equal(await rsa.verify(n, utf8("another"), signature, salt), false);
    assert.equal(await rsa.verify(n, message, signature.subarray(1), salt), false);
    assert.equal(await rsa.verify(n, message, fromInteger(n + 1n, 512), salt), false);
    const r = rsa.inverse(bigint(vector.inv), n);
    await assert.rejects(rsa.finalise(n, message, signature, r, salt), is("credential"));
    await assert.rejects(rsa.finalise(n, message, signature.subarray(1), r, salt), is("credential"));
  });
}

test("a modulus that shares a factor with the blinding is refused", async () => {
  await assert.rejects(rsa.blind(bigint(vectors("RFC9474").vectors[0].n) * 3n, utf8("m"), 3n), is("style_key"));
});

test("X25519 is that of RFC 7748, the browser's and our own", async () => {
  const scalar = fromHex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
  const point = fromHex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
  const product = "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552";

  for (const multiply of [x25519, native, ladder]) assert.equal(toHex(await multiply(scalar, point)), product);
});

test("the browser's X25519 and our own are the same for many keys", async () => {
  let scalar = fromHex("77076d0a7318a57d3c16c17251b26645df4c6fdd81b0b5ebd9f6bb3fd9a2b7c4");
  let point = BASE;
  for (let times = 0; times < 20; times += 1) {
    const product = ladder(scalar, point);
    assert.deepEqual(await native(scalar, point), product);
    [scalar, point] = [product, ladder(product, BASE)];
  }
});

test("a seal key of small order is refused with or without the browser's X25519", async () => {
  const scalar = fromHex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
  for (const low of ["00".repeat(32), `01${"00".repeat(31)}`, `ecffff${"ff".repeat(28)}7f`]) {
    await assert.rejects(x25519(scalar, fromHex(low)), is("seal_key"));
    assert.throws(() => ladder(scalar, fromHex(low)), is("seal_key"));
  }
});

test("HKDF is that of RFC 5869", async () => {
  const okm = await hkdf(fromHex("0b".repeat(22)), fromHex("000102030405060708090a0b0c"), fromHex("f0f1f2f3f4f5f6f7f8f9"), 42);

  assert.equal(toHex(okm), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
});

test("HPKE is that of RFC 9180, A.1.1", async () => {
  const sealed = await seal(
    fromHex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"),
    utf8("Ode on a Grecian Urn"),
    utf8("Count-0"),
    utf8("Beauty is truth, truth beauty"),
    fromHex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736"),
    { id: 1, keyLength: 16 },
  );

  const enc = "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431";
  const ciphertext = "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a";
  assert.equal(toHex(sealed), enc + ciphertext);
});

test("Ed25519 signs as RFC 8032 does", async () => {
  const key = fromHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
  const signature =
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";

  assert.equal(toHex(await ed25519.sign(key, fromHex("af82"))), signature);
  const pk = await ed25519.publicKeyOf(key);
  assert.equal(toHex(pk), "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  assert.equal(await ed25519.verify(pk, fromHex("af82"), fromHex(signature)), true);
  assert.equal(await ed25519.verify(pk, fromHex("af83"), fromHex(signature)), false);
  assert.equal(await ed25519.verify(pk, fromHex("af82"), fromHex(signature.slice(2))), false);
});

test("of the twelve doubtful Ed25519 signatures exactly 3, 4 and 5 are valid", async () => {
  const verdicts = await Promise.all(
    vectors("SPECCHECK").map((given) =>
      ed25519.verify(fromHex(given.pub_key), fromHex(given.message), fromHex(given.signature)),
    ),
  );

  assert.equal(verdicts.length, 12);
  assert.deepEqual(verdicts.flatMap((isValid, at) => (isValid ? [at] : [])), [3, 4, 5]);
});

test("a code gives its seed back however it is written", async () => {
  const seed = fromHex("00112233445566778899aabbccddeeff");
  const code = await codeOf(seed);

  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
  const written = [code, code.toLowerCase(), code.replaceAll("-", " "), ` ${code.replaceAll("-", "–")}\n`];
  const confused = code.replaceAll("0", "o").replaceAll("1", "l").replaceAll("V", "u");
  for (const text of [...written, confused, confused.replaceAll("l", "i")]) assert.deepEqual(await seedOf(text), seed);
});

test("a code with one wrong letter, a letter too few or a foreign one says what is wrong", async () => {
  const code = await codeOf(fromHex("00112233445566778899aabbccddeeff"));
  const reasons = [];
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === "-") continue;
    const wrong = code.slice(0, at) + (code[at] === "7" ? "8" : "7") + code.slice(at + 1);
    await seedOf(wrong).catch((error) => reasons.push(error.reason));
  }

  assert.deepEqual(new Set(reasons), new Set(["code_mistyped"]));
  assert.equal(reasons.length, 28);
  await assert.rejects(seedOf(code.slice(1)), is("code_length"));
  await assert.rejects(seedOf(code.replace(/^./, "*")), is("code_letter"));
});

test("hexadecimal, base64 and numbers have one spelling", () => {
  const bytes = fromHex("00ff10");

  assert.equal(toHex(bytes), "00ff10");
  assert.equal(toBase64(bytes), "AP8Q");
  assert.deepEqual(fromBase64("AP8Q"), bytes);
  assert.equal(toInteger(bytes), 0xff10n);
  assert.deepEqual(fromInteger(0xff10n, 3), bytes);
  for (const text of ["0", "0G", "FF"]) assert.throws(() => fromHex(text), is("bytes"));
  for (const text of ["AP8", "AP9=", "A P8Q", "ñ"]) assert.throws(() => fromBase64(text), is("bytes"));
  assert.throws(() => fromHex("00", 2), is("bytes"));
  assert.throws(() => fromInteger(0x10000n, 2), is("bytes"));
});
