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
    assignTo(
      parameter.target,
      given ? arrived(given, parameter, call, frame) : ownValue(i, call, frame),
      frame,
    );
  });
}

function bindReceiver({ target, type }: Parameter, { self }: Invocation, frame: Frame): void {
  const name = pathOf(target);
  if (name !== null) bind(frame, name, { ...frame.unit.instanceOf(type), taints: self.taints });
}

/** What was handed over, with the call as a step of its way. */
function arrived(value: Value, { target, type }: Parameter, { at }: Invocation, frame: Frame): Value {
  if (type?.isPlain && value.constant === undefined) return nothing;
  const known =
    value.origin === null && type ? { ...value, ...originOf(frame.unit.instanceOf(type)) } : value;
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
  const known = sourceOf(target, typed, frame);
  if (known.taints.length > 0) return target.kind === "name" ? comingIn(known, target, frame) : known;
  if (call.given || typed.isForeign) return typed;
  const outside =
    preset?.kind === "call" ? presetSource(preset, frame) : (outsideAt(index, call, frame) ?? undefined);
  if (!outside || (type && frame.unit.isEnumeration(type))) return typed;
  return tainted(outside, typed, target, frame);
}

/** `q: str = Query()`; `db = Depends(get_db)` is handed in by the program. */
function presetSource(preset: Extract<Term, { kind: "call" }>, frame: Frame): Outside | undefined {
  const { origin, isForeign } = frame.engine.evaluate(preset.callee, frame);
  const whence = {
    origin: origin === null ? null : `${origin}()`,
    written: isForeign ? null : writtenPath(preset),
  };
  return frame.engine.vocabulary.sources.of(whence)[0]?.entry;
}

function comingIn(value: Value, target: Term, frame: Frame): Value {
  const written = textOf(target.span, frame);
  const steps = [
    stepAt(`\`${written}\` comes in as a parameter of \`${frame.code.name}\``, target.span, frame),
  ];
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
  if (own) return own.outside;
  // An annotation that no page knows says that the value comes from somewhere else.
  if (parameter.decorators.length > 0) return undefined;
  const named = [
    ...decoratorSources(frame.code.decorators, frame),
    ...[...exportedSources(frame), ...(source ? [source] : [])].map((outside) => ({ outside, route: null })),
  ];
  const found = named.find(({ outside }) => isMeant(outside.parameter, index, parameter));
  return found && ofRoute(found, pathOf(parameter.target));
}

function isMeant(which: Outside["parameter"], index: number, { target }: Parameter): boolean {
  if (which === "all") return true;
  return typeof which === "string" ? pathOf(target) === which : index === (which ?? 0);
}

interface Decorated {
  readonly outside: Outside;
  /** The path a handler is registered for. */
  readonly route: string | null;
}

/** What is one part of the path can hold no slash: `/users/{name}`, `/users/<name>`, not `/files/{name:path}`. */
function ofRoute({ outside, route }: Decorated, name: string | null): Outside | undefined {
  if (route === null || name === null) return outside;
  const place = new RegExp(`[{<](?:(\\w+)(?:\\([^)]*\\))?:)?${name}(?::([^}>]*)|(\\.\\.))?[}>]`).exec(route);
  if (!place || place[3] !== undefined) return outside;
  const converter = place[1] ?? place[2] ?? "";
  if (/^(?:int|float|uuid)/.test(converter)) return undefined;
  if (converter === "path" || converter.includes("*")) return outside;
  return { ...outside, except: [...(outside.except ?? []), "path", "url", "redirect", "archive"] };
}

function decoratorSources(decorators: readonly Term[], frame: Frame): readonly Decorated[] {
  return decorators.flatMap((term) => {
    const called = term.kind === "call" ? term.callee : term;
    const { origin, isForeign } = frame.engine.evaluate(called, frame);
    const written = isForeign ? null : writtenPath(called);
    const route =
      term.kind === "call" && term.given[0]
        ? frame.engine.evaluate(term.given[0].value, frame).constant
        : null;
    return frame.engine.vocabulary.decorators
      .of({ origin, written })
      .map(({ entry }) => ({ outside: entry, route: typeof route === "string" ? route : null }));
  });
}

/** Functions that a framework finds by their name and place. */
function exportedSources({ engine, unit, code }: Frame): readonly Outside[] {
  return engine.vocabulary.exported.filter(
    ({ names, files }) =>
      !code.isPrivate &&
      (names.has(code.name) || names.has("*")) &&
      (files.length === 0 || files.some((file) => file.test(unit.path))),
  );
}
