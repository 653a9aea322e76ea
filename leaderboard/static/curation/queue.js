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

  const others = {
    e: () => document.querySelector("#decision [name=value]")?.focus(),
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
      const answer = await fetch(`${base}?${new URLSearchParams({ field: field.name, q: field.value })}`);
      if (!answer.ok) return;
      const { names } = await answer.json();
      list.replaceChildren(...names.map(name => Object.assign(document.createElement("option"), { value: name })));
    }, 150);
  });

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
  document.querySelectorAll("[data-key]").forEach(button => {
    const key = document.createElement("kbd");
    key.textContent = button.dataset.key;
    key.setAttribute("aria-hidden", "true");
    button.append(key);
  });
})();
