// Keeps the booth's sums while one chooses. The server counts again and has the last word.

import { money } from "./money.js";

function write(purse, name, text) {
  const place = purse.querySelector(`[data-${name}]`);
  if (place && place.textContent !== text) place.textContent = text;
}

/** Sum one contest, and shut what no longer fits in its budget or its number of choices. */
function sum(contest) {
  const boxes = [...contest.querySelectorAll("input[data-cost]")];
  const chosen = boxes.filter((box) => box.checked);
  const spent = chosen.reduce((total, box) => total + Number(box.dataset.cost), 0);
  const budget = contest.dataset.budget ? Number(contest.dataset.budget) : Infinity;
  const most = contest.dataset.max ? Number(contest.dataset.max) : Infinity;
  for (const box of boxes) {
    const full = !box.checked && box.type === "checkbox" && (chosen.length >= most || spent + Number(box.dataset.cost) > budget);
    box.disabled = full;
    const reason = box.closest(".project")?.querySelector(".no-fit");
    if (reason) reason.hidden = !full;
  }
  const purse = contest.querySelector("[data-purse]");
  if (!purse) return;
  write(purse, "chosen", String(chosen.length));
  if (budget === Infinity) return;
  const currency = contest.dataset.currency;
  write(purse, "spent", money(spent, currency));
  write(purse, "left", money(Math.max(0, budget - spent), currency));
  purse.querySelector("progress").value = spent;
}

function sumAll() {
  document.querySelectorAll("form[data-booth] fieldset.contest").forEach(sum);
}

document.addEventListener("change", (event) => {
  const contest = event.target.closest("form[data-booth] fieldset.contest");
  if (contest) sum(contest);
});
document.addEventListener("htmx:after:swap", sumAll);
document.addEventListener("concejo:shown", sumAll);
window.addEventListener("pageshow", sumAll);
sumAll();
