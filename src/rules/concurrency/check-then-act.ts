/** Shared state is looked at, then the function waits, then it writes on the strength of what it saw. */
import type { Outline } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { type Interleaving, type Timeline, interleavings } from "../../syntax/interleaving.js";
import { coroutinesOf } from "../../syntax/python/timeline.js";
import { functionName, functionNodes, isAsync, spanOf } from "../../syntax/typescript/ask.js";
import { codeOf } from "../../syntax/code-text.js";
import { timelineOf } from "../../syntax/typescript/timeline.js";

export default defineRule({
  severity: "medium",
  // Judged on real code; what stays open is whether two callers can arrive together. A value that is only fetched twice is left alone.
  // Rust was taken out: 5 of 24 hits on a look under one guard and a write under another were true, caches most of the others.
  confidence: 0.65,
  judged: { right: 7, arguable: 3, wrong: 0, projects: 0 },
  title: "Check and act with a wait between them",
  risk: "Two callers that arrive together both pass the check before either of them has acted.",
  fix: "Store the promise or task itself before waiting for it, so that later callers wait for the same one, or hold a lock over check and act.",
  trial: {
    name: "two callers that arrive together do it once",
    arrange: "nothing set yet, and the call between check and act held back by the test",
    act: "start {it} twice, then let the call go on",
    assert: "what follows the wait was done once, and both callers got the same result",
  },
  cwe: [367],
  match: { typescript: staleInTypeScript, python: staleInPython },
  examples: [
    {
      language: "typescript",
      bad: "export class Store {\n  private client?: Client;\n  async get(key: string) {\n    if (!this.client) {\n      this.client = await connect();\n    }\n    return this.client.get(key);\n  }\n}\n",
      good: "export class Store {\n  private client?: Promise<Client>;\n  private link?: Client;\n  async get(key: string) {\n    if (!this.client) {\n      this.client = connect();\n    }\n    return (await this.client).get(key);\n  }\n  async reload() {\n    if (this.loading) return;\n    this.loading = true;\n    this.link = await connect();\n  }\n  async open() {\n    if (!this.link) {\n      const link = await connect();\n      if (!this.link) this.link = link;\n    }\n  }\n  async guarded() {\n    await this.mutex.runExclusive(async () => {\n      if (!this.link) this.link = await connect();\n    });\n  }\n  async close() {\n    if (this.link) {\n      await this.link.quit();\n      this.link = undefined;\n    }\n  }\n}\n",
    },
    {
      language: "typescript",
      bad: "export class Meter {\n  private total = 0;\n  async add(load: () => Promise<number>) {\n    this.total += await load();\n  }\n}\n",
      good: "export class Meter {\n  private total = 0;\n  async add(load: () => Promise<number>) {\n    const more = await load();\n    this.total += more;\n    let local = 0;\n    local += await load();\n    return local;\n  }\n}\n",
    },
    {
      language: "typescript",
      bad: "export class Cart {\n  private items: Item[] = [];\n  async add(item: Item) {\n    const items = [...this.items];\n    items.push(await this.price(item));\n    this.items = items;\n  }\n}\n",
      good: "export class Cart {\n  private items: Item[] = [];\n  private version = 0;\n  async add(item: Item) {\n    const priced = await this.price(item);\n    const items = [...this.items];\n    items.push(priced);\n    this.items = items;\n  }\n  async show() {\n    const items = this.items;\n    await this.draw(items);\n    this.items = items;\n  }\n  async mark() {\n    let version = this.version;\n    version += 1;\n    await this.save(version);\n    if (this.version === version - 1) this.version = version;\n  }\n  async swap() {\n    let items = this.items;\n    items = await this.fetch();\n    this.items = items;\n  }\n}\n",
    },
    {
      language: "typescript",
      bad: "let issued = 0;\nexport async function ticket(store: Store) {\n  let next = issued;\n  next += 1;\n  await store.write(next);\n  issued = next;\n  return next;\n}\n",
      good: "let issued = 0;\nexport async function ticket(store: Store) {\n  const next = issued + 1;\n  issued = next;\n  await store.write(next);\n  return next;\n}\n",
    },
    {
      language: "typescript",
      bad: "export class Store {\n  private client?: Client;\n  async get(key: string) {\n    let client = this.client;\n    if (!client) {\n      client = await createClient();\n      this.client = client;\n    }\n    return client.get(key);\n  }\n}\n",
      good: "export class Store {\n  private client?: Client;\n  async get(key: string) {\n    let client = this.client;\n    if (!client) {\n      client = createClient();\n      this.client = client;\n    }\n    return await client.get(key);\n  }\n}\n",
    },
    {
      language: "javascript",
      bad: "const rooms = new Map();\nasync function join(id) {\n  if (!rooms.has(id)) {\n    const room = await createRoom(id);\n    rooms.set(id, room);\n  }\n  return rooms.get(id);\n}\n",
      good: "const rooms = new Map();\nasync function join(id) {\n  if (!rooms.has(id)) {\n    rooms.set(id, createRoom(id));\n  }\n  if (!rooms.has(0)) {\n    return await missing();\n  }\n  return await rooms.get(id);\n}\nasync function local(ids) {\n  const seen = new Map();\n  for (const id of ids) if (!seen.has(id)) seen.set(id, await createRoom(id));\n}\n",
    },
    {
      language: "python",
      bad: "class Store:\n    async def session(self, key):\n        # There is no lock here.\n        if key not in self.sessions:\n            data = await self.create(key)\n            self.sessions[key] = data\n        return self.sessions[key]\n",
      good: "class Store:\n    async def session(self, key):\n        async with self._lock:\n            if key not in self.sessions:\n                self.sessions[key] = await self.create(key)\n    async def other(self, key):\n        if key in self.sessions:\n            return await self.sessions[key].read()\n        self.sessions[key] = Session(key)\n    async def twice(self, key):\n        if key not in self.sessions:\n            data = await self.create(key)\n            if key not in self.sessions:\n                self.sessions[key] = data\n    async def run(self):\n        while True:\n            if self.client is None:\n                self.client = await connect()\n",
    },
    {
      language: "python",
      bad: "client = None\n\nasync def get_client():\n    global client\n    if client is None:\n        client = await connect()\n    return client\n",
      good: "client = None\n\nasync def startup():\n    global client\n    if client is None:\n        client = await connect()\n\nasync def load():\n    client = None\n    if client is None:\n        client = await connect()\n    return client\n\nclass Worker:\n    def run(self):\n        self.loop.run_until_complete(self.main())\n\n    def begin(self):\n        self.task = self.loop.create_task(self.main())\n\n    async def main(self):\n        if self.pool is None:\n            self.pool = await create_pool()\n",
    },
    {
      language: "python",
      bad: "class Quota:\n    async def spend(self, user):\n        used = self.used\n        await self.charge(user)\n        self.used = used + 1\n",
      good: "class Form:\n    async def load(self):\n        if self._form is None:\n            self._form = await self._request.form()\n        return self._form\nclass Quota:\n    async def spend(self, user):\n        await self.charge(user)\n        self.used = self.used + 1\n    async def swap(self):\n        old = self.link\n        await old.close()\n        self.link = None\n",
    },
  ],
});

function* staleInTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, source } = subject;
  if (!source.text.includes("await") || runsForOneUser(subject)) return;
  for (const node of functionNodes(tree)) {
    if (!isAsync(tree, node) || !node.body) continue;
    const place = { name: functionName(tree, node), span: spanOf(tree, node) };
    // A callback handed to a lock is named by the call around it.
    const from = tree.ts.isCallExpression(node.parent) ? spanOf(tree, node.parent).start : place.span.start;
    if (!isExempt(subject, place.name, { start: from, end: place.span.end })) {
      yield* hits(subject, place.name, timelineOf(tree, node));
    }
  }
}

function* staleInPython(subject: Subject<PythonTree>): Iterable<Hit> {
  if (!subject.source.text.includes("await")) return;
  for (const { fact, timeline } of coroutinesOf(subject, subject.source.text)) {
    if (!isExempt(subject, fact.name, fact.span)) yield* hits(subject, fact.name, timeline);
  }
}

/** A page has one user, whose clicks rarely meet. */
function runsForOneUser({ source }: Subject): boolean {
  return /\.[jt]sx$/.test(source.path);
}

/** Something in the function keeps others out: a lock, or a transaction that sees only its own objects. */
const keepsOthersOut = /(?<![bc])lock|mutex|semaphore|runExclusive|synchronized|singleflight|transaction/i;
/** The program itself: several ways of starting it do not start it twice. */
const program = /^_*(?:main|cli|bootstrap|lifespan)$/i;
/** Functions that usually run once, before anybody else can call. */
const runsOnce =
  /^_*(?:constructor|(?:on_?)?(?:start|init|setup|set_up|connect|open|boot|configure|load|mount|launch|shutdown|stop|close|run|begin|aenter_*|aexit_*)(?:[A-Z_]\w*|up|ed|iali[sz]e\w*)?)$/i;

function isExempt(subject: Subject, name: string, span: Span): boolean {
  const { source, outline } = subject;
  const start = beforeDecorators(source.text, span.start);
  // A comment keeps nobody out.
  if (keepsOthersOut.test(codeOf(subject).slice(start, span.end))) return true;
  return program.test(name) || (runsOnce.test(name) && callsOf(outline, name) < 2);
}

/** Where the lines above a function that begin with `@` begin. */
function beforeDecorators(text: string, start: number): number {
  const decorators = /(?:^[ \t]*@.*\r?\n)+[ \t]*$/m.exec(text.slice(Math.max(0, start - 400), start));
  return decorators ? start - decorators[0].length : start;
}

/** Calls of an own method or function in the same file. */
function callsOf(outline: Outline, name: string): number {
  return outline.calls.filter(({ callee }) => callee.replace(/^(?:this|self)\./, "") === name).length;
}

function* hits({ source: { text } }: Subject, name: string, timeline: Timeline): Iterable<Hit> {
  const byWait = new Map<string, Interleaving[]>();
  for (const found of interleavings(timeline)) {
    const { kind, pause, write, seen } = found;
    if (isShared(text, found)) continue;
    const story = text.slice(seen.start, write.at.start);
    if (kind !== "update" && !makesTwo(text.slice(write.value.start, write.value.end), story)) continue;
    const key = `${kind} ${String(pause.at.start)}`;
    byWait.set(key, [...(byWait.get(key) ?? []), found]);
  }
  for (const together of byWait.values()) {
    const [first] = together;
    const places = [...new Set(together.map(({ write }) => `\`${write.place}\``))].join(" and ");
    if (first) yield describe(text, { name, places }, first);
  }
}

/** Callers that wait for one stored promise, or load one module, all store the same result. */
function isShared(text: string, { pause, write }: Interleaving): boolean {
  const stored = text.slice(write.value.start, write.value.end);
  const wait = text.slice(pause.at.start, pause.at.end);
  return waitsForShared.test(wait) || ofOneRequest.test(wait) || /\bawait import\(/.test(stored);
}

/** An object that holds one request serves the one caller who handles it. */
const ofOneRequest = /\b(?:self|this)\.#?_?(?:request|req)\b/;

const waitsForShared = /(?:promise|task|future|pending|in_?flight)\w*!?\)?$/i;

/** Quotes stay short: past this many characters the check and the write are shown as two places. */
const longestStory = 600;

function describe(text: string, told: { name: string; places: string }, found: Interleaving): Hit {
  const { name, places } = told;
  const { seen, write, pause, kind } = found;
  const cut = (span: Span): string => firstLine(text.slice(span.start, span.end));
  const whole = { start: lineStart(text, Math.min(seen.start, write.at.start)), end: write.at.end };
  const isShort = whole.end - whole.start <= longestStory;
  const where = isShort ? { at: whole } : { at: write.at, also: [seen] };
  const wait = `\`${cut(pause.at)}\``;
  if (kind === "update") {
    return {
      ...where,
      title: "Update lost across a wait",
      issue: `\`${name}\` reads ${places}, waits at ${wait}, and then stores a value computed from what it had read: changes made meanwhile are lost.`,
      recommendation: `Wait first, then read and write ${places} in one step, or hold a lock over both.`,
    };
  }
  return {
    ...where,
    scenario:
      "Two callers arrive while nothing is set yet; both make one, the second overwrites the first, and the first is never closed although its caller may still use it.",
    issue: `\`${name}\` checks ${places}, waits at ${wait}, and sets ${places.includes(" and ") ? "them" : "it"} only then: callers that arrive meanwhile pass the same check.`,
  };
}

const makesSomething =
  /\b(?:_?(?:connect|create|open|launch|start|spawn|log_?in|listen|acquire|init|build|make|setup|new_)\w*)\(/i;
/** Plain values are thrown away as cheaply as they are made. */
const constructs =
  /\bnew\s+(?!(?:Promise|Date|Error|Map|Set|WeakMap|Array|URL|RegExp)\b)[A-Z]|(?<![\w.])(?!(?:Promise|Date|Error)\b)[A-Z]\w+\(/;
const onlyReads =
  /\b_?(?:get|fetch|load|read|find|query|list|download|resolve|lookup|compute|count|request)\w*\(/i;

/** A thing made twice leaks one of the two; a value fetched twice costs a call, which nobody would change the code for. */
function makesTwo(value: string, story: string): boolean {
  const makes = (code: string): boolean =>
    (makesSomething.test(code) || constructs.test(code)) && !/token|credential/i.test(code);
  return makes(value) || (!onlyReads.test(story) && makes(story));
}

function firstLine(code: string): string {
  const line = code.split(/\r?\n/, 1)[0]?.trim() ?? "";
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return start + (/^[ \t]*/.exec(text.slice(start, offset))?.[0].length ?? 0);
}
