/**
 * What the browser keeps of a vote, so that whatever interrupts it can be gone on with.
 *
 * The stages, and what leads from one to the next:
 *
 *     nothing → seed          `begin` or `adopt`: the seed is kept before anything is asked for
 *     seed → credential       `keepCredential`: the issuer answered, and the answer was verified
 *     credential → sealed     `prepare`: counter and ballot are fixed, nothing has left the device
 *     sealed → sealed         `prepare`: another choice
 *     sealed → sent           `send`, before the ballot leaves: from here on it may be in the box
 *     sent → in_box           `receive`: the board's signature on the receipt is verified
 *     sent → credential       `refuse`: the box has another ballot with this counter (in_box where one has a receipt)
 *     sent, in_box → sealed   `prepare`: the voter votes again, with a higher counter
 *
 * A ballot is not kept as bytes but as its counter and its text, of which the same bytes come again. The text goes when
 * the receipt is there.
 */

import { fromHex, toHex } from "./bytes.js";
import { must, VoteError } from "./errors.js";
import { leafHash, verifyReceipt } from "./receipt.js";

const VOID = 0xffffffff;
const LAST_COUNTER = VOID - 1;

/**
 * @typedef {{ctr: number, plain: string, leaf: string, isSent: boolean}} Pending a ballot without a receipt; `leaf` is
 *   its hash
 * @typedef {{ctr: number, leaf: string, receipt: string}} InBox the last ballot with a receipt
 * @typedef {{credential?: string, highest: number, pending?: Pending, inBox?: InBox}} Cast `highest` counter ever sent
 */

/**
 * Choose the counter of the next ballot.
 * @param {number} reported the box's highest for this voter @param {number} highest sent from here
 */
export function nextCounter(reported, highest) {
  must(reported !== VOID, "void");
  const counts = (value) => Number.isInteger(value) && value >= 0;
  must(counts(reported) && counts(highest) && Math.max(reported, highest) < LAST_COUNTER, "counter");
  return 1 + Math.max(reported, highest);
}

/** Give the stores of this browser; refused with `not_kept` where it has shut them. */
export function stores() {
  try {
    return { local: globalThis.localStorage, session: globalThis.sessionStorage };
  } catch {
    throw new VoteError("not_kept");
  }
}

/** What is kept of one vote. On a shared computer it goes when the tab is closed. */
export class Kept {
  #name;
  #store;

  /**
   * What is kept already stays where it is.
   * @param {string} election id in hexadecimal
   * @param {{local: Storage, session: Storage, owner?: string, isShared?: boolean}} where `owner` is a word that tells
   *   the people of one browser apart: with one seed for two, the ballot of the second would replace that of the first
   */
  constructor(election, { local, session, owner = "", isShared = false }) {
    this.#name = `pb1/${election}/${owner}/`;
    this.election = election;
    const has = (store) => store.getItem(`${this.#name}seed`) !== null;
    this.#store = has(session) || (isShared && !has(local)) ? session : local;
  }

  /** How far the vote is: `nothing`, `seed`, `credential`, `sealed`, `sent` or `in_box`. */
  get stage() {
    if (!this.seed) return "nothing";
    const { credential, pending, inBox } = this.cast;
    if (!credential) return "seed";
    if (pending) return pending.isSent ? "sent" : "sealed";
    return inBox ? "in_box" : "credential";
  }

  /** The seed, or null. @returns {Uint8Array | null} */
  get seed() {
    const hex = this.#store.getItem(`${this.#name}seed`);
    return hex === null ? null : fromHex(hex, 16);
  }

  /** What is kept of the cast beside the seed; what cannot be read can be asked for again. @returns {Cast} */
  get cast() {
    const cast = this.#read("cast");
    return Number.isInteger(cast?.highest) ? cast : { highest: 0 };
  }

  /** Whether a ballot has left of which there is no receipt, so that it may be in the box or not. */
  get isUnsure() {
    const { highest, inBox } = this.cast;
    return highest > (inBox?.ctr ?? 0);
  }

  /** The word under which `alone` lets one tab at a time change what is kept. */
  get lock() {
    return this.#name;
  }

  /** The choice that is not finished, in the page's own form, or null. */
  get choice() {
    return this.#read("choice");
  }

  /** @param {unknown} choice */
  set choice(choice) {
    this.#write("choice", JSON.stringify(choice));
  }

  /**
   * Give the seed; where there is none, keep a new one first. Call it in `alone`.
   * @param {() => Uint8Array} [random]
   */
  begin(random = () => crypto.getRandomValues(new Uint8Array(16))) {
    if (!this.seed) this.#keepSeed(random());
    return this.seed;
  }

  /** Keep the seed of a code that was typed; another seed is never replaced silently. @param {Uint8Array} seed */
  adopt(seed) {
    must(!this.seed || toHex(this.seed) === toHex(seed), "other_seed");
    if (!this.seed) this.#keepSeed(seed);
  }

  /** Keep a seed, and nothing that belongs to an earlier one. @param {Uint8Array} seed */
  #keepSeed(seed) {
    this.#store.removeItem(`${this.#name}cast`);
    this.#write("seed", toHex(seed));
  }

  /** @param {Uint8Array} credential verified */
  keepCredential(credential) {
    const { cast } = this;
    must(this.stage === "seed" || cast.credential === toHex(credential), "step");
    this.#keep({ ...cast, credential: toHex(credential) });
  }

  /**
   * Fix counter and text of a ballot that is about to be sent.
   * @param {number} ctr @param {string} plain @param {Uint8Array} leaf
   */
  async prepare(ctr, plain, leaf) {
    const hash = toHex(await leafHash(leaf));
    const { cast } = this;
    must(["credential", "sealed", "sent", "in_box"].includes(this.stage), "step");
    must(ctr > cast.highest, "counter");
    this.#keep({ ...cast, pending: { ctr, plain, leaf: hash, isSent: false } });
  }

  /** Say that the ballot is about to leave, or leave once more. */
  send() {
    const { cast } = this;
    must(["sealed", "sent"].includes(this.stage), "step");
    const { pending, highest } = cast;
    this.#keep({ ...cast, highest: Math.max(highest, pending.ctr), pending: { ...pending, isSent: true } });
  }

  /** Keep the receipt if it is one of the ballot that was sent. @param {string} receipt @param {Uint8Array} boardKey */
  async receive(receipt, boardKey) {
    const { pending } = this.cast;
    must(this.stage === "sent", "step");
    await verifyReceipt(receipt, fromHex(this.election), fromHex(pending.leaf), boardKey);
    const { pending: after, ...cast } = this.cast;
    must(after?.leaf === pending.leaf, "step");
    this.#keep({ ...cast, inBox: { ctr: pending.ctr, leaf: pending.leaf, receipt } });
    this.#store.removeItem(`${this.#name}choice`);
  }

  /** The box has another ballot with this counter, and so not this one. */
  refuse() {
    must(this.stage === "sent", "step");
    const { pending, ...cast } = this.cast;
    this.#keep(cast);
  }

  /** Leave nothing of this vote behind. */
  forget() {
    for (const part of ["seed", "cast", "choice"]) this.#store.removeItem(this.#name + part);
  }

  /** @param {Cast} cast */
  #keep(cast) {
    this.#write("cast", JSON.stringify(cast));
  }

  /** @param {string} part */
  #read(part) {
    try {
      return JSON.parse(this.#store.getItem(this.#name + part));
    } catch {
      return null;
    }
  }

  /**
   * Write and look whether it is there, before anything is asked for that needs it.
   * @param {string} part @param {string} text
   */
  #write(part, text) {
    try {
      this.#store.setItem(this.#name + part, text);
    } catch {
      throw new VoteError("not_kept");
    }
    must(this.#store.getItem(this.#name + part) === text, "not_kept");
  }
}
