/** The booth in the browser: the choice and the seed stay on this device, and only what is sealed leaves it. */

import { isAble } from "../digest.js";
import { stores } from "../state.js";
import { askForCode } from "./again.js";
import { listenForCheck } from "./check.js";
import { showReceipt } from "./receipt.js";
import { fillInBallot, review } from "./review.js";
import { parts } from "./scenes.js";
import { Vote } from "./vote.js";

const root = document.documentElement;

/** Whether this browser can do it all; where it cannot, the page's forms go to the server. */
function isReady() {
  try {
    const { local, session } = stores();
    for (const store of [local, session]) {
      store.setItem("concejo/able", "1");
      store.removeItem("concejo/able");
    }
    return isAble();
  } catch {
    return false;
  }
}

/** Begin, or go on where it was interrupted. @param {Vote} vote */
async function enter(vote) {
  const { stage } = vote.kept;
  const isUnderWay = ["credential", "sealed", "sent"].includes(stage) || (stage === "seed" && vote.isMarked);
  if (vote.isOver && !isUnderWay) return offerReceipt(vote, parts());
  if (stage === "in_box") return showReceipt(vote);
  if (vote.isMarked && !isUnderWay) return askForCode(vote, parts()["code-form"]);
  fillInBallot(vote);
  const { form } = parts();
  if (isUnderWay && vote.kept.choice) return review(vote, form, `resumed_${stage}`);
  if ("pressed" in root.dataset) form.requestSubmit();
}

/** Once the vote is over, the receipt is at hand where one is kept. @param {Vote} vote */
function offerReceipt(vote, { kept, receipt }) {
  kept.hidden = vote.kept.stage !== "in_box";
  receipt.addEventListener("click", () => showReceipt(vote));
}

const place = document.getElementById("vote");
if (place && isReady()) {
  root.dataset.client = "able";
  const vote = new Vote(place.dataset);
  if (place.dataset.check === undefined) enter(vote);
  else listenForCheck(vote);
}
