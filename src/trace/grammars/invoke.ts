/** Finds the function of the project that a call means, and runs it for what it is given. */
import type { Called } from "./calls.js";
import { type Frame, stepAt } from "./frame.js";
import type { Code } from "./terms.js";
import type { Unit } from "./unit.js";
import { type Value, doubted, mergeValues, nothing } from "./values.js";

interface Found {
  readonly code: Code;
  readonly unit: Unit;
}

interface Candidates {
  readonly found: readonly Found[];
  /** Only the name of the method spoke for them. */
  readonly isGuess: boolean;
}

/** Calls within called functions are followed this deep. */
const deepest = 2;
/** A name that so many functions have says nothing about which one is meant. */
const mostCandidates = 2;

/** What every text, list and map can do says nothing about a method of the project by that name. */
const ofContainers =
  /^(?:get|items|keys|values|pop|append|extend|split|strip|join|format|encode|decode|replace|copy)$/;

/** What the function gives; undefined when the project has none that is meant. */
export function invokeFound(called: Called, frame: Frame): Value | undefined {
  const { found, isGuess } = candidatesOf(called, frame);
  if (found.length === 0 || found.length > mostCandidates) return undefined;
  if (frame.depth >= deepest) return nothing;
  const weight = isGuess || found.length > 1 ? 0.85 : 1;
  const values = found.map((one) =>
    isWorthRunning(called, one, frame) ? runOne(called, one, weight, frame) : nothing,
  );
  const value = mergeValues(values);
  return weight === 1 ? value : { ...value, taints: doubted(value.taints, weight) };
}

/** Only what gets outside data, or may read some itself, can give any. */
function isWorthRunning(called: Called, { code, unit }: Found, frame: Frame): boolean {
  const handed = [...called.given, called.receiver ?? nothing];
  if (called.callee.code || handed.some((value) => value.taints.length > 0 || value.code)) return true;
  const { readWords } = frame.engine.vocabulary;
  return (
    frame.depth < 2 &&
    (unit.reads(code) || handed.some(({ origin }) => origin !== null && readWords.test(origin)))
  );
}

function runOne(called: Called, { code, unit }: Found, weight: number, frame: Frame): Value {
  const { term, given } = called;
  const named = new Map<string, Value>();
  term.given.forEach(({ name }, i) => {
    if (name !== null) named.set(name, lessSure(given[i] ?? nothing, weight));
  });
  const positional = given
    .filter((_, i) => term.given[i]?.name === null)
    .map((value) => lessSure(value, weight));
  const self = called.receiver ?? nothing;
  return frame.engine.invoke(code, unit, {
    given: positional,
    named,
    self,
    depth: frame.depth + 1,
    around: called.callee.code ? frame.state : null,
    at: stepAt(`passed to \`${code.name}\``, term.span, frame),
  });
}

function lessSure(value: Value, weight: number): Value {
  return weight === 1 ? value : { ...value, taints: doubted(value.taints, weight) };
}

function candidatesOf(called: Called, frame: Frame): Candidates {
  const { callee, term, name } = called;
  if (callee.code) return { found: [callee.code], isGuess: false };
  if (callee.isForeign || name === "") return { found: [], isGuess: false };
  if (term.callee.kind === "name") return { found: plainFunctions(name, term.isNew, frame), isGuess: false };
  return methods(called, frame);
}

/** `save(name)`: of this file, of one it imports from, or of the same package. */
function plainFunctions(name: string, isNew: boolean, { unit, code }: Frame): readonly Found[] {
  if (isNew) return constructors(name, unit);
  const own = named(unit, name);
  const inClass = own.filter((one) => one.code.className === code.className);
  if (inClass.length > 0) return inClass;
  const free = own.filter((one) => one.code.className === null);
  if (free.length > 0) return free;
  const imported = unit.imported.get(name);
  const there = imported?.targets.flatMap((target) => named(target, imported.name || name)) ?? [];
  if (there.length > 0)
    return there.filter(({ code: one }) => one.className === null || imported?.name === one.name);
  const beside = unit.near(name).flatMap((one) => named(one, name));
  return beside.filter((one) => one.code.className === null);
}

function constructors(name: string, unit: Unit): readonly Found[] {
  return unit.near(name).flatMap((one) => named(one, name).filter(({ code }) => code.className === name));
}

function named(unit: Unit, name: string): readonly Found[] {
  return unit.named(name).map((code) => ({ code, unit }));
}

/** `self.save(name)`, `store.save(name)`, `Store().save(name)`. */
function methods({ name, receiver, term }: Called, { unit, code }: Frame): Candidates {
  const of = term.callee.kind === "member" ? term.callee.of : null;
  if (of?.kind === "name") {
    if (unit.grammar.self.has(of.name) && code.className !== null)
      return { found: inClass(code.className, name, unit.near(name)), isGuess: false };
    const module = unit.imported.get(of.name);
    const there = module?.targets.flatMap((target) => named(target, name)) ?? [];
    if (there.length > 0) return { found: there, isGuess: false };
    const ownStatic = inClass(of.name, name, unit.near(name));
    if (ownStatic.length > 0) return { found: ownStatic, isGuess: false };
  }
  const type = receiver?.origin ?? null;
  const className = type === null ? undefined : /(?:^|\.)(\w+)\(\)$/.exec(type)?.[1];
  const near = [...unit.near(name), ...unit.neighbours.importsOf(unit.path)];
  const typed = className === undefined ? [] : inClass(className, name, near);
  if (typed.length > 0) return { found: typed, isGuess: false };
  if (ofContainers.test(name)) return { found: [], isGuess: true };
  const anywhere = near.flatMap((one) => named(one, name)).filter((one) => one.code.className !== null);
  return { found: distinct(anywhere), isGuess: true };
}

function inClass(className: string, name: string, units: readonly Unit[]): readonly Found[] {
  return distinct(
    units.flatMap((one) => named(one, name)).filter(({ code }) => code.className === className),
  );
}

function distinct(found: readonly Found[]): readonly Found[] {
  return [...new Map(found.map((one) => [one.code, one])).values()];
}
