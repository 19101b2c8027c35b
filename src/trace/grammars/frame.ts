/** A function while it is run: what its names hold at the step reached. */
import type { FlowStep } from "../../model/flow.js";
import type { Span } from "../../model/source.js";
import type { Code, Step, Term } from "./terms.js";
import type { Unit } from "./unit.js";
import { type Value, mergeValues, nothing } from "./values.js";
import type { Outside, Sink, Vocabulary } from "./vocabulary.js";

/** Names and dotted paths with what they hold; over once the path through the code has left. */
export interface State {
  readonly values: Map<string, Value>;
  isOver: boolean;
}

export interface Frame {
  readonly unit: Unit;
  readonly code: Code;
  readonly depth: number;
  readonly engine: Engine;
  state: State;
  /** What `return` gave so far. */
  readonly returned: Value[];
  /** What the innermost block gave so far. */
  given: Value[];
  /** States in which the innermost loop was left. */
  exits: State[];
}

/** Outside data at a sink. */
export interface Arrival {
  readonly sink: Sink;
  /** As the page, or the code, names it. */
  readonly name: string;
  readonly value: Value;
  /** The whole call or assignment. */
  readonly span: Span;
  /** Factor for what was doubtful about the sink. */
  readonly weight: number;
}

/** The parts that need one another. */
export interface Engine {
  readonly vocabulary: Vocabulary;
  evaluate(term: Term, frame: Frame): Value;
  run(steps: readonly Step[], frame: Frame): void;
  /** What a function gives for these arguments; the names around a closure are those of `around`. */
  invoke(code: Code, unit: Unit, call: Invocation): Value;
  arrive(arrival: Arrival, frame: Frame): void;
}

export interface Invocation {
  /** By position; null where the parameters hold what their types and decorators say. */
  readonly given: readonly (Value | null)[] | null;
  readonly named: ReadonlyMap<string, Value>;
  readonly self: Value;
  readonly depth: number;
  readonly around: State | null;
  /** The call, as a step of the way. */
  readonly at: FlowStep | null;
  /** What a page says of the parameters of functions handed to the call. */
  readonly source?: Outside;
}

export function newState(): State {
  return { values: new Map(), isOver: false };
}

export function forked(state: State): State {
  return { values: new Map(state.values), isOver: state.isOver };
}

/** The state after paths meet again; paths that have left do not count. */
export function joined(states: readonly State[]): State {
  const open = states.filter((state) => !state.isOver);
  const [first, ...rest] = open;
  if (!first) return { values: new Map(states[0]?.values), isOver: true };
  if (rest.length === 0) return first;
  const names = new Set(open.flatMap((state) => [...state.values.keys()]));
  const values = new Map<string, Value>();
  for (const name of names) {
    const held = open.flatMap((state) => state.values.get(name) ?? []);
    values.set(name, mergeValues(held));
  }
  return { values, isOver: false };
}

export function holds(frame: Frame, path: string): Value | undefined {
  return frame.state.values.get(path);
}

/** What was known of the members of the old value is forgotten. */
export function bind({ state }: Frame, path: string, value: Value): void {
  const members = `${path}.`;
  for (const name of state.values.keys()) if (name.startsWith(members)) state.values.delete(name);
  state.values.set(path, value);
}

export function textOf(span: Span, { unit }: Frame): string {
  return short(unit.text.slice(span.start, span.end));
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

export function stepAt(what: string, span: Span, { unit }: Frame): FlowStep {
  return { path: unit.path, span: { start: span.start, end: span.end }, what };
}

export function valueAt(frame: Frame, path: string | null): Value {
  return (path === null ? undefined : holds(frame, path)) ?? nothing;
}
