/** What a Java file says about its methods, definitions and calls. */
import { describe, expect, test } from "vitest";
import type { FunctionFact } from "../../../src/model/outline.js";
import { at, outlineOf } from "../outline-of.js";

function functionsOf(text: string): readonly FunctionFact[] {
  return outlineOf(text, "A.java").functions;
}

test("names, classes and visibility", () => {
  const text = `class A {
  A() {}
  private void p() {}
  protected void q() { new Thread() { public void run() {} }; }
  void abstractOnes();
  interface I { void none(); default void d() {} }
  enum E { X { void x() {} }; void w() {} }
  record R(int a) { R {} }
}`;
  const found = functionsOf(text).map(({ name, className, isExported }) => [name, className, isExported]);
  expect(found).toEqual([
    ["A", "A", true],
    ["p", "A", false],
    ["q", "A", true],
    ["run", null, false],
    ["d", "I", true],
    ["x", null, true],
    ["w", "E", true],
    ["R", "R", true],
  ]);
});

test("spans, parameters and return types", () => {
  const text =
    "class A {\n  @Override public <T> T f(final int a, @Nullable String... b) { return null; }\n}";
  const [fact] = functionsOf(text);
  expect(fact && at(text, [fact.nameSpan, fact.bodySpan])).toEqual(["f", "{ return null; }"]);
  expect(fact).toMatchObject({
    parameters: [
      { name: "a", isTyped: true, hasDefault: false },
      { name: "b", isTyped: true, hasDefault: false },
    ],
    hasReturnType: true,
    isAsync: false,
  });
});

test.each<[name: string, before: string, hasDocumentation: boolean]>([
  ["Javadoc", "/** Says. */\n  ", true],
  ["Javadoc above an annotation", "/** Says. */\n  @Override ", true],
  ["plain comment", "/* Says. */\n  ", false],
  ["line comment", "// Says.\n  ", false],
  ["Javadoc of the member above", "/** Says. */ int a;\n  ", false],
])("documentation: %s", (_, before, hasDocumentation) => {
  expect(functionsOf(`class A {\n  ${before}void f() {}\n}`)[0]?.hasDocumentation).toBe(hasDocumentation);
});

describe("complexity and nesting, counted by hand", () => {
  test.each<[name: string, body: string, complexity: number, nesting: number]>([
    ["flat", "return 1;", 1, 0],
    ["if", "if (a) b();", 2, 1],
    ["else-if chain", "if (a) b(); else if (c) d(); else if (e) f(); else g();", 4, 1],
    ["else holding an if", "if (a) b(); else { if (c) d(); }", 3, 2],
    ["if in an if without braces", "if (a) if (b) c();", 3, 2],
    ["loops", "for (;;) {} for (var x : y) {} while (a) {} do {} while (b);", 5, 1],
    ["try", "try { a(); } catch (B | C e) { b(); } finally { c(); }", 2, 1],
    ["try with resources", "try (var r = open()) { if (r) a(); }", 2, 2],
    ["operators", "return a && b || !c;", 3, 0],
    ["conditional", "return a ? b : c;", 2, 0],
    ["switch", "switch (a) { case 1: b(); case 2: c(); default: d(); }", 3, 1],
    ["switch with arrows", "return switch (a) { case 1, 2 -> b; default -> c; };", 2, 1],
    ["lambda", "run(() -> { if (a) b(); });", 2, 1],
    ["synchronized", "synchronized (this) { if (a) b(); }", 2, 2],
  ])("%s", (_, body, complexity, nesting) => {
    expect(functionsOf(`class A { int f() { ${body} } }`)[0]).toMatchObject({ complexity, nesting });
  });
});

test("definitions by kind and container", () => {
  const text =
    "class A { static int x, y; private void m() { class L {} } interface I { int K = 1; } enum E { B } }";
  const { definitions } = outlineOf(text, "A.java");
  expect(
    definitions.map(({ name, kind, container, isExported }) => [name, kind, container, isExported]),
  ).toEqual([
    ["A", "class", null, true],
    ["L", "class", "m", false],
    ["E", "class", "A", true],
    ["I", "type", "A", true],
    ["m", "method", "A", false],
    ["x", "variable", "A", true],
    ["y", "variable", "A", true],
    ["K", "variable", "I", true],
    ["B", "variable", "E", true],
  ]);
});

test("calls with where they come from", () => {
  const text = `import java.util.List;
import static java.util.Map.entry;
class A { void f() { List.of(entry(1, 2)); this.store.save(); new List<B>(); a().b(); } }`;
  expect(outlineOf(text, "A.java").calls.map(({ callee, origin }) => [callee, origin])).toEqual([
    ["List.of", "java.util.List.of"],
    ["entry", "java.util.Map.entry"],
    ["this.store.save", null],
    ["List", "java.util.List"],
    ["<expression>", null],
    ["a", null],
  ]);
});

test("comments, not those in strings", () => {
  const text = 'class A { /* one */ String x = "/* no */"; // two\n}';
  const { comments } = outlineOf(text, "A.java");
  expect(at(text, comments)).toEqual(["/* one */", "// two"]);
});

test.each<[name: string, text: string, message: string | undefined]>([
  ["a whole file", "package a;\nrecord P(int x) {}\n", undefined],
  ["an empty file", "", undefined],
  ["a text block", 'class A { String x = """\n  {";\n  """; }', undefined],
  [
    "patterns",
    "class A { int f(Object o) { return switch (o) { case B(int x) when x > 1 -> x; default -> 0; }; } }",
    undefined,
  ],
  ["no value", "class A { int x = ; }", "not valid Java near `=`"],
  ["no closing brace", "class A { void f() { }", "`}` is missing"],
  ["no semicolon", "class A { void f() { a() } }", "not valid Java near `a()`"],
])("parse errors: %s", (_, text, message) => {
  expect(outlineOf(text, "A.java").parseErrors[0]?.message).toBe(message);
});

test.each(["class", "}{", "class A { void f(", "import ;", "@", "/* open", '"""'])(
  "broken text %j does not throw",
  (text) => {
    expect(() => outlineOf(text, "A.java")).not.toThrow();
  },
);

test("annotated rest parameters are read, offsets unchanged", () => {
  const text = "class A {\n  String[] f(String @Nullable ... items) { return items; }\n  void last() {}\n}\n";
  const found = outlineOf(text, "A.java");
  expect(found.parseErrors).toEqual([]);
  expect(
    at(
      text,
      found.functions.map(({ nameSpan }) => nameSpan),
    ),
  ).toEqual(["f", "last"]);
  expect(found.mentions.get("Nullable")).toEqual([text.indexOf("Nullable")]);
  expect(outlineOf("class A { void f(String @Nullable ... ) {} }", "A.java").parseErrors).not.toEqual([]);
});
