/* Vanphong's small script: comfort on top of pages that already work without it. No dependency but htmx. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const html = document.documentElement;

  const say = (words) => { const place = $("#said"); if (place) place.textContent = words; };
  const word = (name, value = "") => (($("#words") || html).dataset[name] || "").replace("{}", value);
  const typing = (node) => node && (node.isContentEditable || /^(TEXTAREA|SELECT)$/.test(node.tagName)
    || (node.tagName === "INPUT" && !/^(checkbox|radio|button|submit|file|range)$/.test(node.type)));
  const make = (tag, attributes = {}, text = "") => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text) node.textContent = text;
    return node;
  };
  const stored = (storage, work) => { try { return work(storage); } catch { return null; } };

  /* Keys. Lone letters are never bound: Telex and VNI tools rewrite keys. */
  const openDialog = (box) => {
    if (!box) return;
    if (box.open && !box.matches(":modal")) box.removeAttribute("open");
    if (!box.open && box.showModal) box.showModal();
  };
  const primaryOf = (node) => {
    const box = node && node.closest && (node.closest("dialog[open]") || node.closest("form"));
    const within = box && ($("[data-primary]", box) || (box.id && $(`[data-primary][form="${CSS.escape(box.id)}"]`)));
    return within || $("dialog[open] [data-primary]") || $("main :not(form)[data-primary]") || $("main [data-primary]");
  };
  const stepRow = (from, step) => {
    const list = (from && from.closest("[data-rows]")) || $("main [data-rows]");
    if (!list) return false;
    const links = $$(".row-link, .queue-item", list);
    if (!links.length) return false;
    let at = links.indexOf(from);
    if (at < 0) at = links.findIndex((link) => link.hasAttribute("aria-current")) - (step > 0 ? 0 : -1);
    const next = links[Math.max(0, Math.min(links.length - 1, at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  // A long queue or row of tabs is shown where one stands in it, without moving the page.
  const showPlace = (queue) => {
    const item = $("[aria-current]", queue);
    if (!item) return;
    queue.scrollTop = item.offsetTop - queue.offsetTop - queue.clientHeight / 3;
    queue.scrollLeft = item.offsetLeft - queue.offsetLeft - queue.clientWidth / 3;
  };
  const goBack = (node) => {
    const open = $$("details.me[open], details.menu-switch[open], details.tabs-more[open], details.closed[open], details.filters[open]").pop();
    if (open) { open.open = false; $("summary", open).focus(); return true; }
    if (location.hash && $("dialog:target")) { location.hash = ""; return true; }
    if (typing(node)) { node.blur(); return true; }
    const back = $("[data-back]");
    if (back && !$("dialog[open]")) { back.click(); return true; }
    return false;
  };
  document.addEventListener("keydown", (event) => {
    // While an input method composes, Enter and the arrows belong to it (229 is what older browsers report).
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const node = event.target;
    const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    let done = false;
    if (control && event.key.toLowerCase() === "k") {
      const box = $("[data-search]");
      if (box && box.offsetParent) { box.focus(); box.select(); done = true; }
    } else if (control && event.key === "Enter") {
      const main = primaryOf(node);
      if (main) { done = true; if (main.tagName === "FORM") main.requestSubmit(); else if (main.form) main.form.requestSubmit(main); else main.click(); }
    } else if (event.key === "F1" || (control && event.key === "/")) {
      openDialog($("#keys")); done = true;
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !typing(node)
               && !event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey
               && !node.closest("[type=radio], [data-page-view], dialog")) {
      done = stepRow(node, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !$("dialog:modal")) {
      done = goBack(node);
    }
    if (done) event.preventDefault();
  });

  /* Dialogs, undo, forgetting drafts at sign-out. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const closer = event.target.closest("[data-close]");
    if (opener && $(`#${CSS.escape(opener.dataset.dialog)}`)) {
      event.preventDefault(); openDialog($(`#${CSS.escape(opener.dataset.dialog)}`));
    } else if (closer && closer.closest("dialog")) {
      event.preventDefault();
      const box = closer.closest("dialog");
      if (box.open) box.close();
      if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    } else {
      $$("details.me[open], details.tabs-more[open]").forEach((box) => { if (!box.contains(event.target)) box.open = false; });
    }
  });
  const armUndo = (form) => {
    // The ten seconds stand still while the pointer or the keyboard is on the offer.
    let left = Number(form.dataset.undo) * 10;
    const tick = setInterval(() => {
      if (form.matches(":hover, :focus-within") || document.hidden || form.dataset.busy) return;
      if (--left <= 0 || !form.isConnected) { clearInterval(tick); form.remove(); }
    }, 100);
  };

  /* One box chooses every row of the page. */
  const armAll = (box) => {
    const rows = () => $$(`[name=chon][form="${CSS.escape(box.dataset.all)}"]`);
    const show = () => {
      const on = rows().filter((row) => row.checked).length;
      box.checked = on > 0 && on === rows().length;
      box.indeterminate = on > 0 && !box.checked;
    };
    box.parentElement.hidden = !rows().length;
    box.addEventListener("change", () => rows().forEach((row) => { row.checked = box.checked; }));
    document.addEventListener("change", (event) => { if (event.target.name === "chon") show(); });
    show();
  };

  /* One submit per click; the button keeps its value, so it is not disabled but ignored. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-forget]")) forgetDrafts();
    if (event.defaultPrevented || (form.method || "").toLowerCase() !== "post") return;
    if (form.dataset.busy) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.busy = "1";
    [event.submitter, ...$$("[type=submit]", form)].forEach((button) => button && button.setAttribute("aria-disabled", "true"));
    if (form.matches("[data-autosave]")) stored(sessionStorage, (s) => s.setItem("vp:sent", draftKey(form)));
  });
  const release = (root) => {
    $$("form[data-busy]", root).concat(root.matches && root.matches("form[data-busy]") ? [root] : []).forEach((form) => {
      delete form.dataset.busy;
    });
    $$("[type=submit][aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  addEventListener("pageshow", (event) => { if (event.persisted) release(document); });
  document.addEventListener("htmx:afterRequest", (event) => release(event.target));
  // Enter that ends a composition must not send the form.
  document.addEventListener("keypress", (event) => {
    if (event.key === "Enter" && event.isComposing) event.preventDefault();
  });

  /* Drafts: what is typed in forms marked data-autosave survives a crash or a lost line on this machine. */
  const draftKey = (form) => ["vp:draft", document.body.dataset.user || "", location.pathname, form.id || form.getAttribute("action") || ""].join(":");
  const draftable = (field) => field.name && !field.disabled && !/^(hidden|password|file|submit|button|reset)$/.test(field.type);
  const forgetDrafts = () => stored(localStorage, (s) => Object.keys(s).filter((k) => k.startsWith("vp:draft:")).forEach((k) => s.removeItem(k)));
  const readDraft = (form) => [...form.elements].filter(draftable).map((field) =>
    /^(checkbox|radio)$/.test(field.type) ? [field.name, field.value, field.checked]
      : [field.name, field.multiple ? [...field.selectedOptions].map((o) => o.value) : field.value, null]);
  const writeDraft = (form, saved) => {
    const changed = [];
    const seen = {};
    [...form.elements].filter(draftable).forEach((field) => {
      const check = /^(checkbox|radio)$/.test(field.type);
      const rank = check ? 0 : (seen[field.name] = (seen[field.name] || 0) + 1) - 1;
      const found = saved.filter((entry) => entry[0] === field.name && (!check || entry[1] === field.value))[rank];
      if (!found) return;
      if (check) { if (field.checked !== found[2]) { field.checked = found[2]; changed.push(field); } return; }
      if (field.multiple) {
        [...field.options].forEach((o) => { const on = found[1].includes(o.value); if (o.selected !== on) { o.selected = on; changed.push(field); } });
      } else if (field.value !== found[1]) {
        field.value = found[1];
        if (field.value === found[1]) changed.push(field);
      }
    });
    changed.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));
    return changed.length;
  };
  const armDraft = (form) => {
    const key = draftKey(form);
    const sent = stored(sessionStorage, (s) => { const k = s.getItem("vp:sent"); if (k === key) s.removeItem("vp:sent"); return k; });
    const refused = $("[aria-invalid=true], .error, .notice-alarm", form);
    if (sent === key && !refused) stored(localStorage, (s) => s.removeItem(key));
    const kept = refused ? null : stored(localStorage, (s) => JSON.parse(s.getItem(key) || "null"));
    if (kept && writeDraft(form, kept.fields)) {
      const box = make("div", { class: "notice", role: "status" });
      const line = make("p", {}, `${word("draft", kept.at)} `);
      const drop = make("button", { type: "button", class: "btn" }, word("dropDraft"));
      drop.addEventListener("click", () => { stored(localStorage, (s) => s.removeItem(key)); form.reset(); form.dispatchEvent(new Event("vp:reset")); box.remove(); });
      line.append(drop); box.append(line); form.prepend(box);
    }
    let timer = 0;
    const write = () => {
      if (!timer) return;
      clearTimeout(timer);
      timer = 0;
      const at = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
      stored(localStorage, (s) => s.setItem(key, JSON.stringify({ at, fields: readDraft(form) })));
    };
    const keep = () => { clearTimeout(timer); timer = setTimeout(write, 600); };
    addEventListener("pagehide", write);
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
  };

  /* Offline banner. */
  const tellLine = (down) => { const box = $("#offline"); if (box) box.hidden = !down; };
  addEventListener("offline", () => tellLine(true));
  addEventListener("online", () => tellLine(false));
  document.addEventListener("htmx:sendError", () => tellLine(true));
  document.addEventListener("htmx:afterOnLoad", () => tellLine(!navigator.onLine));

  /* A field in focus lights the box it was read from; a box leads to its field. */
  const light = (name, move) => {
    $$("[data-page-view] .box").forEach((box) => {
      const on = box.dataset.field === name;
      box.classList.toggle("lit", on);
      if (!on || !move) return;
      const view = box.closest("[data-page-view]");
      const place = box.getBoundingClientRect();
      const frame = view.getBoundingClientRect();
      if (place.top < frame.top || place.bottom > frame.bottom) view.scrollTop += place.top - frame.top - frame.height / 3;
    });
  };
  const fieldOf = (name) => $(`[data-box="${CSS.escape(name)}"], #id_${CSS.escape(name)}`);
  document.addEventListener("focusin", (event) => {
    const named = event.target.closest("[data-box]");
    if (named) light(named.dataset.box, true);
    else if (event.target.matches(".box")) light(event.target.dataset.field, false);
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest && event.target.closest(".box");
    const field = box && fieldOf(box.dataset.field);
    if (!field) return;
    event.preventDefault();
    (field.hidden && field.nextElementSibling ? $("input", field.nextElementSibling) : field).focus();
  });

  /* Reading size, theme and leader mode take effect at once; the form's button keeps them on the server. */
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-display]");
    if (!form) return;
    const chosen = Object.fromEntries(new FormData(form));
    for (const name of ["theme", "size", "mode"]) {
      if (chosen[name] && chosen[name] !== "100") html.dataset[name] = chosen[name]; else delete html.dataset[name];
    }
    document.cookie = `vp_display=${chosen.theme}.${chosen.size}.${chosen.mode};path=/;max-age=31536000;samesite=lax`
      + (location.protocol === "https:" ? ";secure" : "");
  });

  /* Combobox: a plain select becomes search-as-you-type; the select stays the one that is sent. */
  let combos = 0;
  const armCombo = (select) => {
    const id = `combo-${++combos}`;
    const many = select.multiple;
    const shell = make("span", { class: "combo" });
    const chosen = make("span", { class: "combo-chosen" });
    const input = make("input", { type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" });
    const list = make("ul", { class: "combo-list", id, role: "listbox", hidden: "" });
    const label = $(`label[for="${CSS.escape(select.id)}"]`);
    const name = label ? label.textContent.trim() : "";
    input.id = `${select.id}_text`;
    if (label) label.htmlFor = input.id;
    list.setAttribute("aria-label", name);
    for (const known of ["aria-describedby", "aria-invalid", "data-box"]) {
      if (select.hasAttribute(known)) { input.setAttribute(known, select.getAttribute(known)); if (known === "data-box") select.removeAttribute(known); }
    }
    if (select.required) { input.required = true; select.required = false; }
    input.disabled = select.disabled;
    if (select.autofocus) input.autofocus = true;
    select.hidden = true;
    shell.append(chosen, input, list);
    select.after(shell);
    const show = () => {
      const picked = [...select.selectedOptions].filter((o) => o.value);
      if (!many) { input.value = picked.length ? picked[0].label : ""; return; }
      input.required = input.required && !picked.length;
      chosen.replaceChildren(...picked.map((option) => {
        const off = make("button", { type: "button", class: "chip-off", "aria-label": word("drop", option.label) }, `${option.label} ×`);
        off.addEventListener("click", () => { option.selected = false; changed(); input.focus(); });
        return off;
      }));
    };
    const changed = () => { show(); select.dispatchEvent(new Event("change", { bubbles: true })); };
    const options = () => $$("[role=option]:not([aria-disabled])", list);
    const mark = (item) => {
      options().forEach((each, at) => { each.id = `${id}-${at}`; each.classList.toggle("on", each === item); });
      if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
    };
    const open = (on) => { list.hidden = !on; input.setAttribute("aria-expanded", String(on)); if (!on) mark(null); };
    const pick = (item) => {
      const value = item.dataset.value;
      let option = [...select.options].find((o) => o.value === value);
      if (!option) { option = new Option(item.dataset.label, value); select.add(option); }
      option.selected = true;
      if (many) input.value = "";
      open(false); changed();
    };
    const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
    const has = (option, words) => {
      const known = plain(`${option.label} ${option.dataset.note || ""}`).split(/[^a-z0-9]+/);
      return plain(words).split(/\s+/).every((part) => known.some((word) => word.startsWith(part)));
    };
    const local = (words = "") => list.replaceChildren(...[...select.options].filter((o) => o.value && has(o, words)).map((o) => {
      const item = make("li", { role: "option", "data-value": o.value, "data-label": o.label, "aria-selected": String(o.selected) }, o.label);
      if (o.dataset.note) item.append(" ", make("small", {}, o.dataset.note));
      return item;
    }));
    let timer = 0;
    const search = () => {
      clearTimeout(timer);
      const words = input.value.trim();
      // Without a place to ask, what the page brought is searched, with or without accents.
      if (!words || !window.htmx || !select.dataset.combobox) { local(words); open(list.children.length > 0); if (words) { mark(options()[0]); say(word("found", options().length)); } return; }
      timer = setTimeout(() => window.htmx.ajax("GET", select.dataset.combobox, { target: list, swap: "innerHTML", values: { q: words } })
        .then(() => { open(true); mark(options()[0]); say(word("found", options().length)); }), 180);
    };
    input.addEventListener("input", (event) => { if (!event.isComposing) search(); });
    input.addEventListener("compositionend", search);
    input.addEventListener("click", () => { if (list.hidden) { local(); open(list.children.length > 0); } });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const all = options();
      const at = all.findIndex((item) => item.classList.contains("on"));
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) search();
        else mark(all[(at + (event.key === "ArrowDown" ? 1 : all.length - (at < 0 ? 0 : 1))) % all.length]);
      } else if (event.key === "Enter" && !event.ctrlKey && !list.hidden && at >= 0) { event.preventDefault(); pick(all[at]); }
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); open(false); show(); }
      else if (event.key === "Backspace" && many && !input.value) { const last = [...select.selectedOptions].pop(); if (last) { last.selected = false; changed(); } }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => { const item = event.target.closest("[role=option]:not([aria-disabled])"); if (item) pick(item); });
    input.addEventListener("blur", () => setTimeout(() => {
      open(false);
      if (!many && !input.value.trim() && select.value) { select.value = ""; changed(); } else if (!many) show(); else input.value = "";
    }, 120));
    select.addEventListener("change", show);
    if (select.form) ["reset", "vp:reset"].forEach((kind) => select.form.addEventListener(kind, () => setTimeout(show)));
    show();
  };

  /* Arm what is on the page, and what htmx brings later. */
  const armed = new WeakMap();
  const kinds = [["select[data-combobox]", armCombo], ["form[data-undo]", armUndo], ["form[data-autosave]", armDraft], [".queue, .tabs > ul", showPlace], ["[data-all]", armAll]];
  const arm = (root) => kinds.forEach(([selector, work]) =>
    $$(selector, root).concat(root.matches && root.matches(selector) ? [root] : []).forEach((node) => {
      const done = armed.get(node) || new Set();
      if (!done.has(work)) { armed.set(node, done.add(work)); work(node); }
    }));
  const begin = () => {
    if ($("[data-signed-out]")) forgetDrafts();
    tellLine(navigator.onLine === false);
    // A draft that was sent and led to another page is no longer wanted.
    stored(sessionStorage, (s) => { const key = s.getItem("vp:sent"); if (key && !$$("form[data-autosave]").some((form) => draftKey(form) === key)) { localStorage.removeItem(key); s.removeItem("vp:sent"); } });
    $$("dialog[open]:not(.dialog-here)").forEach(openDialog);
    arm(document);
    // A refused form stands in the history as an ordinary page: coming back asks for it anew, the draft fills it.
    const [arrival] = performance.getEntriesByType("navigation");
    if (arrival && arrival.responseStatus === 422) history.replaceState(null, "", location.href);
    const first = document.activeElement && document.activeElement.closest("[data-box]");
    if (first) light(first.dataset.box, true);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
  document.addEventListener("htmx:load", (event) => arm(event.target));
  // Further scripts add what they care for: vanphong.care("form.x", (form) => …).
  window.vanphong = { $, $$, make, say, word, care: (selector, work) => { kinds.push([selector, work]); arm(document); } };
})();
