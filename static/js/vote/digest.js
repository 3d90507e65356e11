/** Hashes and what is made of them, by the browser's own WebCrypto. */

const subtle = globalThis.crypto?.subtle;

/** Whether the browser has what the client stands on; one without BigInt cannot even read the other modules. */
export const isAble = () => subtle !== undefined;

/** @param {string} name @param {Uint8Array} bytes */
const digest = async (name, bytes) => new Uint8Array(await subtle.digest(name, bytes));

/** @param {Uint8Array} bytes */
export const sha256 = (bytes) => digest("SHA-256", bytes);

/** @param {Uint8Array} bytes */
export const sha384 = (bytes) => digest("SHA-384", bytes);

/** HMAC-SHA256. @param {Uint8Array} key not empty @param {Uint8Array} bytes */
export async function hmac(key, bytes) {
  const held = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", held, bytes));
}

/**
 * HKDF-SHA256 (RFC 5869), extract and expand in one.
 * @param {Uint8Array} material @param {Uint8Array} salt @param {Uint8Array} info @param {number} length in bytes
 */
export async function hkdf(material, salt, info, length) {
  const held = await subtle.importKey("raw", material, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, held, 8 * length));
}
