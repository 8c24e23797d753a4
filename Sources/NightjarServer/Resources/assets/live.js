// Shows new alerts when they arrive. While rows are ticked or details are open the list stays as it is and says so.
import { startGrid, selectedCount } from "/assets/grid.js";
import { startCharts } from "/assets/chart.js";

export function startLive() {
  const sign = document.querySelector("[data-live]");
  if (!sign) return;
  let waiting = 0;
  let timer = 0;
  const source = new EventSource("/api/nightjar/stream");

  const isBusy = () =>
    selectedCount() > 0 || !document.getElementById("flyout").hidden || document.querySelector("dialog[open]")
    || document.querySelector("#results")?.contains(document.activeElement);

  const say = (text) => { sign.textContent = text; };

  const refresh = async () => {
    if (isBusy()) {
      say(`${waiting} new – reload to see`);
      return;
    }
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok) return;
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = parsed.getElementById("results");
    const present = document.getElementById("results");
    if (!next || !present) return;
    present.replaceWith(next);
    startGrid(next);
    startCharts(next);
    waiting = 0;
    say("● live");
    goOn();
  };

  // A search that was not finished goes on: the server remembers what it has looked at.
  const goOn = () => {
    if (document.querySelector("#results [data-continue]")) setTimeout(() => (isBusy() ? goOn() : refresh()), 300);
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
  goOn();
}
