// Completes queries while they are typed and shows what is wrong with them, by asking the server.

export function startQuery() {
  for (const box of document.querySelectorAll("[data-assist]")) assist(box);
}

function assist(box) {
  const list = document.getElementById(box.getAttribute("aria-controls"));
  const problem = document.getElementById("query-problem");
  let timer = 0;
  let asked = 0;
  let items = [];
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    items = [];
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const mark = (place) => {
    chosen = place;
    [...list.children].forEach((item, number) => {
      item.setAttribute("aria-selected", String(number === place));
      if (number === place) item.scrollIntoView({ block: "nearest" });
    });
    if (place >= 0) box.setAttribute("aria-activedescendant", `suggestion-${place}`);
    else box.removeAttribute("aria-activedescendant");
  };

  const take = (place) => {
    const item = items[place];
    if (!item) return;
    const end = box.selectionStart;
    box.setRangeText(item.text, end - item.replaces, end, "end");
    close();
    box.focus();
    ask(true);
  };

  const show = (answer) => {
    problem.replaceChildren();
    if (answer.problem) {
      const text = document.createElement("span");
      text.textContent = answer.problem;
      problem.append(text);
      if (answer.excerpt) {
        const lines = document.createElement("pre");
        lines.textContent = answer.excerpt;
        problem.append(lines);
      }
    }
    box.toggleAttribute("aria-invalid", Boolean(answer.problem));
    items = answer.suggestions ?? [];
    list.replaceChildren(...items.map((item, number) => {
      const row = document.createElement("li");
      row.id = `suggestion-${number}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.append(item.label);
      const kind = document.createElement("span");
      kind.textContent = item.kind;
      row.append(kind);
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(number); });
      return row;
    }));
    list.hidden = items.length === 0 || document.activeElement !== box;
    box.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };

  const ask = (isNow) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const number = ++asked;
      const language = box.form.elements.lang?.value ?? "kuery";
      const parameters = new URLSearchParams({
        q: box.value.slice(0, 20000), caret: String(box.selectionStart), lang: language, for: box.dataset.assist,
      });
      const response = await fetch(`/query/assist?${parameters}`, { headers: { Accept: "application/json" } });
      if (number !== asked || !response.ok) return;
      show(await response.json());
    }, isNow ? 0 : 120);
  };

  box.addEventListener("input", () => ask(false));
  box.addEventListener("blur", () => setTimeout(close, 150));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && items.length > 0) {
      event.preventDefault();
      mark((chosen + 1) % items.length);
    } else if (event.key === "ArrowUp" && items.length > 0) {
      event.preventDefault();
      mark((chosen - 1 + items.length) % items.length);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      close();
      box.form.requestSubmit();
    }
  });
}

/** Adds a condition to the query of the page. */
export function addCondition(kql, isNegated) {
  const box = document.getElementById("q");
  if (!box) return;
  const condition = isNegated ? `not ${kql}` : kql;
  box.value = box.value.trim() ? `(${box.value.trim()}) and ${condition}` : condition;
  box.form.requestSubmit();
}

// Values that can be filtered by show what can be done with them.
let menu = null;
document.addEventListener("mouseover", (event) => {
  const value = event.target.closest?.("[data-kql]");
  if (!value || value.querySelector(".actions")) return;
  menu?.remove();
  menu = document.createElement("span");
  menu.className = "actions";
  for (const [text, label, run] of [
    ["＋", "Filter for this value", () => addCondition(value.dataset.kql, false)],
    ["−", "Filter out this value", () => addCondition(value.dataset.kql, true)],
    ["⧉", "Copy", () => navigator.clipboard?.writeText(value.firstChild.textContent)],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = text;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", (click) => { click.stopPropagation(); run(); });
    menu.append(" ", button);
  }
  value.append(menu);
});
