/** What somebody who browses findings sees and what a key changes; pure. */
import type { Finding } from "../../model/finding.js";
import { type Severity, isAtLeast, severities } from "../../model/severity.js";

export interface Filters {
  /** At least this bad. */
  readonly severity: Severity | null;
  readonly reviewer: string | null;
  readonly path: string | null;
  /** Each word of it must occur. */
  readonly text: string;
}

export const noFilters: Filters = { severity: null, reviewer: null, path: null, text: "" };

export type Pane = "list" | "finding" | "help";

/** What is being typed, and what for. */
export interface Prompt {
  readonly for: "text" | "reason";
  readonly typed: string;
}

export interface BrowseState {
  readonly findings: readonly Finding[];
  /** Those that pass the filters, in the order of the review. */
  readonly listed: readonly Finding[];
  readonly filters: Filters;
  /** Place in `listed`. */
  readonly chosen: number;
  readonly pane: Pane;
  /** First line shown of what is longer than the screen. */
  readonly scroll: number;
  readonly prompt: Prompt | null;
  /** What the last key came to. */
  readonly note: string;
  /** Ids that were accepted here. */
  readonly accepted: ReadonlySet<string>;
}

export function browsing(findings: readonly Finding[]): BrowseState {
  return {
    findings,
    listed: findings,
    filters: noFilters,
    chosen: 0,
    pane: "list",
    scroll: 0,
    prompt: null,
    note: "",
    accepted: new Set(),
  };
}

export function chosenOf({ listed, chosen }: BrowseState): Finding | undefined {
  return listed[chosen];
}

/** Another filter; the chosen finding stays chosen where it still passes. */
export function filtered(state: BrowseState, change: Partial<Filters>): BrowseState {
  const filters = { ...state.filters, ...change };
  const listed = state.findings.filter((finding) => passes(finding, filters));
  const before = chosenOf(state);
  const chosen = Math.max(0, before ? listed.indexOf(before) : 0);
  return { ...state, filters, listed, chosen, scroll: 0 };
}

function passes(finding: Finding, { severity, reviewer, path, text }: Filters): boolean {
  return (
    (severity === null || isAtLeast(finding.severity, severity)) &&
    (reviewer === null || finding.reviewers.includes(reviewer)) &&
    (path === null || finding.path === path) &&
    wordsOf(text).every((word) => haystack(finding).includes(word))
  );
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

function haystack({ title, path, rule = "", issue, id }: Finding): string {
  return [title, path, rule, issue, id].join("\n").toLowerCase();
}

/** All, then from the worst to the mildest that there are, then all again. */
export function nextSeverity({ findings, filters }: BrowseState): Severity | null {
  const there = severities.filter((severity) => findings.some((finding) => finding.severity === severity));
  // At least as bad as the mildest is what "all" says too.
  return following(there.slice(0, -1), filters.severity);
}

/** All, then each reviewer that found something, then all again. */
export function nextReviewer({ findings, filters }: BrowseState): string | null {
  const names = [...new Set(findings.flatMap(({ reviewers }) => reviewers))].sort();
  return following(names, filters.reviewer);
}

function following<T>(values: readonly T[], now: T | null): T | null {
  if (now === null) return values[0] ?? null;
  return values[values.indexOf(now) + 1] ?? null;
}

/** The chosen finding so many places further down, or up; never past an end. */
export function moved(state: BrowseState, by: number): BrowseState {
  const chosen = Math.max(0, Math.min(state.listed.length - 1, state.chosen + by));
  return { ...state, chosen, scroll: 0 };
}
