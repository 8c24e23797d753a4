// Shows new alerts when they arrive, and lets a search that was not finished go on. While rows are ticked or details are
// open the list stays as it is and says so.
import { startGrid, selectedCount } from "/assets/grid.js";
import { startCharts } from "/assets/chart.js";

const isBusy = () =>
  selectedCount() > 0 || document.getElementById("flyout")?.hidden === false
  || document.querySelector("dialog[open]")
  || document.querySelector("#results")?.contains(document.activeElement);

// Loads the results again; whether that worked. Who goes on with a search can wait longer.
async function reload(isGoingOn) {
  const headers = { Accept: "text/html" };
  if (isGoingOn) headers["X-Nightjar-Continue"] = "1";
  const response = await fetch(location.href, { headers });
  if (!response.ok) return false;
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = parsed.getElementById("results");
  const present = document.getElementById("results");
  if (!next || !present) return false;
  present.replaceWith(next);
  startGrid(next);
  startCharts(next);
  goOn();
  return true;
}

// A search that was not finished goes on: the server remembers what it has looked at.
export function goOn() {
  if (!document.querySelector("#results [data-continue]")) return;
  setTimeout(() => (isBusy() ? goOn() : reload(true)), 300);
}

export function startLive() {
  const sign = document.querySelector("[data-live]");
  if (!sign) return;
  let waiting = 0;
  let timer = 0;
  const source = new EventSource("/api/nightjar/stream");

  const say = (text) => { sign.textContent = text; };

  const refresh = async () => {
    if (isBusy()) {
      say(`${waiting} new – reload to see`);
      return;
    }
    if (!await reload(false)) return;
    waiting = 0;
    say("● live");
  };

  const note = () => {
    waiting += 1;
    clearTimeout(timer);
    timer = setTimeout(refresh, 400);
  };

  source.addEventListener("open", () => say("● live"));
  source.addEventListener("error", () => say("○ not live"));
  source.addEventListener("alert", note);
  source.addEventListener("change", note);
  addEventListener("pagehide", () => source.close());
}
