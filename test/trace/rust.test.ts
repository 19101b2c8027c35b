/** What is followed through Rust, and what is not. */
import { describe, expect, it } from "vitest";
import { flowsIn } from "./flow-table.js";

/** The first line of the body is line 3. */
const handler = (body: string): string =>
  `use axum::extract::Query; use axum::response::{Html, Redirect}; use std::process::Command;\nasync fn show(Query(q): Query<Params>) -> String {\n${body}\n}\n`;

describe("Axum", () => {
  it.each([
    ["a program", `Command::new(q.name).output();`, "command q -> std.process.Command.new @ 2 3"],
    ["a path", `std::fs::read(&q.name)?;`, "path q -> std.fs.read @ 2 3"],
    [
      "a formatted path",
      `let p = format!("/srv/{}", q.name);\ntokio::fs::read(p).await?;`,
      "path q -> tokio.fs.read @ 2 3 4",
    ],
    [
      "sql",
      `sqlx::query(&format!("select '{}'", q.name)).fetch_all(&pool).await?;`,
      "sql q -> sqlx.query @ 2 3",
    ],
    [
      "sql with a name in the text",
      `let name = q.name;\nsqlx::query(&format!("select '{name}'"));`,
      "sql q -> sqlx.query @ 2 3 4",
    ],
    ["a url", `reqwest::get(q.url).await?;`, "url q -> reqwest.get @ 2 3"],
    ["a redirect", `Redirect::to(&q.next)`, "redirect q -> axum.response.Redirect.to @ 2 3"],
    ["markup", `Html(format!("<b>{}", q.name))`, "markup q -> axum.response.Html @ 2 3"],
    ["a branch", `if let Some(name) = q.name {\nstd::fs::read(name);\n}`, "path q -> std.fs.read @ 2 3 4"],
    [
      "a match",
      `match q.name {\nSome(n) => { std::fs::read(n); }\nNone => {}\n}`,
      "path q -> std.fs.read @ 2 4",
    ],
    ["a loop", `for n in q.names {\nstd::fs::read(n);\n}`, "path q -> std.fs.read @ 2 3 4"],
  ])("finds %s", async (_, body, expected) => {
    expect(await flowsIn({ "src/main.rs": handler(body) })).toContain(expected);
  });

  it.each([
    ["placeholders", `sqlx::query("select $1").bind(q.name);`],
    ["arguments of a program", `Command::new("ls").arg(q.name).output();`],
    ["a number", `let n: u32 = q.name.parse()?;\nstd::fs::read(format!("/srv/{n}"));`],
    ["a fixed host", `reqwest::get(format!("https://example.org/{}", q.name)).await?;`],
    ["a match over the value", `let n = q.name;\nmatch n {\n"a" | "b" => { std::fs::read(n); }\n_ => {}\n}`],
    ["an allow-list", `let n = q.name;\nif !ALLOWED.contains(&n) { return x; }\nstd::fs::read(n);`],
  ])("is silent about %s", async (_, body) => {
    expect(await flowsIn({ "src/main.rs": handler(body) })).toEqual([]);
  });
});
