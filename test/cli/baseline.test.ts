/** Accepting findings from the command line: what counts before, during and after, and what is said of it. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Review, reviewSchema } from "../../src/model/review.js";
import { acceptFinding } from "../../src/cli/accept-finding.js";
import { outcomeOf } from "../../src/cli/exit-code.js";
import { finding, sampleReview } from "../reports/sample-review.js";
import { Project } from "../gather/project.js";
import { inFolder, run } from "./fake-world.js";
import { flawed } from "./projects.js";

const file = ".session-review/baseline.yml";

async function reviewed(cwd: string, ...args: readonly string[]): Promise<Review> {
  const { stdout } = await run(["app", "-f", "json", "-q", ...args], { cwd });
  return reviewSchema.parse(JSON.parse(stdout));
}

/** A folder whose two findings are accepted. */
function accepted<T>(work: (cwd: string) => Promise<T>): Promise<T> {
  return inFolder(flawed, async (cwd) => {
    const { code } = await run(["baseline", "create", "app", "-q", "--reason", "old code"], { cwd });
    expect(code).toBe(0);
    return work(cwd);
  });
}

async function edit(cwd: string, path: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(join(cwd, path), "utf8");
  expect(change(text)).not.toBe(text);
  await writeFile(join(cwd, path), change(text));
}

test("what is accepted is in no count, grade or gate, and in every report", async () => {
  await accepted(async (cwd) => {
    const { code, stderr } = await run(["app", "--fail-on", "info"], { cwd });
    expect(stderr).toContain('nothing at or above "info"; 2 accepted do not count');
    expect(code).toBe(0);
    const { findings, baseline, scorecards } = await reviewed(cwd);
    expect([findings.length, baseline?.accepted.length, scorecards[0]?.total]).toEqual([0, 2, 100]);
    for (const format of ["batch", "personas", "readiness", "digest", "html"]) {
      const { stdout } = await run(["app", "-q", "-f", format], { cwd });
      expect(stdout, format).toContain("2 accepted in the baseline");
    }
    expect((await reviewed(cwd, "--no-baseline")).findings).toHaveLength(2);
  });
});

test("an acceptance survives moved lines and lapses after its last day", async () => {
  await accepted(async (cwd) => {
    await edit(cwd, "app/tags.py", (text) => `"""New head."""\n\n\n${text}`);
    expect((await reviewed(cwd)).findings).toEqual([]);
    await edit(cwd, file, (text) => text.replaceAll(/until: .*/g, "until: 2020-01-01"));
    const { stderr, stdout } = await run(["app"], { cwd });
    expect(stderr).toContain("lapsed: app/tags.py");
    expect(stdout).toContain("Accepted until a day that is over, so they count again:");
    expect((await reviewed(cwd)).findings).toHaveLength(2);
  });
});

test("create refuses to overwrite, and every acceptance wants a reason", async () => {
  await accepted(async (cwd) => {
    const again = await run(["baseline", "create", "app", "--reason", "x"], { cwd });
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain("baseline update adds what is new");
  });
  await inFolder(flawed, async (cwd) => {
    const { code, stderr } = await run(["baseline", "create", "app"], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining("needs a reason")]);
    expect((await run(["baseline", "update", "--reason", "x"], { cwd })).code).toBe(2);
    expect((await run(["app", "--baseline", "none.yml"], { cwd })).code).toBe(2);
  });
});

test("update adds what is new and prune takes out what is needed no more; the rest stays as it is", async () => {
  await accepted(async (cwd) => {
    await edit(cwd, file, (text) => text.replace("old code", "edited by hand"));
    const before = await readFile(join(cwd, file), "utf8");
    await writeFile(join(cwd, "app/more.py"), flawed["app/tags.py"] ?? "");
    await edit(cwd, "app/tags.py", (text) => text.replace("= []", ""));
    expect((await run(["baseline", "update", "-q"], { cwd })).stderr).toContain("1 finding is new");
    await run(["baseline", "update", "-q", "--reason", "new", "--owner", "@me", "--expires", "30d"], { cwd });
    const grown = await readFile(join(cwd, file), "utf8");
    expect(before.split("\n").filter((line) => !grown.includes(line))).toEqual([]);
    const { stdout } = await run(["baseline", "prune", "-q"], { cwd });
    expect(stdout).toContain("taken out app/tags.py");
    const table = (await run(["baseline", "show"], { cwd })).stdout;
    expect(table).toMatch(/app\/more\.py +@me +new/);
    expect(table).not.toContain("app/tags.py");
    expect((await run(["app", "-q", "--fail-on", "info"], { cwd })).code).toBe(0);
  });
});

test("a renamed file: its findings count until update carries the entries along", async () => {
  await accepted(async (cwd) => {
    await rename(join(cwd, "app/tags.py"), join(cwd, "app/labels.py"));
    const { stderr } = await run(["app"], { cwd });
    expect(stderr).toContain("baseline update carries it along");
    const { stdout } = await run(["baseline", "update", "-q"], { cwd });
    expect(stdout).toContain("carried along to app/labels.py");
    expect((await reviewed(cwd)).findings).toEqual([]);
  });
});

test("one finding, from a saved review, and its entry renewed", async () => {
  await inFolder(flawed, async (cwd) => {
    const { findings } = await reviewed(cwd, "-f", "json=r.json");
    const [{ id } = { id: "" }] = findings;
    const one = ["--review", "r.json", "--only", id];
    await run(["baseline", "create", ...one, "--reason", "a", "--owner", "@me"], { cwd });
    await run(["baseline", "update", ...one, "--reason", "b"], { cwd });
    const { stdout } = await run(["baseline", "show", "--json"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject([{ id, reason: "b", owner: "@me" }]);
    expect((await reviewed(cwd)).findings).toHaveLength(1);
    expect((await run(["baseline", "update", "--only", "x", "--reason", "b"], { cwd })).code).toBe(2);
  });
});

test("a follow-up calls what the baseline accepts accepted, and open when that lapses", async () => {
  await inFolder(flawed, async (cwd) => {
    await run(["app", "-q", "-f", "json=r.json"], { cwd });
    await run(["baseline", "create", "app", "-q", "--reason", "old code"], { cwd });
    const statuses = async (earlier: string): Promise<unknown> => {
      const { stdout } = await run(["follow-up", earlier, "app", "-q", "-f", "json"], { cwd });
      const { followUp } = reviewSchema.parse(JSON.parse(stdout));
      return [followUp?.findings.map(({ status }) => status), followUp?.introduced];
    };
    expect(await statuses("r.json")).toEqual([["accepted", "accepted"], []]);
    await run(["app", "-q", "-f", "json=accepted.json"], { cwd });
    await edit(cwd, file, (text) => text.replaceAll(/until: .*/g, "until: 2020-01-01"));
    expect(await statuses("r.json")).toEqual([["open", "open"], []]);
    expect(await statuses("accepted.json")).toEqual([["open", "open"], []]);
  });
});

describe("the gate says what it did not count", () => {
  const high = finding({ id: "1", title: "T", severity: "high" });
  const change = { from: "a", to: "b", commit: null, files: [], affected: [], surroundings: 0, outside: 0 };
  const entry = { id: "9", rule: null, path: "a", title: "T", reason: "r", owner: null, until: "2027-01-01" };
  const baseline = { file: "b.yml", accepted: [{ finding: high, entry }], lapsed: [], unused: [] };
  const old = { ...high, change: "pre-existing" as const };
  const left = {
    title: "T",
    path: "a",
    lines: null,
    reviewers: [],
    severity: "high" as const,
    stage: "pre-existing" as const,
    reason: "r",
  };

  test.each<[string, Partial<Review>, code: number, reason: string]>([
    ["nothing", { findings: [high] }, 1, '1 finding at or above "high" (change'],
    [
      "accepted",
      { findings: [high], baseline },
      1,
      '1 finding at or above "high"; 1 accepted does not count (change',
    ],
    [
      "all",
      { findings: [{ ...high, change: "introduced" }], preExisting: [old, old], baseline, change },
      1,
      '1 finding introduced at or above "high"; 2 pre-existing and 1 accepted do not count (change',
    ],
    [
      "nothing introduced",
      { findings: [], preExisting: [old], change },
      0,
      'nothing introduced at or above "high"; 1 pre-existing does not count',
    ],
    [
      "left out",
      { findings: [], dropped: [left], change },
      0,
      'nothing introduced at or above "high"; 1 pre-existing does not count',
    ],
    [
      "below the gate",
      { findings: [], preExisting: [{ ...old, severity: "low" }], change },
      0,
      'nothing introduced at or above "high"',
    ],
  ])("%s", (_, part, code, reason) => {
    const outcome = outcomeOf(sampleReview({ isComplete: true, dropped: [], ...part }), "high");
    expect(outcome.code).toBe(code);
    expect(outcome.reason.startsWith(reason), outcome.reason).toBe(true);
  });
});

test("a change cannot accept its own findings, and its old ones are counted and left out", async () => {
  const bad = flawed["app/tags.py"] ?? "";
  const project = new Project(flawed).git("init", "-q", "-b", "main").commit();
  const cwd = project.folder;
  const { findings } = await reviewed(cwd);
  const price = findings.find(({ path }) => path === "app/load.py")?.id ?? "";
  await run(["baseline", "create", "app", "-q", "--reason", "old", "--only", price], { cwd });
  project.commit().git("switch", "-qc", "change");
  project.write({
    "app/more.py": bad,
    "app/tags.py": `${bad}\n\nDONE = True\n`,
    "app/load.py": `${flawed["app/load.py"] ?? ""}\n\nDONE = True\n`,
  });
  await run(["baseline", "update", "app", "-q", "--reason", "mine"], { cwd });
  project.commit();
  const { stdout, stderr } = await run(
    ["app", "--base", "main", "--new-only", "--fail-on", "low", "-f", "json"],
    { cwd },
  );
  const result = reviewSchema.parse(JSON.parse(stdout));
  expect(result.findings.map(({ path }) => path)).toEqual(["app/more.py"]);
  expect(result.preExisting).toEqual([]);
  expect(result.dropped.map(({ path, stage }) => [path, stage])).toContainEqual([
    "app/tags.py",
    "pre-existing",
  ]);
  expect(result.baseline?.accepted.map(({ finding: { path } }) => path)).toEqual(["app/load.py"]);
  expect(stderr).toContain("are added by this change; they have no say in its review");
  expect(stderr).toContain(
    '1 finding introduced at or above "low"; 1 pre-existing and 1 accepted do not count',
  );
});

test("the finding browser accepts one finding, or says why it could not", async () => {
  await inFolder(flawed, async (cwd) => {
    const [worst] = (await reviewed(cwd)).findings;
    if (!worst) throw new Error("nothing was found");
    expect(await acceptFinding(worst, " ", { cwd })).toMatchObject({ isDone: false });
    const { isDone, said } = await acceptFinding(worst, "known", { cwd });
    expect([isDone, said]).toEqual([true, expect.stringMatching(/^accepted until \d{4}-\d\d-\d\d in /)]);
    expect((await reviewed(cwd)).findings.map(({ id }) => id)).not.toContain(worst.id);
    await writeFile(join(cwd, file), "accepted: [");
    expect((await acceptFinding(worst, "known", { cwd })).said).toContain("is not YAML");
  });
});
