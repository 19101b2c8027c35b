/** Searches, breadth first, for every place where a value from outside does harm; the first way found is the shortest. */
import type { ts } from "ts-morph";
import type { Entry, Flow, FlowStep } from "../../model/flow.js";
import type { SurveyedFile } from "../../model/survey.js";
import { confidenceOf } from "../confidence.js";
import { factsOfMember, keyOfFacts } from "./facts.js";
import type { Place } from "./meetings.js";
import type { Impact, Sinks } from "./sinks.js";
import type { Travel } from "./travel.js";
import { keyText } from "./things.js";
import { type Arrival, type Value, anyMember, excerpt, stepAt } from "./value.js";

/**
 * Places one value is followed to. Values of real projects reach some hundred; what reaches more has been stored where
 * everything is, and its ways say nothing.
 */
const mostStates = 5000;

interface State {
  readonly value: Value;
  readonly step: FlowStep | null;
  readonly before: State | null;
}

/** Numbers for nodes, so that places already visited are told by a short text. */
export class NodeNumbers {
  readonly #numbers = new Map<ts.Node, number>();

  of(node: ts.Node): number {
    let number = this.#numbers.get(node);
    if (number === undefined) this.#numbers.set(node, (number = this.#numbers.size));
    return number;
  }
}

export class Search {
  readonly #numbers = new NodeNumbers();

  constructor(
    private readonly travel: Travel,
    private readonly sinks: Sinks,
    private readonly files: ReadonlyMap<string, SurveyedFile>,
  ) {}

  /** Flows of the value read at the place. */
  from(place: Place): readonly Flow[] {
    const start = wholeRead(place.value);
    const read = stepAt(start.file, start.node, `\`${excerpt(start.file, start.node)}\` is read`);
    const first: State = { value: start, step: read, before: null };
    const queue: State[] = this.#begin(start).map(({ value, step }) => ({ value, step, before: first }));
    const visited = new Set<string>();
    const found = new Map<string, Flow>();
    for (let i = 0; i < queue.length && i < mostStates; i++) {
      const state = queue[i];
      if (!state) break;
      const key = this.#keyOf(state.value);
      if (visited.has(key)) continue;
      visited.add(key);
      for (const impact of ofEntry(place.reading.entry, this.sinks.at(state.value))) {
        const impactKey = `${this.#numbers.of(impact.node)} ${impact.harm}`;
        if (!found.has(impactKey)) found.set(impactKey, this.#flow(place, state, impact));
      }
      for (const { value, step } of this.travel.onward(state.value))
        queue.push({ value, step, before: state });
    }
    return [...found.values()];
  }

  /** An expression stands for itself; a name in a pattern or a parameter is bound first. */
  #begin(value: Value): readonly Arrival[] {
    const { ts } = value.file.tree;
    const { node } = value;
    const names = this.travel.names;
    if (ts.isBindingElement(node)) return names.bind(node.name, value, node);
    if (ts.isParameter(node)) return names.bind(node.name, value, node);
    return [{ value: names.seen(value), step: null }];
  }

  #keyOf({ node, path, facts, stack }: Value): string {
    const entered = stack ? this.#numbers.of(stack.call) : "";
    return `${this.#numbers.of(node)} ${path.join(".")} ${keyOfFacts(facts)} ${entered}`;
  }

  #flow({ value, reading }: Place, state: State, impact: Impact): Flow {
    const start = wholeRead(value);
    const { file, facts } = state.value;
    const last: FlowStep = { path: file.path, span: impact.span, what: `given to \`${impact.written}\`` };
    const steps = withoutRepeats([...stepsTo(state), last]);
    const doubts = facts.doubts + (impact.isByName ? 1 : 0);
    return {
      harm: impact.harm,
      entry: reading.entry,
      steps,
      sink: impact.sink,
      value: excerpt(start.file, start.node),
      guard: facts.guard,
      confidence: confidenceOf({
        entry: reading.entry,
        harm: impact.harm,
        isGuarded: facts.guard !== null,
        doubts,
        sources: steps.flatMap(({ path }) => this.files.get(path)?.source ?? []),
      }),
    };
  }
}

/** `req.query.id` where `req.query` is outside data: the reader is shown what is taken of it. */
function wholeRead(value: Value): Value {
  const { file } = value;
  const { ts } = file.tree;
  let { node, facts } = value;
  for (;;) {
    const parent = node.parent as ts.Node | undefined;
    if (!parent) return { ...value, node, facts };
    const isAccess =
      (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
      parent.expression === node;
    const isCalled = isAccess && ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
    const isTarget =
      isAccess &&
      ts.isBinaryExpression(parent.parent) &&
      parent.parent.left === parent &&
      parent.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    const isLength = isAccess && ts.isPropertyAccessExpression(parent) && parent.name.text === "length";
    if (!isAccess || isCalled || isTarget || isLength) return { ...value, node, facts };
    const name = ts.isPropertyAccessExpression(parent) ? parent.name : parent.argumentExpression;
    facts = factsOfMember(facts, keyText(file.tree, name) ?? anyMember);
    node = parent;
  }
}

function stepsTo(state: State): readonly FlowStep[] {
  const steps: FlowStep[] = [];
  for (let each: State | null = state; each; each = each.before) if (each.step) steps.push(each.step);
  return steps.reverse();
}

/** A name out of an archive is of the archive's author, and that says more than that it is a path. */
function ofEntry(entry: Entry, impacts: readonly Impact[]): readonly Impact[] {
  if (entry !== "file") return impacts.filter(({ harm }) => harm !== "archive");
  const isOfArchive = impacts.some(({ harm }) => harm === "archive");
  return isOfArchive ? impacts.filter(({ harm }) => harm !== "path") : impacts;
}

/** A way that comes by the same place twice in a row is told once. */
function withoutRepeats(steps: readonly FlowStep[]): readonly FlowStep[] {
  return steps.filter((step, i) => {
    const before = steps[i - 1];
    return (
      !before ||
      before.path !== step.path ||
      before.span.start !== step.span.start ||
      before.what !== step.what
    );
  });
}
