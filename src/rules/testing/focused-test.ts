/** A test left switched to "only this one": the rest of its suite silently does not run. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { dottedName, spanOf, textOf } from "../../syntax/typescript/ask.js";
import type { Survey } from "../../model/survey.js";

/** Mocha, Jest, Vitest, Playwright, Jasmine; `only` may stand before or after `each`, `concurrent`, `describe`. */
const focused =
  /^(?:(?:it|test|specify|describe|context|suite)(?:\.\w+)*?\.only(?:\.\w+)*|fit|fdescribe|fcontext)$/;

export default defineRule({
  // Medium: two hits read on unseen projects, both true (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // The call is named `only` and takes a title and a body; nothing else looks like that in a test file.
  confidence: 0.97,
  judged: { right: 2, arguable: 0, wrong: 0, projects: 1 },
  title: "Focused test left in",
  risk: "The runner skips every other test and still reports success, so regressions pass the checks unseen.",
  fix: "Remove the focus, and let the runner refuse it where it runs unattended (`forbidOnly`, `--forbid-only`, `no-focused-tests`).",
  tests: "only",
  match: { typescript: focusedTests },
  examples: [
    {
      language: "typescript",
      path: "test/store.test.ts",
      bad: 'import { expect, it } from "vitest";\nit.only("saves", () => {\n  expect(save()).toBe(1);\n});\nit("loads", () => {\n  expect(load()).toBe(1);\n});\n',
      good: 'import { expect, it } from "vitest";\nit("saves only once", () => {\n  expect(store.only("saves", () => 1)).toBe(1);\n});\n',
    },
    {
      language: "typescript",
      bad: {
        "package.json": '{ "devDependencies": { "mocha": "^10.0.0" } }\n',
        "test/store.test.ts": 'it.only("saves", () => {\n  save();\n});\n',
      },
      good: {
        "package.json": '{ "devDependencies": { "jest": "^29.0.0" } }\n',
        "test/store.test.ts":
          'describe("store", () => {\n  it.only("saves", () => {\n    expect(save()).toBe(1);\n  });\n});\n',
      },
    },
    {
      language: "javascript",
      path: "test/store.spec.js",
      bad: 'fdescribe("store", function () {\n  it("saves", function () {});\n});\ndescribe("cache", function () {\n  it("loads", function () {});\n});\n',
      good: 'function fit(title, body) {\n  return body(title);\n}\nfit("line", function (t) {\n  return t;\n});\n',
    },
  ],
});

function* focusedTests(subject: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\bonly\b|\bf(?:it|describe|context)\b/.test(subject.source.text)) return;
  const hits = [...inTree(subject)];
  if (hits.length > 0 && (skipsOthers(subject) || focusesRun(subject.survey))) yield* hits;
}

/** Jest and Vitest focus within a file: where each test of it is focused, none is skipped. */
function skipsOthers({ tree }: Subject<TypeScriptTree>): boolean {
  const calls = tree
    .nodes(tree.ts.SyntaxKind.CallExpression)
    .map((call) => ({ call, name: dottedName(tree, focusedCallee(tree, call) ?? call.expression) ?? "" }));
  const chosen = calls.filter(({ name }) => focused.test(name)).map(({ call }) => call);
  return calls.some(
    ({ call, name }) =>
      plainTest.test(name) &&
      focusedCallee(tree, call) !== undefined &&
      !chosen.some(({ pos, end }) => pos <= call.pos && call.end <= end),
  );
}

const plainTest = /^(?:it|test|specify)(?:\.(?:each|concurrent|sequential))*$/;

/** Other runners take the focus for the whole run, so that other files are skipped. */
function focusesRun({ files }: Survey): boolean {
  return [...files.values()].some(
    ({ source: { path, text } }) =>
      path.endsWith("package.json") && /"(?:mocha|jasmine\w*|@playwright\/test|karma)"\s*:/.test(text),
  );
}

function* inTree({ tree, outline }: Subject<TypeScriptTree>): Iterable<Hit> {
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
