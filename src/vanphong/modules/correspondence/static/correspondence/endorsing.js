/* Says on each chip what is chosen in it; the form works the same without this. */
(() => {
  "use strict";
  const told = (box) => [...box.querySelectorAll("input:checked")]
    .filter((input) => input.value)
    .map((input) => input.nextElementSibling.firstChild.textContent.trim());
  const arm = (form) => form.addEventListener("change", (event) => {
    const box = event.target.closest("[data-chooser]");
    form.classList.add("touched");
    if (!box) return;
    const summary = box.querySelector("summary");
    const words = told(box);
    const text = box.querySelector("textarea");
    summary.classList.toggle("on", words.length > 0 || Boolean(text && text.value.trim()));
    if (box.dataset.chooser !== "text") box.querySelector("[data-words]").textContent = words.join(", ");
    if (event.target.type === "radio") box.open = false;
  });
  document.querySelectorAll("form.choosers").forEach(arm);
})();
