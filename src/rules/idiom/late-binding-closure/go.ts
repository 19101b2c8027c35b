/** Go before 1.22: one loop variable for all rounds, taken by a function or an address that outlives its round. */
import type { SgNode } from "@ast-grep/napi";
import type { Hit, Subject } from "../../../model/rule.js";
import type { GoTree } from "../../../model/tree.js";
import { argumentsOf } from "../../../syntax/go/calls.js";
import { calleeOf, enclosingFunction, functionKinds, namedChildren } from "../../../syntax/go/ask.js";
import { goVersionOf } from "../../../syntax/go/version.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

/** From here on every round has a variable of its own (go.dev/doc/go1.22, "Changes to the language"). */
const ownVariables = 22;

/** How a value outlives the round of the loop in which it was made. */
interface Keeping {
  readonly how: "beside" | "afterwards" | "kept";
  readonly what: string;
}

interface Taken extends Keeping {
  readonly name: string;
  readonly at: SgNode;
  readonly loop: SgNode;
}

export function* sharedVariables(subject: Subject<GoTree>): Iterable<Hit> {
  const { text, path } = subject.source;
  if (!/\bfor\b/.test(text) || !/\bfunc\s*\(|&\w/.test(text)) return;
  const taken = [...takenByFunctions(subject), ...takenByAddress(subject)];
  if (taken.length === 0) return;
  const version = goVersionOf(path, subject.survey);
  if (version === null || version >= ownVariables) return;
  for (const each of taken) yield hit(each, version);
}

function hit({ name, at, how, what, loop }: Taken, version: number): Hit {
  const late = {
    beside: `${what} reads it whenever it gets there, when the loop may be rounds ahead`,
    afterwards: `${what} reads it after the loop, as the last round left it`,
    kept: `${what} is kept, and by then it has the value of the last round`,
  }[how];
  return {
    at: spanOf(at),
    also: [{ start: spanOf(loop).start, end: spanOf(loop).start + "for".length }],
    issue: `The rounds of this loop share one \`${name}\` (this is Go 1.${version.toString()}; each has its own from 1.22 on): ${late}.`,
    recommendation: `Write \`${name} := ${name}\` at the top of the loop, or pass the value as an argument; or raise \`go\` in go.mod to 1.22.`,
  };
}

function* takenByFunctions({ tree, outline }: Subject<GoTree>): Iterable<Taken> {
  const hasGroups = outline.imports.some(({ module }) => /errgroup|\bconc\b|pool|ants/.test(module));
  for (const literal of tree.nodes("func_literal")) {
    const keeping = keepingOf(literal, hasGroups);
    for (const loop of keeping ? loopsAround(literal) : []) {
      const found = keeping && captured(literal, loop);
      if (!found || !outlives(literal, loop, keeping)) continue;
      yield { ...keeping, ...found, loop };
      break;
    }
  }
}

function* takenByAddress({ tree }: Subject<GoTree>): Iterable<Taken> {
  for (const address of tree.nodes("unary_expression")) {
    const operand = address.field("operand");
    if (operand?.kind() !== "identifier" || !address.text().startsWith("&")) continue;
    const name = operand.text();
    const loop = loopsAround(address).find((one) => namesOf(one).includes(name));
    const keeping = loop && storing(address, `\`&${name}\``);
    if (!loop || !keeping || isBoundAgain(name, loop) || !outlives(address, loop, keeping)) continue;
    yield { ...keeping, name, at: address, loop };
  }
}

/** The loops whose rounds the node is made in: none outside of the function around it. */
function loopsAround(node: SgNode): readonly SgNode[] {
  const loops: SgNode[] = [];
  for (let around = node.parent(); around; around = around.parent()) {
    if (functionKinds.some((kind) => kind === around?.kind())) break;
    if (around.kind() === "for_statement") loops.push(around);
  }
  return loops;
}

/** Variables that the loop itself declares; those it only assigns to are shared in every version. */
function namesOf(loop: SgNode): readonly string[] {
  const head = namedChildren(loop)[0];
  const declaring = head?.kind() === "for_clause" ? head.field("initializer") : head;
  const kind = declaring?.kind();
  if (!declaring || (kind !== "range_clause" && kind !== "short_var_declaration")) return [];
  if (!declaring.children().some((child) => child.kind() === ":=")) return [];
  const left = declaring.field("left");
  return (left ? namedChildren(left) : []).map((each) => each.text()).filter((name) => name !== "_");
}

function captured(literal: SgNode, loop: SgNode): Pick<Taken, "name" | "at"> | undefined {
  const names = namesOf(loop).filter((name) => !isBoundAgain(name, loop) && !isParameter(name, literal));
  const body = literal.field("body");
  if (names.length === 0 || !body) return undefined;
  const at = body
    .findAll({ rule: { kind: "identifier", regex: `^(?:${names.join("|")})$` } })
    .find((each) => !isKey(each) && !isOfInner(each, literal) && isReadLate(each, literal));
  return at && { name: at.text(), at };
}

function isParameter(name: string, literal: SgNode): boolean {
  const parameters = literal.field("parameters")?.text() ?? "";
  return new RegExp(`\\b${name}\\b`).test(parameters);
}

/** A function inside the literal has a parameter of this name. */
function isOfInner(name: SgNode, literal: SgNode): boolean {
  let inner = enclosingFunction(name);
  while (inner && inner.id() !== literal.id() && !isParameter(name.text(), inner))
    inner = enclosingFunction(inner);
  return inner !== undefined && inner.id() !== literal.id();
}

/** The name in `Point{x: 1}` is that of a field. */
function isKey(name: SgNode): boolean {
  const pair = name.parent()?.parent();
  return pair?.kind() === "keyed_element" && pair.child(0)?.id() === name.parent()?.id();
}

/** What stands before `t.Parallel()` in a subtest runs while the loop waits. */
function isReadLate(name: SgNode, literal: SgNode): boolean {
  const parallel = parallelIn(literal);
  return parallel === undefined || spanOf(name).start > parallel;
}

/** Only its own: what is parallel in a subtest of the subtest is over when the outer one returns. */
function parallelIn(literal: SgNode): number | undefined {
  if (!isSubtest(literal) || !literal.text().includes(".Parallel()")) return undefined;
  const calls = literal.findAll({ rule: { kind: "call_expression", regex: "^\\w+\\.Parallel\\(\\)$" } });
  const own = calls.find((call) => enclosingFunction(call)?.id() === literal.id());
  return own && spanOf(own).start;
}

function isSubtest(literal: SgNode): boolean {
  const call = literal.parent()?.parent();
  return call?.kind() === "call_expression" && /^\w+\.Run$/.test(calleeOf(call) ?? "");
}

/** `v := v`, or any other variable of this name in the body: what is captured may be that one. */
function isBoundAgain(name: string, loop: SgNode): boolean {
  const body = loop.field("body")?.text() ?? "";
  const own = new RegExp(
    `(?<![\\w.])${name}\\s*(?:,[^=\\n;]*)?:=|,\\s*${name}\\s*(?:,[^=\\n;]*)?:=|\\bvar\\s+(?:\\w+,\\s*)*${name}\\b`,
  );
  return own.test(body);
}

/** Calls that put a function away until later, whatever their receiver is. */
const registering = /(?:^|\.)(?:AfterFunc|HandleFunc|GET|POST|PUT|PATCH|DELETE|Cleanup)$/;

function keepingOf(literal: SgNode, hasGroups: boolean): Keeping | undefined {
  const parent = literal.parent();
  const statement = parent?.parent();
  if (parent?.kind() === "call_expression") {
    if (statement?.kind() === "go_statement") return { how: "beside", what: "the goroutine" };
    if (statement?.kind() === "defer_statement") return { how: "afterwards", what: "the deferred function" };
    return undefined;
  }
  const callee = parent?.kind() === "argument_list" && statement ? (calleeOf(statement) ?? "") : "";
  if (hasGroups && /\.(?:Go|Submit)$/.test(callee))
    return { how: "beside", what: `the function that \`${callee}\` starts` };
  if (registering.test(callee)) return { how: "kept", what: `the function handed to \`${callee}\`` };
  if (parallelIn(literal) !== undefined)
    return { how: "afterwards", what: "the subtest, which waits in `Parallel` until the loop is over," };
  return storing(literal, "the function");
}

const containers = [
  "keyed_element",
  "literal_element",
  "literal_value",
  "composite_literal",
  "unary_expression",
  "parenthesized_expression",
];

/** The value, or what it is an element of, is appended, sent, or put into something that was there before the round. */
function storing(value: SgNode, what: string): Keeping | undefined {
  let carrier = value;
  for (
    let parent = value.parent();
    parent && containers.includes(String(parent.kind()));
    parent = parent.parent()
  )
    carrier = parent;
  const holder = carrier.parent();
  const keeping = { how: "kept", what } as const;
  if (holder?.kind() === "send_statement") return keeping;
  if (holder?.kind() === "argument_list") {
    const call = holder.parent();
    if (!call || calleeOf(call) !== "append") return undefined;
    const list = argumentsOf(call)[0];
    return list && list.id() !== carrier.id() && isFromOutside(list) ? keeping : undefined;
  }
  const assignment = holder?.parent();
  const target = assignment?.kind() === "assignment_statement" ? assignment.field("left") : null;
  const place = target && target.id() !== holder?.id() ? namedChildren(target)[0] : undefined;
  return place && isKeptIn(place) && isFromOutside(place) ? keeping : undefined;
}

/** A place of its own for each round, or one that only some rounds write: else the last round decides in any case. */
function isKeptIn(place: SgNode): boolean {
  return place.text() !== "_" && (/[[]/.test(place.text()) || isInBranch(place));
}

function isInBranch(node: SgNode): boolean {
  const branch = ancestor(node, "if_statement", ...choices, "for_statement", ...functionKinds);
  return branch?.kind() === "if_statement" || choices.includes(String(branch?.kind()));
}

/** Its first name is not declared in the loop that the node is in. */
function isFromOutside(place: SgNode): boolean {
  const root = /^\w+/.exec(place.text())?.[0] ?? "";
  return (
    root !== "" &&
    loopsAround(place).every((loop) => !namesOf(loop).includes(root) && !isBoundAgain(root, loop))
  );
}

/** Not where the loop ends with this round, or waits in it for what was started. */
function outlives(node: SgNode, loop: SgNode, { how }: Keeping): boolean {
  if (leavesAfter(node, loop)) return false;
  const end = spanOf(node).end - spanOf(loop).start;
  return how !== "beside" || !/\.Wait\(|(?<![\w)\]] ?)<-|\bselect\b/.test(loop.text().slice(end));
}

const choices = ["expression_switch_statement", "type_switch_statement", "select_statement"];

function leavesAfter(node: SgNode, loop: SgNode): boolean {
  let isInChoice = false;
  for (
    let inner = node, list = node.parent();
    list && inner.id() !== loop.id();
    inner = list, list = list.parent()
  ) {
    isInChoice ||= choices.includes(String(inner.kind()));
    const after = spanOf(inner).end;
    const follows = list.children().filter((each) => spanOf(each).start >= after);
    if (follows.some((each) => isLeaving(each, isInChoice))) return true;
  }
  return false;
}

function isLeaving(statement: SgNode, isInChoice: boolean): boolean {
  const kind = statement.kind();
  if (kind === "return_statement" || kind === "goto_statement") return true;
  if (kind === "break_statement") return !isInChoice || /\bbreak\s+\w/.test(statement.text());
  return /^(?:panic|os\.Exit|log\.Fatal\w*|\w+\.Fatal\w*)\(/.test(statement.text());
}
