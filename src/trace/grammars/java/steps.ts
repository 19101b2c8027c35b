/** Puts Java's statements into steps. */
import type { SgNode } from "@ast-grep/napi";
import { lateCode } from "../late-code.js";
import { partsOf, spanOf } from "../reading.js";
import { type Case, type Code, type Parameter, type Step, type Term, build } from "../terms.js";
import { annotationsOf } from "./annotations.js";
import { readType, termReader } from "./terms.js";

const termOf = termReader({ codeOf: lambdaOf, switchSteps: (node) => readSwitch(node) });

export function stepsIn(block: SgNode | null | undefined): readonly Step[] {
  return block ? partsOf(block).flatMap(stepsOf) : [];
}

export function stepsOf(node: SgNode): readonly Step[] {
  return readers[String(node.kind())]?.(node) ?? [];
}

const readers: Readonly<Record<string, (node: SgNode) => readonly Step[]>> = {
  block: stepsIn,
  labeled_statement: stepsIn,
  synchronized_statement: (node) => stepsIn(node.field("body")),
  expression_statement: (node) => partsOf(node).flatMap(readExpression),
  local_variable_declaration: readDeclaration,
  field_declaration: readDeclaration,
  explicit_constructor_invocation: (node) => [{ kind: "do", value: termOf(node) }],
  return_statement: (node) => [{ kind: "return", value: valueIn(node) }],
  yield_statement: (node) => giving(partsOf(node)[0]),
  throw_statement: () => [{ kind: "leave", isLoop: false }],
  break_statement: () => [{ kind: "leave", isLoop: true }],
  continue_statement: () => [{ kind: "leave", isLoop: true }],
  if_statement: (node) => [
    {
      kind: "branch",
      condition: termOf(node.field("condition")),
      yes: armOf(node.field("consequence")),
      no: armOf(node.field("alternative")),
    },
  ],
  enhanced_for_statement: readForEach,
  for_statement: (node) => [
    ...partsOf(node)
      .filter((part) => part.kind() === "local_variable_declaration")
      .flatMap(readDeclaration),
    loopOf(node),
  ],
  while_statement: (node) => [loopOf(node)],
  do_statement: (node) => [...stepsIn(node.field("body")), loopOf(node)],
  switch_expression: readSwitch,
  switch_statement: readSwitch,
  try_statement: readTry,
  try_with_resources_statement: readTry,
};

function valueIn(node: SgNode): Term | null {
  const [value] = partsOf(node);
  return value ? termOf(value) : null;
}

function giving(node: SgNode | undefined): readonly Step[] {
  return node ? [{ kind: "give", value: termOf(node) }] : [];
}

/** The block of a branch, or its only statement. */
function armOf(node: SgNode | null): readonly Step[] {
  return node ? stepsOf(node) : [];
}

function loopOf(node: SgNode): Step {
  const condition = node.field("condition");
  return { kind: "loop", condition: condition ? termOf(condition) : null, steps: armOf(node.field("body")) };
}

function readExpression(node: SgNode): readonly Step[] {
  if (node.kind() !== "assignment_expression") {
    const isLast = /^System\.exit\(/.test(node.text().slice(0, 20));
    const done: Step = { kind: "do", value: termOf(node) };
    return isLast ? [done, { kind: "leave", isLoop: false }] : [done];
  }
  const isAdded = node.field("operator")?.text() === "+=";
  const [target, value] = [termOf(node.field("left")), termOf(node.field("right"))];
  return [{ kind: "assign", target, value, isAdded, type: null }];
}

function readDeclaration(node: SgNode): readonly Step[] {
  const type = readType(node.field("type")?.text() ?? null);
  return partsOf(node)
    .filter((part) => part.kind() === "variable_declarator")
    .map((part) => {
      const value = part.field("value");
      const none: Term = { kind: "several", parts: [], span: spanOf(part) };
      return {
        kind: "assign",
        target: termOf(part.field("name")),
        value: value ? termOf(value) : none,
        isAdded: false,
        type,
      };
    });
}

function readForEach(node: SgNode): readonly Step[] {
  const over = node.field("value");
  const item = build.item(termOf(over), null, spanOf(over ?? node));
  const type = readType(node.field("type")?.text() ?? null);
  const bound: Step = {
    kind: "assign",
    target: termOf(node.field("name")),
    value: item,
    isAdded: false,
    type,
  };
  return [{ kind: "loop", condition: null, steps: [bound, ...armOf(node.field("body"))] }];
}

function readSwitch(node: SgNode): readonly Step[] {
  const body = node.field("body");
  const cases = (body ? partsOf(body) : []).map(readCase);
  return [{ kind: "switch", subject: termOf(node.field("condition")), cases }];
}

/** A group goes on into the next one unless it leaves; a rule (`case a ->`) does not. */
function readCase(node: SgNode): Case {
  const labels = partsOf(node).filter((part) => part.kind() === "switch_label");
  const rest = partsOf(node).filter((part) => part.kind() !== "switch_label");
  const isRule = node.kind() === "switch_rule";
  const isDefault = labels.some((label) => label.text().startsWith("default"));
  return {
    tests: isDefault ? [] : labels.flatMap((label) => partsOf(label).map(termOf)),
    target: null,
    condition: null,
    steps: rest.flatMap((part) =>
      isRule && part.kind() === "expression_statement" ? giving(partsOf(part)[0]) : stepsOf(part),
    ),
    isOpen: !isRule,
  };
}

function readTry(node: SgNode): readonly Step[] {
  const resources = node.field("resources");
  const opened = (resources ? partsOf(resources) : []).flatMap((part): readonly Step[] => {
    const [name, value] = [part.field("name"), part.field("value")];
    const type = readType(part.field("type")?.text() ?? null);
    return name && value
      ? [{ kind: "assign", target: termOf(name), value: termOf(value), isAdded: false, type }]
      : [];
  });
  const clauses = partsOf(node);
  const of = (kind: string): readonly SgNode[] => clauses.filter((clause) => clause.kind() === kind);
  return [
    {
      kind: "try",
      steps: [...opened, ...stepsIn(node.field("body"))],
      handlers: of("catch_clause").map((clause) => stepsIn(clause.field("body"))),
      last: of("finally_clause").flatMap((clause) => partsOf(clause).flatMap(stepsOf)),
    },
  ];
}

/** @param className the class that directly holds the method */
export function codeOf(node: SgNode, className: string | null): Code {
  const known = { name: node.field("name")?.text() ?? "", className, span: spanOf(node) };
  return lateCode(known, {
    decorators: () => annotationsOf(node, termOf),
    parameters: () => parametersIn(node.field("parameters")),
    steps: () => stepsIn(node.field("body")),
  });
}

function parametersIn(list: SgNode | null): readonly Parameter[] {
  return (list ? partsOf(list) : []).flatMap((node): readonly Parameter[] => {
    const name = node.kind() === "identifier" ? node : node.field("name");
    if (!name) return [];
    const type = readType(node.kind() === "identifier" ? null : (node.field("type")?.text() ?? null));
    return [{ target: termOf(name), type, decorators: annotationsOf(node, termOf), preset: null }];
  });
}

function lambdaOf(node: SgNode): Code {
  const body = node.field("body");
  const parameters = node.field("parameters");
  const known = { name: "lambda", className: null, span: spanOf(node) };
  return lateCode(known, {
    parameters: () =>
      parameters?.kind() === "identifier"
        ? [{ target: termOf(parameters), type: null, decorators: [], preset: null }]
        : parametersIn(parameters),
    steps: () =>
      body?.kind() === "block" ? stepsIn(body) : [{ kind: "return", value: body ? termOf(body) : null }],
  });
}

/** `String name = "x"` of a class as a top-level assignment. */
export function constantSteps(field: SgNode): readonly Step[] {
  return /\bfinal\b/.test(field.text().slice(0, 80)) ? readDeclaration(field) : [];
}
