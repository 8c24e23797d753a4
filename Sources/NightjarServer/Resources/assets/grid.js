// Rows that keys move through, tick and open; and the details beside them.

let current = null;
let opener = null;

const rows = () => [...document.querySelectorAll("[data-grid] [data-row]")];

function focusRow(row) {
  if (!row) return;
  if (current) {
    current.tabIndex = -1;
    current.classList.remove("is-current");
  }
  current = row;
  row.tabIndex = 0;
  row.classList.add("is-current");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function moveRow(step) {
  const all = rows();
  if (all.length === 0) return;
  const place = current ? all.indexOf(current) : -1;
  const next = place < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, place + step));
  focusRow(all[next]);
  if (!flyout().hidden) openRow();
}

export function tickRow() {
  const box = current?.querySelector("input[type=checkbox]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

const flyout = () => document.getElementById("flyout");

export async function openRow(row = current) {
  if (!row?.dataset.path) return;
  if ("direct" in row.dataset) {
    location.assign(row.dataset.path);
    return;
  }
  opener = row;
  const box = flyout();
  const path = row.dataset.details ?? `${row.dataset.path}/details`;
  const response = await fetch(path, { headers: { Accept: "text/html" } });
  if (!response.ok) {
    location.assign(row.dataset.path);
    return;
  }
  const text = await response.text();
  const parsed = new DOMParser().parseFromString(text, "text/html");
  box.replaceChildren(...parsed.body.childNodes);
  box.hidden = false;
  startTabs(box);
  box.focus();
}

export function closeFlyout() {
  const box = flyout();
  if (!box || box.hidden) return;
  box.hidden = true;
  box.replaceChildren();
  opener?.focus();
}

/** Tabs by the pattern of the ARIA guide: arrows move, one tab is in the order of focus. */
export function startTabs(root) {
  for (const list of root.querySelectorAll("[role=tablist]")) {
    const tabs = [...list.querySelectorAll("[role=tab]")];
    const show = (chosen) => {
      for (const tab of tabs) {
        const isChosen = tab === chosen;
        tab.setAttribute("aria-selected", String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
        const panel = root.querySelector(`#${CSS.escape(tab.getAttribute("aria-controls"))}`);
        if (panel) panel.hidden = !isChosen;
      }
    };
    list.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab) show(tab);
    });
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
      show(next);
      next.focus();
    });
  }
}

const titles = { close: "Close", assign: "Assign", tag: "Tag", note: "Note" };

function ticked() {
  return document.querySelectorAll("#work input[name=uuid]:checked").length;
}

/** Works on the ticked rows, or on the current one when none is ticked. */
export function workOn(action) {
  const form = document.getElementById("work");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=uuid]")];
  if (boxes.length > 0 && ticked() === 0) {
    const box = current?.querySelector("input[name=uuid]");
    if (!box) return;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (action === "acknowledge") {
    const button = form.querySelector("button[name=do][value=acknowledge]");
    if (button) form.requestSubmit(button);
    return;
  }
  const dialog = document.getElementById("work-dialog");
  if (!dialog) return;
  dialog.querySelector("h2").textContent = titles[action] ?? action;
  for (const field of dialog.querySelectorAll("[data-for]")) {
    field.hidden = !field.dataset.for.split(" ").includes(action);
  }
  dialog.querySelector("[data-go-work]").value = action;
  dialog.showModal();
  dialog.querySelector("label:not([hidden]) select, label:not([hidden]) input, label:not([hidden]) textarea")?.focus();
}

function count() {
  const number = document.querySelector("[data-selected]");
  if (number) {
    number.textContent = String(ticked());
    number.closest(".bulk")?.classList.toggle("is-active", ticked() > 0);
  }
  for (const row of rows()) {
    row.classList.toggle("is-selected", row.querySelector("input[type=checkbox]")?.checked ?? false);
  }
}

export function selectedCount() { return ticked(); }

export function startGrid(root) {
  current = null;
  const all = rows();
  if (all.length > 0) all[0].tabIndex = 0;
  for (const grid of root.querySelectorAll("[data-grid]")) {
    grid.addEventListener("change", (event) => {
      if (event.target.matches("[data-all]")) {
        for (const box of grid.querySelectorAll("tbody input[type=checkbox]")) box.checked = event.target.checked;
      }
      count();
    });
    grid.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-row]");
      if (row && row !== current) {
        if (current) current.tabIndex = -1;
        current = row;
        row.tabIndex = 0;
      }
    });
    grid.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (!row || event.target.closest("a, input, button, label, summary")) return;
      focusRow(row);
      openRow(row);
    });
    grid.addEventListener("keydown", (event) => {
      if (!event.target.matches("[data-row]")) return;
      if (event.key === "ArrowDown") { event.preventDefault(); moveRow(1); }
      if (event.key === "ArrowUp") { event.preventDefault(); moveRow(-1); }
      if (event.key === "Enter") { event.preventDefault(); openRow(); }
      if (event.key === " ") { event.preventDefault(); tickRow(); }
    });
  }
  for (const button of root.querySelectorAll("[data-work]")) {
    button.addEventListener("click", () => workOn(button.dataset.work));
  }
  startTabs(root);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-flyout]")) closeFlyout();
});
