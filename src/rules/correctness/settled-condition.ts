/** A condition that an earlier exit of the same block has already decided. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { PythonTree, TypeScriptTree } from "../../model/tree.js";
import { spanOf as spanOfNode } from "../../syntax/nodes.js";
import * as python from "../../syntax/python/ask.js";
import { fold, shorten } from "../../syntax/repetitions.js";
import { enclosingFunction, spanOf, textOf } from "../../syntax/typescript/ask.js";

export default defineRule({
  severity: "low",
  // 3 hits in some 17 projects, all true; one of them hid that a branch of the function is never reached.
  confidence: 0.85,
  judged: { right: 3, arguable: 0, wrong: 0, projects: 0 },
  title: "Condition decided by the line above",
  risk: "One of the two ways is never taken. If it was needed, another condition was meant here or above.",
  fix: "Correct the condition that was meant to differ, or delete this one.",
  cwe: [570, 571],
  match: { typescript: inTypeScript, python: inPython },
  examples: [
    {
      language: "typescript",
      bad: "export function name(user?: User): string {\n  if (!user) return '';\n  const title = titleOf(user);\n  if (user) return title;\n  return 'nobody';\n}\n",
      good: "export function name(user?: User): string {\n  if (!user) return '';\n  user = next(user);\n  if (user) return 'x';\n  return 'nobody';\n}\nexport function other(user?: User, isOpen?: boolean): string {\n  if (!user) send(user);\n  if (user) return 'x';\n  if (!isOpen && user) return 'y';\n  if (isOpen) return 'z';\n  return '';\n}\nexport async function late(state: State): Promise<void> {\n  let done = false;\n  on('end', () => (done = true));\n  if (done) return;\n  await wait(state);\n  if (done) send(state);\n}\n",
    },
    {
      language: "javascript",
      bad: "exports.kind = (size) => {\n  if (size === 0) {\n    throw new Error('empty');\n  }\n  if (size === 0) return 'none';\n  return 'some';\n};\n",
      good: "exports.kind = (size) => {\n  if (size === 0) {\n    throw new Error('empty');\n  }\n  if (size === 1) return 'one';\n  for (const item of size) {\n    if (!item) continue;\n    send(item);\n  }\n  if (next()) return 'a';\n  if (next()) return 'b';\n  return 'some';\n};\n",
    },
    {
      language: "python",
      bad: "def name(user):\n    if user is None:\n        return ''\n    title = title_of(user)\n    if user is None:\n        return title\n    return user.name\n",
      good: "def name(user):\n    if user is None:\n        return ''\n    user, more = next_of(user)\n    if user is None:\n        return 'x'\n    for user in users:\n        if not user:\n            continue\n    return user.name\n",
    },
  ],
});

interface Guard {
  /** What holds from here on: the condition's text, and whether it is true. */
  readonly condition: string;
  readonly holds: boolean;
  /** Every name in it. */
  readonly names: readonly string[];
}

/** Names, a comparison with a literal, or the absence of a value: nothing a call or another object can change. */
const settledForm =
  /^(?:!?[A-Za-z_$][\w$]*|[A-Za-z_$][\w$]*\s*(?:[!=]==?|<=?|>=?|is not|is)\s*(?:-?\d+|null|undefined|None|True|False|true|false|"[^"]*"|'[^']*')|not [A-Za-z_]\w*|typeof [A-Za-z_$][\w$]*\s*[!=]==?\s*["']\w+["'])$/;

function guardOf(text: string, isTaken: boolean): Guard | undefined {
  const condition = fold(text);
  if (!settledForm.test(condition)) return undefined;
  const [, not, plain = condition] = /^(!|not )([\w$]+)$/.exec(condition) ?? [];
  const [name = ""] = /[A-Za-z_$][\w$]*/.exec(condition.replace(/^(?:typeof|not) /, "")) ?? [];
  return { condition: plain, holds: not === undefined ? isTaken : !isTaken, names: [name] };
}

/** What the condition is known to be, given the guard; null when it asks something else. */
function outcomeOf(text: string, guard: Guard): boolean | null {
  const asked = guardOf(text, true);
  if (asked?.condition !== guard.condition) return null;
  return asked.holds === guard.holds;
}

function hitOf(at: Span, condition: string, { outcome, guard }: { outcome: boolean; guard: Span }): Hit {
  return {
    at,
    also: [guard],
    issue: `\`${shorten(fold(condition))}\` is always ${outcome ? "true" : "false"} here: the other case has left the block further up, and nothing changes the value in between.`,
  };
}

/** Written to anywhere in the text, or by a function that may run in between. */
function isWritten(text: string, name: string): boolean {
  const escaped = name.replace(/\$/g, "\\$");
  return new RegExp(
    `(?<![\\w$.])${escaped}\\s*(?:[-+*/|&%^?]{0,3}=(?!=|>)|\\+\\+|--|:=)|(?:\\+\\+|--)${escaped}\\b|\\b${escaped}\\s*,[^\\n=()]*=(?!=)|,\\s*\\(?${escaped}\\b[^\\n=()]*=(?!=)|\\b(?:for|as|global|nonlocal|del|const|let|var)\\s*\\(?[^\\n=;]*\\b${escaped}\\b|[\\[{,]\\s*${escaped}\\s*[,\\]}][^\\n;]*=(?!=|>)`,
  ).test(text);
}

function* inTypeScript({ tree, source: { text } }: Subject<TypeScriptTree>): Iterable<Hit> {
  const { ts } = tree;
  for (const later of tree.nodes(ts.SyntaxKind.IfStatement)) {
    const block = later.parent;
    const isLink = ts.isIfStatement(block);
    if (isLink || !(ts.isBlock(block) || ts.isSourceFile(block))) continue;
    const asked = textOf(tree, later.expression);
    if (!settledForm.test(fold(asked))) continue;
    const before = block.statements.slice(0, block.statements.indexOf(later)).filter(ts.isIfStatement);
    for (const earlier of before) {
      if (earlier.elseStatement || !leaves(tree, earlier.thenStatement)) continue;
      const guard = guardOf(textOf(tree, earlier.expression), false);
      const outcome = guard ? outcomeOf(asked, guard) : null;
      const scope = enclosingFunction(tree, later) ?? tree.root;
      // A closure that writes the name may run at any time, so nothing from the guard to the end may.
      if (
        !guard ||
        outcome === null ||
        guard.names.some((name) => isWritten(text.slice(earlier.end, scope.end), name))
      )
        continue;
      if (guard.names.some((name) => isCaptured(text.slice(scope.pos, earlier.pos), name))) continue;
      const whole = { start: scope.pos, end: scope.end };
      if (guard.names.some((name) => isShared(text, whole, name))) continue;
      yield hitOf(spanOf(tree, later.expression), asked, {
        outcome,
        guard: spanOf(tree, earlier.expression),
      });
      break;
    }
  }
}

/** Some other function of the file assigns to the name: whatever runs in between may call it. */
function isShared(text: string, scope: Span, name: string): boolean {
  const assigned = new RegExp(`(?<![\\w$.]|const |let |var )${name.replace(/\$/g, "\\$")}\\s*=(?!=|>)`);
  return assigned.test(text.slice(0, scope.start)) || assigned.test(text.slice(scope.end));
}

/** A function further up assigns to the name, or it is not the scope's own and declared with `let` elsewhere. */
function isCaptured(text: string, name: string): boolean {
  return new RegExp(
    `(?:=>|function\\b|\\))\\s*[({]?[^;]{0,200}(?<![\\w$.])${name.replace(/\$/g, "\\$")}\\s*=(?!=|>)`,
  ).test(text);
}

function leaves({ ts }: TypeScriptTree, statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) ||
      ts.isThrowStatement(last) ||
      ts.isContinueStatement(last) ||
      ts.isBreakStatement(last))
  );
}

const ending = new Set(["return_statement", "raise_statement", "continue_statement", "break_statement"]);

function* inPython({ tree, source: { text } }: Subject<PythonTree>): Iterable<Hit> {
  const repeated = repeatedConditions(text);
  if (repeated.size === 0) return;
  const guards = tree.nodes("if_statement").flatMap((node) => {
    if (!repeated.has(conditionAt(text, spanOfNode(node).start))) return [];
    const condition = node.field("condition");
    const guard = condition && !node.field("alternative") ? guardOf(condition.text(), false) : undefined;
    const body = node.field("consequence");
    const last = guard && body ? python.statementsOf(body).at(-1) : undefined;
    return guard && condition && ending.has(String(last?.kind())) ? [{ node, condition, guard }] : [];
  });
  for (const { node, condition, guard } of guards) {
    for (const later of node.nextAll()) {
      const asked = later.kind() === "if_statement" ? later.field("condition") : null;
      const outcome = asked ? outcomeOf(asked.text(), guard) : null;
      const between = text.slice(spanOfNode(node).end, spanOfNode(later).start);
      if (guard.names.some((name) => isWritten(between, name))) break;
      if (!asked || outcome === null || isDeclaredShared(text, guard)) continue;
      yield hitOf(spanOfNode(asked), asked.text(), { outcome, guard: spanOfNode(condition) });
      break;
    }
  }
}

function isDeclaredShared(text: string, { names }: Guard): boolean {
  return names.some((name) => new RegExp(`\\b(?:global|nonlocal)\\s[^\\n]*\\b${name}\\b`).test(text));
}

/** What is asked more than once in the file, without `not`: the parser need not be asked about the rest. */
function repeatedConditions(text: string): ReadonlySet<string> {
  const found = Array.from(text.matchAll(/^[ \t]*if (?=\S)/gm), ({ index, 0: lead }) =>
    conditionAt(text, index + lead.length - 3),
  );
  return new Set(found.filter((condition, i) => condition !== "" && found.indexOf(condition) !== i));
}

/** `user` of `if not user:`; empty where the line does not end with the condition. */
function conditionAt(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end === -1 ? text.length : end);
  return /^if (?:not )?([^:]*):\s*(?:#.*)?$/.exec(line)?.[1] ?? "";
}
