/** Proving findings wrong: what is asked, what is answered, and what alone can drop a finding. */
import { describe, expect, test } from "vitest";
import { refute } from "../../src/consult/refute.js";
import type { Finding } from "../../src/model/finding.js";
import { makeFinding, never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";
import { type Script, completion, failure, fakeProvider, fakeTiming } from "./fake-provider.js";

const secret = ["ghp", "_", "0123456789abcdefABCDEF", "0123456789abcd"].join("");
const survey = await surveyCode({
  "src/a.ts": [
    "// the caller has validated this input",
    "export function divide(a: number, b: number) {",
    "  if (b === 0) throw new RangeError(); // b is never zero here",
    "  return a / b;",
    "}",
    "",
  ].join("\n"),
  "src/b.ts": `import { divide } from "./a.js";\nconst token = "${secret}";\nexport const half = divide(1, 2);\n`,
});
const byModel: Finding = { ...makeFinding({ path: "src/a.ts", origin: "model", issue: "Divides by zero." }) };
delete byModel.rule;

const blank = {
  action: "",
  path: "",
  line_start: 0,
  line_end: 0,
  name: "",
  verdict: "unclear",
  reason: "",
  quote: "",
};
const refuted = { ...blank, action: "verdict", verdict: "refuted", path: "src/a.ts", reason: "Zero throws." };
const proof = "if (b === 0) throw new RangeError();";

async function run(steps: readonly object[], finding: Finding = byModel) {
  const provider = fakeProvider((_, call) =>
    completion(JSON.stringify(steps[Math.min(call, steps.length) - 1])),
  );
  const [result] = await refute([finding], { provider, model: "m", survey, timing: fakeTiming() }, never);
  return { result, provider };
}

describe("only a quoted proof in code drops a finding", () => {
  test.each([
    ["a line of code", { quote: proof }, "refuted"],
    ["a line of code in another file than named", { quote: proof, path: "src/b.ts" }, "refuted"],
    ["no quote", { quote: "" }, "stands"],
    ["a quote that stands nowhere", { quote: "if (b === 0) return null;" }, "stands"],
    ["a quote too short to mean anything", { quote: "}" }, "stands"],
    ["a comment", { quote: "// the caller has validated this input" }, "stands"],
    ["a comment after code", { quote: "// b is never zero here" }, "stands"],
    ["real", { quote: proof, verdict: "real" }, "stands"],
    ["unclear", { quote: proof, verdict: "unclear" }, "stands"],
  ])("%s", async (_, part, outcome) => {
    const { result } = await run([{ ...refuted, ...part }]);
    expect(result).toMatchObject({ outcome, calls: 1 });
    expect(result?.proof === null).toBe(outcome === "stands");
  });

  test("the proof is a sentence with the place in it", async () => {
    const { result } = await run([{ ...refuted, quote: proof }]);
    expect(result?.proof).toBe(`src/a.ts:3 has \`${proof}\`: Zero throws.`);
  });

  test.each(["rule", "both"] as const)(
    "a finding of origin %s is questioned, never dropped",
    async (origin) => {
      const { result } = await run([{ ...refuted, quote: proof }], {
        ...makeFinding({ origin, path: "src/a.ts" }),
      });
      expect(result?.outcome).toBe("questioned");
    },
  );
});

describe("questions are answered from the survey", () => {
  test.each([
    [{ action: "read", path: "src/a.ts", line_start: 3, line_end: 4 }, "   3|   if (b === 0)"],
    [{ action: "read", path: "src/a.ts", line_start: 99, line_end: 1 }, "src/a.ts has 5 lines."],
    [{ action: "read", path: "/etc/passwd" }, "There is no file"],
    [{ action: "symbol", name: "divide" }, "src/a.ts:2| export function divide"],
    [{ action: "symbol", name: "nothing" }, "Nothing named"],
    [{ action: "callers", name: "divide()" }, "src/b.ts:3| export const half = divide(1, 2);"],
    [{ action: "search", name: "RangeError" }, "src/a.ts:3|"],
    [{ action: "search", name: secret.slice(0, 6) }, "none of the reviewed files"],
    [{ action: "search", name: "const token" }, 'src/b.ts:2| const token = "[secret*'],
    [{ action: "delete", path: "src/a.ts" }, 'There is no action "delete"'],
  ])("%j", async (step, expected) => {
    const { provider, result } = await run([
      { ...blank, ...step },
      { ...refuted, verdict: "real" },
    ]);
    const turns = provider.requests[1]?.prompt.turns ?? [];
    expect(turns.map(({ role }) => role)).toEqual(["assistant", "user"]);
    expect(turns[1]?.text).toContain(expected);
    expect(JSON.stringify(provider.requests)).not.toContain(secret.slice(4, 14));
    expect(result).toMatchObject({ outcome: "stands", calls: 2, usage: { input: 20, output: 4 } });
  });
});

describe("what does not end in a verdict is not examined", () => {
  const asking = { ...blank, action: "search", name: "x" };
  test.each<[string, Script, number, string]>([
    ["four questions", () => completion(JSON.stringify(asking)), 4, "no verdict in 4 answers"],
    ["prose", () => completion("Looks fine to me."), 4, "no verdict"],
    ["nothing", () => completion(" "), 1, "empty"],
    ["a refusal", () => completion("", { stop: "refusal" }), 1, "refused"],
    ["a failure", () => failure("permission"), 1, "permission"],
  ])("%s", async (_, script, calls, reason) => {
    const provider = fakeProvider(script);
    const results = await refute([byModel], { provider, model: "m", survey, timing: fakeTiming() }, never);
    expect(results).toMatchObject([
      { outcome: "not examined", calls, reason: expect.stringContaining(reason) },
    ]);
  });
});

test("findings below medium are left alone", async () => {
  const provider = fakeProvider(() => failure("server"));
  const input = { provider, model: "m", survey, timing: fakeTiming() };
  expect(await refute([{ ...byModel, severity: "low" }], input, never)).toEqual([]);
});

describe("verdicts are kept", () => {
  const real = { ...refuted, verdict: "real" };

  async function again(kept: Map<string, unknown>, files = survey) {
    const provider = fakeProvider(() => completion(JSON.stringify(real)));
    const verdicts = {
      recall: async (key: string) => Promise.resolve(kept.get(key)),
      keep: async (key: string, verdict: unknown) => Promise.resolve(void kept.set(key, verdict)),
    };
    const input = { provider, model: "m", survey: files, timing: fakeTiming(), verdicts };
    const [result] = await refute([byModel], input, never);
    return { result, calls: provider.requests.length };
  }

  test("a verdict about the same code is not asked for again", async () => {
    const kept = new Map<string, unknown>();
    expect(await again(kept)).toMatchObject({ calls: 1, result: { outcome: "stands", calls: 1 } });
    expect(await again(kept)).toMatchObject({
      calls: 0,
      result: { outcome: "stands", reason: "Zero throws.", calls: 0, usage: null },
    });
  });

  test("other code anywhere is another question", async () => {
    const kept = new Map<string, unknown>();
    await again(kept);
    const changed = await surveyCode({ "src/a.ts": survey.files.get("src/a.ts")?.source.text ?? "" });
    expect(await again(kept, changed)).toMatchObject({ calls: 1 });
  });

  test("a kept proof is held against the code again", async () => {
    const kept = new Map<string, unknown>();
    await again(kept);
    const [key = ""] = kept.keys();
    kept.set(key, {
      ...real,
      verdict: "refuted",
      quote: "stands nowhere in it",
      lines: { start: 1, end: 1 },
    });
    expect(await again(kept)).toMatchObject({ calls: 0, result: { outcome: "stands" } });
  });

  test("what has not the form of a verdict is none", async () => {
    const kept = new Map<string, unknown>();
    await again(kept);
    for (const key of kept.keys()) kept.set(key, { verdict: 7 });
    expect(await again(kept)).toMatchObject({ calls: 1 });
  });
});
