/** Python sections that hold a lock during a request, a child process or a pause. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { PythonTree } from "../../../model/tree.js";
import { isTidying } from "../../../syntax/call-names.js";
import { isForOneAtATime } from "../../../syntax/lock-names.js";
import { enclosingFunction } from "../../../syntax/python/ask.js";
import { callsWhere } from "../../../syntax/python/calls.js";
import { type CriticalSection, criticalSections } from "../../../syntax/python/locks.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

const waits =
  /^(?:time\.sleep|asyncio\.sleep|requests\.(?:get|post|put|patch|delete|head|request)|httpx\.(?:get|post|put|patch|delete|head|request)|urllib\.request\.(?:urlopen|urlretrieve)|subprocess\.(?:run|call|check_call|check_output)|socket\.create_connection)$/;

/** A section counts when the same lock also guards one that does not wait: only then is anybody delayed by it. */
export function* python(subject: Subject<PythonTree>): Iterable<Hit> {
  if (!/\bwith\s[^\n]*(?:lock|mutex)/i.test(subject.source.text)) return;
  const calls = callsWhere(subject, ({ origin }) => origin !== null && waits.test(origin)).filter(
    ({ node }) => !/sleep\(\s*0(?:\.0*)?\s*\)$/.test(node.text()),
  );
  if (calls.length === 0) return;
  const sections = criticalSections(subject.tree);
  const waiting = new Map<CriticalSection, { readonly callee: string; readonly node: SgNode }>();
  for (const section of sections) {
    const found = calls.find(({ node }) => isInside(node, section));
    if (found) waiting.set(section, { callee: found.call.callee, node: found.node });
  }
  for (const [section, { callee, node }] of waiting) {
    const lock = section.lock.replace(/^\(|\)$/g, "").split(/\s+as\s|,/)[0] ?? section.lock;
    const holder = section.holder.field("name")?.text() ?? "";
    // Nobody is served any more while the program or the object closes.
    if (isForOneAtATime(lock) || isTidying(holder)) continue;
    const other = sections.find(
      (one) => one.lock === section.lock && !waiting.has(one) && isSameClass(one, section),
    );
    if (!other) continue;
    yield {
      at: spanOf(node),
      also: [spanOf(other.node)],
      issue: `\`${callee}\` runs while \`${lock}\` is held; \`${other.holder.field("name")?.text() ?? "another function"}\` needs the same lock and waits for it.`,
    };
  }
}

function isInside(node: SgNode, { body, holder }: CriticalSection): boolean {
  const [inner, outer] = [spanOf(node), spanOf(body)];
  return (
    inner.start >= outer.start && inner.end <= outer.end && enclosingFunction(node)?.id() === holder.id()
  );
}

function isSameClass(a: CriticalSection, b: CriticalSection): boolean {
  return ancestor(a.node, "class_definition")?.id() === ancestor(b.node, "class_definition")?.id();
}

export const pythonExamples: readonly Example[] = [
  {
    language: "python",
    bad: "import requests\n\nclass Rates:\n    def refresh(self, name):\n        with self._lock:\n            self._rates[name] = requests.get(URL + name, timeout=5).json()\n\n    def get(self, name):\n        with self._lock:\n            return self._rates[name]\n",
    good: "import requests\nimport time\n\nclass Rates:\n    def refresh(self, name):\n        rate = requests.get(URL + name, timeout=5).json()\n        with self._lock:\n            self._rates[name] = rate\n\n    def token(self):\n        with self._token_lock:\n            return requests.post(URL, timeout=5).json()\n\n    def clear(self):\n        with self._token_lock:\n            self._token = None\n\n    def get(self, name):\n        with self._lock:\n            return self._rates[name]\n\n    def one(self, name):\n        with self._locks[name]:\n            return requests.get(URL + name, timeout=5)\n\nclass Alone:\n    def run(self):\n        with self._lock:\n            time.sleep(1)\n",
  },
  {
    language: "python",
    bad: "import asyncio\n\nclass Board:\n    async def poll(self):\n        async with self._lock:\n            await asyncio.sleep(5)\n            self._rows.clear()\n\n    async def read(self):\n        async with self._lock:\n            return list(self._rows)\n",
    good: "import asyncio\n\nclass Board:\n    async def poll(self):\n        await asyncio.sleep(5)\n        async with self._lock:\n            self._rows.clear()\n\n    async def read(self):\n        async with self._lock:\n            return list(self._rows)\n",
  },
];
