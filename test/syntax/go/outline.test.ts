/** What a Go file says about its functions, definitions, imports, names and errors. */
import { describe, expect, test } from "vitest";
import { at, importLines, outlineOf } from "../outline-of.js";

const outline = (text: string) => outlineOf(`package a\n${text}`, "a.go");

test("names, receivers, visibility, documentation and parameters", () => {
  const text =
    "// Get says.\nfunc (s *Store[T]) Get(a, b int, rest ...string) error { return nil }\n\n// Apart.\n\nfunc open(int) { go func() {}() }\n";
  const found = outline(text).functions;
  expect(
    found.map(({ name, className, isExported, hasDocumentation, hasReturnType, parameters }) => [
      name,
      className,
      isExported,
      hasDocumentation,
      hasReturnType,
      parameters.map((parameter) => parameter.name).join(" "),
    ]),
  ).toEqual([
    ["Get", "Store", true, true, true, "a b rest"],
    ["open", null, false, false, false, "_"],
    ["<anonymous>", null, false, false, false, ""],
  ]);
});

describe("complexity and nesting, counted by hand", () => {
  test.each<[name: string, body: string, complexity: number, nesting: number]>([
    ["flat", "b()", 1, 0],
    ["else-if chain", "if a { b() } else if c { d() } else { e() }", 3, 1],
    ["loop and operators", "for i := range a { if b && c || d { e() } }", 5, 2],
    ["switch without its default", "switch a { case 1: b(); case 2: c(); default: d() }", 3, 1],
    ["select", "select { case <-a: b(); default: }", 2, 1],
    ["literals count for themselves", "if a { go func() { if b { c() } }() }", 2, 1],
  ])("%s", (_, body, complexity, nesting) => {
    expect(outline(`func f() { ${body} }\n`).functions[0]).toMatchObject({ complexity, nesting });
  });
});

test("definitions by kind and container", () => {
  const text =
    "type Store struct{}\ntype getter interface{}\ntype ID = string\nconst Limit, low = 2, 1\nvar all = 1\nfunc (s Store) Get() { var x = 1; type t struct{} }\n";
  expect(
    outline(text).definitions.map(({ name, kind, container, isExported }) => [
      name,
      kind,
      container,
      isExported,
    ]),
  ).toEqual([
    ["Get", "method", "Store", true],
    ["Store", "class", null, true],
    ["getter", "type", null, false],
    ["t", "class", "Get", false],
    ["ID", "type", null, true],
    ["Limit", "variable", null, true],
    ["low", "variable", null, false],
    ["all", "variable", null, false],
  ]);
});

test("imports and where calls come from", () => {
  const text =
    'import (\n\t"net/http"\n\tr "math/rand"\n\t_ "embed"\n\t. "fmt"\n\t"github.com/a/go-redis/v9"\n\t"gopkg.in/yaml.v3"\n)\nfunc f() { http.Get("x"); r.Int(); s.mu.Lock(); g()() }\n';
  const { calls, ...rest } = outline(text);
  expect(importLines({ calls, ...rest })).toEqual([
    "net/http: *>http",
    "math/rand: *>r",
    "embed:",
    "fmt:",
    "github.com/a/go-redis/v9: *>redis",
    "gopkg.in/yaml.v3: *>yaml",
  ]);
  expect(calls.map(({ callee, origin }) => [callee, origin])).toEqual([
    ["http.Get", "net/http.Get"],
    ["r.Int", "math/rand.Int"],
    ["s.mu.Lock", null],
    ["<expression>", null],
    ["g", null],
  ]);
});

test("references leave out members, definitions and imports", () => {
  const { references, mentions } = outline("type T struct{ id int }\nfunc f(t T) int { return t.id }\n");
  expect([mentions.get("T")?.length, references.get("T")?.length]).toEqual([2, 1]);
  expect([mentions.get("id")?.length, references.get("id")]).toEqual([2, undefined]);
});

test.each<[name: string, body: string, errors: boolean]>([
  ["empty strings, loops and switches", 'func g() { for {}; switch {}; select {}; s := ""; r := `` }', false],
  ["nothing after the package", "", false],
  ["missing expression", "func f() { x := }", true],
  ["missing brace", "func f() {", true],
  ["missing parenthesis", "func f( {\n}", true],
])("parse errors: %s", (_, body, errors) => {
  expect(outline(`${body}\n`).parseErrors.length > 0).toBe(errors);
});

test("comments are where they stand", () => {
  const text = "// one\nvar a = 1 /* two */\n";
  const { comments } = outlineOf(`package a\n${text}`, "a.go");
  expect(at(`package a\n${text}`, comments)).toEqual(["// one", "/* two */"]);
});

test("`new` of a value is read as a call, offsets unchanged", () => {
  const valid = [
    "new(5)",
    'new("a")',
    "new(int64(0))",
    "new(!b)",
    "new(c.d.e)",
    "new(T{a: 1})",
    "new([]int{1})",
    "new(T)",
    "new(p.T)",
    "new([]int)",
    "new(map[string]int)",
    "new(struct{})",
    "new(*T)",
    "new(S[int])",
    "new(chan int)",
  ];
  const text = `func f() {\n${valid.map((value) => `\ta = ${value}\n`).join("")}}\n\nfunc last() {}\n`;
  const found = outline(text);
  expect(found.parseErrors).toEqual([]);
  expect(found.functions.map(({ name }) => name)).toEqual(["f", "last"]);
  expect(found.definitions.find(({ name }) => name === "last")?.nameSpan.start).toBe(
    `package a\n${text}`.indexOf("last"),
  );
  expect(outline("func f() { a = new(5 }\n").parseErrors).not.toEqual([]);
});
