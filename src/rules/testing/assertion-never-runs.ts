/** An assertion that the test ends without waiting for, or that stands behind its end. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import * as python from "../../syntax/python/ask.js";
import * as typescript from "../../syntax/typescript/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // A dropped promise or code behind a return is seen in the syntax; newer runners warn about the first.
  confidence: 0.92,
  judged: { right: 8, arguable: 0, wrong: 0, projects: 7 },
  title: "Assertion that never takes effect",
  risk: "The test passes whatever the code does, so the behaviour it names can break unseen.",
  fix: "Await or return what `resolves` and `rejects` give; put assertions before the test ends.",
  trial: {
    name: "the assertion is reached",
    arrange: "the expected value of the assertion changed to a wrong one",
    act: "run {it}",
    assert: "the test is red",
  },
  fold: "file",
  tests: "only",
  match: { typescript: inTypeScript, python: inPython },
  examples: [
    {
      language: "typescript",
      path: "test/store.test.ts",
      bad: "it('rejects', async () => {\n  expect(load('x')).rejects.toThrow('gone');\n});\n",
      good: "it('rejects', async () => {\n  await expect(load('x')).rejects.toThrow('gone');\n  const late = expect(load('y')).resolves.toBe(1);\n  await late;\n});\nit('returns', () => expect(load('x')).resolves.toBe(1));\nit('thens', () => {\n  return expect(load('x')).resolves.toBe(1);\n});\nit('together', () => Promise.all([expect(load('x')).resolves.toBe(1)]));\nit('bun', () => {\n  void expect(load('x')).resolves.toBe(1);\n});\nit.skip('later', () => {\n  expect(load('x')).resolves.toBe(1);\n});\n",
    },
    {
      language: "javascript",
      path: "test/store.test.js",
      bad: "it('loads', () => {\n  const row = load();\n  expect(row.open);\n});\n",
      good: "it('loads', () => {\n  const row = load();\n  expect(row.open).to.be.true;\n  expect(row.size).toBe(2);\n  expect(row).toBeOpen();\n  expect(() => row.close());\n});\nfunction expectOpen() {}\n",
    },
    {
      language: "python",
      path: "tests/test_store.py",
      bad: "import pytest\n\ndef test_gone():\n    with pytest.raises(KeyError):\n        load('x')\n        assert count() == 0\n",
      good: "import pytest\n\ndef test_gone(store):\n    with pytest.raises(KeyError) as caught:\n        load('x')\n    assert 'x' in str(caught.value)\n    with pytest.raises(AssertionError):\n        check()\n        assert store.ok\n    with pytest.raises(KeyError):\n        assert store['x'] == 1\n    with pytest.raises(KeyError):\n        store.open = True\n        assert load('x')\n",
    },
    {
      language: "python",
      path: "tests/test_store.py",
      bad: "def test_loads():\n    row = load()\n    return\n    assert row.open\n",
      good: "def test_loads(kind):\n    row = load()\n    if kind:\n        return\n    assert row.open\n",
    },
  ],
});

function* inTypeScript({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!source.text.includes("expect(")) return;
  const { ts } = tree;
  for (const statement of tree.nodes(ts.SyntaxKind.ExpressionStatement)) {
    const { expression } = statement;
    if (!ts.isCallExpression(expression)) continue;
    const issue = isBareExpect(tree, expression) ? bareIssue : droppedPromise(tree, expression);
    if (issue && !isSkipped(tree, statement)) yield { at: typescript.spanOf(tree, statement), ...issue };
  }
}

/** A test that is switched off runs no assertion, and says so itself. */
function isSkipped(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const off = typescript.ancestor(
    node,
    (outer) =>
      ts.isCallExpression(outer) &&
      /^(?:x(?:it|test|describe)|(?:it|test|describe)\.(?:skip|todo))\b/.test(
        typescript.textOf(tree, outer.expression),
      ),
  );
  return off !== undefined;
}

const bareIssue = {
  issue: "`expect(…)` alone checks nothing: no matcher is called on it.",
  recommendation: "Call the matcher that says what is expected: `.toBe(…)`, `.toEqual(…)`.",
};

/** `expect(x);`: a matcher is missing. */
function isBareExpect({ ts }: TypeScriptTree, call: ts.CallExpression): boolean {
  const [value] = call.arguments;
  return (
    ts.isIdentifier(call.expression) &&
    call.expression.text === "expect" &&
    value !== undefined &&
    !ts.isArrowFunction(value) &&
    !ts.isFunctionExpression(value)
  );
}

function droppedPromise(
  tree: TypeScriptTree,
  call: ts.CallExpression,
): Pick<Hit, "issue" | "recommendation"> | undefined {
  const { ts } = tree;
  let callee: ts.Expression = call.expression;
  let mode: string | undefined;
  while (ts.isPropertyAccessExpression(callee)) {
    if (/^(?:resolves|rejects)$/.test(callee.name.text)) mode = callee.name.text;
    // Chained on with `then`: somebody looks at the outcome.
    if (/^(?:then|catch|finally)$/.test(callee.name.text)) return undefined;
    callee = callee.expression;
  }
  if (!mode || !ts.isCallExpression(callee) || typescript.textOf(tree, callee.expression) !== "expect")
    return undefined;
  return {
    issue: `\`expect(…).${mode}\` gives a promise, and nothing waits for it: Jest ends the test before it can fail; Vitest waits at the end, with a warning.`,
    recommendation: `Write \`await expect(…).${mode}…\` in an async test.`,
  };
}

function* inPython({ tree }: Subject<PythonTree>): Iterable<Hit> {
  for (const node of tree.nodes("assert_statement")) {
    const issue = afterTheEnd(node) ?? afterTheError(node);
    if (issue) yield { at: spanOf(node), issue };
  }
}

const ending = new Set(["return_statement", "raise_statement"]);

function afterTheEnd(node: SgNode): string | undefined {
  const before = node.prevAll().find((statement) => ending.has(String(statement.kind())));
  if (!before || node.parent()?.kind() !== "block") return undefined;
  return `The line stands behind \`${before.text().split("\n")[0] ?? "return"}\` in the same block and is never reached.`;
}

/** In `with pytest.raises(…):` nothing after the statement that raises is run. */
function afterTheError(node: SgNode): string | undefined {
  const block = node.parent();
  const statement = block?.parent();
  if (statement?.kind() !== "with_statement" || !block) return undefined;
  const header = /^with\s+(?:pytest\.raises|self\.assertRaises(?:Regex)?)\(([^\n]*)/.exec(
    statement.text(),
  )?.[1];
  if (header === undefined || /Assertion|\bException\b/.test(header)) return undefined;
  const earlier = python
    .statementsOf(block)
    .filter((other) => other.range().end.index <= node.range().start.index);
  const isCheckOnly = !/\w\(|\[/.test(node.text());
  const last = earlier.at(-1);
  // The assertion itself may be what raises, when it calls something and the lines before only prepare.
  if (!last || (!isCheckOnly && earlier.every((other) => /^\s*[\w.[\]'"]+\s*=(?!=)/.test(other.text()))))
    return undefined;
  return "The line stands after the call that is expected to raise: when that raises, this is skipped, and when it does not, the test fails anyway.";
}
