/** The receipt: shown, kept as a file, printed, and looked for on the board. */

import { fromHex } from "../bytes.js";
import { codeOf } from "../code.js";
import { must } from "../errors.js";
import { receiptCode, verifyInclusion, verifyNote } from "../receipt.js";
import { fillInBallot } from "./review.js";
import { copyOf, focusOn, show, writeCode } from "./scenes.js";
import { say, sentenceOf, tell } from "./words.js";

/** @typedef {import("./vote.js").Vote} Vote */

/**
 * Show the receipt of the ballot that is in the box.
 * @param {Vote} vote @param {{isFresh?: boolean}} [how] fresh where it was cast just now
 */
export async function showReceipt(vote, { isFresh = false } = {}) {
  const { inBox } = vote.kept.cast;
  const code = receiptCode(fromHex(inBox.leaf, 32));
  const scene = show("receipt");
  writeCode(scene.receipt, code);
  writeCode(scene.code, await codeOf(vote.kept.seed));
  scene["is-shared"].hidden = !vote.isShared;
  scene.link.href += `?code=${code}`;
  scene.save.addEventListener("click", () => save(inBox.receipt, code, scene.file));
  scene.look.addEventListener("click", () => lookUp(vote, inBox.leaf, scene.found));
  scene.change.closest("section").hidden = vote.isOver;
  scene.change.addEventListener("click", () => fillInBallot(vote, "voting_again"));
  scene.forget.addEventListener("click", () => forget(vote, scene));
  tell(say(isFresh ? "stage_in_box" : "voted_before"));
}

/**
 * Give the receipt as a small file, which tells nothing of what was voted.
 * @param {string} receipt @param {string} code @param {HTMLElement} words
 */
function save(receipt, code, words) {
  const lines = [...words.content.querySelectorAll("p")].map((line) => line.textContent.trim());
  const text = `${[...lines, code, location.origin, "", receipt].join("\r\n")}\r\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const download = `${say("file")}-${code.slice(0, 9)}.txt`;
  const link = Object.assign(document.createElement("a"), { href: url, download });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  tell(say("saved"));
}

/**
 * Look whether the ballot is under the board's signed root; verified here, nobody's word is taken.
 * @param {Vote} vote @param {string} leaf its hash @param {HTMLElement} found
 */
async function lookUp(vote, leaf, found) {
  answer(found, "info", say("looking"));
  try {
    const { size } = await proven(vote, leaf);
    answer(found, "success", say("on_board", { size }));
  } catch (error) {
    if (error.reason === "NotOnTheBoard") return notYet(vote, found);
    answer(found, "error", sentenceOf(error));
  }
}

/** @param {Vote} vote @param {string} leaf its hash */
export async function proven(vote, leaf) {
  const { place, size, hashes, checkpoint } = await vote.box.proof(leaf);
  const manifest = await vote.manifest();
  const note = await verifyNote(String(checkpoint), manifest.origin, fromHex(manifest.board_key, 32));
  must(Array.isArray(hashes) && note.size === size, "proof");
  await verifyInclusion(fromHex(leaf, 32), place, size, hashes.map((hash) => fromHex(hash, 32)), note.root);
  return note;
}

/** @param {Vote} vote @param {HTMLElement} found */
async function notYet(vote, found) {
  try {
    const { due, at_least: least } = await vote.box.batch();
    if (due === null) return answer(found, "error", say("missing"));
    const soon = due * 1000 <= Date.now();
    answer(found, "info", say(soon ? "not_yet_soon" : "not_yet", { least, when: soon ? "" : inWords(due) }));
  } catch (error) {
    answer(found, "error", sentenceOf(error));
  }
}

/** @param {number} seconds since 1970 */
function inWords(seconds) {
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" }).format(seconds * 1000);
}

/** @param {HTMLElement} found @param {string} kind of notice @param {string} text */
export function answer(found, kind, text) {
  found.className = `notice ${kind}`;
  found.hidden = false;
  found.querySelector("p").textContent = text;
  tell(text);
}

/** Leave nothing of the vote in this browser. @param {Vote} vote @param {Object<string, HTMLElement>} scene */
function forget(vote, scene) {
  vote.kept.forget();
  const { done } = copyOf(scene.forgotten);
  scene.secret.remove();
  scene.change.closest("section").remove();
  scene["is-shared"].remove();
  scene.forget.closest("section").remove();
  tell(done.textContent.trim());
  focusOn(done);
}
