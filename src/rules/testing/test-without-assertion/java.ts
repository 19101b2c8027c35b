/** Finds the test cases of JUnit and TestNG, and what their bodies hold. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Subject } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import type { JavaTree } from "../../../model/tree.js";
import { statementsOf } from "../../../syntax/java/ask.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export interface JavaTest {
  readonly name: string;
  readonly span: Span;
  readonly body: Span;
  readonly statements: readonly string[];
}

/** Tests that a runner takes for passed when nothing throws: not those that are disabled, expect an error or a time. */
export function javaTests({ tree, source: { text } }: Subject<JavaTree>): readonly JavaTest[] {
  if (!/@Test\b/.test(text)) return [];
  return tree.nodes("method_declaration").flatMap((node): readonly JavaTest[] => {
    const modifiers =
      node
        .children()
        .find((child) => child.kind() === "modifiers")
        ?.text() ?? "";
    const body = node.field("body");
    if (!/@Test\b/.test(modifiers) || !body || isExcused(modifiers) || isInherited(node)) return [];
    return [
      {
        name: node.field("name")?.text() ?? "",
        span: spanOf(node),
        body: spanOf(body),
        statements: statementsOf(body).map((statement) => statement.text()),
      },
    ];
  });
}

function isExcused(modifiers: string): boolean {
  return /@(?:Disabled|Ignore|Override|Timeout)\b|\b(?:expected|expectedExceptions|timeout|timeOut|enabled)\s*=/.test(
    modifiers,
  );
}

/** In a class with a parent, or one that starts an application around it, more runs than the body shows. */
function isInherited(node: SgNode): boolean {
  const owner = ancestor(node, "class_declaration");
  if (!owner || owner.field("superclass")) return true;
  const modifiers =
    owner
      .children()
      .find((child) => child.kind() === "modifiers")
      ?.text() ?? "";
  return /@(?:\w*Test|RunWith|ExtendWith|ContextConfiguration|Disabled|Ignore)\b/.test(modifiers);
}

/** Where a test throws on its own account. */
export function javaFailures(tree: JavaTree): readonly number[] {
  return ["assert_statement", "throw_statement"].flatMap((kind) =>
    tree.nodes(kind).map((node) => spanOf(node).start),
  );
}

export const javaConstantCheck =
  /^(?:\w+\.)?(?:assertTrue\((?:"[^"]*",\s*)?true\)|assertFalse\((?:"[^"]*",\s*)?false\)|assertEquals\((\w+),\s*\1\)|assertThat\(true\)\.isTrue\(\));$/;

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    path: "src/test/java/CartTest.java",
    bad: "import org.junit.jupiter.api.Test;\n\nclass CartTest {\n  @Test\n  void addsAnItem() {}\n}\n",
    good: 'import static org.junit.jupiter.api.Assertions.assertEquals;\nimport org.junit.jupiter.api.Disabled;\nimport org.junit.jupiter.api.Test;\n\nclass CartTest {\n  @Test\n  void addsAnItem() {\n    expectTotal(2);\n  }\n\n  @Test\n  void starts() {\n    new Cart().add(1);\n  }\n\n  @Test\n  @Disabled("later")\n  void later() {}\n\n  @Test(expected = MissingException.class)\n  void refuses() {}\n\n  void helper() {}\n\n  private void expectTotal(int n) {\n    assertEquals(n, Cart.total());\n  }\n}\n',
  },
  {
    language: "java",
    path: "src/test/java/CartTest.java",
    bad: "import static org.junit.jupiter.api.Assertions.assertTrue;\nimport org.junit.jupiter.api.Test;\n\nclass CartTest {\n  @Test\n  void chargesOnce() {\n    assertTrue(true);\n  }\n}\n",
    good: "import org.junit.jupiter.api.Test;\n\nclass CartTest {\n  @Test\n  void chargesOnce() {\n    if (Cart.total() != 1) throw new AssertionError();\n  }\n}\n\n@SpringBootTest\nclass ContextTest {\n  @Test\n  void contextLoads() {}\n}\n",
  },
];
