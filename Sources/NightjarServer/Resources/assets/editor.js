// Checks a rule while it is edited.

export function startEditor() {
  const box = document.querySelector("textarea[data-rule]");
  if (!box) return;
  const result = document.getElementById("rule-check");
  let timer = 0;
  let asked = 0;

  const check = async () => {
    const number = ++asked;
    const response = await fetch("/rules/check", {
      method: "POST",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRF-Token": document.querySelector("meta[name=csrf]").content,
        Accept: "text/html",
      },
      body: new URLSearchParams({ text: box.value }),
    });
    if (number !== asked || !response.ok) return;
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    result.replaceChildren(...parsed.body.childNodes);
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 400);
  });
}
