/** The ballot once more before it is cast, and the code of the vote. */

import { castBallot } from "./casting.js";
import { choiceOf, fillIn, readPaper } from "./paper.js";
import { copyOf, focusOn, show, showBallot, writeCode } from "./scenes.js";
import { say, sentenceOf, tell } from "./words.js";

/** @typedef {import("./vote.js").Vote} Vote */

/**
 * Show the ballot with what was kept of it; `note` says what has happened before.
 * @param {Vote} vote @param {string} [note]
 */
export function fillInBallot(vote, note = "") {
  const { form, restored, shared } = showBallot();
  // Before the program was there somebody may have begun already.
  const begun = form.dataset.heard === undefined ? choiceOf(form) : [];
  if (begun.length) vote.kept.choice = begun;
  const isKept = fillIn(form, vote.kept.choice) && !begun.length;
  const word = note || (isKept ? "restored" : "");
  restored.hidden = !word;
  if (word) restored.querySelector("p").textContent = say(word);
  if (word) tell(say(word));
  const stage = vote.kept.stage;
  shared.closest(".choice").hidden = !["nothing", "seed"].includes(stage);
  shared.checked = vote.isShared;
  if (!form.dataset.heard) listen(vote, form, shared);
}

/** @param {Vote} vote @param {HTMLFormElement} form @param {HTMLInputElement} shared */
function listen(vote, form, shared) {
  form.dataset.heard = "";
  const keep = () => {
    vote.kept.choice = choiceOf(form);
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  shared.addEventListener("change", () => vote.share(shared.checked));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    review(vote, form);
  });
}

/**
 * Judge the ballot, and show it once more or say what is wrong.
 * @param {Vote} vote @param {HTMLElement} form @param {string} [note] what has happened before
 */
export async function review(vote, form, note = "") {
  let paper, code;
  showBallot().trouble.hidden = true;
  try {
    paper = readPaper(form, await vote.manifest());
    if (paper.faults.length) return complain(form, paper.faults);
    code = await vote.code();
  } catch (error) {
    return complain(form, [{ field: null, text: `${sentenceOf(error)} ${say(`stage_${vote.kept.stage}`)}` }]);
  }
  showReview(vote, paper, code, note);
}

/**
 * Show what is wrong where the reader is led to it.
 * @param {HTMLElement} form @param {{field: HTMLElement | null, text: string}[]} faults
 */
function complain(form, faults) {
  const { trouble } = showBallot();
  const list = trouble.querySelector("ul");
  list.replaceChildren(
    ...faults.map(({ field, text }) => {
      const item = document.createElement("li");
      if (!field) item.textContent = text;
      else item.append(linkTo(field, text));
      return item;
    }),
  );
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "start" });
  focusOn(trouble);
}

/** @param {HTMLElement} field @param {string} text */
function linkTo(field, text) {
  const link = Object.assign(document.createElement("a"), { href: `#${field.id}`, textContent: text });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const first = field.querySelector("input:enabled");
    field.scrollIntoView({ block: "start" });
    first?.focus({ preventScroll: true });
  });
  return link;
}

/** @param {Vote} vote @param {import("./paper.js").Paper} paper @param {string} code @param {string} note */
function showReview(vote, paper, code, note) {
  const parts = show("review");
  for (const part of paper.parts) showPart(parts, part);
  writeCode(parts.code, code);
  parts[vote.isAgain || vote.kept.cast.inBox ? "is-new" : "is-same"].remove();
  parts.note.hidden = !note;
  if (note) parts.note.querySelector("p").textContent = say(note);
  parts.copy.hidden = !navigator.clipboard;
  parts.copy.addEventListener("click", () => copy(code));
  parts.cast.addEventListener("click", () => castBallot(vote, paper.plain));
  parts.change.addEventListener("click", () => history.back());
  history.pushState(null, "");
  addEventListener("popstate", () => parts.cast.isConnected && fillInBallot(vote), { once: true });
  tell(say(note || "reviewing"));
}

/** @param {string} code */
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code);
    tell(say("copied"));
  } catch {
    tell(say("not_copied"));
  }
}

/** @param {Object<string, HTMLElement>} scene @param {import("./paper.js").Part} part */
function showPart(scene, part) {
  const isList = !part.isBlank && part.kind !== "question";
  const copied = copyOf(isList ? scene.table : scene.answer);
  copied.name.textContent = part.name;
  if (!isList) {
    copied.answer.textContent = part.isBlank ? say("blank_vote") : part.rows[0].name;
    return;
  }
  const hasNumbers = part.rows.some((row) => row.number !== "");
  for (const row of part.rows) {
    const line = copyOf(copied.row);
    line.project.textContent = row.name;
    line.cost.textContent = row.cost;
    if (hasNumbers) line.number.textContent = row.number;
    else line.number.remove();
  }
  if (!hasNumbers) copied["number-head"].remove();
  if (!part.sums) return copied.sums.remove();
  copied.spent.textContent = part.sums.spent;
  copied.left.textContent = part.sums.left;
}
