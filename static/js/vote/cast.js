/** The way of a ballot from the choice into the box; called again after an interruption, it sends the same bytes. */

import { fromHex, toHex } from "./bytes.js";
import { Voter } from "./client.js";
import { must, VoteError } from "./errors.js";
import { leafHash } from "./receipt.js";
import { nextCounter } from "./state.js";

/** How often a counter that another device has just used is replaced by the next one. */
const TRIES = 3;

/**
 * How the page reaches the two houses; each fails by throwing, and may then be tried again.
 * @typedef {{
 *   issue: (request: Uint8Array) => Promise<Uint8Array>,
 *   highest: (pk: Uint8Array) => Promise<number>,
 *   send: (leaf: Uint8Array, sealed: Uint8Array) => Promise<string>,
 * }} Doors `issue` asks the issuer for the blind signature; `highest` asks the box for the highest counter of a key, 0
 *   where it has none; `send` gives the receipt, or throws `counter_taken` where the box has another ballot with it
 */

/** @typedef {import("./state.js").Kept} Kept */

/**
 * Cast a ballot, from whatever stage it had come to. When it returns the receipt is verified and kept.
 * @param {Kept} kept @param {import("./client.js").Terms} terms
 * @param {string} plain as `encode` spells it @param {Doors} doors
 */
export function cast(kept, terms, plain, doors) {
  return alone(kept, async () => {
    const voter = await Voter.of(kept.begin(), terms);
    if (kept.stage === "seed") {
      kept.keepCredential(await voter.credential(await doors.issue(await voter.request())));
    }
    for (let tries = 0; tries < TRIES; tries += 1) {
      await prepare(kept, voter, plain, doors);
      if (await isSent(kept, voter, doors)) return;
    }
    throw new VoteError("counter_taken");
  });
}

/**
 * Fix the counter, unless this very text has one already.
 * @param {Kept} kept @param {Voter} voter @param {string} plain @param {Doors} doors
 */
async function prepare(kept, voter, plain, doors) {
  const { pending, highest, credential } = kept.cast;
  if (pending?.plain === plain) return;
  const ctr = nextCounter(await doors.highest(voter.pk), highest);
  const { leaf } = await voter.ballot(fromHex(credential), ctr, plain);
  await kept.prepare(ctr, plain, leaf);
}

/**
 * Send what is prepared; false where the box has another ballot with this counter.
 * @param {Kept} kept @param {Voter} voter @param {Doors} doors
 */
async function isSent(kept, voter, doors) {
  const { credential, pending } = kept.cast;
  const { leaf, sealed } = await voter.ballot(fromHex(credential), pending.ctr, pending.plain);
  must(toHex(await leafHash(leaf)) === pending.leaf, "step");
  kept.send();
  try {
    await kept.receive(await doors.send(leaf, sealed), voter.terms.boardKey);
    return true;
  } catch (error) {
    if (error.reason !== "counter_taken") throw error;
    kept.refuse();
    return false;
  }
}

/**
 * Let one tab at a time change what is kept, where the browser can: two that begin at once must not make two seeds.
 * @template T
 * @param {Kept} kept @param {() => T | Promise<T>} act
 * @returns {Promise<T>}
 */
export async function alone(kept, act) {
  const locks = globalThis.navigator?.locks;
  return locks ? locks.request(kept.lock, act) : act();
}
