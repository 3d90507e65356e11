/** Checking with the code, on another device, that what the box has is what was meant to be voted. */

import { equal, toHex, toInteger } from "../bytes.js";
import { termsOf, Voter } from "../client.js";
import { seedOf } from "../code.js";
import { must } from "../errors.js";
import { leafHash } from "../receipt.js";
import { complain } from "./again.js";
import { readPaper } from "./paper.js";
import { answer, proven } from "./receipt.js";
import { focusOn, parts } from "./scenes.js";
import { say, sentenceOf, tell } from "./words.js";

/** @typedef {import("./vote.js").Vote} Vote */

const STYLE_AT = 1;
const PK_AT = 3;
const CREDENTIAL_AT = 67;
const CTR_AT = 451;
const LENGTH = 583;
const VOID = 0xffffffff;

/** Let a ballot be checked on the page. @param {Vote} vote */
export function listenForCheck(vote) {
  const { "code-form": asking, form } = parts();
  asking.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = asking.elements.namedItem("code");
    try {
      await find(vote, field.value);
    } catch (error) {
      complain(field, sentenceOf(error));
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    compare(vote);
  });
}

/** The ballot that the code leads to, until another code is typed. @type {{voter: Voter, leaf: Uint8Array} | null} */
let found = null;

/** Find the latest ballot of a code, and show the contests of its style. @param {Vote} vote @param {string} typed */
async function find(vote, typed) {
  const seed = await seedOf(typed);
  const manifest = await vote.manifest();
  // The key does not depend on the style, which the leaf tells.
  const { pk } = await Voter.of(seed, termsOf(manifest, 0));
  const leaf = await vote.box.leaf(pk);
  must(leaf.length === LENGTH && equal(leaf.subarray(PK_AT, PK_AT + 32), pk), "trouble");
  must(counterOf(leaf) !== VOID, "void");
  const style = Number(toInteger(leaf.subarray(STYLE_AT, PK_AT)));
  must(style < manifest.styles.length, "trouble");
  found = { voter: await Voter.of(seed, termsOf(manifest, style)), leaf };
  const { contests } = manifest.styles[style];
  const { form, "which-ballot": which, result } = parts();
  for (const field of form.querySelectorAll("fieldset[data-key]")) {
    field.hidden = field.disabled = !contests.includes(field.dataset.key);
  }
  which.textContent = say("which_ballot", { count: counterOf(leaf) });
  result.hidden = true;
  form.hidden = false;
  tell(which.textContent);
  focusOn(form.querySelector("h2"));
}

/** @param {Uint8Array} leaf */
const counterOf = (leaf) => Number(toInteger(leaf.subarray(CTR_AT, CTR_AT + 4)));

/** Say whether what is filled in is what the box has. @param {Vote} vote */
async function compare(vote) {
  const { form, result } = parts();
  const paper = readPaper(form, await vote.manifest());
  if (paper.faults.length) {
    answer(result, "error", paper.faults.map(({ text }) => text).join(" "));
    return focusOn(result);
  }
  const { voter, leaf } = found;
  // The same seed makes the same bytes: commitment, what was sealed, and the signature over both.
  const meant = await voter.ballot(leaf.subarray(CREDENTIAL_AT, CTR_AT), counterOf(leaf), paper.plain);
  const isSame = equal(meant.leaf, leaf);
  answer(result, isSame ? "success" : "error", say(isSame ? "as_meant" : "not_as_meant"));
  if (isSame) await addWhere(vote, leaf, result);
  focusOn(result);
}

/** @param {Vote} vote @param {Uint8Array} leaf @param {HTMLElement} result */
async function addWhere(vote, leaf, result) {
  let where = "also_on_board";
  try {
    await proven(vote, toHex(await leafHash(leaf)));
  } catch (error) {
    where = error.reason === "NotOnTheBoard" ? "still_waits" : "board_unproven";
  }
  const place = result.querySelector("p");
  place.textContent = `${place.textContent} ${say(where)}`;
  tell(place.textContent);
}
