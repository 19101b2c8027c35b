/** A test that passes whatever the code under test does. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { Call } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { GoTree, JavaTree, PythonTree, TypeScriptTree } from "../../model/tree.js";
import { type Assertions, findAssertions } from "../../syntax/assertions.js";
import { learn } from "../../syntax/learn.js";
import * as python from "../../syntax/python/ask.js";
import * as typescript from "../../syntax/typescript/ask.js";
import { elixir, elixirExamples } from "./test-without-assertion/elixir.js";
import { javaConstantCheck, javaExamples, javaFailures, javaTests } from "./test-without-assertion/java.js";
import { failuresOf, goExamples, testsOf } from "./test-without-assertion/go.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // 5 hits in 8,900 files of 14 projects: 3 true, 2 whose comment gives a reason for the empty body.
  confidence: 0.9,
  judged: { right: 7, arguable: 1, wrong: 0, projects: 0 },
  title: "Test that cannot fail",
  risk: "The suite shows a pass for behaviour that nothing checks, so a regression there goes unnoticed.",
  fix: "Call the code under test and assert on its result, or mark the case as `todo`/skipped so that the report says it is missing.",
  trial: {
    name: "the test can fail",
    arrange: "the code under test changed so that it does the wrong thing",
    act: "run {it}",
    assert: "the test is red",
  },
  fold: "file",
  tests: "only",
  match: { typescript: inTypeScript, python: inPython, elixir, java: inJava, go: inGo },
  examples: [
    {
      language: "typescript",
      path: "test/cart.test.ts",
      bad: 'import { test } from "vitest";\ntest("adds an item", () => {});\n',
      good: 'import { expect, test } from "vitest";\nimport { total } from "../src/cart.js";\ntest.todo("removes an item");\ntest("adds", () => {\n  expectTotal(2);\n});\nfunction expectTotal(n: number) {\n  expect(total()).toBe(n);\n}\n',
    },
    {
      language: "typescript",
      path: "test/cart.test.ts",
      bad: 'import { expect, it } from "vitest";\nit("charges once", async () => {\n  expect(true).toBe(true);\n});\n',
      good: 'import { it } from "vitest";\nimport request from "supertest";\nimport { app } from "../src/app.js";\nit("answers", async () => {\n  await request(app).get("/").expect(200);\n});\nit("survives a restart", async () => {\n  await app.restart();\n});\n',
    },
    {
      language: "javascript",
      path: "test/queue.test.js",
      bad: 'it("drains", () => {\n  const jobs = [1, 2];\n  console.log(jobs);\n});\n',
      good: 'it("drains", (done) => {\n  queue.drain(done);\n});\nit.skip("later", () => {});\nit("throws", () => {\n  if (queue.size > 0) throw new Error("left over");\n});\n',
    },
    {
      language: "python",
      path: "tests/test_cart.py",
      bad: 'def test_adds_an_item():\n    """Adding works."""\n    pass\n',
      good: 'import pytest\nfrom cart import Cart\n\ndef test_smoke():\n    Cart().add("apple")\n\n@pytest.mark.skip(reason="later")\ndef test_later():\n    pass\n\ndef test_rejects():\n    with pytest.raises(ValueError):\n        Cart().add("")\n\ndef test_starts(running_server):\n    pass\n\nclass TestOther(TestEveryCart):\n    def test_adds(self):\n        pass\n',
    },
    {
      language: "python",
      path: "tests/test_cart.py",
      bad: "class TestCart:\n    def test_total(self):\n        assert True\n",
      good: "class TestCart:\n    def check_total(self, n):\n        assert self.cart.total == n\n\n    def test_total(self):\n        self.check_total(2)\n",
    },
    ...elixirExamples,
    ...javaExamples,
    ...goExamples,
  ],
});

/** Calls that touch no code under test. */
const neutralCall =
  /^(?:console\.\w+|print|len|str|int|list|dict|set|range|log(?:ger|ging)?\.\w+|setTimeout|Promise(?:\.\w+)?|Map|Set|Date(?:\.now)?|Array(?:\.\w+)?|(?:jest|vi)\.\w+|(?:time|asyncio)\.sleep)$/;

function hasCallUnderTest(calls: readonly Call[], { start, end }: Span): boolean {
  return calls.some(
    ({ callee, span }) => span.start >= start && span.end <= end && !neutralCall.test(callee),
  );
}

interface Weakness {
  readonly issue: string;
  readonly title?: string;
  readonly confidence?: number;
}

const onlyConstants = { issue: "asserts nothing but a constant, so it passes whatever the code does" };
const isEmpty = { issue: "has no body, so it passes whatever the code does" };
const checksNothing = { issue: "neither calls the code under test nor asserts anything" };
/** A smoke test may leave assertions out; a test whose name promises a result may not. */
const ignoresResult = {
  issue: "is named after a result that it never looks at: it fails only when something throws",
  title: "Test without an assertion",
  // The one such hit was true, but the throw alone may be what an author wanted.
  confidence: 0.7,
};
const promisesResult =
  /(?:^|[\s_'"`])(?:returns?|calculates?|computes?|equals?|sums?|counts?|parses|converts?|formats?)(?=[\s_])/;

function weakest(name: string, isCalling: boolean): Weakness | undefined {
  if (!isCalling) return checksNothing;
  return promisesResult.test(name) ? ignoresResult : undefined;
}

function hit(at: Span, name: string, { issue, ...rest }: Weakness): Hit {
  return { ...rest, at, issue: `The test ${name} ${issue}.` };
}

function* inTypeScript(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  const { cases, thrown } = learn(subject, "test cases", () => readCases(subject));
  if (cases.length === 0) return;
  const assertions = findAssertions(subject, subject.survey, thrown);
  for (const { at, body, title, placeholder: empty, isCalling } of cases) {
    const found = empty ?? (assertions.areWithin(body) ? undefined : weakest(title, isCalling));
    if (found) yield hit(at, title, found);
  }
}

/** What a file's own text says of its test cases, and where it throws on its own account. */
function readCases({ tree, outline }: Subject<TypeScriptTree>) {
  const { CallExpression, ThrowStatement } = tree.ts.SyntaxKind;
  const cases = tree.nodes(CallExpression).flatMap((call) => {
    const body = isTestCase(tree, call) ? testBody(tree, call) : undefined;
    const empty = body && placeholder(tree, body);
    if (!body || (!empty && expectsTypeError(tree, body))) return [];
    const span = typescript.spanOf(tree, body);
    return [
      {
        at: typescript.spanOf(tree, call),
        body: span,
        title: typescript.textOf(tree, call.arguments[0] ?? call),
        placeholder: empty ?? null,
        isCalling: hasCallUnderTest(outline.calls, span),
      },
    ];
  });
  return { thrown: tree.nodes<ts.SyntaxKind>(ThrowStatement).map((node) => node.end - 1), cases };
}

/** `it("…", …)`, `test.only("…", …)`, `it.each(rows)("…", …)`; `skip` and `todo` say themselves that nothing is checked. */
function isTestCase(tree: TypeScriptTree, call: ts.CallExpression): boolean {
  const { ts } = tree;
  let callee: ts.Expression = call.expression;
  if (ts.isCallExpression(callee)) callee = callee.expression;
  else if (ts.isTaggedTemplateExpression(callee)) callee = callee.tag;
  const name = typescript.dottedName(tree, callee);
  const title = call.arguments[0];
  return (
    name !== null &&
    /^(?:it|test|specify)(?:\.(?:only|concurrent|sequential|serial|each|for))*$/.test(name) &&
    title !== undefined &&
    (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))
  );
}

function testBody(tree: TypeScriptTree, call: ts.CallExpression): typescript.FunctionNode | undefined {
  return call.arguments.find(
    (argument): argument is ts.ArrowFunction | ts.FunctionExpression =>
      tree.ts.isArrowFunction(argument) || tree.ts.isFunctionExpression(argument),
  );
}

function placeholder(tree: TypeScriptTree, { body }: typescript.FunctionNode): Weakness | undefined {
  if (!body || !tree.ts.isBlock(body)) return undefined;
  if (body.statements.length === 0) return isEmpty;
  const isConstant = body.statements.every((statement) =>
    isConstantCheck(typescript.textOf(tree, statement)),
  );
  return isConstant && !provesTypes.test(typescript.textOf(tree, body)) ? onlyConstants : undefined;
}

function expectsTypeError(tree: TypeScriptTree, body: typescript.FunctionNode): boolean {
  return typescript.textOf(tree, body).includes("@ts-expect-error");
}

/** A file of type tests needs one case for the runner; its comment says so. */
const provesTypes = /\b(?:compil|type)/i;

const constantCheck = new RegExp(
  [
    String.raw`expect\((true|false|\d+|null)\)\.(?:toBe|toEqual|toStrictEqual|to\.(?:be|equal|eql|deep\.equal))\(\1\)`,
    String.raw`expect\((?:true|1)\)\.(?:toBeTruthy\(\)|toBeDefined\(\)|to\.be\.(?:true|ok)(?:\(\))?)`,
    String.raw`assert(?:\.ok|\.isTrue)?\((?:true|1)\)`,
    String.raw`assert\.(?:equal|strictEqual)\((true|\d+),\s*\2\)`,
    String.raw`assert (?:True|1|1\s*==\s*1)`,
    String.raw`self\.assertTrue\(True\)`,
  ]
    .map((form) => `(?:${form})`)
    .join("|"),
);

function isConstantCheck(statement: string): boolean {
  const match = constantCheck.exec(statement);
  return match !== null && /^(?:await )?$/.test(statement.slice(0, match.index)) && isRest(statement, match);
}

/** What may follow the check: nothing, or a message. */
function isRest(statement: string, match: RegExpExecArray): boolean {
  return /^\s*(?:;|,\s*["'].*)?$/.test(statement.slice(match.index + match[0].length));
}

function* inJava(subject: Subject<JavaTree>): Iterable<Hit> {
  const { tree, outline, survey } = subject;
  let assertions: Assertions | undefined;
  for (const { name, span, body, statements } of javaTests(subject)) {
    let found: Weakness | undefined;
    if (statements.length === 0) found = isEmpty;
    else if (statements.every((statement) => javaConstantCheck.test(statement))) found = onlyConstants;
    else {
      assertions ??= findAssertions(subject, survey, javaFailures(tree));
      if (!assertions.areWithin(body) && !hasCallUnderTest(outline.calls, body)) found = checksNothing;
    }
    if (found) yield hit(span, `\`${name}\``, found);
  }
}

function* inPython(subject: Subject<PythonTree>): Iterable<Hit> {
  const { tree, outline, survey } = subject;
  if (!subject.source.text.includes("def test")) return;
  let assertions: Assertions | undefined;
  for (const node of tree.nodes("function_definition")) {
    const name = node.field("name")?.text() ?? "";
    if (!isCollected(node, name) || isMarked(node)) continue;
    const statements = python.statementsOf(node);
    const span = spanOf(node.field("body") ?? node);
    let found = pythonPlaceholder(node, statements);
    if (!found) {
      assertions ??= findAssertions(subject, survey, failures(tree));
      const isCalling = hasFixtures(node) || hasCallUnderTest(outline.calls, span);
      if (!assertions.areWithin(span)) found = weakest(name, isCalling);
    }
    if (found) yield hit(spanOf(node), `\`${name}\``, found);
  }
}

function* inGo(subject: Subject<GoTree>): Iterable<Hit> {
  const { tree, outline, survey } = subject;
  let assertions: Assertions | undefined;
  for (const { node, name, body, isEmpty: hasNothing } of testsOf(tree)) {
    const span = spanOf(body);
    assertions ??= findAssertions(subject, survey, failuresOf(outline));
    if (hasNothing) yield hit(spanOf(node), `\`${name}\``, isEmpty);
    else if (!assertions.areWithin(span) && !hasCallUnderTest(outline.calls, span))
      yield hit(spanOf(node), `\`${name}\``, checksNothing);
  }
}

/** A function or a method of a test class; one that overrides an inherited test may switch it off on purpose. */
function isCollected(node: SgNode, name: string): boolean {
  if (!/^test[_A-Z]/.test(name) || python.enclosingFunction(node)) return false;
  const holder = python.enclosingClass(node);
  if (!holder) return true;
  const bases = (holder.field("superclasses")?.children() ?? []).filter((base) => base.isNamed());
  if (bases.length === 0) return /test/i.test(holder.field("name")?.text() ?? "");
  return bases.every((base) => plainBase.test(base.text()));
}

/** Classes of unittest, Django and the like, which bring no tests of their own. */
const plainBase =
  /^(?:\w+\.)?(?:(?:Simple|Transaction|LiveServer|IsolatedAsyncio|Async|API|API(?:Simple|Transaction))?TestCase|object)$/;

function failures(tree: PythonTree): readonly number[] {
  return ["assert_statement", "raise_statement"].flatMap((kind) =>
    tree.nodes(kind).map((node) => spanOf(node).start),
  );
}

/** Skipped, expected to fail, or run by a framework that decides otherwise. */
function isMarked(node: SgNode): boolean {
  const holder = node.parent();
  if (holder?.kind() !== "decorated_definition") return false;
  return holder.children().some((child) => child.kind() === "decorator" && !/parametrize/.test(child.text()));
}

/** A fixture does work of its own and fails the test when it cannot. */
function hasFixtures(node: SgNode): boolean {
  const names = (node.field("parameters")?.children() ?? []).filter((child) => child.isNamed());
  return names.some((child) => child.text() !== "self");
}

function pythonPlaceholder(node: SgNode, statements: readonly SgNode[]): Weakness | undefined {
  const others = statements.filter((statement) => !isFiller(statement));
  if (others.length === 0) return hasFixtures(node) ? undefined : isEmpty;
  return others.every((statement) => isConstantCheck(statement.text())) ? onlyConstants : undefined;
}

/** `pass`, `...`, a docstring, a bare `return`. */
function isFiller(statement: SgNode): boolean {
  return (
    statement.kind() === "pass_statement" || /^(?:\.\.\.|return|[rR]?["'][\s\S]*)$/.test(statement.text())
  );
}
