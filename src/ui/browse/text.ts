/** A finding as rows of text: what, where, why, how it gets there, what to do. */
import { normaliseQuote } from "../../lib/text.js";
import { visible, visibleCode } from "../../lib/visible.js";
import { displayWidth, wrap } from "../../lib/width.js";
import type { Finding, Place } from "../../model/finding.js";
import { type Row, type Style, fitRow, span } from "../rows.js";
import { placeText, severityStyle, severityText } from "./words.js";

/** Lines around the place that help to recognise it. */
const context = 3;
const indent = "  ";

/**
 * @param source the file as it is on the disk now; null where it cannot be read
 */
export function findingRows(finding: Finding, source: string | null, columns: number): readonly Row[] {
  const { severity, title, id, rule, reviewers, confidence, within } = finding;
  const about = [
    ...(rule === undefined ? [] : [rule]),
    reviewers.join(", "),
    `${Math.round(confidence * 100)} % sure`,
    ...(finding.change === undefined ? [] : [finding.change]),
    id,
  ];
  const page = new Page(columns);
  page.add([span(`${severityText(severity)}  `, severityStyle(severity)), span(visible(title), "bold")]);
  page.add([span(placeText(finding), "cyan"), span(within === undefined ? "" : `  in ${visible(within)}`)]);
  page.add([span(visible(about.join(" · ")), "dim")]);
  page.code(excerptOf(finding, source));
  page.prose("", finding.issue);
  page.prose("Why it matters", finding.risk);
  page.prose("What happens", finding.scenario);
  page.places("How the value gets there", finding.steps ?? [], true);
  page.prose("Fix", finding.recommendation);
  if (finding.patch) page.code(patchOf(finding.patch));
  page.places("Also", finding.also, false);
  page.prose("Checked", finding.proof.map(({ evidence }) => evidence).join(" "));
  page.prose("Doubt", finding.doubt);
  page.prose("Other opinions", opinionsOf(finding));
  page.prose(
    "Other tools",
    (finding.tools ?? []).map(({ name, rule: own }) => (own ? `${name} (${own})` : name)).join(", "),
  );
  return page.rows;
}

function opinionsOf({ opinions = [] }: Finding): string {
  return opinions
    .map(({ reviewer, severity, reason }) => `${reviewer} calls it ${severity}${reason ? `: ${reason}` : ""}`)
    .join(". ");
}

interface Excerpt {
  readonly lines: readonly { readonly number: number | null; readonly text: string; readonly style: Style }[];
  readonly remark?: string;
}

/** With the lines around it where the file still has the place; else what the review saw. */
function excerptOf({ lines, quote }: Finding, source: string | null): Excerpt {
  const all = source?.split(/\r\n|\r|\n/) ?? [];
  const start = lines === null ? null : placeOf(all, lines.start, quote);
  if (start === null) {
    const remark =
      lines === null || quote === ""
        ? ""
        : "the file does not have these lines any more; this is what was reviewed";
    return { lines: quoteLines(quote, lines?.start ?? null), ...(source === null ? {} : { remark }) };
  }
  const end = start + quote.split("\n").length - 1;
  const from = Math.max(1, start - context);
  const shown = all.slice(from - 1, end + context).map((text, i) => {
    const number = from + i;
    return { number, text, style: number >= start && number <= end ? ("plain" as const) : ("dim" as const) };
  });
  return { lines: shown, ...(start === lines?.start ? {} : { remark: `now at line ${start}` }) };
}

function quoteLines(quote: string, start: number | null): Excerpt["lines"] {
  if (quote === "") return [];
  return quote
    .split("\n")
    .map((text, i) => ({ number: start === null ? null : start + i, text, style: "plain" }));
}

/** The line where the quote stands now: where it was, or else the only place that has it. */
function placeOf(all: readonly string[], start: number, quote: string): number | null {
  const wanted = normaliseQuote(quote);
  const height = quote.split("\n").length;
  const hasIt = (line: number): boolean =>
    normaliseQuote(all.slice(line - 1, line - 1 + height).join("\n")) === wanted;
  if (wanted === "") return null;
  if (hasIt(start)) return start;
  const places = all.flatMap((_, i) => (hasIt(i + 1) ? [i + 1] : []));
  return places.length === 1 ? (places[0] ?? null) : null;
}

function patchOf({ lines, text }: NonNullable<Finding["patch"]>): Excerpt {
  if (text === "") return { lines: [], remark: `take out lines ${lines.start} to ${lines.end}` };
  return {
    lines: text.split("\n").map((line) => ({ number: null, text: `+ ${line}`, style: "green" })),
    remark: `in place of ${lines.start === lines.end ? `line ${lines.start}` : `lines ${lines.start} to ${lines.end}`}`,
  };
}

/** Rows that fit, added from top to bottom. */
class Page {
  readonly rows: Row[] = [];

  constructor(private readonly columns: number) {}

  add(row: Row): void {
    this.rows.push(fitRow(row, this.columns));
  }

  /** A paragraph behind a blank line; nothing where there is nothing to say. */
  prose(label: string, text: string | undefined): void {
    const said = visible((text ?? "").replace(/\s+/gu, " ").trim());
    if (said === "") return;
    this.add([]);
    if (label !== "") this.add([span(label, "bold")]);
    for (const line of wrap(said, this.columns - indent.length)) this.add([span(indent + line)]);
  }

  code({ lines, remark }: Excerpt): void {
    if (lines.length === 0 && !remark) return;
    this.add([]);
    if (remark) this.add([span(indent + remark, "dim")]);
    const width = Math.max(...lines.map(({ number }) => String(number ?? "").length));
    for (const { number, text, style } of lines) {
      const isOwn = style !== "dim";
      const gutter = `${isOwn ? "> " : indent}${String(number ?? "").padStart(width)} `;
      const shown = visibleCode(text).replaceAll("\t", "  ");
      // What the finding is about is shown whole, what is around it as far as it fits.
      const pieces = isOwn ? folded(shown, this.columns - gutter.length) : [shown];
      for (const [i, piece] of pieces.entries())
        this.add([span(i === 0 ? gutter : " ".repeat(gutter.length), "dim"), span(piece, style)]);
    }
  }

  places(label: string, places: readonly Place[], isNumbered: boolean): void {
    if (places.length === 0) return;
    this.add([]);
    this.add([span(label, "bold")]);
    for (const [i, place] of places.entries()) {
      const note = visible((place.note ?? firstLine(place.quote)).replace(/\s+/gu, " ").trim());
      const number = isNumbered ? `${i + 1}. ` : "";
      this.add([span(`${indent}${number}`), span(placeText(place), "cyan")]);
      for (const line of wrap(note, this.columns - 6)) this.add([span(`${indent}   ${line}`)]);
    }
  }
}

/** The text in pieces that fit, at most a few of them: a line may be a whole minified file. */
function folded(text: string, columns: number): readonly string[] {
  const pieces: string[] = [""];
  let width = 0;
  for (const character of text) {
    const more = displayWidth(character);
    if (width + more > Math.max(4, columns)) {
      if (pieces.length === mostPieces)
        return [...pieces.slice(0, -1), `${(pieces.at(-1) ?? "").slice(0, -1)}…`];
      pieces.push("");
      width = 0;
    }
    pieces[pieces.length - 1] += character;
    width += more;
  }
  return pieces;
}

const mostPieces = 6;

function firstLine(quote: string): string {
  return quote.split("\n").find((line) => line.trim() !== "") ?? "";
}
