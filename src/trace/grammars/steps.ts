/** Runs the statements of a function over what its names hold. */
import { learn } from "./conditions.js";
import { type Frame, type State, bind, forked, holds, joined, stepAt, textOf } from "./frame.js";
import { joinedTaints } from "./joining.js";
import { type Case, type Step, type Term, pathOf, writtenPath } from "./terms.js";
import { type Value, mergeTaints, nothing, stepped } from "./values.js";

type Of<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

export function run(steps: readonly Step[], frame: Frame): void {
  for (const step of steps) {
    if (frame.state.isOver) return;
    runStep(step, frame);
  }
}

function runStep(step: Step, frame: Frame): void {
  switch (step.kind) {
    case "assign":
      return runAssign(step, frame);
    case "do":
      frame.engine.evaluate(step.value, frame);
      return;
    case "give":
      frame.given.push(frame.engine.evaluate(step.value, frame));
      return;
    case "return":
      frame.returned.push(step.value ? frame.engine.evaluate(step.value, frame) : nothing);
      frame.state.isOver = true;
      return;
    case "leave":
      if (step.isLoop) frame.exits.push(forked(frame.state));
      frame.state.isOver = true;
      return;
    case "branch":
      return runBranch(step, frame);
    case "switch":
      return runSwitch(step, frame);
    case "loop":
      return runLoop(step, frame);
    case "try":
      return runTry(step, frame);
    case "define":
      return runDefine(step, frame);
  }
}

function runAssign({ target, value, isAdded, type }: Of<"assign">, frame: Frame): void {
  const given = frame.engine.evaluate(value, frame);
  const typed = type && type.name !== "" ? withType(given, frame.unit.instanceOf(type)) : given;
  if (type?.isPlain && given.constant === undefined) return assignTo(target, nothing, frame);
  assignTo(target, isAdded ? added(target, typed, frame) : typed, frame);
}

function withType(value: Value, { origin, isForeign }: Value): Value {
  return { ...value, origin, isForeign };
}

/** `query += name`: what was there is the beginning. */
function added(target: Term, value: Value, frame: Frame): Value {
  const before = frame.engine.evaluate(target, frame);
  if (before.items || value.items) return { ...nothing, taints: mergeTaints([before.taints, value.taints]) };
  if (typeof before.constant === "string" && typeof value.constant === "string")
    return { ...nothing, constant: before.constant + value.constant };
  return { ...nothing, taints: joinedTaints([before, value]) };
}

/** Gives the names of a target what they hold from here on. */
export function assignTo(target: Term, value: Value, frame: Frame): void {
  switch (target.kind) {
    case "typed":
      return assignTo(target.of, value, frame);
    case "collection":
      return takeApart(target, value, frame);
    case "item":
      return assignItem(target, value, frame);
    case "name":
    case "member": {
      arriveAssigned(target, value, frame);
      const path = pathOf(target);
      if (path !== null) bind(frame, path, named(target, value, frame));
      return;
    }
    case "several":
      for (const part of target.parts) assignTo(part, value, frame);
      return;
    default:
      return;
  }
}

/** A text that outside data became part of is worth a line in the way. */
function named(target: Term, value: Value, frame: Frame): Value {
  if (value.taints.length === 0) return value;
  const text = textOf(target.span, frame);
  const taints = value.taints.flatMap((taint) => {
    const what = taint.isBuilt ? `becomes part of \`${text}\`` : `kept as \`${text}\``;
    return taint.written === text ? [taint] : stepped([taint], stepAt(what, target.span, frame));
  });
  return { ...value, taints };
}

function takeApart(target: Extract<Term, { kind: "collection" }>, value: Value, frame: Frame): void {
  target.entries.forEach((entry, i) => {
    const key = entry.key?.kind === "fixed" ? String(entry.key.value) : null;
    const known = key === null ? value.items?.[i] : value.entries?.get(key);
    assignTo(
      entry.value,
      known ?? partOf(value, { isFirst: key === null && i === 0, target: entry.value }),
      frame,
    );
  });
}

/** What one of several results holds: the first is the value, and `err` or `ok` say what the call found out. */
function partOf(
  value: Value,
  { isFirst, target }: { readonly isFirst: boolean; readonly target: Term },
): Value {
  const isVerdict =
    !isFirst && target.kind === "name" && /^(?:err|ok|found|exists|valid)$/i.test(target.name);
  const told = value.effects ? { effects: value.effects } : {};
  if (isVerdict) return { ...nothing, ...told };
  const { origin, isForeign } = isFirst ? value : nothing;
  return { taints: value.taints, origin, isForeign };
}

/** `table[key] = value`. */
function assignItem({ of, key }: Extract<Term, { kind: "item" }>, value: Value, frame: Frame): void {
  const path = pathOf(of);
  if (path === null) return;
  const before = holds(frame, path) ?? frame.engine.evaluate(of, frame);
  const at = key ? frame.engine.evaluate(key, frame).constant : undefined;
  const known = before.entries ?? (before.taints.length === 0 ? new Map<string, Value>() : undefined);
  const entries = typeof at === "string" && known ? new Map(known).set(at, value) : undefined;
  const taints = entries
    ? mergeTaints([...entries.values()].map((entry) => entry.taints))
    : mergeTaints([before.taints, value.taints]);
  bind(frame, path, {
    taints,
    origin: before.origin,
    isForeign: before.isForeign,
    ...(entries ? { entries } : {}),
  });
}

/** `element.innerHTML = value`. */
function arriveAssigned(target: Term, value: Value, frame: Frame): void {
  if (value.taints.length === 0 || target.kind !== "member") return;
  const of = frame.engine.evaluate(target.of, frame);
  const origin = of.origin === null ? null : `${of.origin}.${target.name}`;
  const matches = frame.engine.vocabulary.assigned.of({
    origin,
    written: of.isForeign ? null : writtenPath(target),
  });
  for (const { entry, name, isGuess } of matches)
    frame.engine.arrive({ sink: entry, name, value, span: target.span, weight: isGuess ? 0.85 : 1 }, frame);
}

function runBranch({ condition, yes, no }: Of<"branch">, frame: Frame): void {
  const { constant } = frame.engine.evaluate(condition, frame);
  if (constant === true) return run(yes, frame);
  if (constant === false) return run(no, frame);
  const before = frame.state;
  const ends = [true, false].map((isTrue) => {
    frame.state = forked(before);
    learn(condition, isTrue, frame);
    run(isTrue ? yes : no, frame);
    return frame.state;
  });
  frame.state = joined(ends);
}

function runSwitch({ subject, cases }: Of<"switch">, frame: Frame): void {
  const value = subject ? frame.engine.evaluate(subject, frame) : nothing;
  const fixed = value.constant === undefined ? undefined : caseOf(value.constant, cases);
  const before = frame.state;
  const aroundExits = frame.exits;
  frame.exits = [];
  const ends: State[] = [];
  let hasRest = false;
  cases.forEach((one, i) => {
    if (fixed !== undefined && fixed !== i) return;
    hasRest ||= one.tests.length === 0 && one.condition === null;
    frame.state = forked(before);
    enterCase(one, subject, value, frame);
    for (let at = i; at < cases.length && !frame.state.isOver; at += 1) {
      run(cases[at]?.steps ?? [], frame);
      if (!cases[at]?.isOpen) break;
    }
    ends.push(frame.state);
  });
  if (!hasRest && fixed === undefined) ends.push(before);
  frame.state = joined([...ends, ...frame.exits]);
  frame.exits = aroundExits;
}

/** Position of the only case that a fixed subject can take; undefined when a case is not fixed. */
function caseOf(constant: Value["constant"], cases: readonly Case[]): number | undefined {
  const isFixed = cases.every(
    ({ tests, condition, target }) =>
      condition === null && target === null && tests.every((test) => test.kind === "fixed"),
  );
  if (!isFixed) return undefined;
  const found = cases.findIndex(({ tests }) =>
    tests.some((test) => test.kind === "fixed" && test.value === constant),
  );
  return found === -1 ? cases.findIndex(({ tests }) => tests.length === 0) : found;
}

function enterCase(one: Case, subject: Term | null, value: Value, frame: Frame): void {
  const path = subject ? pathOf(subject) : null;
  if (
    path !== null &&
    one.tests.length > 0 &&
    one.tests.every((test) => test.kind === "fixed" && test.value !== null)
  )
    bind(frame, path, { ...value, taints: [] });
  if (one.target) assignTo(one.target, value, frame);
  const condition = one.condition;
  if (!condition) return;
  frame.engine.evaluate(condition, frame);
  learn(condition, true, frame);
}

/** Twice, so that what one round leaves is there in the next. */
function runLoop({ condition, steps }: Of<"loop">, frame: Frame): void {
  const before = frame.state;
  const around = frame.exits;
  frame.exits = [];
  let ends: State[] = [before];
  for (let round = 0; round < 2; round += 1) {
    frame.state = forked(joined(ends));
    if (condition) {
      frame.engine.evaluate(condition, frame);
      learn(condition, true, frame);
    }
    run(steps, frame);
    ends = [before, frame.state, ...frame.exits];
  }
  frame.state = joined(ends);
  frame.exits = around;
  if (condition && !frame.state.isOver) learn(condition, false, frame);
}

/** A handler may begin anywhere in the body. */
function runTry({ steps, handlers, last }: Of<"try">, frame: Frame): void {
  const before = forked(frame.state);
  run(steps, frame);
  const after = frame.state;
  const thrown = joined([before, forked({ ...after, isOver: false })]);
  const ends = handlers.map((handler) => {
    frame.state = forked(thrown);
    run(handler, frame);
    return frame.state;
  });
  frame.state = joined([after, ...ends]);
  const isOver = frame.state.isOver;
  if (last.length > 0) {
    frame.state.isOver = false;
    run(last, frame);
    frame.state.isOver ||= isOver;
  }
}

/** A function within a function: its own parameters are all that is new in it. */
function runDefine({ code }: Of<"define">, frame: Frame): void {
  bind(frame, code.name, { ...nothing, code: { code, unit: frame.unit } });
  frame.engine.invoke(code, frame.unit, {
    given: null,
    named: new Map(),
    self: nothing,
    depth: frame.depth,
    around: frame.state,
    at: null,
  });
}
