/** The entries of a baseline as a table for a terminal: when each ends, where it is, who answers for it, why. */
import { plural } from "../lib/text.js";
import type { Accepted } from "../model/baseline.js";

/** The next to end first. */
export function baselineTable(entries: readonly Accepted[], today: string): string {
  if (entries.length === 0) return "nothing is accepted";
  const sorted = entries
    .map((entry, place) => ({ entry, place }))
    .sort((a, b) =>
      a.entry.until < b.entry.until ? -1 : a.entry.until > b.entry.until ? 1 : a.place - b.place,
    )
    .map(({ entry }) => entry);
  const rows = sorted.map((entry) => [
    entry.until < today ? `${entry.until} lapsed` : entry.until,
    entry.id,
    entry.rule ?? "-",
    entry.path,
    entry.owner ?? "-",
    oneLine(entry.reason),
  ]);
  const table = aligned([["until", "id", "rule", "path", "owner", "reason"], ...rows]);
  const lapsed = entries.filter(({ until }) => until < today).length;
  const note = lapsed === 0 ? "" : `, ${lapsed} of them lapsed`;
  return `${table}\n\n${plural(entries.length, "entry", "entries")}${note}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const last = widths.length - 1;
  return rows
    .map((row) => row.map((cell, i) => (i === last ? cell : cell.padEnd(widths[i] ?? 0))).join("  "))
    .join("\n");
}
