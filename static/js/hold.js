// Holds the booth's forms back from this server until the voting program takes them. Where it cannot run, or did not
// come, they go as they do without script, and the page says what the server then sees.

const root = document.documentElement;
root.classList.add("client");

document.addEventListener("submit", (event) => {
  if (!root.classList.contains("client") || !event.target.matches("[data-booth], [data-again]")) return;
  event.preventDefault();
  if (!root.dataset.client) root.dataset.pressed = "";
}, true);

// Modules have run by now; the program says of itself that it can.
document.addEventListener("DOMContentLoaded", () => {
  if (!root.dataset.client) root.classList.remove("client");
});
