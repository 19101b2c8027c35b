/** Loops over items, in every language: the part that runs for each item, the item's names and what is gone through. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { Span } from "../model/source.js";
import type { GrammarTree, Tree, TypeScriptTree } from "../model/tree.js";
import { Latest } from "./latest.js";

export interface Loop {
  /** What runs for every item. */
  readonly body: Span;
  /** The item as the loop names it, patterns included. */
  readonly item: string;
  /** What is gone through, as written. */
  readonly over: string;
  /** False for callbacks of `map` and the like. */
  readonly isStatement: boolean;
}

const cache = new Latest<Tree, readonly Loop[]>();

/** In no particular order; counting and endless loops are not among them. */
export function loopsOf(tree: Tree): readonly Loop[] {
  return cache.of(tree, () => {
    if (tree.family === "text") return [];
    return tree.family === "typescript" ? scriptLoops(tree) : grammarLoops(tree);
  });
}

const eachMethods = /^(?:map|forEach|flatMap)$/;

function scriptLoops(tree: TypeScriptTree): readonly Loop[] {
  const { ts, root } = tree;
  const spanOf = (node: ts.Node): Span => ({ start: node.getStart(root), end: node.end });
  const loops: Loop[] = [];
  for (const node of tree.nodes<ts.SyntaxKind>(ts.SyntaxKind.ForOfStatement)) {
    if (!ts.isForOfStatement(node)) continue;
    const { statement, initializer, expression } = node;
    const item = initializer.getText(root).replace(/^(?:const|let|var)\s+/, "");
    loops.push({ body: spanOf(statement), item, over: expression.getText(root), isStatement: true });
  }
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    const [each] = call.arguments;
    if (!ts.isPropertyAccessExpression(call.expression) || !eachMethods.test(call.expression.name.text))
      continue;
    if (!each || !(ts.isArrowFunction(each) || ts.isFunctionExpression(each))) continue;
    const item = each.parameters[0]?.name.getText(root) ?? "";
    loops.push({
      body: spanOf(each.body),
      item,
      over: call.expression.expression.getText(root),
      isStatement: false,
    });
  }
  return loops;
}

/** Kind of the loop, and its fields for the item, what is gone through and the body. */
const kinds: Readonly<Record<string, readonly (readonly [kind: string, item: string, over: string])[]>> = {
  python: [["for_statement", "left", "right"]],
  rust: [["for_expression", "pattern", "value"]],
  java: [["enhanced_for_statement", "name", "value"]],
};

function grammarLoops(tree: GrammarTree): readonly Loop[] {
  if (tree.family === "go") return tree.nodes("range_clause").flatMap(rangeLoop);
  if (tree.family === "elixir") return elixirLoops(tree);
  return (kinds[tree.family] ?? []).flatMap(([kind, item, over]) =>
    tree.nodes(kind).flatMap((node) => loop(node.field("body"), node.field(item), node.field(over))),
  );
}

function loop(body: SgNode | null, item: SgNode | null, over: SgNode | null): readonly Loop[] {
  if (!body) return [];
  return [{ body: rangeOf(body), item: item?.text() ?? "", over: over?.text() ?? "", isStatement: true }];
}

function rangeOf(node: SgNode): Span {
  const { start, end } = node.range();
  return { start: start.index, end: end.index };
}

function rangeLoop(clause: SgNode): readonly Loop[] {
  return loop(clause.parent()?.field("body") ?? null, clause.field("left"), clause.field("right"));
}

function elixirLoops(tree: GrammarTree): readonly Loop[] {
  return tree.nodes("call").flatMap((call): readonly Loop[] => {
    const target = call.field("target")?.text() ?? "";
    if (target !== "for" && !/^Enum\.(?:map|each|flat_map|filter|reject)$/.test(target)) return [];
    const text = call.text();
    const item =
      target === "for" ? /([\w{}, ]+?)\s*<-/.exec(text)?.[1] : /fn\s*\(?([^)>]+?)\)?\s*->/.exec(text)?.[1];
    const over =
      target === "for" ? /<-\s*([^\n]+?)(?:,|\sdo\b|$)/m.exec(text)?.[1] : /\(([^\n,]*)/.exec(text)?.[1];
    return [{ body: rangeOf(call), item: item ?? "&1", over: over ?? "", isStatement: target === "for" }];
  });
}

/** The single names an item's pattern binds: `id` and `name` of `{ id, name }`. */
export function namesIn({ item }: Loop): readonly string[] {
  return item === "&1"
    ? ["&1"]
    : (item.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).filter((name) => name !== "_");
}
