/** The code that shows the seed in 28 characters that can be read aloud, copied and typed again. */

import { concat, equal, fromInteger, label, toInteger } from "./bytes.js";
import { sha256 } from "./digest.js";
import { must } from "./errors.js";

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SEED_LENGTH = 16;
const CODE_LENGTH = 28;

/**
 * Spell the first bits of bytes, five a letter, in groups of four.
 * @param {Uint8Array} bytes @param {number} count of letters
 */
export function spelled(bytes, count) {
  let value = toInteger(bytes) >> BigInt(8 * bytes.length - 5 * count);
  let text = "";
  for (let at = 0; at < count; at += 1, value >>= 5n) text = LETTERS[Number(value & 31n)] + text;
  return text.match(/.{1,4}/g).join("-");
}

/** Give the code of a seed. @param {Uint8Array} seed of 16 bytes */
export async function codeOf(seed) {
  must(seed.length === SEED_LENGTH, "bytes");
  return spelled(concat(seed, await sha256(concat(label("pb1/code"), seed))), CODE_LENGTH);
}

/**
 * Read a code as people write it: case, spaces and hyphens mean nothing; O is 0, I and L are 1, U is V.
 * @param {string} text
 */
export async function seedOf(text) {
  const meant = text.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1").replace(/U/g, "V");
  const letters = [...meant.replace(/[\s\p{Dash}]/gu, "")];
  must(letters.every((letter) => LETTERS.includes(letter)), "code_letter");
  must(letters.length === CODE_LENGTH, "code_length");
  const value = letters.reduce((total, letter) => total * 32n + BigInt(LETTERS.indexOf(letter)), 0n);
  const seed = fromInteger(value >> 12n, SEED_LENGTH);
  const check = (await sha256(concat(label("pb1/code"), seed))).subarray(0, 2);
  must(equal(fromInteger((value & 0xfffn) << 4n, 2), fromInteger(toInteger(check) & 0xfff0n, 2)), "code_mistyped");
  return seed;
}
