/** Holds the checklists of the project's plans against its code: which named things are there, and where. */
import { Lines } from "../lib/text.js";
import { nameOf } from "../lib/paths.js";
import type { ChecklistItem, SurveyedFile } from "../model/survey.js";

type Files = ReadonlyMap<string, SurveyedFile>;

/** Items of Markdown checklists that name something of this code; in the order of files and lines. */
export function readChecklist(files: Files): readonly ChecklistItem[] {
  const places = new NamedPlaces(files);
  return [...files.values()].filter(isPlan).flatMap(({ source }) => {
    const items = readItems(source.path, source.text, places);
    return isAboutThisCode(items) ? items : [];
  });
}

/** Templates for issues and pull requests have boxes too, and they are no plan. */
function isPlan({ source, tree }: SurveyedFile): boolean {
  const { path } = source;
  return (
    tree.family === "text" && /\.(?:md|markdown)$/i.test(path) && !/template|(?:^|\/)\.github\//i.test(path)
  );
}

/** `- [x] Add get_state/1`: the box, then the text. */
const box = /^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\[([ xX])\][ \t]+(.+)$/gm;

function readItems(path: string, text: string, places: NamedPlaces): readonly ChecklistItem[] {
  const lines = new Lines(text);
  return Array.from(text.matchAll(box), (match) => {
    const [whole, mark, said = ""] = match;
    const span = { start: match.index + whole.length - said.length, end: match.index + whole.length };
    const names = namesIn(said).map((name) => ({ name, place: places.of(name) }));
    return { path, line: lines.range(span).start, span, text: said.trim(), isDone: mark !== " ", names };
  }).filter(({ names }) => names.length > 0);
}

/** Code spans that can only be names of this code: with a call, an arity, an inner capital, an underscore or a path. */
function namesIn(text: string): readonly string[] {
  const spans = Array.from(text.matchAll(/`([^`\s]+)`/g), (match) => match[1] ?? "");
  return [...new Set(spans.filter((span) => isFilePath(span) || isTelling(span)))];
}

function isFilePath(span: string): boolean {
  return /^[\w.@-]+(?:\/[\w.@-]+)+\.[a-z]{1,4}$/.test(span);
}

function isTelling(span: string): boolean {
  const isName = /^[A-Za-z_][\w.]*[\w?!](?:\(\)|\/\d+)?$/.test(span);
  return isName && span.length > 3 && (/[a-z][A-Z]|_|\(\)$|\/\d+$/.test(span) || /^[A-Z]\w*\./.test(span));
}

/** A plan of which most is found nowhere is about other code than what is reviewed. */
const leastFound = 3;
const leastShareFound = 0.6;

function isAboutThisCode(items: readonly ChecklistItem[]): boolean {
  const names = items.filter(({ isDone }) => isDone).flatMap((item) => item.names);
  const found = names.filter(({ place }) => place !== null).length;
  return found >= leastFound && found >= names.length * leastShareFound;
}

type Definitions = ReadonlyMap<string, { readonly path: string; readonly offset: number }>;

/** Where a name stands in the code: its definition if there is one, else the first mention. */
class NamedPlaces {
  #known: Definitions | undefined;

  constructor(readonly files: Files) {}

  /** Most projects have no plan that names anything. */
  get #definitions(): Definitions {
    return (this.#known ??= definitionsIn(this.files));
  }

  of(written: string): ChecklistItem["names"][number]["place"] {
    // `arrow_metrics.rs` may be a member's name or a file's.
    const path = written.includes(".") ? this.#fileOf(written) : undefined;
    if (path !== undefined) return { path, line: null };
    if (isFilePath(written)) return null;
    const name = written.replace(/\(\)$|\/\d+$/, "");
    const defined = this.#definitions.get(name) ?? this.#definitions.get(lastPart(name));
    if (defined) return { path: defined.path, line: this.#lineOf(defined.path, defined.offset) };
    return this.#mention(lastPart(name));
  }

  #fileOf(written: string): string | undefined {
    return [...this.files.keys()].find((each) => each === written || each.endsWith(`/${written}`));
  }

  #mention(name: string): ChecklistItem["names"][number]["place"] {
    for (const [path, { outline, tree }] of this.files) {
      const offset = tree.family === "text" ? undefined : outline.mentions.get(name)?.[0];
      if (offset !== undefined) return { path, line: this.#lineOf(path, offset) };
      if (nameOf(path).replace(/\.\w+$/, "") === name) return { path, line: null };
    }
    return null;
  }

  #lineOf(path: string, offset: number): number {
    const text = this.files.get(path)?.source.text ?? "";
    return new Lines(text).range({ start: offset, end: offset }).start;
  }
}

function definitionsIn(files: Files): Definitions {
  const definitions = new Map<string, { readonly path: string; readonly offset: number }>();
  for (const { source, outline } of [...files.values()].sort(testsLast))
    for (const { name, nameSpan } of outline.definitions)
      for (const known of new Set([name, lastPart(name)]))
        if (!definitions.has(known)) definitions.set(known, { path: source.path, offset: nameSpan.start });
  return definitions;
}

function testsLast(a: SurveyedFile, b: SurveyedFile): number {
  return Number(a.source.isTest) - Number(b.source.isTest);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
