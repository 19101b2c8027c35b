/** What the framework pages of one family say, in the form in which it is asked for at each name and call. */
import type { Entry, Harm } from "../../model/flow.js";
import type { Framework } from "../../model/framework.js";
import { Lookup } from "./lookup.js";
import { type SinkNames, sinkNamesOf } from "./reach.js";

type SourcePart = Framework["sources"][number];
export type Sink = Framework["sinks"][number];
export type Propagator = Framework["propagators"][number];
export type Sanitizer = Framework["sanitizers"][number];

/** Outside data, the harms it cannot do, and which parameter of a function it is. */
export interface Outside {
  readonly entry: Entry;
  readonly except: readonly Harm[] | null;
  readonly parameter: SourcePart["parameter"];
  /** The argument that is filled instead of a result. */
  readonly fills?: number | undefined;
}

export interface ExportedSource extends Outside {
  readonly names: ReadonlySet<string>;
  readonly files: readonly RegExp[];
}

export interface Vocabulary {
  /** Expressions and parameters that are outside data. */
  readonly sources: Lookup<Outside>;
  readonly decorators: Lookup<Outside>;
  readonly handlers: Lookup<Outside>;
  readonly exported: readonly ExportedSource[];
  readonly sinks: Lookup<Sink>;
  readonly assigned: Lookup<Sink>;
  readonly propagators: Lookup<Propagator>;
  readonly sanitizers: Lookup<Sanitizer>;
  readonly checks: Lookup<Sanitizer>;
  /** Words without one of which a text holds no source. */
  readonly sourceWords: RegExp;
  /** The same without what only decorators and registrations say. */
  readonly readWords: RegExp;
  /** Names that sinks are called by. */
  readonly sinkNames: SinkNames;
  /** Full names of types, by simple name. */
  readonly typeNames: ReadonlyMap<string, ReadonlySet<string>>;
}

export function readVocabulary(pages: readonly Framework[]): Vocabulary {
  const sources = pages.flatMap((page) => page.sources);
  const sinks = pages.flatMap((page) => page.sinks);
  const sanitizers = pages.flatMap((page) => page.sanitizers);
  const propagators = pages.flatMap((page) => page.propagators);
  return {
    sources: new Lookup(sources.flatMap(sourceOrigins)),
    decorators: new Lookup(entriesOf(sources, ({ decorator }) => decorator, outsideOf)),
    handlers: new Lookup(entriesOf(sources, ({ handler }) => handler, outsideOf)),
    exported: sources.flatMap(exportedSource),
    sinks: new Lookup(entriesOf(sinks, ({ call }) => call, same)),
    assigned: new Lookup(entriesOf(sinks, ({ assigned }) => assigned, same)),
    propagators: new Lookup(entriesOf(propagators, ({ call }) => call, same)),
    sanitizers: new Lookup(entriesOf(sanitizers, ({ call }) => call, same)),
    checks: new Lookup(entriesOf(sanitizers, ({ check }) => check, same)),
    sourceWords: wordsOf(sources),
    readWords: readWords(sources),
    sinkNames: sinkNamesOf(sinks.flatMap(({ call }) => call ?? [])),
    typeNames: typeNamesOf([
      ...sources.flatMap(originsOf),
      ...[...sinks, ...sanitizers, ...propagators].flatMap(({ call }) => call ?? []),
    ]),
  };
}

function same<T>(one: T): T {
  return one;
}

function entriesOf<T, U>(
  items: readonly T[],
  origins: (item: T) => readonly string[] | undefined,
  entry: (item: T) => U,
): readonly (readonly [string, U])[] {
  return items.flatMap((item) => (origins(item) ?? []).map((origin) => [origin, entry(item)] as const));
}

function outsideOf({ entry, except, text, parameter, fills }: SourcePart): Outside {
  const never = [...(except ?? []), ...(text ? objectHarms : [])];
  return { entry, except: never.length > 0 ? never : null, parameter, fills };
}

/** A text is no object, so it cannot be an operator in a filter or the prototype of anything. */
const objectHarms: readonly Harm[] = ["nosql", "prototype"];

/** `T` of `type: T` is what holds the value, so the value itself is written as what `T()` gives. */
function sourceOrigins(source: SourcePart): readonly (readonly [string, Outside])[] {
  const holders = [...(source.value ?? []), ...(source.type ?? []).map((type) => `${type}()`)];
  const { members, calls } = source;
  const endings =
    members || calls
      ? [...(members ?? []).map((name) => `.${name}`), ...(calls ?? []).map((name) => `.${name}()`)]
      : [""];
  return holders.flatMap((holder) => endings.map((ending) => [holder + ending, outsideOf(source)] as const));
}

function exportedSource(source: SourcePart): readonly ExportedSource[] {
  if (!source.exported) return [];
  const files = (source.files ?? []).map(globPattern);
  return [{ ...outsideOf(source), names: new Set(source.exported), files }];
}

/** Everything a source is known by. */
function originsOf({ value, type, decorator, handler }: SourcePart): readonly string[] {
  return [...(value ?? []), ...(type ?? []), ...(decorator ?? []), ...(handler ?? [])];
}

/** Last names of what is read. */
function readWords(sources: readonly SourcePart[]): RegExp {
  const words = sources.flatMap(({ value, type }) => [...(value ?? []), ...(type ?? [])]);
  return patternOf([[`\\b`, lastNames(words)]]);
}

/** Code without any of these gets nothing from outside: decorators count behind their sign. */
function wordsOf(sources: readonly SourcePart[]): RegExp {
  const plain = sources.flatMap(({ value, type, handler }) => [
    ...(value ?? []),
    ...(type ?? []),
    ...(handler ?? []),
  ]);
  const marked = sources.flatMap(({ decorator }) => decorator ?? []);
  return patternOf([
    [`\\b`, lastNames(plain)],
    [`[@[][\\w.:]*\\b`, lastNames(marked)],
  ]);
}

function patternOf(parts: readonly (readonly [before: string, words: readonly string[]])[]): RegExp {
  const patterns = parts
    .filter(([, words]) => words.length > 0)
    .map(([before, words]) => `${before}(?:${words.join("|")})\\b`);
  return patterns.length === 0 ? /(?!)/ : new RegExp(patterns.join("|"));
}

/** `http\\.Request` of `net/http.Request().URL`, `request` of `flask.request`. */
function lastNames(origins: readonly string[]): readonly string[] {
  const words = origins.flatMap((origin) => {
    const short = origin.replace(/\/v\d+\b/, "");
    const file = short.includes("/") ? short.slice(short.lastIndexOf("/") + 1) : "";
    const inFolder = /^([\w-]+)\.(?:\{([^}]*)\}|(\w+))/.exec(file);
    if (inFolder)
      return (inFolder[2] ?? inFolder[3] ?? "").split(",").map((name) => `${inFolder[1]}\\.${name}`);
    const last = /\{([^}]*)\}(?:\(\))?$|([\w?!]+)(?:\(\))?$/.exec(origin);
    return (last?.[1] ?? last?.[2] ?? "").split(",").map(
      (word) =>
        word
          .replace(/[?!\s]/g, "")
          .split(".")
          .at(-1) ?? "",
    );
  });
  const known = [...new Set(words)].filter((word) => word !== "" && word !== "*");
  return known.map((word) => word.replaceAll("*", "\\w*"));
}

/** `java.io.File` by `File`, `java.io.{File,FileReader}` by either. */
function typeNamesOf(origins: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const origin of origins) {
    const type = /^((?:[a-z]\w*\.)*[a-z]\w*)\.(?:([A-Z]\w*)|\{([^}]*)\})/.exec(origin);
    for (const name of (type?.[2] ?? type?.[3] ?? "").split(",").map((one) => one.split(".")[0] ?? "")) {
      if (!/^[A-Z]/.test(name)) continue;
      const full = found.get(name) ?? new Set();
      found.set(name, full.add(`${type?.[1]}.${name}`));
    }
  }
  return found;
}

/** `**` is any folders, `*` any name. */
export function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|[.+?^${}()|[\]\\]/g, (sign) => {
    if (sign === "**/") return "(?:.*/)?";
    if (sign === "**") return ".*";
    return sign === "*" ? "[^/]*" : `\\${sign}`;
  });
  return new RegExp(`^${source}$`);
}
