/** `--plan`: documents held against the code, in every report that a review has. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reviewSchema } from "../../src/model/review.js";
import { type Files, inFolder, run } from "./fake-world.js";

const app: Files = {
  "app/store.py": `"""Keeps sessions."""

MAX_SESSIONS = 20


def load(path, limit=3):
    """Reads at most limit lines of the file."""
    with open(path, encoding="utf-8") as file:
        return file.readlines()[:limit]
`,
};
const plan = `# Plan

- \`load(path, limit=3)\` reads a file
- At most 10 sessions are open
- [x] \`save(path)\` writes it back
- Everyone is happy
`;
const verdicts = ["met", "contradicted", "missing", "not assessed"];

test("a plan is a table of verdicts with places and reasons, and changes no exit code", async () => {
  await inFolder({ ...app, "plan.md": plan }, async (cwd) => {
    const without = await run(["app", "--kind", "personas", "-q"], { cwd });
    const { code, stdout } = await run(["app", "--plan", "plan.md", "--kind", "personas", "-q"], { cwd });
    expect(code).toBe(without.code);
    expect(without.stdout).not.toContain("Plan versus implementation");
    expect(stdout).toContain("`plan.md`: 4 statements, 1 met, 1 missing, 1 contradicted, 1 not assessed.");
    const rows = stdout.split("\n").filter((line) => /^\| R\d/.test(line));
    expect(rows.map((row) => row.split("|")[3]?.trim())).toEqual(verdicts);
    expect(rows[0]).toContain("`app/store.py:6`");
    expect(stdout).toMatch(/- \*\*R2\*\* contradicted: `MAX_SESSIONS` is 20 where the plan says 10 sessions/);
    expect(stdout).toMatch(/- \*\*R3\*\* missing: not found `save\(path\)`/);
  });
});

test("the JSON holds it, and the report made from it is the same, byte for byte", async () => {
  await inFolder({ ...app, "plan.md": plan }, async (cwd) => {
    const args = [
      "app",
      "--plan",
      "plan.md",
      "--kind",
      "personas",
      "-q",
      "-f",
      "json=r.json",
      "-f",
      "personas=r.md",
    ];
    await run(args, { cwd });
    const { conformance } = reviewSchema.parse(JSON.parse(await readFile(join(cwd, "r.json"), "utf8")));
    expect(
      conformance?.map(({ path, statements }) => [path, statements.map(({ verdict }) => verdict)]),
    ).toEqual([["plan.md", verdicts]]);
    const again = await run(["report", "r.json", "-f", "personas"], { cwd });
    expect(again.stdout).toBe(await readFile(join(cwd, "r.md"), "utf8"));
  });
});

test("the plain report shows it too, each document once, in the order given", async () => {
  const files = { ...app, "b.md": "- `load(path)`\n", "a.md": "- `load(path)`\n" };
  await inFolder(files, async (cwd) => {
    const { stdout } = await run(["app", "--plan", "b.md", "--plan", "a.md", "--plan", "b.md", "-q"], {
      cwd,
    });
    expect(stdout.match(/^`[ab]\.md`: .*$/gm)).toEqual([
      "`b.md`: 1 statement, 1 met.",
      "`a.md`: 1 statement, 1 met.",
    ]);
  });
});

test("a plan within the reviewed folder is no evidence for itself", async () => {
  await inFolder({ ...app, "app/plan.md": "- `missing_name` is there\n" }, async (cwd) => {
    const { stdout } = await run(["app", "--plan", "app/plan.md", "-q"], { cwd });
    expect(stdout).toContain("1 statement, 1 missing.");
  });
});

test("--dry-run names the plan and holds nothing against it", async () => {
  await inFolder({ ...app, "plan.md": plan }, async (cwd) => {
    const { code, stdout } = await run(["app", "--plan", "plan.md", "--dry-run", "-q"], { cwd });
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining("plan plan.md: 4 statements to hold the code against"),
    ]);
  });
});

test("a credential in a plan is masked in the report", async () => {
  const token = ["ghp", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("_");
  await inFolder({ ...app, "plan.md": `- \`load(path)\` must send ${token}\n` }, async (cwd) => {
    const { stdout } = await run(["app", "--plan", "plan.md", "-q"], { cwd });
    expect(stdout).toContain("must send");
    expect(stdout).not.toContain(token);
  });
});

describe("a plan that is none is an error that says so", () => {
  const cases: readonly (readonly [what: string, files: Files, error: RegExp])[] = [
    ["missing", {}, /There is no file or folder "plan\.md"/],
    ["a folder", { "plan.md/a.txt": "a" }, /Cannot read plan\.md/],
    ["binary", { "plan.md": "a\u0000b\u0000c" }, /Cannot read plan\.md: it is not text/],
    ["empty", { "plan.md": "" }, /plan\.md holds no statement/],
    ["a story", { "plan.md": "We met on Monday.\n" }, /plan\.md holds no statement/],
  ];
  test.each(cases)("%s", async (_, files, error) => {
    await inFolder({ ...app, ...files }, async (cwd) => {
      const { code, stderr, stdout } = await run(["app", "--plan", "plan.md"], { cwd });
      expect([code, stderr, stdout]).toEqual([2, expect.stringMatching(error), ""]);
    });
  });
});
