/** A failure that was expected is logged, and the work goes on another way. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { definePractice } from "../model/rule.js";
import type { TypeScriptTree } from "../model/tree.js";
import { calleeOf, positionalArguments } from "../syntax/python/ask.js";
import * as typescript from "../syntax/typescript/ask.js";
import { spanOf } from "../syntax/nodes.js";

export default definePractice({
  category: "operations",
  // The exception, the log and the other way all stand in the handler; the looser first draft praised retries.
  confidence: 0.8,
  title: "Expected failures fall back to another way, and say so",
  reason:
    "The feature keeps working when its first source fails, and the log shows that it runs on the second.",
  match: {
    *python({ tree, source }) {
      if (!/\bexcept\b/.test(source.text)) return;
      for (const clause of tree.nodes("except_clause")) {
        const fallback = fallbackInPython(clause);
        if (!fallback) continue;
        yield {
          at: spanOf(clause),
          issue: `\`${fallback.error}\` is logged and answered with \`${fallback.call}\`.`,
        };
        return;
      }
    },
    *typescript({ tree }) {
      for (const clause of tree.nodes(tree.ts.SyntaxKind.CatchClause)) {
        const fallback = fallbackInTypeScript(tree, clause);
        if (!fallback) continue;
        yield {
          at: typescript.spanOf(tree, clause),
          issue: `\`${fallback.error}\` is logged and answered with \`${fallback.call}\`.`,
        };
        return;
      }
    },
  },
  examples: [
    {
      language: "python",
      bad: 'def embed(text):\n    try:\n        return registry.embed(text)\n    except KeyError as error:\n        logger.warning("no registered model, asking the client: %s", error)\n        return direct_client.embed(text)\n',
      good: 'def embed(text):\n    try:\n        return registry.embed(text)\n    except KeyError:\n        return direct_client.embed(text)\n\ndef again(text):\n    try:\n        return registry.embed(text)\n    except Exception as error:\n        logger.warning("failed: %s", error)\n        return registry.empty(text)\n\ndef third(text):\n    try:\n        return registry.embed(text)\n    except KeyError as error:\n        logger.warning("failed: %s", error)\n        return str(error)\n',
    },
    {
      language: "typescript",
      bad: 'export function load(key: string) {\n  try {\n    return remote.load(key);\n  } catch (error) {\n    if (!(error instanceof NetworkError)) throw error;\n    logger.warn("remote is away, reading the copy", error);\n    return localCopy.load(key);\n  }\n}\n',
      good: 'export function load(key: string) {\n  try {\n    return remote.load(key);\n  } catch (error) {\n    logger.warn("failed", error);\n    return res.status(500).json({ error });\n  }\n}\n',
    },
  ],
});

interface Fallback {
  readonly error: string;
  readonly call: string;
}

const logCall =
  /^(?:\w+\.)*_?log(?:ger|ging)?\.(?:debug|info|warn|warning|error|exception)$|^console\.(?:warn|error|info|log)$|^(?:warnings\.warn|(?:\w+\.)*logger\.\w+)$/i;
/** Calls that report the failure to somebody, build a value or end the work: no second way to the goal. */
const reports =
  /^(?:str|repr|int|float|bool|list|dict|set|tuple|len|format|print|isinstance|getattr|type|Response|JSONResponse|jsonify|abort|next|reject|resolve|String|Number|Object\.\w+|JSON\.\w+|Promise\.\w+|\w*Error|\w*Exception|\w*(?:Result|Response)|time\.\w+|asyncio\.sleep|sleep)$|(?:^|\.)(?:status|json|send\w*|render|redirect|format|get|pop|append|push|add|emit|set\w*|exit|close|fail\w*|error\w*|reply\w*|join|strip|encode|decode)$|[eE]rror|[fF]ailure/;

function isOtherWay(callee: string | null): callee is string {
  if (callee === null || logCall.test(callee) || reports.test(callee)) return false;
  const name = callee.slice(callee.lastIndexOf(".") + 1);
  return (
    /^[a-z_]/.test(name) && !/^(?:create|make|build|format|copy|uniform|randint)|reply|message/.test(name)
  );
}

/** Going on with checks switched off is no practice to keep. */
const unsafe = /CERT_NONE|verify\s*=\s*False|unverified|check_hostname/;

function fallbackInPython(clause: SgNode): Fallback | undefined {
  const header = clause.children().find((child) => child.isNamed() && child.kind() !== "block");
  const error = header?.text().replace(/\s+as\s+\w+$/, "") ?? "";
  if (error === "" || /\b(?:Base)?Exception\b/.test(error) || unsafe.test(clause.text())) return undefined;
  const body = clause.children().find((child) => child.kind() === "block");
  const statements = body?.children().filter((child) => child.isNamed()) ?? [];
  if (statements.some((statement) => statement.kind() === "raise_statement")) return undefined;
  if (!statements.some((statement) => logCall.test(callOf(statement) ?? ""))) return undefined;
  const attempt = clause.parent()?.field("body")?.text() ?? "";
  const call = statements.map((statement) => valueCall(statement, attempt)).find(isOtherWay);
  return call ? { error, call } : undefined;
}

/** Callee of a statement that is nothing but a call. */
function callOf(statement: SgNode): string | null {
  const call = statement.kind() === "expression_statement" ? statement.child(0) : null;
  return call?.kind() === "call" ? calleeOf(call) : null;
}

/** Callee whose value is returned, or kept under a name that the attempt would have set: the other way to the same goal. */
function valueCall(statement: SgNode, attempt: string): string | null {
  const inner = statement.kind() === "expression_statement" ? statement.child(0) : statement;
  const value = inner?.kind() === "return_statement" ? inner.child(1) : sameTarget(inner, attempt);
  const call = value?.kind() === "await" ? value.child(1) : value;
  return call?.kind() === "call" && positionalArguments(call).length > 0 ? calleeOf(call) : null;
}

function sameTarget(assignment: SgNode | null, attempt: string): SgNode | null {
  if (assignment?.kind() !== "assignment") return null;
  const target = assignment.field("left")?.text() ?? "";
  const isSet = attempt.split("\n").some((line) => line.trimStart().startsWith(`${target} = `));
  return isSet ? assignment.field("right") : null;
}

function fallbackInTypeScript(tree: TypeScriptTree, clause: ts.CatchClause): Fallback | undefined {
  const { ts } = tree;
  const error = /\binstanceof\s+([\w.]+)/.exec(typescript.textOf(tree, clause))?.[1];
  if (!error || error === "Error") return undefined;
  const { statements } = clause.block;
  const isLogged = statements.some(
    (statement) =>
      ts.isExpressionStatement(statement) &&
      ts.isCallExpression(statement.expression) &&
      logCall.test(typescript.dottedName(tree, statement.expression.expression) ?? ""),
  );
  const call = statements.map((statement) => returnedCall(tree, statement)).find(isOtherWay);
  return isLogged && call ? { error, call } : undefined;
}

function returnedCall(tree: TypeScriptTree, statement: ts.Statement): string | null {
  const { ts } = tree;
  if (!ts.isReturnStatement(statement) || !statement.expression) return null;
  const value = ts.isAwaitExpression(statement.expression)
    ? statement.expression.expression
    : statement.expression;
  return ts.isCallExpression(value) ? typescript.dottedName(tree, value.expression) : null;
}
