/* Keys of the curators' queue, and names to choose from while typing. Everything works without this. */
"use strict";
(() => {
  const kept = {
    get: () => { try { return localStorage.getItem("letters"); } catch { return null; } },
    set: value => { try { localStorage.setItem("letters", value); } catch { /* private window: not kept */ } },
  };
  const on = () => kept.get() !== "off";
  const typing = target => target.matches?.("input:not([type=checkbox]), select, textarea");
  const press = key => document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();

  const fields = { e: "value", k: "kind", w: "role", m: "metric", b: "benchmarks", y: "systems", c: "baselines", i: "note" };
  const field = key => document.querySelector(`#decision [name=${fields[key]}]`);
  const edit = key => {
    const place = field(key), folded = place?.closest("details");
    if (folded) folded.open = true;
    place?.focus();
    place?.select?.();
  };

  const others = {
    ...Object.fromEntries(Object.keys(fields).map(key => [key, () => edit(key)])),
    "?": () => {
      const keys = document.getElementById("keys");
      if (!keys) return;
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    },
  };
  document.addEventListener("keydown", event => {
    if (event.altKey || event.metaKey || event.isComposing) return;
    if (event.ctrlKey) {
      if (event.key === "Enter" && event.target.closest?.("#decision")) { event.preventDefault(); press("s"); }
      return;
    }
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      // Enter in a field would press the first button and accept what was just being changed.
      if (event.key === "Enter" && event.target.matches("#decision input")) event.preventDefault();
      return;
    }
    if (!on() || event.repeat) return;
    if (others[event.key]) { event.preventDefault(); others[event.key](); }
    else if (/^[a-z1-9]$/.test(event.key)) press(event.key);
  });

  /* Names that exist, offered below the field. */
  let waiting;
  document.addEventListener("input", event => {
    const field = event.target, list = field.list, base = document.querySelector("[data-names]")?.dataset.names;
    if (!list || !base) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await fetch(`${base}?${new URLSearchParams({ field: field.dataset.field ?? field.name, q: field.value })}`);
      if (!answer.ok) return;
      const { names } = await answer.json();
      list.replaceChildren(...names.map(name => Object.assign(document.createElement("option"), { value: name })));
    }, 150);
  });

  /* The number is what a curator looks for first: a long abstract is moved up as far as it takes to see it. */
  const number = document.querySelector(".abstract mark.number");
  const hidden = number ? number.getBoundingClientRect().bottom + 140 - window.innerHeight : 0;
  if (hidden > 0 && !location.hash && matchMedia("(min-width: 900px)").matches) window.scrollTo(0, hidden);

  /* One press is one decision, however often the key is hit while the next claim loads. */
  document.addEventListener("submit", event => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(form => delete form.dataset.sent));

  const letters = document.getElementById("letters");
  const say = () => {
    letters.textContent = `Single keys: ${on() ? "on" : "off"}`;
    letters.setAttribute("aria-pressed", String(on()));
  };
  if (letters) {
    letters.hidden = false;
    say();
    letters.addEventListener("click", () => { kept.set(on() ? "off" : "on"); say(); });
  }
  const hint = (place, letter) => {
    const key = document.createElement("kbd");
    key.textContent = letter;
    key.setAttribute("aria-hidden", "true");
    place?.append(key);
  };
  document.querySelectorAll("[data-key]").forEach(button => hint(button, button.dataset.key));
  Object.keys(fields).forEach(key => hint(field(key)?.closest("fieldset, p")?.querySelector("legend, label"), key));
})();
