/** Puts Go's statements into steps. */
import type { SgNode } from "@ast-grep/napi";
import { receiverType } from "../../../syntax/go/ask.js";
import { lateCode } from "../late-code.js";
import { partsOf, spanOf } from "../reading.js";
import { type Case, type Code, type Parameter, type Step, type Term, assign, build } from "../terms.js";
import { readType, termReader } from "./terms.js";

const termOf = termReader((node) => codeOf(node));

export function stepsIn(block: SgNode | null | undefined): readonly Step[] {
  return block ? partsOf(block).flatMap(stepsOf) : [];
}

export function stepsOf(node: SgNode): readonly Step[] {
  return readers[String(node.kind())]?.(node) ?? [];
}

const readers: Readonly<Record<string, (node: SgNode) => readonly Step[]>> = {
  block: stepsIn,
  statement_list: stepsIn,
  labeled_statement: stepsIn,
  expression_statement: (node) => partsOf(node).flatMap(readExpression),
  go_statement: (node) => doing(partsOf(node)[0]),
  defer_statement: (node) => doing(partsOf(node)[0]),
  send_statement: (node) => partsOf(node).flatMap((part) => doing(part)),
  short_var_declaration: readAssignment,
  assignment_statement: readAssignment,
  var_declaration: (node) => specsIn(node).flatMap(readSpec),
  const_declaration: (node) => specsIn(node).flatMap(readSpec),
  return_statement: (node) => {
    const [value] = partsOf(node);
    return [{ kind: "return", value: value ? termOf(value) : null }];
  },
  break_statement: () => [{ kind: "leave", isLoop: true }],
  continue_statement: () => [{ kind: "leave", isLoop: true }],
  if_statement: readIf,
  for_statement: readFor,
  expression_switch_statement: readSwitch,
  type_switch_statement: readTypeSwitch,
  select_statement: readSelect,
};

function doing(node: SgNode | undefined): readonly Step[] {
  return node ? [{ kind: "do", value: termOf(node) }] : [];
}

/** Calls after which nothing comes. */
const leaving = /^(?:panic|os\.Exit|log\.(?:Fatal|Panic)\w*|t\.Fatal\w*|runtime\.Goexit)\(/;

function readExpression(node: SgNode): readonly Step[] {
  const isLast = node.kind() === "call_expression" && leaving.test(node.text().slice(0, 40));
  return isLast ? [...doing(node), { kind: "leave", isLoop: false }] : doing(node);
}

/** `a, b = b, a` one by one; `value, err := call()` takes one value apart. */
function readAssignment(node: SgNode): readonly Step[] {
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return [];
  const isAdded = /^\+=$/.test(node.field("operator")?.text() ?? "");
  const [targets, values] = [partsOf(left), partsOf(right)];
  if (targets.length === values.length)
    return targets.map((target, i) => ({
      kind: "assign",
      target: termOf(target),
      value: termOf(values[i]),
      isAdded,
      type: null,
    }));
  return [assign(build.list(targets.map(termOf), spanOf(left)), termOf(right))];
}

function specsIn(node: SgNode): readonly SgNode[] {
  return partsOf(node).flatMap((part) => (part.kind() === "var_spec_list" ? partsOf(part) : [part]));
}

function readSpec(node: SgNode): readonly Step[] {
  const names = partsOf(node).filter((part) => part.kind() === "identifier");
  const value = node.field("value");
  const type = readType(node.field("type")?.text() ?? null);
  const values = value ? partsOf(value) : [];
  return names.flatMap((name, i): readonly Step[] => {
    const none: Term = { kind: "collection", entries: [], isRecord: false, span: spanOf(name) };
    const given = values[i];
    if (!given && !type) return [];
    return [
      { kind: "assign", target: termOf(name), value: given ? termOf(given) : none, isAdded: false, type },
    ];
  });
}

function readIf(node: SgNode): readonly Step[] {
  const initializer = node.field("initializer");
  const other = node.field("alternative");
  const branch: Step = {
    kind: "branch",
    condition: termOf(node.field("condition")),
    yes: stepsIn(node.field("consequence")),
    no: other ? stepsOf(other) : [],
  };
  return [...(initializer ? stepsOf(initializer) : []), branch];
}

function readFor(node: SgNode): readonly Step[] {
  const body = stepsIn(node.field("body"));
  const head = partsOf(node)[0];
  if (head?.kind() === "range_clause") {
    const left = head.field("left");
    const [key, value] = left ? partsOf(left).map(termOf) : [];
    const right = head.field("right");
    const item = build.item(termOf(right), null, spanOf(right ?? head));
    const bound = value ? [assign(value, item)] : key ? [assign(key, item)] : [];
    return [{ kind: "loop", condition: null, steps: [...bound, ...body] }];
  }
  if (head?.kind() !== "for_clause") {
    const condition = head && head.kind() !== "block" ? termOf(head) : null;
    return [{ kind: "loop", condition, steps: body }];
  }
  const initializer = head.field("initializer");
  const condition = head.field("condition");
  const before = initializer ? stepsOf(initializer) : [];
  return [...before, { kind: "loop", condition: condition ? termOf(condition) : null, steps: body }];
}

function readSwitch(node: SgNode): readonly Step[] {
  const [initializer, value] = [node.field("initializer"), node.field("value")];
  const cases = partsOf(node)
    .filter((part) => /_case$/.test(String(part.kind())))
    .map((part) => readCase(part, value !== null));
  const before = initializer ? stepsOf(initializer) : [];
  return [...before, { kind: "switch", subject: value ? termOf(value) : null, cases }];
}

/** Without a subject each case is a condition. */
function readCase(node: SgNode, hasSubject: boolean): Case {
  const value = node.field("value");
  const tests = value ? partsOf(value).map(termOf) : [];
  const steps = partsOf(node)
    .filter((part) => part.kind() === "statement_list")
    .flatMap(stepsIn);
  const [condition = null] = hasSubject ? [] : tests;
  const isOpen = /\bfallthrough\s*$/.test(node.text());
  return { tests: hasSubject ? tests : [], target: null, condition, steps, isOpen };
}

function readTypeSwitch(node: SgNode): readonly Step[] {
  const [alias, value] = [node.field("alias"), node.field("value")];
  const bound = alias && value ? [assign(termOf(alias), termOf(value))] : [];
  return [...bound, { kind: "switch", subject: null, cases: casesIn(node) }];
}

function readSelect(node: SgNode): readonly Step[] {
  return [{ kind: "switch", subject: null, cases: casesIn(node) }];
}

function casesIn(node: SgNode): readonly Case[] {
  return partsOf(node)
    .filter((part) => /_case$/.test(String(part.kind())))
    .map((part) => ({ tests: [], target: null, condition: null, steps: stepsIn(part), isOpen: false }));
}

export function codeOf(node: SgNode): Code {
  const className = node.kind() === "method_declaration" ? receiverType(node) : null;
  const known = { name: node.field("name")?.text() ?? "func", className, span: spanOf(node) };
  return lateCode(known, {
    receiver: () => parametersIn(node.field("receiver"))[0] ?? null,
    parameters: () => parametersIn(node.field("parameters")),
    steps: () => stepsIn(node.field("body")),
  });
}

/** `a, b string` are two. */
function parametersIn(list: SgNode | null): readonly Parameter[] {
  return (list ? partsOf(list) : []).flatMap((declaration) => {
    const type = readType(declaration.field("type")?.text() ?? null);
    const names = partsOf(declaration).filter((part) => part.kind() === "identifier");
    return names.map((name) => ({ target: termOf(name), type, decorators: [], preset: null }));
  });
}
