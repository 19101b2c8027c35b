/** An object is published under a lock, and a part of it is made only after the lock is released. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { calleeOf, dottedName, enclosingFunction, isSameNode } from "../../syntax/python/ask.js";
import { criticalSections as pythonSections } from "../../syntax/python/locks.js";
import type { CriticalSection as PythonSection } from "../../syntax/python/locks.js";
import { calledName, ownNodes, spanOf, textOf, walk } from "../../syntax/typescript/ask.js";
import { type CriticalSection, criticalSections } from "../../syntax/typescript/locks.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Publishing and the later part are both read from the code; that others look in between is assumed.
  confidence: 0.75,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Part of a published object created outside the lock",
  risk: "Whoever takes the object in the moment between finds it half made: the missing part is null, or is made a second time and overwritten while in use.",
  fix: "Make the object complete before it is stored, or move the missing part into the critical section.",
  trial: {
    name: "what is published is whole",
    arrange: "a second caller that waits for the lock",
    act: "run {it}, and have the second caller look the object up as soon as the lock is free",
    assert: "every part of the object is there",
  },
  cwe: [362],
  match: { typescript: latePartsInTypeScript, python: latePartsInPython },
  examples: [
    {
      language: "python",
      bad: "import asyncio\n\nclass Sessions:\n    async def ensure(self, key):\n        async with self._lock:\n            session = self._sessions.get(key)\n            if session is None:\n                session = Session(key)\n                self._sessions[key] = session\n        if session.gate is None:\n            session.gate = asyncio.Semaphore(4)\n        return session\n",
      good: "import asyncio\n\nclass Sessions:\n    async def ensure(self, key):\n        async with self._lock:\n            session = self._sessions.get(key)\n            if session is None:\n                session = Session(key)\n                session.gate = asyncio.Semaphore(4)\n                self._sessions[key] = session\n        session.last_used = now()\n        session.state = 'open'\n        return session\n",
    },
    {
      language: "python",
      bad: "import threading\n\nclass Rooms:\n    def open(self, name):\n        with self.lock:\n            self.rooms[name] = Room(name)\n        self.queues[name] = Queue()\n",
      good: "import threading\n\nclass Rooms:\n    def open(self, name):\n        with self.lock:\n            self.rooms[name] = Room(name)\n            self.queues[name] = Queue()\n        with self.lock:\n            self.events[name] = Event()\n        self.counts[name] = 0\n        self.names[other] = Name()\n",
    },
    {
      language: "typescript",
      bad: "class Sessions {\n  async ensure(id: string) {\n    const session = new Session(id);\n    await this.mutex.runExclusive(async () => {\n      this.sessions.set(id, session);\n    });\n    session.queue = new Queue();\n    return session;\n  }\n}\n",
      good: "class Sessions {\n  async ensure(id: string) {\n    const session = new Session(id);\n    session.queue = new Queue();\n    await this.mutex.runExclusive(async () => {\n      this.sessions.set(id, session);\n    });\n    session.lastUsed = Date.now();\n    await this.mutex.runExclusive(() => {\n      this.gates.set(id, new Semaphore(1));\n    });\n    return session;\n  }\n}\n",
    },
    {
      language: "javascript",
      bad: "class Rooms {\n  async open(name) {\n    const release = await this.lock.acquire();\n    try {\n      this.rooms.set(name, new Room(name));\n    } finally {\n      release();\n    }\n    const users = await this.load(name);\n    this.members.set(name, new Set(users));\n  }\n}\n",
      good: "class Rooms {\n  async open(name) {\n    const release = await this.lock.acquire();\n    try {\n      this.rooms.set(name, new Room(name));\n      this.members.set(name, new Set());\n    } finally {\n      release();\n    }\n    this.members.set(other, new Set());\n  }\n}\n",
    },
  ],
});

/** What a critical section made visible: the containers with their keys, and the names of the objects. */
interface Published {
  readonly entries: readonly { readonly container: string; readonly key: string }[];
  readonly objects: ReadonlySet<string>;
}

interface Part {
  readonly what: string;
  readonly owner: string;
}

function tell(part: Part, lock: string, isOpen: boolean): Omit<Hit, "at"> {
  const issue = `\`${part.owner}\` is published while \`${lock}\` is held, but \`${part.what}\` is created only after the lock is released.`;
  if (isOpen) return { issue };
  return {
    issue,
    severity: "low",
    confidence: 0.55,
    scenario:
      "Nothing waits between the release and this line, so tasks of one event loop cannot come in between today; the first `await` added here, or a second thread, opens the gap.",
  };
}

/** The part that a write creates, when it belongs to something published. */
function partOf(
  published: Published,
  write: { target: string; container?: string; key?: string },
): Part | undefined {
  const owner = write.target.replace(/\.\w+$/, "");
  if (owner !== write.target && published.objects.has(owner)) return { what: write.target, owner };
  const entry = published.entries.find(({ key }) => key === write.key);
  if (
    !entry ||
    published.entries.some(({ container, key }) => container === write.container && key === write.key)
  )
    return undefined;
  return { what: write.target, owner: `${entry.container}[${entry.key}]` };
}

function* latePartsInPython({ tree, source }: Subject<PythonTree>): Iterable<Hit> {
  if (!/(?<![bc])lock|mutex/i.test(source.text)) return;
  const sections = pythonSections(tree);
  for (const section of sections) {
    const end = spanOfNode(section.node).end;
    const published = publishedInPython(tree, section);
    if (published.objects.size === 0) continue;
    for (const node of assignmentsIn(tree, section.holder)) {
      const at = spanOfNode(node);
      const left = node.field("left");
      if (at.start < end || !left || !isMade(node.field("right")) || isInside(sections, at.start)) continue;
      const part = partOf(published, { target: left.text(), ...entryOf(left) });
      const isOpen = !section.isAsync || /\bawait\b/.test(source.text.slice(end, at.start));
      if (part) yield { at, ...tell(part, section.lock, isOpen) };
    }
  }
}

function isInside(sections: readonly PythonSection[], offset: number): boolean {
  return sections.some(({ body }) => spanOfNode(body).start <= offset && offset < spanOfNode(body).end);
}

function assignmentsIn(tree: PythonTree, holder: SgNode): readonly SgNode[] {
  const { start, end } = spanOfNode(holder);
  return tree.nodes("assignment").filter((node) => {
    const at = spanOfNode(node);
    return at.start >= start && at.end <= end && isSameNode(enclosingFunction(node), holder);
  });
}

function publishedInPython(tree: PythonTree, { body, holder }: PythonSection): Published {
  const inside = spanOfNode(body);
  const written = assignmentsIn(tree, holder).filter((node) => {
    const at = spanOfNode(node);
    return at.start >= inside.start && at.end <= inside.end;
  });
  const stores = written.flatMap((node) => {
    const [left, value] = [node.field("left"), node.field("right")];
    const entry = (left ? entryOf(left) : undefined) ?? defaultEntryOf(value);
    return entry ? [{ ...entry, text: `${entry.container}[${entry.key}]`, value }] : [];
  });
  const objects = new Set(stores.map(({ text }) => text));
  for (const { value } of stores) if (value?.kind() === "identifier") objects.add(value.text());
  for (const node of written) {
    const [left, right] = [node.field("left"), node.field("right")];
    if (left?.kind() !== "identifier" || !right) continue;
    const isTaken = stores.some(
      ({ text, container }) =>
        right.text() === text ||
        [`${container}.get(`, `${container}.setdefault(`].some((call) => right.text().startsWith(call)),
    );
    if (isTaken) objects.add(left.text());
  }
  return { entries: stores, objects };
}

/** `self.rooms[name]`: shared state is reached through `self` or a module name in capitals or underscores. */
function entryOf(left: SgNode): { container: string; key: string } | undefined {
  if (left.kind() !== "subscript") return undefined;
  const container = dottedName(left.field("value"));
  const key = left.field("subscript")?.text();
  const isShared = container !== null && /^(?:(?:self|cls)\.|_|[A-Z])/.test(container);
  return isShared && key !== undefined ? { container, key } : undefined;
}

/** `self.rooms.setdefault(name, Room())` */
function defaultEntryOf(value: SgNode | null): { container: string; key: string } | undefined {
  const match = /^((?:self|cls)\.\w+|_\w+|[A-Z]\w*)\.setdefault\(([\w.]+),/.exec(value?.text() ?? "");
  const [, container, key] = match ?? [];
  return container !== undefined && key !== undefined ? { container, key } : undefined;
}

/** A call of a class or a function that makes something; plain values are updates, not parts. */
function isMade(value: SgNode | null): boolean {
  if (value?.kind() !== "call") return false;
  const last = calleeOf(value)?.split(".").at(-1) ?? "";
  return /^_?[A-Z]|^(?:create|make|build|start|defaultdict|deque)/.test(last) && last !== "Path";
}

function* latePartsInTypeScript({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  const sections = criticalSections(tree);
  for (const section of sections) {
    const published = publishedInTypeScript(tree, section);
    if (published.objects.size === 0) continue;
    for (const node of ownNodes(tree, section.holder)) {
      if (
        node.pos < section.node.end ||
        sections.some(({ body }) => body.pos <= node.pos && node.end <= body.end)
      )
        continue;
      const write = writeOf(tree, node);
      const part = write && isNew(tree, write.value) ? partOf(published, write) : undefined;
      const isOpen = section.resumesLater || /\bawait\b/.test(source.text.slice(section.node.end, node.end));
      if (part) yield { at: spanOf(tree, node), ...tell(part, section.lock, isOpen) };
    }
  }
}

interface TypeScriptWrite {
  readonly target: string;
  readonly container?: string;
  readonly key?: string;
  readonly value: ts.Node;
}

/** `a.b = value`, `this.map.set(key, value)`, `this.map[key] = value` */
function writeOf(tree: TypeScriptTree, node: ts.Node): TypeScriptWrite | undefined {
  const { ts } = tree;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left, right: value } = node;
    const target = textOf(tree, left).replaceAll("!", "");
    if (!ts.isElementAccessExpression(left)) return { target, value };
    const [container, key] = [textOf(tree, left.expression), textOf(tree, left.argumentExpression)];
    return { target, container, key, value };
  }
  if (!ts.isCallExpression(node) || calledName(tree, node) !== "set") return undefined;
  const [first, value] = node.arguments;
  if (!first || !value || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [container, key] = [textOf(tree, node.expression.expression), textOf(tree, first)];
  return { target: `${container}[${key}]`, container, key, value };
}

function publishedInTypeScript(tree: TypeScriptTree, { body }: CriticalSection): Published {
  const entries: { container: string; key: string }[] = [];
  const objects = new Set<string>();
  walk(tree, body, (node) => {
    const write = writeOf(tree, node);
    if (write?.container !== undefined && write.key !== undefined) {
      entries.push({ container: write.container, key: write.key });
      objects.add(write.target).add(`${write.container}.get(${write.key})`);
      if (tree.ts.isIdentifier(write.value)) objects.add(write.value.text);
    }
    return undefined;
  });
  return { entries, objects };
}

function isNew(tree: TypeScriptTree, value: ts.Node): boolean {
  const { ts } = tree;
  if (ts.isNewExpression(value)) return calledName(tree, value) !== "Date";
  return ts.isCallExpression(value) && /^(?:create|make|build)/.test(calledName(tree, value) ?? "");
}
