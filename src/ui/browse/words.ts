/** Words and signs of the finding browser. */
import { visible } from "../../lib/visible.js";
import type { Finding, Place } from "../../model/finding.js";
import type { Severity } from "../../model/severity.js";
import type { Style } from "../rows.js";

/** A sign beside the word, so that nothing hangs on colour alone. */
const signs: Readonly<Record<Severity, string>> = {
  critical: "✖",
  high: "✖",
  medium: "▲",
  low: "•",
  info: "·",
};

export function severityText(severity: Severity): string {
  return `${signs[severity]} ${severity}`;
}

export function severityStyle(severity: Severity): Style {
  if (severity === "critical" || severity === "high") return "red";
  return severity === "medium" ? "yellow" : "dim";
}

/** `src/a.ts:7-9`, harmless. */
export function placeText({ path, lines }: Pick<Place | Finding, "path" | "lines">): string {
  if (!lines) return visible(path);
  const { start, end } = lines;
  return visible(`${path}:${start}${end > start ? `-${end}` : ""}`);
}

/** Keys and what they do, for the help and the last line of the screen. */
export const keys: readonly (readonly [keys: string, what: string, short: string])[] = [
  ["↑ ↓ j k", "up and down; page keys, space, g and G for more", "↑↓ move"],
  ["enter →", "read a finding; esc or ← goes back to the list", "enter read"],
  ["n p", "next and previous finding while reading", ""],
  ["/", "only findings that hold these words: in title, path, rule, text or id", "/ search"],
  ["s", "only findings at least this bad: one step milder each time, then all", "s severity"],
  ["r", "only what this reviewer found: the next one each time, then all", "r reviewer"],
  ["f", "only findings of the chosen one's file, or of all again", "f file"],
  ["x esc", "all filters away", ""],
  ["a", "accept the finding: asks for a reason and writes it into the baseline", "a accept"],
  ["e", "open the place in $VISUAL or $EDITOR", "e edit"],
  ["c", "copy the fix to the terminal's clipboard", "c copy fix"],
  ["?", "this help", "? help"],
  ["q", "leave", "q quit"],
];
