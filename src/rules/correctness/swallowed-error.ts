/** An error is caught and thrown away, without a word on why that is right. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Source, Span } from "../../model/source.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import {
  ancestor,
  dottedName as pythonName,
  enclosingFunction as enclosingPythonFunction,
  spanOf as spanOfPython,
  statementsOf,
} from "../../syntax/python/ask.js";
import {
  ancestor as typescriptAncestor,
  dottedName,
  enclosingFunction,
  functionName,
  isFunctionNode,
  spanOf,
  textOf,
  walk,
} from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "medium",
  // Own reading of the hits on fifteen open-source projects.
  confidence: 0.75,
  title: "Error swallowed without a trace",
  risk: "When it fails, nobody learns that it failed or why: the program goes on with a result it does not have.",
  fix: "Catch only the error that is expected, log or pass on the rest; if dropping it is right, say why in a comment.",
  cwe: [390],
  match: {
    *typescript(subject) {
      const { tree } = subject;
      for (const node of tree.nodes(tree.ts.SyntaxKind.CatchClause)) {
        const hit = examineCatch(subject, node);
        if (hit) yield hit;
      }
      for (const node of tree.nodes(tree.ts.SyntaxKind.CallExpression)) {
        const hit = examineCatchCall(subject, node);
        if (hit) yield hit;
      }
    },
    *python(subject) {
      for (const node of subject.tree.nodes("except_clause")) {
        const hit = examineExcept(subject, node);
        if (hit) yield hit;
      }
    },
  },
  examples: [
    {
      language: "typescript",
      bad: "export async function pay(order: Order) {\n  try {\n    await charge(order);\n  } catch (error) {}\n}\n",
      good: [
        "export async function pay(order: Order) {",
        "  try {",
        "    await charge(order);",
        "  } catch {",
        "    // The queue retries it in a minute.",
        "  }",
        "  try { JSON.parse(order); } catch {}",
        "  try { await socket.close(); } catch {}",
        "  try { await charge(order); } catch (error) { log(error); }",
        "}",
        "export async function dispose() { try { await flush(); } catch {} }",
      ].join("\n"),
    },
    {
      language: "javascript",
      bad: "exports.save = (order) => store.save(order).catch(() => {});\n",
      good: "exports.stop = (job) => job.cancel().catch(() => {});\nexports.play = (audio) => audio.play().catch(() => {});\nexports.get = (key) => store.get(key).catch(() => null);\nconst pending = store.get(1);\npending.catch(() => {});\n// Losing one metric is fine.\nstore.count(1).catch(() => {});\n",
    },
    {
      language: "python",
      bad: "def pay(order):\n    try:\n        charge(order)\n    except Exception:\n        pass\n",
      good: [
        "import os",
        "",
        "def forget(path, order, client):",
        "    try:",
        "        os.unlink(path)",
        "    except FileNotFoundError:",
        "        pass",
        "    try:",
        "        charge(order)",
        "    except Exception:",
        "        pass  # the queue retries it in a minute",
        "    try:",
        "        charge(order)",
        "    except Exception:",
        "        # the queue retries it in a minute",
        "        pass",
        "    try:",
        "        client.close()",
        "    except Exception:",
        "        pass",
        "    try:",
        "        charge(order)",
        "    except Exception as error:",
        "        log(error)",
      ].join("\n"),
    },
    {
      language: "python",
      bad: "def total(rows):\n    for row in rows:\n        try:\n            store(row)\n        except:\n            continue\n",
      good: "import contextlib\n\nclass Client:\n    def close(self):\n        try:\n            self.flush()\n        except Exception:\n            pass\n\ndef number(text):\n    try:\n        return int(text)\n    except Exception:\n        return None\n\ntry:\n    import uvloop\nexcept Exception:\n    pass\n",
    },
  ],
});

/** Names of functions that tidy up: what fails there has nobody left to tell. */
const tidying =
  /^_*(?:a?close|cleanup|clean_?up|dispose|destroy|tear_?down|terminate|disconnect|shutdown|stop|kill|abort|cancel|release|unsubscribe|unlink|rm|rmdir|rmtree|rmSync|unlinkSync|remove|end|quit|detach|free|revoke|deinit|uninstall|reset|__del__|__a?exit__|componentWillUnmount|ngOnDestroy|unmount|unlock|unref)(?:[A-Z_].*)?$/;

/** Questions whose failure is the answer, and requests a browser may refuse for reasons nobody can act on. */
const probing =
  /^(?:JSON\.parse|json\.loads|URL|RegExp|require|import|import_module|decodeURIComponent|decodeURI|atob|BigInt|int|float|ast\.literal_eval|(?:window\.)?(?:local|session)Storage\.\w+|(?:\w+\.)*(?:access|accessSync|stat|statSync|lstat|exists|existsSync|play|pause|focus|blur|setPointerCapture|releasePointerCapture|scrollIntoView|vibrate|fromisoformat|strptime|import_module|find_spec|canParse|mkdir|mkdirSync|set_event_loop_policy|reconfigure))$/;

function isExcused(callee: string): boolean {
  return probing.test(callee) || tidying.test(lastPart(callee));
}

function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf(".") + 1);
}

function makeHit(at: Span, calls: readonly string[], { path }: Source): Hit {
  const [first] = calls;
  const what = first === undefined ? "Any error here" : `Any error of \`${first}\``;
  return {
    at,
    issue: `${what} is caught and dropped: nothing is logged, returned or thrown, and no comment says why.`,
    ...(/(?:^|\/)(?:scripts?|bin|tools?|examples?|docs|dev|benchmarks?)\//.test(path)
      ? { severity: "low" }
      : {}),
  };
}

/** A comment from the line above `start` to the end of the line that holds `end`. */
function isExplained(
  { outline: { comments }, source: { text } }: Subject,
  start: number,
  end: number,
): boolean {
  const above = text.lastIndexOf("\n", text.lastIndexOf("\n", start) - 1);
  const lineEnd = text.indexOf("\n", end);
  const after = lineEnd === -1 ? text.length : lineEnd;
  return comments.some((comment) => comment.end > above && comment.start >= above && comment.start <= after);
}

type TypeScriptSubject = Subject<TypeScriptTree>;

function examineCatch(subject: TypeScriptSubject, node: ts.CatchClause): Hit | null {
  const { tree, source } = subject;
  if (node.block.statements.length > 0) return null;
  const attempt = node.parent;
  const { start, end } = spanOf(tree, node);
  const attemptStart = spanOf(tree, attempt).start;
  if (isExplained(subject, start, end) || isExplained(subject, attemptStart, attemptStart)) return null;
  const calls = calleesIn(tree, attempt.tryBlock);
  if (calls.some(isExcused) || isTidyingPlace(tree, node)) return null;
  return makeHit({ start, end }, calls, source);
}

/** `save().catch(() => {})`; a promise held in a variable is usually awaited elsewhere too. */
function examineCatchCall(subject: TypeScriptSubject, node: ts.CallExpression): Hit | null {
  const { tree, source } = subject;
  const { ts } = tree;
  const callee = node.expression;
  const [handler] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "catch" || !handler) return null;
  if (!isEmptyFunction(tree, handler) || !ts.isCallExpression(callee.expression)) return null;
  const { start } = spanOf(tree, node);
  if (isExplained(subject, start, node.end)) return null;
  const calls = calleesIn(tree, callee);
  if (calls.some(isExcused) || isTidyingPlace(tree, node)) return null;
  return makeHit({ start: spanOf(tree, callee.name).start, end: node.end }, calls, source);
}

function isEmptyFunction(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  return ts.isBlock(node.body) ? node.body.statements.length === 0 : textOf(tree, node.body) === "undefined";
}

/** What is called in a piece of code, in source order; calls in nested functions count too. */
function calleesIn(tree: TypeScriptTree, node: ts.Node): readonly string[] {
  const { ts } = tree;
  const found: string[] = [];
  walk(tree, node, (child) => {
    if (ts.isCallExpression(child) || ts.isNewExpression(child)) {
      const isImport = child.expression.kind === ts.SyntaxKind.ImportKeyword;
      found.push(
        isImport
          ? "import"
          : (dottedName(tree, child.expression) ?? lastPart(textOf(tree, child.expression))),
      );
    }
    return undefined;
  });
  return found;
}

function isTidyingPlace(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const around = enclosingFunction(tree, node);
  if (around && tidying.test(functionName(tree, around))) return true;
  const inFinally = typescriptAncestor(
    node,
    (outer) =>
      isFunctionNode(tree, outer) || (ts.isTryStatement(outer.parent) && outer.parent.finallyBlock === outer),
  );
  return inFinally !== undefined && !isFunctionNode(tree, inFinally);
}

function examineExcept(subject: Subject<PythonTree>, node: SgNode): Hit | null {
  if (!catchesEverything(node)) return null;
  const statements = statementsOf(node);
  const ending = statements.length === 1 ? droppedAs(statements[0]) : null;
  const attempt = ancestor(node, "try_statement");
  if (ending === null || !attempt) return null;
  const { start, end } = spanOfPython(node);
  const attemptStart = spanOfPython(attempt).start;
  if (isExplained(subject, start, end) || isExplained(subject, attemptStart, attemptStart)) return null;
  const body = attempt.field("body");
  const calls = (body?.findAll({ rule: { kind: "call" } }) ?? []).map(calleeText);
  if (calls.some(isExcused) || !body || isImportOnly(body) || isTidyingFunction(node)) return null;
  return makeHit({ start, end }, calls, subject.source);
}

function calleeText(call: SgNode): string {
  const callee = call.field("function");
  return pythonName(callee) ?? lastPart(callee?.text() ?? "");
}

/** `except:`, `except Exception:` and tuples with one of the widest classes; a named error is a decision. */
function catchesEverything(node: SgNode): boolean {
  const header = node.text().split(":", 1)[0] ?? "";
  return /^except\s*$/.test(header) || /\b(?:Base)?Exception\b/.test(header.replace(/\bas\b.*$/, ""));
}

function droppedAs(statement: SgNode | undefined): string | null {
  const text = statement?.text() ?? "";
  return /^(?:pass|continue|\.\.\.|return|return None)$/.test(text) ? text : null;
}

function isImportOnly(body: SgNode): boolean {
  return statementsOf(body).some((statement) => /^import_/.test(String(statement.kind())));
}

function isTidyingFunction(node: SgNode): boolean {
  if (ancestor(node, "finally_clause", "function_definition")?.kind() === "finally_clause") return true;
  return tidying.test(enclosingPythonFunction(node)?.field("name")?.text() ?? "");
}
