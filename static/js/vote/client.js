/** The voter of the protocol pb1: everything that comes of the seed, byte by byte as docs/protocol.md says. */

import { concat, fromHex, label, toInteger, u16, u32, utf8 } from "./bytes.js";
import { hkdf, sha256 } from "./digest.js";
import { publicKeyOf, sign } from "./ed25519.js";
import { must } from "./errors.js";
import { seal } from "./hpke.js";
import { blind, finalise, lengthOf } from "./rsa.js";

const KEY_LENGTH = 384;
const VOID = 0xffffffff;
const NOTHING = new Uint8Array(32);

/**
 * What the manifest lays down for the voters of one style.
 * @typedef {{election: Uint8Array, style: number, n: bigint, sealKey: Uint8Array, pad: number,
 *   boardKey: Uint8Array}} Terms
 */

/**
 * Read the terms of a style out of the manifest.
 * @param {Object<string, any>} manifest @param {number} style @returns {Terms}
 */
export function termsOf(manifest, style) {
  const n = toInteger(fromHex(manifest.styles[style].n, KEY_LENGTH));
  must(n >> BigInt(8 * KEY_LENGTH - 1) === 1n && n % 2n === 1n, "style_key");
  return {
    election: fromHex(manifest.election_id, 32),
    style,
    n,
    sealKey: fromHex(manifest.seal_pk, 32),
    pad: manifest.pad,
    boardKey: fromHex(manifest.board_key, 32),
  };
}

/** One voter in one vote. The same seed always says the same, so that whatever was interrupted can be said again. */
export class Voter {
  #seed;
  #key;

  /** Use `Voter.of`. @param {Uint8Array} seed @param {Terms} terms */
  constructor(seed, terms) {
    this.#seed = seed;
    this.terms = terms;
  }

  /** Derive the voter's keys. @param {Uint8Array} seed of 16 bytes @param {Terms} terms */
  static async of(seed, terms) {
    must(seed.length === 16 && terms.election.length === 32, "bytes");
    const voter = new Voter(seed, terms);
    voter.#key = await voter.#derived(label("pb1/key"), 32);
    voter.prefix = await voter.#derived(label("pb1/prefix"), 32);
    voter.pk = await publicKeyOf(voter.#key);
    return voter;
  }

  /** The blinded message for the issuer, who learns nothing from it. @returns {Promise<Uint8Array>} */
  async request() {
    return blind(this.terms.n, this.#message(), await this.#blinding());
  }

  /**
   * Make the credential of the issuer's answer; refused unless it is a signature for this voter.
   * @param {Uint8Array} blindSignature
   */
  async credential(blindSignature) {
    return finalise(this.terms.n, this.#message(), blindSignature, await this.#blinding());
  }

  /**
   * Make a ballot: the leaf for the board and what only the trustees together can open.
   * @param {Uint8Array} credential @param {number} ctr from 1 @param {string} plain as `encode` spells it
   * @returns {Promise<{leaf: Uint8Array, sealed: Uint8Array}>}
   */
  async ballot(credential, ctr, plain) {
    must(Number.isInteger(ctr) && ctr >= 1 && ctr < VOID, "counter");
    const { election, sealKey, pad } = this.terms;
    const { nonce, commitment } = await this.opening(ctr, plain);
    const text = utf8(plain);
    const opening = concat(nonce, u16(text.length), text);
    must(opening.length <= pad, "too_long");
    const padded = concat(opening, new Uint8Array(pad - opening.length));
    const aad = concat(this.pk, u32(ctr), commitment);
    const ephemeral = await this.#ofBallot("pb1/seal", ctr, text);
    const sealed = await seal(sealKey, concat(label("pb1/seal"), election), aad, padded, ephemeral);
    return { leaf: await this.#leaf(credential, ctr, commitment, await sha256(sealed)), sealed };
  }

  /**
   * Give what opens a ballot, by which the voter finds it among those that were opened.
   * @param {number} ctr @param {string} plain
   */
  async opening(ctr, plain) {
    const text = utf8(plain);
    const nonce = await this.#ofBallot("pb1/open", ctr, text);
    const bound = concat(label("pb1/open"), this.terms.election, this.pk, u32(ctr), nonce, text);
    return { nonce, commitment: await sha256(bound) };
  }

  /** Make the leaf after which nothing of this voter counts. @param {Uint8Array} credential */
  async void(credential) {
    return this.#leaf(credential, VOID, NOTHING, NOTHING);
  }

  /**
   * @param {Uint8Array} credential @param {number} ctr @param {Uint8Array} commitment @param {Uint8Array} sealedHash
   */
  async #leaf(credential, ctr, commitment, sealedHash) {
    must(credential.length === lengthOf(this.terms.n), "credential");
    const { election, style } = this.terms;
    const voter = concat(Uint8Array.of(1), u16(style), this.pk, this.prefix, credential);
    const about = concat(voter, u32(ctr), commitment, sealedHash);
    return concat(about, await sign(this.#key, concat(label("pb1/ballot"), election, about)));
  }

  /** What the issuer signs, with its prefix. */
  #message() {
    const { election, style } = this.terms;
    return concat(this.prefix, label("pb1/cred"), election, u16(style), this.pk);
  }

  async #blinding() {
    const { n } = this.terms;
    return 1n + (toInteger(await this.#derived(label("pb1/blind"), lengthOf(n) + 16)) % (n - 1n));
  }

  /**
   * What one ballot has of its own; another text with the same counter gets another.
   * @param {string} name @param {number} ctr @param {Uint8Array} text
   */
  async #ofBallot(name, ctr, text) {
    return this.#derived(concat(label(name), u32(ctr), await sha256(text)), 32);
  }

  /** @param {Uint8Array} info @param {number} length */
  #derived(info, length) {
    return hkdf(this.#seed, this.terms.election, info, length);
  }
}
