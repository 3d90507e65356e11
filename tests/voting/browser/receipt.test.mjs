// What the box and the board answer: verified, and refused where one byte is another.

import assert from "node:assert/strict";
import { test } from "node:test";

import { concat, fromHex, fromInteger, label, toBase64, toHex, utf8 } from "../../../static/js/vote/bytes.js";
import { sha256 } from "../../../static/js/vote/digest.js";
import * as ed25519 from "../../../static/js/vote/ed25519.js";
import * as receipt from "../../../static/js/vote/receipt.js";

const is = (reason) => (error) => error.name === "VoteError" && error.reason === reason;
const KEY = fromHex("05".repeat(32));
const ELECTION = fromHex("e1".repeat(32));
const ORIGIN = "vota.example/vote/e1e1e1e1e1e1e1e1";

/** The tree of RFC 6962, 2.1, and the path of a leaf by 2.1.1, as they stand there. */
const node = (left, right) => sha256(concat(Uint8Array.of(1), left, right));
const split = (n) => 2 ** (Math.ceil(Math.log2(n)) - 1);
async function rootOf(hashes) {
  if (hashes.length === 1) return hashes[0];
  const k = split(hashes.length);
  return node(await rootOf(hashes.slice(0, k)), await rootOf(hashes.slice(k)));
}
async function pathOf(at, hashes) {
  if (hashes.length === 1) return [];
  const k = split(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  if (at < k) return [...(await pathOf(at, left)), await rootOf(right)];
  return [...(await pathOf(at - k, right)), await rootOf(left)];
}

test("every leaf of every tree up to 17 leaves is proved, and under no other number", async () => {
  const all = await Promise.all(Array.from({ length: 17 }, (_, at) => receipt.leafHash(Uint8Array.of(at))));
  let proofs = 0;
  for (let size = 1; size <= 17; size += 1) {
    const hashes = all.slice(0, size);
    const root = await rootOf(hashes);
    for (let at = 0; at < size; at += 1) {
      const path = await pathOf(at, hashes);
      await receipt.verifyInclusion(hashes[at], at, size, path, root);
      proofs += 1;
      const other = (at + 1) % size;
      if (size > 1) await assert.rejects(receipt.verifyInclusion(hashes[at], other, size, path, root), is("proof"));
      await assert.rejects(receipt.verifyInclusion(all[0], at, size, [...path, all[0]], root), is("proof"));
      await assert.rejects(receipt.verifyInclusion(hashes[at], at, size, path.slice(1), all[0].map((byte) => ~byte)), is("proof"));
    }
  }
  assert.equal(proofs, (17 * 18) / 2);
  await assert.rejects(receipt.verifyInclusion(all[0], 1, 1, [], all[0]), is("proof"));
  await assert.rejects(receipt.verifyInclusion(all[0], 0, 0, [], all[0]), is("proof"));
});

test("the root of the trees of RFC 6962's reference implementation is proved", async () => {
  const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const hashes = await Promise.all(leaves.map((leaf) => receipt.leafHash(fromHex(leaf))));
  const root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";

  for (const at of hashes.keys()) {
    await receipt.verifyInclusion(hashes[at], at, 8, await pathOf(at, hashes), fromHex(root));
  }
  assert.equal(toHex(await rootOf(hashes)), root);
});

async function receiptOf(hash, key = KEY) {
  const signature = toHex(await ed25519.sign(key, concat(label("pb1/receipt"), ELECTION, hash)));
  return `{"election":"${toHex(ELECTION)}","leaf":"${toHex(hash)}","signature":"${signature}","v":"pb1"}`;
}

test("a receipt is valid for its leaf, its vote, its key and its spelling alone", async () => {
  const boardKey = await ed25519.publicKeyOf(KEY);
  const hash = await receipt.leafHash(utf8("a leaf"));
  const text = await receiptOf(hash);

  await receipt.verifyReceipt(text, ELECTION, hash, boardKey);
  const refused = (...given) => assert.rejects(receipt.verifyReceipt(...given), is("receipt"));
  await refused(text, ELECTION, await receipt.leafHash(utf8("another")), boardKey);
  await refused(text, fromHex("e2".repeat(32)), hash, boardKey);
  await refused(text, ELECTION, hash, await ed25519.publicKeyOf(fromHex("06".repeat(32))));
  await refused(await receiptOf(hash, fromHex("06".repeat(32))), ELECTION, hash, boardKey);
  for (const other of [`${text} `, "", "null", "[]", '{"signature":1}', text.slice(0, -1)]) {
    await refused(other, ELECTION, hash, boardKey);
  }
});

test("every letter of a receipt counts", async () => {
  const boardKey = await ed25519.publicKeyOf(KEY);
  const hash = await receipt.leafHash(utf8("a leaf"));
  const text = await receiptOf(hash);

  for (let at = 0; at < text.length; at += 7) {
    const other = text.slice(0, at) + (text[at] === "0" ? "1" : "0") + text.slice(at + 1);
    await assert.rejects(receipt.verifyReceipt(other, ELECTION, hash, boardKey), is("receipt"));
  }
});

test("a receipt code is eight groups of four letters", () => {
  assert.equal(receipt.receiptCode(fromHex(`00443214c74254b635cf84653a56d7c675be77df${"77".repeat(12)}`)),
    "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ");
});

async function noteOf({ origin = ORIGIN, size = "3", key = KEY, more = "" } = {}) {
  const signed = `${origin}\n${size}\n${toBase64(fromHex("0a".repeat(32)))}\n`;
  const id = await receipt.keyId(origin, 1, await ed25519.publicKeyOf(key));
  return `${signed}\n— ${origin} ${toBase64(concat(id, await ed25519.sign(key, utf8(signed))))}\n${more}`;
}

async function cosignature(note, name, key, time = 1_790_000_000) {
  const signature = await ed25519.sign(key, utf8(`cosignature/v1\ntime ${time}\n${note.split("\n\n")[0]}\n`));
  const id = await receipt.keyId(name, 4, await ed25519.publicKeyOf(key));
  return `— ${name} ${toBase64(concat(id, fromInteger(BigInt(time), 8), signature))}\n`;
}

test("a checkpoint is read and its signature verified", async () => {
  const note = await receipt.verifyNote(await noteOf(), ORIGIN, await ed25519.publicKeyOf(KEY));

  assert.equal(note.origin, ORIGIN);
  assert.equal(note.size, 3);
  assert.equal(toHex(note.root), "0a".repeat(32));
});

test("a checkpoint of another origin, key, size or form is refused", async () => {
  const boardKey = await ed25519.publicKeyOf(KEY);
  const text = await noteOf();
  const refused = (given, origin = ORIGIN) => assert.rejects(receipt.verifyNote(given, origin, boardKey), is("note"));

  await refused(text, "vota.example/vote/e2e2e2e2e2e2e2e2");
  await refused(await noteOf({ origin: "elsewhere.example/vote" }));
  await refused(await noteOf({ key: fromHex("06".repeat(32)) }));
  await refused(text.replace("\n3\n", "\n4\n"));
  await refused(text.replace("\n3\n", "\n03\n"));
  await refused(text.replace("\n\n", "\nextension\n\n"));
  await refused(text.replace("— ", "- "));
  await refused(text.trimEnd());
  await refused(`${text}\n`);
  const forged = await noteOf({ key: fromHex("06".repeat(32)) });
  const id = await receipt.keyId(ORIGIN, 1, boardKey);
  await refused(`${text}— ${ORIGIN} ${toBase64(concat(id, fromHex("00".repeat(64))))}\n`);
  await refused(text.replace(/— .*\n/, forged.split("\n\n")[1]));
  await refused(await noteOf({ more: "— name AAAA\n" }));
  await refused(await noteOf({ more: "— name not-base64\n" }));
});

test("a witness's cosignature is verified with its time", async () => {
  const witness = fromHex("07".repeat(32));
  const key = await ed25519.publicKeyOf(witness);
  const more = await cosignature(await noteOf(), "periodico.example", witness);
  const note = await receipt.verifyNote(await noteOf({ more }), ORIGIN, await ed25519.publicKeyOf(KEY));

  assert.equal(await receipt.cosignedAt(note, "periodico.example", key), 1_790_000_000);
  assert.equal(await receipt.cosignedAt(note, "otro.example", key), null);
  assert.equal(await receipt.cosignedAt(note, "periodico.example", await ed25519.publicKeyOf(KEY)), null);
  const two = more + (await cosignature(await noteOf(), "periodico.example", witness, 1_790_000_060));
  const later = await receipt.verifyNote(await noteOf({ more: two }), ORIGIN, await ed25519.publicKeyOf(KEY));
  assert.equal(await receipt.cosignedAt(later, "periodico.example", key), 1_790_000_060);
  const other = await receipt.verifyNote(await noteOf({ size: "4", more }), ORIGIN, await ed25519.publicKeyOf(KEY));
  assert.equal(await receipt.cosignedAt(other, "periodico.example", key), null);
});
