/** HPKE (RFC 9180), base mode, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */

import { concat, fromHex, u16, utf8 } from "./bytes.js";
import { hkdf, hmac } from "./digest.js";
import { BASE, x25519 } from "./x25519.js";

const EMPTY = new Uint8Array(0);
const VERSION = utf8("HPKE-v1");
const KEM = concat(utf8("KEM"), fromHex("0020"));
/** How an empty salt is written where HMAC wants a key: as zero bytes it is the same key. */
const NO_SALT = new Uint8Array(32);

/**
 * Seal one message.
 * @param {Uint8Array} publicKey of whoever may open it
 * @param {Uint8Array} info @param {Uint8Array} aad @param {Uint8Array} plaintext
 * @param {Uint8Array} ephemeral private key of 32 bytes, used for this message alone
 * @param {{id: number, keyLength: number}} [aead] AES-256-GCM unless the vectors of the RFC ask for another
 * @returns {Promise<Uint8Array>} encapsulated key (32) and ciphertext
 */
export async function seal(publicKey, info, aad, plaintext, ephemeral, aead = { id: 2, keyLength: 32 }) {
  const enc = await x25519(ephemeral, BASE);
  const secret = await sharedSecret(await x25519(ephemeral, publicKey), concat(enc, publicKey));
  const { key, iv } = await schedule(secret, info, aead);
  const held = await globalThis.crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const given = { name: "AES-GCM", iv, additionalData: aad };
  return concat(enc, new Uint8Array(await globalThis.crypto.subtle.encrypt(given, held, plaintext)));
}

/** ExtractAndExpand, section 4.1. @param {Uint8Array} dh @param {Uint8Array} context */
const sharedSecret = (dh, context) =>
  hkdf(labeled(KEM, "eae_prk", dh), EMPTY, expanding(KEM, "shared_secret", context, 32), 32);

/**
 * KeySchedule, section 5.1.
 * @param {Uint8Array} secret @param {Uint8Array} info @param {{id: number, keyLength: number}} aead
 */
async function schedule(secret, info, { id, keyLength }) {
  const suite = concat(utf8("HPKE"), fromHex("00200001"), u16(id));
  const context = concat(
    Uint8Array.of(0),
    await hmac(NO_SALT, labeled(suite, "psk_id_hash", EMPTY)),
    await hmac(NO_SALT, labeled(suite, "info_hash", info)),
  );
  const expand = (name, length) =>
    hkdf(labeled(suite, "secret", EMPTY), secret, expanding(suite, name, context, length), length);
  return { key: await expand("key", keyLength), iv: await expand("base_nonce", 12) };
}

/** @param {Uint8Array} suite @param {string} name @param {Uint8Array} material */
const labeled = (suite, name, material) => concat(VERSION, suite, utf8(name), material);

/** @param {Uint8Array} suite @param {string} name @param {Uint8Array} info @param {number} length */
const expanding = (suite, name, info, length) => concat(u16(length), labeled(suite, name, info));
