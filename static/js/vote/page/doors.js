/** How the page reaches the two houses: the issuer, who knows the voter, and the box, which must not. */

import { fromBase64, toBase64, toHex } from "../bytes.js";
import { VoteError } from "../errors.js";

const PATIENCE_MS = 20_000;
const MADE_HERE = { CounterUsed: "counter_taken", Surrendered: "void" };

/** One of the houses said no, in a sentence for people and by a name. */
export class Refusal extends Error {
  isSaid = true;

  /** @param {string} name @param {string} message */
  constructor(name, message) {
    super(message);
    this.reason = name;
  }
}

/**
 * Ask, and give the answer as text; refused with `offline` where none came, `trouble` where one made no sense.
 * @param {string} url @param {RequestInit} options
 */
async function ask(url, options) {
  const patience = new AbortController();
  const clock = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, { ...options, cache: "no-store", redirect: "error", signal: patience.signal });
    return { isRight: answer.ok, text: await answer.text() };
  } catch {
    throw new VoteError("offline");
  } finally {
    clearTimeout(clock);
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new VoteError("trouble");
  }
}

/** @param {string} url @param {RequestInit} options */
async function demand(url, options) {
  const { isRight, text } = await ask(url, options);
  if (isRight) return text;
  const { error, message } = parsed(text);
  if (MADE_HERE[error]) throw new VoteError(MADE_HERE[error]);
  if (!error || !message) throw new VoteError("trouble");
  throw new Refusal(String(error), String(message));
}

/** The box: it gets no cookie, and learns from no header which page asks. */
export class Box {
  #url;

  /** @param {string} url of the election's box */
  constructor(url) {
    this.#url = url;
  }

  /** The manifest, letter by letter. @returns {Promise<string>} */
  manifest() {
    return this.#get("manifest.json");
  }

  /** The highest counter of a key. @param {Uint8Array} pk */
  async highest(pk) {
    return parsed(await this.#get(`counter/${toHex(pk)}`)).counter;
  }

  /** The latest leaf of a key. @param {Uint8Array} pk */
  async leaf(pk) {
    return fromBase64(parsed(await this.#get(`leaf/${toHex(pk)}`)).leaf);
  }

  /** Cast; give the receipt as it came. @param {Uint8Array} leaf @param {Uint8Array} sealed */
  send(leaf, sealed) {
    const body = JSON.stringify({ leaf: toBase64(leaf), sealed: toBase64(sealed) });
    return this.#ask("cast", { method: "POST", body, headers: { "content-type": "application/json" } });
  }

  /** The proof that a leaf is on the board. @param {string} hash in hexadecimal */
  async proof(hash) {
    return parsed(await this.#get(`proof/${hash}`));
  }

  /** When the next batch is due, in seconds, null once the box is closed; how many it has at the least. */
  async batch() {
    return parsed(await this.#get("batch"));
  }

  /** @param {string} path */
  #get(path) {
    return this.#ask(path, {});
  }

  /** @param {string} path @param {RequestInit} options */
  #ask(path, options) {
    const headers = { ...options.headers, "accept-language": document.documentElement.lang };
    const quiet = { credentials: "omit", referrerPolicy: "no-referrer", mode: "cors" };
    return demand(`${this.#url}/${path}`, { ...options, ...quiet, headers });
  }
}

/**
 * Ask the issuer for the blind signature.
 * @param {string} url @param {string} token of the page's forms @param {Uint8Array} request blinded
 */
export async function issue(url, token, request) {
  const body = JSON.stringify({ csrf: token, request: toBase64(request) });
  const headers = { "content-type": "application/json" };
  return fromBase64(parsed(await demand(url, { method: "POST", body, headers, credentials: "same-origin" })).signature);
}
