/** An assertion in a `try` that catches its failure, or in a `catch` that nothing needs to reach. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { JavaTree, PythonTree, TypeScriptTree } from "../../model/tree.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";
import * as typescript from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // 42 hits in the tests of 24 projects; the 20 that were read were true.
  confidence: 0.88,
  judged: { right: 20, arguable: 0, wrong: 0, projects: 0 },
  title: "Assertion whose failure is caught",
  risk: "The test passes whatever the code does, so the behaviour it names can break unseen.",
  fix: "Let the failure out of the test; where an error is expected, assert that it is thrown: `rejects`, `toThrow`, `pytest.raises`, `assertThrows`.",
  trial: {
    name: "the test can fail",
    arrange: "the code under test changed so that it does the wrong thing",
    act: "run {it}",
    assert: "the test is red",
  },
  fold: "file",
  tests: "only",
  match: { typescript: inTypeScript, python: inPython, java: inJava },
  examples: [
    {
      language: "typescript",
      path: "test/store.test.ts",
      bad: "it('rejects', async () => {\n  try {\n    await load('x');\n  } catch (error) {\n    expect(error.message).toBe('gone');\n  }\n});\n",
      good: "it('rejects', async () => {\n  try {\n    await load('x');\n    expect.fail('no error');\n  } catch (error) {\n    expect(error.message).toBe('gone');\n  }\n});\nit('counts', async () => {\n  expect.assertions(1);\n  try {\n    await load('x');\n  } catch (error) {\n    expect(error.message).toBe('gone');\n  }\n});\nit('keeps', async () => {\n  let caught;\n  try {\n    await load('x');\n  } catch (error) {\n    expect(error).toBeDefined();\n    caught = error;\n  }\n  expect(caught).toBeDefined();\n});\nit('stays quiet', async () => {\n  try {\n    await load('x');\n  } catch (error) {\n    assert.fail('threw');\n  }\n});\n",
    },
    {
      language: "javascript",
      path: "test/store.test.js",
      bad: "test('loads', async () => {\n  try {\n    const row = await load('x');\n    expect(row.open).toBe(true);\n  } catch (error) {\n    console.log(error);\n  }\n});\n",
      good: "test('loads', (done) => {\n  try {\n    expect(load('x').open).toBe(true);\n    done();\n  } catch (error) {\n    done(error);\n  }\n});\ntest('clears', async () => {\n  expect(await load('x')).toBe(1);\n  try {\n    await remove('x');\n  } catch (error) {\n    console.log(error);\n  }\n});\n",
    },
    {
      language: "python",
      path: "tests/test_store.py",
      bad: "def test_loads():\n    try:\n        assert load('x').open\n    except Exception as error:\n        print(error)\n",
      good: "def test_loads():\n    try:\n        assert load('x').open\n    except KeyError:\n        pass\n    try:\n        assert load('y').open\n    except Exception as error:\n        pytest.fail(str(error))\n",
    },
    {
      language: "python",
      path: "tests/test_store.py",
      bad: "def test_gone():\n    try:\n        load('x')\n    except KeyError as error:\n        assert 'x' in str(error)\n",
      good: "def test_gone():\n    try:\n        load('x')\n    except KeyError as error:\n        assert 'x' in str(error)\n    else:\n        raise AssertionError('no error')\n\ndef test_missing():\n    try:\n        load('y')\n        assert False\n    except KeyError as error:\n        assert 'y' in str(error)\n",
    },
    {
      language: "java",
      path: "src/test/java/StoreTest.java",
      bad: 'class StoreTest {\n  @Test\n  void gone() {\n    try {\n      store.load("x");\n    } catch (MissingException e) {\n      assertEquals("x", e.getMessage());\n    }\n  }\n}\n',
      good: 'class StoreTest {\n  @Test\n  void gone() {\n    try {\n      store.load("x");\n      fail();\n    } catch (MissingException e) {\n      assertEquals("x", e.getMessage());\n    }\n  }\n\n  @Test\n  void loads() {\n    try {\n      assertEquals(1, store.load("y"));\n    } catch (MissingException e) {\n      log.info("gone");\n    }\n  }\n}\n',
    },
  ],
});

/** A `try` of a test, as text. */
interface Attempt {
  readonly body: string;
  readonly handlers: readonly string[];
  /** A failed assertion is among what it catches. */
  readonly catchesAll: boolean;
  /** The test without the body and the handlers. */
  readonly rest: string;
}

const checks =
  /\b(?:expect\w*|assert\w*|should|verify\w*|fail\w*|raises?|throws?|throw|done|reject|skip\w*|plan)\b|\b(?:t|self|this)\.(?:is|not|ok|same|equal|end|pass|skip)\w*\(|\.should\b/i;
/** Only what compares: a word such as `done` in the body says that reaching it is the point. */
const asserts = /\bexpect\(|\bassert\b|\bassert\w*[.(]|\bself\.assert\w+\(/;
/** Where a handler fails the test, the test is that nothing of the kind is thrown. */
const fails = /\bfail\w*\(|\bthrow\b|\braise\b/;

function issueOf({ body, handlers, catchesAll, rest }: Attempt): string | undefined {
  const handled = handlers.join("\n");
  if (asserts.test(body))
    return catchesAll && isSilent(handled)
      ? "The assertions in `try` throw when they fail, and `catch` takes that and goes on: the test passes either way."
      : undefined;
  const isOnlyThere =
    asserts.test(handled) && !fails.test(handled) && ![body, rest].some((part) => checks.test(part));
  return isOnlyThere
    ? "All assertions of the test stand where only an error leads; when nothing is thrown, the test passes without any."
    : undefined;
}

/** A handler that may say what it saw and does nothing else with it. */
function isSilent(handled: string): boolean {
  const spoken = handled.replace(
    /\b(?:console|log|logger|LOG\w*|System|print\w*|\w+\.printStackTrace)[\w.]*\(/g,
    "",
  );
  return !/[\w\])]\(|\breturn\b|=/.test(spoken) && !checks.test(spoken);
}

function* inTypeScript({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  const { ts } = tree;
  for (const node of tree.nodes(ts.SyntaxKind.TryStatement)) {
    const test = testAround(tree, node);
    if (!test || !node.catchClause) continue;
    const issue = issueOf({
      body: typescript.textOf(tree, node.tryBlock),
      handlers: [typescript.textOf(tree, node.catchClause.block)],
      catchesAll: true,
      rest: source.text.slice(test.pos, node.pos) + source.text.slice(node.catchClause.end, test.end),
    });
    if (issue) yield { at: typescript.spanOf(tree, node), issue };
  }
}

/** The body of the test the statement is directly part of. */
function testAround(tree: TypeScriptTree, node: ts.Node): ts.Node | undefined {
  const { ts } = tree;
  const owner = typescript.enclosingFunction(tree, node);
  const call = owner?.parent;
  if (!owner || !call || !ts.isCallExpression(call)) return undefined;
  const isTest = /^(?:it|test|specify)(?:\.(?:only|concurrent|sequential|each\b[\s\S]*))?$/.test(
    typescript.textOf(tree, call.expression),
  );
  return isTest ? owner.body : undefined;
}

function* inPython({ tree, source }: Subject<PythonTree>): Iterable<Hit> {
  for (const node of tree.nodes("try_statement")) {
    const test = ancestor(node, "function_definition");
    const clauses = node.children().filter((child) => child.kind() === "except_clause");
    const last = clauses.at(-1);
    const body = node.field("body");
    if (!body || !last || !test?.field("name")?.text().startsWith("test")) continue;
    const issue = issueOf({
      body: body.text(),
      handlers: clauses.map((clause) => clause.text().replace(/^except\b[^\n]*:/, "")),
      catchesAll: clauses.some((clause) =>
        /^except(?:\s*:|\s*\(?[^\n]*\b(?:Exception|BaseException|AssertionError)\b)/.test(clause.text()),
      ),
      rest: restOf(source.text, { test, body, last }),
    });
    if (issue) yield { at: spanOf(node), issue };
  }
}

function* inJava({ tree, source }: Subject<JavaTree>): Iterable<Hit> {
  for (const node of tree.nodes("try_statement")) {
    const test = ancestor(node, "method_declaration");
    const clauses = node.children().filter((child) => child.kind() === "catch_clause");
    const [body, last] = [node.field("body"), clauses.at(-1)];
    if (!body || !last || !test || !/@Test\b(?!\s*\(\s*expected)/.test(test.text())) continue;
    const issue = issueOf({
      body: body.text(),
      handlers: clauses.map((clause) => clause.field("body")?.text() ?? ""),
      catchesAll: clauses.some((clause) =>
        /^catch\s*\([^)]*\b(?:Throwable|Error|AssertionError)\b/.test(clause.text()),
      ),
      rest: restOf(source.text, { test: test.field("body") ?? test, body, last }),
    });
    if (issue) yield { at: spanOf(node), issue };
  }
}

interface Parts {
  readonly test: SgNode;
  readonly body: SgNode;
  readonly last: SgNode;
}

function restOf(text: string, { test, body, last }: Parts): string {
  const [whole, before, after] = [spanOf(test.field("body") ?? test), spanOf(body), spanOf(last)];
  return text.slice(whole.start, before.start) + text.slice(after.end, whole.end);
}
