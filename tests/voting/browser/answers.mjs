// Reads lines of what box and board answered as JSON, by the name of what verifies it; says true, a value or the reason.

import { createInterface } from "node:readline";

import { fromHex, toHex } from "../../../static/js/vote/bytes.js";
import * as receipt from "../../../static/js/vote/receipt.js";

const CHECKS = {
  async receipt({ text, election, leaf, boardKey }) {
    const hash = await receipt.leafHash(fromHex(leaf));
    await receipt.verifyReceipt(text, fromHex(election), hash, fromHex(boardKey));
    return receipt.receiptCode(hash);
  },
  async inclusion({ leaf, index, size, path, root }) {
    const hash = await receipt.leafHash(fromHex(leaf));
    await receipt.verifyInclusion(hash, index, size, path.map((node) => fromHex(node)), fromHex(root));
    return true;
  },
  async note({ text, origin, boardKey, witness, witnessKey }) {
    const note = await receipt.verifyNote(text, origin, fromHex(boardKey));
    return [note.size, toHex(note.root), await receipt.cosignedAt(note, witness, fromHex(witnessKey))];
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { check, ...given } = JSON.parse(line);
  const answer = await CHECKS[check](given).catch((error) => error.reason ?? String(error));
  console.log(JSON.stringify(answer));
}
