/** A candidate as judges see it: numbered lines without names and credentials, and a copy without praise. */
import { hash } from "../lib/hash.js";
import { Lines } from "../lib/text.js";
import { visible } from "../lib/visible.js";
import type { Place } from "../model/finding.js";
import type { Exhibit } from "../model/jury.js";
import type { LineRange } from "../model/source.js";
import type { SurveyedFile } from "../model/survey.js";
import { type Rename, withoutNames } from "./jury-names.js";
import { type Removable, type ShownProse, proseLines, strip } from "./jury-praise.js";
import type { PrivateKind } from "./private-data.js";
import { ShownSources } from "./shown-source.js";
import { tokensOf } from "./tokens.js";

export const looks = ["as written", "without praise"] as const;
export type Look = (typeof looks)[number];

export interface ShownFile {
  readonly path: string;
  /** The path without names of candidates. */
  readonly name: string;
  /** As a report may quote them: credentials masked, names as they are. */
  readonly lines: readonly string[];
  /** As judges read them, line for line. */
  readonly shown: Readonly<Record<Look, readonly string[]>>;
}

export interface Removed {
  readonly what: Removable;
  readonly place: Place;
}

export interface ShownCandidate {
  readonly id: string;
  readonly files: readonly ShownFile[];
  readonly removed: readonly Removed[];
  /** One where there is nothing to take out. */
  readonly looks: readonly Look[];
  /** Named by what is shown, so that equal code has equal letters and an equal place in the store. */
  readonly content: string;
  /** An estimate. */
  readonly tokens: number;
}

/** Rules whose hits talk to whoever reads the code for a machine. */
const baits: ReadonlySet<string> = new Set(["instruction-to-reviewer", "hidden-text"]);

export function showCandidate(exhibit: Exhibit, redact: readonly PrivateKind[]): ShownCandidate {
  const rename = withoutNames(exhibit.names);
  const sources = new ShownSources(exhibit.survey, redact);
  const names = new Set<string>();
  const files = [...exhibit.survey.files.values()].map((file) =>
    showFile(file, { exhibit, rename, sources, names }),
  );
  const texts = files.map(({ file: { name, shown } }) => `${name}\n${shown["as written"].join("\n")}`);
  return {
    id: exhibit.id,
    files: files.map(({ file }) => file),
    removed: files.flatMap(({ removed }) => removed),
    looks: files.some(({ file }) => isChanged(file)) ? looks : ["as written"],
    content: hash(JSON.stringify(texts), 64),
    tokens: tokensOf(texts.join("\n")),
  };
}

function isChanged({ shown }: ShownFile): boolean {
  return shown["as written"].some((line, i) => line !== shown["without praise"][i]);
}

interface Showing {
  readonly exhibit: Exhibit;
  readonly rename: Rename;
  readonly sources: ShownSources;
  /** Given so far: two paths may differ in a name alone. */
  readonly names: Set<string>;
}

interface Shown {
  readonly file: ShownFile;
  readonly removed: readonly Removed[];
}

function showFile(file: SurveyedFile, { exhibit, rename, sources, names }: Showing): Shown {
  const { path } = file.source;
  const name = freeName(rename(visible(path)), names);
  const lines = sources.lines(path);
  const plain = [...lines];
  const removed: Removed[] = [];
  for (const { number, text, removed: kinds } of strip(proseIn(file, lines, baitedLines(exhibit, path)))) {
    plain[number - 1] = text;
    const place = { path, lines: { start: number, end: number }, quote: lines[number - 1]?.trim() ?? "" };
    removed.push(...[...new Set(kinds)].map((what) => ({ what, place })));
  }
  const orders = ordersOf(exhibit, path, removed);
  for (const number of linesOf(orders)) plain[number - 1] = withoutStrings(plain[number - 1] ?? "");
  const shown = { "as written": lines.map(rename), "without praise": plain.map(rename) };
  return { file: { path, name, lines, shown }, removed: [...removed, ...orders] };
}

/** The prose of a file as it is shown. */
function proseIn(
  file: SurveyedFile,
  lines: readonly string[],
  orders: ReadonlySet<number>,
): readonly ShownProse[] {
  const original = new Lines(file.source.text);
  return proseLines(file).flatMap(({ number, column }) => {
    const line = lines[number - 1] ?? "";
    // What stands before a comment may be shown otherwise than it is, and then the comment begins elsewhere.
    if (!line.startsWith(original.line(number).slice(0, column))) return [];
    return [{ number, column, line, isOrder: orders.has(number) }];
  });
}

function freeName(wanted: string, names: Set<string>): string {
  let name = wanted;
  for (let i = 2; names.has(name); i++) name = `${wanted} (${i})`;
  names.add(name);
  return name;
}

function baitedLines({ review }: Exhibit, path: string): ReadonlySet<number> {
  const hits = review.findings.filter((each) => each.path === path && isBait(each.rule));
  return new Set(hits.flatMap(({ lines }) => numbersIn(lines)));
}

function linesOf(orders: readonly Removed[]): readonly number[] {
  return orders.flatMap(({ place }) => numbersIn(place.lines));
}

function numbersIn(lines: LineRange | null): readonly number[] {
  return lines ? Array.from({ length: lines.end - lines.start + 1 }, (_, i) => lines.start + i) : [];
}

function isBait(rule: string | undefined): boolean {
  return rule !== undefined && baits.has(rule);
}

/** Orders that a rule found where no prose was taken out: in a string, a name, between the lines. */
function ordersOf({ review }: Exhibit, path: string, known: readonly Removed[]): readonly Removed[] {
  return review.findings
    .filter((finding) => finding.path === path && isBait(finding.rule))
    .filter(({ lines }) => !known.some(({ place }) => place.lines?.start === lines?.start))
    .map(({ lines, quote }) => ({ what: "order" as const, place: { path, lines, quote } }));
}

/** A string keeps its quotes, so that the code stays what it is. */
function withoutStrings(line: string): string {
  return line.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, "$1$1");
}
