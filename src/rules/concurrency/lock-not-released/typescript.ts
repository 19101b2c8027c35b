/** TypeScript: a lock or a connection whose release an error skips, because it stands in no `finally`. */
import type { ts } from "ts-morph";
import type { Example, Hit, Matcher } from "../../../model/rule.js";
import type { TypeScriptTree } from "../../../model/tree.js";
import {
  type FunctionNode,
  ancestor,
  calledName,
  enclosingFunction,
  functionName,
  isFunctionNode,
  ownNodes,
  spanOf,
  textOf,
} from "../../../syntax/typescript/ask.js";

/** What is taken: the words of locks, and of pools that hand out a thing to give back. */
const lockWord = /(?<![bc])lock(?!ed)|mutex|semaphore|^sem$/i;
const takes = /^(?:acquire|lock|acquireLock|getLock|obtainLock|tryLock|tryAcquire)$/;
const pools = /pool$|dataSource$/i;
const takesFromPool = /^(?:connect|getConnection|acquire|createQueryRunner)$/;
const gives = /^(?:release|unlock|releaseLock|releaseConnection|freeLock)$/;

interface Taken {
  /** The call that takes it. */
  readonly call: ts.CallExpression;
  readonly receiver: string;
  /** What the release is called on or with: `lock`, `release`, `this.mutex`. */
  readonly names: readonly string[];
}

export const typescript: Matcher<"typescript"> = function* ({ tree, source }) {
  if (!/\.(?:acquire|lock|\w+Lock|connect|getConnection|createQueryRunner)\(/.test(source.text)) return;
  for (const call of tree.nodes(tree.ts.SyntaxKind.CallExpression)) {
    const taken = takenBy(tree, call);
    const holder = taken && enclosingFunction(tree, call);
    const hit = taken && holder && heldOn(tree, taken, holder);
    if (hit) yield hit;
  }
};

function takenBy(tree: TypeScriptTree, call: ts.CallExpression): Taken | undefined {
  const { ts } = tree;
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isAwaitExpression(call.parent)) return undefined;
  // A callback means that the lock gives itself back.
  if (call.arguments.some((argument) => isFunctionNode(tree, argument))) return undefined;
  const receiver = textOf(tree, callee.expression);
  const name = callee.name.text;
  const isLock = takes.test(name) && (lockWord.test(receiver) || /lock/i.test(name));
  if (!isLock && !(takesFromPool.test(name) && pools.test(receiver))) return undefined;
  const declaration = call.parent.parent;
  const isKept = ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name);
  if (!isKept && !ts.isExpressionStatement(declaration)) return undefined;
  return { call, receiver, names: isKept ? [textOf(tree, declaration.name), receiver] : [receiver] };
}

/** The hit when the function gives it back on its way and an error before that would keep it. */
function heldOn(tree: TypeScriptTree, taken: Taken, holder: FunctionNode): Hit | undefined {
  const { ts } = tree;
  const later = ownNodes(tree, holder).filter((node) => node.pos > taken.call.end);
  const releases = later.filter(
    (node): node is ts.CallExpression => ts.isCallExpression(node) && isRelease(tree, node, taken),
  );
  const [first] = releases;
  if (!first) return neverGivenBack(tree, taken, holder);
  if (isHandedOn(tree, taken, holder)) return undefined;
  if (releases.some((call) => isSafe(tree, call, holder))) return undefined;
  const last = releases.at(-1) ?? first;
  const risk = later.find(
    (node): node is ts.AwaitExpression =>
      ts.isAwaitExpression(node) &&
      node.end < last.pos &&
      !isCaught(tree, node, holder) &&
      !/^(?:\w+\.)*(?:delay|sleep|pause|tick|nextTick|setTimeout)\(/.test(textOf(tree, node.expression)),
  );
  if (!risk) return undefined;
  const cut = textOf(tree, risk.expression).replace(/\s+/g, " ").slice(0, 60);
  return {
    at: spanOf(tree, taken.call),
    also: [spanOf(tree, last)],
    severity: "medium",
    issue: `\`${textOf(tree, last.expression)}\` stands in no \`finally\`: when \`${cut}\` fails, what \`${textOf(tree, taken.call.expression)}\` took is never given back.`,
    recommendation: `Follow it with \`try { … } finally { ${textOf(tree, last)}; }\`.`,
  };
}

function isRelease(tree: TypeScriptTree, call: ts.CallExpression, { names }: Taken): boolean {
  const callee = textOf(tree, call.expression).replace(/\?/g, "");
  if (names.includes(callee)) return names[0] === callee;
  if (!gives.test(calledName(tree, call) ?? "")) return false;
  const receiver = callee.slice(0, callee.lastIndexOf("."));
  return (
    names.includes(receiver) || call.arguments.some((argument) => names.includes(textOf(tree, argument)))
  );
}

/** In a `finally`, or in a handler as well as on the way. */
function isSafe(tree: TypeScriptTree, call: ts.CallExpression, holder: FunctionNode): boolean {
  const { ts } = tree;
  for (let inner: ts.Node = call; inner !== holder; inner = inner.parent) {
    const around = inner.parent;
    if (ts.isCatchClause(around) || (ts.isTryStatement(around) && around.finallyBlock === inner)) return true;
  }
  return false;
}

function isCaught(tree: TypeScriptTree, node: ts.Node, holder: FunctionNode): boolean {
  const statement = ancestor(
    node,
    (one) => one === holder || (tree.ts.isTryStatement(one) && one.catchClause !== undefined),
  );
  return statement !== holder;
}

/** Returned, stored or handed to somebody else, who looks after it. */
function isHandedOn(tree: TypeScriptTree, { names, call }: Taken, holder: FunctionNode): boolean {
  const [name = ""] = names;
  if (!/^\w+$/.test(name)) return false;
  const body = textOf(tree, holder).slice(call.end - holder.getStart(tree.root));
  return new RegExp(
    `\\breturn\\s+(?:\\{[^}]*)?${name}\\b(?!\\.|\\()|[=:,(]\\s*${name}\\s*[;,)}\\n]|\\b${name},`,
  ).test(body);
}

/** Nothing in the function gives it back, and nothing in the file does that could be meant for it. */
function neverGivenBack(tree: TypeScriptTree, taken: Taken, holder: FunctionNode): Hit | undefined {
  const { names, call, receiver } = taken;
  const [name = ""] = names;
  // A lock in a store that frees itself when its time is over: `tryLock(key, value, ttl)`.
  if (call.arguments.length > 2 || /ttl|expir|lease|duration|millis|second/i.test(textOf(tree, call)))
    return undefined;
  const body = textOf(tree, holder).slice(call.end - holder.getStart(tree.root));
  const isKept = names.length > 1;
  // `db.lock(id)` may close a record for good: only what is called a lock is there to be given back.
  if (!isKept && !lockWord.test(receiver)) return undefined;
  if (isHandedOn(tree, taken, holder) || /lock|acquire|begin|open|connect/i.test(functionName(tree, holder)))
    return undefined;
  const given = "(?:release|unlock|close|end|destroy|dispose|free|asyncDispose)\\w*";
  const released = isKept
    ? new RegExp(`\\b${name}(?:\\?\\.)?\\(|\\b${name}\\??\\.${given}`, "i").test(body)
    : new RegExp(`${escaped(receiver)}\\??\\.${given}`, "i").test(tree.root.text);
  if (released) return undefined;
  return {
    at: spanOf(tree, call),
    severity: "medium",
    confidence: 0.6,
    issue: `\`${textOf(tree, call.expression)}\` is waited for here, and nothing gives back what it took.`,
  };
}

function escaped(code: string): string {
  return code.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

export const typescriptExamples: readonly Example[] = [
  {
    language: "typescript",
    bad: "export class Store {\n  async rename(id: string, name: string) {\n    const release = await this.mutex.acquire();\n    const session = await this.load(id);\n    session.name = name;\n    release();\n  }\n}\n",
    good: 'export class Store {\n  async rename(id: string, name: string) {\n    const release = await this.mutex.acquire();\n    try {\n      const session = await this.load(id);\n      session.name = name;\n    } finally {\n      release();\n    }\n  }\n  async hold() {\n    const release = await this.mutex.acquire();\n    await this.prepare();\n    return release;\n  }\n  async run() {\n    await this.lock.acquire("key", async () => this.load("1"));\n    await this.link.connect();\n    await this.load("2");\n    this.link.release();\n  }\n  async once() {\n    const lock = await this.cache.tryLock("report", "1", 60000);\n    if (!lock) return;\n    await this.report();\n  }\n  async seal(id: string) {\n    await this.records.lock(id);\n    await this.report();\n  }\n  async wait() {\n    await this.lock.acquire();\n    await delay(3000);\n    this.lock.release();\n  }\n}\n',
  },
  {
    language: "javascript",
    bad: "async function count(pool) {\n  const client = await pool.connect();\n  const found = await client.query('select 1');\n  client.release();\n  return found;\n}\n",
    good: "async function count(pool) {\n  const client = await pool.connect();\n  try {\n    return await client.query('select 1');\n  } finally {\n    client.release();\n  }\n}\nasync function quick(pool) {\n  const client = await pool.connect();\n  client.release();\n}\nasync function caught(pool) {\n  const client = await pool.connect();\n  try {\n    await client.query('select 1');\n    client.release();\n  } catch (error) {\n    client.release(error);\n    throw error;\n  }\n}\n",
  },
];
