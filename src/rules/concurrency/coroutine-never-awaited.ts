/** A coroutine is made and dropped: the function that was called never runs. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree } from "../../model/tree.js";
import { calleeOf, enclosingClass, enclosingFunction, isAsync, isSameNode } from "../../syntax/python/ask.js";
import { callsWhere } from "../../syntax/python/calls.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "high",
  // The definition stands in the same file, is the only one of its name and has no decorator.
  confidence: 0.95,
  judged: { right: 6, arguable: 4, wrong: 0, projects: 0 },
  title: "Coroutine never awaited",
  risk: "The call only makes a coroutine object; its body never runs, and Python mentions that in a warning at most.",
  fix: "Await the call, or keep a task made with asyncio.create_task(…) and await that later.",
  trial: {
    name: "the coroutine runs",
    arrange: "the called coroutine replaced by one that records that it ran",
    act: "run {it}",
    assert: "the record is there",
  },
  fold: "file",
  tests: "include",
  match: {
    *python(subject) {
      const { tree, outline } = subject;
      if (!outline.functions.some((fact) => fact.isAsync)) return;
      const owned = outline.imports.flatMap(({ names }) => names.map(({ local }) => local));
      const coroutines = findCoroutines(tree).filter(({ name }) => !owned.includes(name));
      for (const call of droppedCalls(subject, coroutines)) {
        const called = coroutines.find((coroutine) => isCallOf(call, coroutine));
        if (called) yield describe(call, called);
      }
    },
  },
  examples: [
    {
      language: "python",
      bad: "async def save(row):\n    await store(row)\n\nasync def run(row):\n    save(row)\n",
      good: "import asyncio\n\nasync def save(row):\n    await store(row)\n\n@task\nasync def later(row):\n    await store(row)\n\ndef save_all(rows):\n    asyncio.run(save(rows))\n\nasync def run(row):\n    await save(row)\n    later(row)\n    task = save(row)\n    await task\n",
    },
    {
      language: "python",
      bad: "class Store:\n    async def flush(self):\n        await self.db.flush()\n\n    async def close(self):\n        self.flush()\n",
      good: "class Store:\n    async def flush(self):\n        await self.db.flush()\n\n    async def close(self):\n        await self.flush()\n        self.db.flush()\n\nclass Other:\n    def close(self):\n        self.flush()\n\ndef outer(flush):\n    flush()\n",
    },
  ],
});

interface Coroutine {
  readonly name: string;
  readonly holder: SgNode | undefined;
}

/** Undecorated `async def`s of the module or of a class, when nothing else there has their name. */
function findCoroutines(tree: PythonTree): readonly Coroutine[] {
  const definitions = tree
    .nodes("function_definition")
    .filter((node) => !enclosingFunction(node))
    .map((node) => ({ node, name: node.field("name")?.text() ?? "", holder: enclosingClass(node) }));
  return definitions.filter(
    ({ node, name, holder }) =>
      isAsync(node) &&
      node.parent()?.kind() !== "decorated_definition" &&
      !/\byield\b/.test(node.text()) &&
      definitions.every(
        (other) => other.node === node || other.name !== name || other.holder?.id() !== holder?.id(),
      ),
  );
}

/** Calls that are statements of their own, of anything that is named like one of the coroutines. */
function droppedCalls(subject: Subject<PythonTree>, coroutines: readonly Coroutine[]): readonly SgNode[] {
  const callees = new Set(coroutines.map(({ name, holder }) => (holder ? `self.${name}` : name)));
  return callsWhere(subject, ({ callee }) => callees.has(callee)).flatMap(({ node }) => {
    const statement = node.parent();
    return statement?.kind() === "expression_statement" && isSameNode(statement.child(0), node) ? [node] : [];
  });
}

function isCallOf(call: SgNode, { name, holder }: Coroutine): boolean {
  const callee = calleeOf(call);
  if (holder) return callee === `self.${name}` && isSameNode(enclosingClass(call), holder);
  return callee === name && !isRebound(call, name);
}

/** A parameter or variable of the same name in a function around the call hides the definition. */
function isRebound(call: SgNode, name: string): boolean {
  const binding = new RegExp(
    `(?:^|[(,\\s])${name}\\s*(?:[,):]|=(?!=))|\\bdef ${name}\\b|\\b(?:as|for|import) ${name}\\b`,
    "m",
  );
  for (let scope = enclosingFunction(call); scope; scope = enclosingFunction(scope)) {
    if (binding.test(scope.text())) return true;
  }
  return false;
}

/** Below `if __name__ == "__main__":`, outside of every function. */
function isTrial(call: SgNode): boolean {
  return (
    !enclosingFunction(call) &&
    /__main__/.test(ancestor(call, "if_statement")?.field("condition")?.text() ?? "")
  );
}

function describe(call: SgNode, { name, holder }: Coroutine): Hit {
  const callee = holder ? `self.${name}` : name;
  const { start } = spanOf(call);
  const around = enclosingFunction(call);
  return {
    at: spanOf(call),
    // A function that is not asynchronous cannot wait.
    edits: around && isAsync(around) ? [{ at: { start, end: start }, text: "await " }] : [],
    // What a module does when it is started by hand, a developer tries out.
    ...(isTrial(call) ? { severity: "medium" } : {}),
    issue: `\`${name}\` is an \`async def\`, and \`${callee}(…)\` is neither awaited nor kept: its body does not run.`,
    recommendation: `Write \`await ${callee}(…)\`, or keep \`asyncio.create_task(${callee}(…))\` and await that later.`,
  };
}
