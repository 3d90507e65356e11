// Reads lines of {kind, choices, points, form, contest, ballots} as JSON; says what the client makes of each.

import { createInterface } from "node:readline";

import { canonical, encode, faults } from "../../../static/js/vote/ballot.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, choices, points, form, contest, ballots } = JSON.parse(line);
  const made = canonical(kind, choices, points);
  const said = { canonical: made, text: encode(new Map(ballots)), faults: faults({ choices, points }, form, contest) };
  console.log(JSON.stringify(said));
}
