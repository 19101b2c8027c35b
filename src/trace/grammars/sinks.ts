/** Whether a call is a place where outside data does harm. */
import type { Harm } from "../../model/flow.js";
import type { Called } from "./calls.js";
import type { Frame } from "./frame.js";
import { type Taint, type Value, maskOf, mergeTaints, nothing } from "./values.js";
import type { Sink } from "./vocabulary.js";

/** Hands each sink that the call is, with the outside data that reaches it, to the engine. */
export function checkSinks(called: Called, frame: Frame): void {
  const { callee, written, term, last } = called;
  if (called.given.every(({ taints }) => taints.length === 0) && !called.receiver?.taints.length) return;
  for (const { entry, name, isGuess } of frame.engine.vocabulary.sinks.of({
    origin: callee.origin,
    written,
    last,
  })) {
    const value = argumentOf(entry.argument ?? 0, called);
    const taints = harmful(value.taints, entry);
    if (taints.length === 0 || !applies(entry, called) || isPlainProgram(entry, value)) continue;
    frame.engine.arrive(
      { sink: entry, name, value: { ...value, taints }, span: term.span, weight: isGuess ? 0.85 : 1 },
      frame,
    );
  }
}

/** `{"ls", name}`: without a shell an argument is only an argument. */
function isPlainProgram({ harm }: Sink, { items }: Value): boolean {
  const program = items?.[0]?.constant;
  return (
    harm === "command" &&
    typeof program === "string" &&
    !/(?:sh|cmd(?:\.exe)?|powershell|env)$/i.test(program)
  );
}

/** Outside data that can do this harm in this place. */
function harmful(taints: readonly Taint[], { harm, when }: Sink): readonly Taint[] {
  return taints.filter((taint) => canDo(taint, harm) && isPlaced(taint, when));
}

function canDo(taint: Taint, harm: Harm): boolean {
  return (taint.cleanFor & maskOf([harm])) === 0;
}

function isPlaced(taint: Taint, when: Sink["when"]): boolean {
  if (when === "built") return taint.isBuilt;
  if (when === "start") return !taint.hasHead;
  if (when === "whole") return !taint.isBuilt;
  return when !== "key";
}

type Argument = NonNullable<Sink["argument"]>;

function argumentOf(argument: Argument, { term, given, receiver }: Called): Value {
  if (argument === "receiver") return receiver ?? nothing;
  if (argument === "all") return { ...nothing, taints: mergeTaints(given.map(({ taints }) => taints)) };
  if (typeof argument === "string")
    return given[term.given.findIndex(({ name }) => name === argument)] ?? nothing;
  const positional = given.filter((_, i) => term.given[i]?.name === null);
  return positional.at(argument) ?? nothing;
}

function applies({ only, unless }: Sink, called: Called): boolean {
  if (only && !hasOption(only, called)) return false;
  return !unless || !hasOption(unless, called);
}

type Option = NonNullable<Sink["only"]>;

/** `is` may be a list of values, any of which counts; without it the option only has to be there. */
function hasOption({ option, argument, is }: Option, called: Called): boolean {
  const place = option ?? argument;
  if (place === undefined) return false;
  if (is === undefined) return isGiven(place, called);
  const { constant } = argumentOf(place, called);
  const wanted: readonly unknown[] = Array.isArray(is) ? is : [is];
  return constant !== undefined && wanted.includes(constant);
}

function isGiven(place: Argument, { term, given }: Called): boolean {
  return typeof place === "number" ? given.length > place : term.given.some(({ name }) => name === place);
}
