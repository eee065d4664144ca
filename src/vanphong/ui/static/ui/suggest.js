/* Suggestions under the search box: the box stays a plain GET form, this only shortens the way. */
(() => {
  "use strict";
  const { make, say, word, care } = window.vanphong;
  care("[data-suggest]", (input) => {
    const id = `${input.id || "search"}-suggestions`;
    const list = make("ul", { class: "combo-list suggestions", id, role: "listbox", hidden: "", "aria-label": input.placeholder || "" });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", id);
    input.after(list);
    let timer = 0;
    let asked = 0;
    const options = () => [...list.querySelectorAll("[role=option]")];
    const open = (on) => { list.hidden = !on; input.setAttribute("aria-expanded", String(on)); if (!on) mark(null); };
    const mark = (item) => {
      options().forEach((each, at) => { each.id = `${id}-${at}`; each.classList.toggle("on", each === item); each.setAttribute("aria-selected", String(each === item)); });
      if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
    };
    const search = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const mine = ++asked;
        fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: input.value.trim() })}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" })
          .then((answer) => (answer.ok ? answer.text() : ""))
          .then((text) => {
            // An answer that comes after a newer question is stale.
            if (mine !== asked || document.activeElement !== input) return;
            list.innerHTML = text;
            open(options().length > 0);
            if (options().length) say(word("found", options().length));
          })
          .catch(() => open(false));
      }, 160);
    };
    input.addEventListener("input", (event) => { if (!event.isComposing) search(); });
    input.addEventListener("compositionend", search);
    input.addEventListener("focus", () => { if (!input.value) search(); });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const all = options();
      const at = all.findIndex((item) => item.classList.contains("on"));
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) { search(); return; }
        event.preventDefault();
        if (all.length) mark(all[(at + (event.key === "ArrowDown" ? 1 : all.length - (at < 0 ? 0 : 1))) % all.length]);
      } else if (event.key === "Enter" && !event.ctrlKey && !list.hidden && at >= 0) {
        event.preventDefault();
        location.assign(all[at].dataset.url);
      } else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); open(false); }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item && !event.target.closest("a")) location.assign(item.dataset.url);
    });
    input.addEventListener("blur", () => setTimeout(() => open(false), 150));
  });
})();
