/** What each key does to what is browsed, and what it asks the world to do; pure. */
import type { Finding } from "../../model/finding.js";
import type { Key } from "../screen.js";
import {
  type BrowseState,
  chosenOf,
  filtered,
  moved,
  nextReviewer,
  nextSeverity,
  noFilters,
} from "./state.js";

/** What a reducer cannot do itself. */
export type Effect =
  | { readonly do: "accept"; readonly finding: Finding; readonly reason: string }
  | { readonly do: "edit"; readonly finding: Finding }
  | { readonly do: "copy"; readonly finding: Finding }
  | { readonly do: "suspend" }
  | { readonly do: "quit"; readonly how: "asked" | "interrupted" };

export interface Pressed {
  readonly state: BrowseState;
  readonly effect?: Effect;
}

/** What the keys are held against that the state does not know. */
export interface Room {
  /** Rows of the list or of the text that fit the screen. */
  readonly page: number;
  /** Rows that the chosen finding takes. */
  readonly length: number;
  readonly canAccept: boolean;
}

/** Everywhere, also while something is typed. */
const anywhere: Readonly<Record<string, Effect>> = {
  "ctrl-c": { do: "quit", how: "interrupted" },
  "ctrl-z": { do: "suspend" },
};

export function press(before: BrowseState, key: Key, room: Room): Pressed {
  const effect = anywhere[key.name];
  if (effect) return { state: before, effect };
  if (before.prompt) return typed(before, before.prompt, key);
  const state = before.note === "" ? before : { ...before, note: "" };
  const name = key.name || key.text;
  if (name === "q") return { state, effect: { do: "quit", how: "asked" } };
  if (name === "?") return { state: { ...state, pane: state.pane === "help" ? "list" : "help", scroll: 0 } };
  if (state.pane === "help") return { state: { ...state, pane: "list" } };
  return onFinding(state, name, room) ?? { state: onPane(state, name, room) };
}

function onPane(state: BrowseState, name: string, room: Room): BrowseState {
  const seen = state.pane === "list" ? inList(state, name, room) : inText(state, name, room);
  return seen ?? filtering(state, name) ?? state;
}

/** Keys that do something with the chosen finding, wherever it is shown; undefined for other keys. */
function onFinding(state: BrowseState, name: string, { canAccept }: Room): Pressed | undefined {
  const finding = chosenOf(state);
  if (!finding) return undefined;
  if (name === "e") return { state, effect: { do: "edit", finding } };
  if (name === "c") return { state, effect: { do: "copy", finding } };
  if (name !== "a") return undefined;
  if (!canAccept) return { state: { ...state, note: "nothing can be accepted here" } };
  if (state.accepted.has(finding.id)) return { state: { ...state, note: "it is accepted already" } };
  return { state: { ...state, prompt: { for: "reason", typed: "" } } };
}

function filtering(state: BrowseState, name: string): BrowseState | undefined {
  switch (name) {
    case "/":
      return { ...state, pane: "list", prompt: { for: "text", typed: state.filters.text } };
    case "s":
      return inListPane(filtered(state, { severity: nextSeverity(state) }));
    case "r":
      return inListPane(filtered(state, { reviewer: nextReviewer(state) }));
    case "f": {
      const path = state.filters.path === null ? (chosenOf(state)?.path ?? null) : null;
      return inListPane(filtered(state, { path }));
    }
    case "x":
      return inListPane(filtered(state, noFilters));
    default:
      return undefined;
  }
}

function inListPane(state: BrowseState): BrowseState {
  return { ...state, pane: "list" };
}

function inList(state: BrowseState, name: string, { page }: Room): BrowseState | undefined {
  if (name === "return" || name === "right" || name === "l")
    return state.listed.length === 0 ? state : { ...state, pane: "finding", scroll: 0 };
  if (name === "escape") return filtered(state, noFilters);
  const by = stepOf(name, page, state.listed.length);
  return by === undefined ? undefined : moved(state, by);
}

function inText(state: BrowseState, name: string, { page, length }: Room): BrowseState | undefined {
  if (name === "escape" || name === "left" || name === "h" || name === "return" || name === "backspace")
    return { ...state, pane: "list", scroll: 0 };
  if (name === "n" || name === "right") return moved(state, 1);
  if (name === "p") return moved(state, -1);
  const by = stepOf(name, page, length);
  if (by === undefined) return undefined;
  return { ...state, scroll: Math.max(0, Math.min(length - page, state.scroll + by)) };
}

/** How far a key moves; undefined for keys that move nothing. */
function stepOf(name: string, page: number, length: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    up: -1,
    k: -1,
    down: 1,
    j: 1,
    "page-up": -page,
    "page-down": page,
    " ": page,
    home: -length,
    g: -length,
    end: length,
    G: length,
  };
  return steps[name];
}

function typed(state: BrowseState, prompt: NonNullable<BrowseState["prompt"]>, key: Key): Pressed {
  if (key.name === "escape") return { state: left(state, prompt.for) };
  if (key.name === "return") return entered(state, prompt);
  const text =
    key.name === "backspace" ? Array.from(prompt.typed).slice(0, -1).join("") : prompt.typed + key.text;
  const next = { ...state, prompt: { ...prompt, typed: text } };
  // Found while it is typed.
  return { state: prompt.for === "text" ? filtered(next, { text }) : next };
}

function left(state: BrowseState, what: "text" | "reason"): BrowseState {
  const closed = { ...state, prompt: null };
  return what === "text" ? filtered(closed, { text: "" }) : { ...closed, note: "nothing was accepted" };
}

function entered(
  state: BrowseState,
  { for: what, typed: text }: NonNullable<BrowseState["prompt"]>,
): Pressed {
  const closed = { ...state, prompt: null };
  const finding = chosenOf(state);
  if (what === "text" || !finding) return { state: closed };
  const reason = text.trim();
  if (reason === "") return { state: { ...closed, note: "nothing was accepted: that needs a reason" } };
  return { state: closed, effect: { do: "accept", finding, reason } };
}
