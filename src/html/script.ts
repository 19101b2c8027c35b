/** The script of a page: filters, copying of places, the choice of light or dark. It adds; nothing hangs on it. */
import { verbatim } from "./escape.js";

/** Plain JavaScript for the browser. It makes nodes and texts only: no markup is ever read from a string. */
export const script = verbatim`
"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const root = document.documentElement;
  const remember = (value) => { try { localStorage.setItem("session-review-theme", value); } catch { /* files may not keep anything */ } };
  const remembered = () => { try { return localStorage.getItem("session-review-theme"); } catch { return null; } };

  const themes = ["system", "light", "dark"];
  const toggle = document.createElement("button");
  const setTheme = (theme) => {
    if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
    toggle.textContent = "Colours: " + theme;
  };
  let theme = themes.includes(remembered()) ? remembered() : "system";
  toggle.type = "button";
  toggle.id = "theme";
  setTheme(theme);
  toggle.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    setTheme(theme);
    remember(theme);
  });
  document.getElementById("controls").append(toggle);

  const status = document.getElementById("said");
  const copy = async (node) => {
    try { await navigator.clipboard.writeText(node.textContent); return true; } catch { /* the older way */ }
    getSelection().selectAllChildren(node);
    return document.execCommand("copy");
  };
  for (const node of all(".where .at")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "copy";
    button.setAttribute("aria-label", "Copy " + node.textContent);
    node.after(" ", button);
  }
  document.addEventListener("click", async (event) => {
    if (!event.target.matches(".copy")) return;
    const node = event.target.parentElement.querySelector(".at");
    status.textContent = (await copy(node)) ? "Copied " + node.textContent : "Could not copy.";
  });

  const form = document.getElementById("filters");
  if (!form) return;
  form.hidden = false;
  const fields = form.elements;
  const boxes = all("[name=severity]", form);
  const cards = all(".card").map((node) => ({ node, head: null, places: [] }));
  for (const card of cards) card.places = all(".place", card.node).map((node) => ({ node, words: null }));
  const total = cards.reduce((sum, card) => sum + card.places.length, 0);
  const wordsOf = (card, place) => {
    card.head ??= all(".title, .facts, :scope > dl", card.node).map((part) => part.textContent).join(" ").toLowerCase();
    place.words ??= place.node.textContent.toLowerCase();
    return card.head + " " + place.words;
  };

  const read = () => ({
    severity: boxes.filter((box) => box.checked).map((box) => box.value),
    category: fields.category.value,
    reviewer: fields.reviewer.value,
    file: fields.file.value,
    text: fields.text.value.trim(),
  });
  const fits = (wanted, card, place) => {
    const { severity, category, reviewers, path } = place.node.dataset;
    return (wanted.severity.length === 0 || wanted.severity.includes(severity)) &&
      (wanted.category === "" || wanted.category === category) &&
      (wanted.reviewer === "" || reviewers.split(" ").includes(wanted.reviewer)) &&
      (wanted.file === "" || wanted.file === path) &&
      wanted.text.toLowerCase().split(/\s+/).every((word) => wordsOf(card, place).includes(word));
  };
  const apply = () => {
    const wanted = read();
    let shown = 0;
    for (const card of cards) {
      let own = 0;
      for (const place of card.places) {
        place.node.hidden = !fits(wanted, card, place);
        if (!place.node.hidden) own += 1;
      }
      card.node.hidden = own === 0;
      shown += own;
    }
    for (const tier of all(".tier")) tier.hidden = shown < total && all(".card:not([hidden])", tier).length === 0;
    document.getElementById("none").hidden = shown > 0;
    document.getElementById("count").textContent = shown === total
      ? total + " findings" : shown + " of " + total + " findings shown";
    return wanted;
  };

  const store = (wanted) => {
    const state = new URLSearchParams();
    if (wanted.severity.length > 0) state.set("severity", wanted.severity.join(","));
    for (const name of ["category", "reviewer", "file", "text"]) if (wanted[name] !== "") state.set(name, wanted[name]);
    const hash = state.size === 0 ? "#findings" : "#?" + state;
    if (hash !== location.hash) history.replaceState(null, "", hash);
  };
  const load = (text) => {
    const state = new URLSearchParams(text);
    const severities = (state.get("severity") ?? "").split(",");
    for (const box of boxes) box.checked = severities.includes(box.value);
    for (const name of ["category", "reviewer", "file"]) {
      fields[name].value = state.get(name) ?? "";
      if (fields[name].selectedIndex === -1) fields[name].value = "";
    }
    fields.text.value = state.get("text") ?? "";
  };
  const follow = () => {
    if (location.hash.startsWith("#?")) {
      load(location.hash.slice(2));
      apply();
      return;
    }
    const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    if (!target?.closest("[hidden]")) return;
    load("");
    apply();
    target.scrollIntoView();
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => store(apply()), 120);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); store(apply()); });
  form.addEventListener("reset", () => setTimeout(() => { load(""); store(apply()); }));
  for (const link of all("[data-filter]"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      load(link.dataset.filter);
      store(apply());
      document.getElementById("findings").scrollIntoView();
      fields.text.focus({ preventScroll: true });
    });
  addEventListener("hashchange", follow);
  follow();
})();
`;
