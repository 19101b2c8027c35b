/** Lists, tables and text builders, by the names that their methods have everywhere. */
import type { Called } from "./calls.js";
import { joinedTaints } from "./joining.js";
import { type Frame, bind } from "./frame.js";
import { pathOf } from "./terms.js";
import { type Value, blurred, mergeTaints, nothing } from "./values.js";

const adding =
  /^(?:add|append|push|push_str|push_back|insert|extend|addAll|addFirst|addLast|addElement|offer|update|put|putAll|set|setdefault|setProperty|write|write_str|WriteString|appendleft|prepend|addParameter|Add|Set)$/;
const taking =
  /^(?:get|getOrDefault|pop|popleft|getProperty|getFirst|getLast|elementAt|peek|poll|fetch|first|last|remove)$/;

/** The value of a call that puts something into its receiver or takes something out; undefined for any other call. */
export function contain(called: Called, frame: Frame): Value | undefined {
  const { receiver, name, callee } = called;
  if (!receiver || callee.code) return undefined;
  if (adding.test(name)) return put(called, receiver, frame);
  return taking.test(name) ? take(called, receiver, frame) : undefined;
}

function put(called: Called, receiver: Value, frame: Frame): Value | undefined {
  const { term, name, given } = called;
  const path = term.callee.kind === "member" ? pathOf(term.callee.of) : null;
  const into = mergeTaints(given.map(({ taints }) => taints));
  const precise = preciselyPut(name, receiver, given);
  if (path === null || (into.length === 0 && !precise && receiver.constant === undefined)) return undefined;
  const isBuilder = /^(?:append|push_str|write|write_str|WriteString|insert)$/.test(name) && !receiver.items;
  const next = precise ?? (isBuilder ? lengthened(receiver, given) : blurred(receiver, into));
  bind(frame, path, next);
  return isBuilder ? next : { ...nothing, taints: next.taints };
}

/** `builder.append(name)`: text before it is a head, and it is part of something longer. */
function lengthened(receiver: Value, given: readonly Value[]): Value {
  const before: Value =
    receiver.taints.length > 0 || receiver.constant !== undefined ? receiver : { ...receiver, constant: "" };
  const taints = joinedTaints([before, ...given]);
  const texts = [before, ...given].map(({ constant }) => constant);
  const constant = texts.every((text) => typeof text === "string") ? texts.join("") : undefined;
  const whole = { taints, origin: receiver.origin, isForeign: receiver.isForeign };
  if (constant !== undefined) return { ...whole, constant };
  // A list of unknown content looks the same as a text that is built: what was added keeps its own head.
  return receiver.taints.length === 0 && receiver.constant === undefined && given.length === 1
    ? { ...whole, taints: mergeTaints([given[0]?.taints ?? []]) }
    : whole;
}

/** A list or table whose content is known, with the change made. */
function preciselyPut(
  name: string,
  { items, entries, origin, isForeign }: Value,
  given: readonly Value[],
): Value | undefined {
  const [first = nothing, second] = given;
  if (items && /^(?:add|append|push|addLast|addElement)$/.test(name) && given.length === 1)
    return listOf([...items, first], { origin, isForeign });
  if (entries && /^(?:put|set|insert)$/.test(name) && typeof first.constant === "string" && second) {
    const next = new Map(entries).set(first.constant, second);
    return {
      taints: mergeTaints([...next.values()].map(({ taints }) => taints)),
      origin,
      isForeign,
      entries: next,
    };
  }
  return undefined;
}

function listOf(items: readonly Value[], rest: Pick<Value, "origin" | "isForeign">): Value {
  return { ...rest, taints: mergeTaints(items.map(({ taints }) => taints)), items };
}

function take({ term, name, given }: Called, receiver: Value, frame: Frame): Value | undefined {
  const at = given[0]?.constant;
  if (receiver.items && typeof at === "number") {
    const path = term.callee.kind === "member" ? pathOf(term.callee.of) : null;
    if (name === "remove" && path !== null)
      bind(
        frame,
        path,
        listOf(
          receiver.items.filter((_, i) => i !== at),
          receiver,
        ),
      );
    return receiver.items.at(at) ?? nothing;
  }
  if (receiver.entries && typeof at === "string" && name !== "remove")
    return receiver.entries.get(at) ?? fallback(given);
  return undefined;
}

/** `table.get(key, preset)`. */
function fallback(given: readonly Value[]): Value {
  return given[1] ?? nothing;
}

/** `new ArrayList()`, `new HashMap()`: what is put in from here on is known. */
export function freshContainer({ term, name, given, callee }: Called): Value | undefined {
  if (!term.isNew || given.length > 1) return undefined;
  const { origin, isForeign } = callee;
  const fresh = { ...nothing, origin: origin === null ? null : `${origin}()`, isForeign };
  if (/^String(?:Builder|Buffer)$/.test(name)) return { ...fresh, constant: "", ...textOf(given[0]) };
  if (given.length > 0) return undefined;
  if (/(?:List|Deque|Vector|Stack)$/.test(name)) return { ...fresh, items: [] };
  return /(?:Map|Hashtable|Properties)$/.test(name) ? { ...fresh, entries: new Map() } : undefined;
}

/** What a builder begins with; a text nobody knows still stands before what follows. */
function textOf(given: Value | undefined): Partial<Value> {
  if (!given) return {};
  const { taints, constant } = given;
  if (taints.length > 0) return { taints, constant: null };
  return { constant: typeof constant === "string" ? constant : "\u0000value" };
}
