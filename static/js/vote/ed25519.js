/** Ed25519 as the protocol wants it: signed by RFC 8032, verified with no encoding and no point that is doubtful. */

import * as noble from "../../vendor/noble-ed25519.js";

/** @param {Uint8Array} key private seed of 32 bytes */
export const publicKeyOf = (key) => noble.getPublicKeyAsync(key);

/** @param {Uint8Array} key @param {Uint8Array} message */
export const sign = (key, message) => noble.signAsync(message, key);

/**
 * Say whether a signature is valid: canonical encodings on the curve, S < L, neither key nor R of small order, and
 * the equation with the factor 8. Anything that is not of the right length is not valid.
 * @param {Uint8Array} publicKey @param {Uint8Array} message @param {Uint8Array} signature
 */
export async function verify(publicKey, message, signature) {
  try {
    const isStrict = await noble.verifyAsync(signature, message, publicKey, { zip215: false });
    return isStrict && !noble.Point.fromBytes(signature.subarray(0, 32)).isSmallOrder();
  } catch {
    return false;
  }
}
