/** Running the rules: which look at what, and what becomes of one that throws. */
import { describe, expect, test } from "vitest";
import { runRules } from "../../src/examine/run-rules.js";
import type { Hit, PracticeRule, Rule } from "../../src/model/rule.js";
import { leadsSchema } from "../../src/model/plan.js";
import { makePractice, makeRule, never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const files = {
  "a.ts": "const a = 1;\nconst b = 2;\n",
  "a.test.ts": "test();\n",
  "b.py": "b = 1\n",
  "c.txt": "c\n",
};
const whole: Pick<Hit, "at" | "issue"> = { at: { start: 0, end: 1 }, issue: "Issue." };

async function run(
  rules: readonly Rule[],
  practices: readonly PracticeRule[] = [],
  code: Readonly<Record<string, string>> = files,
) {
  return runRules(await surveyCode(code), { rules, practices }, never);
}

async function pathsHit(
  rule: Partial<Rule>,
  code?: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { claims } = await run([makeRule(rule)], [], code);
  return claims.map(({ path }) => path);
}

describe("which files a rule looks at", () => {
  const hit = (): readonly Hit[] => [whole];
  test.each<[name: string, rule: Partial<Rule>, paths: string[]]>([
    ["its own family", { match: { python: hit } }, ["b.py"]],
    ["not tests, unless it says so", { match: { typescript: hit } }, ["a.ts"]],
    ["tests too", { match: { typescript: hit }, tests: "include" }, ["a.test.ts", "a.ts"]],
    ["tests only", { match: { typescript: hit }, tests: "only" }, ["a.test.ts"]],
    ["every file as text", { match: { text: hit } }, ["a.ts", "b.py", "c.txt"]],
    ["a better matcher goes before text", { match: { text: () => [], python: hit } }, ["b.py"]],
    ["none", {}, []],
  ])("%s", async (_, rule, paths) => {
    expect(await pathsHit(rule)).toEqual(paths);
  });

  test.each<[name: string, rule: Partial<Rule>, paths: string[]]>([
    ["a broken file is text", { match: { text: hit, typescript: () => [] } }, ["a.ts"]],
    ["and nothing else", { match: { typescript: hit } }, []],
  ])("%s", async (_, rule, paths) => {
    expect(await pathsHit(rule, { "a.ts": "f(" })).toEqual(paths);
  });
});

test("a hit becomes a claim with exact lines and a verbatim quote", async () => {
  const at = { start: 13, end: 25 };
  const rule = makeRule({
    cwe: [79],
    fold: "file",
    match: { typescript: () => [{ at, issue: "B.", also: [whole.at] }] },
  });
  const { claims } = await run([rule]);
  expect(claims).toEqual([
    {
      category: "security",
      path: "a.ts",
      lines: { start: 2, end: 2 },
      quote: "const b = 2;",
      title: "Some rule",
      confidence: 0.9,
      origin: "rule",
      rule: "some-rule",
      severity: "medium",
      issue: "B.",
      risk: "risk",
      recommendation: "fix",
      cwe: [79],
      also: [{ path: "a.ts", lines: { start: 1, end: 1 }, quote: "const a = 1;" }],
      fold: "file",
      queries: [],
    },
  ]);
});

test("what a hit says goes before what its rule says", async () => {
  const own = { title: "T", severity: "low", confidence: 0.5, recommendation: "R", scenario: "S" } as const;
  const { claims } = await run([makeRule({ match: { python: () => [{ ...whole, ...own }] } })]);
  expect(claims[0]).toMatchObject(own);
});

test("long places are quoted by their first lines", async () => {
  const text = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`).join("\n");
  const rule = makeRule({ match: { text: () => [{ at: { start: 0, end: text.length }, issue: "" }] } });
  const { claims } = await run([rule], [], { "a.txt": text });
  expect(claims[0]?.lines).toEqual({ start: 1, end: 30 });
  expect(claims[0]?.quote.split("\n")).toHaveLength(12);
});

test("practices take the rule's reason where the hit has none", async () => {
  const issues = ["", "Own."];
  const practices = issues.map((issue) => makePractice({ match: { python: () => [{ ...whole, issue }] } }));
  const leads = await run([], practices);
  expect(leads.practices.map(({ reason }) => reason)).toEqual(["good", "Own."]);
});

describe("rules of the whole project", () => {
  test("say which file they mean; tests and unknown files are left out", async () => {
    const paths = ["b.py", "a.test.ts", "none.ts"];
    const rule = makeRule({ project: () => paths.map((path) => ({ ...whole, path })) });
    expect((await run([rule])).claims.map(({ path }) => path)).toEqual(["b.py"]);
  });

  test("name other places in other files", async () => {
    const also = [
      { path: "b.py", span: whole.at },
      { path: "none.py", span: whole.at },
    ];
    const rule = makeRule({ project: () => [{ ...whole, path: "a.ts", also }] });
    expect((await run([rule])).claims[0]?.also).toEqual([
      { path: "b.py", lines: { start: 1, end: 1 }, quote: "b = 1" },
    ]);
  });

  test("that throw are failures of the whole", async () => {
    const rule = makeRule({
      project: () => {
        throw new Error("out of order");
      },
    });
    expect((await run([rule])).failures).toEqual([{ rule: "some-rule", path: "", message: "out of order" }]);
  });
});

test("a rule that throws is a failure on its file; what it found before, and the others, stay", async () => {
  const throwing = makeRule({
    id: "throwing",
    match: {
      *typescript() {
        yield whole;
        throw new Error("out of order");
      },
    },
  });
  const leads = await run([throwing, makeRule({ match: { text: () => [whole] } })]);
  expect(leads.failures).toEqual([{ rule: "throwing", path: "a.ts", message: "out of order" }]);
  expect(leads.claims.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
    "throwing a.ts",
    "some-rule a.ts",
    "some-rule b.py",
    "some-rule c.txt",
  ]);
  expect(leads.examined).toEqual(["a.test.ts", "a.ts", "b.py", "c.txt"]);
});

test("an aborted run examined nothing and asks no project rule", async () => {
  const rule = makeRule({ match: { text: () => [whole] }, project: () => [{ ...whole, path: "b.py" }] });
  const leads = await runRules(
    await surveyCode(files),
    { rules: [rule], practices: [] },
    AbortSignal.abort(),
  );
  expect(leads).toEqual({ claims: [], practices: [], examined: [], failures: [] });
});

test("leads are plain data of the model's shape", async () => {
  const leads = await run([makeRule({ match: { text: () => [whole] } })]);
  expect(JSON.parse(JSON.stringify(leads))).toEqual(leads);
  expect(leadsSchema.strict().parse(leads)).toEqual(leads);
});

test("the steps of a hit become places with what happens there", async () => {
  const steps = [
    { path: "a.ts", span: { start: 0, end: 1 }, what: "`a` is read" },
    { path: "gone.ts", span: { start: 0, end: 1 }, what: "is not surveyed" },
  ];
  const rule = makeRule({ match: { typescript: () => [{ ...whole, steps }] } });
  const { claims } = await run([rule]);
  expect(claims[0]?.steps).toEqual([
    { path: "a.ts", lines: { start: 1, end: 1 }, quote: "const a = 1;", note: "`a` is read" },
  ]);
});
