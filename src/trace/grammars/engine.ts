/** Runs the functions of a project that read outside data, and collects where it arrives. */
import type { Flow } from "../../model/flow.js";
import { confidenceOf } from "./confidence.js";
import { evaluate } from "./evaluate.js";
import { type Arrival, type Engine, type Frame, type Invocation, forked, newState, stepAt } from "./frame.js";
import { bindParameters } from "./parameters.js";
import type { Reach } from "./reach.js";
import { run } from "./steps.js";
import type { Code, Step, Term } from "./terms.js";
import type { Unit } from "./unit.js";
import { type Value, mergeValues, nothing } from "./values.js";
import type { Vocabulary } from "./vocabulary.js";

/** Functions run for one that reads outside data, those it calls included; more would only repeat what was seen. */
const mostInvocations = 400;

export class Walk implements Engine {
  readonly flows: Flow[] = [];
  /** Functions that read outside data, or call one that does; any may while it is not known. */
  readers: Reach | undefined;
  readonly #bindings = new Map<Unit, ReadonlyMap<string, Value>>();
  readonly #running = new Set<Code>();
  #invocations = 0;

  constructor(readonly vocabulary: Vocabulary) {}

  /** Runs a function that nobody in sight calls. */
  start(code: Code, unit: Unit): void {
    this.#invocations = 0;
    this.invoke(code, unit, {
      given: null,
      named: new Map(),
      self: nothing,
      depth: 0,
      around: null,
      at: null,
    });
  }

  /** Values of the file's top-level names; asked for while they are worked out, there are none. */
  bindingsOf(unit: Unit): ReadonlyMap<string, Value> {
    const known = this.#bindings.get(unit);
    if (known) return known;
    this.#bindings.set(unit, new Map());
    const steps = unit.grammar.moduleSteps(unit.file);
    const frame = this.#frame(moduleCode(unit, steps), unit, 0);
    if (steps.length > 0) this.run(steps, frame);
    this.#bindings.set(unit, frame.state.values);
    return frame.state.values;
  }

  evaluate(term: Term, frame: Frame): Value {
    return evaluate(term, frame);
  }

  run(steps: readonly Step[], frame: Frame): void {
    run(steps, frame);
  }

  invoke(code: Code, unit: Unit, call: Invocation): Value {
    if (this.#running.has(code) || this.#invocations >= mostInvocations) return nothing;
    this.#invocations += 1;
    this.#running.add(code);
    const frame = this.#frame(code, unit, call.depth);
    if (call.around) frame.state = forked(call.around);
    bindParameters(call, frame);
    if (call.depth > 0 || this.#isWorthRunning(frame)) run(code.steps, frame);
    this.#running.delete(code);
    return mergeValues(frame.returned);
  }

  arrive({ sink, name, value, span, weight }: Arrival, frame: Frame): void {
    for (const taint of value.taints) {
      const last = stepAt(`given to \`${name}\``, span, frame);
      this.flows.push({
        harm: sink.harm,
        entry: taint.entry,
        steps: [...taint.steps, last],
        sink: name,
        value: taint.written,
        guard: taint.guard,
        confidence: confidenceOf(taint, weight, frame.unit.path),
      });
    }
  }

  /** A handler whose parameters hold no outside data, and that reads none, has no way to follow. */
  #isWorthRunning({ state, unit, code }: Frame): boolean {
    const isReader = this.readers?.has(unit, code.span) ?? true;
    return isReader || [...state.values.values()].some(({ taints }) => taints.length > 0);
  }

  #frame(code: Code, unit: Unit, depth: number): Frame {
    return { unit, code, depth, engine: this, state: newState(), returned: [], given: [], exits: [] };
  }
}

function moduleCode(unit: Unit, steps: readonly Step[]): Code {
  return {
    name: unit.path,
    className: null,
    span: { start: 0, end: unit.text.length },
    decorators: [],
    receiver: null,
    parameters: [],
    steps,
  };
}
