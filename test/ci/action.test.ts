/** The scripts of action.yml under bash, with the environment of a runner and a double for GitHub. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { build, ended, plainEnv } from "../cli/built.js";
import { inFolder } from "../cli/fake-world.js";
import { type Happening, head, outputsIn, saveReview, stepIn } from "../cli/pull-place.js";
import { GithubDouble } from "../double/github/server.js";
import { spawn } from "node:child_process";
import { pushes } from "../github/pushes.js";
import { openSigns, summaryOf } from "../github/run-pushes.js";
import { action, root } from "./workflows.js";

const [first] = pushes;
if (!first) throw new Error("no push");
const { review, shown } = first;

let double: GithubDouble;
beforeAll(build, 300_000);
beforeEach(async () => {
  double = await GithubDouble.start({ token: "of-the-job" });
  double.world.open({ number: 1, head, shown });
});
afterEach(async () => double.close());

type Inputs = Readonly<Record<string, string>>;

/** What the runner makes of `${{ … }}` in the environment of a step. */
function fill(value: string, inputs: Inputs, outputs: Inputs): string {
  return value.replace(
    /\$\{\{ (inputs|steps\.review\.outputs)\.([\w-]+) \}\}/gu,
    (_, from: string, name: string) => {
      if (from !== "inputs") return outputs[name] ?? "";
      return inputs[name] ?? action.inputs[name]?.default ?? "";
    },
  );
}

interface Ran {
  readonly codes: readonly (number | null)[];
  readonly outputs: Inputs;
  readonly stdout: string;
  readonly stderr: string;
  readonly cwd: string;
}

/** Runs the steps that have a script, as `bash -e` of the runner does, until one fails. */
async function runAction(inputs: Inputs, happening: Happening = { name: "workflow_run" }): Promise<Ran> {
  return inFolder({ ".runner/": "", "sub/": "" }, async (cwd) => {
    await saveReview(cwd, review);
    const step = await stepIn(cwd, double, happening);
    const codes: (number | null)[] = [];
    let [stdout, stderr] = ["", ""];
    for (const { run, env = {} } of action.runs.steps) {
      if (run === undefined) continue;
      const outputs = await outputsIn(cwd);
      const own = Object.fromEntries(
        Object.entries(env).map(([name, value]) => [
          name,
          fill(value, { "github-token": "of-the-job", ...inputs }, outputs),
        ]),
      );
      const script = join(cwd, ".runner/step.sh");
      await writeFile(script, run);
      const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
        cwd,
        env: plainEnv({ ...step, GITHUB_ACTION_PATH: root.replace(/\/$/, ""), ...own }),
        stdio: ["ignore", "pipe", "pipe"],
      });
      const done = await ended(child);
      codes.push(done.code);
      stdout += done.stdout;
      stderr += done.stderr;
    }
    return { codes, outputs: await outputsIn(cwd), stdout, stderr, cwd };
  });
}

test("posts a review, leaves its outputs, and fails in the last step", async () => {
  const ran = await runAction({ from: "review.json" });
  expect(ran.codes).toEqual([0, 1]);
  expect(ran.outputs).toMatchObject({ verdict: "fail", "exit-code": "1", findings: "16" });
  expect(openSigns(double.world.pull(1))).toHaveLength(10);
  expect(summaryOf(double.world.pull(1))).toHaveLength(1);
});

test("the inputs are obeyed", async () => {
  const ran = await runAction({
    from: "../review.json",
    "working-directory": "sub",
    "fail-on": "none",
    "max-inline-comments": "2",
    "comment-key": "two words $(touch made)",
    "step-summary": "false",
    options: "--title\nA $(touch made) title\n--quiet",
  });
  expect(ran.codes).toEqual([0, 0]);
  expect(double.world.pull(1).threads).toHaveLength(2);
  expect(ran.outputs["verdict"]).toBe("pass");
  expect(ran.stderr).toBe("");
});

test("nothing of an input is run", async () => {
  const evil = '"; touch made; $(touch made) `touch made` #';
  await inFolder({}, async (elsewhere) => {
    const target = join(elsewhere, "made");
    const text = evil.replaceAll("made", target);
    const ran = await runAction({
      from: text,
      paths: text,
      model: text,
      options: text,
      "report-dir": "reports",
    });
    expect(ran.codes).toEqual([0, 2]);
    expect(ran.outputs).toMatchObject({ verdict: "error", "exit-code": "2" });
    await expect(mkdir(target)).resolves.toBeUndefined(); // it was not there
  });
});

test("a folder that is not there is an error, with outputs", async () => {
  const ran = await runAction({ "working-directory": "nowhere" });
  expect(ran.codes).toEqual([0, 2]);
  expect(ran.outputs).toMatchObject({ verdict: "error", "exit-code": "2" });
  expect(ran.stdout).toContain("::error title=session-review::there is no folder");
});

test("offline posts nothing and says so", async () => {
  const ran = await runAction(
    { from: "review.json", offline: "true", "fail-on": "none" },
    { name: "pull_request" },
  );
  expect(ran.codes).toEqual([0, 0]);
  expect(double.log).toEqual([]);
  expect(ran.stdout).toContain("--offline: nothing is posted");
});
