/** A connection or pool is made anew for every request, or a pool is left without the limit it is there for. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { codeOf } from "../../syntax/code-text.js";
import { type ClientKind, type ClientMade, clientsMade, isPythonHandler } from "../../syntax/data-clients.js";
import { argumentsOf } from "../../syntax/key-value-calls.js";
import { callsWhere } from "../../syntax/typescript/calls.js";
import { enclosingHandler } from "../../syntax/typescript/handlers.js";

export default defineRule({
  severity: "medium",
  // Where the client is made is a fact; how many requests arrive at once is not in the code.
  confidence: 0.75,
  judged: { right: 6, arguable: 3, wrong: 0, projects: 3 },
  title: "Client made for every request",
  risk: "Each request pays for a new connection with its handshakes, and many at once use up the connections the server allows.",
  fix: "Make one client or pool when the program starts, use it in the handlers, and close it when the program ends.",
  trial: {
    name: "one client serves all requests",
    arrange: "the making of the client counted",
    act: "run {it} ten times",
    assert: "the client was made once",
  },
  cwe: [400],
  match: { typescript: inTypeScript, python: inPython },
  examples: [
    {
      language: "python",
      bad: "import psycopg2\nfrom flask import Flask\napp = Flask(__name__)\n\n@app.route('/users')\ndef users():\n    conn = psycopg2.connect(DSN)\n    return list_users(conn)\n",
      good: "import psycopg2\nimport sqlite3\nfrom flask import Flask, g\napp = Flask(__name__)\n\ndef connect():\n    return psycopg2.connect(DSN)\n\n@app.route('/users')\ndef users():\n    return list_users(g.pool)\n\n@app.route('/notes')\ndef notes():\n    return list_notes(sqlite3.connect('notes.db'))\n",
    },
    {
      language: "python",
      bad: "import httpx\nfrom fastapi import APIRouter\nrouter = APIRouter()\n\n@router.get('/rates')\nasync def rates():\n    async with httpx.AsyncClient(timeout=5) as client:\n        return (await client.get(RATES)).json()\n",
      good: "import httpx\nfrom fastapi import APIRouter, Request\nrouter = APIRouter()\n\n@router.get('/rates')\nasync def rates(request: Request):\n    return (await request.app.state.http.get(RATES)).json()\n\nasync def nightly():\n    async with httpx.AsyncClient(timeout=5) as client:\n        return (await client.get(RATES)).json()\n",
    },
    {
      language: "python",
      bad: "import redis\n\npool = redis.ConnectionPool(host='cache', port=6379)\nclient = redis.Redis(connection_pool=pool)\n",
      good: "import redis\n\npool = redis.ConnectionPool(host='cache', port=6379, max_connections=50)\nother = redis.BlockingConnectionPool(host='cache')\nthird = redis.ConnectionPool(**OPTIONS)\nclient = redis.Redis(connection_pool=pool)\n",
    },
    {
      language: "javascript",
      bad: 'const { Client } = require("pg");\napp.get("/users", async (req, res) => {\n  const client = new Client();\n  await client.connect();\n  res.json((await client.query("SELECT 1")).rows);\n});\n',
      good: 'const { Pool, Client } = require("pg");\nconst pool = new Pool();\napp.get("/users", async (req, res) => {\n  res.json((await pool.query("SELECT 1")).rows);\n});\nasync function migrate() {\n  const client = new Client();\n  await client.connect();\n}\n',
    },
    {
      language: "typescript",
      bad: 'import { PrismaClient } from "@prisma/client";\nexport async function GET(request: Request) {\n  const prisma = new PrismaClient();\n  return Response.json(await prisma.user.findMany());\n}\n',
      good: 'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\nexport async function GET(request: Request) {\n  return Response.json(await prisma.user.findMany());\n}\n',
    },
  ],
});

/** Trying a connection out is the purpose of such handlers. */
const triesOut = /(?:\b|_)(?:set_?up|test|health|check|ready|live|ping|install|probe|diagnos)/i;

const named: Readonly<Record<ClientKind, string>> = {
  redis: "a Redis client",
  mongo: "a MongoDB client, which is a pool of its own,",
  connection: "a database connection",
  pool: "a whole connection pool",
  engine: "an engine with a connection pool of its own",
  http: "an HTTP client, which throws its open connections away,",
};

/** An HTTP client costs a handshake; a database connection is something its server has few of. */
function describe({ kind, call }: ClientMade, name: string): Hit {
  return {
    at: call.span,
    // Readers called none of these worse than arguable: most such handlers are seldom called.
    ...(kind === "http" ? { severity: "low" as const, confidence: 0.45 } : {}),
    issue: `The request handler${name === "<anonymous>" ? "" : ` \`${name}\``} makes ${named[kind]} with \`${call.callee}\` for every request.`,
  };
}

function* inPython(subject: Subject<PythonTree>): Iterable<Hit> {
  const code = codeOf(subject);
  for (const made of clientsMade(subject.outline, code)) {
    const { holder } = made;
    if (!holder || !isPythonHandler(code, holder) || triesOut.test(holder.name)) continue;
    yield describe(made, holder.name);
  }
  yield* unlimitedPools(subject);
}

function* inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, outline } = subject;
  const made = clientsMade(outline, codeOf(subject));
  for (const { call, node } of callsWhere(subject, (one) => made.some((client) => client.call === one))) {
    const client = made.find((one) => one.call === call);
    const handler = enclosingHandler(tree, node);
    if (!client || !handler) continue;
    const before = tree.root.text.slice(
      Math.max(0, handler.getStart(tree.root) - 200),
      client.call.span.start,
    );
    if (triesOut.test(subject.source.path) || triesOut.test(before)) continue;
    yield describe(client, handler.name?.getText(tree.root) ?? "<anonymous>");
  }
}

/** redis-py documents `max_connections` of a `ConnectionPool` as unset, for which it puts 2 to the 31st. */
function* unlimitedPools({ source, outline }: Subject): Iterable<Hit> {
  for (const { callee, origin, span } of outline.calls) {
    if (!/^redis(?:\.asyncio)?(?:\.connection)?\.ConnectionPool(?:\.from_url)?$/.test(origin ?? "")) continue;
    const given = argumentsOf(source.text, span, callee).join(", ");
    if (/max_connections|\*\*/.test(given)) continue;
    yield {
      at: span,
      severity: "low",
      confidence: 0.45, // none of its hits in other people's code was right
      title: "Connection pool without a limit",
      issue: `\`${callee}\` is called without \`max_connections\`, so the pool opens as many connections as there are callers at once.`,
      recommendation:
        "Pass `max_connections` to suit the server's `maxclients`, or use a `BlockingConnectionPool`, which lets callers wait.",
    };
  }
}
