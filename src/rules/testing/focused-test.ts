/** A test left switched to "only this one": the rest of its suite silently does not run. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { dottedName, spanOf, textOf } from "../../syntax/typescript/ask.js";

/** Mocha, Jest, Vitest, Playwright, Jasmine; `only` may stand before or after `each`, `concurrent`, `describe`. */
const focused =
  /^(?:(?:it|test|specify|describe|context|suite)(?:\.\w+)*?\.only(?:\.\w+)*|fit|fdescribe|fcontext)$/;

export default defineRule({
  // Medium: nobody has judged it on unseen projects yet (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // The call is named `only` and takes a title and a body; nothing else looks like that in a test file.
  confidence: 0.97,
  judged: { right: 0, arguable: 0, wrong: 3, projects: 1 },
  title: "Focused test left in",
  risk: "The runner skips every other test and still reports success, so regressions pass the checks unseen.",
  fix: "Remove the focus, and let the runner refuse it where it runs unattended (`forbidOnly`, `--forbid-only`, `no-focused-tests`).",
  tests: "only",
  match: { typescript: focusedTests },
  examples: [
    {
      language: "typescript",
      path: "test/store.test.ts",
      bad: 'import { expect, it } from "vitest";\nit.only("saves", () => {\n  expect(save()).toBe(1);\n});\n',
      good: 'import { expect, it } from "vitest";\nit("saves only once", () => {\n  expect(store.only("saves", () => 1)).toBe(1);\n});\n',
    },
    {
      language: "javascript",
      path: "test/store.spec.js",
      bad: 'fdescribe("store", function () {\n  it("saves", function () {});\n});\n',
      good: 'function fit(title, body) {\n  return body(title);\n}\nfit("line", function (t) {\n  return t;\n});\n',
    },
  ],
});

function* focusedTests({ tree, outline, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\bonly\b|\bf(?:it|describe|context)\b/.test(source.text)) return;
  for (const call of tree.nodes(tree.ts.SyntaxKind.CallExpression)) {
    const callee = focusedCallee(tree, call);
    const name = callee && dottedName(tree, callee);
    if (!callee || !name || !focused.test(name)) continue;
    if (outline.definitions.some((definition) => definition.name === name.split(".")[0])) continue;
    const title = call.arguments[0];
    const whole = withoutFocus(name);
    // A short name that was imported says nothing of the long one.
    const isKnown =
      name.includes(".") || !outline.imports.some(({ names }) => names.some(({ local }) => local === name));
    yield {
      at: spanOf(tree, callee),
      ...(isKnown ? { edits: [{ at: spanOf(tree, callee), text: whole }] } : {}),
      issue: `\`${name}\` runs only ${title ? textOf(tree, title) : "this"}: the other tests of the file are skipped without a failure.`,
    };
  }
}

/** `it.only.each` is `it.each`, and `fdescribe` is `describe`. */
function withoutFocus(name: string): string {
  return name.replace(/\.only\b/, "").replace(/^f(?=it$|describe$|context$)/, "");
}

/** The callee of a call that takes a title and a body, looking through `only.each(rows)("…", …)`. */
function focusedCallee(tree: TypeScriptTree, call: ts.CallExpression): ts.Expression | undefined {
  const { ts } = tree;
  const [title, ...rest] = call.arguments;
  if (!title || !(ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) return undefined;
  if (!rest.some((argument) => ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)))
    return undefined;
  return ts.isCallExpression(call.expression) ? call.expression.expression : call.expression;
}
