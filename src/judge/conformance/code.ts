/** The surveyed project as statements are held against it: what runs, what tests, what configures, what is only prose. */
import { Lines } from "../../lib/text.js";
import type { Place } from "../../model/finding.js";
import type { Outline } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";

export interface CodeFile {
  readonly path: string;
  /** Comments and documentation are blanks, so that they can never be taken for code; offsets are those of the source. */
  readonly text: string;
  /** The same without imports, and blank for a manifest: who imports a thing has not used it yet. */
  readonly deeds: string;
  readonly lines: Lines;
  readonly outline: Outline;
  /** Every identifier with its offset, in source order. */
  readonly names: readonly { readonly name: string; readonly at: number }[];
}

/** A stretch of one file. */
export interface Part extends Span {
  readonly file: CodeFile;
}

export interface Code {
  /** What runs. */
  readonly files: readonly CodeFile[];
  readonly tests: readonly CodeFile[];
  /** Manifests, Dockerfiles, schemas, settings. */
  readonly texts: readonly CodeFile[];
  /** Markdown and the like; evidence for statements about documentation only. */
  readonly prose: readonly CodeFile[];
  /** Where each function, class, constant and type of the running code is defined. */
  readonly definitions: ReadonlyMap<string, readonly Part[]>;
  /** Whether any parsed source holds a credential. */
  readonly secret: Place | null;
}

export function readCode({ files }: Survey): Code {
  const running: CodeFile[] = [];
  const tests: CodeFile[] = [];
  const texts: CodeFile[] = [];
  const prose: CodeFile[] = [];
  for (const file of files.values()) {
    const read = readFile(file);
    if (/\.(?:md|markdown|txt|rst|adoc)$/i.test(file.source.path) && !/requirements/.test(file.source.path))
      prose.push(read);
    else if (file.source.isTest) tests.push(read);
    else if (file.tree.family === "text") texts.push(read);
    else running.push(read);
    if (file.outline.functions.some(({ isTest }) => isTest)) tests.push(testsWithin(file));
  }
  return {
    files: running,
    tests,
    texts,
    prose,
    definitions: definitionsOf(running),
    secret: secretIn([...files.values()]),
  };
}

function readFile({ source, outline, tree }: SurveyedFile): CodeFile {
  const silent =
    tree.family === "text"
      ? commentsOfText(source.text)
      : [...outline.comments, ...documentation(source.text)];
  const inner = outline.functions.filter(({ isTest }) => isTest === true && !source.isTest);
  const hidden = [...silent, ...inner.map(({ span }) => span)];
  return {
    path: source.path,
    text: blank(source.text, hidden),
    deeds: isManifest(source.path)
      ? ""
      : blank(source.text, [...hidden, ...outline.imports.map(({ span }) => span)]),
    lines: new Lines(source.text),
    outline,
    names: [...outline.mentions]
      .flatMap(([name, offsets]) => offsets.map((at) => ({ name, at })))
      .filter(({ at }) => !hidden.some(({ start, end }) => at >= start && at < end))
      .sort((a, b) => a.at - b.at),
  };
}

/** What names its parts and its dependencies and does nothing itself. */
function isManifest(path: string): boolean {
  return /(?:\.(?:json|toml|lock|mod|sum|xml|cfg|gradle|txt)|(?:^|\/)(?:Pipfile|Gemfile))$/.test(path);
}

/** Rust keeps its tests beside the code they test. */
function testsWithin({ source, outline }: SurveyedFile): CodeFile {
  const kept = outline.functions.filter(({ isTest }) => isTest).map(({ span }) => span);
  const others: Span[] = [];
  let from = 0;
  for (const { start, end } of kept) {
    others.push({ start: from, end: Math.max(from, start) });
    from = Math.max(from, end);
  }
  others.push({ start: from, end: source.text.length });
  const text = blank(source.text, [...others, ...outline.comments]);
  return { path: source.path, text, deeds: text, lines: new Lines(source.text), outline, names: [] };
}

function blank(text: string, spans: readonly Span[]): string {
  let result = text;
  for (const { start, end } of spans)
    result = result.slice(0, start) + result.slice(start, end).replace(/[^\n\r]/g, " ") + result.slice(end);
  return result;
}

/** Documentation strings of Python stand after a colon or at the beginning; those of Elixir after an attribute. */
function documentation(text: string): readonly Span[] {
  return Array.from(
    text.matchAll(/(^|:[ \t]*\r?\n|@(?:module|type)?doc[ \t]*)(\s*)[rRuU]?("""|''')[\s\S]*?\3/g),
    ({ index, 0: whole, 1: before = "" }) => ({ start: index + before.length, end: index + whole.length }),
  );
}

function commentsOfText(text: string): readonly Span[] {
  return Array.from(text.matchAll(/^[ \t]*(?:#(?!!)|--|\/\/)[^\n]*/gm), ({ index, 0: whole }) => ({
    start: index,
    end: index + whole.length,
  }));
}

const constructors = /^(?:__init__|__post_init__|constructor|new|init)$/;

function definitionsOf(files: readonly CodeFile[]): ReadonlyMap<string, readonly Part[]> {
  const found = new Map<string, Part[]>();
  for (const file of files) {
    for (const { name, kind, span } of file.outline.definitions) {
      const parts = kind === "class" || kind === "type" ? withoutMethods(file, span) : [{ file, ...span }];
      found.set(name, [...(found.get(name) ?? []), ...parts]);
    }
  }
  return found;
}

/** Who names a class uses its fields and its constructor, not all it can do. */
function withoutMethods(file: CodeFile, span: Span): readonly Part[] {
  const methods = file.outline.functions
    .filter(
      (each) => each.span.start > span.start && each.span.end <= span.end && !constructors.test(each.name),
    )
    .sort((a, b) => a.span.start - b.span.start);
  const parts: Part[] = [];
  let from = span.start;
  for (const method of methods) {
    if (method.span.start > from) parts.push({ file, start: from, end: method.span.start });
    from = Math.max(from, method.span.end);
  }
  if (span.end > from) parts.push({ file, start: from, end: span.end });
  return parts;
}

function secretIn(files: readonly SurveyedFile[]): Place | null {
  for (const { source, secrets } of files) {
    const [secret] = secrets;
    if (secret && !source.isTest)
      return { path: source.path, lines: new Lines(source.text).range(secret), quote: "" };
  }
  return null;
}

/** A whole file as a part. */
export function wholeOf(file: CodeFile): Part {
  return { file, start: 0, end: file.text.length };
}

export function textOf({ file, start, end }: Part): string {
  return file.text.slice(start, end);
}

/** The place of an offset: its line, quoted. */
export function placeAt(file: CodeFile, start: number, note?: string): Place {
  const line = file.lines.lineAt(start);
  const quote = file.lines.line(line).trim();
  return {
    path: file.path,
    lines: { start: line, end: line },
    quote,
    ...(note === undefined ? {} : { note }),
  };
}

/** As `textOf`, without imports. */
export function deedsOf({ file, start, end }: Part): string {
  return file.deeds.slice(start, end);
}

/** First match of the pattern in the parts, in all their text or in what they do. */
export function findIn(
  parts: readonly Part[],
  pattern: RegExp,
  read: (part: Part) => string = textOf,
): { readonly file: CodeFile; readonly at: number } | null {
  for (const part of parts) {
    const at = read(part).search(pattern);
    if (at !== -1) return { file: part.file, at: part.start + at };
  }
  return null;
}
