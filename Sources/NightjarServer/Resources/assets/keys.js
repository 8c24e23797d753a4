// Keys that work on every page.
import { moveRow, openRow, tickRow, workOn, closeFlyout } from "/assets/grid.js";

const isTyping = (target) =>
  target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog[open], [contenteditable]");

let isGoing = false;

function go(key) {
  const link = document.querySelector(`a[data-go="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
}

function search() {
  const box = document.getElementById("q") ?? document.querySelector("input[type=search]");
  box?.focus();
  box?.select?.();
}

const actions = {
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: () => tickRow(),
  o: () => openRow(),
  e: () => workOn("acknowledge"),
  "#": () => workOn("close"),
  a: () => workOn("assign"),
  n: () => workOn("note"),
  "/": search,
  "?": () => document.getElementById("keys")?.showModal(),
};

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      closeFlyout();
      if (isTyping(event.target) && !event.target.closest("dialog")) event.target.blur();
      for (const drop of document.querySelectorAll("details.drop[open]")) drop.open = false;
      return;
    }
    if (isTyping(event.target)) return;
    if (isGoing) {
      isGoing = false;
      event.preventDefault();
      go(event.key);
      return;
    }
    if (event.key === "g") {
      isGoing = true;
      setTimeout(() => { isGoing = false; }, 1500);
      return;
    }
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
