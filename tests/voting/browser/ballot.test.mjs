// What no ballot can be; that the others are those of the server, test_ballots.py tells.

import assert from "node:assert/strict";
import { test } from "node:test";

import { canonical, encode } from "../../../static/js/vote/ballot.js";

const refused = (ballot) => assert.throws(() => encode({ CIUDAD: ballot }), { name: "VoteError", reason: "not_a_ballot" });

test("contests are spelt in the order of their ids, whichever way they are given", () => {
  const blank = { choices: [], points: [] };
  const text = '{"10":{"choices":[],"points":[]},"9":{"choices":[],"points":[]}}';

  assert.equal(encode({ 9: blank, 10: blank }), text);
  assert.equal(encode(new Map([["9", blank], ["10", blank]])), text);
  assert.equal(encode({}), "{}");
});

test("a fraction, a number too great, half a letter or no text is no ballot", () => {
  refused({ choices: ["1"], points: [1.5] });
  refused({ choices: ["1"], points: [2 ** 53] });
  refused({ choices: ["1"], points: ["1"] });
  refused({ choices: ["\ud83c"], points: [] });
  refused({ choices: [1], points: [] });
});

test("places are told without a gap", () => {
  const given = canonical("weak_order", ["c", "b", "a"], [7, 2, 7]);

  assert.deepEqual(given, { choices: ["b", "a", "c"], points: [1, 2, 2] });
});
