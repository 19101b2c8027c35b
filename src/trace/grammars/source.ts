/** Where outside data comes in. */
import { type Frame, stepAt, textOf } from "./frame.js";
import { type Term, writtenPath } from "./terms.js";
import { type Taint, type Value, maskOf } from "./values.js";
import type { Outside } from "./vocabulary.js";

/** The value itself, or outside data where a page says that it is. */
export function sourceOf(term: Term, value: Value, frame: Frame): Value {
  if (value.taints.length > 0) return value;
  const last = lastNameOf(term, value);
  // Another package's value is known for what it is; what it is called adds nothing.
  const written = value.isForeign ? null : writtenPath(term);
  const [match] = frame.engine.vocabulary.sources.of({ origin: value.origin, written, last });
  if (!match) return value;
  const text = textOf(term.span, frame);
  const step = stepAt(`\`${text}\` is read`, term.span, frame);
  const { fills } = match.entry;
  return {
    ...value,
    ...(fills === undefined ? {} : { fills }),
    taints: [newTaint(match.entry, { written: text, steps: [step], weight: match.isGuess ? 0.85 : 1 })],
  };
}

/** What `a.b` and `a.b()` come from ends in `b`, unless something else is known of them. */
function lastNameOf(term: Term, { origin }: Value): string | undefined {
  const member = term.kind === "call" ? term.callee : term;
  if (member.kind !== "member") return undefined;
  const end = term.kind === "call" ? `.${member.name}()` : `.${member.name}`;
  return origin === null || origin.endsWith(end) ? member.name : undefined;
}

export function newTaint(outside: Outside, way: Pick<Taint, "written" | "steps" | "weight">): Taint {
  return {
    ...way,
    entry: outside.entry,
    cleanFor: outside.except ? maskOf(outside.except) : 0,
    isBuilt: false,
    hasHead: false,
    guard: null,
  };
}

/** `request.args["id"]` says more than `request.args`: what is taken out of outside data right where it is read. */
export function narrowed(taints: readonly Taint[], of: Term, whole: Term, frame: Frame): readonly Taint[] {
  if (taints.length === 0 || whole.span.end - whole.span.start > 80) return taints;
  const before = textOf(of.span, frame);
  return taints.map((taint) => {
    const [read, ...rest] = taint.steps;
    const isFresh = read?.span.start === of.span.start && read.path === frame.unit.path;
    if (rest.length > 0 || !isFresh || taint.written !== before) return taint;
    const written = textOf(whole.span, frame);
    return { ...taint, written, steps: [stepAt(`\`${written}\` is read`, whole.span, frame)] };
  });
}
