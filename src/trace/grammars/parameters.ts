/** What the parameters of a function hold when it is called. */
import { type Frame, type Invocation, bind, stepAt, textOf } from "./frame.js";
import { newTaint, sourceOf } from "./source.js";
import { assignTo } from "./steps.js";
import { type Parameter, type Term, pathOf, writtenPath } from "./terms.js";
import { type Value, nothing, stepped } from "./values.js";
import type { Outside } from "./vocabulary.js";

export function bindParameters(call: Invocation, frame: Frame): void {
  const { receiver, parameters } = frame.code;
  if (receiver) bindReceiver(receiver, call, frame);
  parameters.forEach((parameter, i) => {
    const name = pathOf(parameter.target);
    const given = call.given?.[i] ?? (name === null ? undefined : call.named.get(name));
    assignTo(parameter.target, given ? arrived(given, parameter, call, frame) : ownValue(i, call, frame), frame);
  });
}

function bindReceiver({ target, type }: Parameter, { self }: Invocation, frame: Frame): void {
  const name = pathOf(target);
  if (name !== null) bind(frame, name, { ...frame.unit.instanceOf(type), taints: self.taints });
}

/** What was handed over, with the call as a step of its way. */
function arrived(value: Value, { target, type }: Parameter, { at }: Invocation, frame: Frame): Value {
  if (type?.isPlain && value.constant === undefined) return nothing;
  const known = value.origin === null && type ? { ...value, ...originOf(frame.unit.instanceOf(type)) } : value;
  if (!at || value.taints.length === 0) return known;
  const step = { ...at, what: `${at.what} as \`${textOf(target.span, frame)}\`` };
  return { ...known, taints: stepped(value.taints, step) };
}

function originOf({ origin, isForeign }: Value): Pick<Value, "origin" | "isForeign"> {
  return { origin, isForeign };
}

/** What a parameter holds when nobody in sight calls the function: what its type, annotations or place say. */
function ownValue(index: number, call: Invocation, frame: Frame): Value {
  const parameter = frame.code.parameters[index];
  if (!parameter) return nothing;
  const { target, type, preset } = parameter;
  const typed = frame.unit.instanceOf(type);
  if (type?.isPlain) return nothing;
  if (preset && preset.kind === "call" && !call.given) return presetValue(preset, target, frame);
  const outside = call.given ? undefined : outsideAt(index, call, frame);
  if (outside) return tainted(outside, typed, target, frame);
  const known = sourceOf(target, typed, frame);
  return known.taints.length > 0 && target.kind === "name" ? comingIn(known, target, frame) : known;
}

/** `q: str = Query()`. */
function presetValue(preset: Term, target: Term, frame: Frame): Value {
  const value = frame.engine.evaluate(preset, frame);
  return value.taints.length > 0 ? comingIn({ ...value, origin: null }, target, frame) : value;
}

function comingIn(value: Value, target: Term, frame: Frame): Value {
  const written = textOf(target.span, frame);
  const steps = [stepAt(`\`${written}\` comes in as a parameter of \`${frame.code.name}\``, target.span, frame)];
  return { ...value, taints: value.taints.map((taint) => ({ ...taint, written, steps })) };
}

function tainted(outside: Outside, typed: Value, target: Term, frame: Frame): Value {
  const value = { ...typed, taints: [newTaint(outside, { written: "", steps: [], weight: 1 })] };
  return comingIn(value, target, frame);
}

function outsideAt(index: number, { source }: Invocation, frame: Frame): Outside | undefined {
  const parameter = frame.code.parameters[index];
  if (!parameter) return undefined;
  const own = decoratorSources(parameter.decorators, frame)[0];
  if (own) return own;
  const isFree = !frame.unit.instanceOf(parameter.type).isForeign;
  const named = [...decoratorSources(frame.code.decorators, frame), ...exportedSources(frame), ...(source ? [source] : [])];
  return named.find((one) => isMeant(one.parameter, index, parameter) && (one.parameter !== "all" || isFree));
}

function isMeant(which: Outside["parameter"], index: number, { target }: Parameter): boolean {
  if (which === "all") return true;
  return typeof which === "string" ? pathOf(target) === which : index === (which ?? 0);
}

function decoratorSources(decorators: readonly Term[], frame: Frame): readonly Outside[] {
  return decorators.flatMap((term) => {
    const called = term.kind === "call" ? term.callee : term;
    const { origin, isForeign } = frame.engine.evaluate(called, frame);
    const written = isForeign ? null : writtenPath(called);
    return frame.engine.vocabulary.decorators.of({ origin, written }).map(({ entry }) => entry);
  });
}

/** Functions that a framework finds by their name and place. */
function exportedSources({ engine, unit, code }: Frame): readonly Outside[] {
  return engine.vocabulary.exported.filter(
    ({ names, files }) =>
      (names.has(code.name) || names.has("*")) && (files.length === 0 || files.some((file) => file.test(unit.path))),
  );
}
