/** Puts Python's statements into steps. */
import type { SgNode } from "@ast-grep/napi";
import { lazy } from "../../../lib/lazy.js";
import { lateCode } from "../late-code.js";
import { partsOf, spanOf } from "../reading.js";
import { type Case, type Code, type Step, type Term, assign, build } from "../terms.js";
import { readParameters, readType } from "./parameters.js";
import { termOf } from "./terms.js";

export function stepsIn(block: SgNode | null | undefined): readonly Step[] {
  return block ? partsOf(block).flatMap(stepsOf) : [];
}

export function stepsOf(node: SgNode): readonly Step[] {
  return readers[String(node.kind())]?.(node) ?? [];
}

const readers: Readonly<Record<string, (node: SgNode) => readonly Step[]>> = {
  expression_statement: (node) => partsOf(node).flatMap(readExpression),
  return_statement: (node) => [{ kind: "return", value: firstTerm(node) }],
  raise_statement: (node) => [...doing(partsOf(node)[0]), { kind: "leave", isLoop: false }],
  break_statement: () => [{ kind: "leave", isLoop: true }],
  continue_statement: () => [{ kind: "leave", isLoop: true }],
  if_statement: readIf,
  for_statement: readFor,
  while_statement: (node) => [
    { kind: "loop", condition: termOf(node.field("condition")), steps: stepsIn(node.field("body")) },
  ],
  try_statement: readTry,
  with_statement: readWith,
  match_statement: readMatch,
  function_definition: (node) => [{ kind: "define", code: codeOf(node, null) }],
  decorated_definition: readDecorated,
  assert_statement: (node) => [
    { kind: "branch", condition: termOf(partsOf(node)[0]), yes: [], no: [{ kind: "leave", isLoop: false }] },
  ],
  delete_statement: () => [],
};

function firstTerm(node: SgNode): Term | null {
  const [value] = partsOf(node);
  return value ? termOf(value) : null;
}

function doing(node: SgNode | undefined): readonly Step[] {
  return node ? [{ kind: "do", value: termOf(node) }] : [];
}

/** Calls after which nothing comes: they raise or end the program. */
const leaving = /^(?:\w+\.)?(?:abort|exit|_exit|fail)\(/;

function readExpression(node: SgNode): readonly Step[] {
  const kind = node.kind();
  if (kind === "assignment") return readAssignment(node);
  if (kind === "augmented_assignment") return [readAddition(node)];
  if (kind === "call" && leaving.test(node.text().slice(0, 40)))
    return [...doing(node), { kind: "leave", isLoop: false }];
  if (kind === "yield") return partsOf(node).flatMap((part) => doing(part));
  return kind === "string" ? [] : doing(node);
}

/** `a = b = value` gives the value to both. */
function readAssignment(node: SgNode): readonly Step[] {
  const [left, right] = [node.field("left"), node.field("right")];
  if (!left || !right) return [];
  const target = termOf(left);
  if (right.kind() === "assignment")
    return [...readAssignment(right), assign(target, termOf(right.field("left")))];
  const type = readType(node.field("type")?.text() ?? null);
  return [{ kind: "assign", target, value: termOf(right), isAdded: false, type }];
}

function readAddition(node: SgNode): Step {
  const [target, value] = [termOf(node.field("left")), termOf(node.field("right"))];
  return { kind: "assign", target, value, isAdded: true, type: null };
}

function readIf(node: SgNode): readonly Step[] {
  const others = partsOf(node).filter(
    (part) => part.kind() === "elif_clause" || part.kind() === "else_clause",
  );
  const no = others.reduceRight<readonly Step[]>((rest, clause) => {
    if (clause.kind() === "else_clause") return stepsIn(clause.field("body"));
    return [branchOf(clause, rest)];
  }, []);
  return [branchOf(node, no)];
}

function branchOf(node: SgNode, no: readonly Step[]): Step {
  return {
    kind: "branch",
    condition: termOf(node.field("condition")),
    yes: stepsIn(node.field("consequence")),
    no,
  };
}

function readFor(node: SgNode): readonly Step[] {
  const right = node.field("right");
  const item = build.item(termOf(right), null, spanOf(right ?? node));
  const steps = [assign(termOf(node.field("left")), item), ...stepsIn(node.field("body"))];
  const rest = node.field("alternative")?.field("body");
  return [{ kind: "loop", condition: null, steps }, ...stepsIn(rest)];
}

function readTry(node: SgNode): readonly Step[] {
  const clauses = partsOf(node);
  const of = (kind: string): readonly SgNode[] => clauses.filter((clause) => clause.kind() === kind);
  const blockIn = (clause: SgNode | undefined): SgNode | undefined =>
    clause && partsOf(clause).find((part) => part.kind() === "block");
  return [
    {
      kind: "try",
      steps: [
        ...stepsIn(node.field("body")),
        ...of("else_clause").flatMap((clause) => stepsIn(blockIn(clause))),
      ],
      handlers: of("except_clause").map((clause) => stepsIn(blockIn(clause))),
      last: stepsIn(blockIn(of("finally_clause")[0])),
    },
  ];
}

function readWith(node: SgNode): readonly Step[] {
  const items = node
    .children()
    .filter((child) => child.kind() === "with_clause")
    .flatMap(partsOf);
  const opened = items.flatMap((item): readonly Step[] => {
    const value = partsOf(item)[0];
    if (value?.kind() !== "as_pattern") return doing(value);
    const [held, target] = partsOf(value);
    return [assign(termOf(target), termOf(held))];
  });
  return [...opened, ...stepsIn(node.field("body"))];
}

function readMatch(node: SgNode): readonly Step[] {
  const clauses = partsOf(node).flatMap((part) => (part.kind() === "block" ? partsOf(part) : []));
  const cases = clauses.filter((part) => part.kind() === "case_clause").map(readCase);
  return [{ kind: "switch", subject: termOf(node.field("subject")), cases }];
}

function readCase(clause: SgNode): Case {
  const parts = partsOf(clause);
  const patterns = parts.filter((part) => part.kind() === "case_pattern");
  const guard = parts.find((part) => part.kind() === "if_clause");
  return {
    tests: patterns.flatMap(readPattern),
    target: null,
    condition: guard ? termOf(partsOf(guard)[0]) : null,
    steps: stepsIn(parts.find((part) => part.kind() === "block")),
    isOpen: false,
  };
}

/** Alternatives of a pattern; `_` takes everything. */
function readPattern(pattern: SgNode): readonly Term[] {
  const [inside] = partsOf(pattern);
  if (!inside) return [];
  if (inside.kind() === "union_pattern") return partsOf(inside).map(termOf);
  return [termOf(inside)];
}

function readDecorated(node: SgNode): readonly Step[] {
  const definition = node.field("definition");
  return definition?.kind() === "function_definition"
    ? [{ kind: "define", code: codeOf(definition, null) }]
    : [];
}

/** @param className the class that directly holds the function */
export function codeOf(node: SgNode, className: string | null): Code {
  const known = { name: node.field("name")?.text() ?? "", className, span: spanOf(node) };
  const decorators = lazy(() => decoratorsOf(node));
  return lateCode(known, {
    decorators,
    parameters: () => {
      const all = readParameters(node.field("parameters"), termOf);
      const isStatic =
        className === null ||
        decorators().some((term) => term.kind === "name" && term.name === "staticmethod");
      return isStatic ? all : all.slice(1);
    },
    steps: () => stepsIn(node.field("body")),
  });
}

function decoratorsOf(node: SgNode): readonly Term[] {
  const around = node.parent();
  if (around?.kind() !== "decorated_definition") return [];
  return partsOf(around)
    .filter((part) => part.kind() === "decorator")
    .map((part) => termOf(partsOf(part)[0]));
}
