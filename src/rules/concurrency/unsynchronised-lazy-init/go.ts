/** A package's variable filled on first use in Go, without a lock or a `sync.Once`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { enclosingFunction, functionKinds } from "../../../syntax/go/ask.js";
import { statementsOf } from "../../../syntax/go/conditions.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export const go: Matcher<"go"> = function* ({ tree, source }) {
  if (/^package main\b/m.test(source.text) || !/(?<![\w.])\w+ == nil\s*\{/.test(source.text)) return;
  const shared = new Set(
    tree
      .nodes("var_spec")
      .flatMap((spec) => (enclosingFunction(spec) ? [] : [spec.field("name")?.text() ?? ""])),
  );
  if (shared.size === 0) return;
  for (const node of tree.nodes("if_statement")) {
    const condition = node.field("condition");
    const [, name] = /^(\w+) == nil$/.exec(condition?.text() ?? "") ?? [];
    if (name === undefined || !shared.has(name)) continue;
    const made = statementsOf(node.field("consequence")).find((one) => makes(one, name));
    const holder = ancestor(node, "function_declaration", "method_declaration");
    if (!made || !holder || isDeclaredIn(holder, name) || isKeptApart(holder)) continue;
    yield {
      at: { start: spanOf(node).start, end: spanOf(made).end },
      issue: `\`${holder.field("name")?.text() ?? ""}\` fills \`${name}\`, a variable of the package, on first use without a lock: two goroutines that come first together both fill it, or one sees it half made.`,
      recommendation: `Fill \`${name}\` in a \`sync.Once\` (or \`sync.OnceValue\`), or where it is declared.`,
    };
  }
};

/** `name = …` with something made; putting back a default is not lazy. */
function makes(statement: SgNode, name: string): boolean {
  return (
    statement.kind() === "assignment_statement" &&
    new RegExp(`^${name}(?:, \\w+)? = (?!nil$)`).test(statement.text())
  );
}

/** The name belongs to the function itself. */
function isDeclaredIn(holder: SgNode, name: string): boolean {
  const parameters = holder.field("parameters")?.text() ?? "";
  return (
    new RegExp(`\\b${name}(?:, \\w+)* :=|\\bvar ${name}\\b`).test(holder.text()) ||
    new RegExp(`\\b${name} `).test(parameters)
  );
}

/** Guarded, or run before there are other goroutines. */
function isKeptApart(holder: SgNode): boolean {
  const name = holder.field("name")?.text() ?? "";
  if (/^(?:init|setup|set|load|register|start|open|new|reload|configure|must|test|bench)|locked$/i.test(name))
    return true;
  const isInside = ancestor(holder, ...functionKinds) !== undefined;
  return isInside || /Lock\(\)|\.Do\(|atomic\.|CompareAndSwap/.test(holder.text());
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: "package store\n\nvar shared *Store\n\nfunc Shared() *Store {\n\tif shared == nil {\n\t\tshared = connect()\n\t}\n\treturn shared\n}\n",
    good: 'package store\n\nimport "sync"\n\nvar (\n\tshared *Store\n\tmu     sync.Mutex\n\tonce   sync.Once\n)\n\nfunc Shared() *Store {\n\tmu.Lock()\n\tdefer mu.Unlock()\n\tif shared == nil {\n\t\tshared = connect()\n\t}\n\treturn shared\n}\n\nfunc Once() *Store {\n\tonce.Do(func() {\n\t\tif shared == nil {\n\t\t\tshared = connect()\n\t\t}\n\t})\n\treturn shared\n}\n\nfunc Setup() {\n\tif shared == nil {\n\t\tshared = connect()\n\t}\n}\n\nfunc own(shared *Store) *Store {\n\tif shared == nil {\n\t\tshared = connect()\n\t}\n\treturn shared\n}\n',
  },
];
