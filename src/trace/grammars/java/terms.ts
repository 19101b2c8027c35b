/** Puts Java's expressions into terms. */
import type { SgNode } from "@ast-grep/napi";
import { literalText } from "../../../syntax/java/literals.js";
import { dottedTerm, partsOf, unknownTerm, spanOf } from "../reading.js";
import { type Code, type Given, type Step, type Term, type Type, assign, build } from "../terms.js";

/** What reads the parts of expressions that hold statements. */
export interface Inner {
  codeOf(lambda: SgNode): Code;
  switchSteps(node: SgNode): readonly Step[];
}

export type ReadTerm = (node: SgNode | null | undefined) => Term;
type Read = (node: SgNode, termOf: ReadTerm) => Term;

export function termReader({ codeOf, switchSteps }: Inner): ReadTerm {
  const termOf: ReadTerm = (node) => {
    if (!node) return { kind: "several", parts: [], span: { start: 0, end: 0 } };
    const read = readers[String(node.kind())];
    return read ? read(node, termOf) : unknownTerm(node);
  };
  const readers: Readonly<Record<string, Read>> = {
    ...plainReaders,
    lambda_expression: (node) => ({ kind: "closure", code: codeOf(node), span: spanOf(node) }),
    switch_expression: (node) => ({ kind: "block", steps: switchSteps(node), span: spanOf(node) }),
  };
  return termOf;
}

const named: Read = (node) => build.name(node.text(), spanOf(node));
const first: Read = (node, termOf) => termOf(partsOf(node)[0]);
const number: Read = (node) => {
  const value = Number(
    node
      .text()
      .replaceAll("_", "")
      .replace(/[lLfFdD]$/, ""),
  );
  return Number.isNaN(value) ? unknownTerm(node) : build.fixed(value, spanOf(node));
};

const operators: Readonly<Record<string, string>> = { "&&": "and", "||": "or" };

const plainReaders: Readonly<Record<string, Read>> = {
  identifier: named,
  this: named,
  super: (node) => build.name("this", spanOf(node)),
  type_identifier: named,
  scoped_identifier: (node) => dottedTerm(node.text(), node),
  field_access: (node, termOf) =>
    build.member(termOf(node.field("object")), node.field("field")?.text() ?? "", spanOf(node)),
  array_access: (node, termOf) =>
    build.item(termOf(node.field("array")), termOf(node.field("index")), spanOf(node)),
  method_invocation: readCall,
  object_creation_expression: readCreation,
  explicit_constructor_invocation: (node, termOf) =>
    build.several(
      givenIn(node, termOf).map(({ value }) => value),
      spanOf(node),
    ),
  parenthesized_expression: first,
  cast_expression: readCast,
  string_literal: (node) => build.fixed(literalText(node) ?? "", spanOf(node)),
  character_literal: (node) => build.fixed(node.text().slice(1, -1), spanOf(node)),
  decimal_integer_literal: number,
  hex_integer_literal: number,
  decimal_floating_point_literal: number,
  true: (node) => build.fixed(true, spanOf(node)),
  false: (node) => build.fixed(false, spanOf(node)),
  null_literal: (node) => build.fixed(null, spanOf(node)),
  unary_expression: (node, termOf) => {
    const of = termOf(node.field("operand"));
    return node.field("operator")?.text() === "!" ? { kind: "not", of, span: spanOf(node) } : of;
  },
  binary_expression: (node, termOf) => {
    const written = node.field("operator")?.text() ?? "";
    const [left, right] = [termOf(node.field("left")), termOf(node.field("right"))];
    return { kind: "operation", operator: operators[written] ?? written, left, right, span: spanOf(node) };
  },
  instanceof_expression: (node) => unknownTerm(node),
  ternary_expression: (node, termOf) => ({
    kind: "choice",
    condition: termOf(node.field("condition")),
    yes: termOf(node.field("consequence")),
    no: termOf(node.field("alternative")),
    span: spanOf(node),
  }),
  assignment_expression: (node, termOf) => {
    const target = termOf(node.field("left"));
    const steps: readonly Step[] = [
      assign(target, termOf(node.field("right"))),
      { kind: "give", value: target },
    ];
    return { kind: "block", steps, span: spanOf(node) };
  },
  array_initializer: (node, termOf) => build.list(partsOf(node).map(termOf), spanOf(node)),
  array_creation_expression: (node, termOf) => {
    const value = node.field("value");
    return value ? termOf(value) : unknownTerm(node);
  },
};

function readCall(node: SgNode, termOf: ReadTerm): Term {
  const object = node.field("object");
  const name = node.field("name");
  const span = spanOf(node);
  const written = name?.text() ?? "";
  const callee = object ? build.member(termOf(object), written, span) : build.name(written, span);
  return build.call(callee, givenIn(node, termOf), span);
}

function givenIn(node: SgNode, termOf: ReadTerm): readonly Given[] {
  const list = node.field("arguments");
  return (list ? partsOf(list) : []).map((part) => ({ name: null, value: termOf(part) }));
}

function readCreation(node: SgNode, termOf: ReadTerm): Term {
  const type = node.field("type");
  const callee = dottedTerm(readType(type?.text() ?? null)?.name ?? "", type ?? node);
  return { kind: "call", callee, given: givenIn(node, termOf), isNew: true, span: spanOf(node) };
}

/** A cast to another class changes nothing of a text. */
function readCast(node: SgNode, termOf: ReadTerm): Term {
  const type = readType(node.field("type")?.text() ?? null);
  const of = termOf(node.field("value"));
  return type && (type.isPlain || type.name !== "") ? { kind: "typed", of, type, span: spanOf(node) } : of;
}

const plain =
  /^(?:int|long|short|byte|char|boolean|float|double|Integer|Long|Short|Byte|Boolean|Float|Double|Character|UUID|java\.util\.UUID|BigDecimal|BigInteger|Local\w+|Instant|Zoned\w+|Date|Duration|void)$/;

/** The type without its arguments and dimensions; a text's own type says nothing. */
export function readType(written: string | null): Type | null {
  if (written === null) return null;
  const whole = written.replace(/@\w+(?:\([^)]*\))?\s*/g, "").trim();
  const within = /^(?:List|Set|Collection|Optional|java\.util\.List)<\s*([\w.]+)\s*>/.exec(whole)?.[1];
  const name = within ?? /^[\w.]*/.exec(whole)?.[0] ?? "";
  const isNameless = /^(?:var|String|Object|CharSequence|java\.lang\.(?:String|Object))$/.test(name);
  return { name: isNameless ? "" : name, isPlain: plain.test(name) && !whole.endsWith("[]") };
}
