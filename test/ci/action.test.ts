/** The scripts of action.yml under bash, with the environment of a runner and a double for GitHub. */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { build, ended, plainEnv } from "../cli/built.js";
import { inFolder } from "../cli/fake-world.js";
import { type Happening, eachOnItsOwn, firstPush, outputsIn, saveReview, stepIn } from "../cli/pull-place.js";
import { spawn } from "node:child_process";
import { openSigns, summaryOf } from "../github/run-pushes.js";
import { action, root } from "./workflows.js";

const { review } = firstPush;

beforeAll(build, 300_000);
const double = eachOnItsOwn();

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
  /** Of the build. */
  readonly log: string;
}

/** Runs the steps that have a script, as `bash -e` of the runner does, until one fails. */
async function runAction(
  inputs: Inputs,
  happening: Happening = { name: "workflow_run" },
  path = root.replace(/\/$/, ""),
): Promise<Ran> {
  return inFolder({ ".runner/": "", "sub/": "" }, async (cwd) => {
    await saveReview(cwd, review);
    const step = await stepIn(cwd, double(), happening);
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
        env: plainEnv({ ...step, GITHUB_ACTION_PATH: path, ...own }),
        stdio: ["ignore", "pipe", "pipe"],
      });
      const done = await ended(child);
      codes.push(done.code);
      stdout += done.stdout;
      stderr += done.stderr;
    }
    const log = await readFile(join(cwd, ".runner/session-review-build"), "utf8").catch(() => "");
    return { codes, outputs: await outputsIn(cwd), stdout, stderr, log };
  });
}

test("posts a review, leaves its outputs, and fails in the last step", async () => {
  const ran = await runAction({ from: "review.json" });
  expect(ran.codes).toEqual([0, 1]);
  expect(ran.outputs).toMatchObject({ verdict: "fail", "exit-code": "1", findings: "16" });
  expect(openSigns(double().world.pull(1))).toHaveLength(10);
  expect(summaryOf(double().world.pull(1))).toHaveLength(1);
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
  expect(double().world.pull(1).threads).toHaveLength(2);
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

/** As `npm run build` and the program, told apart by what they print. */
const checkout = {
  "package.json": JSON.stringify({
    name: "session-review",
    version: "0.1.0",
    scripts: {
      preinstall: "exit 1",
      build: `node -e "const { mkdirSync, writeFileSync } = require('fs'); mkdirSync('dist/cli', { recursive: true }); writeFileSync('dist/cli/main.js', ''); console.log('token', process.env.GITHUB_TOKEN)"`,
    },
  }),
  "package-lock.json": JSON.stringify({
    name: "session-review",
    version: "0.1.0",
    lockfileVersion: 3,
    packages: { "": { name: "session-review", version: "0.1.0" } },
  }),
  "bin/session-review.js":
    "process.stdout.write(JSON.stringify([...process.argv.slice(2), 'ANTHROPIC_API_KEY' in process.env])); process.exitCode = 3;",
};

test("the program is built once, without scripts of packages and without the token, and gets words as they are", async () => {
  await inFolder({ ...checkout, ".ci/": "" }, async (path) => {
    await copyFile(join(root, ".ci/action"), join(path, ".ci/action"));
    const inputs = {
      paths: "src\n\nother folder\n",
      options: "--kind\npersonas",
      engine: "offline",
      annotations: "false",
    };
    const ran = await runAction(inputs, { name: "pull_request" }, path);
    expect(ran.codes).toEqual([0, 3]);
    expect(JSON.parse(ran.stdout)).toEqual([
      "pr",
      "--engine=offline",
      "--comment=always",
      "--max-inline-comments=10",
      "--min-severity=medium",
      "--no-annotations",
      "--kind",
      "personas",
      "--",
      "src",
      "other folder",
      false,
    ]);
    expect(ran.log).toContain("token undefined");
    expect(ran.outputs["exit-code"]).toBe("3");
  });
});

test("a build that fails is an error that says so", async () => {
  const broken = checkout["package.json"].replace("token", "token' + boom + '");
  await inFolder({ ...checkout, "package.json": broken, ".ci/": "" }, async (path) => {
    await copyFile(join(root, ".ci/action"), join(path, ".ci/action"));
    const ran = await runAction({}, { name: "pull_request" }, path);
    expect(ran.codes).toEqual([0, 2]);
    expect(ran.outputs).toMatchObject({ verdict: "error", "exit-code": "2" });
    expect(ran.stdout).toContain("could not be built");
    expect(ran.stderr).toContain("boom is not defined");
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
  expect(double().log).toEqual([]);
  expect(ran.stdout).toContain("--offline: nothing is posted");
});
