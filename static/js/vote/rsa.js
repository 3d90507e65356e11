/**
 * RSA blind signatures, RFC 9474, with SHA-384 and e = 65537.
 *
 * The product uses RSABSSA-SHA384-PSSZERO-Randomized, whose salt is empty; the prefix is already in front of the
 * message. Whoever gives another salt has the PSS variants. BigInt takes a time that depends on the numbers; they
 * are used once, on the voter's own device.
 */

import { concat, fromInteger, toInteger, u32 } from "./bytes.js";
import { sha384 } from "./digest.js";
import { must } from "./errors.js";

const HASH_LENGTH = 48;
const NO_SALT = new Uint8Array(0);

/**
 * Blind a message for the issuer.
 * @param {bigint} n modulus of the issuing key
 * @param {Uint8Array} message with its prefix
 * @param {bigint} r blinding factor, 1 … n - 1
 * @param {Uint8Array} [salt]
 * @returns {Promise<Uint8Array>} as long as the modulus
 */
export async function blind(n, message, r, salt = NO_SALT) {
  const m = toInteger(await encoded(message, bitsOf(n) - 1, salt));
  must(inverse(m, n) !== null && inverse(r, n) !== null, "style_key");
  return fromInteger((m * power(r, n)) % n, lengthOf(n));
}

/**
 * Take the blinding off the issuer's answer, and give the signature only if it is one of this message.
 * @param {bigint} n @param {Uint8Array} message @param {Uint8Array} blindSignature
 * @param {bigint} r @param {Uint8Array} [salt]
 */
export async function finalise(n, message, blindSignature, r, salt = NO_SALT) {
  must(blindSignature.length === lengthOf(n) && toInteger(blindSignature) < n, "credential");
  const back = inverse(r, n);
  must(back !== null, "style_key");
  const signature = fromInteger((toInteger(blindSignature) * back) % n, lengthOf(n));
  must(await verify(n, message, signature, salt), "credential");
  return signature;
}

/**
 * Say whether a signature is one of the message with exactly this salt.
 * @param {bigint} n @param {Uint8Array} message @param {Uint8Array} signature @param {Uint8Array} [salt]
 */
export async function verify(n, message, signature, salt = NO_SALT) {
  const s = toInteger(signature);
  if (signature.length !== lengthOf(n) || s >= n) return false;
  return power(s, n) === toInteger(await encoded(message, bitsOf(n) - 1, salt));
}

/** EMSA-PSS-ENCODE of RFC 8017, 9.1.1. @param {Uint8Array} message @param {number} bits @param {Uint8Array} salt */
export async function encoded(message, bits, salt) {
  const length = Math.ceil(bits / 8);
  const hash = await sha384(concat(new Uint8Array(8), await sha384(message), salt));
  const block = new Uint8Array(length - HASH_LENGTH - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const mask = await mgf1(hash, block.length);
  const masked = block.map((byte, at) => byte ^ mask[at]);
  masked[0] &= 0xff >> (8 * length - bits);
  return concat(masked, hash, Uint8Array.of(0xbc));
}

/** @param {Uint8Array} seed @param {number} length */
async function mgf1(seed, length) {
  const count = Math.ceil(length / HASH_LENGTH);
  const parts = await Promise.all(Array.from({ length: count }, (_, at) => sha384(concat(seed, u32(at)))));
  return concat(...parts).subarray(0, length);
}

/** How many bytes a modulus has. @param {bigint} n */
export const lengthOf = (n) => Math.ceil(bitsOf(n) / 8);

/** @param {bigint} n */
const bitsOf = (n) => n.toString(2).length;

/** Raise to the power of 65537. @param {bigint} x @param {bigint} n */
function power(x, n) {
  let y = x;
  for (let times = 0; times < 16; times += 1) y = (y * y) % n;
  return (y * x) % n;
}

/** Give the inverse modulo n, or null where there is none. @param {bigint} x @param {bigint} n */
export function inverse(x, n) {
  let [a, b, u, v] = [x % n, n, 1n, 0n];
  while (a > 0n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [u, v] = [v - quotient * u, u];
  }
  return b === 1n ? ((v % n) + n) % n : null;
}
