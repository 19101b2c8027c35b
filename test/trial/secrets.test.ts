/** What tests print may hold credentials: no report shows them, whether a reviewed file holds them or none does. */
import { expect, test } from "vitest";
import { inFolder, run } from "../cli/fake-world.js";
import { clean } from "../cli/projects.js";

// Put together here, so that no file of ours holds anything that looks like one.
const token = ["ghp", "A1b2C3d4E5".repeat(4).slice(0, 36)].join("_");
const known = ["zq8", "Kp2", "vX7", "mN4", "tR9"].join("");

const script = `echo 1..2
echo "not ok 1 - logs in with ${token}"
echo "# sent ${known}"
echo "ok 2 - other"
`;

test.each([
  ["--run", "sh tests.sh"],
  ["--run", `sh tests.sh # ${token}`],
  ["--junit", "tests.txt"],
])("%s %s", async (option, value) => {
  const files = {
    ...clean,
    "app/settings.py": `"""Settings."""\n\nPASSWORD = "${known}"\n`,
    "tests.sh": script,
    "tests.txt": `1..1\nnot ok 1 - logs in with ${token}\n# sent ${known}\n`,
  };
  await inFolder(files, async (cwd) => {
    const env = { PATH: process.env["PATH"] };
    const { stdout } = await run(["app", option, value, "-f", "json", "-f", "personas=all.md"], { cwd, env });
    const { testRuns } = JSON.parse(stdout) as { readonly testRuns: readonly unknown[] };
    expect(JSON.stringify(testRuns)).toContain("logs in with [secret removed]");
    expect(JSON.stringify(testRuns)).toContain("sent [secret removed]");
    expect(stdout).not.toContain(token);
  });
});

test("a comparison runs the command on a copy of each candidate, and masks what it prints", async () => {
  const files = {
    "a/app/add.py": clean["app/add.py"] ?? "",
    "a/tests.sh": script,
    "b/app/add.py": `${clean["app/add.py"] ?? ""}\n\nTOTAL = add(1, 2)\n`,
    "b/tests.sh": "echo 1..1; echo ok 1 - other\n",
  };
  await inFolder(files, async (cwd) => {
    const env = { PATH: process.env["PATH"] };
    const { stdout } = await run(["compare", "a", "b", "--run", "sh tests.sh", "-f", "json"], { cwd, env });
    const { candidates } = JSON.parse(stdout) as {
      readonly candidates: readonly { readonly id: string; readonly testRun: { readonly outcome: string } }[];
    };
    const outcomes = candidates.map(({ id, testRun }) => `${id}: ${testRun.outcome}`).sort();
    expect(outcomes).toEqual(["a: failed", "b: passed"]);
    expect(stdout).toContain("logs in with [secret removed]");
    expect(stdout).not.toContain(token);
  });
});
