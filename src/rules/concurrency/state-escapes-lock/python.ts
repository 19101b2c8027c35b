/** Python: `with self._lock: return self._items`, or an entry of it whose fields the same section writes. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher } from "../../../model/rule.js";
import { enclosingClass, enclosingFunction } from "../../../syntax/python/ask.js";
import { type CriticalSection, criticalSections } from "../../../syntax/python/locks.js";
import { spanOf } from "../../../syntax/nodes.js";

export const python: Matcher<"python"> = function* ({ tree, source }) {
  if (!/(?<![bc])lock|mutex/i.test(source.text)) return;
  for (const section of criticalSections(tree)) {
    const owner = enclosingClass(section.holder);
    if (!owner || !/^self\./.test(section.lock)) continue;
    for (const statement of section.holder.findAll({ rule: { kind: "return_statement" } })) {
      if (enclosingFunction(statement)?.id() !== section.holder.id() || !isWithin(statement, section))
        continue;
      const hit = collection(section, owner, statement) ?? entry(section, owner, statement);
      if (hit) yield hit;
    }
  }
};

function isWithin(statement: SgNode, { node, isAsync }: CriticalSection): boolean {
  const [inner, outer] = [spanOf(statement), spanOf(node)];
  return (inner.start >= outer.start && inner.end <= outer.end) || (isAsync && inner.start >= outer.end);
}

function collection({ lock, holder }: CriticalSection, owner: SgNode, statement: SgNode): Hit | undefined {
  const field = /^return self\.(\w+)$/.exec(statement.text())?.[1];
  if (field === undefined || !isCollection(owner.text(), field) || !isChangedInPlace(owner.text(), field))
    return undefined;
  return {
    at: spanOf(statement),
    issue: `\`${nameOf(holder)}\` returns \`self.${field}\` itself: \`${lock}\` is released on return, and the caller goes on with what others change under it.`,
    recommendation: `Return a copy made while the lock is held, such as \`self.${field}.copy()\`.`,
  };
}

function isCollection(text: string, field: string): boolean {
  return new RegExp(
    `\\bself\\.${field}(?:\\s*:[^=\\n]+)? = (?:\\{|\\[|(?:dict|list|set|OrderedDict|defaultdict|deque|Counter|collections\\.\\w+|TTLCache|LRUCache)\\()`,
  ).test(text);
}

/** A value that is only ever replaced as a whole may be handed out. */
function isChangedInPlace(text: string, field: string): boolean {
  return new RegExp(
    `\\bself\\.${field}(?:\\[[^\\]]+\\] *[-+]?=(?!=)|\\.(?:append|extend|insert|pop|popitem|popleft|remove|discard|add|update|clear|setdefault|appendleft|move_to_end)\\()|\\bdel self\\.${field}\\[`,
  ).test(text);
}

/** `session = self._sessions.get(id)`, a field of it written in the section, and `return session`. */
function entry(section: CriticalSection, owner: SgNode, statement: SgNode): Hit | undefined {
  const name = /^return (\w+)$/.exec(statement.text())?.[1];
  if (name === undefined) return undefined;
  const text = section.body.text();
  const field = new RegExp(`\\b${name} = self\\.(\\w+)(?:\\.get\\(|\\[)`).exec(text)?.[1];
  const written = new RegExp(`(?<![\\w.])${name}\\.(\\w+) *[-+]?=(?!=)`).exec(text)?.[1];
  if (field === undefined || written === undefined || !isCollection(owner.text(), field)) return undefined;
  return {
    at: spanOf(statement),
    issue: `\`${nameOf(section.holder)}\` writes \`${name}.${written}\` under \`${section.lock}\` and then hands out \`${name}\` itself: callers read and change the stored object without the lock.`,
    recommendation: `Return a copy made while the lock is held, such as \`copy.deepcopy(${name})\`.`,
    confidence: 0.7,
  };
}

function nameOf(holder: SgNode): string {
  return holder.field("name")?.text() ?? "";
}

const store =
  "import threading\n\nclass Store:\n    def __init__(self):\n        self._lock = threading.Lock()\n        self._items = {}\n        self._config = {}\n\n    def put(self, key, value):\n        with self._lock:\n            self._items[key] = value\n\n";

export const pythonExamples: readonly Example[] = [
  {
    language: "python",
    bad: `${store}    def all(self):\n        with self._lock:\n            return self._items\n`,
    good: `${store}    def all(self):\n        with self._lock:\n            return dict(self._items)\n\n    def one(self, key):\n        with self._lock:\n            return self._items[key]\n\n    def config(self):\n        with self._lock:\n            return self._config\n\n    def configure(self, config):\n        with self._lock:\n            self._config = config\n\n    def unlocked(self):\n        return self._items\n`,
  },
  {
    language: "python",
    bad: `${store}    def touch(self, key):\n        with self._lock:\n            item = self._items.get(key)\n            if item is None:\n                return None\n            item.last_seen = now()\n            return item\n`,
    good: `${store}    def touch(self, key):\n        with self._lock:\n            item = self._items.get(key)\n            if item is None:\n                return None\n            item.last_seen = now()\n            return copy.deepcopy(item)\n\n    def make(self, key):\n        with self._lock:\n            item = Item(key)\n            item.last_seen = now()\n            return item\n`,
  },
];
