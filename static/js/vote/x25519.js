/** X25519 (RFC 7748): the browser's own, or this one where the browser has none. */

import { concat, fromHex } from "./bytes.js";
import { must } from "./errors.js";

const P = 2n ** 255n - 19n;
const A24 = 121665n;

/** What PKCS#8 (RFC 8410), the only form that WebCrypto takes, puts before the 32 bytes of a private key. */
const PKCS8 = fromHex("302e020100300506032b656e04220420");

/** The point whose multiples are the public keys. */
export const BASE = Uint8Array.from({ length: 32 }, (_, at) => (at ? 0 : 9));

/**
 * Multiply a point; refused where the result is zero, as of a point of small order.
 * @param {Uint8Array} scalar private key @param {Uint8Array} point public key
 */
export async function x25519(scalar, point) {
  must(scalar.length === 32 && point.length === 32, "seal_key");
  try {
    return await native(scalar, point);
  } catch {
    return ladder(scalar, point);
  }
}

/** @param {Uint8Array} scalar @param {Uint8Array} point */
export async function native(scalar, point) {
  const { subtle } = globalThis.crypto;
  const own = await subtle.importKey("pkcs8", concat(PKCS8, scalar), { name: "X25519" }, false, ["deriveBits"]);
  const other = await subtle.importKey("raw", point, { name: "X25519" }, false, []);
  return new Uint8Array(await subtle.deriveBits({ name: "X25519", public: other }, own, 256));
}

/** The Montgomery ladder of RFC 7748, section 5. @param {Uint8Array} scalar @param {Uint8Array} point */
export function ladder(scalar, point) {
  const clamped = Uint8Array.from(scalar);
  clamped[0] &= 248;
  clamped[31] = (clamped[31] & 127) | 64;
  const k = littleEndian(clamped);
  const x1 = littleEndian(point) & (2n ** 255n - 1n);
  let pair = [1n, 0n, x1, 1n];
  for (let bit = 254n; bit >= 0n; bit -= 1n) {
    pair = (k >> bit) & 1n ? swapped(step(swapped(pair), x1)) : step(pair, x1);
  }
  const x = mod(pair[0] * power(pair[1], P - 2n));
  must(x !== 0n, "seal_key");
  return Uint8Array.from({ length: 32 }, (_, at) => Number((x >> BigInt(8 * at)) & 255n));
}

/** @param {bigint[]} pair */
const swapped = ([x2, z2, x3, z3]) => [x3, z3, x2, z2];

/** Double the first point and add the second to it. @param {bigint[]} pair @param {bigint} x1 */
function step([x2, z2, x3, z3], x1) {
  const [a, b, c, d] = [x2 + z2, x2 - z2, x3 + z3, x3 - z3];
  const [aa, bb, da, cb] = [mod(a * a), mod(b * b), d * a, c * b];
  const e = aa - bb;
  return [mod(aa * bb), mod(e * (aa + A24 * e)), mod(mod(da + cb) ** 2n), mod(x1 * mod(mod(da - cb) ** 2n))];
}

/** @param {bigint} value */
const mod = (value) => ((value % P) + P) % P;

/** @param {bigint} x @param {bigint} exponent */
function power(x, exponent) {
  let result = 1n;
  for (let [y, left] = [x, exponent]; left > 0n; left >>= 1n, y = mod(y * y)) if (left & 1n) result = mod(result * y);
  return result;
}

/** @param {Uint8Array} bytes */
const littleEndian = (bytes) => bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
