/** Which names a Java file imports, and which of its words refer to something. */
import { expect, test } from "vitest";
import { importLines, outlineOf } from "../outline-of.js";

test.each<[text: string, lines: string[]]>([
  ["import java.util.Map;", ["java.util.Map: *>Map"]],
  ["import java.util.Map.Entry;", ["java.util.Map.Entry: *>Entry"]],
  ["import java.util.*;", ["java.util:"]],
  ["import static java.util.Map.entry;", ["java.util.Map: entry>entry"]],
  ["import static java.util.Map.*;", ["java.util.Map:"]],
  ["import a . b . C ;", ["a.b.C: *>C"]],
  ["package a;\nimport a.B;\nimport a.C;", ["a.B: *>B", "a.C: *>C"]],
])("%s", (text, lines) => {
  expect(importLines(outlineOf(`${text}\nclass A {}\n`, "A.java"))).toEqual(lines);
});

test.each<[name: string, text: string, isReference: boolean]>([
  ["type of a field", "class A { Target x; }", true],
  ["type argument", "class A { List<Target> x; }", true],
  ["class of a static call", "class A { int x = Target.of(); }", true],
  ["annotation", "@Target class A {}", true],
  ["parent", "class A extends Target {}", true],
  ["thrown", "class A { void f() throws Target {} }", true],
  ["method reference", "class A { X x = Target::new; }", true],
  ["qualified by a package", "class A { other.Target x; }", false],
  ["field of the name", "class A { int x = this.Target; }", false],
  ["method named by reference", "class A { X x = a::Target; }", false],
  ["method of the name", "class A { void Target() {} }", false],
  ["class of the name", "class Target {}", false],
  ["import of the name", "import a.Target;\nclass A {}", false],
  ["in a string", 'class A { String x = "Target"; }', false],
  ["in a comment", "// Target\nclass A {}", false],
  ["in the prose of a Javadoc comment", "/** The Target. */\nclass A {}", false],
  ["Javadoc link", "/** See {@link Target}. */\nclass A {}", true],
  ["Javadoc link to a member", "/** See {@linkplain Target#run() it}. */\nclass A {}", true],
  ["parameter of a linked member", "/** {@link B#run(int, Target)} */\nclass A {}", true],
  ["Javadoc see", "/**\n * @see Target\n */\nclass A {}", true],
  ["Javadoc throws", "class A {\n  /**\n   * @throws Target when it fails\n   */\n  void f() {}\n}", true],
  ["linked from a plain comment", "/* {@link Target} */\nclass A {}", false],
])("reference: %s", (_, text, isReference) => {
  expect(outlineOf(text, "A.java").references.has("Target")).toBe(isReference);
});

test("mentions ascend and count astral characters as the text does", () => {
  const text = 'class A { String x = "😀"; /** {@link B} */ B b; B c; }';
  const offsets = outlineOf(text, "A.java").mentions.get("B") ?? [];
  expect(offsets).toHaveLength(3);
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  expect(offsets.map((offset) => text[offset])).toEqual(["B", "B", "B"]);
});
