/** Puts Elixir's bodies and control words into steps; the last expression of a body is its value. */
import type { SgNode } from "@ast-grep/napi";
import { argumentsOf, doBlockOf, keywordOf } from "../../../syntax/elixir/ask.js";
import { partsOf, spanOf } from "../reading.js";
import { type Case, type Step, type Term, assign, build } from "../terms.js";
import { guarded } from "./functions.js";
import { targetOf } from "./targets.js";
import { termOf } from "./terms.js";

export function stepsIn(nodes: readonly SgNode[]): readonly Step[] {
  return nodes.flatMap((node, i) => {
    const steps = stepsOf(node);
    if (i === nodes.length - 1) return steps;
    // What a branch in between gives is not the value of the body.
    return steps.map((step): Step => {
      if (step.kind === "give") return { kind: "do", value: step.value };
      const isPlain = step.kind === "assign" || step.kind === "leave" || step.kind === "do";
      return isPlain ? step : { kind: "do", value: { kind: "block", steps: [step], span: spanOf(node) } };
    });
  });
}

function stepsOf(node: SgNode): readonly Step[] {
  if (node.kind() === "binary_operator" && node.field("operator")?.text() === "=") {
    const [left, right] = [node.field("left"), node.field("right")];
    if (left && right) return [assign(targetOf(left), termOf(right)), { kind: "give", value: termOf(left) }];
  }
  const control = node.kind() === "call" ? controlSteps(node) : undefined;
  return control ?? [{ kind: "give", value: termOf(node) }];
}

/** What a control word does; undefined for any other call. */
export function controlSteps(node: SgNode): readonly Step[] | undefined {
  const word = node.field("target")?.text() ?? "";
  return Object.hasOwn(controls, word) ? controls[word]?.(node) : undefined;
}

const controls: Readonly<Record<string, (node: SgNode) => readonly Step[]>> = {
  if: (node) => readIf(node, false),
  unless: (node) => readIf(node, true),
  case: (node) => {
    const [subject] = argumentsOf(node);
    const term = subject ? termOf(subject) : null;
    return [{ kind: "switch", subject: term, cases: casesIn(doBlockOf(node), term) }];
  },
  cond: (node) =>
    clausesIn(doBlockOf(node)).reduceRight<readonly Step[]>((no, clause) => {
      const condition = partsOf(clause.field("left") ?? clause)[0];
      return [{ kind: "branch", condition: termOf(condition), yes: bodyOf(clause), no }];
    }, []),
  with: (node) => {
    const body = stepsOfBody(node);
    const no = elseOf(node);
    return clausesOf(node).reduceRight((rest, clause) => withClause(clause, rest, no), body);
  },
  for: (node) => {
    const steps = clausesOf(node).reduceRight<readonly Step[]>(
      (rest, clause) =>
        clause.field("operator")?.text() === "<-"
          ? [assign(leftOf(clause), build.item(termOf(clause.field("right")), null, spanOf(clause))), ...rest]
          : [{ kind: "branch", condition: termOf(clause), yes: rest, no: [] }],
      stepsOfBody(node),
    );
    return [{ kind: "loop", condition: null, steps }];
  },
  try: (node) => [{ kind: "try", steps: stepsOfBody(node), handlers: [], last: [] }],
  raise: leaving,
  throw: leaving,
  exit: leaving,
};

function leaving(node: SgNode): readonly Step[] {
  const values = argumentsOf(node).map((value): Step => ({ kind: "do", value: termOf(value) }));
  return [...values, { kind: "leave", isLoop: false }];
}

function readIf(node: SgNode, isTurned: boolean): readonly Step[] {
  const [condition] = argumentsOf(node);
  const sides = [stepsOfBody(node), elseOf(node)];
  const [yes = [], no = []] = isTurned ? sides.reverse() : sides;
  return [{ kind: "branch", condition: termOf(condition), yes, no }];
}

function clausesOf(node: SgNode): readonly SgNode[] {
  return argumentsOf(node).filter((part) => part.kind() !== "keywords");
}

function leftOf(clause: SgNode): Term {
  const left = clause.field("left");
  return left ? targetOf(left) : termOf(null);
}

/** `true <- allowed?(x)` and `:ok <- check(x)` are conditions; other patterns take a value apart. */
function withClause(clause: SgNode, rest: readonly Step[], no: readonly Step[]): readonly Step[] {
  const left = clause.field("left");
  const value = termOf(clause.field("right"));
  const operator = clause.field("operator")?.text();
  if (operator === "=") return [assign(leftOf(clause), value), ...rest];
  if (operator !== "<-" || !left) return [{ kind: "do", value: termOf(clause) }, ...rest];
  if (left.kind() === "boolean" || left.kind() === "atom")
    return left.text() === "false"
      ? [{ kind: "branch", condition: value, yes: no, no: rest }]
      : [{ kind: "branch", condition: value, yes: rest, no }];
  const [pattern] = guarded(left);
  return [assign(targetOf(pattern ?? left), value), ...rest];
}

/** What stands between `do` and `end`, or behind `do:`. */
export function stepsOfBody(node: SgNode): readonly Step[] {
  const block = doBlockOf(node);
  if (block) return stepsIn(partsOf(block).filter((part) => !/_block$/.test(String(part.kind()))));
  const value = keywordOf(node, "do");
  return value ? stepsIn([value]) : [];
}

function elseOf(node: SgNode): readonly Step[] {
  const block = doBlockOf(node);
  const found = block ? partsOf(block).find((part) => part.kind() === "else_block") : undefined;
  if (!found) {
    const value = keywordOf(node, "else");
    return value ? stepsIn([value]) : [];
  }
  const cases = casesIn(found, null);
  return cases.length > 0 ? [{ kind: "switch", subject: null, cases }] : stepsIn(partsOf(found));
}

function clausesIn(block: SgNode | undefined): readonly SgNode[] {
  return block ? partsOf(block).filter((part) => part.kind() === "stab_clause") : [];
}

function bodyOf(clause: SgNode): readonly Step[] {
  const body = clause.field("right");
  return body ? stepsIn(partsOf(body)) : [];
}

/** `{:ok, ^id}`: the case is taken only where the value holds what the name holds. */
function pinnedIn(pattern: SgNode | undefined, subject: Term | null): Term | null {
  const pin = pattern?.text().includes("^")
    ? pattern.find({ rule: { kind: "unary_operator", regex: "^\\^[a-z_]" } })
    : null;
  if (!pin || !subject) return null;
  return { kind: "operation", operator: "==", left: termOf(pin), right: subject, span: spanOf(pin) };
}

function casesIn(block: SgNode | undefined, subject: Term | null): readonly Case[] {
  return clausesIn(block).map((clause) => {
    const [head, guard] = guarded(clause.field("left") ?? undefined);
    const pattern = head ? partsOf(head)[0] : undefined;
    const isFixed = /^(?:string|atom|integer|boolean|nil|charlist)$/.test(String(pattern?.kind()));
    return {
      tests: isFixed ? [termOf(pattern)] : [],
      target: isFixed || !pattern || pattern.text() === "_" ? null : targetOf(pattern),
      condition: guard ? termOf(guard) : pinnedIn(pattern, subject),
      steps: bodyOf(clause),
      isOpen: false,
    };
  });
}
