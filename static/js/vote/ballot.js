/** The ballot of one contest, its canonical order and spelling, and every reason why it is not valid. */

import { must } from "./errors.js";

/**
 * What was chosen in one contest; `points` are those of each choice, in a weak order its place.
 * @typedef {{choices: string[], points: number[]}} Ballot
 *
 * What the manifest says under `ballot`: the kind, and limits that are null where there is none.
 * @typedef {Object<string, any>} Form
 *
 * What the manifest says of a contest.
 * @typedef {{budget: number | null, projects: {code: string, name: string, cost: number}[]}} Contest
 *
 * Why a ballot is not valid: a code, and the values of the sentence that the page says for it.
 * @typedef {{code: string, [value: string]: string | number}} Fault
 */

const WITH_POINTS = ["cumulative", "scores", "weak_order"];

/** @param {string} a @param {string} b */
function byCodePoint(a, b) {
  const [one, other] = [[...a], [...b]];
  const at = one.findIndex((letter, index) => letter !== other[index]);
  if (at < 0) return one.length - other.length;
  return at < other.length ? one[at].codePointAt(0) - other[at].codePointAt(0) : 1;
}

/**
 * Put a ballot in its canonical order; what is wrong with it is for `faults` to say.
 * @param {string} kind @param {string[]} choices @param {number[]} [points]
 * @returns {Ballot}
 */
export function canonical(kind, choices, points = []) {
  if (kind === "ordinal" || (points.length && points.length !== choices.length)) return { choices, points };
  const pairs = choices.map((code, at) => ({ code, value: points[at] ?? 0 }));
  const byCode = (a, b) => byCodePoint(a.code, b.code) || a.value - b.value;
  const inPlaces = kind === "weak_order" && points.length > 0;
  pairs.sort(inPlaces ? (a, b) => a.value - b.value || byCode(a, b) : byCode);
  const places = [...new Set(pairs.map((pair) => pair.value))];
  const numbers = pairs.map((pair) => (inPlaces ? places.indexOf(pair.value) + 1 : pair.value));
  return { choices: pairs.map((pair) => pair.code), points: points.length ? numbers : [] };
}

/**
 * Spell the ballots of all contests in the one way they can be spelt.
 * @param {Object<string, Ballot> | Map<string, Ballot>} ballots by the id of the contest
 */
export function encode(ballots) {
  const entries = ballots instanceof Map ? [...ballots] : Object.entries(ballots);
  entries.sort(([one], [other]) => byCodePoint(one, other));
  const texts = entries.map(([id, { choices, points }]) => {
    must(points.every(Number.isSafeInteger), "not_a_ballot");
    must([id, ...choices].every((text) => typeof text === "string" && !/\p{Surrogate}/u.test(text)), "not_a_ballot");
    return `${JSON.stringify(id)}:{"choices":${JSON.stringify(choices)},"points":${JSON.stringify(points)}}`;
  });
  return `{${texts.join(",")}}`;
}

/**
 * Give every reason why the ballot is not valid, as the server would; none means that it is.
 * @param {Ballot} ballot @param {Form} form @param {Contest} contest
 * @returns {Fault[]}
 */
export function faults(ballot, form, contest) {
  const { choices, points } = ballot;
  if (!choices.length && !points.length) return form.allows_blank ? [] : [{ code: "blank" }];
  const known = new Map(contest.projects.map((project) => [project.code, project]));
  const distinct = [...new Set(choices)];
  const common = [
    ...outOfOrder(ballot, form.kind),
    ...unknown(distinct, form.kind, known),
    ...repeated(choices, known),
  ];
  if (form.kind === "question") {
    const answers = choices.length === 1 ? [] : [{ code: "one_answer", chosen: choices.length }];
    return [...common, ...answers, ...ofPoints(ballot, form)];
  }
  const cost = distinct.reduce((total, code) => total + (known.get(code)?.cost ?? 0), 0);
  const ofSize = [...ofLength(choices.length, form), ...ofCost(cost, form, contest.budget)];
  return [...common, ...ofSize, ...ofPoints(ballot, form)];
}

/**
 * @param {boolean} isWrong @param {string} code @param {Object<string, string | number>} [values] @returns {Fault[]}
 */
const when = (isWrong, code, values = {}) => (isWrong ? [{ code, ...values }] : []);

/** @param {number} value @param {number | null | undefined} limit */
const isOver = (value, limit) => limit != null && value > limit;

/** @param {number} value @param {number | null | undefined} limit */
const isUnder = (value, limit) => limit != null && value < limit;

/**
 * An order that means nothing could mark a ballot, and so prove to a buyer who cast it.
 * @param {Ballot} ballot @param {string} kind
 */
function outOfOrder({ choices, points }, kind) {
  const right = canonical(kind, choices, points);
  const isSame = (a, b) => a.every((value, at) => value === b[at]);
  const isRight = isSame(choices, right.choices) && isSame(points, right.points);
  return when(!isRight, kind === "weak_order" ? "places_order" : "order");
}

/** @param {string[]} distinct @param {string} kind @param {Map<string, object>} known */
function unknown(distinct, kind, known) {
  const code = kind === "question" ? "unknown_answer" : "unknown_project";
  return distinct.filter((choice) => !known.has(choice)).map((choice) => ({ code, choice }));
}

/** @param {string[]} choices @param {Map<string, {code: string, name: string}>} known */
function repeated(choices, known) {
  const again = new Set(choices.filter((choice, at) => choices.indexOf(choice) !== at));
  const projects = [...new Set(choices)].filter((choice) => again.has(choice) && known.has(choice));
  return projects.map((choice) => ({ code: "repeated", project: known.get(choice).name || choice }));
}

/** @param {number} chosen @param {Form} form */
const ofLength = (chosen, form) => [
  ...when(isUnder(chosen, form.min_length ?? 1), "too_few", { count: form.min_length ?? 1, chosen }),
  ...when(isOver(chosen, form.max_length), "too_many", { count: form.max_length, chosen }),
];

/** @param {number} total @param {Form} form @param {number | null} budget */
const ofCost = (total, form, budget) => [
  ...when(form.kind === "knapsack" && isOver(total, budget), "over_budget", { total, excess: total - budget, budget }),
  ...when(isOver(total, form.max_sum_cost), "cost_over", { total, limit: form.max_sum_cost }),
  ...when(isUnder(total, form.min_sum_cost), "cost_under", { total, limit: form.min_sum_cost }),
];

/** @param {Ballot} ballot @param {Form} form */
function ofPoints({ choices, points }, form) {
  if (!WITH_POINTS.includes(form.kind)) return when(points.length > 0, "no_points");
  const isInPlaces = form.kind === "weak_order";
  if (points.length !== choices.length) return [{ code: isInPlaces ? "places_missing" : "points_missing" }];
  if (isInPlaces) return [];
  const range = [
    ...when(isOver(Math.max(...points), form.max_points), "points_high", { count: form.max_points }),
    ...when(isUnder(Math.min(...points), form.min_points), "points_low", { count: form.min_points }),
  ];
  if (form.kind === "scores") return range;
  const given = points.reduce((total, value) => total + value, 0);
  return [
    ...when(points.some((value) => value < 1), "point_zero"),
    ...range,
    ...when(isOver(given, form.max_sum_points), "sum_high", { count: form.max_sum_points, given }),
    ...when(isUnder(given, form.min_sum_points), "sum_low", { count: form.min_sum_points, given }),
  ];
}
