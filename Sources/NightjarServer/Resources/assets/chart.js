// Chooses a period by dragging across a histogram.

export function startCharts(root) {
  for (const chart of root.querySelectorAll("svg.histogram")) brush(chart);
}

function brush(chart) {
  const band = chart.querySelector(".brush");
  const left = Number(chart.dataset.left);
  const right = Number(chart.dataset.right);
  const from = Number(chart.dataset.from);
  const to = Number(chart.dataset.to);
  const form = document.getElementById("search");
  if (!band || !form || !(to > from)) return;
  let start = null;
  // Where the chart is wider than its panel, the present is what one wants to see.
  chart.parentElement.scrollLeft = chart.parentElement.scrollWidth;

  const place = (event) => {
    const box = chart.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * chart.viewBox.baseVal.width;
    return Math.min(right, Math.max(left, x));
  };
  const time = (x) => new Date(from + (x - left) / (right - left) * (to - from)).toISOString();

  chart.addEventListener("pointerdown", (event) => {
    start = place(event);
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const end = place(event);
    band.setAttribute("x", String(Math.min(start, end)));
    band.setAttribute("width", String(Math.abs(end - start)));
  });
  chart.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const end = place(event);
    const [first, last] = [Math.min(start, end), Math.max(start, end)];
    start = null;
    band.setAttribute("width", "0");
    if (last - first < 4) return;
    form.elements.from.value = time(first);
    form.elements.to.value = time(last);
    form.requestSubmit();
  });
}
