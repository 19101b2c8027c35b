/** What a Rust file says about its functions, definitions, imports, names, calls and comments. */
import { describe, expect, test } from "vitest";
import type { FunctionFact } from "../../../src/model/outline.js";
import { isInTest } from "../../../src/syntax/rust/ask.js";
import { at, importLines, outlineOf, parse } from "../outline-of.js";

function functionsOf(text: string): readonly FunctionFact[] {
  return outlineOf(text, "a.rs").functions;
}

test("names, holders and visibility", () => {
  const text =
    "pub fn f() { fn inner() {} }\nimpl<T: Clone> Store<T> { pub(crate) fn m(&self) {} fn p(&self) {} }\nimpl Drop for store::Lease<'_> { fn drop(&mut self) {} }\npub trait Load { fn load(&self); fn again(&self) {} }\nmod m { pub fn g() {} }\n";
  const found = functionsOf(text).map(({ name, className, isExported }) => [name, className, isExported]);
  expect(found).toEqual([
    ["f", null, true],
    ["inner", null, false],
    ["m", "Store", true],
    ["p", "Store", false],
    ["drop", "Lease", true],
    ["again", "Load", true],
    ["g", null, true],
  ]);
});

test("spans, parameters and async", () => {
  const text = "#[inline]\npub async fn f(&self, mut a: &str, (b, c): (u8, u8)) -> Result<()> { Ok(()) }\n";
  const [fact] = functionsOf(text);
  expect(fact && at(text, [fact.nameSpan, fact.bodySpan])).toEqual(["f", "{ Ok(()) }"]);
  expect(fact?.parameters.map(({ name, isTyped }) => [name, isTyped])).toEqual([
    ["self", true],
    ["a", true],
    ["(b, c)", true],
  ]);
  expect(fact).toMatchObject({ isAsync: true, hasReturnType: true });
});

test.each<[name: string, before: string, hasDocumentation: boolean]>([
  ["line comment", "/// Says.\n", true],
  ["before an attribute", "/// Says.\n#[inline]\n", true],
  ["block comment", "/** Says. */\n", true],
  ["attribute", '#[doc = "Says."]\n', true],
  ["plain comment", "// says\n", false],
  ["ruler", "//////////\n", false],
  ["documentation of what stands before", "/// Says.\nconst A: u8 = 1;\n", false],
])("documentation: %s", (_, before, hasDocumentation) => {
  expect(functionsOf(`${before}fn f() {}\n`)[0]?.hasDocumentation).toBe(hasDocumentation);
});

describe("complexity and nesting, counted by hand", () => {
  test.each<[name: string, body: string, complexity: number, nesting: number]>([
    ["flat", "a();", 1, 0],
    ["question marks read straight on", "a()?.b()?;", 1, 0],
    ["if and else if", "if a { } else if b { } else { }", 3, 1],
    ["short circuits", "if a && b || c { }", 4, 1],
    ["let chain", "if let Some(x) = y && z { }", 3, 1],
    ["match without its catch-all", "match x { Some(a) if a > 1 => 2, None => 1, _ => 3 };", 3, 1],
    ["let else", "let Some(z) = w else { return };", 2, 0],
    ["loops inside a closure", "v.map(|a| { for b in a { loop { c(); } } });", 3, 2],
    ["while let", "while let Some(x) = it.next() { }", 2, 1],
  ])("%s", (_, body, complexity, nesting) => {
    expect(functionsOf(`fn f() { ${body} }\n`)[0]).toMatchObject({ complexity, nesting });
  });
});

test("definitions with their kinds and containers", () => {
  const text =
    "pub struct S { a: u8 }\nenum E { A }\npub trait T { fn t(&self); }\ntype X = u8;\npub const C: u8 = 1;\nstatic D: u8 = 1;\n#[macro_export]\nmacro_rules! m { () => {} }\nimpl S { fn new() -> S { fn inner() {} S { a: 1 } } }\n";
  const found = outlineOf(text, "a.rs").definitions.map(({ name, kind, isExported, container }) =>
    [name, kind, isExported ? "exported" : "own", container ?? ""].join(" ").trim(),
  );
  expect(found.sort()).toEqual(
    [
      "S class exported",
      "E class own",
      "T type exported",
      "t method exported T",
      "X type own",
      "C variable exported",
      "D variable own",
      "m function exported",
      "new method own S",
      "inner function own new",
    ].sort(),
  );
});

test.each<[text: string, lines: string[]]>([
  ["use std::sync::Arc;", ["std::sync: Arc>Arc"]],
  ["use std::sync::{self, Arc, Mutex as M};", ["std::sync: *>sync, Arc>Arc, Mutex>M"]],
  [
    "use tokio::{sync::mpsc, time::*, net::tcp::{Tcp}};",
    ["tokio::sync: mpsc>mpsc", "tokio::time:", "tokio::net::tcp: Tcp>Tcp"],
  ],
  ["pub use crate::a::B;", ["crate::a!: B>B"]],
  ["use tokio;", ["tokio: *>tokio"]],
  ["use std::io::Read as _;", ["std::io:"]],
  ["extern crate serde as s;", ["serde: *>s"]],
  ["mod store;\nmod inline { }", ["self::store:"]],
  ["use super::a::B;\nmod tests { use super::*; }", ["super::a: B>B", "self:"]],
])("imports: %s", (text, lines) => {
  expect(importLines(outlineOf(text, "a.rs"))).toEqual(lines);
});

test.each<[code: string, callee: string, origin: string | null]>([
  ["tokio::spawn(x);", "tokio.spawn", "tokio.spawn"],
  ["use tokio::task;\nfn f() { task::spawn::<T>(x); }", "task.spawn", "tokio.task.spawn"],
  ["use std::sync::Mutex as M;\nfn f() { M::<Vec<u8>>::new(x); }", "M.new", "std.sync.Mutex.new"],
  ["fn f() { self.store.save(x); }", "self.store.save", null],
  ["fn f() { crate::save(x); }", "crate.save", null],
  ["fn f() { Store::save(x); }", "Store.save", null],
  ["fn f() { (a)(x); }", "<expression>", null],
])("call: %s", (code, callee, origin) => {
  const text = code.startsWith("tokio") ? `fn f() { ${code} }` : code;
  expect(outlineOf(text, "a.rs").calls[0]).toMatchObject({ callee, origin });
});

test("mentions are all names, references only what may be a binding", () => {
  const text = 'use a::b;\nfn f(x: T) { x.y(b::z); println!("{}", w.v); 0..x; }\n';
  const { mentions, references } = outlineOf(text, "a.rs");
  expect([...mentions.keys()].sort()).toEqual(["T", "a", "b", "f", "println", "v", "w", "x", "y", "z"]);
  expect(["T", "b", "w", "x"].filter((name) => !references.has(name))).toEqual([]);
  expect(["f", "v", "y", "z"].filter((name) => references.has(name))).toEqual([]);
  expect(references.get("x")).toHaveLength(3);
});

test("comments end with their line", () => {
  const text = "/// Doc.\nfn f() { /* in */ } // tail\n";
  expect(at(text, outlineOf(text, "a.rs").comments)).toEqual(["/// Doc.", "/* in */", "// tail"]);
});

test.each<[text: string, messages: string[]]>([
  ["fn f() {}\n", []],
  ["", []],
  ["fn f(&self) -> impl Iterator<Item = u8> + use<'_> { g() }\n", []],
  ["macro_rules! m { ($a:expr_2021, $b:pat_param) => { $a } }\n", []],
  ["fn f() { g(&raw); let p = &raw const x; }\n", []],
  ["fn f(c: C) { let C { a, #[cfg(unix)] b, .. } = c; }\n", []],
  ['const A: &str = "";\nfn f<\'a>(x: &\'a str) { let Some(_) = y else { return }; r#""#; }\n', []],
  ["fn f( {\n", ["not valid Rust near `(`", "`}` is missing"]],
])("parse errors: %j", (text, messages) => {
  const found = outlineOf(text, "a.rs").parseErrors.map(({ message }) => message);
  if (messages.length === 0) expect(found).toEqual([]);
  else expect(found).not.toEqual([]);
});

test.each(["fn", "impl {", "}}}}", "use ::{;", "fn f() { match", "#[cfg(test", 'let s = "', "\u0000"])(
  "broken code does not throw: %j",
  (text) => {
    expect(() => outlineOf(text, "a.rs")).not.toThrow();
  },
);

test.each<[text: string, isTest: boolean]>([
  ["#[cfg(test)]\nmod tests { fn f() { g(); } }", true],
  ["#[cfg(test)]\n#[allow(unused)]\n// why\nmod tests { fn f() { g(); } }", true],
  ['#[cfg(all(test, feature = "x"))]\nmod tests { fn f() { g(); } }', true],
  ["#[tokio::test(start_paused = true)]\nasync fn f() { g(); }", true],
  ["#[test]\nfn f() { g(); }", true],
  ["#![cfg(test)]\nfn f() { g(); }", true],
  ["#[cfg(not(test))]\nfn f() { g(); }", false],
  ['#[cfg(feature = "test")]\nfn f() { g(); }', false],
  ["#[cfg(test)]\nuse a::b;\nfn f() { g(); }", false],
])("test code: %s", (text, isTest) => {
  const { tree, outline } = parse(text, "a.rs");
  if (tree.family !== "rust") throw new Error("wrong family");
  const [call] = tree.nodes("call_expression");
  expect(call && isInTest(tree, call)).toBe(isTest);
  expect(outline.functions[0]?.isTest ?? false).toBe(isTest);
});

describe("what stands in macros", () => {
  function callees(body: string): readonly string[] {
    const outline = outlineOf(`async fn f() { ${body} }\n`, "a.rs");
    expect(outline.parseErrors).toEqual([]);
    return outline.calls.map(({ callee }) => callee);
  }

  test.each<[name: string, body: string, calls: readonly string[]]>([
    ["format", 'println!("{}", foo(x));', ["println", "foo"]],
    ["assertion", "assert_eq!(a.len(), b(1));", ["assert_eq", "a.len", "b"]],
    ["nested", 'panic!("{}", format!("{}", g()));', ["panic", "format", "g"]],
    ["list", "let v = vec![a(), b()];", ["a", "b"]],
    [
      "json",
      'let v = serde_json::json!({"id": id(), "rest": [{"n": n::m()}]});',
      ["serde_json.json", "id", "n.m"],
    ],
    ["join", "let (a, b) = tokio::join!(one(), two());", ["tokio.join", "one", "two"]],
    [
      "select",
      "tokio::select! { biased; Some(m) = rx.recv(), if open => { take(m); } _ = stop.changed() => leave(), else => rest(), }",
      ["Some", "rx.recv", "take", "stop.changed", "leave", "rest"],
    ],
    ["stream", "let s = async_stream::stream! { while let Some(x) = n().await { yield x; } };", ["n"]],
    ["tracing", 'info!(target: "a", ?b, c = %d(), "e {}", f());', ["info", "d", "f"]],
    ["text that looks like a macro", 'println!("a!(b)", /* c!( */ d());', ["println", "d"]],
    ["tokens that are no code", "tokens!(a => b, c(d) =>); e();", ["e"]],
  ])("%s", (_, body, calls) => {
    expect(callees(body)).toEqual(calls);
  });

  test("a macro that cannot be read leaves the others readable", () => {
    expect(callees('odd!(a => b); println!("{}", c());')).toEqual(["println", "c"]);
  });

  test("names in macros and in format texts are mentioned and referred to", () => {
    const text =
      'fn f() {\n  odd!(alpha => beta.gamma);\n  println!("{delta:?} {{no}}", epsilon = zeta);\n}\n';
    const { mentions, references } = outlineOf(text, "a.rs");
    for (const name of ["alpha", "beta", "gamma", "delta", "zeta"])
      expect(
        at(
          text,
          (mentions.get(name) ?? []).map((start) => ({ start, end: start + name.length })),
        ),
      ).toEqual([name]);
    expect([references.has("delta"), references.has("gamma"), mentions.has("no")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("the macros themselves are mentioned once", () => {
    const { references } = outlineOf(
      "fn f() { select! { x = a() => {} } vec![1]; odd! { a => b } }\n",
      "a.rs",
    );
    expect(["select", "vec", "odd"].map((name) => references.get(name)?.length)).toEqual([1, 1, 1]);
  });

  test("offsets are those of the text as written", () => {
    const text = "fn f() {\n  tokio::select! {\n    x = alpha() => beta(x),\n  }\n}\n";
    const spans = outlineOf(text, "a.rs").calls.map(({ span }) => span);
    expect(at(text, spans)).toEqual(["alpha()", "beta(x)"]);
  });
});
