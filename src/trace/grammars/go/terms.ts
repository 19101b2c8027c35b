/** Puts Go's expressions into terms. */
import type { SgNode } from "@ast-grep/napi";
import { literalText } from "../../../syntax/go/calls.js";
import { partsOf, unknownTerm, spanOf } from "../reading.js";
import { type Code, type Entry, type Term, type Type, build } from "../terms.js";

/** @param codeOf reads a function that stands among expressions */
export function termReader(codeOf: (node: SgNode) => Code): (node: SgNode | null | undefined) => Term {
  const termOf = (node: SgNode | null | undefined): Term => {
    if (!node) return { kind: "several", parts: [], span: { start: 0, end: 0 } };
    const read = readers[String(node.kind())];
    return read ? read(node, termOf) : unknownTerm(node);
  };
  const readers: Readonly<Record<string, Read>> = {
    ...plainReaders,
    func_literal: (node) => ({ kind: "closure", code: codeOf(node), span: spanOf(node) }),
  };
  return termOf;
}

type ReadTerm = (node: SgNode | null | undefined) => Term;
type Read = (node: SgNode, termOf: ReadTerm) => Term;

const named: Read = (node) => build.name(node.text(), spanOf(node));
const text: Read = (node) => build.fixed(literalText(node) ?? "", spanOf(node));
const first: Read = (node, termOf) => termOf(partsOf(node)[0]);

const plainReaders: Readonly<Record<string, Read>> = {
  identifier: named,
  field_identifier: named,
  package_identifier: named,
  type_identifier: named,
  selector_expression: (node, termOf) =>
    build.member(termOf(node.field("operand")), node.field("field")?.text() ?? "", spanOf(node)),
  index_expression: (node, termOf) =>
    build.item(termOf(node.field("operand")), termOf(node.field("index")), spanOf(node)),
  slice_expression: (node, termOf) => build.several([termOf(node.field("operand"))], spanOf(node)),
  call_expression: (node, termOf) => {
    const list = node.field("arguments");
    const given = (list ? partsOf(list) : []).map((part) => ({ name: null, value: termOf(part) }));
    return build.call(termOf(node.field("function")), given, spanOf(node));
  },
  variadic_argument: first,
  parenthesized_expression: first,
  literal_element: first,
  type_conversion_expression: (node, termOf) => {
    const type = readType(node.field("type")?.text() ?? null);
    const of = termOf(node.field("operand"));
    return type ? { kind: "typed", of, type, span: spanOf(node) } : of;
  },
  type_assertion_expression: (node, termOf) => {
    const type = readType(node.field("type")?.text() ?? null);
    const of = termOf(node.field("operand"));
    return type?.isPlain
      ? { kind: "typed", of, type, span: spanOf(node) }
      : build.several([of], spanOf(node));
  },
  interpreted_string_literal: text,
  raw_string_literal: text,
  int_literal: (node) => build.fixed(Number(node.text().replaceAll("_", "")), spanOf(node)),
  float_literal: (node) => build.fixed(Number(node.text()), spanOf(node)),
  true: (node) => build.fixed(true, spanOf(node)),
  false: (node) => build.fixed(false, spanOf(node)),
  nil: (node) => build.fixed(null, spanOf(node)),
  unary_expression: (node, termOf) => {
    const of = termOf(node.field("operand"));
    const operator = node.field("operator")?.text();
    return operator === "!" ? { kind: "not", of, span: spanOf(node) } : of;
  },
  binary_expression: (node, termOf) => {
    const written = node.field("operator")?.text() ?? "";
    const operator = written === "&&" ? "and" : written === "||" ? "or" : written;
    const [left, right] = [termOf(node.field("left")), termOf(node.field("right"))];
    return { kind: "operation", operator, left, right, span: spanOf(node) };
  },
  expression_list: (node, termOf) => {
    const parts = partsOf(node);
    return parts.length === 1 ? termOf(parts[0]) : build.list(parts.map(termOf), spanOf(node));
  },
  composite_literal: readComposite,
  literal_value: readComposite,
};

/** `T{field: value}` and `[]T{value}`. */
function readComposite(node: SgNode, termOf: ReadTerm): Term {
  const body = node.kind() === "literal_value" ? node : node.field("body");
  const entries = (body ? partsOf(body) : []).map((part): Entry => {
    if (part.kind() !== "keyed_element") return { key: null, value: termOf(part) };
    const [key, value] = partsOf(part);
    const keyTerm = termOf(key);
    const isField = keyTerm.kind === "name";
    return { key: isField ? build.fixed(keyTerm.name, keyTerm.span) : keyTerm, value: termOf(value) };
  });
  const isRecord = entries.length > 0 && entries.every(({ key }) => key !== null);
  return { kind: "collection", entries, isRecord, span: spanOf(node) };
}

const plain =
  /^(?:u?int(?:8|16|32|64)?|float(?:32|64)|bool|complex\d+|uintptr|time\.(?:Time|Duration|Month)|uuid\.UUID|big\.\w+|netip?\.\w+|error)$/;

/** The type that matters in `*T`, `[]T`, `...T`, `map[string]T` and `T[U]`. */
export function readType(written: string | null): Type | null {
  if (written === null) return null;
  const name = /^(?:\*|\[\w*\]|\.\.\.|map\[[^\]]*\]|\s|<-|chan\b)*([\w.]*)/.exec(written)?.[1] ?? "";
  return { name: name === "string" || name === "byte" ? "" : name, isPlain: plain.test(name) };
}
