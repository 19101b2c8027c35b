/** Names a call by what it is called on, so that `page.click` and `link.click` are two things. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { learn } from "../../../syntax/learn.js";
import { enclosingClass } from "../../../syntax/typescript/ask.js";
import { bindingOf } from "../../../syntax/typescript/bindings.js";
import type { ScriptFile } from "./doubts.js";

/** Last names of receiver and method: cheap, and never the same for two calls that `receiverOf` names alike. */
export function roughName({ ts }: TypeScriptTree, { expression }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? `.${expression.name.text}` : undefined;
}

/** What the file's calls of a rough name are called on, in source order; null for what says nothing. */
export function receiversOf(file: ScriptFile, rough: string): readonly (string | null)[] {
  return learn(file, `receivers of ${rough}`, () =>
    file.tree
      .nodes(file.tree.ts.SyntaxKind.CallExpression)
      .filter((call) => roughName(file.tree, call) === rough)
      .map((call) => receiverOf(file, call) ?? null),
  );
}

/** Where the receiver comes from and the method: `models/User#User.create`, `Store.redis.get`, `param Page.click`. */
function receiverOf(file: ScriptFile, { expression }: ts.CallExpression): string | undefined {
  const { ts } = file.tree;
  if (ts.isIdentifier(expression)) return originOf(file, expression);
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const receiver = shapeOf(file, expression.expression);
  // `Promise.resolve(…)` is a promise with or without `await`.
  if (receiver === "#Promise") return undefined;
  return receiver && `${receiver}.${expression.name.text}`;
}

function shapeOf(file: ScriptFile, node: ts.Expression): string | undefined {
  const { tree } = file;
  const { ts } = tree;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return shapeOf(file, node.expression);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return enclosingClass(tree, node)?.name?.text;
  if (ts.isIdentifier(node)) return originOf(file, node);
  if (ts.isPropertyAccessExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return `this.${node.name.text}`;
    const inner = shapeOf(file, node.expression);
    return inner && `${inner}.${node.name.text}`;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const inner = ts.isPropertyAccessExpression(expression)
    ? shapeOf(file, expression.expression)
    : shapeOf(file, expression);
  const method = ts.isPropertyAccessExpression(expression) ? `.${expression.name.text}` : "";
  return inner && `${inner}${method}()`;
}

/** An import by module and name, a parameter or variable by its type or by what made it. */
function originOf(file: ScriptFile, name: ts.Identifier): string {
  const { tree, outline } = file;
  for (const { module, names } of outline.imports) {
    const imported = names.find(({ local }) => local === name.text);
    if (!imported) continue;
    const last =
      module
        .replace(/\.[cm]?[jt]s$/, "")
        .split("/")
        .slice(-1)[0] ?? module;
    return `${last}#${imported.imported === "*" || imported.imported === "default" ? name.text : imported.imported}`;
  }
  const binding = bindingOf(tree, name);
  if (binding?.kind === "parameter") return `${name.text}: ${binding.node.type?.getText(tree.root) ?? "any"}`;
  if (binding?.kind === "variable") return `${name.text} = ${makerOf(file, binding.given[0]?.value)}`;
  if (binding) return `${name.text} of ${binding.of.getText(tree.root).slice(0, 60)}`;
  return tree.ts.isCallExpression(name.parent) ? `${file.source.path}#${name.text}` : `#${name.text}`;
}

/** Callee or type of what a variable is given: `R.findOne`, `new Store`. */
function makerOf({ tree }: ScriptFile, value: ts.Expression | undefined): string {
  const { ts, root } = tree;
  if (!value) return "nothing";
  if (ts.isVariableDeclaration(value.parent) && value.parent.type) return value.parent.type.getText(root);
  const bare = ts.isAwaitExpression(value) ? value.expression : value;
  const isMade = ts.isCallExpression(bare) || ts.isNewExpression(bare);
  return (isMade ? bare.expression : bare).getText(root).replace(/\s+/g, " ").slice(0, 60);
}
