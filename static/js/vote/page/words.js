/** The sentences of the page: the server translates them, and puts them into a template. */

/** @typedef {Object<string, string | number>} Values */

/**
 * Give a sentence by its name, with its values; of two it is the one for the number of `count`.
 * @param {string} name @param {Values} [values]
 */
export function say(name, values = {}) {
  const { content } = document.getElementById("vote-words");
  const found = [...content.querySelectorAll(`[data-word="${CSS.escape(name)}"]`)];
  const chosen = found[values.count === 1 ? 0 : found.length - 1];
  return fill(chosen?.textContent ?? name, values);
}

/** Whether the page has a sentence for it. @param {string} name */
const hasWord = (name) =>
  document.getElementById("vote-words").content.querySelector(`[data-word="${CSS.escape(name)}"]`) !== null;

/** Say what went wrong: by its reason, or as one of the houses said it. @param {any} error */
export function sentenceOf(error) {
  if (error.isSaid) return error.message;
  return say(hasWord(String(error.reason)) ? error.reason : "trouble");
}

/** @param {string} text @param {Values} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/** Say aloud what has happened, wherever the reader is. @param {string} text */
export function tell(text) {
  const place = document.getElementById("vote-said");
  if (place.textContent !== text) place.textContent = text;
}
