/** What the box and the board answer, verified: receipt, proof of inclusion, checkpoint, cosignature. */

import { concat, equal, fromBase64, fromHex, label, toHex, toInteger, utf8 } from "./bytes.js";
import { spelled } from "./code.js";
import { sha256 } from "./digest.js";
import { verify } from "./ed25519.js";
import { must, VoteError } from "./errors.js";

const SIGNED = 1;
const COSIGNED = 4;

/** @param {Uint8Array} leaf */
export const leafHash = (leaf) => sha256(concat(Uint8Array.of(0), leaf));

/** @param {Uint8Array} left @param {Uint8Array} right */
const nodeHash = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

/** The code by which a voter finds the leaf on the board: 160 bits. @param {Uint8Array} hash of the leaf */
export const receiptCode = (hash) => spelled(hash.subarray(0, 20), 32);

/**
 * Verify the box's promise that the leaf will be in the next batch; refused with `receipt`.
 * @param {string} text the receipt as it came @param {Uint8Array} election @param {Uint8Array} hash of the leaf
 * @param {Uint8Array} boardKey
 */
export async function verifyReceipt(text, election, hash, boardKey) {
  const { signature } = parsed(text);
  const [e, leaf] = [toHex(election), toHex(hash)];
  must(text === `{"election":"${e}","leaf":"${leaf}","signature":"${signature}","v":"pb1"}`, "receipt");
  must(/^[0-9a-f]{128}$/.test(signature), "receipt");
  must(await verify(boardKey, concat(label("pb1/receipt"), election, hash), fromHex(signature)), "receipt");
}

/** The words of the parser could repeat what it read, so they are left behind. @param {string} text */
function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new VoteError("receipt");
  }
}

/**
 * Verify that a leaf is in the tree (RFC 9162, 2.1.3.2); refused with `proof`.
 * @param {Uint8Array} hash of the leaf @param {number} index @param {number} size of the tree
 * @param {Uint8Array[]} path from the leaf upwards @param {Uint8Array} root
 */
export async function verifyInclusion(hash, index, size, path, root) {
  must(Number.isSafeInteger(size) && Number.isSafeInteger(index) && index >= 0 && index < size, "proof");
  let [at, last, node] = [index, size - 1, hash];
  for (const other of path) {
    must(last > 0 && other.length === 32, "proof");
    const isRight = at % 2 === 1 || at === last;
    node = isRight ? await nodeHash(other, node) : await nodeHash(node, other);
    while (isRight && at % 2 === 0 && at > 0) [at, last] = [at / 2, Math.floor(last / 2)];
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  must(last === 0 && equal(node, root), "proof");
}

/**
 * A checkpoint that was read; `signed` is the text over which its signatures are.
 * @typedef {{origin: string, size: number, root: Uint8Array, signed: string,
 *   signatures: {name: string, id: Uint8Array, signature: Uint8Array}[]}} Note
 */

/** Read a checkpoint strictly; refused with `note`. Nothing is verified yet. @param {string} text @returns {Note} */
export function readNote(text) {
  const found = /^(([^\s+]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n)\n((?:— [^\s+]+ \S+\n)+)$/u.exec(text);
  must(found !== null, "note");
  const [, signed, origin, size, root, lines] = found;
  try {
    const signatures = lines.trimEnd().split("\n").map(readSignature);
    return { origin, size: Number(size), root: fromBase64(root), signed, signatures };
  } catch {
    throw new VoteError("note");
  }
}

/** @param {string} line */
function readSignature(line) {
  const [, name, text] = line.split(" ");
  const bytes = fromBase64(text);
  must(bytes.length > 4, "note");
  return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** @param {string} name @param {number} algorithm @param {Uint8Array} key */
export const keyId = async (name, algorithm, key) =>
  (await sha256(concat(utf8(`${name}\n`), Uint8Array.of(algorithm), key))).subarray(0, 4);

/** @param {Note} note @param {string} name @param {number} algorithm @param {Uint8Array} key */
async function signaturesOf(note, name, algorithm, key) {
  const id = await keyId(name, algorithm, key);
  return note.signatures.filter((line) => line.name === name && equal(line.id, id)).map((line) => line.signature);
}

/**
 * Read a checkpoint and verify the box's signature; refused with `note`, also where anything else claims to be one.
 * @param {string} text @param {string} origin @param {Uint8Array} boardKey
 */
export async function verifyNote(text, origin, boardKey) {
  const note = readNote(text);
  const claims = await signaturesOf(note, origin, SIGNED, boardKey);
  must(note.origin === origin && claims.length > 0, "note");
  for (const claim of claims) must(await verify(boardKey, utf8(note.signed), claim), "note");
  return note;
}

/**
 * Give the time, in seconds, at which a witness last cosigned; null where it did not, or something that claims to be
 * by it is not.
 * @param {Note} note @param {string} name @param {Uint8Array} key
 */
export async function cosignedAt(note, name, key) {
  const times = [];
  for (const claim of await signaturesOf(note, name, COSIGNED, key)) {
    const time = toInteger(claim.subarray(0, 8));
    const message = utf8(`cosignature/v1\ntime ${time}\n${note.signed}`);
    if (!(await verify(key, message, claim.subarray(8)))) return null;
    times.push(Number(time));
  }
  return times.length ? Math.max(...times) : null;
}
