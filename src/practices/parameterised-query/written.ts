/** SQL with placeholders as Go, Java, Rust and Elixir write it: a plain literal, and the values beside it. */
import type { Example, Hit, Matchers } from "../../model/rule.js";
import { closingOf, codeOf } from "../../syntax/code-text.js";
import type { Code } from "../../syntax/in-families.js";
import { functionsAround } from "../../syntax/surroundings.js";
import { isParameterised, mostTelling } from "./statements.js";

/** How a language hands a statement to its database. */
interface Dialect {
  /** Ends behind the opening bracket of a call that runs or prepares SQL. */
  readonly opens: RegExp;
  /** What must stand behind the literal; looked for after the call where the values are bound later. */
  readonly values: RegExp;
}

const go: Dialect = {
  opens:
    /\.(?:Query|QueryRow|Exec|Queryx|QueryRowx|Get|Select|Raw)(?:Context)?\((?:\s*\w+(?:\.\w+\(\))?,)?(?:\s*&\w+(?:\.\w+)?,)?\s*/g,
  values: /^\s*,\s*[^\s)]/,
};
const java: Dialect = {
  opens:
    /\.(?:prepareStatement|query|queryForObject|queryForList|update|createQuery|createNativeQuery)\(\s*/g,
  values: /^\s*(?:,\s*[^\s)]|[\s\S]*?\)[\s\S]{0,200}?\.set(?:[A-Z]\w*)\()/,
};
const rust: Dialect = {
  opens: /\bquery(?:_as|_scalar)?(?:!|_unchecked!)?(?:::<[^()]{0,80}>)?\(\s*(?:[A-Z]\w*,\s*)?/g,
  values: /^\s*(?:,\s*[^\s)]|,?\s*\)\s*\.bind\()/,
};
const elixir: Dialect = {
  opens: /\b(?:Postgrex|MyXQL|SQL|Repo)\.query!?\(\s*(?:[\w.@]+,\s*)?/g,
  values: /^\s*,\s*\[\s*[^\s\]]/,
};

export const written: Matchers = {
  go: (code) => statementsIn(code, go),
  java: (code) => statementsIn(code, java),
  rust: (code) => statementsIn(code, rust),
  elixir: (code) => statementsIn(code, elixir),
};

/** Raw and triple-quoted strings first, since a plain one would end at their first quote. */
const literal =
  /^(?:r?#*"""([\s\S]*?)"""|r#+"([\s\S]*?)"#+|r?"((?:[^"\\]|\\[\s\S])*)"|`([^`]*)`)(?:\.\w+\(\))?/;

function statementsIn(code: Code, { opens, values }: Dialect): readonly Hit[] {
  const text = codeOf(code);
  if (text.search(opens) === -1) return [];
  const spans = [...text.matchAll(opens)].flatMap((match) => {
    const start = match.index + match[0].length;
    const found = literal.exec(text.slice(start, start + longestStatement));
    const statement = found?.slice(1).find((group) => group !== undefined) ?? "";
    if (!found || statement.includes("#{") || !isParameterised(statement)) return [];
    if (!values.test(text.slice(start + found[0].length, start + found[0].length + 400))) return [];
    if (functionsAround(code.outline, start).some(({ isTest }) => isTest === true)) return [];
    const open = match.index + match[0].indexOf("(");
    return [{ start: match.index + (match[0].startsWith(".") ? 1 : 0), end: closingOf(text, open) }];
  });
  return mostTelling(spans);
}

const longestStatement = 4000;

export const writtenExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package store\n\nfunc (s *Store) Load(ctx context.Context, id string) *sql.Row {\n\treturn s.db.QueryRowContext(ctx, "SELECT name FROM users WHERE id = $1", id)\n}\n',
    good: 'package store\n\nfunc (s *Store) Load(ctx context.Context, id string) *sql.Row {\n\treturn s.db.QueryRowContext(ctx, "SELECT name FROM users WHERE id = \'"+id+"\'", ctx)\n}\n\nfunc (s *Store) All() *sql.Row {\n\treturn s.db.QueryRow("SELECT name FROM users")\n}\n\nfunc (s *Store) Name(form *Form) string {\n\treturn form.Get("name", "x")\n}\n',
  },
  {
    language: "java",
    bad: 'package store;\n\nclass Users {\n  String load(Connection connection, String id) throws SQLException {\n    try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM users WHERE id = ?")) {\n      statement.setString(1, id);\n      return statement.executeQuery().getString(1);\n    }\n  }\n}\n',
    good: 'package store;\n\nclass Users {\n  String load(Connection connection, String id) throws SQLException {\n    try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM users WHERE id = \'" + id + "\'")) {\n      return statement.executeQuery().getString(1);\n    }\n  }\n}\n',
  },
  {
    language: "rust",
    bad: 'pub async fn load(db: &PgPool, id: i64) -> sqlx::Result<User> {\n    sqlx::query_as::<_, User>("SELECT name FROM users WHERE id = $1").bind(id).fetch_one(db).await\n}\n',
    good: 'pub async fn load(db: &PgPool, id: i64) -> sqlx::Result<User> {\n    sqlx::query(&format!("SELECT name FROM users WHERE id = {id}")).fetch_one(db).await?;\n    sqlx::query("SELECT name FROM users").fetch_one(db).await\n}\n',
  },
  {
    language: "rust",
    bad: 'pub async fn remove(db: &PgPool, id: i64) {\n    query!(r#"DELETE FROM users WHERE id = ?"#, id).execute(db).await;\n}\n',
    good: 'pub async fn clear(db: &PgPool) {\n    query!("DELETE FROM users WHERE id = 1").execute(db).await;\n}\n',
  },
  {
    language: "elixir",
    bad: 'defmodule Users do\n  def load(conn, id), do: Postgrex.query!(conn, "SELECT name FROM users WHERE id = $1", [id])\nend\n',
    good: 'defmodule Users do\n  def load(conn, id), do: Postgrex.query!(conn, "SELECT name FROM users WHERE id = #{id}", [])\n  def all(conn), do: Postgrex.query!(conn, "SELECT name FROM users", [])\nend\n',
  },
];
