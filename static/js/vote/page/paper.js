/** The ballot as it is filled in on the page: read, judged as the server would, kept and filled in again. */

import { canonical, encode, faults } from "../ballot.js";
import { money } from "../../money.js";
import { say } from "./words.js";

const MOST_DIGITS = 6;
const IN_MONEY = ["total", "excess", "budget", "limit"];

/**
 * One contest as it was filled in.
 * @typedef {{name: string, isBlank: boolean, kind: string, rows: {name: string, number: string, cost: string}[],
 *   sums: {spent: string, left: string} | null}} Part
 *
 * @typedef {{plain: string, parts: Part[], faults: {field: HTMLElement, text: string}[]}} Paper `plain` only counts
 *   where nothing is wrong
 */

/**
 * Read a filled-in ballot.
 * @param {HTMLElement} form @param {Object<string, any>} manifest @returns {Paper}
 */
export function readPaper(form, manifest) {
  const fields = [...form.querySelectorAll("fieldset[data-key]:not(:disabled)")];
  const filled = fields.map((field) => readContest(field, manifest));
  return {
    plain: encode(Object.fromEntries(filled.map(({ key, ballot }) => [key, ballot]))),
    parts: filled.map(partOf),
    faults: filled.flatMap((one) => sentences(one).map((text) => ({ field: one.field, text }))),
  };
}

/** @param {HTMLElement} field @param {Object<string, any>} manifest */
function readContest(field, manifest) {
  const contest = manifest.contests.find(({ id }) => id === field.dataset.key);
  const form = manifest.ballot;
  const inputs = [...field.querySelectorAll("[data-code]")];
  const hasNumbers = inputs.some((input) => input.type === "text");
  const { chosen, wrong } = hasNumbers ? numbersOf(inputs, form) : { chosen: ticked(inputs), wrong: null };
  const isBlank = field.querySelector("[data-blank]")?.checked ?? false;
  const ballot = ballotOf(chosen, form);
  return { key: contest.id, field, contest, form, hasNumbers, chosen, wrong, isBlank, ballot };
}

/** @param {HTMLInputElement[]} inputs */
const ticked = (inputs) =>
  inputs.filter((input) => input.checked).map((input) => ({ code: input.dataset.code, number: "" }));

/**
 * Read the number beside each project. Left empty it leaves the project out, and so does 0 unless scores are given.
 * @param {HTMLInputElement[]} inputs @param {Object<string, any>} form
 */
function numbersOf(inputs, form) {
  const chosen = [];
  let wrong = null;
  for (const input of inputs) {
    const text = input.value.trim();
    if (!text) continue;
    const isScore = form.kind === "scores";
    const [, sign, digits] = isScore ? /^([-−]?)\s*(.*)$/s.exec(text) : [text, "", text];
    const isNumber = /^[0-9]+$/.test(digits) && digits.length <= MOST_DIGITS;
    if (!isNumber) wrong = say("not_a_number", { typed: text.slice(0, 20) });
    else if (Number(digits) || isScore) chosen.push({ code: input.dataset.code, number: sign ? `-${digits}` : digits });
  }
  return { chosen, wrong };
}

/** @param {{code: string, number: string}[]} chosen @param {Object<string, any>} form */
function ballotOf(chosen, form) {
  const value = (one) => Number(one.number);
  let some = chosen;
  if (form.kind === "ordinal") some = [...chosen].sort((a, b) => value(a) - value(b));
  // To write what a project gets anyway says nothing, so it must not mark the ballot.
  if (form.kind === "scores") some = chosen.filter((one) => value(one) !== form.default_score);
  const points = ["cumulative", "scores", "weak_order"].includes(form.kind) ? some.map(value) : [];
  return canonical(form.kind, some.map((one) => one.code), points);
}

/** Every reason why a contest cannot be cast like this. */
function sentences({ contest, form, field, chosen, wrong, isBlank, ballot }) {
  const name = contest.name;
  if (wrong) return [say("of_contest", { contest: name, reason: wrong })];
  if (isBlank && chosen.length) return [say("blank_and_chosen", { contest: name })];
  if (!chosen.length && !isBlank) return [say(wordForNothing(form), { contest: name })];
  const numbers = chosen.map((one) => Number(one.number));
  const hasEquals = new Set(numbers).size < numbers.length;
  if (form.kind === "ordinal" && hasEquals) return [say("equal_places", { contest: name })];
  const found = faults(ballot, form, contest).map((fault) => say(fault.code, inWords(fault, field.dataset.currency)));
  return found.map((reason) => say("of_contest", { contest: name, reason }));
}

/** @param {Object<string, any>} form */
function wordForNothing(form) {
  if (form.kind === "question") return "no_answer";
  return form.allows_blank ? "nothing_or_blank" : "nothing";
}

/** @param {Object<string, any>} fault @param {string} currency */
const inWords = ({ code, ...values }, currency) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, IN_MONEY.includes(name) ? money(value, currency) : value]),
  );

/** What the review shows of a contest. @returns {Part} */
function partOf({ contest, form, field, hasNumbers, chosen, isBlank }) {
  const projects = new Map(contest.projects.map((project) => [project.code, project]));
  const { currency } = field.dataset;
  const spent = chosen.reduce((total, { code }) => total + projects.get(code).cost, 0);
  const rows = chosen.map(({ code, number }) => {
    const { name, cost } = projects.get(code);
    return { name: name || code, number, cost: money(cost, currency) };
  });
  const hasSums = form.kind === "knapsack" && contest.budget !== null && !hasNumbers;
  const sums = hasSums ? { spent: money(spent, currency), left: money(contest.budget - spent, currency) } : null;
  return { name: contest.name, kind: form.kind, isBlank, rows, sums };
}

/** What was filled in, so that it can be kept. @param {HTMLElement} form @returns {[string, string][]} */
export function choiceOf(form) {
  const inputs = [...form.querySelectorAll("[data-code], [data-blank]")];
  const isSet = (input) => (input.type === "text" ? input.value !== "" : input.checked);
  return inputs.filter(isSet).map((input) => [input.name, input.value]);
}

/** Fill in what was kept; give whether there was anything. @param {HTMLElement} form @param {unknown} choice */
export function fillIn(form, choice) {
  const kept = Array.isArray(choice) ? choice : [];
  const inputs = [...form.querySelectorAll("[data-code], [data-blank]")];
  for (const input of inputs) {
    const values = kept.filter(([name]) => name === input.name).map(([, value]) => value);
    if (input.type === "text") input.value = values[0] ?? "";
    else input.checked = values.includes(input.value);
  }
  document.dispatchEvent(new Event("concejo:shown"));
  return kept.length > 0;
}
