/** Work is started in the background and nobody holds on to it or hears of its failure. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { positionalArguments } from "../../syntax/python/ask.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { runsOnServer } from "../../syntax/typescript/server-code.js";
import {
  type FunctionNode,
  calledName,
  isAsync,
  isFunctionNode,
  literalText,
  ownNodes,
  spanOf,
  textOf,
} from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // Judged on real code: every hit of these forms was a dropped result; whether it hurts depends on the work.
  // Listeners and timers count only where the file takes something from Node or a server's libraries: seven of a form's fields were arguable.
  confidence: 0.8,
  judged: { right: 29, arguable: 1, wrong: 0, projects: 0 },
  title: "Background work that nobody waits for",
  risk: "When the work fails, the error is lost or ends the process, and the code after it goes on as if it had been done.",
  fix: "Keep the task or promise and wait for it, or handle its failure where it is started.",
  trial: {
    name: "an error in the started work reaches somebody",
    arrange: "the started work replaced by work that fails",
    act: "run {it}, and let what it started come to its end",
    assert: "the error was logged or passed on",
  },
  cwe: [755],
  fold: "file",
  match: { typescript: droppedPromises, python: droppedTasks },
  examples: [
    {
      language: "python",
      bad: "import asyncio\n\nasync def serve(job):\n    asyncio.create_task(job.run())\n",
      good: "import asyncio\n\nasync def serve(self, jobs):\n    async with asyncio.TaskGroup() as tg:\n        tg.create_task(jobs[0].run())\n    task = asyncio.create_task(jobs[1].run())\n    self.tasks.add(task)\n    await asyncio.create_task(jobs[2].run())\n    self.tasks.append(asyncio.ensure_future(jobs[3].run()))\n    return asyncio.create_task(jobs[4].run())\n",
    },
    {
      language: "python",
      bad: "import asyncio\n\nclass Pump:\n    def start(self):\n        loop = asyncio.get_running_loop()\n        loop.create_task(self.run())\n",
      good: "import asyncio\n\nclass Pump:\n    def start(self, app):\n        app.create_task(self.run())\n        self.task = asyncio.get_running_loop().create_task(self.run())\n",
    },
    {
      language: "typescript",
      bad: "export async function sendAll(items: string[], send: (item: string) => Promise<void>) {\n  items.forEach(async (item) => {\n    await send(item);\n  });\n}\n",
      good: "export async function sendAll(items: string[], send: (item: string) => Promise<void>) {\n  await Promise.all(items.map(async (item) => { await send(item); }));\n  items.forEach((item) => { void item; });\n  items.forEach(async (item) => {\n    try {\n      await send(item);\n    } catch (error) {\n      console.error(error);\n    }\n  });\n}\n",
    },
    {
      language: "typescript",
      bad: "export function saveAll(items: string[], save: (item: string) => Promise<void>) {\n  items.map(async (item) => { await save(item); });\n}\n",
      good: "export function saveAll(items: string[], save: (item: string) => Promise<void>) {\n  const saved = items.map(async (item) => { await save(item); });\n  return Promise.all(saved);\n}\n",
    },
    {
      language: "javascript",
      bad: "function open(connect) {\n  return new Promise(async (resolve) => {\n    const link = await connect();\n    resolve(link);\n  });\n}\n",
      good: "function open(connect) {\n  return new Promise(async (resolve, reject) => {\n    try {\n      resolve(await connect());\n    } catch (error) {\n      reject(error);\n    }\n  });\n}\n",
    },
    {
      language: "javascript",
      bad: "const { createServer } = require('node:net');\ncreateServer((socket) => {\n  socket.on('message', async (data) => {\n    const answer = await handle(data);\n    socket.send(answer);\n  });\n});\n",
      good: "const { createServer } = require('node:net');\nsocket.on('message', async (data) => {\n  try {\n    socket.send(await handle(data));\n  } catch (error) {\n    log(error);\n  }\n});\nsocket.on('close', async () => {\n  await leave().catch(log);\n});\nbutton.on('click', () => leave());\n",
    },
    {
      language: "javascript",
      bad: "const fs = require('node:fs');\nsetInterval(async () => {\n  await refresh(fs);\n}, 1000);\n",
      good: "const fs = require('node:fs');\nsetInterval(async () => {\n  try {\n    await refresh();\n  } catch (error) {\n    log(error);\n  }\n}, 1000);\nsetTimeout(async () => refresh().catch(log), 10);\n",
    },
    {
      language: "typescript",
      bad: 'import { WebSocketServer } from "ws";\nnew WebSocketServer().on("connection", async (link) => {\n  await greet(link);\n});\n',
      // A page or a form: the console shows it, and nothing ends.
      good: 'import { paginate } from "@shop/api";\nexport function options(node: Node) {\n  node.on("created", async () => {\n    node.props.options = await paginate();\n  });\n}\n',
    },
  ],
});

const startsTask = /^asyncio\.(?:create_task|ensure_future|get_(?:running|event)_loop\.create_task)$/;
const loopTask = /^(?:self\.)?_?(?:event_)?loop\.create_task$/;

function* droppedTasks(subject: Subject<PythonTree>): Iterable<Hit> {
  const { text } = subject.source;
  if (!/\bcreate_task\(|\bensure_future\(/.test(text)) return;
  const calls = pythonCalls(
    subject,
    ({ callee, origin, span }) =>
      startsTask.test(origin ?? "") ||
      loopTask.test(callee) ||
      (callee === "<expression>" &&
        /^asyncio\.get_(?:running|event)_loop\(\)\s*\.create_task\(/.test(text.slice(span.start, span.end))),
  );
  for (const { call, node } of calls) {
    if (node.parent()?.kind() !== "expression_statement") continue;
    const work = positionalArguments(node)[0]?.field("function")?.text();
    yield {
      at: call.span,
      title: "Task started and not kept",
      issue: `The task${work ? ` that runs \`${work}\`` : ""} is not kept: the event loop holds it only weakly, so it may be collected before it has finished, and an error in it shows at best as a log line when that happens.`,
      recommendation:
        "Keep the task (`self._tasks.add(task); task.add_done_callback(self._tasks.discard)`) and log its exception in the callback, or start it in an `asyncio.TaskGroup`.",
    };
  }
}

function* droppedPromises(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!source.text.includes("async")) return;
  const { SyntaxKind } = tree.ts;
  // For a browser an unhandled rejection is a line in a console.
  const isServer = runsOnServer(subject);
  for (const call of tree.nodes(SyntaxKind.CallExpression, SyntaxKind.NewExpression)) {
    const callback = call.arguments?.find((argument) => isFunctionNode(tree, argument));
    if (!callback || !isFunctionNode(tree, callback) || !isAsync(tree, callback)) continue;
    const told = describeLoop(tree, call, callback) ?? (isServer && describeEvent(tree, call, callback));
    if (told && mayReject(tree, callback)) yield { at: headOf(tree, call, callback), ...told };
  }
}

type Told = Pick<Hit, "title" | "issue" | "recommendation" | "severity">;

function describeLoop(
  tree: TypeScriptTree,
  call: ts.CallExpression | ts.NewExpression,
  callback: FunctionNode,
): Told | undefined {
  const { ts } = tree;
  const name = calledName(tree, call);
  if (ts.isNewExpression(call)) return name === "Promise" ? executor : undefined;
  if (call.arguments[0] !== callback || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const list = textOf(tree, call.expression.expression);
  // The iterators of database cursors wait for their callback.
  if (name === "forEach" && !/cursor|stream/i.test(list)) return loop(`${list}.forEach`);
  return name === "map" && ts.isExpressionStatement(call.parent) ? loop(`${list}.map`) : undefined;
}

function describeEvent(
  tree: TypeScriptTree,
  call: ts.CallExpression | ts.NewExpression,
  callback: FunctionNode,
): Told | undefined {
  const { ts } = tree;
  if (ts.isNewExpression(call)) return undefined;
  const name = calledName(tree, call) ?? "";
  if (call.arguments[0] === callback)
    return /^(?:setInterval|setTimeout)$/.test(name) ? timer(name) : undefined;
  const event = literalText(tree, call.arguments[0]);
  if (event === null || call.arguments[1] !== callback || !/^(?:on|once|addListener)$/.test(name))
    return undefined;
  // Listeners on the process itself run while it ends anyway.
  const emitter = ts.isPropertyAccessExpression(call.expression)
    ? textOf(tree, call.expression.expression)
    : "process";
  return emitter === "process" ? undefined : listener(emitter, event);
}

const executor: Told = {
  title: "Async function as a promise executor",
  issue:
    "`new Promise` ignores what an `async` executor returns: an error after an `await` rejects nothing, so whoever waits for this promise waits for ever.",
  recommendation: "Write the function as `async` without `new Promise`, or pass every error to `reject`.",
};

function loop(callee: string): Told {
  return {
    title: "Promises of a loop dropped",
    issue: `\`${callee}\` does not wait for its \`async\` callback: the code after it runs before the work is done, and an error in it is an unhandled rejection.`,
    recommendation: "Use `for … of` with `await`, or `await Promise.all(list.map(async …))`.",
  };
}

function timer(callee: string): Told {
  return {
    severity: "low",
    title: "Async timer without error handling",
    issue: `Nobody handles the promise of the \`async\` callback of \`${callee}\`: an error after an \`await\` is an unhandled rejection, which by default ends a Node process.`,
    recommendation: "Catch and log errors inside the callback.",
  };
}

function listener(emitter: string, event: string): Told {
  return {
    severity: "low",
    title: "Async event listener without error handling",
    issue: `Nobody handles the promise of the \`async\` listener of \`${emitter}\` for \`${event}\`: an error after an \`await\` is an unhandled rejection, which by default ends a Node process.`,
    recommendation: "Catch and log errors inside the listener.",
  };
}

/** True when an `await` of the callback stands outside every `try` with a `catch` and has no `.catch` of its own. */
function mayReject(tree: TypeScriptTree, callback: FunctionNode): boolean {
  const { ts } = tree;
  const { body } = callback;
  // `async (x) => send(x)` hands on what `send` promises, as if it waited.
  if (body && ts.isCallExpression(body)) return !/\.catch\(/.test(textOf(tree, body));
  return ownNodes(tree, callback).some((node) => {
    if (!ts.isAwaitExpression(node) || isCaught(tree, node, callback)) return false;
    const awaited = textOf(tree, node.expression);
    return !/\.catch\(/.test(awaited) && !isPause.test(awaited);
  });
}

/** Waiting for time to pass does not fail. */
const isPause = /^(?:new Promise\(.*setTimeout|(?:\w+\.)*(?:sleep|delay|wait|setTimeout)\()/s;

function isCaught(tree: TypeScriptTree, node: ts.Node, outer: ts.Node): boolean {
  const { ts } = tree;
  for (let inner = node; inner !== outer; inner = inner.parent) {
    const around = inner.parent;
    if (ts.isTryStatement(around) && around.tryBlock === inner && around.catchClause) return true;
  }
  return false;
}

/** From the start of the call to where the body of its callback begins. */
function headOf(tree: TypeScriptTree, call: ts.Node, callback: FunctionNode): { start: number; end: number } {
  return { start: spanOf(tree, call).start, end: callback.body?.getStart(tree.root) ?? call.end };
}
