/** Puts Rust's expressions and statements into terms and steps; in Rust most statements are expressions. */
import type { SgNode } from "@ast-grep/napi";
import { lateCode } from "../late-code.js";
import { dottedTerm, partsOf, unknownTerm, spanOf } from "../reading.js";
import {
  type Case,
  type Code,
  type Parameter,
  type Step,
  type Term,
  type Type,
  assign,
  build,
} from "../terms.js";

export function termOf(node: SgNode | null | undefined): Term {
  if (!node) return { kind: "several", parts: [], span: { start: 0, end: 0 } };
  return readers[String(node.kind())]?.(node) ?? unknownTerm(node);
}

const first = (node: SgNode): Term => termOf(partsOf(node)[0]);
const named = (node: SgNode): Term => build.name(node.text(), spanOf(node));
const list = (node: SgNode): Term => build.list(partsOf(node).map(termOf), spanOf(node));
const block = (node: SgNode): Term => ({ kind: "block", steps: stepsOf(node), span: spanOf(node) });
const number = (node: SgNode): Term => {
  const value = Number.parseFloat(node.text().replaceAll("_", ""));
  return Number.isNaN(value) ? unknownTerm(node) : build.fixed(value, spanOf(node));
};

const operators: Readonly<Record<string, string>> = { "&&": "and", "||": "or" };

const readers: Readonly<Record<string, (node: SgNode) => Term>> = {
  identifier: named,
  self: named,
  type_identifier: named,
  scoped_identifier: (node) =>
    dottedTerm(
      node
        .text()
        .replace(/<[^<>]*>/g, "")
        .replaceAll("::", "."),
      node,
    ),
  field_expression: (node) =>
    build.member(termOf(node.field("value")), node.field("field")?.text() ?? "", spanOf(node)),
  index_expression: (node) => {
    const [of, key] = partsOf(node).map(termOf);
    return of ? build.item(of, key ?? null, spanOf(node)) : unknownTerm(node);
  },
  call_expression: (node) => {
    const given = node.field("arguments");
    const terms = (given ? partsOf(given) : []).map(termOf);
    // The parser reads what macros are given as if they were called.
    if (node.field("function")?.text() === "format" && terms[0]?.kind === "fixed")
      return templateOf(terms, spanOf(node));
    const values = terms.map((value) => ({ name: null, value }));
    return build.call(termOf(node.field("function")), values, spanOf(node));
  },
  generic_function: (node) => termOf(node.field("function")),
  macro_invocation: readMacro,
  reference_expression: (node) => termOf(node.field("value")),
  parenthesized_expression: first,
  try_expression: first,
  await_expression: first,
  type_cast_expression: readCast,
  string_literal: (node) => build.fixed(node.text().replace(/^b?"|"$/g, ""), spanOf(node)),
  raw_string_literal: (node) => build.fixed(node.text().replace(/^b?r#*"|"#*$/g, ""), spanOf(node)),
  integer_literal: number,
  float_literal: number,
  boolean_literal: (node) => build.fixed(node.text() === "true", spanOf(node)),
  unary_expression: (node) => {
    const of = first(node);
    return node.text().startsWith("!") ? { kind: "not", of, span: spanOf(node) } : of;
  },
  binary_expression: (node) => {
    const written = node.field("operator")?.text() ?? "";
    const [left, right] = [termOf(node.field("left")), termOf(node.field("right"))];
    return { kind: "operation", operator: operators[written] ?? written, left, right, span: spanOf(node) };
  },
  array_expression: list,
  tuple_expression: list,
  struct_expression: (node) => {
    const fields = node.field("body");
    const entries = (fields ? partsOf(fields) : []).map((part) => ({
      key: build.fixed((part.field("field") ?? part).text(), spanOf(part)),
      value: termOf(part.field("value") ?? partsOf(part)[0]),
    }));
    return { kind: "collection", entries, isRecord: true, span: spanOf(node) };
  },
  closure_expression: (node) => ({ kind: "closure", code: codeOf(node, null), span: spanOf(node) }),
  block,
  unsafe_block: block,
  async_block: block,
  if_expression: block,
  match_expression: block,
  let_condition: (node) => ({
    kind: "block",
    steps: [assign(targetOf(node.field("pattern")), termOf(node.field("value")))],
    span: spanOf(node),
  }),
};

/** `format!("… {} {name}", value)` is a text put together; of `vec![…]` the parts count. */
function readMacro(node: SgNode): Term {
  const span = spanOf(node);
  const name = node.field("macro")?.text() ?? "";
  const tokens = node.children().find((child) => child.kind() === "token_tree");
  const parts = tokens ? partsOf(tokens) : [];
  const values = parts.filter((part) => part.kind() !== "token_tree").map(termOf);
  if (!/^(?:std::)?(?:format|format_args|concat)$/.test(name)) return build.list(values, span);
  return templateOf(values, span);
}

/** The text with the values in its places, and those that it names itself. */
function templateOf(values: readonly Term[], span: Term["span"]): Term {
  const template = values.find((term) => term.kind === "fixed");
  const text = template?.kind === "fixed" ? String(template.value) : "";
  const inline = [...text.matchAll(/\{(\w*[A-Za-z_]\w*)(?::[^}]*)?\}/g)].map(([, inner = ""]) =>
    build.name(inner, span),
  );
  const head = build.fixed(/^[^{]*/.exec(text)?.[0] ?? "", span);
  const rest = values.filter((term) => term !== template);
  const isWhole = /^\{\w*\}$/.test(text);
  return build.joined([head, ...inline, ...rest, build.fixed(isWhole ? "" : "\u0000", span)], span);
}

function readCast(node: SgNode): Term {
  const type = readType(node.field("type")?.text() ?? null);
  const of = termOf(node.field("value"));
  return type?.isPlain ? { kind: "typed", of, type, span: spanOf(node) } : of;
}

/** The names that a pattern binds; `Some(x)` and `Path(x)` bind what is in them. */
function targetOf(node: SgNode | null | undefined): Term {
  if (!node) return unknownTarget;
  const kind = String(node.kind());
  if (kind === "identifier") return named(node);
  if (kind === "tuple_pattern") return build.list(partsOf(node).map(targetOf), spanOf(node));
  const parts = partsOf(node).slice(kind === "tuple_struct_pattern" || kind === "struct_pattern" ? 1 : 0);
  return build.several(
    parts.filter((part) => part.kind() !== "mutable_specifier").map(targetOf),
    spanOf(node),
  );
}

const unknownTarget: Term = { kind: "several", parts: [], span: { start: 0, end: 0 } };

export function stepsOf(node: SgNode | null | undefined): readonly Step[] {
  if (!node) return [];
  const read = stepReaders[String(node.kind())];
  return read ? read(node) : [{ kind: "give", value: termOf(node) }];
}

const stepReaders: Readonly<Record<string, (node: SgNode) => readonly Step[]>> = {
  block: (node) => partsOf(node).flatMap(stepsOf),
  unsafe_block: (node) => partsOf(node).flatMap(stepsOf),
  async_block: (node) => partsOf(node).flatMap(stepsOf),
  else_clause: (node) => partsOf(node).flatMap(stepsOf),
  expression_statement: (node) => partsOf(node).flatMap(stepsOf).map(asDone),
  let_declaration: readLet,
  assignment_expression: (node) => [assign(termOf(node.field("left")), termOf(node.field("right")))],
  compound_assignment_expr: (node) => [
    {
      kind: "assign",
      target: termOf(node.field("left")),
      value: termOf(node.field("right")),
      isAdded: node.field("operator")?.text() === "+=",
      type: null,
    },
  ],
  return_expression: (node) => [{ kind: "return", value: partsOf(node).length > 0 ? first(node) : null }],
  break_expression: () => [{ kind: "leave", isLoop: true }],
  continue_expression: () => [{ kind: "leave", isLoop: true }],
  if_expression: (node) => [
    {
      kind: "branch",
      condition: termOf(node.field("condition")),
      yes: stepsOf(node.field("consequence")),
      no: stepsOf(node.field("alternative")),
    },
  ],
  match_expression: readMatch,
  for_expression: (node) => {
    const over = node.field("value");
    const item = build.item(termOf(over), null, spanOf(over ?? node));
    const steps = [assign(targetOf(node.field("pattern")), item), ...stepsOf(node.field("body"))];
    return [{ kind: "loop", condition: null, steps }];
  },
  while_expression: (node) => [
    { kind: "loop", condition: termOf(node.field("condition")), steps: stepsOf(node.field("body")) },
  ],
  loop_expression: (node) => [{ kind: "loop", condition: null, steps: stepsOf(node.field("body")) }],
};

function asDone(step: Step): Step {
  return step.kind === "give" ? { kind: "do", value: step.value } : step;
}

function readLet(node: SgNode): readonly Step[] {
  const value = node.field("value");
  const type = readType(node.field("type")?.text() ?? null);
  const target = targetOf(node.field("pattern"));
  return value ? [{ kind: "assign", target, value: termOf(value), isAdded: false, type }] : [];
}

function readMatch(node: SgNode): readonly Step[] {
  const body = node.field("body");
  const arms = (body ? partsOf(body) : []).filter((part) => part.kind() === "match_arm");
  return [{ kind: "switch", subject: termOf(node.field("value")), cases: arms.map(readArm) }];
}

function readArm(arm: SgNode): Case {
  const pattern = arm.field("pattern");
  const [shape, condition] = pattern ? partsOf(pattern) : [];
  const alternatives = shape?.kind() === "or_pattern" ? partsOf(shape) : shape ? [shape] : [];
  const isFixed = alternatives.length > 0 && alternatives.every((one) => /literal$/.test(String(one.kind())));
  return {
    tests: isFixed ? alternatives.map(termOf) : [],
    target: isFixed || !shape ? null : targetOf(shape),
    condition: condition ? termOf(condition) : null,
    steps: stepsOf(arm.field("value")),
    isOpen: false,
  };
}

/** @param className the type whose method it is */
export function codeOf(node: SgNode, className: string | null): Code {
  const body = node.field("body");
  const known = { name: node.field("name")?.text() ?? "closure", className, span: spanOf(node) };
  return lateCode(known, {
    decorators: () => attributesOf(node),
    parameters: () => parametersIn(node.field("parameters")),
    steps: () =>
      stepsOf(body).map((step): Step =>
        step.kind === "give" ? { kind: "return", value: step.value } : step,
      ),
  });
}

function parametersIn(node: SgNode | null): readonly Parameter[] {
  return (node ? partsOf(node) : []).flatMap((part): readonly Parameter[] => {
    if (part.kind() === "self_parameter") return [];
    const pattern = part.kind() === "parameter" ? part.field("pattern") : part;
    const type = readType(part.kind() === "parameter" ? (part.field("type")?.text() ?? null) : null);
    const target = targetOf(pattern);
    const single = target.kind === "several" && target.parts.length === 1 ? target.parts[0] : undefined;
    return [{ target: single ?? target, type, decorators: [], preset: null }];
  });
}

/** `#[get("/x/<name>")]` right before the function. */
function attributesOf(node: SgNode): readonly Term[] {
  const found: Term[] = [];
  for (let before = node.prev(); before?.kind() === "attribute_item"; before = before.prev()) {
    const written = /^#\[\s*([\w:]+)\s*(?:\(\s*"([^"]*)")?/.exec(before.text());
    const callee = dottedTerm((written?.[1] ?? "").replaceAll("::", "."), before);
    const given = [{ name: null, value: build.fixed(written?.[2] ?? "", spanOf(before)) }];
    found.push(build.call(callee, given, spanOf(before)));
  }
  return found;
}

const plain = /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|Uuid|uuid\.Uuid|IpAddr|Duration|DateTime)$/;

/** The type that matters in `&T`, `Path<T>` of a number, `Option<T>`. */
export function readType(written: string | null): Type | null {
  if (written === null) return null;
  const bare = written.replace(/^(?:&(?:'\w+\s*)?(?:mut\s+)?)+/, "").replace(/^Option<(.*)>$/, "$1");
  const name = (/^[\w:]*/.exec(bare)?.[0] ?? "").replaceAll("::", ".");
  const inside = /<\s*(\w+)\s*>$/.exec(bare)?.[1] ?? "";
  return { name: /^(?:str|String)$/.test(name) ? "" : name, isPlain: plain.test(name) || plain.test(inside) };
}
