// Conveniences on top of pages that work without any script.

/** Put the reader on the list of what is wrong, wherever the browser left them. */
function showErrors(root) {
  root.querySelector(".error-summary[autofocus]")?.focus();
}

/** Say whether what was typed into a form would be lost by leaving. */
function isDirty(form) {
  return [...form.elements].some((field) => {
    if (field.type === "hidden" || field.disabled) return false;
    if ("defaultChecked" in field && /checkbox|radio/.test(field.type)) return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((o) => o.selected !== o.defaultSelected) && field.selectedIndex > 0;
    return "defaultValue" in field && field.value !== field.defaultValue;
  });
}

const sent = new WeakSet();
document.addEventListener("submit", (event) => sent.add(event.target));
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-guard]").forEach((form) => sent.delete(form)));
window.addEventListener("beforeunload", (event) => {
  const guarded = [...document.querySelectorAll("form[data-guard]")];
  if (guarded.some((form) => !sent.has(form) && isDirty(form))) event.preventDefault();
});

// A menu in <details> closes with Escape, and when something else is used.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.account[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.account[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  const button = event.target.closest("[data-print]");
  if (button) window.print();
});

/** Leave the reader where they were: what they pressed may be gone with the part that was swapped. */
function keepFocus(part) {
  const fresh = part?.id && document.getElementById(part.id);
  if (!fresh || document.activeElement !== document.body) return;
  fresh.tabIndex = -1;
  fresh.focus({ preventScroll: true });
}

document.addEventListener("htmx:after:swap", (event) => {
  keepFocus(event.detail.ctx?.target);
  showErrors(document);
});
showErrors(document);
