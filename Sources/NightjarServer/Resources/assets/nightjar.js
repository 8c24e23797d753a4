// The scripts of all pages. Every page works without them; they add keys, live updates and details beside the list.
import { startKeys } from "/assets/keys.js";
import { startGrid } from "/assets/grid.js";
import { startQuery } from "/assets/query.js";
import { startCharts } from "/assets/chart.js";
import { goOn, startLive } from "/assets/live.js";
import { startEditor } from "/assets/editor.js";

document.documentElement.classList.remove("no-script");

const menu = document.querySelector(".menu-switch");
if (menu) {
  menu.addEventListener("click", () => {
    const side = document.querySelector(".side");
    const isOpen = side.classList.toggle("is-open");
    menu.setAttribute("aria-expanded", String(isOpen));
  });
}

// The switch of colours knows what the system prefers, which the server does not.
const theme = document.getElementById("theme");
if (theme) {
  const chosen = document.documentElement.dataset.theme;
  const isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  theme.value = isDark ? "light" : "dark";
  theme.textContent = isDark ? "Light" : "Dark";
}

for (const choice of document.querySelectorAll("select[data-period]")) {
  choice.addEventListener("change", () => {
    if (!choice.value) return;
    const form = choice.form;
    form.elements.from.value = choice.value;
    form.elements.to.value = "now";
    form.requestSubmit();
  });
}

// Only one menu of a page is open, and a click elsewhere closes it.
document.addEventListener("click", (event) => {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (!drop.contains(event.target)) drop.open = false;
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy);
});

startKeys();
startGrid(document);
startQuery();
startCharts(document);
startLive();
goOn();
startEditor();
