/** The way of the ballot into the box, as the reader sees it: what has happened, what has not, and how it goes on. */

import { cast } from "../cast.js";
import { showReceipt } from "./receipt.js";
import { fillInBallot } from "./review.js";
import { focusOn, parts, show } from "./scenes.js";
import { say, sentenceOf, tell } from "./words.js";

/** @typedef {import("./vote.js").Vote} Vote */

const STAGES = ["seed", "credential", "sealed", "sent", "in_box"];
/** After these nothing is gained by sending the same again. */
const FINAL = ["AlreadyVoted", "NotSignedIn", "CodeUsed", "NotEligible", "void", "VoteClosed", "BoxClosed"];

/**
 * Cast a ballot, or go on with what was interrupted.
 * @param {Vote} vote @param {string} plain
 */
export async function castBallot(vote, plain) {
  const scene = show("casting");
  scene.again.addEventListener("click", () => castBallot(vote, plain));
  scene.change.addEventListener("click", () => fillInBallot(vote));
  progress(vote);
  try {
    await cast(vote.kept, await vote.terms(), plain, doorsOf(vote));
  } catch (error) {
    return trouble(vote, error);
  }
  await showReceipt(vote, { isFresh: true });
}

/** The two houses, each of which tells before it is asked how far the ballot has come. @param {Vote} vote */
function doorsOf(vote) {
  const told = (ask) => (...given) => {
    progress(vote);
    return ask(...given);
  };
  return {
    issue: told((request) => vote.issue(request)),
    highest: told((pk) => vote.box.highest(pk)),
    send: told((leaf, sealed) => vote.box.send(leaf, sealed)),
  };
}

/** Show how far the ballot has come. @param {Vote} vote */
function progress(vote) {
  const { stages, said } = parts();
  // What is in the box already is the ballot before this one.
  const reached = STAGES.indexOf({ nothing: "seed", in_box: "credential" }[vote.kept.stage] ?? vote.kept.stage);
  [...stages.children].forEach((line, at) => {
    line.classList.toggle("past", at <= reached);
    line.classList.toggle("current", at === reached + 1);
  });
  said.textContent = say(`stage_${STAGES[reached]}`);
  tell(said.textContent);
}

/** Say what went wrong, what has happened nevertheless, and what to do. @param {Vote} vote @param {any} error */
function trouble(vote, error) {
  if (["AlreadyVoted", "CodeUsed"].includes(error.reason)) vote.forgetUnused();
  const reason = String(error.reason ?? "");
  progress(vote);
  const scene = parts();
  scene.reason.textContent = sentenceOf(error);
  scene["what-now"].textContent = say(FINAL.includes(reason) ? `after_${reason}` : "again");
  scene["sign-in"].hidden = reason !== "NotSignedIn";
  scene.reload.hidden = !["AlreadyVoted", "CodeUsed"].includes(reason);
  scene.again.hidden = FINAL.includes(reason);
  scene.change.hidden = FINAL.includes(reason);
  scene.trouble.hidden = false;
  tell([scene.reason, scene.said, scene["what-now"]].map((one) => one.textContent).join(" "));
  focusOn(scene.trouble);
}
