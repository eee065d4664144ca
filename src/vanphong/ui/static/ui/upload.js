/* Vanphong's file drop: digest, then raw pieces of 1 MiB that continue where the server says it stands. */
(() => {
  "use strict";
  const { $, $$, make, say, word, care } = window.vanphong;
  const CHUNK = 1 << 20;
  const wait = (ms) => new Promise((go) => setTimeout(go, ms));

  /* SHA-256 in small steps: crypto.subtle wants HTTPS and the whole file in memory, an office LAN has neither. */
  const primes = (() => {
    const found = [];
    for (let n = 2; found.length < 64; n++) if (found.every((p) => n % p)) found.push(n);
    return found;
  })();
  const fraction = (n, root) => ((n ** (1 / root) % 1) * 2 ** 32) | 0;
  const K = primes.map((p) => fraction(p, 3));
  class Digest {
    constructor() { this.h = primes.slice(0, 8).map((p) => fraction(p, 2)); this.rest = new Uint8Array(0); this.size = 0; this.w = new Int32Array(64); }
    add(bytes) {
      this.size += bytes.length;
      const all = new Uint8Array(this.rest.length + bytes.length);
      all.set(this.rest); all.set(bytes, this.rest.length);
      const view = new DataView(all.buffer);
      let at = 0;
      for (; at + 64 <= all.length; at += 64) this.block(view, at);
      this.rest = all.slice(at);
    }
    block(view, at) {
      const w = this.w;
      const turn = (x, n) => (x >>> n) | (x << (32 - n));
      for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + i * 4);
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15], b = w[i - 2];
        w[i] = (w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, h] = this.h;
      for (let i = 0; i < 64; i++) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => { this.h[i] = (this.h[i] + value) | 0; });
    }
    hex() {
      const bits = this.size;
      const pad = new Uint8Array(((bits + 9 + 63) >> 6 << 6) - bits);
      pad[0] = 128;
      const view = new DataView(pad.buffer);
      view.setUint32(pad.length - 8, Math.floor(bits / 2 ** 29));
      view.setUint32(pad.length - 4, (bits << 3) >>> 0);
      this.add(pad);
      return this.h.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
    }
  }
  const digestOf = async (file, tell) => {
    const digest = new Digest();
    for (let at = 0; at < file.size; at += CHUNK) {
      digest.add(new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer()));
      tell(at);
      await wait(0);
    }
    return digest.hex();
  };

  class Refused extends Error {}
  const answer = async (response) => {
    const body = await response.json().catch(() => ({}));
    if (response.ok) return body;
    if (response.status === 409 && typeof body.offset === "number") return body;
    const words = body.detail || body.title || "";
    if (response.status >= 500 || response.status === 429 || response.status === 408) throw new Error(words);
    throw new Refused(words || word("refused", response.status));
  };
  const patient = async (work, tell) => {
    for (let turn = 0; ; turn++) {
      try { return await work(); } catch (error) {
        if (error instanceof Refused || turn >= 40) throw error;
        tell(word("lost"));
        await Promise.race([wait(Math.min(30000, 500 * 2 ** Math.min(turn, 6))), new Promise((go) => addEventListener("online", go, { once: true }))]);
      }
    }
  };
  const upload = async (form, file, row) => {
    const url = form.dataset.upload;
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" };
    const extra = $$("input[type=hidden]:not([name=csrfmiddlewaretoken])", form).map((f) => [f.name, f.value]);
    if (!file.size) throw new Refused(word("empty"));
    if (form.dataset.limit && file.size > Number(form.dataset.limit)) throw new Refused(word("large"));
    row.say(word("checking"));
    const sha256 = await digestOf(file, (at) => row.bar(at / file.size / 10));
    const query = new URLSearchParams([["name", file.name.normalize("NFC")], ["size", file.size], ["sha256", sha256], ...extra]);
    const start = () => fetch(`${url}?${query}`, { method: "POST", headers, credentials: "same-origin" }).then(answer);
    let state = await patient(start, row.say);
    while (!state.location) {
      // Asked again after every break: the server alone knows how much it has.
      const { upload: id, offset } = state;
      row.bar(0.1 + 0.9 * offset / file.size);
      row.say(`${Math.round(100 * offset / file.size)} %`);
      let broken = false;
      const piece = () => broken ? start() : fetch(`${url}/${id}`, {
        method: "PATCH", credentials: "same-origin", body: file.slice(offset, offset + CHUNK),
        headers: { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
      }).then(answer).catch((error) => { broken = true; throw error; });
      state = { upload: id, ...(await patient(piece, row.say)) };
      if (state.location === undefined && typeof state.offset !== "number") throw new Refused(word("unclear"));
    }
    return state.location;
  };
  const armDrop = (form) => {
    const input = $("input[type=file]", form);
    const list = $("[data-files]", form);
    const button = $("[type=submit]", form);
    const line = (file) => {
      const item = make("li");
      const state = make("span", { class: "grey" }, word("waiting"));
      const bar = make("progress", { max: "1", value: "0", "aria-label": file.name });
      item.append(make("span", {}, file.name), state, bar);
      list.append(item); list.hidden = false;
      return { say: (words) => { state.textContent = words; }, bar: (share) => { bar.value = share; }, state, item, end: () => bar.remove() };
    };
    const one = async (file, row) => {
      try {
        const location = await upload(form, file, row);
        row.end();
        row.state.replaceChildren(make("a", { href: location }, word("open")));
        say(word("received", file.name));
        form.dispatchEvent(new CustomEvent("vp:received", { bubbles: true, detail: { location, name: file.name } }));
      } catch (error) {
        row.end();
        row.state.className = "bad";
        const words = error.message || word("failed");
        row.state.textContent = words.startsWith(`${file.name}: `) ? words.slice(file.name.length + 2) : words;
        say(`${file.name}: ${row.state.textContent}`);
        // What is refused for what it is will be refused again; only what broke on the way is offered anew.
        if (error instanceof Refused) return;
        const again = make("button", { type: "button", class: "btn" }, word("again"));
        again.addEventListener("click", () => { row.item.remove(); take([file]); });
        row.state.append(" ", again);
      }
    };
    let queue = Promise.resolve();
    const take = (files) => [...files].forEach((file) => { const row = line(file); queue = queue.then(() => one(file, row)); });
    const live = Boolean(form.dataset.upload && window.fetch);
    if (live) {
      button.hidden = true;
      form.classList.add("live");
      input.addEventListener("change", () => { take(input.files); input.value = ""; });
      form.addEventListener("submit", (event) => { event.preventDefault(); });
    }
    const over = (on) => (event) => { if (event.dataTransfer && [...event.dataTransfer.types].includes("Files")) { event.preventDefault(); form.classList.toggle("over", on); } };
    ["dragenter", "dragover"].forEach((kind) => form.addEventListener(kind, over(true)));
    form.addEventListener("dragleave", over(false));
    form.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer.files.length) return;
      if (live) take(event.dataTransfer.files); else input.files = event.dataTransfer.files;
    });
  };

  /* Our own words beside a file input: what was chosen. */
  care(".file input", (input) => {
    const place = $(".file-name", input.parentElement);
    const show = () => { place.textContent = [...input.files].map((file) => file.name).join(", ") || place.dataset.none; };
    input.addEventListener("change", show);
    if (input.form) input.form.addEventListener("reset", () => setTimeout(show));
    show();
  });
  care("form[data-drop]", armDrop);
})();
