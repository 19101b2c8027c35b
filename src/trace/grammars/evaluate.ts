/** What an expression holds. */
import { evaluateCall } from "./calls.js";
import { effectsOf, learn } from "./conditions.js";
import { foldOperation } from "./fold.js";
import { type Frame, forked, holds } from "./frame.js";
import { formatted, joinedTaints } from "./joining.js";
import { narrowed, sourceOf } from "./source.js";
import { type Term, pathOf } from "./terms.js";
import { type Value, constantValue, mergeTaints, mergeValues, nothing, withTaints } from "./values.js";

type Of<Kind extends Term["kind"]> = Extract<Term, { kind: Kind }>;

export function evaluate(term: Term, frame: Frame): Value {
  switch (term.kind) {
    case "fixed":
      return constantValue(term.value);
    case "name":
      return holds(frame, term.name) ?? sourceOf(term, nameValue(term.name, frame), frame);
    case "member":
      return memberValue(term, frame);
    case "item":
      return itemValue(term, frame);
    case "call":
      return evaluateCall(term, frame);
    case "joined":
      return joinedValue(term.parts, frame);
    case "operation":
      return operationValue(term, frame);
    case "not":
      return notValue(term, frame);
    case "choice":
      return choiceValue(term, frame);
    case "collection":
      return collectionValue(term, frame);
    case "closure":
      return { ...nothing, code: { code: term.code, unit: frame.unit } };
    case "typed":
      return typedValue(term, frame);
    case "block":
      return blockValue(term, frame);
    case "several":
      return mergeValues(term.parts.map((part) => frame.engine.evaluate(part, frame)));
  }
}

/** A name of the function, of the file, or of what the file imports. */
function nameValue(name: string, frame: Frame): Value {
  const { unit, code } = frame;
  if (unit.grammar.self.has(name))
    return { ...nothing, origin: code.className ? `${code.className}()` : null };
  const bound = unit.bindings.get(name);
  if (bound) return bound;
  const field = code.className ? unit.grammar.fieldsOf(unit.file, code.className).get(name) : undefined;
  if (field) return unit.instanceOf(field);
  const borrowed = importedBinding(name, frame);
  return borrowed ?? { ...nothing, ...unit.whence(name) };
}

/** `from .app import db`: what the other file holds under the name. */
function importedBinding(name: string, { unit }: Frame): Value | undefined {
  const imported = unit.imported.get(name);
  if (!imported || imported.name === "") return undefined;
  for (const target of imported.targets) {
    const value = target.bindings.get(imported.name);
    if (value) return value;
  }
  return undefined;
}

function memberValue(term: Of<"member">, frame: Frame): Value {
  const path = pathOf(term);
  const known = path === null ? undefined : holds(frame, path);
  if (known) return known;
  const of = frame.engine.evaluate(term.of, frame);
  const entry = of.entries?.get(term.name);
  if (entry) return entry;
  const typed = fieldOf(of, term.name, frame);
  if (typed) return sourceOf(term, typed, frame);
  const origin = of.origin === null ? null : `${of.origin}.${term.name}`;
  return sourceOf(term, { taints: of.taints, origin, isForeign: of.isForeign }, frame);
}

/** A field of a class or struct of this file whose type is written. */
function fieldOf({ origin, taints }: Value, name: string, { unit }: Frame): Value | undefined {
  const className = origin === null ? undefined : /^(\w+)\(\)$/.exec(origin)?.[1];
  if (className === undefined) return undefined;
  const type = unit
    .near(className)
    .map((one) => one.grammar.fieldsOf(one.file, className).get(name))
    .find((found) => found !== undefined);
  if (!type) return undefined;
  return type.isPlain ? nothing : { ...unit.instanceOf(type), taints };
}

function itemValue(term: Of<"item">, frame: Frame): Value {
  const { of, key, span } = term;
  const container = frame.engine.evaluate(of, frame);
  const at = key ? frame.engine.evaluate(key, frame).constant : undefined;
  if (typeof at === "number" && container.items && at < container.items.length)
    return container.items.at(at) ?? nothing;
  if (typeof at === "string" && container.entries) {
    const entry = container.entries.get(at);
    if (entry) return entry;
  }
  return {
    taints: key ? narrowed(container.taints, of, term, frame) : container.taints,
    origin: key ? null : container.origin,
    isForeign: false,
    ...tellsMembership(of, key, span, frame),
  };
}

/** `ok := allowed[name]`: what it gives tells whether the name is one of them. */
function tellsMembership(
  of: Term,
  key: Term | null,
  span: Term["span"],
  frame: Frame,
): Pick<Value, "effects"> {
  const path = key ? pathOf(key) : null;
  if (path === null || (holds(frame, path)?.taints.length ?? 0) === 0) return {};
  return { effects: effectsOf({ kind: "item", of, key, span }, frame) };
}

/** Text made of parts: outside data becomes part of something longer, with or without fixed text before it. */
function joinedValue(parts: readonly Term[], frame: Frame): Value {
  const values = parts.map((part) => frame.engine.evaluate(part, frame));
  if (values.every(({ constant }) => typeof constant === "string" || typeof constant === "number"))
    return constantValue(values.map(({ constant }) => constant).join(""));
  return withTaints(joinedTaints(values));
}

function operationValue(term: Of<"operation">, frame: Frame): Value {
  const { operator, left, right } = term;
  if (operator === "+") return sumValue(flatParts(term), frame);
  const [one, other] = [frame.engine.evaluate(left, frame), frame.engine.evaluate(right, frame)];
  const constant = foldOperation(operator, one.constant, other.constant);
  if (constant !== undefined) return constantValue(constant);
  if (operator === "%") return formatted(one, [other]);
  if (operator === "and" || operator === "or") return mergeValues([one, other]);
  return { ...nothing, effects: effectsOf(term, frame) };
}

function sumValue(parts: readonly Term[], frame: Frame): Value {
  const values = parts.map((part) => frame.engine.evaluate(part, frame));
  const taints = joinedTaints(values);
  if (taints.length > 0) return withTaints(taints);
  const sum = values.map(({ constant }) => constant).reduce((left, right) => foldOperation("+", left, right));
  return sum === undefined ? nothing : constantValue(sum);
}

/** `a + b + c` from left to right. */
function flatParts(term: Term): readonly Term[] {
  if (term.kind !== "operation" || term.operator !== "+") return [term];
  return [...flatParts(term.left), ...flatParts(term.right)];
}

function notValue(term: Of<"not">, frame: Frame): Value {
  const { constant } = frame.engine.evaluate(term.of, frame);
  if (typeof constant === "boolean") return constantValue(!constant);
  return { ...nothing, effects: effectsOf(term, frame) };
}

function choiceValue({ condition, yes, no }: Of<"choice">, frame: Frame): Value {
  const { constant } = frame.engine.evaluate(condition, frame);
  if (constant === true) return frame.engine.evaluate(yes, frame);
  if (constant === false) return frame.engine.evaluate(no, frame);
  const before = frame.state;
  const values = [true, false].map((isTrue) => {
    frame.state = forked(before);
    learn(condition, isTrue, frame);
    return frame.engine.evaluate(isTrue ? yes : no, frame);
  });
  frame.state = before;
  return mergeValues(values);
}

function collectionValue({ entries, isRecord }: Of<"collection">, frame: Frame): Value {
  const keys = entries.map(({ key }) => (key ? frame.engine.evaluate(key, frame) : nothing));
  const values = entries.map(({ value }) => frame.engine.evaluate(value, frame));
  const taints = mergeTaints([...keys, ...values].map((value) => value.taints));
  const whole = { ...nothing, taints };
  if (!isRecord) return { ...whole, items: values };
  const named = keys.map(({ constant }, i) => [String(constant), values[i] ?? nothing] as const);
  return keys.every(({ constant }) => constant !== undefined) ? { ...whole, entries: new Map(named) } : whole;
}

function typedValue({ of, type }: Of<"typed">, frame: Frame): Value {
  const value = frame.engine.evaluate(of, frame);
  if (type.isPlain) return value.constant === undefined ? nothing : constantValue(value.constant);
  const typed = frame.unit.instanceOf(type);
  return { ...value, origin: typed.origin, isForeign: typed.isForeign };
}

function blockValue({ steps }: Of<"block">, frame: Frame): Value {
  const around = frame.given;
  frame.given = [];
  frame.engine.run(steps, frame);
  const value = mergeValues(frame.given);
  frame.given = around;
  return value;
}
