/** Tells from the names of calls which functions can read outside data or do harm, so that the others need not be run. */
import type { FunctionFact } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import { splitOrigin } from "../origins.js";
import type { Folder, Unit } from "./unit.js";

/** Last names of sinks, each with the modules of which a file must know one; null where any file may have it. */
export type SinkNames = ReadonlyMap<string, ReadonlySet<string> | null>;

export function sinkNamesOf(origins: readonly string[]): SinkNames {
  const found = new Map<string, Set<string> | null>();
  for (const origin of origins.flatMap(expanded)) {
    const tokens = splitOrigin(origin.replace(/^\?/, "")).filter((token) => token !== "()");
    const last = tokens.at(-1) ?? "";
    const isAnywhere = /^[?*]/.test(origin) || tokens.length === 1;
    const known = found.get(last);
    if (isAnywhere) found.set(last, null);
    else if (known !== null) found.set(last, (known ?? new Set()).add(tokens[0] ?? ""));
  }
  return found;
}

function expanded(origin: string): readonly string[] {
  const braces = /^([^{]*)\{([^}]*)\}(.*)$/s.exec(origin);
  if (!braces) return [origin];
  const [, before = "", choices = "", after = ""] = braces;
  return choices.split(",").flatMap((choice) => expanded(before + choice + after));
}

export interface NamedCall {
  readonly name: string;
  /** Outermost function around; null at the top of the file. */
  readonly holder: FunctionFact | null;
}

type Does = (unit: Unit, calls: readonly NamedCall[]) => ReadonlySet<FunctionFact | null>;

/** Functions that call something harmful. */
export function callingSinks(sinks: SinkNames): Does {
  return (unit, calls) =>
    new Set(calls.filter(({ name }) => isSink(name, sinks, unit)).map(({ holder }) => holder));
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
    const holders = this.#holders.get(unit);
    return [...(holders ?? [])].some(
      (holder) => holder !== null && holder.span.start < span.end && span.start < holder.span.end,
    );
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
  return new Set(
    [...(holders ?? [])].flatMap((holder) => (holder ? [holder.name, holder.className ?? holder.name] : [])),
  );
}

function isSink(name: string, sinks: SinkNames, { text }: Unit): boolean {
  const modules = sinks.get(name);
  if (modules === undefined) return false;
  return modules === null || [...modules].some((module) => text.includes(module));
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
      return { name: lastNameOf(callee, span, file.source.text), holder: isInside ? holder : null };
    });
}

/** Of a computed callee (`a().b(c)`) the name before the last parenthesis that opens at its end. */
function lastNameOf(callee: string, span: Span, text: string): string {
  if (callee !== "<expression>")
    return callee.slice(Math.max(callee.lastIndexOf("."), callee.lastIndexOf(":")) + 1);
  const written = text.slice(span.start, span.end);
  let depth = 0;
  for (let at = written.length - 1; at > 0; at -= 1) {
    if (written[at] === ")") depth += 1;
    if (written[at] === "(") depth -= 1;
    if (depth === 0) return /(\w+[?!]?)\s*$/.exec(written.slice(Math.max(0, at - 60), at))?.[1] ?? "";
  }
  return "";
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
