/** Where a name inside a Go function gets its value. */
import type { SgNode } from "@ast-grep/napi";
import { enclosingFunction, namedChildren, receiverType } from "./ask.js";
import { spanOf } from "../nodes.js";

/** What a name stands for in the function around it. */
export type Binding =
  | { readonly kind: "parameter"; readonly type: string; readonly holder: SgNode }
  | { readonly kind: "receiver"; readonly type: string }
  /** Values it is given, with those appended by `+=`, in source order. */
  | { readonly kind: "local"; readonly values: readonly SgNode[] }
  | { readonly kind: "element"; readonly of: SgNode | null }
  | { readonly kind: "outside" };

/** Looks from the innermost function outwards. */
export function bindingOf(name: SgNode): Binding {
  const text = name.text();
  for (let holder = enclosingFunction(name); holder; holder = enclosingFunction(holder)) {
    const found = localOf(holder, text) ?? parameterOf(holder, text);
    if (found) return found;
  }
  return { kind: "outside" };
}

/** Type of a parameter as written; undefined when the function has none of this name. */
export function parameterType(holder: SgNode, name: string): string | undefined {
  const list = holder.field("parameters");
  const declaration = (list ? namedChildren(list) : []).find((one) =>
    one.children().some((child) => child.kind() === "identifier" && child.text() === name),
  );
  return declaration?.field("type")?.text();
}

function parameterOf(holder: SgNode, name: string): Binding | undefined {
  const type = parameterType(holder, name);
  if (type !== undefined) return { kind: "parameter", type, holder };
  return receiverName(holder) === name ? { kind: "receiver", type: receiverType(holder) ?? "" } : undefined;
}

/** `s` of `func (s *Store) Get()`. */
export function receiverName(holder: SgNode): string | null {
  const receiver = holder.field("receiver");
  return receiver?.find({ rule: { kind: "identifier" } })?.text() ?? null;
}

const declaring = ["short_var_declaration", "var_spec", "assignment_statement", "const_spec"];

function localOf(holder: SgNode, name: string): Binding | undefined {
  const values: { readonly at: number; readonly value: SgNode }[] = [];
  for (const kind of declaring) {
    for (const node of holder.findAll({ rule: { kind } })) {
      const value = valueFor(node, name);
      if (value) values.push({ at: spanOf(node).start, value });
    }
  }
  if (values.length > 0) {
    return { kind: "local", values: values.sort((a, b) => a.at - b.at).map(({ value }) => value) };
  }
  const loop = holder
    .findAll({ rule: { kind: "range_clause" } })
    .find((clause) => namesIn(clause.field("left")).includes(name));
  return loop ? { kind: "element", of: loop.field("right") } : undefined;
}

/** The value a declaration or assignment gives the name; the call itself when it gives several at once. */
function valueFor(node: SgNode, name: string): SgNode | null {
  const isSpec = String(node.kind()).endsWith("_spec");
  const names = isSpec
    ? node.children().flatMap((child) => (child.kind() === "identifier" ? [child.text()] : []))
    : namesIn(node.field("left"));
  const at = names.indexOf(name);
  if (at === -1) return null;
  const list = node.field(isSpec ? "value" : "right");
  const values = list ? namedChildren(list) : [];
  return values[at] ?? values[0] ?? null;
}

function namesIn(list: SgNode | null): readonly string[] {
  return (list ? namedChildren(list) : []).map((child) => child.text());
}
