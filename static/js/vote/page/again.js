/** Coming back with the code of a vote whose seed this browser does not keep. */

import { seedOf } from "../code.js";
import { fillInBallot } from "./review.js";
import { say, sentenceOf, tell } from "./words.js";

/** @typedef {import("./vote.js").Vote} Vote */

/** Take the code where it is typed; it never leaves this device. @param {Vote} vote @param {HTMLFormElement} form */
export function askForCode(vote, form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = form.elements.namedItem("code");
    try {
      await take(vote, field.value);
    } catch (error) {
      complain(field, error.reason === "AlreadyVoted" ? say("other_code") : sentenceOf(error));
    }
  });
}

/**
 * Keep the seed of a code, once the issuer has answered its request: it does so for no other code than the voter's.
 * @param {Vote} vote @param {string} typed
 */
async function take(vote, typed) {
  const seed = await seedOf(typed);
  const voter = await vote.voter(seed);
  const credential = await voter.credential(await vote.issue(await voter.request()));
  vote.kept.adopt(seed);
  vote.kept.keepCredential(credential);
  vote.isAgain = true;
  fillInBallot(vote, "voting_again");
}

/** @param {HTMLInputElement} field @param {string} text */
export function complain(field, text) {
  const place = document.querySelector("[data-part=code-fault]");
  place.querySelector("span:last-child").textContent = text;
  place.hidden = false;
  field.before(place);
  field.closest(".field").classList.add("invalid");
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.id}-hint ${place.id}`);
  tell(text);
  field.focus();
}
