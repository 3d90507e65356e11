// What is kept, and that nothing that interrupts a vote makes two of it.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fromHex, toHex, utf8 } from "../../../static/js/vote/bytes.js";
import { alone, cast } from "../../../static/js/vote/cast.js";
import { VoteError } from "../../../static/js/vote/errors.js";
import { leafHash } from "../../../static/js/vote/receipt.js";
import { Kept, nextCounter } from "../../../static/js/vote/state.js";
import { Storage, TERMS, Town } from "./town.mjs";

const is = (reason) => (error) => error.name === "VoteError" && error.reason === reason;
const ELECTION = toHex(TERMS.election);
const PLAIN = '{"CIUDAD":{"choices":["1"],"points":[]}}';
const OTHER = '{"CIUDAD":{"choices":["2"],"points":[]}}';

let local, session, town;
const kept = (more = {}) => new Kept(ELECTION, { local, session, ...more });

beforeEach(() => {
  [local, session, town] = [new Storage(), new Storage(), new Town()];
});

test("a vote goes from nothing into the box, and its text is not kept any longer", async () => {
  assert.equal(kept().stage, "nothing");
  kept().choice = { CIUDAD: ["1"] };

  await cast(kept(), TERMS, PLAIN, town.doors);

  assert.equal(kept().stage, "in_box");
  assert.equal(kept().isUnsure, false);
  assert.equal(kept().cast.inBox.ctr, 1);
  assert.equal(town.leaves.size, 1);
  assert.equal(kept().choice, null);
  assert.doesNotMatch([...local.items.values()].join(), /CIUDAD/);
});

test("the seed is kept before anything is asked for", async () => {
  town.cut = "before issue";

  await assert.rejects(cast(kept(), TERMS, PLAIN, town.doors), TypeError);

  assert.equal(kept().stage, "seed");
  assert.equal(kept().seed.length, 16);
});

for (const [cut, stage] of [
  ["before issue", "seed"],
  ["after issue", "seed"],
  ["highest", "credential"],
  ["before send", "sent"],
  ["after send", "sent"],
]) {
  test(`a line cut ${cut} leaves the stage ${stage}, and the vote goes on with the same request and leaf`, async () => {
    town.cut = cut;
    await assert.rejects(cast(kept(), TERMS, PLAIN, town.doors), TypeError);
    assert.equal(kept().stage, stage);
    assert.equal(kept().isUnsure, stage === "sent");

    await cast(kept(), TERMS, PLAIN, town.doors);

    assert.equal(kept().stage, "in_box");
    assert.equal(town.requests.size, 1);
    assert.deepEqual([...town.leaves.keys()].map((key) => key.split("/")[1]), ["1"]);
  });
}

test("a tab that is closed at any write goes on without a second credential or ballot", async () => {
  for (let at = 1; at <= 6; at += 1) {
    [local, session, town] = [new Storage(), new Storage(), new Town()];
    const write = local.setItem;
    let writes = 0;
    local.setItem = (...given) => {
      if (++writes === at) local.isFull = true;
      write.apply(local, given);
    };
    await cast(kept(), TERMS, PLAIN, town.doors).catch((error) => assert.equal(error.reason, "not_kept"));
    const hasRequested = town.requests.size > 0;
    assert.equal(hasRequested, at > 1);
    local.isFull = false;
    local.setItem = write;

    await cast(kept(), TERMS, PLAIN, town.doors);

    assert.equal(kept().stage, "in_box");
    assert.equal(town.requests.size, 1);
    assert.equal(town.leaves.size, at > 5 ? 2 : 1);
  }
});

test("another choice after a cut line goes with a higher counter, before it left with the same", async () => {
  town.cut = "after send";
  await assert.rejects(cast(kept(), TERMS, PLAIN, town.doors), TypeError);

  await cast(kept(), TERMS, OTHER, town.doors);

  assert.equal(kept().cast.inBox.ctr, 2);
  const leaf = utf8("a leaf");
  await kept().prepare(3, PLAIN, leaf);
  await kept().prepare(3, OTHER, leaf);
  assert.equal(kept().cast.pending.plain, OTHER);
  assert.equal(kept().stage, "sealed");
});

test("voting again takes the counter after the highest that the box or the browser knows", async () => {
  await cast(kept(), TERMS, PLAIN, town.doors);
  await cast(kept(), TERMS, PLAIN, town.doors);
  const { seed } = kept();
  [local, session] = [new Storage(), new Storage()];
  kept().adopt(seed);

  await cast(kept(), TERMS, OTHER, town.doors);

  assert.equal(kept().cast.inBox.ctr, 3);
  assert.equal(town.requests.size, 1);
  assert.deepEqual([nextCounter(0, 0), nextCounter(4, 2), nextCounter(2, 4)], [1, 5, 5]);
  for (const wrong of [-1, 1.5, NaN, undefined, "1", 0xfffffffe]) {
    assert.throws(() => nextCounter(wrong, 0), is("counter"));
  }
  assert.throws(() => nextCounter(0xffffffff, 0), is("void"));
});

test("a counter that another device has used is replaced by the next", async () => {
  await cast(kept(), TERMS, PLAIN, town.doors);
  const doors = { ...town.doors, highest: async () => 0 };
  const { seed } = kept();
  [local, session] = [new Storage(), new Storage()];
  kept().adopt(seed);

  await cast(kept(), TERMS, OTHER, doors);

  assert.equal(kept().cast.inBox.ctr, 2);
  const taken = async () => {
    throw new VoteError("counter_taken");
  };
  await assert.rejects(cast(kept(), TERMS, PLAIN, { ...doors, send: taken }), is("counter_taken"));
  assert.equal(kept().stage, "in_box");
  assert.equal(kept().isUnsure, true);
});

test("a receipt that the board did not sign, or of another leaf, is not the box's", async () => {
  const forged = { ...town.doors, send: async (leaf) => town.receipt(await leafHash(leaf), fromHex("06".repeat(32))) };
  await assert.rejects(cast(kept(), TERMS, PLAIN, forged), is("receipt"));
  assert.equal(kept().stage, "sent");
  const another = { ...town.doors, send: async () => town.receipt(await leafHash(utf8("another"))) };
  await assert.rejects(cast(kept(), TERMS, PLAIN, another), is("receipt"));
  assert.equal(kept().stage, "sent");

  await cast(kept(), TERMS, PLAIN, town.doors);

  assert.equal(kept().stage, "in_box");
});

test("an answer of the issuer that is not a signature for this voter is never kept", async () => {
  const doors = { ...town.doors, issue: async () => new Uint8Array(384).fill(7) };

  await assert.rejects(cast(kept(), TERMS, PLAIN, doors), is("credential"));

  assert.equal(kept().stage, "seed");
});

test("a step that may not follow is refused", async () => {
  assert.throws(() => kept().keepCredential(fromHex("aa")), is("step"));
  await assert.rejects(kept().prepare(1, PLAIN, utf8("leaf")), is("step"));
  kept().begin();
  for (const step of [() => kept().send(), () => kept().refuse()]) assert.throws(step, is("step"));
  await assert.rejects(kept().receive("{}", TERMS.boardKey), is("step"));
  kept().keepCredential(fromHex("aa"));
  kept().keepCredential(fromHex("aa"));
  assert.throws(() => kept().keepCredential(fromHex("bb")), is("step"));
  await kept().prepare(1, PLAIN, utf8("leaf"));
  await assert.rejects(kept().receive("{}", TERMS.boardKey), is("step"));
  kept().send();
  kept().send();
  await assert.rejects(kept().prepare(1, OTHER, utf8("leaf")), is("counter"));
});

test("on a shared computer everything goes with the tab, and what is kept stays where it is", async () => {
  await cast(kept({ isShared: true }), TERMS, PLAIN, town.doors);

  assert.equal(local.items.size, 0);
  assert.equal(kept().stage, "in_box");
  kept().forget();
  assert.equal(session.items.size, 0);
  const seed = kept().begin();
  assert.deepEqual(kept({ isShared: true }).seed, seed);
});

test("two people of one browser have two seeds, and two votes too", () => {
  const seed = kept({ owner: "rosa" }).begin();

  assert.equal(kept({ owner: "ines" }).stage, "nothing");
  assert.notDeepEqual(kept({ owner: "ines" }).begin(), seed);
  assert.equal(new Kept("e2".repeat(32), { local, session, owner: "rosa" }).stage, "nothing");
});

test("another seed is never replaced without a word", () => {
  const seed = kept().begin();

  kept().adopt(seed);
  assert.throws(() => kept().adopt(new Uint8Array(16)), is("other_seed"));
  assert.deepEqual(kept().begin(), seed);
  kept().forget();
  kept().adopt(new Uint8Array(16));
  assert.deepEqual(kept().seed, new Uint8Array(16));
});

test("a new seed takes over nothing that belongs to an earlier one", async () => {
  await cast(kept(), TERMS, PLAIN, town.doors);
  local.removeItem([...local.items.keys()].find((key) => key.endsWith("seed")));

  kept().begin();

  assert.equal(kept().stage, "seed");
});

test("one tab at a time, where the browser can, and what it made is given", async () => {
  assert.deepEqual(await alone(kept(), () => kept().begin()), kept().seed);
});

test("where the browser keeps nothing, nothing is asked for", async () => {
  local.isFull = true;
  await assert.rejects(cast(kept(), TERMS, PLAIN, town.doors), is("not_kept"));
  local.isFull = false;
  local.setItem = () => {};
  await assert.rejects(cast(kept(), TERMS, PLAIN, town.doors), is("not_kept"));

  assert.equal(town.requests.size, 0);
});

test("what is kept and cannot be read is asked for again with the same seed", async () => {
  await cast(kept(), TERMS, PLAIN, town.doors);
  for (const wrong of ["{", "null", "5", '{"credential":"00"}']) {
    local.setItem([...local.items.keys()].find((key) => key.endsWith("cast")), wrong);
    assert.equal(kept().stage, "seed");
  }

  await cast(kept(), TERMS, PLAIN, town.doors);

  assert.equal(town.requests.size, 1);
  assert.equal(kept().cast.inBox.ctr, 2);
});

test("no error and no printed voter shows a secret", async () => {
  const seed = toHex(kept().begin(() => new Uint8Array(16).fill(0xab)));
  const { inspect } = await import("node:util");
  const { Voter } = await import("../../../static/js/vote/client.js");

  const voter = await Voter.of(kept().seed, TERMS);

  assert.doesNotMatch(inspect(voter, { showHidden: true, depth: 9 }) + JSON.stringify(voter, (_, value) =>
    typeof value === "bigint" ? String(value) : value), /171, *171/);
  local.setItem([...local.items.keys()][0], `${seed}zz`);
  assert.throws(() => kept().seed, (error) => !String(error.stack).includes(seed));
});
