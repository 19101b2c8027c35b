/** An attribute that several tasks change is only ever written while its lock is held. */
import type { SgNode } from "@ast-grep/napi";
import { definePractice } from "../model/rule.js";
import { calleeOf, dottedName, enclosingClass, isSameNode } from "../syntax/python/ask.js";
import * as typescript from "../syntax/typescript/ask.js";
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../model/tree.js";
import { go, goExamples } from "./lock-guarded-state/go.js";
import { java, javaExamples } from "./lock-guarded-state/java.js";
import { ancestor, spanOf } from "../syntax/nodes.js";

export default definePractice({
  category: "concurrency",
  // All writes outside the constructor are looked at; calls that change the value in place are not.
  confidence: 0.85,
  title: "Shared state is written under its lock",
  reason: "Two tasks cannot change it at the same time, so no update is lost halfway.",
  match: {
    go,
    java,
    *python({ tree, source }) {
      if (!/\b(?:R?Lock|Semaphore|Condition)\(/.test(source.text)) return;
      const writes = tree.nodes("assignment").concat(tree.nodes("augmented_assignment"));
      for (const [holder, locks] of lockedClasses(writes)) {
        const own = writes.filter(
          (write) => isSameNode(enclosingClass(write), holder) && !isInConstructor(write),
        );
        const guarded = guardedAttribute(own, (write) => lockAround(write, locks));
        if (!guarded) continue;
        yield { at: spanOf(guarded.outer), issue: reasonFor(guarded) };
        return;
      }
    },
    *typescript({ tree, source }) {
      if (!/\.runExclusive\(/.test(source.text)) return;
      const writes = tree.nodes(tree.ts.SyntaxKind.BinaryExpression).filter((node) => isWrite(tree, node));
      for (const holder of tree.nodes(tree.ts.SyntaxKind.ClassDeclaration)) {
        const own = writes.filter((write) => typescript.enclosingClass(tree, write) === holder);
        const guarded = guardedMember(tree, own);
        if (!guarded) continue;
        yield { at: typescript.spanOf(tree, guarded.outer), issue: reasonFor(guarded) };
        return;
      }
    },
  },
  examples: [
    {
      language: "python",
      bad: "import asyncio\n\nclass Tokens:\n    def __init__(self):\n        self._lock = asyncio.Lock()\n        self.token = None\n\n    async def rotate(self, token):\n        async with self._lock:\n            self.token = token\n\n    async def clear(self):\n        async with self._lock:\n            self.token = None\n",
      good: "import asyncio\n\nclass Tokens:\n    def __init__(self):\n        self._lock = asyncio.Lock()\n        self.token = None\n\n    async def rotate(self, token):\n        async with self._lock:\n            self.token = token\n\n    async def clear(self):\n        self.token = None\n",
    },
    {
      language: "typescript",
      bad: "export class Tokens {\n  rotate(token: string) {\n    return this.lock.runExclusive(() => {\n      this.token = token;\n    });\n  }\n  clear() {\n    return this.lock.runExclusive(async () => {\n      this.token = null;\n    });\n  }\n}\n",
      good: "export class Tokens {\n  rotate(token: string) {\n    return this.lock.runExclusive(() => {\n      this.token = token;\n    });\n  }\n  clear() {\n    this.token = null;\n  }\n}\n",
    },
    ...goExamples,
    ...javaExamples,
  ],
});

const fewestWrites = 2;

interface Guarded<Node> {
  readonly name: string;
  readonly lock: string;
  readonly count: number;
  /** The statement that holds the lock around the first write. */
  readonly outer: Node;
}

function reasonFor({ name, lock, count }: Guarded<unknown>): string {
  const all = count === 2 ? "Both" : `All ${String(count)}`;
  return `${all} writes of \`${name}\` outside the constructor happen while \`${lock}\` is held.`;
}

/** The classes that make a lock of their own, with the names they keep it under. */
function lockedClasses(writes: readonly SgNode[]): readonly (readonly [SgNode, ReadonlySet<string>])[] {
  const found = new Map<number, { readonly holder: SgNode; readonly locks: Set<string> }>();
  for (const write of writes) {
    const value = write.field("right");
    const name = attributeOf(write);
    if (!name || value?.kind() !== "call" || !/(?:^|\.)(?:R?Lock|Condition)$/.test(calleeOf(value) ?? ""))
      continue;
    const holder = enclosingClass(write);
    if (!holder) continue;
    const entry = found.get(holder.id()) ?? { holder, locks: new Set<string>() };
    entry.locks.add(name);
    found.set(holder.id(), entry);
  }
  return [...found.values()].map(({ holder, locks }) => [holder, locks]);
}

/** `self.token` of `self.token = …` and `self.token[key] = …`. */
function attributeOf(write: SgNode): string | null {
  let target = write.field("left");
  while (target?.kind() === "subscript") target = target.field("value");
  const name = dottedName(target);
  return name && /^self\.\w+$/.test(name) ? name : null;
}

function isInConstructor(write: SgNode): boolean {
  return ancestor(write, "function_definition")?.field("name")?.text() === "__init__";
}

function lockAround(
  write: SgNode,
  locks: ReadonlySet<string>,
): { readonly lock: string; readonly outer: SgNode } | undefined {
  for (let outer = ancestor(write, "with_statement"); outer; outer = ancestor(outer, "with_statement")) {
    const header =
      outer
        .children()
        .find((child) => child.kind() === "with_clause")
        ?.text() ?? "";
    const lock = [...locks].find((name) =>
      new RegExp(`(?<![\\w.])${name.replace(".", "\\.")}\\b`).test(header),
    );
    if (lock) return { lock, outer };
  }
  return undefined;
}

type Guard<Node> = { readonly lock: string; readonly outer: Node } | undefined;

function guardedAttribute(
  writes: readonly SgNode[],
  guardOf: (write: SgNode) => Guard<SgNode>,
): Guarded<SgNode> | undefined {
  return firstGuarded(writes, attributeOf, guardOf);
}

function guardedMember(
  tree: TypeScriptTree,
  writes: readonly ts.BinaryExpression[],
): Guarded<ts.Node> | undefined {
  return firstGuarded<ts.Node>(
    writes,
    (write) => (tree.ts.isBinaryExpression(write) ? memberOf(tree, write) : null),
    (write) => exclusiveAround(tree, write),
  );
}

/** The first name whose writes are all guarded, twice at least. */
function firstGuarded<Node>(
  writes: readonly Node[],
  nameOf: (write: Node) => string | null,
  guardOf: (write: Node) => Guard<Node>,
): Guarded<Node> | undefined {
  for (const name of new Set(writes.flatMap((write) => nameOf(write) ?? []))) {
    const guards = writes.filter((write) => nameOf(write) === name).map(guardOf);
    const [first] = guards;
    if (first && guards.length >= fewestWrites && guards.every((guard) => guard?.lock === first.lock))
      return { name, lock: first.lock, count: guards.length, outer: first.outer };
  }
  return undefined;
}

function isWrite(tree: TypeScriptTree, node: ts.BinaryExpression): boolean {
  const inConstructor = typescript.ancestor(node, (outer) => tree.ts.isConstructorDeclaration(outer));
  return !inConstructor && typescript.isAssignment(tree, node) && memberOf(tree, node) !== null;
}

function memberOf(tree: TypeScriptTree, { left }: ts.BinaryExpression): string | null {
  const target = tree.ts.isElementAccessExpression(left) ? left.expression : left;
  const name = typescript.dottedName(tree, target);
  return name && /^this\.\w+$/.test(name) ? name : null;
}

function exclusiveAround(tree: TypeScriptTree, write: ts.Node): Guard<ts.Node> {
  const outer = typescript.ancestor(
    write,
    (node): node is ts.CallExpression =>
      tree.ts.isCallExpression(node) && typescript.calledName(tree, node) === "runExclusive",
  );
  const lock = outer && typescript.dottedName(tree, outer.expression)?.replace(/\.runExclusive$/, "");
  return outer && lock ? { lock, outer } : undefined;
}
