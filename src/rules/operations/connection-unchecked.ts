/** One connection is kept for the life of the program, and nothing notices when it has gone. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { codeOf } from "../../syntax/code-text.js";
import { type ClientMade, clientsMade } from "../../syntax/data-clients.js";
import { argumentsOf } from "../../syntax/key-value-calls.js";

export default defineRule({
  severity: "medium",
  // None of these libraries connects again by itself, as each documents; whether the process is restarted is open.
  confidence: 0.65,
  // All that was ever read were Redis clients, which are for the deep profile; of the rest no hit has met.
  judged: { right: 0, arguable: 0, wrong: 0, projects: 635 },
  title: "Connection kept without a check",
  risk: "When the server restarts or drops an idle connection, every later query fails until the program is started again.",
  fix: "Use the library's pool, which replaces broken connections, or check the connection before use and open it again.",
  trial: {
    name: "a connection that died while idle",
    arrange: "a server that closes the connection after the first command",
    act: "send a second command through the client that is made here",
    assert: "the client connects again, and the command succeeds",
  },
  cwe: [755],
  match: { typescript: unchecked, python: unchecked },
  examples: [
    {
      language: "python",
      bad: "import psycopg2\n\nconn = psycopg2.connect(DSN)\n\ndef users():\n    with conn.cursor() as cursor:\n        cursor.execute('SELECT name FROM users')\n        return cursor.fetchall()\n",
      good: "import psycopg2\nfrom psycopg2.pool import SimpleConnectionPool\n\npool = SimpleConnectionPool(1, 10, DSN)\n\ndef users():\n    conn = psycopg2.connect(DSN)\n    with conn.cursor() as cursor:\n        cursor.execute('SELECT name FROM users')\n        return cursor.fetchall()\n",
    },
    {
      language: "python",
      bad: "import pymysql\n\nclass Store:\n    def __init__(self):\n        self.db = pymysql.connect(host='db')\n\n    def names(self):\n        return read(self.db.cursor())\n\ndef lines(path):\n    file = open(path)\n    file.close()\n",
      good: "import pymysql\n\nclass Store:\n    def __init__(self):\n        self.db = pymysql.connect(host='db')\n\n    def names(self):\n        self.db.ping(reconnect=True)\n        return read(self.db.cursor())\n\nclass Job:\n    def __init__(self):\n        self.db = pymysql.connect(host='db')\n\n    def __exit__(self, *details):\n        self.db.close()\n",
    },
    {
      language: "python",
      bad: "import redis.asyncio as redis\n\nclass Sessions:\n    def __init__(self, url):\n        self.client = redis.from_url(url, decode_responses=True)\n",
      good: "import redis.asyncio as redis\nfrom redis.asyncio.retry import Retry\n\nclass Sessions:\n    def __init__(self, url, options):\n        self.client = redis.from_url(url, health_check_interval=30)\n        self.other = redis.Redis(retry=Retry(policy(), 3))\n        self.third = redis.Redis(**options)\n        self.fourth = redis.Redis(connection_pool=options.pool)\n\nclass Limits:\n    async def open(self, url):\n        client = redis.from_url(url)\n        await client.aclose()\n",
    },
    {
      language: "javascript",
      bad: 'const mysql = require("mysql");\nconst db = mysql.createConnection({ host: "db" });\nmodule.exports = { all: (done) => db.query("SELECT 1", done) };\n',
      good: 'const mysql = require("mysql");\nconst db = mysql.createPool({ host: "db" });\nconst other = mysql.createConnection({ host: "db" });\nother.on("error", reconnect);\nmodule.exports = { all: (done) => db.query("SELECT 1", done) };\n',
    },
    {
      language: "typescript",
      bad: 'import { Client } from "pg";\nexport class Store {\n  private client = new Client();\n  names() {\n    return this.client.query("SELECT 1");\n  }\n}\n',
      good: 'import { Client } from "pg";\nimport Redis from "ioredis";\nexport const redis = new Redis();\nasync function main() {\n  const client = new Client();\n  await client.connect();\n  await client.end();\n}\nvoid main();\n',
    },
  ],
});

/** Ways to replace a connection that do not name it. */
const replaces = /reconnect|OperationalError|InterfaceError|ConnectionError|pool_pre_ping/i;
/** What is asked of the connection itself; another object of the file that is closed says nothing about this one. */
const asked =
  "(?:\\s*\\.\\s*(?:ping|is_connected|isConnected|is_closed|close|aclose|end|destroy|on)\\s*\\(|\\.closed\\b)";

function isChecked({ kept }: ClientMade, code: string): boolean {
  const name = /\w+$/.exec(kept ?? "")?.[0];
  return name !== undefined && new RegExp(`\\b${name}[!?]?${asked}`).test(code);
}

function* unchecked(subject: Subject): Iterable<Hit> {
  const code = codeOf(subject);
  const made = clientsMade(subject.outline, code).filter(isKept);
  if (made.length === 0 || replaces.test(code)) return;
  for (const client of made) {
    if (isChecked(client, code)) continue;
    if (client.kind === "connection") yield lostConnection(client);
    else if (client.kind === "redis") yield* idleRedis(subject, client);
  }
}

/** Kept beyond the function it is made in: at module level or in a field. */
function isKept({ kept, holder }: ClientMade): boolean {
  return kept !== null && (holder === undefined || /^(?:self|this)\./.test(kept));
}

function lostConnection({ call, kept }: ClientMade): Hit {
  return {
    at: call.span,
    issue: `\`${kept ?? ""}\` is one connection made by \`${call.callee}\` and kept; the library does not open it again, and nothing in this file checks or replaces it.`,
  };
}

/**
 * redis-py documents `health_check_interval=0` and, before version 6, no retry as its defaults;
 * version 6 made three retries the default.
 */
function* idleRedis({ source, survey }: Subject, { call, kept }: ClientMade): Iterable<Hit> {
  if (!/^(?:redis|aioredis)\b/.test(call.origin ?? "") || !source.path.endsWith(".py")) return;
  const given = argumentsOf(source.text, call.span, call.callee).join(", ");
  if (
    /health_check_interval|retry|connection_pool|\*\*|single_connection/.test(given) ||
    retriesByDefault(survey)
  )
    return;
  yield {
    at: call.span,
    severity: "low",
    // Of 4 read in strangers' projects none was a defect (3 arguable, 1 false): one command fails, the next connects again.
    confidence: 0.45,
    title: "Redis client without health check or retry",
    issue: `\`${kept ?? ""}\` is made without \`health_check_interval\`, \`retry\` or a ping; a connection that died while idle is noticed only when a command fails on it.`,
    recommendation:
      "Pass `health_check_interval=30`, and `retry=Retry(ExponentialBackoff(), 3)` where redis-py is older than version 6.",
  };
}

function retriesByDefault({ files }: Survey): boolean {
  return [...files.values()].some(
    ({ source: { path, text } }) =>
      /(?:requirements[^/]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile)$/.test(path) &&
      /\bredis(?:\[[\w,]+\])?["']?\s*(?:[~=>^]=?|=\s*["']\W*)\s*["']?(?:[6-9]|\d\d)\b/.test(text),
  );
}
