/** Tells from the names of calls which functions can read outside data or do harm, so that the others need not be run. */
import type { FunctionFact } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import { fitsToken, splitOrigin } from "../origins.js";
import type { Folder, Unit } from "./unit.js";

/** Sinks by their last names. */
export type SinkNames = ReadonlyMap<string, readonly SinkShape[]>;

/** What a call needs besides the last name to be the sink. */
interface SinkShape {
  /** The file must know it; null where any file may have the sink. */
  readonly module: string | null;
  /** What stands right before the name, `()` for a call, empty for nothing; undefined where anything may. */
  readonly before: string | undefined;
  /** The sink is a function of the module itself, so that no variable has it. */
  readonly isOfModule: boolean;
}

export function sinkNamesOf(origins: readonly string[]): SinkNames {
  const found = new Map<string, SinkShape[]>();
  for (const origin of origins.flatMap(expanded)) {
    const last = splitOrigin(origin).findLast((token) => token !== "()") ?? "";
    const known = found.get(last);
    if (known) known.push(shapeOf(origin));
    else found.set(last, [shapeOf(origin)]);
  }
  return found;
}

function shapeOf(origin: string): SinkShape {
  const tokens = splitOrigin(origin.replace(/^\?/, ""));
  const [first = "", ...rest] = tokens.at(-1) === "()" ? tokens.slice(0, -1) : tokens;
  if (origin.startsWith("?"))
    return { module: null, before: rest.length > 0 ? tokens.at(-2) : undefined, isOfModule: false };
  if (first === "*") return { module: null, before: undefined, isOfModule: false };
  if (rest.length === 0) return { module: null, before: "", isOfModule: false };
  return { module: first, before: undefined, isOfModule: rest.length === 1 };
}

function expanded(origin: string): readonly string[] {
  const braces = /^([^{]*)\{([^}]*)\}(.*)$/s.exec(origin);
  if (!braces) return [origin];
  const [, before = "", choices = "", after = ""] = braces;
  return choices.split(",").flatMap((choice) => expanded(before + choice + after));
}

export interface NamedCall {
  readonly name: string;
  /** What is written before the parenthesis; no more than the end of it where that is computed. */
  readonly callee: string;
  /** Outermost function around; null at the top of the file. */
  readonly holder: FunctionFact | null;
}

type Does = (unit: Unit, calls: readonly NamedCall[]) => ReadonlySet<FunctionFact | null>;

/** Functions that call something harmful. */
export function callingSinks(sinks: SinkNames): Does {
  return (unit, calls) => {
    const named = calls.filter(({ name }) => sinks.has(name));
    if (named.length === 0) return new Set();
    const local = new Set(unit.file.outline.imports.flatMap(({ names }) => names.map((one) => one.local)));
    const knows = remembering((module) => unit.text.includes(module));
    const isSink = ({ name, callee }: NamedCall): boolean => {
      const before = nameBefore(name, callee);
      return (sinks.get(name) ?? []).some(
        (shape) => isWrittenSo(before, shape, local) && (shape.module === null || knows(shape.module)),
      );
    };
    return new Set(named.filter(isSink).map(({ holder }) => holder));
  };
}

/** Functions that read outside data in their own words. */
export function reading(words: RegExp): Does {
  return ({ text, file }) =>
    new Set(
      words.test(text)
        ? outermost(file.outline.functions).filter(({ span }) => words.test(text.slice(span.start, span.end)))
        : [],
    );
}

/** Functions that do something, and those that call them. */
export class Reach {
  readonly #holders = new Map<Unit, ReadonlySet<FunctionFact | null>>();
  readonly #calls: ReadonlyMap<Unit, readonly NamedCall[]>;

  /**
   * @param does the functions of a file that do it themselves
   * @param depth how many calls may lie between
   */
  constructor(calls: ReadonlyMap<Unit, readonly NamedCall[]>, does: Does, depth: number) {
    this.#calls = calls;
    const units = [...calls.keys()];
    for (const unit of units) this.#holders.set(unit, does(unit, calls.get(unit) ?? []));
    for (let round = 0; round < depth; round += 1) this.#widen(units);
  }

  /** Whether the function that is written there, or one around or in it, is one of them. */
  has(unit: Unit, span: Span): boolean {
    for (const holder of this.#holders.get(unit) ?? [])
      if (holder !== null && holder.span.start < span.end && span.start < holder.span.end) return true;
    return false;
  }

  /** Whether what stands outside of all functions does it. */
  atTop(unit: Unit): boolean {
    return this.#holders.get(unit)?.has(null) ?? false;
  }

  /** Whoever calls a function that does it does it too. */
  #widen(units: readonly Unit[]): void {
    const named = new Map(units.map((unit) => [unit, namesOf(this.#holders.get(unit))]));
    const byFolder = new Map<Folder, ReadonlySet<string>>();
    for (const folder of new Set(units.flatMap(({ folder: one }) => one ?? [])))
      byFolder.set(folder, new Set(folder.units.flatMap((unit) => [...(named.get(unit) ?? [])])));
    for (const unit of units) {
      const near = [unit, ...unit.neighbours.importsOf(unit.path)];
      const beside = unit.folder ? byFolder.get(unit.folder) : undefined;
      const sets = [...near.map((one) => named.get(one)), beside].flatMap((names) =>
        names?.size ? [names] : [],
      );
      const before = this.#holders.get(unit) ?? new Set();
      const calls = this.#calls.get(unit) ?? [];
      const more = calls.filter(({ name }) => sets.some((names) => names.has(name)));
      this.#holders.set(unit, new Set([...before, ...more.map(({ holder }) => holder)]));
    }
  }
}

function namesOf(holders: ReadonlySet<FunctionFact | null> | undefined): ReadonlySet<string> {
  return new Set([...(holders ?? [])].flatMap((holder) => (holder ? [holder.name] : [])));
}

function isWrittenSo(before: string | null, shape: SinkShape, imported: ReadonlySet<string>): boolean {
  if (before === null) return true;
  if (shape.before !== undefined) return fitsToken(shape.before, before);
  return !shape.isOfModule || before === "" || before === shape.module || imported.has(before);
}

function remembering(ask: (question: string) => boolean): (question: string) => boolean {
  const answers = new Map<string, boolean>();
  return (question) => {
    const answer = answers.get(question) ?? ask(question);
    answers.set(question, answer);
    return answer;
  };
}

/** The name right before, `()` for a call, empty where there is none; null when it is anything else. */
function nameBefore(name: string, callee: string): string | null {
  const rest = callee.trimEnd().slice(0, -name.length);
  const receiver = rest.replace(/[\s.:?!]+$/, "");
  if (receiver === rest || receiver === "") return "";
  return receiver.endsWith(")") ? "()" : (/(?<![\w:]):?\w+$|\w+$/.exec(receiver)?.[0] ?? null);
}

/** The calls of a file in source order with the functions around them, of which the outermost counts. */
export function callsIn({ file }: Unit): readonly NamedCall[] {
  const functions = outermost(file.outline.functions);
  let at = 0;
  return [...file.outline.calls]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ callee, span }) => {
      while (at < functions.length && (functions[at]?.span.end ?? 0) <= span.start) at += 1;
      const holder = functions[at];
      const isInside = holder !== undefined && holder.span.start <= span.start;
      return { ...endOf(callee, span, file.source.text), holder: isInside ? holder : null };
    });
}

type CallEnd = Pick<NamedCall, "name" | "callee">;

/** Of a computed callee (`a().b(c)`) what stands before the last parenthesis that opens at its end. */
function endOf(callee: string, span: Span, text: string): CallEnd {
  if (callee !== "<expression>")
    return { name: callee.slice(Math.max(callee.lastIndexOf("."), callee.lastIndexOf(":")) + 1), callee };
  const written = text.slice(span.start, span.end);
  let depth = 0;
  for (let at = written.length - 1; at > 0; at -= 1) {
    if (written[at] === ")") depth += 1;
    if (written[at] === "(") depth -= 1;
    if (depth === 0) return endOfText(written.slice(Math.max(0, at - 60), at));
  }
  return { name: "", callee: "" };
}

function endOfText(callee: string): CallEnd {
  return { name: /(\w+[?!]?)\s*$/.exec(callee)?.[1] ?? "", callee };
}

function outermost(functions: readonly FunctionFact[]): readonly FunctionFact[] {
  let end = 0;
  return [...functions]
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)
    .filter(({ span }) => {
      const isOuter = span.start >= end;
      if (isOuter) end = span.end;
      return isOuter;
    });
}
