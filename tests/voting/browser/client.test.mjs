// The voter, held against the vectors that every client, box and verifier of pb1 shares.

import assert from "node:assert/strict";
import { test } from "node:test";

import { encode } from "../../../static/js/vote/ballot.js";
import { fromHex, toHex, toInteger } from "../../../static/js/vote/bytes.js";
import { termsOf, Voter } from "../../../static/js/vote/client.js";
import { codeOf, seedOf } from "../../../static/js/vote/code.js";
import { sha256 } from "../../../static/js/vote/digest.js";
import * as ed25519 from "../../../static/js/vote/ed25519.js";
import { leafHash, receiptCode, verifyReceipt } from "../../../static/js/vote/receipt.js";
import * as rsa from "../../../static/js/vote/rsa.js";
import { BASE, x25519 } from "../../../static/js/vote/x25519.js";
import { vectors } from "./vectors.mjs";

const is = (reason) => (error) => error.name === "VoteError" && error.reason === reason;
const ALL = vectors("PB1");
const manifestOf = (given) => ({
  election_id: given.election_id,
  styles: ALL.keys,
  seal_pk: ALL.seal.public,
  board_key: ALL.board.public,
  pad: ALL.pad,
});
const voterOf = async (given) => Voter.of(fromHex(given.seed), termsOf(manifestOf(given), given.style));
const BOARD_KEY = fromHex(ALL.board.public);

for (const given of ALL.voters) {
  test(`${given.name}: from the code to the credential`, async () => {
    const voter = await voterOf(given);
    const { n } = voter.terms;

    assert.equal(await codeOf(fromHex(given.seed)), given.code);
    assert.equal(toHex(await seedOf(given.code)), given.seed);
    assert.equal(toHex(voter.pk), given.pk);
    assert.equal(toHex(voter.prefix), given.prefix);
    assert.equal(toHex(await rsa.blind(n, fromHex(given.input_message), toInteger(fromHex(given.r)))), given.z);
    const request = await voter.request();
    assert.equal(toHex(request), given.z);
    assert.equal(toHex(await sha256(request)), given.request_hash);
    assert.equal(toHex(await voter.credential(fromHex(given.blind_signature))), given.credential);
    assert.equal(await rsa.verify(n, fromHex(given.input_message), fromHex(given.credential)), true);
  });

  for (const ballot of given.ballots) {
    test(`${given.name}: ballot ${ballot.ctr} and its receipt`, async () => {
      const voter = await voterOf(given);
      const { leaf, sealed } = await voter.ballot(fromHex(given.credential), ballot.ctr, ballot.plain);

      assert.equal(encode(JSON.parse(ballot.plain)), ballot.plain);
      const { nonce, commitment } = await voter.opening(ballot.ctr, ballot.plain);
      assert.equal(toHex(nonce), ballot.nonce);
      assert.equal(toHex(commitment), ballot.commitment);
      assert.equal(toHex(await x25519(fromHex(ballot.ephemeral), BASE)), toHex(sealed.subarray(0, 32)));
      assert.equal(toHex(sealed), ballot.sealed);
      assert.equal(toHex(await sha256(sealed)), ballot.sealed_hash);
      assert.equal(toHex(leaf), ballot.leaf);
      const hash = await leafHash(leaf);
      assert.equal(toHex(hash), ballot.leaf_hash);
      assert.equal(receiptCode(hash), ballot.receipt_code);
      await verifyReceipt(ballot.receipt, fromHex(given.election_id), hash, BOARD_KEY);
    });
  }

  test(`${given.name}: void`, async () => {
    const leaf = await (await voterOf(given)).void(fromHex(given.credential));

    assert.equal(toHex(leaf), given.void_leaf);
    assert.equal(toHex(await leafHash(leaf)), given.void_leaf_hash);
  });
}

test("a signature for another voter, style or key is no credential", async () => {
  const [one, two] = ALL.voters;
  const voter = await voterOf(one);
  await assert.rejects(voter.credential(fromHex(two.blind_signature)), is("credential"));
  const other = await voterOf({ ...one, style: 1 });
  await assert.rejects(other.credential(fromHex(one.blind_signature)), is("credential"));
  await assert.rejects(voter.credential(fromHex(ALL.keys[0].n)), is("credential"));
});

test("a ballot that is too long, of no counter or without a credential is not made", async () => {
  const [given] = ALL.voters;
  const voter = await voterOf(given);
  const credential = fromHex(given.credential);

  await assert.rejects(voter.ballot(credential, 1, "x".repeat(ALL.pad - 33)), is("too_long"));
  assert.equal((await voter.ballot(credential, 1, "x".repeat(ALL.pad - 34))).sealed.length, ALL.pad + 48);
  for (const ctr of [0, -1, 1.5, 0xffffffff]) await assert.rejects(voter.ballot(credential, ctr, "{}"), is("counter"));
  await assert.rejects(voter.ballot(credential.subarray(1), 1, "{}"), is("credential"));
});

test("a manifest that names no usable key is refused", () => {
  const [given] = ALL.voters;
  const key = ALL.keys[0].n;
  for (const n of ["", key.slice(2), `00${key.slice(2)}`, `${key.slice(0, -1)}0`, `${key}00`]) {
    assert.throws(() => termsOf({ ...manifestOf(given), styles: [{ n }] }, 0), (error) => error.name === "VoteError");
  }
  assert.throws(() => termsOf({ ...manifestOf(given), seal_pk: "00" }, 0), is("bytes"));
});

test("the board key of the vectors signs what the browser verifies", async () => {
  const message = fromHex("00ff");

  assert.equal(await ed25519.verify(BOARD_KEY, message, await ed25519.sign(fromHex(ALL.board.seed), message)), true);
});
