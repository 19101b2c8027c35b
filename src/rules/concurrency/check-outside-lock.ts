/** A check decides to take a lock, and nobody looks again once the lock is held. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { statementsOf } from "../../syntax/python/ask.js";
import { criticalSections as pythonSections } from "../../syntax/python/locks.js";
import { ancestor, spanOf, textOf } from "../../syntax/typescript/ask.js";
import { criticalSections } from "../../syntax/typescript/locks.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";

export default defineRule({
  // Medium: three hits read on unseen projects, none true (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Check, lock and write are read from the code; callers may still be so few that they never meet.
  // Three hits on eight unseen projects, one cache, arguable: caches are left alone since.
  confidence: 0.8,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 48 },
  title: "Check not repeated inside the lock",
  risk: "Callers that pass the check together wait for the lock one after the other, and each of them does the work again: the later ones replace what the earlier ones are already using.",
  fix: "Repeat the check as the first thing inside the lock, or take the lock before the check.",
  trial: {
    name: "whoever waited for the lock looks again",
    arrange: "a state in which the check lets callers pass, and the lock held by the test",
    act: "start {it} twice with the same arguments, then release the lock",
    assert: "what stands inside the lock was done once, and the second caller found what the first one set",
  },
  cwe: [367],
  match: { typescript: uncheckedInTypeScript, python: uncheckedInPython },
  examples: [
    {
      language: "python",
      bad: "class Pool:\n    async def get(self, key):\n        if key not in self.links:\n            async with self._lock:\n                self.links[key] = await connect(key)\n        return self.links[key]\n",
      good: "class Pool:\n    async def get(self, key):\n        if key not in self.links:\n            async with self._lock:\n                if key not in self.links:\n                    self.links[key] = await connect(key)\n        return self.links[key]\n    async def first(self):\n        async with self._lock:\n            if self.link is None:\n                self.link = await connect('a')\n    async def read(self, key):\n        value = await self.cache.get(key)\n        if value is not None:\n            return value\n        async with self._lock:\n            value = await self.cache.get(key)\n            if value is not None:\n                return value\n            return await self.fill(key)\n",
    },
    {
      language: "python",
      bad: "class Model:\n    def load(self):\n        if self.weights is not None:\n            return self.weights\n        with self.lock:\n            self.weights = read()\n        return self.weights\n",
      good: "class Model:\n    def load(self):\n        if self.weights is not None:\n            return self.weights\n        with self.lock:\n            if self.weights is not None:\n                return self.weights\n            self.weights = read()\n        return self.weights\n    def reset(self):\n        if self.weights is not None:\n            with self.lock:\n                self.weights = None\n",
    },
    {
      language: "typescript",
      bad: "class Store {\n  async link() {\n    if (!this.client) {\n      await this.mutex.runExclusive(async () => {\n        this.client = await connect();\n      });\n    }\n    return this.client;\n  }\n}\n",
      good: "class Store {\n  async link() {\n    if (!this.client) {\n      await this.mutex.runExclusive(async () => {\n        this.client ??= await connect();\n      });\n      await this.mutex.runExclusive(async () => {\n        if (!this.client) this.client = await connect();\n      });\n    }\n    return this.client;\n  }\n}\n",
    },
  ],
});

/** What a condition says about a place when nothing is there yet, and how a write to the place begins. */
interface Absence {
  readonly place: string;
  readonly container: string;
  readonly write: RegExp;
}

const name = String.raw`((?:self|cls|this)\.[\w.]+|_?[A-Za-z]\w*)`;
const key = String.raw`([\w."'[\]]+)`;
const absent = [
  [new RegExp(`^${key} not in ${name}$`), 2, 1],
  [new RegExp(`^not ${name}$`), 1],
  [new RegExp(`^${name} is None$`), 1],
  [new RegExp(`^!${name}$`), 1],
  [new RegExp(String.raw`^${name} ===? (?:null|undefined)$`), 1],
  [new RegExp(String.raw`^!${name}\.(?:has|get)\(${key}\)$`), 1, 2],
  [new RegExp(String.raw`^not ${name}\.get\(${key}\)$`), 1, 2],
] as const;
const present = [
  [new RegExp(`^${key} in ${name}$`), 2, 1],
  [new RegExp(`^${name}$`), 1],
  [new RegExp(`^${name} is not None$`), 1],
  [new RegExp(String.raw`^${name} !==? (?:null|undefined)$`), 1],
  [new RegExp(String.raw`^${name}\.(?:has|get)\(${key}\)$`), 1, 2],
] as const;

function readCondition(condition: string, forms: typeof absent | typeof present): Absence | undefined {
  for (const [pattern, containerAt, keyAt] of forms) {
    const match = pattern.exec(condition);
    const container = match?.[containerAt];
    if (container === undefined) continue;
    const entry = keyAt === undefined ? undefined : match?.[keyAt];
    const [c, k] = [literally(container), literally(entry ?? "")];
    const write = entry === undefined ? `${c} = ` : String.raw`${c}(?:\[${k}\] = |\.set\(${k},)`;
    const place = entry === undefined ? container : `${container}[${entry}]`;
    return {
      place,
      container,
      write: new RegExp(String.raw`(?<![\w.])${write}\s*(?!None\b|null\b|undefined\b|False\b|false\b)`),
    };
  }
  return undefined;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** True when the section writes the place and does not look at it before, or reads it anew and looks then. */
function writesUnseen(body: string, { write, container }: Absence): boolean {
  const match = write.exec(body);
  // What a cache is filled with twice is the same both times: the price is one more look-up.
  if (!match || /cache/i.test(container)) return false;
  const before = body.slice(0, match.index);
  const after = body.slice(match.index + match[0].length);
  const value = after.split("\n", 1)[0] ?? "";
  if (new RegExp(String.raw`\bif\b[^\n]*(?<![\w.])${literally(container)}(?!\w)`).test(after)) return false;
  return !before.includes(container) && !value.includes(container);
}

function tell(text: {
  readonly condition: string;
  readonly lock: string;
  readonly place: string;
}): Omit<Hit, "at"> {
  return {
    issue: `\`${text.condition}\` is checked before \`${text.lock}\` is taken and not again once it is held, yet \`${text.place}\` is set on the strength of it.`,
    scenario: `Two callers see the same state and both go for \`${text.lock}\`; the second gets it after the first has set \`${text.place}\`, and sets it again.`,
  };
}

function* uncheckedInPython({ tree, source }: Subject<PythonTree>): Iterable<Hit> {
  if (!/(?<![bc])lock|mutex/i.test(source.text)) return;
  for (const { node, body, lock } of pythonSections(tree)) {
    const found = pythonCheckBefore(node);
    if (!found || !writesUnseen(body.text(), found.absence)) continue;
    const start = spanOfNode(found.check).start;
    yield {
      at: { start, end: spanOfNode(node).end },
      ...tell({ condition: found.condition, lock, place: found.absence.place }),
    };
  }
}

interface Found<N> {
  readonly check: N;
  readonly condition: string;
  readonly absence: Absence;
}

/** The `if` that the section is the body of, or the one just before it that leaves when something is there. */
function pythonCheckBefore(section: SgNode): Found<SgNode> | undefined {
  const around = section.parent()?.parent();
  const isOnlyWay =
    around?.kind() === "if_statement" && around.field("consequence")?.id() === section.parent()?.id();
  const before = section.prev();
  const leaves = /^(?:return|raise)_statement$/;
  const isEarlyExit =
    before?.kind() === "if_statement" &&
    statementsOf(before.field("consequence") ?? before).some((one) => leaves.test(String(one.kind())));
  return (
    (isOnlyWay ? found(around, around.field("condition")?.text(), absent) : undefined) ??
    (isEarlyExit ? found(before, before.field("condition")?.text(), present) : undefined)
  );
}

function found<N>(
  check: N,
  condition: string | undefined,
  forms: typeof absent | typeof present,
): Found<N> | undefined {
  const absence = condition === undefined ? undefined : readCondition(condition, forms);
  return absence && condition !== undefined ? { check, condition, absence } : undefined;
}

function* uncheckedInTypeScript({ tree }: Subject<TypeScriptTree>): Iterable<Hit> {
  for (const { node, body, lock } of criticalSections(tree)) {
    const check = typeScriptCheckBefore(tree, node);
    if (!check || !writesUnseen(textOf(tree, body), check.absence)) continue;
    yield {
      at: { start: spanOf(tree, check.check).start, end: node.end },
      ...tell({ condition: check.condition, lock, place: check.absence.place }),
    };
  }
}

function typeScriptCheckBefore(tree: TypeScriptTree, section: ts.Node): Found<ts.Node> | undefined {
  const { ts } = tree;
  const statement = ts.isStatement(section) ? section : ancestor(section, ts.isStatement);
  if (!statement) return undefined;
  const around = ts.isBlock(statement.parent) ? statement.parent.parent : statement.parent;
  if (
    ts.isIfStatement(around) &&
    around.thenStatement.pos <= statement.pos &&
    statement.end <= around.thenStatement.end
  )
    return found<ts.Node>(around, textOf(tree, around.expression), absent);
  const siblings = ts.isBlock(statement.parent) ? statement.parent.statements : [];
  const before = siblings[siblings.findIndex((sibling) => sibling === statement) - 1];
  if (
    !before ||
    !ts.isIfStatement(before) ||
    !/\breturn\b|\bthrow\b/.test(textOf(tree, before.thenStatement))
  )
    return undefined;
  return found<ts.Node>(before, textOf(tree, before.expression), present);
}
