/** Python: `release()` that an exception skips, because it stands in no `finally`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Matcher } from "../../../model/rule.js";
import { enclosingFunction } from "../../../syntax/python/ask.js";
import { callsWhere } from "../../../syntax/python/calls.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

const lockName = /(?:^|[._])(?:r?lock|mutex|sem(?:aphore)?)$|_lock$|Lock$/i;

export const python: Matcher<"python"> = function* (subject) {
  if (!/\.acquire\(/.test(subject.source.text)) return;
  const calls = callsWhere(subject, ({ callee }) => /\.(?:acquire|release)$/.test(callee));
  for (const { node: taken, call } of calls) {
    const lock = call.callee.replace(/\.acquire$/, "");
    if (lock === call.callee || !lockName.test(lock) || !isStatement(taken)) continue;
    const holder = enclosingFunction(taken);
    const given = calls.filter(
      ({ call: one, node }) =>
        one.callee === `${lock}.release` && enclosingFunction(node)?.id() === holder?.id(),
    );
    const [only, ...more] = given;
    if (!holder || !only || more.length > 0 || isSafe(only.node, taken)) continue;
    const between = { start: spanOf(taken).end, end: only.call.span.start };
    const risky = subject.outline.calls.find(
      ({ span, callee }) => span.start > between.start && span.end < between.end && !harmless.test(callee),
    );
    if (!risky) continue;
    yield {
      at: spanOf(taken),
      also: [only.call.span],
      severity: "medium",
      issue: `\`${lock}.release()\` stands in no \`finally\`: when \`${risky.callee}\` raises, \`${lock}\` stays locked.`,
      recommendation: `Write \`${call.callee.includes("async") || isAwaited(taken) ? "async with" : "with"} ${lock}:\` around the work.`,
    };
  }
};

/** Waits for the lock without looking at the answer. */
function isStatement(call: SgNode): boolean {
  const around = isAwaited(call) ? call.parent()?.parent() : call.parent();
  return around?.kind() === "expression_statement";
}

function isAwaited(call: SgNode): boolean {
  return call.parent()?.kind() === "await";
}

/** In a `finally` or a handler, or before the lock is taken. */
function isSafe(release: SgNode, taken: SgNode): boolean {
  return (
    ancestor(release, "finally_clause", "except_clause") !== undefined ||
    spanOf(release).start < spanOf(taken).start
  );
}

/** Plain lookups and log lines are not what a lock is lost by. */
const harmless =
  /^(?:len|str|int|print|isinstance|min|max|abs|sum|time\.\w+)$|(?:^|\.)(?:append|get|pop|add|discard|clear|update|keys|values|items|debug|info|warning|error|copy|time|monotonic|set|locked)$/;

export const pythonExamples: readonly Example[] = [
  {
    language: "python",
    bad: "class Store:\n    def rename(self, session_id, name):\n        self._lock.acquire()\n        session = self.load(session_id)\n        session.name = name\n        self._lock.release()\n",
    good: "class Store:\n    def rename(self, session_id, name):\n        self._lock.acquire()\n        try:\n            self.load(session_id).name = name\n        finally:\n            self._lock.release()\n    def remove(self, session_id):\n        with self._lock:\n            self.drop(session_id)\n    def count(self):\n        self._lock.acquire()\n        count = len(self.sessions)\n        self._lock.release()\n        return count\n    def begin(self):\n        self._lock.acquire()\n        self.prepare()\n    def end(self):\n        self._lock.release()\n",
  },
  {
    language: "python",
    bad: "async def refresh(lock, client):\n    await lock.acquire()\n    await client.renew()\n    lock.release()\n",
    good: "async def refresh(lock, client):\n    if not await lock.acquire():\n        return\n    await client.renew()\n    lock.release()\n\nasync def connect(pool):\n    link = await pool.acquire()\n    await link.send()\n    pool.release(link)\n",
  },
];
