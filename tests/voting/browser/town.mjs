// A town to vote in: an issuer, a box and a browser's storage, each as simple as it can be and still say no.

import { concat, fromHex, fromInteger, label, toHex, toInteger } from "../../../static/js/vote/bytes.js";
import * as ed25519 from "../../../static/js/vote/ed25519.js";
import { VoteError } from "../../../static/js/vote/errors.js";
import { leafHash } from "../../../static/js/vote/receipt.js";
import { vectors } from "./vectors.mjs";

const BOARD = fromHex("05".repeat(32));
const [KEY] = vectors("PB1").keys;
const [N, D] = [KEY.n, KEY.d].map((hex) => BigInt(`0x${hex}`));

function power(x, exponent, n) {
  let result = 1n;
  for (let [y, left] = [x, exponent]; left > 0n; left >>= 1n, y = (y * y) % n) if (left & 1n) result = (result * y) % n;
  return result;
}

/** The terms of the town's only style. */
export const TERMS = {
  election: fromHex("e1".repeat(32)),
  style: 0,
  n: N,
  sealKey: fromHex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"),
  pad: 200,
  boardKey: await ed25519.publicKeyOf(BOARD),
};

/** A browser's storage; `full` refuses to write, as one does that is full or shut. */
export class Storage {
  items = new Map();
  isFull = false;
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  setItem(key, text) {
    if (this.isFull) throw new Error("QuotaExceededError");
    this.items.set(key, text);
  }
  removeItem(key) {
    this.items.delete(key);
  }
}

/** An issuer who signs one request a person, and a box that takes one leaf a counter. `cut` names where the line breaks. */
export class Town {
  requests = new Set();
  leaves = new Map();
  cut = null;

  #line(where) {
    if (this.cut !== where) return;
    this.cut = null;
    throw new TypeError("Failed to fetch");
  }

  async issue(request) {
    this.#line("before issue");
    this.requests.add(toHex(request));
    if (this.requests.size > 1) throw new Error("a second credential was asked for");
    this.#line("after issue");
    return fromInteger(power(toInteger(request), D, N), 384);
  }

  async highest(pk) {
    this.#line("highest");
    const counters = [...this.leaves.keys()].filter((key) => key.startsWith(toHex(pk)));
    return Math.max(0, ...counters.map((key) => Number(key.split("/")[1])));
  }

  async send(leaf, sealed) {
    this.#line("before send");
    const at = 67 + 384;
    const key = `${toHex(leaf.subarray(3, 35))}/${toInteger(leaf.subarray(at, at + 4))}`;
    const text = toHex(concat(leaf, sealed));
    if ((this.leaves.get(key) ?? text) !== text) throw new VoteError("counter_taken");
    this.leaves.set(key, text);
    this.#line("after send");
    return this.receipt(await leafHash(leaf));
  }

  async receipt(hash, key = BOARD) {
    const signature = toHex(await ed25519.sign(key, concat(label("pb1/receipt"), TERMS.election, hash)));
    return `{"election":"${toHex(TERMS.election)}","leaf":"${toHex(hash)}","signature":"${signature}","v":"pb1"}`;
  }

  get doors() {
    return Object.fromEntries(["issue", "highest", "send"].map((door) => [door, (...given) => this[door](...given)]));
  }
}
