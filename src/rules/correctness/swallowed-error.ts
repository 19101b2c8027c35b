/** An error is caught and thrown away, without a word on why that is right. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import {
  dottedName as pythonName,
  enclosingFunction as enclosingPythonFunction,
  statementsOf,
} from "../../syntax/python/ask.js";
import {
  ancestor as typescriptAncestor,
  dottedName,
  enclosingFunction,
  functionName,
  isAssignment,
  isFunctionNode,
  spanOf,
  textOf,
  walk,
} from "../../syntax/typescript/ask.js";
import { runsOnServer } from "../../syntax/typescript/server-code.js";
import { elixir, elixirExamples } from "./swallowed-error/elixir.js";
import { rust, rustExamples } from "./swallowed-error/rust.js";
import { isExcused, isExcusedFunction, isExplained, losesWork, makeHit } from "./swallowed-error/excuses.js";
import { go, goExamples } from "./swallowed-error/go.js";
import { java, javaExamples } from "./swallowed-error/java.js";
import { onlyLooksUp, pythonOnlyLooksUp } from "./swallowed-error/questions.js";
import { ancestor, spanOf as spanOfNode } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // About sixty hits on 33 TypeScript, JavaScript and Python projects: half plainly true; what does not change anything by its name is left alone since.
  // In Go by its examples only; no hit met there on 34 real projects.
  // Ten read on eight unseen projects before that: none true, 5 arguable, 5 false.
  confidence: 0.75,
  judged: { right: 12, arguable: 10, wrong: 0, projects: 0 },
  title: "Error swallowed without a trace",
  risk: "When it fails, nobody learns that it failed or why: the program goes on with a result it does not have.",
  fix: "Catch only the error that is expected, log or pass on the rest; if dropping it is right, say why in a comment.",
  trial: {
    name: "a failure is told",
    arrange: "the guarded call replaced by one that fails",
    act: "run {it}",
    assert: "the caller gets the error, or the log has it; nothing looks like success",
  },
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
    java,
    elixir,
    rust,
    go,
  },
  examples: [
    {
      language: "typescript",
      bad: "export async function pay(order: Order) {\n  try {\n    await charge(order);\n  } catch (error) {}\n}\n",
      good: "export async function pay(order: Order) {\n  try {\n    await charge(order);\n  } catch {\n    // The queue retries it in a minute.\n  }\n  try { JSON.parse(order); } catch {}\n  try { await socket.close(); } catch {}\n  try { await charge(order); } catch (error) { log(error); }\n}\nexport async function dispose() { try { await flush(); } catch {} }\n",
    },
    {
      language: "typescript",
      bad: "export async function settings(found: object) {\n  try {\n    await store.save(found);\n  } catch {}\n  return found;\n}\n",
      good: 'export async function settings() {\n  let found = {};\n  try {\n    found = await load();\n  } catch {}\n  return found;\n}\nexport function copyTable() {\n  void writeToClipboard(1).catch(() => undefined);\n}\nexport function now(): number {\n  try {\n    return performance.now();\n  } catch {}\n  return Date.now();\n}\nexport function storage() {\n  let found;\n  try {\n    found = probe();\n  } catch {}\n  if (found) return found;\n}\nexport function note(line: string) {\n  shell.invoke("append_log", { line }).catch(() => {});\n}\n',
    },
    {
      language: "javascript",
      bad: "let settings;\ntry {\n  save(JSON.parse(read(1)));\n} catch {}\n",
      good: "try {\n  save(JSON.parse(read(1)));\n} catch {\n  // Without a file the defaults hold.\n}\n",
    },
    {
      language: "javascript",
      bad: "exports.save = (order) => store.save(order).catch(() => {});\n",
      good: "exports.stop = (job) => job.cancel().catch(() => {});\nexports.leave = (dialog) => confirmClose().then(dialog.dismiss).catch(() => {});\nexports.play = (audio) => audio.play().catch(() => {});\nexports.get = (key) => store.get(key).catch(() => null);\nexports.all = (keys) => Promise.all(keys.map((key) => store.get(key).catch(() => undefined)));\nconst found = await store.get(2).catch(() => undefined);\nlet token;\ntoken = await puzzle.answer().catch(() => undefined);\nif (!token) warn();\nconst team = z.number().optional().catch(() => undefined).parse(given);\nconst pending = store.get(1);\npending.catch(() => {});\n// Losing one metric is fine.\nstore.count(1).catch(() => {});\n",
    },
    {
      language: "python",
      bad: "def pay(order):\n    try:\n        charge(order)\n    except Exception:\n        pass\n",
      good: "import os\n\ndef forget(path, order, client):\n    try:\n        os.unlink(path)\n    except FileNotFoundError:\n        pass\n    try:\n        charge(order)\n    except Exception:\n        pass  # the queue retries it in a minute\n    try:\n        charge(order)\n    except Exception:\n        # the queue retries it in a minute\n        pass\n    try:\n        client.close()\n    except Exception:\n        pass\n    try:\n        charge(order)\n    except Exception as error:\n        log(error)\n",
    },
    {
      language: "python",
      bad: "def total(rows):\n    for row in rows:\n        try:\n            store(row)\n        except:\n            continue\n",
      good: "class Client:\n    def close(self):\n        try:\n            self.flush()\n        except Exception:\n            pass\n\nasync def beat(link):\n    try:\n        await link.send({'type': 'ping'})\n    except Exception:\n        pass\n\ndef version(warnings):\n    try:\n        with connection.cursor() as cursor:\n            cursor.execute('SHOW version')\n            warnings.append(cursor.fetchone())\n    except Exception:\n        pass\n    try:\n        cache.clear()\n    except Exception:\n        pass\n\ndef number(text):\n    try:\n        return int(text)\n    except Exception:\n        return None\n\ntry:\n    import uvloop\nexcept Exception:\n    pass\n",
    },
    ...elixirExamples,
    ...rustExamples,
    ...goExamples,
    ...javaExamples,
  ],
});

type TypeScriptSubject = Subject<TypeScriptTree>;

function examineCatch(subject: TypeScriptSubject, node: ts.CatchClause): Hit | null {
  const { tree, source } = subject;
  if (node.block.statements.length > 0) return null;
  const attempt = node.parent;
  const { start, end } = spanOf(tree, node);
  const attemptStart = spanOf(tree, attempt).start;
  if (isExplained(subject, start, end) || isExplained(subject, attemptStart, attemptStart)) return null;
  const calls = calleesIn(tree, attempt.tryBlock);
  if (!losesWork(calls, !runsOnServer(subject)) || onlyLooksUp(tree, attempt.tryBlock)) return null;
  if (isExcused(calls, source) || isTidyingPlace(tree, node)) return null;
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
  if (isExplained(subject, start, node.end) || isResultUsed(tree, node)) return null;
  const calls = calleesIn(tree, callee);
  if (!losesWork(calls, !runsOnServer(subject)) || isExcused(calls, source)) return null;
  if (isTidyingPlace(tree, node)) return null;
  const attempt = textOf(tree, callee.expression);
  if (writesLog.test(attempt) || asksPerson.test(attempt)) return null;
  return makeHit({ start: spanOf(tree, callee.name).start, end: node.end }, calls, source);
}

/** When the log itself cannot be written there is nowhere left to say so: `invoke("append_log", …)`. */
const writesLog = /\(\s*["'`](?:\w+[_:.-])?log["'`]|\b(?:append|write|send|flush)Logs?\(/;

/** The rejection of a dialog is the person's "no". */
const asksPerson = /^(?:[\w$]+\.)*\w*(?:confirm|dialog|modal|prompt)\w*(?:\.\w+)?\(/i;

/** `const found = await look().catch(() => undefined)` turns the failure into a value that the code goes on to ask about. */
function isResultUsed(tree: TypeScriptTree, node: ts.CallExpression): boolean {
  const { ts } = tree;
  const whole = ts.isAwaitExpression(node.parent) ? node.parent : node;
  const { parent } = whole;
  return (
    ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.initializer === whole) ||
    (ts.isBinaryExpression(parent) && parent.right === whole && isAskedAbout(tree, parent)) ||
    // `z.number().catch(() => undefined).parse(given)`: what a schema takes in place of what does not fit.
    (ts.isPropertyAccessExpression(parent) && /^(?:safeP|p)arse(?:Async)?$/.test(parent.name.text)) ||
    // `ids.map((id) => fetch(id).catch(() => undefined))`: one missing item does not fail the others.
    (ts.isArrowFunction(parent) && /\.(?:map|flatMap)\(\s*(?:async\s*)?$/.test(textBefore(tree, parent)))
  );
}

/** `token = await look().catch(() => undefined)`, and soon after `if (!token)`. */
function isAskedAbout(tree: TypeScriptTree, assignment: ts.BinaryExpression): boolean {
  const name = textOf(tree, assignment.left).replace(/[.$]/g, "\\$&");
  const soon = tree.root.text.slice(assignment.end, assignment.end + 300);
  return (
    isAssignment(tree, assignment) && new RegExp(`\\bif \\([^\\n]*(?<![\\w$.])${name}(?![\\w$])`).test(soon)
  );
}

function textBefore(tree: TypeScriptTree, node: ts.Node): string {
  const { start } = spanOf(tree, node);
  return tree.root.text.slice(Math.max(0, start - 60), start);
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
          : (dottedName(tree, child.expression) ?? /[\w$]+$/.exec(textOf(tree, child.expression))?.[0] ?? ""),
      );
    }
    return undefined;
  });
  return found;
}

function isTidyingPlace(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const around = enclosingFunction(tree, node);
  if (around && isExcusedFunction(functionName(tree, around))) return true;
  const handler = typescriptAncestor(
    node,
    (outer) => isFunctionNode(tree, outer) || ts.isCatchClause(outer) || isFinally(tree, outer),
  );
  return handler !== undefined && !isFunctionNode(tree, handler);
}

/** A file has nothing around it. */
function isFinally({ ts }: TypeScriptTree, node: ts.Node): boolean {
  const around: ts.Node | undefined = node.parent;
  return around !== undefined && ts.isTryStatement(around) && around.finallyBlock === node;
}

function examineExcept(subject: Subject<PythonTree>, node: SgNode): Hit | null {
  if (!catchesEverything(node)) return null;
  const statements = statementsOf(node);
  const ending = statements.length === 1 ? droppedAs(statements[0]) : null;
  const attempt = ancestor(node, "try_statement");
  if (ending === null || !attempt) return null;
  const { start, end } = spanOfNode(node);
  const attemptStart = spanOfNode(attempt).start;
  if (isExplained(subject, start, end) || isExplained(subject, attemptStart, attemptStart)) return null;
  const body = attempt.field("body");
  const calls = (body?.findAll({ rule: { kind: "call" } }) ?? []).map(calleeText);
  if (isExcused(calls, subject.source) || !body || isExcusedPlace(body, node, ending)) return null;
  // `return None` is an answer that the caller can ask about.
  if (!losesWork(calls) || ending.startsWith("return") || pythonOnlyLooksUp(body)) return null;
  // The next ping comes anyway, and a link that is gone is noticed by its reader.
  if (/\b(?:ping|keep_?alive)\b/i.test(body.text())) return null;
  return makeHit({ start, end }, calls, subject.source);
}

function calleeText(call: SgNode): string {
  const callee = call.field("function");
  return pythonName(callee) ?? /\w+$/.exec(callee?.text() ?? "")?.[0] ?? "";
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

function isExcusedPlace(body: SgNode, clause: SgNode, ending: string): boolean {
  const statements = statementsOf(body);
  if (statements.some((statement) => /^import_/.test(String(statement.kind())))) return true;
  // "Take the first that works": the attempt leaves the loop, so the failure of one candidate is expected.
  const last = statements.at(-1)?.kind();
  if (ending === "continue" && (last === "break_statement" || last === "return_statement")) return true;
  const handler = ancestor(clause, "finally_clause", "except_clause", "function_definition");
  if (handler && handler.kind() !== "function_definition") return true;
  return isExcusedFunction(enclosingPythonFunction(clause)?.field("name")?.text() ?? "");
}
