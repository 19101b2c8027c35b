/** Questions that rules and the outline ask of a Rust tree. */
import type { SgNode } from "@ast-grep/napi";
import type { Span } from "../../model/source.js";
import type { RustTree } from "../../model/tree.js";
import { Latest } from "../latest.js";
import { ancestor, spanOf } from "../nodes.js";

export function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}

/** What runs on its own: a function, a closure or an `async` block around the node. */
export function enclosingBody(node: SgNode): SgNode | undefined {
  return ancestor(node, "function_item", "closure_expression", "async_block");
}

export function isAsync(definition: SgNode): boolean {
  return definition
    .children()
    .some((child) => child.kind() === "function_modifiers" && /\basync\b/.test(child.text()));
}

/** `pub` in any of its forms. */
export function visibilityOf(node: SgNode): SgNode | undefined {
  return node.children().find((child) => child.kind() === "visibility_modifier");
}

/** Name of the type an `impl` is for or of a trait, without generics: `Store` for `impl<T> Drop for store::Store<T>`. */
export function holderName(holder: SgNode): string | null {
  const type = holder.field("type") ?? holder.field("name");
  return type === null ? null : (/(\w+)\s*(?:<[\s\S]*)?$/.exec(type.text())?.[1] ?? null);
}

/** The `impl` or trait that directly holds the function. */
export function enclosingHolder(node: SgNode): SgNode | undefined {
  const list = node.parent();
  const holder = list?.kind() === "declaration_list" ? list.parent() : null;
  return holder && ["impl_item", "trait_item"].includes(String(holder.kind())) ? holder : undefined;
}

/** `a.b.c` for names, paths and fields, generics left out; null for anything computed. */
export function dottedName(node: SgNode | null): string | null {
  switch (node?.kind()) {
    case "identifier":
    case "self":
      return node.text();
    case "scoped_identifier": {
      const path = withoutGenerics(node.text());
      return /^[\w:]+$/.test(path) ? path.replace(/^::/, "").replaceAll("::", ".") : null;
    }
    case "generic_function":
      return dottedName(node.field("function"));
    case "field_expression": {
      const [object, name] = [dottedName(node.field("value")), node.field("field")?.text()];
      return object === null || name === undefined ? null : `${object}.${name}`;
    }
    default:
      return null;
  }
}

function withoutGenerics(path: string): string {
  let rest = path.replace(/\s+/g, "");
  for (let before = ""; before !== rest;) {
    before = rest;
    rest = rest.replace(/(?:::)?<[^<>]*>/g, "");
  }
  return rest;
}

/** Callee of a call, dotted: `tokio.spawn`, `self.store.save`; null when computed. */
export function calleeOf(call: SgNode): string | null {
  return dottedName(call.field("function"));
}

/** Name of the method that is called, also on something computed: `lock` in `self.items().lock()`. */
export function methodOf(call: SgNode): string | null {
  const callee = call.field("function");
  return callee?.kind() === "field_expression" ? (callee.field("field")?.text() ?? null) : null;
}

/** What a method is called on: `self.items` in `self.items.lock()`. */
export function receiverOf(call: SgNode): SgNode | null {
  const callee = call.field("function");
  return callee?.kind() === "field_expression" ? callee.field("value") : null;
}

const annotations = ["attribute_item", "line_comment", "block_comment"];

/** Attributes and comments that stand directly before an item. */
export function annotationsOf(item: SgNode): readonly SgNode[] {
  const found: SgNode[] = [];
  for (
    let before = item.prev();
    before && annotations.includes(String(before.kind()));
    before = before.prev()
  ) {
    found.push(before);
  }
  return found;
}

const testAttribute =
  /^#!?\[\s*(?:cfg\s*\(\s*(?:(?:all|any)\s*\((?:[^()]|\([^()]*\))*?)?\btest\b|(?:\w+\s*::\s*)*(?:test|rstest|test_case|bench)\b)/;
const testSpansOf = new Latest<RustTree, readonly Span[]>();

/** Items that are compiled for tests only: `#[cfg(test)] mod tests`, `#[test]` and its kin. */
export function testSpans(tree: RustTree): readonly Span[] {
  return testSpansOf.of(tree, () => [
    ...tree
      .nodes("inner_attribute_item")
      .filter((node) => testAttribute.test(node.text()))
      .map(() => spanOf(tree.root)),
    ...tree
      .nodes("attribute_item")
      .filter((node) => testAttribute.test(node.text()))
      .flatMap((node) => {
        const item = itemOf(node);
        return item ? [spanOf(item)] : [];
      }),
  ]);
}

/** The item an attribute belongs to. */
function itemOf(attribute: SgNode): SgNode | null {
  let item = attribute.next();
  while (item && annotations.includes(String(item.kind()))) item = item.next();
  return item;
}

/** True inside test code that lies in a file with other code. */
export function isInTest(tree: RustTree, node: SgNode): boolean {
  const spans = testSpans(tree);
  if (spans.length === 0) return false;
  const { start } = spanOf(node);
  return spans.some((span) => holds(span, start));
}

/** The arguments of a call, without comments. */
export function argumentsOf(call: SgNode): readonly SgNode[] {
  const given = call.field("arguments")?.children() ?? [];
  return given.filter((one) => one.isNamed() && !String(one.kind()).endsWith("comment"));
}

/** The calls of a chain, outermost first: `arg`, `arg`, `new` of `Command::new(a).arg(b).arg(c)`. */
export function chainOf(call: SgNode): readonly SgNode[] {
  const links: SgNode[] = [];
  for (let link: SgNode | null = call; link?.kind() === "call_expression"; link = receiverOf(link))
    links.push(link);
  return links;
}
