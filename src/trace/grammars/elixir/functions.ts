/** Reads Elixir's functions clause by clause, and what is a function without a name. */
import type { SgNode } from "@ast-grep/napi";
import { argumentsOf } from "../../../syntax/elixir/ask.js";
import { lateCode } from "../late-code.js";
import { partsOf, spanOf } from "../reading.js";
import { type Code, type Parameter, type Step, type Term, build } from "../terms.js";
import { stepsIn, stepsOfBody } from "./steps.js";
import { targetOf } from "./targets.js";
import { termOf } from "./terms.js";

/** A clause of `def` or `defp`; undefined for anything else. */
export function functionOf(node: SgNode, className: string): Code | undefined {
  const word = node.kind() === "call" ? (node.field("target")?.text() ?? "") : "";
  if (word !== "def" && word !== "defp") return undefined;
  const [written] = argumentsOf(node);
  const [head, guard] = guarded(written);
  if (!head) return undefined;
  const name = head.kind() === "call" ? (head.field("target")?.text() ?? "") : head.text();
  const given = head.kind() === "call" ? argumentsOf(head) : [];
  return {
    ...codeFrom({ node, guard, given, body: () => stepsOfBody(node) }, name),
    className,
    isPrivate: word === "defp",
  };
}

/** `fn a, b -> … end`, of which a single clause is read with its own names. */
export function closureOf(node: SgNode): Term {
  const clauses = partsOf(node).filter((part) => part.kind() === "stab_clause");
  const [clause] = clauses;
  const span = spanOf(node);
  if (!clause) return build.several([], span);
  const body = (): readonly Step[] => {
    const all = clauses.map((one) => stepsIn(partsOf(one.field("right") ?? one)));
    return all.length === 1
      ? (all[0] ?? [])
      : [
          {
            kind: "give",
            value: build.several(
              all.map((steps) => blockOf(steps, span)),
              span,
            ),
          },
        ];
  };
  const [head, guard] = guarded(clause.field("left") ?? undefined);
  const given = head ? partsOf(head) : [];
  return { kind: "closure", code: codeFrom({ node, guard, given, body }, "fn"), span };
}

/** `&File.read/1` and `&read(&1, "x")`. */
export function captureOf(node: SgNode, operand: SgNode): Term {
  const span = spanOf(node);
  const isNamed = operand.kind() === "binary_operator" && operand.field("operator")?.text() === "/";
  const places = [1, 2, 3].map((place) => build.name(`&${place}`, span));
  const value = (): Term => {
    if (!isNamed) return termOf(operand);
    const callee = termOf(operand.field("left"));
    const count = Number(operand.field("right")?.text() ?? 1);
    return build.call(
      callee,
      places.slice(0, count).map((one) => ({ name: null, value: one })),
      span,
    );
  };
  const code = lateCode(
    { name: "&", className: null, span },
    { parameters: () => places.map(parameterOf), steps: () => [{ kind: "return", value: value() }] },
  );
  return { kind: "closure", code, span };
}

/** `head when condition`. */
export function guarded(node: SgNode | undefined): readonly [SgNode | undefined, SgNode | undefined] {
  if (node?.kind() !== "binary_operator" || node.field("operator")?.text() !== "when")
    return [node, undefined];
  return [node.field("left") ?? undefined, node.field("right") ?? undefined];
}

interface Parts {
  readonly node: SgNode;
  readonly guard: SgNode | undefined;
  readonly given: readonly SgNode[];
  body(): readonly Step[];
}

function codeFrom({ node, guard, given, body }: Parts, name: string): Code {
  const span = spanOf(node);
  const known = { name, className: null, span };
  return lateCode(known, {
    parameters: () => given.map(targetOf).map(parameterOf),
    steps: () => {
      const value = blockOf(body(), span);
      const given: Step = { kind: "return", value };
      return guard ? [{ kind: "branch", condition: termOf(guard), yes: [given], no: [] }] : [given];
    },
  });
}

function parameterOf(target: Term): Parameter {
  return { target, type: null, decorators: [], preset: null };
}

function blockOf(steps: readonly Step[], span: Term["span"]): Term {
  return { kind: "block", steps, span };
}
