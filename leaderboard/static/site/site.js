/* What the pages do beyond links and forms; every one of them works without this.
   Loaded before the page is drawn, so that a remembered theme or density does not flash. */
"use strict";
(() => {
  const root = document.documentElement;
  const kept = {
    get: name => { try { return localStorage.getItem(name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window: not kept */ } },
  };
  const CHOICES = {
    theme: { system: "as the system", light: "light", dark: "dark" },
    density: { comfortable: "comfortable", compact: "compact" },
  };

  /* Theme and density: a button steps through its choices; the stylesheet reads the attributes of the root. */
  const chosen = name => (CHOICES[name][kept.get(name)] ? kept.get(name) : Object.keys(CHOICES[name])[0]);
  const apply = name => { root.dataset[name] = chosen(name); };
  const label = button => {
    const name = button.dataset.choice;
    button.querySelector(".chosen").textContent = CHOICES[name][chosen(name)];
    button.hidden = false;
  };
  const step = button => {
    const name = button.dataset.choice, all = Object.keys(CHOICES[name]);
    kept.set(name, all[(all.indexOf(chosen(name)) + 1) % all.length]);
    apply(name);
    document.querySelectorAll(`[data-choice="${name}"]`).forEach(label);
  };
  Object.keys(CHOICES).forEach(apply);

  /* A mark in the abstract lights up its row, and a row its mark. */
  const light = target => {
    const mark = target.closest?.('.abstract a[href^="#claim-"]');
    const id = mark ? mark.hash.slice(1) : target.closest?.('tr[id^="claim-"]')?.id;
    document.querySelectorAll(".lit").forEach(each => each.classList.remove("lit"));
    if (!id || !document.querySelector(".abstract")) return;
    document.getElementById(id)?.classList.add("lit");
    document.querySelectorAll(`.abstract a[href="#${id}"]`).forEach(each => each.classList.add("lit"));
  };

  /* The search box: a combobox whose list of suggestions htmx fetches. */
  const box = () => document.getElementById("find");
  const list = () => document.getElementById("suggestions");
  const options = () => [...list().querySelectorAll('[role="option"]')];
  const active = () => document.getElementById(box().getAttribute("aria-activedescendant") || "");
  const mark = option => {
    options().forEach(each => each.setAttribute("aria-selected", String(each === option)));
    if (option) box().setAttribute("aria-activedescendant", option.id);
    else box().removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const open = shown => {
    list().hidden = !shown;
    box().setAttribute("aria-expanded", String(shown));
    if (!shown) mark(null);
  };
  const combobox = () => {
    const input = box();
    if (!input || input.getAttribute("role") === "combobox") return;
    input.type = "text";
    const is = { role: "combobox", "aria-expanded": "false", "aria-controls": "suggestions", "aria-autocomplete": "list" };
    Object.entries(is).forEach(([name, value]) => input.setAttribute(name, value));
  };
  const keys = {
    ArrowDown: () => options()[(options().indexOf(active()) + 1) % options().length],
    ArrowUp: () => options().at(options().indexOf(active()) - 1) ?? options().at(-1),
  };
  const pressed = event => {
    if (event.key === "Escape") { if (list().hidden) return; open(false); }
    else if (event.key === "Enter") { if (list().hidden || !active()) return; location.assign(active().dataset.href); }
    else if (keys[event.key] && options().length) { const next = keys[event.key](); open(true); mark(next); }
    else return;
    event.preventDefault();
  };

  /* What a swapped table shows now, for those who do not see it. */
  const announce = () => {
    const sorted = document.querySelector("th[aria-sort]"), rows = document.querySelectorAll("tbody.claim").length;
    const words = sorted ? `Sorted by ${sorted.innerText.replace(/[↑↓↕]/g, "").trim()}, ${sorted.getAttribute("aria-sort")}. ` : "";
    document.getElementById("live").textContent = words + (rows ? `${rows} rows.` : document.title);
  };

  // Rows of links that scroll sideways on phones begin where the reader is.
  const inSight = link => {
    const row = link.closest("ul"), ahead = link.offsetLeft + link.offsetWidth - row.offsetLeft - row.clientWidth;
    if (ahead > 0) row.scrollLeft = ahead + 24;
  };

  const prepare = () => {
    document.querySelectorAll("[data-choice]").forEach(label);
    document.querySelectorAll("nav ul [aria-current]").forEach(inSight);
    combobox();
  };
  document.addEventListener("DOMContentLoaded", prepare);
  document.addEventListener("pageshow", () => box() && open(false));
  document.addEventListener("mouseover", event => light(event.target));
  document.addEventListener("focusin", event => light(event.target));
  document.addEventListener("focusout", event => { if (event.target === box()) setTimeout(() => box() && open(false), 150); });
  document.addEventListener("keydown", event => { if (event.target === box()) pressed(event); });
  document.addEventListener("click", event => {
    const button = event.target.closest?.("[data-choice]"), option = event.target.closest?.("[data-href]");
    if (button) step(button);
    if (option) location.assign(option.dataset.href);
  });
  document.addEventListener("htmx:beforeSwap", event => {
    if (event.detail.target?.id !== "suggestions" && event.detail.isError) location.assign(event.detail.pathInfo.requestPath);
  });
  document.addEventListener("htmx:afterSettle", event => {
    if (event.detail.target?.id === "suggestions") open(document.activeElement === box() && options().length > 0);
    else { prepare(); announce(); }
  });
  document.addEventListener("htmx:historyRestore", prepare);
})();
