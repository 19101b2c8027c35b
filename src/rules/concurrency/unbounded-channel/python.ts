/** Queues without a size in Python that a loop over a socket or stream fills. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { PythonTree } from "../../../model/tree.js";
import { calleeOf } from "../../../syntax/python/ask.js";
import { callsWhere } from "../../../syntax/python/calls.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

/** Each `asyncio.Queue()` without arguments whose name is put to in such a loop. */
export function* python(subject: Subject<PythonTree>): Iterable<Hit> {
  if (!/\bQueue\(\)/.test(subject.source.text)) return;
  const made = callsWhere(subject, ({ origin }) =>
    /^(?:asyncio|asyncio\.queues|queue)\.Queue$/.test(origin ?? ""),
  );
  for (const { call, node } of made) {
    const assignment = ancestor(node, "assignment");
    const name = /(\w+)$/.exec(assignment?.field("left")?.text() ?? "")?.[1];
    if (name === undefined || node.field("arguments")?.text().replace(/\s/g, "") !== "()") continue;
    const put = feedingPut(subject, name);
    if (!put) continue;
    yield {
      at: call.span,
      also: [spanOf(put.node)],
      // All 3 that were read held the answer of one service to one person, which ends with it: below the standard profile.
      confidence: 0.45,
      issue: `\`${name}\` takes every message that \`${put.source}\` brings, and \`${call.callee}()\` puts no limit on how many may wait in it.`,
    };
  }
}

const arrives =
  /\bawait\s+[\w.]*\b(?:recv|receive|receive_\w+|read|readline|readexactly|get_message|__anext__)\(/;

function feedingPut(
  subject: Subject<PythonTree>,
  name: string,
): { readonly node: SgNode; readonly source: string } | undefined {
  const puts = callsWhere(subject, ({ callee }) =>
    new RegExp(`(?:^|\\.)${name}\\.put(?:_nowait)?$`).test(callee),
  );
  for (const { node } of puts) {
    const loop = ancestor(node, "for_statement", "while_statement", "function_definition");
    if (!loop || loop.kind() === "function_definition") continue;
    const source = sourceOf(loop);
    if (source !== undefined) return { node, source };
  }
  return undefined;
}

function sourceOf(loop: SgNode): string | undefined {
  if (loop.kind() === "while_statement") {
    return arrives.exec(loop.field("body")?.text() ?? "")?.[0].replace(/^await\s+|\($/g, "");
  }
  const over = loop.field("right");
  const name = over ? (over.kind() === "call" ? calleeOf(over) : over.text()) : null;
  const isAsync = loop.child(0)?.kind() === "async";
  const isOutside =
    name !== null &&
    /ws|socket|conn|stream|reader|client|listen|subscribe|iter_messages|messages/i.test(name);
  return isAsync && isOutside ? (name ?? undefined) : undefined;
}

export const pythonExamples: readonly Example[] = [
  {
    language: "python",
    bad: "import asyncio\n\nclass Feed:\n    def __init__(self):\n        self.messages = asyncio.Queue()\n\n    async def run(self, ws):\n        async for message in ws:\n            self.messages.put_nowait(message)\n",
    good: "import asyncio\n\nclass Feed:\n    def __init__(self):\n        self.messages = asyncio.Queue(maxsize=1000)\n        self.jobs = asyncio.Queue()\n\n    async def run(self, ws):\n        async for message in ws:\n            await self.messages.put(message)\n\n    async def start(self, names):\n        for name in names:\n            await self.jobs.put(name)\n",
  },
  {
    language: "python",
    bad: "import asyncio\n\nasync def pump(reader):\n    lines = asyncio.Queue()\n    asyncio.create_task(show(lines))\n    while True:\n        line = await reader.readline()\n        await lines.put(line)\n",
    good: "import asyncio\n\nasync def pump(reader):\n    lines = asyncio.Queue(100)\n    done = asyncio.Queue()\n    while True:\n        line = await reader.readline()\n        await lines.put(line)\n        if not line:\n            break\n    await done.put(None)\n",
  },
];
