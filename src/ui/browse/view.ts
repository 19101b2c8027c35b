/** Lays out the finding browser: rows for any terminal, of which only those that fit are made; pure. */
import { grouped, plural } from "../../lib/text.js";
import { visible } from "../../lib/visible.js";
import { displayWidth, fit, fitEnd, wrap } from "../../lib/width.js";
import type { Finding } from "../../model/finding.js";
import { type Row, type Size, fitRow, padded, span } from "../rows.js";
import { type BrowseState, chosenOf } from "./state.js";
import { findingRows } from "./text.js";
import { keys, placeText, severityStyle, severityText } from "./words.js";

/** The file of the chosen finding as it is now, where it was read. */
export interface Source {
  readonly path: string;
  readonly text: string | null;
}

/** Rows above and below the list or the text: heading, and the line of keys, notes and prompts. */
const frameRows = 2;

/** Rows of the list or of the text that fit; one at least. */
export function pageOf({ rows }: Size): number {
  // The last row of a terminal stays empty: writing its last column would scroll.
  return Math.max(1, rows - 1 - frameRows);
}

export function browseRows(state: BrowseState, source: Source | null, size: Size): readonly Row[] {
  const columns = Math.max(1, size.columns - 1);
  const page = pageOf(size);
  const body = bodyRows(state, source, { columns, page });
  const rows =
    size.rows <= frameRows
      ? body
      : [headingRow(state), ...body, ...blank(page - body.length), lastRow(state, columns)];
  return rows.slice(0, Math.max(1, size.rows - 1)).map((row) => fitRow(row, columns));
}

/** All rows of what is read now, of which a page is shown. */
export function textRows(state: BrowseState, source: Source | null, size: Size): readonly Row[] {
  const finding = chosenOf(state);
  const columns = Math.max(1, size.columns - 1);
  if (state.pane === "help") return helpRows(columns);
  if (state.pane === "list" || !finding) return [];
  return findingRows(finding, source?.path === finding.path ? source.text : null, columns);
}

interface Room {
  readonly columns: number;
  readonly page: number;
}

function bodyRows(state: BrowseState, source: Source | null, { columns, page }: Room): readonly Row[] {
  if (state.pane !== "list") {
    const size = { columns: columns + 1, rows: page };
    return textRows(state, source, size).slice(state.scroll, state.scroll + page);
  }
  if (state.listed.length === 0)
    return [[span("  no finding passes these filters; x takes them away", "dim")]];
  const first = firstShown(state, page);
  return state.listed
    .slice(first, first + page)
    .map((finding, i) => listRow(finding, { columns, isChosen: first + i === state.chosen, state }));
}

/** The chosen one stands in the middle, but at the ends. */
function firstShown({ listed, chosen }: BrowseState, page: number): number {
  return Math.max(0, Math.min(listed.length - page, chosen - Math.floor(page / 2)));
}

interface Standing {
  readonly columns: number;
  readonly isChosen: boolean;
  readonly state: BrowseState;
}

function listRow(finding: Finding, { columns, isChosen, state }: Standing): Row {
  const mark = isChosen ? "> " : "  ";
  const severity = padded(severityText(finding.severity), 11);
  const left = columns - 2 - 11;
  const where = left < 40 ? "" : fitEnd(placeText(finding), Math.floor(left * 0.45));
  const title = fit(visible(finding.title), Math.max(4, left - displayWidth(where) - 2));
  const isAccepted = state.accepted.has(finding.id);
  const what = padded(
    isAccepted ? fit(`accepted: ${title}`, left - displayWidth(where) - 2) : title,
    left - displayWidth(where),
  );
  if (isChosen) return [span(padded(mark + severity + what + where, columns), "chosen")];
  return [
    span(mark),
    span(severity, severityStyle(finding.severity)),
    span(what, isAccepted ? "dim" : "plain"),
    span(where, "dim"),
  ];
}

function headingRow(state: BrowseState): Row {
  const { listed, findings, filters, chosen, pane } = state;
  const all = findings.length === listed.length;
  const count = all
    ? plural(findings.length, "finding")
    : `${grouped(listed.length)} of ${plural(findings.length, "finding")}`;
  const place = pane === "finding" ? `finding ${grouped(chosen + 1)} of ${grouped(listed.length)}` : count;
  const chosenFilters = [
    ...(filters.severity === null ? [] : [`${filters.severity} and worse`]),
    ...(filters.reviewer === null ? [] : [`reviewer ${filters.reviewer}`]),
    ...(filters.path === null ? [] : [`file ${filters.path}`]),
    ...(filters.text === "" ? [] : [`"${filters.text}"`]),
  ];
  return [span(place, "bold"), span(chosenFilters.map((text) => ` · ${visible(text)}`).join(""), "cyan")];
}

function lastRow({ prompt, note, pane }: BrowseState, columns: number): Row {
  if (prompt) {
    const label = prompt.for === "text" ? "search: " : "reason for accepting it: ";
    return [
      span(label, "bold"),
      span(fitEnd(`${visible(prompt.typed)}_`, Math.max(2, columns - label.length))),
    ];
  }
  if (note !== "") return [span(visible(note), "yellow")];
  if (pane === "help") return [span("any key goes back", "dim")];
  const own = pane === "finding" ? ["↑↓ scroll", "n p next, previous", "esc list"] : [];
  const hints = keys.map(([, , short]) => short).filter((short) => short !== "");
  const shown = pane === "finding" ? [...own, ...hints.slice(hints.indexOf("a accept"))] : hints;
  return [span(fitting(shown, columns), "dim")];
}

/** As many hints as fit; the last two, help and quit, before all others. */
function fitting(hints: readonly string[], columns: number): string {
  const last = hints.slice(-2).join("  ");
  let shown = "";
  for (const hint of hints.slice(0, -2)) {
    if (displayWidth(`${shown}${hint}  ${last}`) > columns) break;
    shown += `${hint}  `;
  }
  return shown + last;
}

function helpRows(columns: number): readonly Row[] {
  const width = 9;
  return keys.flatMap(([name, what]) => {
    const lines = wrap(what, Math.max(10, columns - width - 2));
    return lines.map((line, i): Row => [span(padded(i === 0 ? name : "", width), "bold"), span(line)]);
  });
}

function blank(count: number): readonly Row[] {
  return Array.from({ length: Math.max(0, count) }, () => []);
}
