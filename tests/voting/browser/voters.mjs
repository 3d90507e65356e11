// Reads lines of {seed, terms, blindSignature, ballots: [{ctr, plain}]} as JSON; says every byte that the client makes of each.

import { createInterface } from "node:readline";

import { fromHex, toHex } from "../../../static/js/vote/bytes.js";
import { termsOf, Voter } from "../../../static/js/vote/client.js";
import { codeOf, seedOf } from "../../../static/js/vote/code.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { code, manifest, style, blindSignature, ballots } = JSON.parse(line);
  const seed = await seedOf(code);
  const voter = await Voter.of(seed, termsOf(manifest, style));
  const said = { code: await codeOf(seed), pk: voter.pk, prefix: voter.prefix, request: await voter.request() };
  if (blindSignature) {
    said.credential = await voter.credential(fromHex(blindSignature));
    said.ballots = [];
    for (const { ctr, plain } of ballots) {
      const { nonce, commitment } = await voter.opening(ctr, plain);
      said.ballots.push({ nonce, commitment, ...(await voter.ballot(said.credential, ctr, plain)) });
    }
    said.void = await voter.void(said.credential);
  }
  console.log(JSON.stringify(said, (_, value) => (value instanceof Uint8Array ? toHex(value) : value)));
}
