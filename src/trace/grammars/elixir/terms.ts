/** Puts Elixir's expressions into terms. */
import type { SgNode } from "@ast-grep/napi";
import { argumentsOf, keyOf } from "../../../syntax/elixir/ask.js";
import { partsOf, spanOf, unknownTerm } from "../reading.js";
import { type Entry, type Given, type Term, assign, build } from "../terms.js";
import { captureOf, closureOf } from "./functions.js";
import { controlSteps, stepsIn } from "./steps.js";
import { keyText, targetOf } from "./targets.js";

export function termOf(node: SgNode | null | undefined): Term {
  if (!node) return { kind: "several", parts: [], span: { start: 0, end: 0 } };
  return readers[String(node.kind())]?.(node) ?? unknownTerm(node);
}

const named = (node: SgNode): Term => build.name(node.text().replace(/\s+/g, ""), spanOf(node));
const list = (node: SgNode): Term => build.list(partsOf(node).map(termOf), spanOf(node));

const readers: Readonly<Record<string, (node: SgNode) => Term>> = {
  identifier: named,
  alias: named,
  atom: (node) => build.fixed(node.text(), spanOf(node)),
  string: readText,
  charlist: readText,
  sigil: readSigil,
  integer: (node) => build.fixed(Number(node.text().replaceAll("_", "")), spanOf(node)),
  boolean: (node) => build.fixed(node.text() === "true", spanOf(node)),
  nil: (node) => build.fixed(null, spanOf(node)),
  list,
  tuple: list,
  keywords: (node) => recordOf(partsOf(node).map(entryOf), node),
  map: readMap,
  call: readCall,
  dot: (node) => {
    const [of, right] = [node.field("left"), node.field("right")];
    if (!of) return unknownTerm(node);
    const holder = of.kind() === "atom" ? named(of) : termOf(of);
    return right ? memberOf(holder, right.text(), spanOf(node)) : holder;
  },
  access_call: (node) => build.item(termOf(node.field("target")), termOf(node.field("key")), spanOf(node)),
  unary_operator: readUnary,
  binary_operator: readBinary,
  anonymous_function: closureOf,
  block: (node) => ({ kind: "block", steps: stepsIn(partsOf(node)), span: spanOf(node) }),
  interpolation: (node) => termOf(partsOf(node)[0]),
};

/** What is read by a plain name is a field of a struct: the path of an upload is the server's own. */
function memberOf(of: Term, name: string, span: Term["span"]): Term {
  const member = build.member(of, name, span);
  return name === "path" && of.kind !== "name"
    ? { kind: "typed", of: member, type: { name: "", isPlain: true }, span }
    : member;
}

/** Text with values in it; the quotes themselves are no parts. */
function readText(node: SgNode): Term {
  const span = spanOf(node);
  const parts = partsOf(node).filter((part) => !/^sigil_/.test(String(part.kind())));
  if (parts.every((part) => part.kind() !== "interpolation"))
    return build.fixed(parts.map((part) => part.text()).join(""), span);
  return build.joined(
    parts.map((part) =>
      part.kind() === "interpolation" ? termOf(part) : build.fixed(part.text(), spanOf(part)),
    ),
    span,
  );
}

/** `~w(a b)` is a list of words. */
function readSigil(node: SgNode): Term {
  const text = readText(node);
  if (!/^~w/i.test(node.text().slice(0, 2)) || text.kind !== "fixed") return text;
  const words = String(text.value)
    .split(/\s+/)
    .filter((word) => word !== "");
  return build.list(
    words.map((word) => build.fixed(word, text.span)),
    text.span,
  );
}

function entryOf(pair: SgNode): Entry {
  return { key: build.fixed(keyOf(pair) ?? "", spanOf(pair)), value: termOf(pair.field("value")) };
}

function recordOf(entries: readonly Entry[], node: SgNode): Term {
  return { kind: "collection", entries, isRecord: true, span: spanOf(node) };
}

/** `%{map | key: value}` holds what both hold. */
function readMap(node: SgNode): Term {
  const content = partsOf(node).find((part) => part.kind() === "map_content");
  const parts = content ? partsOf(content) : [];
  const [first] = parts;
  if (first?.kind() === "binary_operator" && first.field("operator")?.text() === "|")
    return build.several([termOf(first.field("left")), termOf(first.field("right"))], spanOf(node));
  const entries = parts.flatMap((part): readonly Entry[] => {
    if (part.kind() === "keywords") return partsOf(part).map(entryOf);
    const key = part.field("left");
    const value = key ? termOf(part.field("right")) : termOf(part);
    return [{ key: key ? build.fixed(keyText(key), spanOf(key)) : null, value }];
  });
  return recordOf(entries, node);
}

function readCall(node: SgNode): Term {
  const span = spanOf(node);
  const control = controlSteps(node);
  if (control) return { kind: "block", steps: control, span };
  const target = node.field("target");
  const hasArguments = node.children().some((child) => child.kind() === "arguments");
  if (target?.kind() === "dot" && !hasArguments && target.field("right")) return termOf(target);
  return callOf(termOf(target), argumentsOf(node).flatMap(givenIn), span);
}

function givenIn(node: SgNode): readonly Given[] {
  if (node.kind() !== "keywords") return [{ name: null, value: termOf(node) }];
  return partsOf(node).map((pair) => ({ name: keyOf(pair) ?? "", value: termOf(pair.field("value")) }));
}

const eachOnce = /^(?:Enum|Stream|Task)\.(?:map|flat_map|each|map_join|async_stream)$/;
const ofItems = /^(?:Enum|Stream)\.\w+$/;

/** Functions handed to `Enum` get the items of the list; a shell is told what to run in its second argument. */
function callOf(callee: Term, given: readonly Given[], span: Term["span"]): Term {
  const written =
    callee.kind === "member" && callee.of.kind === "name" ? `${callee.of.name}.${callee.name}` : "";
  const [first, second] = given;
  if (first && second?.value.kind === "closure" && callee.kind === "member" && ofItems.test(written)) {
    const item = build.item(first.value, null, first.value.span);
    if (eachOnce.test(written)) return build.call(second.value, [{ name: null, value: item }], span);
    return build.call(build.member(first.value, callee.name, callee.span), given.slice(1), span);
  }
  if (written === "System.cmd" && first && second && isShell(first.value)) {
    const items =
      second.value.kind === "collection" ? second.value.entries.map(({ value }) => value) : [second.value];
    return build.call(callee, [{ name: null, value: build.list([first.value, ...items], span) }], span);
  }
  return build.call(callee, given, span);
}

function isShell(term: Term): boolean {
  return term.kind === "fixed" && /(?:^|\/)(?:ba|z|da|k)?sh$/.test(String(term.value));
}

function readUnary(node: SgNode): Term {
  const operand = node.field("operand");
  const operator = node.field("operator")?.text() ?? "";
  if (!operand) return unknownTerm(node);
  if (operator === "@") return build.name(node.text(), spanOf(node));
  if (operator === "!" || operator === "not") {
    const of = termOf(operand);
    return { kind: "not", of, span: spanOf(node) };
  }
  if (operator !== "&") return termOf(operand);
  return operand.kind() === "integer" ? build.name(node.text(), spanOf(node)) : captureOf(node, operand);
}

const operators: Readonly<Record<string, string>> = {
  "<>": "+",
  "++": "+",
  "&&": "and",
  "||": "or",
  "===": "==",
  "!==": "!=",
};

function readBinary(node: SgNode): Term {
  const operator = (node.field("operator")?.text() ?? "").replace(/\s+/g, " ");
  const [written, right] = [node.field("left"), node.field("right")];
  const span = spanOf(node);
  if (operator === "|>") return piped(termOf(written), termOf(right), span);
  if (operator === "=" && written) {
    const value = termOf(right);
    const steps = [assign(targetOf(written), value), { kind: "give" as const, value: termOf(written) }];
    return { kind: "block", steps, span };
  }
  const [left, other] = [termOf(written), termOf(right)];
  if (operator === "|") return build.several([left, other], span);
  if (operator === "=~") {
    const given = [other, left].map((value) => ({ name: null, value }));
    return build.call(build.member(build.name("Regex", span), "match?", span), given, span);
  }
  if (operator === "in" && left.kind === "not")
    return { kind: "operation", operator: "not in", left: left.of, right: other, span };
  return { kind: "operation", operator: operators[operator] ?? operator, left, right: other, span };
}

/** `value |> run(1)` hands `value` over first. */
function piped(left: Term, right: Term, span: Term["span"]): Term {
  const value: Given = { name: null, value: left };
  if (right.kind === "call") return callOf(right.callee, [value, ...right.given], span);
  if (right.kind === "member" || right.kind === "name") return callOf(right, [value], span);
  return right.kind === "block" ? pipedInto(left, right) : build.several([left, right], span);
}

/** `value |> case do … end`. */
function pipedInto(left: Term, right: Extract<Term, { kind: "block" }>): Term {
  const [step] = right.steps;
  if (step?.kind !== "switch") return build.several([left, right], right.span);
  return { ...right, steps: [{ ...step, subject: left }] };
}
