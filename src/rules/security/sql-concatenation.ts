/** SQL text is put together from values instead of passing them as parameters. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { Call } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { callsWhere as typescriptCalls } from "../../syntax/typescript/calls.js";
import type { Piece, Value } from "../../syntax/pieces.js";
import { keywordArgument, positionalArguments } from "../../syntax/python/ask.js";
import { piecesOf as pythonPieces } from "../../syntax/python/pieces.js";
import { type Slot, slotAfter, statementKind } from "../../syntax/sql.js";
import { scopeText } from "../../syntax/surroundings.js";
import { isShownAsText, isToolPath } from "../../syntax/tool-paths.js";
import { calledName, propertyValue } from "../../syntax/typescript/ask.js";
import { piecesOf } from "../../syntax/typescript/pieces.js";
import { elixir, elixirExamples } from "./sql-concatenation/elixir.js";
import { rust, rustExamples } from "./sql-concatenation/rust.js";
import { javaExamples, javaQueries } from "./sql-concatenation/java.js";
import { go, goExamples } from "./sql-concatenation/go.js";
import { spanOf } from "../../syntax/nodes.js";
import { besideFlows, followedFamilies, fromFlows } from "../../syntax/flow-hits.js";

export default defineRule({
  // Medium: more only where a request's value is followed into it (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // 11 hits on 33 TypeScript, JavaScript and Python projects: 6 true, 5 arguable and below high; who chooses the value stays open.
  confidence: 0.75,
  judged: { right: 23, arguable: 4, wrong: 0, projects: 0 },
  title: "SQL built from values",
  risk: "A quote in the value ends the text and the rest is read as SQL: whoever chooses the value can read or change any row, and an innocent quote breaks the query.",
  fix: "Put a placeholder into the SQL ($1, ?, %s, :name) and pass the value beside it; choose names of tables and columns from a fixed list.",
  trial: {
    name: "a value with a quote in it",
    arrange: "a table with two rows, and the value `x' OR '1'='1`",
    act: "run {it} with that value",
    assert: "no row comes back and no SQL error is raised: the value was only compared",
  },
  cwe: [89],
  match: besideFlows("sql", {
    typescript: typescriptQueries,
    python: pythonQueries,
    elixir,
    rust,
    *java(subject) {
      for (const { at, pieces } of javaQueries(subject)) yield* hitFor(subject, at, pieces);
    },
    go,
  }),
  reads: followedFamilies,
  project: fromFlows({
    harm: "sql",
    worst: "critical",
    earns: () => true,
    effect: "a quote in it ends the text, and the rest is read as SQL",
  }),
  examples: [
    {
      language: "typescript",
      bad: "import type { Pool } from \"pg\";\nexport const find = (pool: Pool, name: string) => pool.query(`SELECT * FROM users WHERE name = '${name}'`);\n",
      good: 'import type { Pool } from "pg";\nconst USERS = "users";\nconst columns = ["id", "name"];\nexport async function find(pool: Pool, name: string, ids: string[], limit: number) {\n  await pool.query("SELECT * FROM users WHERE name = $1", [name]);\n  await pool.query(`SELECT ${columns.join(", ")} FROM ${USERS} LIMIT ${limit}`);\n  const marks = ids.map((_, i) => `$${i + 1}`).join(", ");\n  await pool.query(`SELECT * FROM users WHERE id IN (${marks})`, ids);\n  await pool.query(`SELECT * FROM users WHERE id IN (${ids.map(() => "?").join(",")})`, ids);\n  console.log(`SELECT * FROM users WHERE name = \'${name}\'`);\n  return `Select ${name} from the list`;\n}\n',
    },
    {
      language: "typescript",
      bad: "import { rawQuery } from \"./database.js\";\nexport const zone = (timezone: string) => rawQuery(`select x from t where zone = '${timezone}'`);\n",
      good: 'import { rawQuery } from "./database.js";\nimport { getDateSQL } from "./dates.js";\nfunction byColumn(column: string) {\n  return rawQuery(`select ${column} x from events`);\n}\nexport const titles = () => byColumn("title");\nexport async function top(site: string, parameters: Parameters) {\n  const { limit = 500 } = parameters;\n  return rawQuery(`select ${getDateSQL("made_at", "hour")} t from events where x = :x group by ${getDateSQL("made_at", "hour")} limit ${limit}`, { x: site });\n}\n',
    },
    {
      language: "typescript",
      bad: 'import type { DataSource } from "typeorm";\nexport async function list(source: DataSource, tenant: string, sort: string) {\n  let sql = "SELECT id FROM invoice WHERE tenant = \'" + tenant + "\'";\n  sql += " ORDER BY " + sort;\n  return source.query(sql);\n}\n',
      good: 'import type { DataSource } from "typeorm";\nconst ORDER = { newest: "created DESC", oldest: "created ASC" };\nexport async function list(source: DataSource, tenant: string, sort: "newest" | "oldest", isOpen: boolean) {\n  const conditions = ["tenant = ?"];\n  if (isOpen) conditions.push("closed IS NULL");\n  let sql = `SELECT id FROM invoice WHERE ${conditions.join(" AND ")}`;\n  sql += ` ORDER BY ${ORDER[sort]} ${isOpen ? "NULLS LAST" : ""}`;\n  return source.query(sql, [tenant]);\n}\n',
    },
    {
      language: "javascript",
      bad: 'exports.login = (req, res) => db.get("SELECT * FROM user WHERE mail = \'" + req.body.mail + "\'", (e, row) => res.json(row));\n',
      good: "const { Prisma } = require('@prisma/client');\nexports.login = (req, res) => db.get('SELECT * FROM user WHERE mail = ?', [req.body.mail], (e, row) => res.json(row));\nexports.page = (page) => {\n  page = Number(page);\n  return db.all(`SELECT * FROM user LIMIT ${page}`);\n};\nexports.byId = (req) => db.get(`SELECT * FROM user WHERE id = ${Number(req.params.id)}`);\nexports.escaped = (req) => db.query(`SELECT * FROM user WHERE id = ${db.escape(req.params.id)}`);\nexports.tagged = (req) => prisma.$queryRaw(Prisma.sql`SELECT * FROM user WHERE id = ${req.params.id}`);\n",
    },
    {
      language: "python",
      bad: "def find(cursor, name):\n    cursor.execute(f\"SELECT id FROM users WHERE name = '{name}'\")\n    return cursor.fetchall()\n",
      good: 'TABLE = "users"\nCOLUMNS = ("id", "name")\n\ndef find(cursor, name, ids, limit: int):\n    cursor.execute("SELECT id FROM users WHERE name = ?", (name,))\n    cursor.execute("SELECT id FROM users WHERE name = %s" % "?", (name,))\n    cursor.execute(f"SELECT {\', \'.join(COLUMNS)} FROM {TABLE} LIMIT {limit}")\n    marks = ",".join("?" * len(ids))\n    cursor.execute(f"SELECT id FROM users WHERE id IN ({marks})", ids)\n    cursor.execute("SELECT id FROM users LIMIT %d" % limit)\n    print(f"SELECT id FROM users WHERE name = \'{name}\'")\n',
    },
    {
      language: "python",
      bad: 'from flask import request\nfrom sqlalchemy import text\n\ndef orders(session):\n    status = request.args.get("status")\n    query = "SELECT * FROM orders WHERE status = \'%s\'" % status\n    return session.execute(text(query)).all()\n',
      good: 'from psycopg import sql\n\ndef orders(cursor, table, status, fields):\n    where = ["open = true"]\n    values = []\n    if status:\n        where.append("status = %s")\n        values.append(status)\n    cursor.execute("SELECT * FROM orders WHERE " + " AND ".join(where), values)\n    cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))\n    cursor.execute(f"UPDATE orders SET {\', \'.join(f\'{name} = %s\' for name in fields)}", values)\n',
    },
    {
      language: "python",
      bad: 'def clear(connection, kind):\n    connection.execute(f"DELETE FROM {kind}")\n',
      good: 'TABLES = ["a", "b"]\n\nclass Store:\n    table = "entries"\n\n    def clear(self, connection, table):\n        for name in TABLES:\n            connection.execute(f"DELETE FROM {name}")\n        if table not in TABLES:\n            raise KeyError(table)\n        connection.execute(f"DELETE FROM {table}")\n        connection.execute(f"DELETE FROM {self.table}")\n',
    },
    ...elixirExamples,
    ...rustExamples,
    ...javaExamples,
    ...goExamples,
  ],
});

const typescriptSinks =
  /(?:^|\.)(?:query|execute|raw|all|get|run|prepare|exec|each|getAll|getRow|getCell|any|one|oneOrNone|none|many|manyOrNone|text|unsafe|\$?queryRawUnsafe|\$?executeRawUnsafe|queryRaw|rawQuery|runQuery|executeQuery|querySync)$/;
const pythonSinks =
  /(?:^|\.)(?:execute|executemany|executescript|fetch|fetchrow|fetchval|fetch_all|fetch_one|fetch_val|fetchone|fetchall|raw|query|read_sql|read_sql_query|text|mogrify|exec_driver_sql|execute_sql|sql|exec)$/;
const sqlWord = /\b(?:select|insert|update|delete|create|alter|drop|truncate|with)\b/i;

function* typescriptQueries(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { tree, outline, source } = subject;
  if (!sqlWord.test(source.text)) return;
  const isSink = ({ callee }: Call): boolean => callee === "<expression>" || typescriptSinks.test(callee);
  for (const { call, node } of typescriptCalls({ tree, outline }, isSink)) {
    const text = sqlArgument(tree, node);
    if (!text || (call.callee === "<expression>" && !typescriptSinks.test(calledName(tree, node) ?? "")))
      continue;
    if (!mayBeText(tree, text)) continue;
    yield* hitFor(subject, { start: call.span.start, end: text.end }, piecesOf(subject, text));
  }
}

/** `query(sql, …)` or `query({ text: sql, … })`. */
function sqlArgument(
  tree: TypeScriptTree,
  node: ts.CallExpression | ts.NewExpression,
): ts.Expression | undefined {
  const first = node.arguments?.[0];
  if (!first || !tree.ts.isObjectLiteralExpression(first)) return first;
  return (
    propertyValue(tree, first, "text") ??
    propertyValue(tree, first, "sql") ??
    propertyValue(tree, first, "query")
  );
}

/** Most arguments of `get` and `all` are keys, functions and lists: those are not worth reading. */
function mayBeText({ ts }: TypeScriptTree, node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isTemplateExpression(node) ||
    ts.isBinaryExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isCallExpression(node)
  );
}

function* pythonQueries(subject: Subject<PythonTree>): Iterable<Hit> {
  const { tree, outline, source } = subject;
  if (!sqlWord.test(source.text)) return;
  const isSink = ({ callee }: Call): boolean => callee === "<expression>" || pythonSinks.test(callee);
  for (const { call, node } of pythonCalls({ tree, outline }, isSink)) {
    if (call.callee === "<expression>" && !pythonSinks.test(node.field("function")?.text() ?? "")) continue;
    const text =
      positionalArguments(node)[0] ?? keywordArgument(node, "query") ?? keywordArgument(node, "sql");
    if (!text || !isPutTogether(text)) continue;
    yield* hitFor(subject, { start: call.span.start, end: spanOf(text).end }, pythonPieces(outline, text));
  }
}

function isPutTogether(node: SgNode): boolean {
  return [
    "string",
    "concatenated_string",
    "binary_operator",
    "identifier",
    "call",
    "parenthesized_expression",
  ].includes(String(node.kind()));
}

interface Placed {
  readonly value: Value;
  readonly slot: Slot;
}

/** The hit for an SQL text put together from these pieces; none when no value stands where it does harm. */
export function* hitFor(
  { source, outline }: Pick<Subject, "source" | "outline">,
  at: Span,
  pieces: readonly Piece[],
): Iterable<Hit> {
  const scope = scopeText({ source, outline }, at.start);
  const kind = statementKind(pieces);
  const placed =
    kind === null
      ? []
      : place(pieces).filter((one) => isOpen(one, kind, source.path) && !isSafe(one.value, scope));
  const worst = placed.toSorted((a, b) => rank(a) - rank(b))[0];
  if (!worst) return;
  const { value, slot } = worst;
  const name = `\`${value.text.length > 50 ? `${value.text.slice(0, 47)}…` : value.text}\``;
  yield {
    at,
    ...judge(worst, name, source.path),
    issue: `${name} is written into the SQL text${slot === "name" ? " as a name" : ""}${sourceNote(value)}.`,
  };
}

function sourceNote({ supplier, isPublic }: Value): string {
  if (supplier === "request") return " and comes from a request";
  return supplier === "caller" && isPublic ? " and is whatever the caller passes" : "";
}

function place(pieces: readonly Piece[]): readonly Placed[] {
  let before = "";
  return pieces.flatMap((piece): readonly Placed[] => {
    const slot = slotAfter(before);
    before += typeof piece === "string" ? piece : "x";
    return typeof piece === "string" ? [] : [{ value: piece, slot }];
  });
}

/** Code that prepares tables once, with what it finds in them. */
const migrationPath = /(?:^|\/)(?:\w*migrations?|alembic|versions)\b/i;
/** Tables a program is told to work on: none of those read was chosen by a stranger. */
const tableName = /(?:table|schema|database|relation|collection|model|(?:^|_)db)(?:_?name)?$/i;

const countName =
  /(?:^|[._])(?:id|count|limit|offset|page|timestamp|time|date|size|length|index|year|days?)$|(?:Id|Count|Time|At)$/;

/** Values always; names only when other files hand them in; parts of a statement only when a request decides them. */
function isOpen({ value, slot }: Placed, kind: "query" | "definition", path: string): boolean {
  if (value.supplier === "request") return true;
  const isByHand = migrationPath.test(path) || isToolPath(path);
  if (value.supplier === "setting" || (value.supplier === "program" && isByHand)) return false;
  // Often a number that the database gave out itself: half of those read were.
  if (value.supplier === "program" && countName.test(value.text)) return false;
  if (slot === "value" && kind === "query") return true;
  const isForTables = tableName.test(value.text);
  const isFromOutside = value.supplier === "caller" && value.isPublic;
  return slot === "name" && isFromOutside && !isByHand && !isForTables;
}

/** What a maker of SQL answers is judged where it is made; what its function declares as a number stays one. */
function isSafe({ text, supplier }: Value, scope: string): boolean {
  if (supplier === "request") return false;
  if (/^[\w$.]*(?:SQL|Sql|_sql)\(/.test(text)) return true;
  if (!/^\w+$/.test(text) || !countName.test(text)) return false;
  return new RegExp(`(?<![\\w$.])${text}\\??(?::\\s*(?:number|bigint|int|float)\\b|\\s*=\\s*\\d)`).test(
    scope,
  );
}

function rank({ value, slot }: Placed): number {
  return ["request", "caller", "setting", "program"].indexOf(value.supplier) * 2 + (slot === "value" ? 0 : 1);
}

function judge(
  { value, slot }: Placed,
  name: string,
  path: string,
): Pick<Hit, "severity" | "confidence" | "recommendation"> {
  if (slot === "name") {
    const recommendation = `Choose ${name} from a fixed list of names, or quote it as an identifier with the driver's own function.`;
    const isRemote = value.supplier === "request";
    return { severity: isRemote ? "high" : "medium", confidence: isRemote ? 0.8 : 0.6, recommendation };
  }
  const recommendation = `Write a placeholder where ${name} stands and pass ${name} as a parameter.`;
  if (isShownAsText(path)) return { severity: "low", recommendation };
  if (value.supplier === "request") return { severity: "critical", confidence: 0.9, recommendation };
  if (isToolPath(path)) return { severity: "low", recommendation };
  // Where the value comes from is not in sight: it may have been checked there, or be the program's own.
  const isHandedIn = value.supplier === "caller" && value.isPublic;
  return { severity: "medium", ...(isHandedIn ? {} : { confidence: 0.65 }), recommendation };
}
