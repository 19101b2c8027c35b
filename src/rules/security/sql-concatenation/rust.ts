/** SQL put together in Rust: `sqlx::query(&format!(…))`, `client.execute(&sql, &[])`, `conn.prepare(…)`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Subject } from "../../../model/rule.js";
import type { RustTree } from "../../../model/tree.js";
import { argumentsOf, isInTest, methodOf } from "../../../syntax/rust/ask.js";
import { builtText } from "../../../syntax/rust/formats.js";
import type { Piece, Value } from "../../../syntax/pieces.js";
import { type Slot, slotAfter, statementKind } from "../../../syntax/sql.js";
import { isToolPath } from "../../../syntax/tool-paths.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

const sinks =
  /^(?:query|query_as|query_scalar|query_with|query_one|query_opt|query_row|query_map|query_raw|execute|execute_batch|batch_execute|prepare|prepare_cached|simple_query|sql_query|raw_sql|fetch_one|fetch_all|fetch_optional|from_string|from_sql_and_values)$/;

/** A list the function joined itself is usually one of its own constants, or was quoted as it was joined. */
function isJoined(call: SgNode, name: string): boolean {
  const scope = ancestor(call, "function_item")?.text() ?? "";
  return new RegExp(`\\blet\\s+(?:mut\\s+)?${name.replace(/\W/g, "\\$&")}\\b[^;]*\\.join\\(`).test(scope);
}

/** Values in the text always; names of tables only when a request or the caller of a public function chooses them. */
export function* rust({ tree, source }: Subject<RustTree>): Iterable<Hit> {
  if (!/\b(?:select|insert|update|delete)\b/i.test(source.text)) return;
  for (const call of tree.nodes("call_expression")) {
    if (!sinks.test(calledName(call)) || isInTest(tree, call)) continue;
    const sql = argumentsOf(call)
      .slice(0, 2)
      .find((one) => builtText(one).length > 0);
    const worst = sql && worstOf(builtText(sql), source.path);
    if (!worst) continue;
    const { value, slot } = worst;
    const isRequest = value.supplier === "request";
    if (!isRequest && isJoined(call, value.text)) continue;
    yield {
      at: { start: spanOf(call).start, end: spanOf(sql).end },
      severity: isRequest ? "critical" : isToolPath(source.path) ? "low" : "medium",
      confidence: isRequest ? 0.9 : slot === "name" ? 0.6 : 0.75,
      issue: `\`${value.text}\` is written into the SQL text${slot === "name" ? " as a name" : ""}${isRequest ? " and comes from a request" : ""}.`,
      recommendation:
        slot === "name"
          ? `Choose \`${value.text}\` from a fixed list of names.`
          : `Write a placeholder (\`$1\`, \`?\`) where \`${value.text}\` stands and hand it over with \`.bind(${value.text})\` or in the list of parameters.`,
    };
  }
}

function calledName(call: SgNode): string {
  const named = methodOf(call);
  if (named !== null) return named;
  return /(\w+)\s*(?:::\s*<[^()]*>)?$/.exec(call.field("function")?.text() ?? "")?.[1] ?? "";
}

interface Placed {
  readonly value: Value;
  readonly slot: Slot;
}

function worstOf(pieces: readonly Piece[], path: string): Placed | undefined {
  const kind = statementKind(pieces);
  if (kind === null) return undefined;
  let before = "";
  const placed = pieces.flatMap((piece): readonly Placed[] => {
    const slot = slotAfter(before);
    before += typeof piece === "string" ? piece : "x";
    return typeof piece === "string" ? [] : [{ value: piece, slot }];
  });
  const open = placed.filter((one) => isOpen(one, kind, path));
  return open.find(({ value }) => value.supplier === "request") ?? open[0];
}

function isOpen({ value, slot }: Placed, kind: "query" | "definition", path: string): boolean {
  if (value.supplier === "request") return true;
  if (value.supplier === "setting" || value.supplier === "program" || /migrat/i.test(path)) return false;
  if (slot === "value" && kind === "query")
    return !/(?:id|count|limit|offset|page|size)$|placeholder|^\d/i.test(value.text);
  return (
    slot === "name" &&
    value.supplier === "caller" &&
    value.isPublic &&
    !/table|schema|database/i.test(value.text)
  );
}

export const rustExamples: readonly Example[] = [
  {
    language: "rust",
    bad: "pub async fn count(pool: &Pool, language: String) -> sqlx::Result<Row> {\n    sqlx::query(&format!(\"SELECT COUNT(1) FROM uses WHERE language = '{language}'\")).fetch_one(pool).await\n}\n",
    good: 'pub async fn listed(pool: &Pool, languages: Vec<String>) -> sqlx::Result<Row> {\n    let languages = languages.into_iter().map(|l| format!("\'{l}\'")).collect::<Vec<_>>().join(",");\n    sqlx::query(&format!("SELECT COUNT(1) FROM uses WHERE language IN ({languages})")).fetch_one(pool).await\n}\n\npub async fn count(pool: &Pool, users: Vec<i64>, since: DateTime<Utc>) -> sqlx::Result<Row> {\n    let users = users.iter().map(|u| u.to_string()).collect::<Vec<_>>().join(",");\n    let since = since - Duration::days(7);\n    sqlx::query(&format!("SELECT COUNT(1) FROM uses WHERE user IN ({users}) AND at > \'{since}\'")).fetch_one(pool).await\n}\n',
  },
  {
    language: "rust",
    bad: "pub async fn find(pool: &PgPool, name: &str) -> sqlx::Result<User> {\n    sqlx::query_as::<_, User>(&format!(\"SELECT * FROM users WHERE name = '{}'\", name)).fetch_one(pool).await\n}\n",
    good: 'const TABLE: &str = "users";\n\npub async fn find(pool: &PgPool, name: &str, limit: i64, ids: &[i64]) -> sqlx::Result<User> {\n    println!("SELECT * FROM users WHERE name = \'{}\'", name);\n    let marks = ids.iter().map(|_| "?").collect::<Vec<_>>().join(", ");\n    sqlx::query(&format!("SELECT * FROM {TABLE} LIMIT {limit}")).execute(pool).await?;\n    sqlx::query(&format!("DELETE FROM users WHERE id IN ({marks})")).execute(pool).await?;\n    sqlx::query_as::<_, User>("SELECT * FROM users WHERE name = $1").bind(name).fetch_one(pool).await\n}\n',
  },
  {
    language: "rust",
    bad: 'use axum::extract::{Path, State};\n\nasync fn orders(State(db): State<Client>, Path(status): Path<String>) -> Vec<Row> {\n    let sql = "SELECT * FROM orders WHERE status = \'".to_string() + &status + "\'";\n    db.query(&sql, &[]).await.unwrap()\n}\n',
    good: 'use axum::extract::{Path, State};\n\nasync fn orders(State(db): State<Client>, Path(status): Path<String>) -> Vec<Row> {\n    let sql = "SELECT * FROM orders WHERE status = $1".to_string();\n    db.query(&sql, &[&status]).await.unwrap()\n}\n',
  },
];
