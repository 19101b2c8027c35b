/** A coroutine starts a thread and lets go of it, so that nobody waits for its work or hears of its failure. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree } from "../../model/tree.js";
import { enclosingFunction, isAsync, keywordArgument, positionalArguments } from "../../syntax/python/ask.js";
import { callsWhere } from "../../syntax/python/calls.js";

export default defineRule({
  severity: "low",
  // That nothing keeps the thread is read off the code; some work may indeed be left to itself.
  confidence: 0.7,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Thread started in a coroutine and let go",
  risk: "Nobody waits for the thread or hears of its errors, shutting down does not end it, and each call adds one more.",
  fix: "Await the work with `asyncio.to_thread`, or keep a task for it that is awaited or logged when it ends.",
  trial: {
    name: "an error in the thread reaches somebody",
    arrange: "the thread's function replaced by one that fails",
    act: "await {it}, and wait for the thread",
    assert: "the error was logged or passed on",
  },
  cwe: [755],
  match: { python: looseThreads },
  examples: [
    {
      language: "python",
      bad: "import threading\n\nasync def save(session):\n    threading.Thread(target=write, args=(session,)).start()\n",
      good: "import asyncio\nimport threading\n\nasync def save(session):\n    await asyncio.to_thread(write, session)\n\ndef save_now(session):\n    threading.Thread(target=write, args=(session,)).start()\n\nasync def wait(session):\n    thread = threading.Thread(target=write, args=(session,))\n    thread.start()\n    thread.join()\n",
    },
    {
      language: "python",
      bad: "from threading import Thread\n\nclass Store:\n    async def save(self, session):\n        t = Thread(target=self._persist, args=(session,), daemon=True)\n        t.daemon = True\n        t.start()\n        return session\n",
      good: "from threading import Thread\n\nclass Store:\n    async def start(self):\n        self.thread = Thread(target=self._run, daemon=True)\n        self.thread.start()\n\n    async def save(self, session):\n        t = Thread(target=self._persist, args=(session,))\n        t.start()\n        self.threads.append(t)\n\n    async def main(self):\n        Thread(target=self._run, daemon=True).start()\n\n    async def answer(self):\n        done = self.loop.create_future()\n        Thread(target=self._fill, args=(done,)).start()\n        return await done\n",
    },
  ],
});

/** Coroutines that run once, where a thread for the life of the process is made. */
const runsOnce =
  /^_*(?:main|lifespan|on_?startup|on_?shutdown|re?start\w*|stop|shutdown|init\w*|setup\w*|run|launch|boot\w*|connect|open|serve)$/;

function* looseThreads(subject: Subject<PythonTree>): Iterable<Hit> {
  if (!subject.outline.functions.some((fact) => fact.isAsync)) return;
  for (const { call, node } of callsWhere(subject, ({ origin }) =>
    /^threading\.(?:Thread|Timer)$/.test(origin ?? ""),
  )) {
    const holder = enclosingFunction(node);
    if (holder?.kind() !== "function_definition" || !isAsync(holder)) continue;
    const name = holder.field("name")?.text() ?? "";
    if (runsOnce.test(name) || !isLetGo(node, holder) || answersThrough(node, holder)) continue;
    const work = (keywordArgument(node, "target") ?? positionalArguments(node)[1])?.text();
    yield {
      at: call.span,
      issue: `\`${name}\` is \`async\`, starts a thread${work !== undefined && work.length < 60 ? ` for \`${work}\`` : ""} and keeps nothing of it: nobody waits for it, and an error in it reaches only standard error.`,
      ...(work !== undefined && work.length < 60
        ? {
            recommendation: `\`await asyncio.to_thread(${work}, …)\`, or keep a task of it and log its failure.`,
          }
        : {}),
    };
  }
}

/** `Thread(…).start()`, or a local variable that is only set up and started. */
function isLetGo(made: SgNode, holder: SgNode): boolean {
  const parent = made.parent();
  if (parent?.kind() === "attribute") return parent.field("attribute")?.text() === "start";
  const target = parent?.kind() === "assignment" ? parent.field("left") : null;
  if (target?.kind() !== "identifier") return false;
  const name = target.text();
  const uses = holder.text().match(new RegExp(`(?<![\\w.])${name}\\b[^\\n]*`, "g")) ?? [];
  const isPlain = new RegExp(
    `^${name}(?:\\s*=(?!=)|\\.start\\(|\\.daemon\\s*=|\\.name\\s*=|\\.setDaemon\\()`,
  );
  return uses.some((use) => use.startsWith(`${name}.start(`)) && uses.every((use) => isPlain.test(use));
}

/** The thread is handed a future, queue or event, or calls back into the loop: its end is heard of. */
function answersThrough(made: SgNode, holder: SgNode): boolean {
  return (
    /run_coroutine_threadsafe|call_soon_threadsafe|create_future|\bFuture\(|Queue\(|Event\(|\b(?:thread_)?executor\b/.test(
      holder.text(),
    ) || /queue|event|future|loop/i.test(made.text())
  );
}
