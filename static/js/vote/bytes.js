/** Bytes as the protocol joins and spells them: big endian, labels ending with a zero byte. */

import { must, VoteError } from "./errors.js";

/** @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/** A label: ASCII and a zero byte. @param {string} name */
export const label = (name) => utf8(`${name}\0`);

/** @param {...Uint8Array} parts */
export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
export const equal = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** A number in 2 bytes. @param {number} value */
export const u16 = (value) => fromInteger(BigInt(value), 2);

/** A number in 4 bytes. @param {number} value */
export const u32 = (value) => fromInteger(BigInt(value), 4);

/** @param {Uint8Array} bytes */
export const toInteger = (bytes) => BigInt(`0x${toHex(bytes) || "0"}`);

/** A number in so many bytes. @param {bigint} value @param {number} length */
export function fromInteger(value, length) {
  const hex = value.toString(16);
  must(value >= 0n && hex.length <= 2 * length, "bytes");
  return fromHex(hex.padStart(2 * length, "0"));
}

/** @param {Uint8Array} bytes */
export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Read lower-case hexadecimal, of so many bytes where a length is given.
 * @param {string} hex @param {number} [length]
 */
export function fromHex(hex, length = hex.length / 2) {
  must(typeof hex === "string" && /^([0-9a-f]{2})*$/.test(hex) && hex.length === 2 * length, "bytes");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** @param {Uint8Array} bytes */
export const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** Read base64 in its one spelling. @param {string} text */
export function fromBase64(text) {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new VoteError("bytes");
  }
  must(toBase64(bytes) === text, "bytes");
  return bytes;
}
