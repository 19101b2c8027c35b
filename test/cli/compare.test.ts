/** `session-review compare`: bad input has a name and a way out, and the others are ranked all the same. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { comparisonSchema } from "../../src/model/comparison.js";
import { type Files, inFolder, run } from "./fake-world.js";

const good = `/** Adds up. */
export function add(a: number, b: number): number {
  if (!Number.isFinite(a)) throw new RangeError("a is no number");
  return a + b;
}
`;
const spec = `import { expect, test } from "vitest";
import { add } from "../src/add.js";
test("adds", () => {
  expect(add(1, 2)).toBe(3);
  expect(() => add(Number.NaN, 2)).toThrow(RangeError);
});
`;
const poor = "export function add(a: any, b: any) {\n  try {\n    return a + b;\n  } catch {}\n}\n";

const two: Files = {
  "one/src/add.ts": good,
  "one/test/add.test.ts": spec,
  "two/src/add.ts": poor,
};

async function compared(files: Files, args: readonly string[]) {
  return inFolder(files, async (cwd) => {
    const ran = await run(["compare", ...args, "-f", "json"], { cwd });
    return { ...ran, comparison: comparisonSchema.parse(JSON.parse(ran.stdout)) };
  });
}

describe("bad input", () => {
  test.each<[name: string, files: Files, args: readonly string[], message: RegExp]>([
    ["one candidate", two, ["one"], /two/i],
    ["the same folder twice and no other", two, ["one", "./one/"], /it is the same as one/],
    ["a missing path", two, ["one", "three"], /three/],
    ["a missing task", two, ["one", "two", "--task", "nothing.md"], /nothing\.md/],
    ["an unknown rubric", two, ["one", "two", "--rubric", "implementatoin"], /implementation/],
  ])("%s is an error", async (...row) => {
    const [, files, args, message] = row;
    const { code, stdout, stderr } = await inFolder(files, (cwd) => run(["compare", ...args], { cwd }));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test.each<[name: string, files: Files, args: readonly string[], problem: RegExp | null]>([
    ["the same folder twice", two, ["one", "two", "one"], /it is the same as one/],
    ["an empty folder", { ...two, "empty/": "" }, ["one", "two", "empty"], /./],
    [
      "a folder around another",
      { ...two, "all/in/a.ts": good },
      ["one", "two", "all", "all/in"],
      /counted twice/,
    ],
    ["a folder without code", { ...two, "text/notes.bin": "\0\0" }, ["one", "two", "text"], /./],
  ])("%s takes no part, and the others are ranked", async (...row) => {
    const [, files, args, problem] = row;
    const { code, comparison } = await compared(files, args);
    const out = comparison.candidates.filter((candidate) => candidate.problem !== null);
    expect(out.map((candidate) => candidate.problem)).toEqual([expect.stringMatching(problem ?? /./)]);
    expect(comparison.ranking.places.flat().slice(0, 1)).toEqual(["one"]);
    expect(comparison.isComplete).toBe(false);
    expect(code).toBe(3);
  });

  test("code that does not parse is ranked, and the comparison says INCOMPLETE", async () => {
    const files = { ...two, "broken/src/add.ts": good, "broken/src/more.ts": "export function (((\n" };
    const { code, comparison } = await compared(files, ["one", "two", "broken"]);
    expect(code).toBe(3);
    expect(comparison.ranking.places.flat()).toContain("broken");
    const { stdout } = await inFolder(files, (cwd) => run(["compare", "one", "two", "broken"], { cwd }));
    expect(stdout).toMatch(/^> \*\*INCOMPLETE\.\*\*/);
  });

  test("names that collide are told apart", async () => {
    const files = { "a/app/x.ts": good, "b/app/x.ts": poor };
    const { comparison } = await compared(files, ["a/app", "b/app"]);
    expect(comparison.candidates.map(({ id }) => id)).toEqual(["a/app", "b/app"]);
  });

  test("a file is a candidate", async () => {
    const { comparison } = await compared({ "one.ts": good, "two.ts": poor }, ["one.ts", "two.ts"]);
    expect(comparison.candidates.map(({ id, problem }) => [id, problem])).toEqual([
      ["one.ts", null],
      ["two.ts", null],
    ]);
  });

  test("thousands of small files are no trouble", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [
        `many/src/f${i}.ts`,
        `export function f${i}(a: number): number {\n  return a + ${i};\n}\n`,
      ]),
    );
    const { code, comparison } = await compared({ ...two, ...many }, ["one", "many"]);
    expect(code).toBe(0);
    expect(comparison.candidates.map(({ review }) => review?.facts.files)).toEqual([2, 3000]);
  }, 180_000);
});

describe("a comparison", () => {
  test("equal candidates share a place", async () => {
    const { comparison } = await compared(
      { "a/src/add.ts": good, "b/src/add.ts": good.replaceAll("add", "sum") },
      ["a", "b"],
    );
    expect(comparison.ranking.places).toEqual([["a", "b"]]);
    expect(comparison.ranking.margins).toEqual([{ ahead: "a", behind: "b", points: 0, isTie: true }]);
  });

  test("is rendered again byte for byte from its JSON", async () => {
    await inFolder({ ...two, "task.md": "# Task\n\n1. `add(a, b)` adds up.\n2. Tests.\n" }, async (cwd) => {
      const outputs = ["-f", "json=saved.json", "-f", "comparison=report.md"];
      await run(["compare", "one", "two", "--task", "task.md", ...outputs], { cwd });
      const again = await run(["report", "saved.json", "-f", "comparison"], { cwd });
      expect(again.stdout).toBe(await readFile(join(cwd, "report.md"), "utf8"));
      const json = await run(["report", "saved.json", "-f", "json"], { cwd });
      expect(json.stdout).toBe(await readFile(join(cwd, "saved.json"), "utf8"));
    });
  });

  test("golden", async () => {
    await inFolder({ ...two, "task.md": "# Task\n\n1. `add(a, b)` adds up.\n2. Tests.\n" }, async (cwd) => {
      const { stdout } = await run(["compare", "one", "two", "--task", "task.md"], { cwd });
      await expect(stdout).toMatchFileSnapshot("../golden/comparison-sample.md");
    });
  });

  test("a project's own rubric counts", async () => {
    const page =
      "---\ntitle: Own\nscale: 10\ncriteria:\n  - id: tested\n    weight: 10\n    signals: { tests-that-can-fail: 1 }\n" +
      "penalties: { critical: 1, high: 0.5, medium: 0.2, low: 0.05, info: 0 }\n" +
      "bands:\n  - { min: 0, grade: A, stars: 5, verdict: fine }\n---\n\n## tested\n\nTests.\n";
    const files = { ...two, ".session-review/rubrics/own.md": page };
    const { comparison } = await compared(files, ["one", "two", "--rubric", "own"]);
    expect(comparison.candidates.map(({ scorecard }) => scorecard?.total)).toEqual([10, 0]);
    const listed = await inFolder(files, (cwd) => run(["rubrics"], { cwd }));
    expect(listed.stdout).toMatch(/^own +Own +tested 10$/m);
    const broken = { ...files, ".session-review/rubrics/own.md": page.replace("weight: 10", "weight: 9") };
    const { code, stderr } = await inFolder(broken, (cwd) => run(["compare", "one", "two"], { cwd }));
    expect(code).toBe(2);
    expect(stderr).toMatch(/own\.md:4: field "criteria" have weights that sum to 9/);
  });
});
