/** What stands in the page's main part: its own content, or one of the templates beside it. */

const main = document.querySelector("main");
const own = [...main.childNodes];
const title = document.title;
const site = title.split(" · ").slice(-2).join(" · ");

/** The ballot as it is being filled in; it keeps what was filled in while another scene stands there. */
let sheet = null;

/**
 * Show a template in the main part, its heading in focus; give the elements that have a name in it.
 * @param {string} name
 * @returns {Object<string, HTMLElement>}
 */
export function show(name) {
  return put([...document.getElementById(`vote-${name}`).content.cloneNode(true).childNodes]);
}

/** Show the ballot, which is the page's own content or stands in a template. */
export function showBallot() {
  if (!sheet) {
    const template = document.getElementById("vote-ballot");
    sheet = template ? [...template.content.cloneNode(true).childNodes] : own;
  }
  const parts = put(sheet);
  document.dispatchEvent(new Event("concejo:shown"));
  return parts;
}

/** The elements of the main part that have a name. */
export const parts = () =>
  Object.fromEntries([...main.querySelectorAll("[data-part]")].map((element) => [element.dataset.part, element]));

/** @param {Node[]} nodes */
function put(nodes) {
  const isSame = nodes.every((node) => node.parentNode === main);
  if (!isSame) main.replaceChildren(...nodes);
  document.title = nodes === own ? title : `${main.querySelector("h1").textContent.trim()} · ${site}`;
  if (!isSame) focusOn(main.querySelector("h1"));
  return parts();
}

/** Put the reader somewhere that is no field. @param {HTMLElement} element */
export function focusOn(element) {
  element.tabIndex = -1;
  element.focus();
  element.scrollIntoView({ block: "nearest" });
}

/**
 * Copy a template that stands inside a scene, put it at the template's place, and give its parts.
 * @param {HTMLElement} template
 * @returns {Object<string, HTMLElement>}
 */
export function copyOf(template) {
  const copy = template.content.cloneNode(true);
  const made = [...copy.querySelectorAll("[data-part]")].map((element) => [element.dataset.part, element]);
  template.before(copy);
  return Object.fromEntries(made);
}

/**
 * Write a code in its groups, as one reads it.
 * @param {HTMLElement} place @param {string} code
 */
export function writeCode(place, code) {
  place.replaceChildren(
    ...code.split("-").map((group) => Object.assign(document.createElement("span"), { textContent: group })),
  );
}
