/** An outline as short texts, one for each part, and back; a part is read when somebody first asks for it. */
import { lazy } from "../lib/lazy.js";
import { type OutlinePart, outlineParts } from "../model/kept.js";
import type { Call, Definition, FunctionFact, Import, Outline } from "../model/outline.js";
import type { Span } from "../model/source.js";

/** What was read from texts is written as these again. */
const texts = new WeakMap<Outline, readonly string[]>();

/** One text for each part, none of them with a tab or a line end. */
export function writeOutline(outline: Outline): readonly string[] {
  return texts.get(outline) ?? outlineParts.map((part) => codecs[part].write(outline[part] as never));
}

/** @param written what `writeOutline` gave */
export function readOutline(written: readonly string[]): Outline {
  const part = <P extends OutlinePart>(name: P): (() => Outline[P]) =>
    lazy(() => codecs[name].read(written[outlineParts.indexOf(name)] ?? ""));
  const [functions, definitions, imports] = [part("functions"), part("definitions"), part("imports")];
  const [mentions, references, calls] = [part("mentions"), part("references"), part("calls")];
  const [comments, parseErrors] = [part("comments"), part("parseErrors")];
  // Properties of their own, so that they are there in copies (`{ ...outline }`).
  const outline: Outline = {
    get functions() {
      return functions();
    },
    get definitions() {
      return definitions();
    },
    get imports() {
      return imports();
    },
    get mentions() {
      return mentions();
    },
    get references() {
      return references();
    },
    get calls() {
      return calls();
    },
    get comments() {
      return comments();
    },
    get parseErrors() {
      return parseErrors();
    },
  };
  texts.set(outline, written);
  return outline;
}

interface Codec<T> {
  readonly write: (value: T) => string;
  readonly read: (text: string) => T;
}

/** Marks a list that is written as it is. */
const asItIs = "=";

/** Start and length. */
type Extent = readonly [start: number, length: number];

/**
 * Lists of facts as lists without the names of their fields: a quarter of the text. The order of fields is a part of what is
 * kept, because digests hang on it; facts with others than these in this order are written as they are.
 */
function rows<T extends object, Row>(
  fields: readonly (keyof T & string)[],
  write: (item: T) => Row,
  read: (row: Row) => T,
): Codec<readonly T[]> {
  const usual = fields.join();
  return {
    write: (list) =>
      list.every((item) => Object.keys(item).join() === usual)
        ? JSON.stringify(list.map(write))
        : asItIs + JSON.stringify(list),
    read: (text) =>
      text.startsWith(asItIs)
        ? (JSON.parse(text.slice(1)) as T[])
        : (JSON.parse(text) as Row[]).map((row) => read(row)),
  };
}

function plain<T>(): Codec<T> {
  return { write: (value) => JSON.stringify(value), read: (text) => JSON.parse(text) as T };
}

function extentOf({ start, end }: Span): Extent {
  return [start, end - start];
}

function spanOf([start, length]: Extent): Span {
  return { start, end: start + length };
}

const functions = rows(
  [
    ...(["name", "className", "span", "nameSpan", "bodySpan", "parameters", "hasReturnType"] as const),
    ...(["isAsync", "isExported", "hasDocumentation", "complexity", "nesting"] as const),
  ],
  (fact: FunctionFact) =>
    [
      ...([fact.name, fact.className] as const),
      ...[extentOf(fact.span), extentOf(fact.nameSpan), extentOf(fact.bodySpan)],
      fact.parameters.map(({ name, isTyped, hasDefault }) => [name, bits([isTyped, hasDefault])] as const),
      bits([fact.hasReturnType, fact.isAsync, fact.isExported, fact.hasDocumentation]),
      ...([fact.complexity, fact.nesting] as const),
    ] as const,
  ([name, className, span, nameSpan, bodySpan, parameters, told, complexity, nesting]): FunctionFact => ({
    name,
    className,
    span: spanOf(span),
    nameSpan: spanOf(nameSpan),
    bodySpan: spanOf(bodySpan),
    parameters: parameters.map(([of, known]) => ({
      name: of,
      isTyped: (known & 1) !== 0,
      hasDefault: (known & 2) !== 0,
    })),
    hasReturnType: (told & 1) !== 0,
    isAsync: (told & 2) !== 0,
    isExported: (told & 4) !== 0,
    hasDocumentation: (told & 8) !== 0,
    complexity,
    nesting,
  }),
);

function bits(flags: readonly boolean[]): number {
  return flags.reduce((sum, flag, i) => sum + (flag ? 1 << i : 0), 0);
}

const definitions = rows(
  ["name", "kind", "span", "nameSpan", "isExported", "container"],
  ({ name, kind, span, nameSpan, isExported, container }: Definition) =>
    [name, kind, extentOf(span), extentOf(nameSpan), isExported ? 1 : 0, container] as const,
  ([name, kind, span, nameSpan, isExported, container]): Definition => ({
    name,
    kind,
    span: spanOf(span),
    nameSpan: spanOf(nameSpan),
    isExported: isExported === 1,
    container,
  }),
);

const imports = rows(
  ["module", "names", "span", "isReExport"],
  ({ module, names, span, isReExport }: Import) =>
    [
      ...([module, extentOf(span), isReExport ? 1 : 0] as const),
      names.map((each) => [each.imported, each.local, extentOf(each.span), each.isTypeOnly ? 1 : 0] as const),
    ] as const,
  ([module, span, isReExport, names]): Import => ({
    module,
    names: names.map(([imported, local, at, isTypeOnly]) => ({
      imported,
      local,
      span: spanOf(at),
      isTypeOnly: isTypeOnly === 1,
    })),
    span: spanOf(span),
    isReExport: isReExport === 1,
  }),
);

const calls = rows(
  ["callee", "origin", "span"],
  ({ callee, origin, span }: Call) => [callee, origin, ...extentOf(span)] as const,
  ([callee, origin, start, length]): Call => ({ callee, origin, span: { start, end: start + length } }),
);

const comments = rows(["start", "end"], extentOf, spanOf);

type Names = ReadonlyMap<string, readonly number[]>;

/** Offsets as steps from one to the next. */
const names: Codec<Names> = {
  write: (map) =>
    JSON.stringify([
      [...map.keys()],
      [...map.values()].map((offsets) => offsets.map((offset, i) => offset - (offsets[i - 1] ?? 0))),
    ]),
  read(text) {
    const [known, steps] = JSON.parse(text) as [string[], number[][]];
    return new Map(known.map((name, i) => [name, summed(steps[i] ?? [])]));
  },
};

/** In the list itself: nobody else has it. */
function summed(steps: number[]): readonly number[] {
  let at = 0;
  for (const [i, step] of steps.entries()) steps[i] = at += step;
  return steps;
}

const codecs: { readonly [P in OutlinePart]: Codec<Outline[P]> } = {
  functions,
  definitions,
  imports,
  mentions: names,
  references: names,
  calls,
  comments,
  parseErrors: plain(),
};
