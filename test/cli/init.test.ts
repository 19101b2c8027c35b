/** `init`: what it writes is accepted by what reads it, and nothing that is there is ever changed. */
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { expect, test } from "vitest";
import { configurationText } from "../../src/cli/init/configuration.js";
import { reviewersText } from "../../src/cli/init/reviewers.js";
import { workflowFor } from "../../src/cli/init/workflows.js";
import { readConfiguration } from "../../src/configuration/read.js";
import { type Files, filesIn, inFolder, run } from "./fake-world.js";

const configuration = ".session-review/config.yml";
const reviewers = ".session-review/reviewers/README.md";
const github = ".github/workflows/session-review.yml";
const gitlab = ".gitlab/session-review.yml";

test.each<[args: readonly string[], files: readonly string[]]>([
  [[], [configuration]],
  [["--reviewers"], [configuration, reviewers]],
  [
    ["--workflow", "github"],
    [github, configuration],
  ],
  [
    ["--workflow", "gitlab", "--reviewers"],
    [gitlab, configuration, reviewers],
  ],
  [["--dry-run", "--reviewers", "--workflow", "github"], []],
])("init %j", async (args, files) => {
  await inFolder({}, async (cwd) => {
    const { code, stdout, stderr } = await run(["init", ...args], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(await filesIn(cwd)).toEqual(files);
    for (const file of files) expect(stdout).toContain(`wrote    ${file}`);
  });
});

test.each<[name: string, there: Files]>([
  ["the configuration", { [configuration]: "fail-on: low\n" }],
  ["another form of it", { ".session-review/config.json": "{}\n" }],
  ["a workflow", { [github]: "mine\n" }],
  ["a page", { [reviewers]: "mine\n" }],
])("what is there is kept, and said: %s", async (_, there) => {
  await inFolder(there, async (cwd) => {
    const { code, stdout } = await run(["init", "--reviewers", "--workflow", "github"], { cwd });
    expect(code).toBe(0);
    for (const [path, text] of Object.entries(there)) {
      expect(stdout).toContain(`kept     ${path}, which is there already`);
      expect(await readFile(join(cwd, path), "utf8")).toBe(text);
    }
    expect(await filesIn(cwd)).toHaveLength(3);
  });
});

test("twice is once", async () => {
  await inFolder({}, async (cwd) => {
    await run(["init"], { cwd });
    const before = await readFile(join(cwd, configuration), "utf8");
    const { stdout } = await run(["init"], { cwd });
    expect(stdout).toContain("kept ");
    expect(await readFile(join(cwd, configuration), "utf8")).toBe(before);
  });
});

test("a link is not written through, wherever it leads", async () => {
  await inFolder({ ".session-review/": "" }, async (cwd) => {
    await symlink("elsewhere.yml", join(cwd, configuration));
    const { stdout } = await run(["init"], { cwd });
    expect(stdout).toContain(`kept     ${configuration}`);
    await expect(readFile(join(cwd, ".session-review/elsewhere.yml"))).rejects.toThrow("ENOENT");
  });
});

test("a dry run shows the text", async () => {
  await inFolder({}, async (cwd) => {
    const { stdout } = await run(["init", "--dry-run"], { cwd });
    expect(stdout).toContain(`would write ${configuration}:`);
    expect(stdout).toContain("    # fail-on: high\n");
    expect(stdout).toMatch(/nothing was written\n$/);
  });
});

test("a place that cannot be made: said, exit 2", async () => {
  await inFolder({ ".session-review": "a file\n" }, async (cwd) => {
    const { code, stderr } = await run(["init"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`Cannot write ${configuration}: part of its path is a file`);
  });
});

test("the words are refused that name no host", async () => {
  await inFolder({}, async (cwd) => {
    const { code } = await run(["init", "--workflow", "jenkins"], { cwd });
    expect([code, await filesIn(cwd)]).toEqual([2, []]);
  });
});

test("the configuration sets nothing, and every line of it may be set", () => {
  const text = configurationText(false);
  const read = (content: string): unknown =>
    readConfiguration({ path: configuration, text: content, commit: null }).values;
  expect(read(text)).toEqual({});
  const set = text.replace(/^# (?=(?: {2})?[a-z-]+:(?: |$)(?!.*[.]$))/gm, "");
  expect(read(set)).toMatchObject({
    "fail-on": "high",
    profile: "standard",
    "skip-reviewers": ["performance"],
    plan: ["docs/plan.md"],
    compare: { rubric: "production-readiness", "fail-on": "none" },
  });
});

test("the example is a reviewer that is taken, and the page around it is none", async () => {
  const example = /```markdown\n([\s\S]*?)```/.exec(reviewersText)?.[1] ?? "";
  const files = { [reviewers]: reviewersText, ".session-review/reviewers/payments.md": example };
  await inFolder(files, async (cwd) => {
    const { code, stdout, stderr } = await run(["reviewers"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("payments");
    expect(stdout).not.toContain("README");
  });
});

const jobSchema = z.object({ "session-review": z.object({ script: z.array(z.string()) }) });
const workflowSchema = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.object({
    review: z.object({
      steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
    }),
  }),
});

test("the GitHub workflow: pinned actions, least rights, nothing of an event in a shell", () => {
  const { permissions, jobs } = workflowSchema.parse(parse(workflowFor("github", "1.2.3").text));
  expect(permissions).toEqual({ contents: "read", "pull-requests": "write" });
  const { steps } = jobs.review;
  for (const { uses } of steps) if (uses) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  const commands = steps.flatMap(({ run: line = [] }) => line).join("\n");
  expect(commands).toContain("session-review@1.2.3");
  expect(commands).not.toContain("${{");
});

test("the GitLab job installs beside the checkout and writes what the widget reads", () => {
  const job = jobSchema.parse(parse(workflowFor("gitlab", "1.2.3").text))["session-review"];
  expect(job.script[0]).toContain('--prefix "$CI_BUILDS_DIR/tool"');
  expect(job.script[1]).toContain("-f gitlab=gl-code-quality-report.json");
});
