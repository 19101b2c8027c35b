/** A loop that takes things out of the very collection it runs over. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import * as python from "../../syntax/python/ask.js";
import { isSameScope, leavesLoopAfter } from "../../syntax/python/flow.js";
import * as typescript from "../../syntax/typescript/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Loop and change name the same collection and no exit follows; what is left is another object behind a property.
  confidence: 0.85,
  judged: { right: 10, arguable: 0, wrong: 0, projects: 0 },
  title: "Collection changed while it is iterated",
  risk: "A dict or set raises RuntimeError in the middle of the work; a list or array skips the element after each one taken out.",
  fix: "Run over a copy, or collect what stays into a new collection.",
  match: { python: changedInPython, typescript: changedInTypeScript },
  examples: [
    {
      language: "python",
      bad: "def expire(sessions, now):\n    for key, session in sessions.items():\n        if session.end < now:\n            del sessions[key]\n",
      good: "def expire(sessions, now):\n    for key, session in list(sessions.items()):\n        if session.end < now:\n            del sessions[key]\n    for key in sessions:\n        if key == now:\n            sessions.pop(key)\n            break\n    for key in sessions:\n        sessions[key] = now\n    for row in sessions:\n        row.pop(0)\n",
    },
    {
      language: "python",
      bad: "class Room:\n    def sweep(self):\n        for member in self.members:\n            if member.gone:\n                self.members.remove(member)\n",
      good: "class Room:\n    def sweep(self):\n        for member in self.members:\n            member.on_close(lambda: self.members.remove(member))\n        for member in self.queue:\n            self.queue.append(member.next)\n        for member in self.members:\n            if member.gone:\n                self.members.remove(member)\n                return\n",
    },
    {
      language: "typescript",
      bad: "export function sweep(members: Member[]): void {\n  for (const member of members) {\n    if (member.gone) members.splice(members.indexOf(member), 1);\n  }\n}\n",
      good: "export function sweep(members: Member[]): void {\n  for (const member of [...members]) {\n    if (member.gone) members.splice(members.indexOf(member), 1);\n  }\n  for (const member of members) {\n    if (member.gone) {\n      members.splice(members.indexOf(member), 1);\n      break;\n    }\n  }\n  members.forEach((member) => {\n    member.rooms.splice(0, 1);\n  });\n}\n",
    },
    {
      language: "javascript",
      bad: "exports.sweep = (members) => {\n  members.forEach((member, i) => {\n    if (member.gone) {\n      members.splice(i, 1);\n    }\n  });\n};\n",
      good: "exports.sweep = (members) => {\n  members.slice().forEach((member, i) => {\n    if (member.gone) members.splice(i, 1);\n  });\n  for (const name of names) {\n    open.delete(name);\n  }\n};\n",
    },
  ],
});

function describe(collection: string, change: string): string {
  return `The loop runs over \`${collection}\` while \`${change}\` takes elements out of it.`;
}

function* changedInPython({ tree }: Subject<PythonTree>): Iterable<Hit> {
  for (const loop of tree.nodes("for_statement")) {
    const collection = iteratedCollection(loop.field("right"));
    const body = loop.field("body");
    if (!collection || !body?.text().includes(collection)) continue;
    const change = pythonChange(body, loop, collection);
    if (!change) continue;
    const shown = change.text().split("\n")[0] ?? "";
    yield {
      at: spanOf(change),
      issue: describe(collection, shown),
      recommendation: `Run over a copy: \`for … in list(${loop.field("right")?.text() ?? collection})\`.`,
    };
  }
}

/** `sessions` of `sessions`, `sessions.items()`, `enumerate(sessions)`; a name or an attribute, nothing computed. */
function iteratedCollection(right: SgNode | null): string | null {
  if (right?.kind() !== "call") return python.dottedName(right);
  const callee = python.calleeOf(right) ?? "";
  const [argument] = python.positionalArguments(right);
  if (callee === "enumerate" && argument) return iteratedCollection(argument);
  return /^(.+)\.(?:items|keys|values)$/.exec(callee)?.[1] ?? null;
}

const removers = "remove|pop|popitem|popleft|clear|discard|difference_update|intersection_update";

function pythonChange(body: SgNode, loop: SgNode, collection: string): SgNode | undefined {
  const escaped = collection.replaceAll(".", "\\.");
  const isRebound = new RegExp(`^\\s*${escaped}\\s*=(?!=)`, "m").test(body.text());
  if (isRebound) return undefined;
  const changes = [
    ...body.findAll({ rule: { kind: "call", regex: `^${escaped}\\.(?:${removers})\\(` } }),
    ...body.findAll({ rule: { kind: "delete_statement", regex: `^del\\s+${escaped}\\[[^\\]:]*\\]$` } }),
  ];
  return changes.find(
    (change) =>
      isSameScope(change, loop) &&
      new RegExp(`^(?:del\\s+)?${escaped}(?:\\.(?:${removers})\\(|\\[)`).test(change.text()) &&
      !leavesLoopAfter(change, loop),
  );
}

function* changedInTypeScript({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\.(?:splice|shift|unshift)\(/.test(source.text)) return;
  const { ts } = tree;
  for (const call of tree.nodes(ts.SyntaxKind.CallExpression)) {
    if (!/^(?:splice|shift|unshift)$/.test(typescript.calledName(tree, call) ?? "")) continue;
    const collection = typescript.dottedName(tree, call.expression)?.replace(/\.\w+$/, "");
    const loop = collection && loopOver(tree, call, collection);
    if (!collection || !loop || leavesAfter(tree, call, loop)) continue;
    const at = typescript.spanOf(tree, call);
    yield {
      at,
      ...(removesOne.test(source.text.slice(Math.max(0, at.start - 200), at.start))
        ? { severity: "low" }
        : {}),
      issue: describe(collection, typescript.textOf(tree, call).split("\n")[0] ?? ""),
      recommendation: `Run over a copy (\`[...${collection}]\`), or keep what stays with \`filter\`.`,
    };
  }
}

/** `if (item.id === id)` before the removal: mostly one item is meant, and skipping its neighbour harms nothing. */
const removesOne = /\bif\s*\([^;{}]*[^=!]={2,3}[^=;{}]*\)\s*\{?\s*$/;

/** The body of the `for … of` or `forEach` over this collection in whose own code the node stands. */
function loopOver(tree: TypeScriptTree, node: ts.Node, collection: string): ts.Node | undefined {
  const { ts } = tree;
  for (
    let child = node, parent = node.parent;
    !ts.isSourceFile(parent);
    child = parent, parent = parent.parent
  ) {
    if (ts.isForOfStatement(parent) && child === parent.statement) {
      if (typescript.dottedName(tree, parent.expression) === collection) return parent;
    }
    if (typescript.isFunctionNode(tree, parent)) {
      const call = parent.parent;
      const isEach =
        ts.isCallExpression(call) && typescript.dottedName(tree, call.expression) === `${collection}.forEach`;
      return isEach && call.arguments[0] === parent ? parent : undefined;
    }
  }
  return undefined;
}

/** In a `forEach` only throwing ends the loop. */
function leavesAfter(tree: TypeScriptTree, node: ts.Node, loop: ts.Node): boolean {
  const { ts } = tree;
  const isEach = !ts.isForOfStatement(loop);
  const leaves = (statement: ts.Statement): boolean =>
    ts.isThrowStatement(statement) ||
    (!isEach && (ts.isReturnStatement(statement) || ts.isBreakStatement(statement)));
  for (let child = node; child !== loop; child = child.parent) {
    if (ts.isReturnStatement(child) && !isEach) return true;
    const { parent } = child;
    if (!ts.isBlock(parent) && !ts.isCaseOrDefaultClause(parent)) continue;
    if (parent.statements.some((statement) => statement.pos > child.pos && leaves(statement))) return true;
  }
  return false;
}
