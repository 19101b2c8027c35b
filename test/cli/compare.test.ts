/** `session-review compare`: bad input has a name and a way out, and the others are ranked all the same. */
import { readFile, symlink } from "node:fs/promises";
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
    [
      "an empty folder",
      { ...two, "empty/": "" },
      ["one", "two", "empty"],
      /^No reviewable files in empty\.$/,
    ],
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

describe("the task", () => {
  const task = "# Task\n\n1. `add(a, b)` adds up.\n";
  const other = "# Other\n\n1. `subtract(a, b)` subtracts.\n";
  const within = (folder: string): Files =>
    Object.fromEntries(Object.entries(two).map(([path, text]) => [`${folder}/${path}`, text]));

  test.each<[name: string, files: Files, args: readonly string[], found: string | null]>([
    ["task.md in their folder", { ...two, "task.md": task }, ["one", "two"], "task.md"],
    ["TASK.md in their folder", { ...two, "TASK.md": task }, ["one", "two"], "TASK.md"],
    ["task.md that a shell hands over", { ...two, "task.md": task }, ["one", "task.md", "two"], "task.md"],
    [
      "a task of another name, handed over",
      { ...two, "a.task.md": task },
      ["a.task.md", "one", "two"],
      "a.task.md",
    ],
    [
      "FOLDER.task.md beside their folder",
      { ...within("group"), "group.task.md": task },
      ["group/one", "group/two/"],
      "group.task.md",
    ],
    ["files beside it", { "a.ts": good, "b.ts": poor, "task.md": task }, ["a.ts", "b.ts"], "task.md"],
    ["none there", two, ["one", "two"], null],
    ["--no-task", { ...two, "task.md": task }, ["one", "two", "--no-task"], null],
    ["--no-task, handed over", { ...two, "task.md": task }, ["one", "two", "task.md", "--no-task"], null],
    ["a task of another name, not handed over", { ...two, "a.task.md": task }, ["one", "two"], null],
    ["of another folder", { ...within("group"), "other.task.md": task }, ["group/one", "group/two"], null],
    [
      "two folders up",
      { ...within("a/b"), "task.md": task, "a.task.md": task },
      ["a/b/one", "a/b/two"],
      null,
    ],
    ["a candidate's own", { ...two, "one/task.md": task, "two/README.md": task }, ["one", "two"], null],
    [
      "candidates apart",
      { ...within("a"), "a/task.md": task, "c/x.ts": good },
      ["a/one", "a/two", "c"],
      null,
    ],
    ["a folder of that name", { ...two, "task.md/": "" }, ["one", "two"], null],
  ])("%s", async (...row) => {
    const [, files, args, found] = row;
    const { code, comparison, stderr } = await compared(files, args);
    expect(code).toBe(0);
    expect(comparison.candidates.map(({ path }) => path.replace(/.*\//, ""))).toHaveLength(
      args.filter((arg) => !/task/.test(arg)).length,
    );
    expect(comparison.task && { path: comparison.task.path, isFound: comparison.task.isFound }).toEqual(
      found === null ? null : { path: found, isFound: true },
    );
    expect(/^task .*/m.exec(stderr)?.[0] ?? null).toBe(
      found === null ? null : `task     ${found}, which lies beside the candidates (--no-task goes without)`,
    );
  });

  test("--task wins over what lies there, and what it leaves over is no candidate", async () => {
    const files = { ...two, "task.md": task, "other.md": other };
    const { comparison, stderr } = await compared(files, ["one", "two", "task.md", "--task", "other.md"]);
    expect(comparison.task).toMatchObject({
      path: "other.md",
      statements: [{ text: "`subtract(a, b)` subtracts." }],
    });
    expect(comparison.task).not.toHaveProperty("isFound");
    expect(comparison.candidates.map(({ id }) => id)).toEqual(["one", "two"]);
    expect(stderr).toContain("task.md takes no part: it is a task");
    const both = await compared({ ...two, "spec.md": task }, ["one", "spec.md", "two", "--task", "spec.md"]);
    expect(both.comparison.candidates.map(({ id }) => id)).toEqual(["one", "two"]);
  });

  test.each<[name: string, files: Files, args: readonly string[], names: readonly string[]]>([
    [
      "in the folder and beside it",
      { ...within("group"), "group/task.md": task, "group.task.md": other },
      ["group/one", "group/two"],
      ["group/task.md", "group.task.md"],
    ],
    [
      "two handed over",
      { ...two, "a.task.md": task, "b.task.md": other },
      ["one", "two", "a.task.md", "b.task.md"],
      ["a.task.md", "b.task.md"],
    ],
  ])("two that fit are an error with both names: %s", async (...row) => {
    const [, files, args, names] = row;
    await inFolder(files, async (cwd) => {
      const { code, stdout, stderr } = await run(["compare", ...args], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(`More than one file could be the task: ${names.join(" and ")}.`);
      expect(stderr).toMatch(/--task FILE.*--no-task/);
      expect((await run(["compare", ...args, "--no-task"], { cwd })).code).toBe(0);
    });
  });

  test("a link is not followed, wherever it leads", async () => {
    await inFolder({ ...within("group"), "secret.txt": "1. `secret()` is kept.\n" }, async (cwd) => {
      await symlink(join(cwd, "secret.txt"), join(cwd, "group/task.md"));
      const { code, stdout, stderr } = await run(["compare", "group/one", "group/two"], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/group\/task\.md: it is a symbolic link.*\n.*--task FILE.*--no-task/);
    });
  });

  test.each([
    ["bytes", "\0\0", /not text/],
    ["much too long", "- `add()` adds up.\n".repeat(60_000), /larger than a megabyte/],
  ])("one of %s is an error that says how to go on", async (_, text, problem) => {
    const { code, stderr } = await inFolder({ ...two, "task.md": text }, (cwd) =>
      run(["compare", "one", "two"], { cwd }),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(problem);
    expect(stderr).toContain("--no-task");
  });

  test("the report says which file was taken, and says so again from the JSON", async () => {
    await inFolder({ ...two, "task.md": task }, async (cwd) => {
      const outputs = ["-f", "json=saved.json", "-f", "comparison=report.md", "-f", "html=report.html"];
      await run(["compare", "one", "two", ...outputs, "-f", "digest=digest.txt"], { cwd });
      const texts = new Map<string, string>();
      for (const [format, file] of [
        ["comparison", "report.md"],
        ["html", "report.html"],
        ["digest", "digest.txt"],
        ["json", "saved.json"],
      ] as const) {
        const { stdout } = await run(["report", "saved.json", "-f", format], { cwd });
        expect(stdout).toBe(await readFile(join(cwd, file), "utf8"));
        texts.set(format, stdout);
      }
      expect(texts.get("comparison")).toContain(
        "held against `task.md` (1 statement), which lies beside the candidates and was not named (`--no-task` goes without)",
      );
      for (const format of ["html", "digest"])
        expect(texts.get(format)).toContain("which lies beside the candidates");
    });
  });
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
