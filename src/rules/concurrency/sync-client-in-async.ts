/** A client that waits by blocking its thread is kept in a module or object and used in coroutines. */
import type { SgNode } from "@ast-grep/napi";
import type { Call } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Severity } from "../../model/severity.js";
import type { PythonTree } from "../../model/tree.js";
import {
  dottedName,
  enclosingClass,
  enclosingFunction,
  isAsync,
  isSameNode,
} from "../../syntax/python/ask.js";
import { callsWhere } from "../../syntax/python/calls.js";
import { ancestor } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // The client is known by where it is imported from, and each call by its holder; only how long it takes is open.
  confidence: 0.85,
  judged: { right: 7, arguable: 0, wrong: 0, projects: 5 },
  title: "Synchronous client in a coroutine",
  risk: "While one request waits for the other server, the event loop serves nobody; when that server is slow, all of the process is.",
  fix: "Use the asynchronous client of the same library, or hand each call to a thread with `asyncio.to_thread`.",
  trial: {
    name: "others run while the client waits",
    arrange:
      "a task on the same event loop that counts every 10 ms, and a server that answers the client after 200 ms",
    act: "await {it}",
    assert: "the counter went on during the call",
  },
  fold: "file",
  cwe: [1322],
  match: { python: blockingClients },
  examples: [
    {
      language: "python",
      bad: "import redis\n\nclient = redis.Redis(host='localhost')\n\nasync def load(key):\n    return client.get(key)\n",
      good: "import asyncio\nimport redis\nimport redis.asyncio as aioredis\n\nclient = redis.Redis(host='localhost')\nlink = aioredis.Redis(host='localhost')\n\nasync def load(key):\n    return await asyncio.to_thread(client.get, key)\n\nasync def read(key):\n    await asyncio.to_thread(lambda: client.get(key))\n    return await link.get(key)\n\ndef load_now(key):\n    return client.get(key)\n\nasync def other(client, key):\n    return await client.get(key)\n",
    },
    {
      language: "python",
      bad: "from pymongo import MongoClient\n\nclass Archive:\n    def __init__(self, url):\n        self.mongo = MongoClient(url)\n        self.sessions = self.mongo['app']['sessions']\n\n    async def save(self, session):\n        self.sessions.insert_one(session)\n",
      good: "from pymongo import MongoClient\nfrom motor.motor_asyncio import AsyncIOMotorClient\n\nclass Archive:\n    def __init__(self, url):\n        self.mongo = AsyncIOMotorClient(url)\n        self.sessions = self.mongo['app']['sessions']\n\n    async def save(self, session):\n        await self.sessions.insert_one(session)\n\nclass Reader:\n    def __init__(self, url):\n        self.sessions = MongoClient(url)['app']['sessions']\n\n    def save(self, session):\n        self.sessions.insert_one(session)\n",
    },
    {
      language: "python",
      bad: "import requests\n\nclass Feed:\n    def __init__(self):\n        self._http = requests.Session()\n\n    async def load(self, url):\n        response = self._http.get(url, timeout=5)\n        return response.json()\n",
      good: "import asyncio\nimport requests\n\nclass Feed:\n    def __init__(self):\n        self._http = requests.Session()\n\n    async def load(self, url):\n        def fetch():\n            return self._http.get(url, timeout=5)\n        return await asyncio.to_thread(fetch)\n\n    async def close(self):\n        self._http.headers.update({'a': 'b'})\n        self._http.close()\n",
    },
    {
      language: "python",
      bad: "import psycopg2\n\nconnection = psycopg2.connect('dbname=app')\n\nasync def users():\n    cursor = connection.cursor()\n    cursor.execute('SELECT name FROM users')\n    return cursor.fetchall()\n",
      good: "import psycopg2\n\nconnection = psycopg2.connect('dbname=app')\n\ndef users():\n    cursor = connection.cursor()\n    cursor.execute('SELECT name FROM users')\n    return cursor.fetchall()\n\nasync def main(cursor):\n    await cursor.execute('SELECT 1')\n",
    },
    {
      language: "python",
      bad: "from openai import OpenAI\n\nclient = OpenAI()\n\nasync def answer(question):\n    return client.chat.completions.create(model='m', messages=[question])\n",
      good: "from openai import AsyncOpenAI\n\nclient = AsyncOpenAI()\n\nasync def answer(question):\n    return await client.chat.completions.create(model='m', messages=[question])\n",
    },
  ],
});

/** What a client is, what to use instead, and which of its calls wait for the other side. */
interface Kind {
  readonly makes: RegExp;
  readonly instead: string;
  readonly waits: RegExp;
  readonly severity: Severity;
}

const kinds: readonly Kind[] = [
  {
    makes:
      /^redis\.(?:client\.)?(?:(?:Strict)?Redis|from_url|(?:Strict)?Redis\.from_url|RedisCluster|cluster\.RedisCluster)$/,
    instead: "`redis.asyncio.Redis`",
    waits:
      /^(?!(?:pipeline|pubsub|lock|register_script|close|from_url|get_connection_kwargs|scan_iter)$)[a-z]\w*$/,
    severity: "medium",
  },
  {
    makes: /^pymongo\.(?:mongo_client\.)?MongoClient$/,
    instead: "`pymongo.AsyncMongoClient` or `motor`",
    waits:
      /^(?:find_one\w*|insert_\w+|update_\w+|replace_one|delete_\w+|aggregate|count_documents|estimated_document_count|distinct|create_index(?:es)?|bulk_write|command|drop\w*|list_\w+)$/,
    severity: "medium",
  },
  {
    makes: /^(?:psycopg2?|pymysql|MySQLdb|mysql\.connector|pyodbc|cx_Oracle|oracledb)\.connect$/,
    instead: "`asyncpg` or the driver's asynchronous connection",
    waits: /^(?:execute\w*|fetch\w+|callproc|commit|rollback|copy_\w+)$/,
    severity: "medium",
  },
  {
    makes: /^requests\.(?:sessions\.)?[sS]ession$|^httpx\.Client$/,
    instead: "`httpx.AsyncClient` or `aiohttp.ClientSession`",
    waits: /^(?:get|post|put|patch|delete|head|options|request|send)$/,
    severity: "high",
  },
  {
    makes: /^(?:openai\.(?:Azure)?OpenAI|anthropic\.Anthropic|groq\.Groq|mistralai\.Mistral)$/,
    instead: "the library's `Async…` client",
    waits: /^(?:create|parse|stream|generate|retrieve|upload|complete)$/,
    severity: "high",
  },
  {
    makes: /^boto3\.(?:client|resource)$/,
    instead: "`aioboto3`",
    waits:
      /^(?:(?:get|put|delete|list|head|copy|upload|download|create|update|send|invoke|receive|describe|publish|batch|query|scan|start|stop)_\w+|publish|invoke|query|scan)$/,
    severity: "medium",
  },
];

/** Coroutines that run alone, before or after anybody is served. */
const runsAlone =
  /^_*(?:main|lifespan|startup|shutdown|on_startup|on_shutdown|cli|aclose|close|__aexit__|__aenter__)$/;

interface Client {
  /** `client`, `self.redis`, and what was taken from it. */
  readonly name: string;
  readonly kind: Kind;
  /** As written: `redis.Redis`. */
  readonly made: string;
  /** The function for a local variable, the class for an attribute; undefined for a module variable. */
  readonly scope: SgNode | undefined;
}

function* blockingClients(subject: Subject<PythonTree>): Iterable<Hit> {
  const { outline, tree } = subject;
  if (!outline.functions.some((fact) => fact.isAsync)) return;
  const made = callsWhere(subject, ({ origin }) => kindOf(origin) !== undefined);
  if (made.length === 0) return;
  const clients = withTaken(
    tree,
    made.flatMap(({ call, node }) => clientOf(call, node) ?? []),
  );
  const uses = callsWhere(subject, ({ callee }) => clients.some(({ name }) => callee.startsWith(`${name}.`)));
  const byFunction = new Map<
    number,
    { readonly client: Client; readonly holder: SgNode; readonly calls: Call[] }
  >();
  for (const { call, node } of uses) {
    const holder = enclosingFunction(node);
    const client = clients.findLast((one) => isUseOf(one, call, node));
    if (!client || holder?.kind() !== "function_definition" || !isAsync(holder) || isWaitedFor(node))
      continue;
    const entry = byFunction.get(holder.id()) ?? { client, holder, calls: [] };
    entry.calls.push(call);
    byFunction.set(holder.id(), entry);
  }
  for (const { client, holder, calls } of byFunction.values()) {
    const name = holder.field("name")?.text() ?? "";
    const [first, ...rest] = calls;
    if (!first || runsAlone.test(name)) continue;
    yield {
      at: first.span,
      also: rest.map(({ span }) => span),
      severity: client.kind.severity,
      issue: `\`${name}\` is \`async\` and calls \`${first.callee}\`; the client is made by \`${client.made}\`, which is synchronous: the event loop stands still until the answer comes.`,
      recommendation: `Use ${client.kind.instead} instead, or \`await asyncio.to_thread(…)\` around each call.`,
    };
  }
}

function kindOf(origin: string | null): Kind | undefined {
  return origin === null ? undefined : kinds.find(({ makes }) => makes.test(origin));
}

function clientOf({ origin, callee }: Call, node: SgNode): Client | undefined {
  const kind = kindOf(origin);
  const assignment = ancestor(node, "assignment", "function_definition", "class_definition", "lambda");
  // `MongoClient(url)["app"]` is one too; `wrap(MongoClient(url))` is something else.
  if (
    !kind ||
    assignment?.kind() !== "assignment" ||
    ancestor(node, "argument_list", "assignment")?.kind() === "argument_list"
  )
    return undefined;
  const name = dottedName(assignment.field("left"));
  return name === null ? undefined : { name, kind, made: callee, scope: scopeOf(assignment, name) };
}

function scopeOf(assignment: SgNode, name: string): SgNode | undefined {
  if (/^(?:self|cls)\./.test(name)) return enclosingClass(assignment);
  const holder = enclosingFunction(assignment);
  return holder && new RegExp(`^\\s*global\\b.*\\b${name}\\b`, "m").test(holder.text()) ? undefined : holder;
}

/** With databases, collections and cursors that are taken from a client and kept under a name. */
function withTaken(tree: PythonTree, clients: readonly Client[]): readonly Client[] {
  const all = [...clients];
  for (const assignment of tree.nodes("assignment")) {
    const name = dottedName(assignment.field("left"));
    const value = assignment.field("right")?.text() ?? "";
    if (name === null || !/^[\w.]+(?:\[|\.\w)/.test(value)) continue;
    const source = all.find(
      (one) =>
        isIn(one.scope, assignment) &&
        new RegExp(
          `^${one.name.replaceAll(".", "\\.")}(?:(?:\\.\\w+|\\[[^\\]]+\\])+|(?:\\.\\w+)*\\.(?:cursor|get_database|get_default_database|get_collection|Table|Bucket|with_options)\\([^()]*\\))$`,
        ).test(value),
    );
    if (source) all.push({ ...source, name, scope: scopeOf(assignment, name) });
  }
  return all;
}

function isIn(scope: SgNode | undefined, node: SgNode): boolean {
  for (let outer = scope && node.parent(); outer; outer = outer.parent())
    if (isSameNode(outer, scope)) return true;
  return scope === undefined;
}

function isUseOf(client: Client, { callee }: Call, node: SgNode): boolean {
  if (!callee.startsWith(`${client.name}.`) || !isIn(client.scope, node)) return false;
  const verb = callee.slice(callee.lastIndexOf(".") + 1);
  if (!client.kind.waits.test(verb) || /\.(?:headers|cookies|params|connection_pool|adapters)\./.test(callee))
    return false;
  return client.scope !== undefined || !isShadowed(client.name, node);
}

/** A parameter or local variable of the same name is something else. */
function isShadowed(name: string, node: SgNode): boolean {
  const holder = enclosingFunction(node);
  const parameters = holder?.field("parameters")?.text() ?? "";
  if (new RegExp(`\\b${name}\\b`).test(parameters)) return true;
  const body = holder?.field("body")?.text() ?? "";
  return (
    new RegExp(`^\\s*${name}\\s*=|\\bas ${name}\\b`, "m").test(body) &&
    !new RegExp(`\\bglobal\\b.*\\b${name}\\b`).test(body)
  );
}

/** Whoever awaits the call has an asynchronous client in hand, whatever it was made by. */
function isWaitedFor(node: SgNode): boolean {
  return (
    node.parent()?.kind() === "await" ||
    /\.(?:to_thread|run_in_executor|run_sync)$/.test(node.parent()?.parent()?.field("function")?.text() ?? "")
  );
}
