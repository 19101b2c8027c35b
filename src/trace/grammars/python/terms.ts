/** Puts Python's expressions into terms. */
import type { SgNode } from "@ast-grep/napi";
import { lateCode } from "../late-code.js";
import { partsOf, unknownTerm, spanOf } from "../reading.js";
import { type Given, type Step, type Term, assign, build } from "../terms.js";
import { readParameters } from "./parameters.js";

export function termOf(node: SgNode | null | undefined): Term {
  if (!node) return { kind: "several", parts: [], span: { start: 0, end: 0 } };
  const read = readers[String(node.kind())];
  return read ? read(node) : unknownTerm(node);
}

const readers: Readonly<Record<string, (node: SgNode) => Term>> = {
  identifier: (node) => build.name(node.text(), spanOf(node)),
  attribute: (node) =>
    build.member(termOf(node.field("object")), node.field("attribute")?.text() ?? "", spanOf(node)),
  subscript: readSubscript,
  call: readCall,
  string: readString,
  concatenated_string: (node) => build.joined(partsOf(node).map(termOf), spanOf(node)),
  integer: readNumber,
  float: readNumber,
  true: (node) => build.fixed(true, spanOf(node)),
  false: (node) => build.fixed(false, spanOf(node)),
  none: (node) => build.fixed(null, spanOf(node)),
  binary_operator: readBinary,
  boolean_operator: readBinary,
  not_operator: (node) => ({ kind: "not", of: termOf(node.field("argument")), span: spanOf(node) }),
  comparison_operator: readComparison,
  conditional_expression: readChoice,
  list: readList,
  tuple: readList,
  set: readList,
  expression_list: readList,
  pattern_list: readList,
  tuple_pattern: readList,
  list_pattern: readList,
  dictionary: readDictionary,
  list_comprehension: readComprehension,
  set_comprehension: readComprehension,
  generator_expression: readComprehension,
  dictionary_comprehension: readComprehension,
  lambda: readLambda,
  parenthesized_expression: inner,
  await: inner,
  list_splat: inner,
  dictionary_splat: inner,
  as_pattern_target: inner,
  pair: (node) => termOf(node.field("value")),
  named_expression: readNamed,
  interpolation: inner,
};

function inner(node: SgNode): Term {
  return termOf(partsOf(node)[0]);
}

function readNumber(node: SgNode): Term {
  const value = Number(node.text().replaceAll("_", ""));
  return Number.isNaN(value) ? unknownTerm(node) : build.fixed(value, spanOf(node));
}

function readString(node: SgNode): Term {
  const span = spanOf(node);
  const text = plainText(node.text());
  if (text !== null) return build.fixed(text, span);
  const parts = partsOf(node).flatMap((part): Term[] => {
    if (part.kind() === "string_content") return [build.fixed(part.text(), spanOf(part))];
    return part.kind() === "interpolation" ? [termOf(part)] : [];
  });
  // Bytes are a text as well.
  return build.joined(parts, span);
}

/** What stands between the quotes; null for bytes and for what may have values in it. */
function plainText(written: string): string | null {
  return /^[uUrR]?("""|'''|"|')([\s\S]*)\1$/.exec(written)?.[2] ?? null;
}

function readSubscript(node: SgNode): Term {
  const key = node.field("subscript");
  const isPart = key?.kind() === "slice";
  const of = termOf(node.field("value"));
  return isPart ? build.several([of], spanOf(node)) : build.item(of, termOf(key), spanOf(node));
}

function readCall(node: SgNode): Term {
  const list = node.field("arguments");
  const given =
    list?.kind() === "generator_expression" ? [{ name: null, value: termOf(list) }] : partsOfList(list);
  return build.call(termOf(node.field("function")), given, spanOf(node));
}

function partsOfList(list: SgNode | null): readonly Given[] {
  return (list ? partsOf(list) : []).map((node) =>
    node.kind() === "keyword_argument"
      ? { name: node.field("name")?.text() ?? "", value: termOf(node.field("value")) }
      : { name: node.kind() === "dictionary_splat" ? "**" : null, value: termOf(node) },
  );
}

const operators: Readonly<Record<string, string>> = { is: "==", "is not": "!=", "<>": "!=", "//": "/" };

function readBinary(node: SgNode): Term {
  const written = node.field("operator")?.text() ?? "";
  return operation(written, [termOf(node.field("left")), termOf(node.field("right"))], node);
}

function operation(written: string, [left, right]: readonly [Term, Term], node: SgNode): Term {
  return { kind: "operation", operator: operators[written] ?? written, left, right, span: spanOf(node) };
}

/** `a < b < c` is read as its first comparison. */
function readComparison(node: SgNode): Term {
  const [left, right] = partsOf(node);
  const written = node
    .children()
    .filter((child) => !child.isNamed())
    .map((child) => child.text())
    .slice(0, 2)
    .join(" ");
  const operator = /^(?:not in|is not|in|is|[<>=!]+)/.exec(written)?.[0] ?? written;
  return operation(operator, [termOf(left), termOf(right)], node);
}

function readChoice(node: SgNode): Term {
  const [yes, condition, no] = partsOf(node);
  return {
    kind: "choice",
    condition: termOf(condition),
    yes: termOf(yes),
    no: termOf(no),
    span: spanOf(node),
  };
}

function readList(node: SgNode): Term {
  return build.list(partsOf(node).map(termOf), spanOf(node));
}

function readDictionary(node: SgNode): Term {
  const entries = partsOf(node).map((part) => ({
    key: part.kind() === "pair" ? termOf(part.field("key")) : null,
    value: termOf(part),
  }));
  const isRecord = entries.length === 0 || entries.every(({ key }) => key !== null);
  return { kind: "collection", entries, isRecord, span: spanOf(node) };
}

/** The body, with its names bound to items of what it runs over, where its conditions hold. */
function readComprehension(node: SgNode): Term {
  const [body, ...clauses] = partsOf(node);
  const parts = body?.kind() === "pair" ? [termOf(body.field("key")), termOf(body)] : [termOf(body)];
  const given: Step = { kind: "give", value: build.several(parts, spanOf(node)) };
  const steps = clauses.reduceRight<readonly Step[]>((rest, clause) => withClause(clause, rest), [given]);
  return { kind: "block", steps, span: spanOf(node) };
}

function withClause(clause: SgNode, rest: readonly Step[]): readonly Step[] {
  if (clause.kind() === "if_clause") return [{ kind: "branch", condition: inner(clause), yes: rest, no: [] }];
  const right = clause.field("right");
  const item = build.item(termOf(right), null, spanOf(right ?? clause));
  return [assign(termOf(clause.field("left")), item), ...rest];
}

function readLambda(node: SgNode): Term {
  const body = node.field("body");
  const span = spanOf(node);
  const code = lateCode(
    { name: "lambda", className: null, span },
    {
      parameters: () => readParameters(node.field("parameters"), termOf),
      steps: () => [{ kind: "return", value: termOf(body) }],
    },
  );
  return { kind: "closure", code, span };
}

/** `(name := value)`. */
function readNamed(node: SgNode): Term {
  const [target, value] = [termOf(node.field("name")), termOf(node.field("value"))];
  const steps: readonly Step[] = [assign(target, value), { kind: "give", value: target }];
  return { kind: "block", steps, span: spanOf(node) };
}
