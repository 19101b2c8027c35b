/** What a call gives, and what it does with what it is given. */
import { contain, freshContainer } from "./containers.js";
import { effectsOf } from "./conditions.js";
import { foldMethod } from "./fold.js";
import { type Frame, bind, holds } from "./frame.js";
import { formattedCall, joinedTaints } from "./joining.js";
import { invokeFound } from "./invoke.js";
import { narrowed, sourceOf } from "./source.js";
import { checkSinks } from "./sinks.js";
import { type Term, pathOf, writtenPath } from "./terms.js";
import { type Taint, type Value, cleaned, constantValue, doubted, mergeTaints, nothing } from "./values.js";
import type { Propagator, Sanitizer } from "./vocabulary.js";

export type CallTerm = Extract<Term, { kind: "call" }>;

/** A call with everything that was evaluated of it. */
export interface Called {
  readonly term: CallTerm;
  /** Last name of what is called. */
  readonly name: string;
  readonly callee: Value;
  readonly receiver: Value | null;
  readonly given: readonly Value[];
  readonly written: string | null;
  /** The name, where what is called comes from something that ends in it. */
  readonly last: string | undefined;
}

export function evaluateCall(term: CallTerm, frame: Frame): Value {
  const called = readCall(term, frame);
  checkSinks(called, frame);
  seeHandlers(called, frame);
  const result = resultOf(called, frame);
  const origin = result.origin ?? (called.callee.origin === null ? null : `${called.callee.origin}()`);
  const isForeign = result.origin === null ? called.callee.isForeign : result.isForeign;
  const whole = filled(sourceOf(term, { ...result, origin, isForeign }, frame), term, frame);
  return withEffects(whole, called, frame);
}

/** `c.Bind(&body)`: outside data is in `body` afterwards. */
function filled(result: Value, term: CallTerm, frame: Frame): Value {
  const at = result.fills;
  if (at === undefined) return result;
  const path = pathOf(term.given[at]?.value ?? term);
  if (path !== null) bind(frame, path, { ...nothing, ...holds(frame, path), taints: result.taints });
  return nothing;
}

function readCall(term: CallTerm, frame: Frame): Called {
  const { callee: calleeTerm } = term;
  const receiver = calleeTerm.kind === "member" ? frame.engine.evaluate(calleeTerm.of, frame) : null;
  const callee =
    receiver && calleeTerm.kind === "member"
      ? methodOf(receiver, calleeTerm.name, pathOf(calleeTerm), frame)
      : frame.engine.evaluate(calleeTerm, frame);
  const given = term.given.map(({ value }) => frame.engine.evaluate(value, frame));
  const name = calleeTerm.kind === "member" || calleeTerm.kind === "name" ? calleeTerm.name : "";
  const isKnown = callee.isForeign || callee.code !== undefined;
  const written = isKnown ? null : writtenPath(calleeTerm);
  const isPlain = callee.origin === null || callee.origin.endsWith(`.${name}`);
  const last = calleeTerm.kind === "member" && isPlain ? name : undefined;
  return { term, name, callee, receiver, given, written, last };
}

function methodOf(receiver: Value, name: string, path: string | null, frame: Frame): Value {
  const held = path === null ? undefined : holds(frame, path);
  if (held?.code) return held;
  const origin = receiver.origin === null ? null : `${receiver.origin}.${name}`;
  return { ...nothing, origin, isForeign: receiver.isForeign };
}

/** Functions handed to a call run some time: their parameters hold what their types, or the page on the call, say. */
function seeHandlers({ given, callee, written, receiver, last }: Called, frame: Frame): void {
  const closures = given.flatMap(({ code }) => code ?? []);
  if (closures.length === 0) return;
  const [source] = frame.engine.vocabulary.handlers.of({ origin: callee.origin, written, last });
  const passed = receiver ? { ...nothing, taints: receiver.taints } : null;
  for (const { code, unit } of closures)
    frame.engine.invoke(code, unit, {
      given: passed && passed.taints.length > 0 ? code.parameters.map(() => passed) : null,
      named: new Map(),
      self: nothing,
      depth: frame.depth + 1,
      around: unit === frame.unit ? frame.state : null,
      at: null,
      ...(source ? { source: source.entry } : {}),
    });
}

function resultOf(called: Called, frame: Frame): Value {
  const { receiver, given, callee, written, last } = called;
  const folded =
    receiver?.constant === undefined
      ? undefined
      : foldMethod(
          called.name,
          receiver.constant,
          given.map((value) => value.constant),
        );
  if (folded !== undefined) return constantValue(folded);
  const fresh = freshContainer(called);
  if (fresh) return fresh;
  const { vocabulary } = frame.engine;
  const whence = { origin: callee.origin, written, last };
  const sanitizers = vocabulary.sanitizers.of(whence).map(({ entry }) => entry);
  const checks = vocabulary.checks.of(whence).map(({ entry }) => entry);
  for (const check of checks) passCheck(check, called, frame);
  if (sanitizers.length > 0) return sanitized(sanitizers, called);
  const propagators = vocabulary.propagators.of(whence).map(({ entry }) => entry);
  if (propagators.length > 0) return propagated(propagators, called, frame);
  return (
    formattedCall(called.name, receiver, given) ??
    contain(called, frame) ??
    invokeFound(called, frame) ??
    passedThrough(called, frame)
  );
}

/** `uuid.UUID(name)` as a statement: whoever comes past it has been checked. */
function passCheck({ argument, harms }: Sanitizer, { term }: Called, frame: Frame): void {
  const at = term.given[typeof argument === "number" ? argument : 0]?.value;
  const path = at ? pathOf(at) : null;
  const value = path === null ? undefined : holds(frame, path);
  if (path !== null && value && frame.unit.grammar.throws)
    bind(frame, path, { ...value, taints: cleaned(value.taints, harms) });
}

function sanitized(sanitizers: readonly Sanitizer[], { given, receiver }: Called): Value {
  const through = mergeTaints([...given, receiver ?? nothing].map(({ taints }) => taints));
  const taints = sanitizers.reduce((left, { harms }) => cleaned(left, harms), through);
  return { ...nothing, taints };
}

function propagated(propagators: readonly Propagator[], called: Called, frame: Frame): Value {
  const { term, receiver, given } = called;
  const results: (readonly Taint[])[] = [];
  for (const { from, to } of propagators) {
    const taken = (from ?? ["all"]).map((what) => taintsFrom(what, called));
    const taints = mergeTaints(taken);
    if (to === undefined || to === "result") results.push(taints);
    const target =
      to === "receiver" ? receiverTerm(term) : typeof to === "number" ? term.given[to]?.value : undefined;
    const path = target ? pathOf(target) : null;
    if (path === null || taints.length === 0) continue;
    const before = to === "receiver" ? receiver : given[Number(to)];
    bind(frame, path, { ...nothing, ...before, taints: mergeTaints([before?.taints ?? [], taints]) });
  }
  return { ...nothing, taints: mergeTaints(results) };
}

function receiverTerm({ callee }: CallTerm): Term | undefined {
  return callee.kind === "member" ? callee.of : undefined;
}

function taintsFrom(what: number | string, { term, given, receiver }: Called): readonly Taint[] {
  if (what === "receiver") return receiver?.taints ?? [];
  if (what === "all") return mergeTaints([...given, receiver ?? nothing].map(({ taints }) => taints));
  const at = typeof what === "number" ? what : term.given.findIndex(({ name }) => name === what);
  return given.at(at < 0 && typeof what === "string" ? given.length : at)?.taints ?? [];
}

/** Names of functions that hand on the text they are given, changed or not. */
const passing =
  /^(?:(?:to|as|from|into|de|en|un)_?\w*|(?:de|en)code\w*|un?quote\w*|unescape\w*|decompress|normali[sz]e\w*|strip\w*|trim\w*|lower|upper|title|capitalize|join\w*|concat\w*|format\w*|sprintf|append\w*|copy\w*|clone|ensure_\w+|str|string|text|b64\w*|base64\w*|parse|loads?|get_?\w*|build_?\w*|make_?\w*|replace\w*|sub|split\w*|collect|map|filter|some|ok|list|tuple|set|sorted|reversed|dict|zip|enumerate|next|iter|unwrap\w*|expect|wrap|of|ofNullable|valueOf|orElse\w*)$/i;

/** What no page and no code of the project knows: methods of a text give a text, functions so only by their name. */
function passedThrough(called: Called, frame: Frame): Value {
  const { name, receiver, given, callee, term } = called;
  if (frame.unit.grammar.plainMethods.test(name) || findsRecord(called)) return nothing;
  if (name === "join" && receiver?.constant !== undefined) return textJoined(receiver, given);
  const of = receiverTerm(term);
  const isPart = of !== undefined && /^get/i.test(name);
  const fromReceiver = isPart ? narrowed(receiver?.taints ?? [], of, term, frame) : (receiver?.taints ?? []);
  // `providers.get(name)` gives what is kept under the name; `getText(name)` and a second argument, the preset, are handed on.
  const handed = of !== undefined && name === "get" ? given.slice(1) : given;
  const fromGiven = mergeTaints(handed.map(({ taints }) => taints));
  const lacks = fromGiven.length === 0 || term.isNew || callee.isForeign || !passing.test(name);
  const doubtful = lacks ? [] : doubted(fromGiven, 0.75);
  return { ...nothing, taints: mergeTaints([fromReceiver, doubtful]) };
}

/** `Post.objects.get(id=id)`: what is found by the value holds what was stored under it, not the value. */
function findsRecord({ term, name }: Called): boolean {
  const store = receiverTerm(term);
  if (/^get_(?:object|list)_or_404$|^(?:find|get)_?(?:one_?)?by_?\w*id$/i.test(name)) return true;
  return store !== undefined && /(?:^|\.)(?:objects|query|session)(?:\(\))?$/.test(writtenPath(store) ?? "");
}

/** `" ".join(parts)`. */
function textJoined(separator: Value, given: readonly Value[]): Value {
  const parts = given.flatMap((list) => list.items ?? [list, separator]);
  return { ...nothing, taints: joinedTaints(parts) };
}

/** `ok := isAllowed(name)`: a later `if ok` says what the call said. */
function withEffects(value: Value, { term, given }: Called, frame: Frame): Value {
  if (value.taints.length > 0 || given.every(({ taints }) => taints.length === 0)) return value;
  const effects = effectsOf(term, frame);
  return effects.length === 0 ? value : { ...value, effects };
}
