/** action.yml and the example workflows: pinned, with few rights, nothing of an input in a script, all of it documented. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { action, stepsOf, textOf, workflows } from "./workflows.js";

const page = textOf("docs/ci/README.md");
const all = [
  ["action.yml", action.runs.steps] as const,
  ...workflows.map(([name, file]) => [name, stepsOf(file)] as const),
];
const script = textOf(".ci/action");
const [, main] = action.runs.steps;
const env = main?.env ?? {};

describe.each(all)("%s", (_, steps) => {
  test("names every action by a commit", () => {
    const loose = steps.flatMap(({ uses }) =>
      uses === undefined || /@[0-9a-f]{40}$/.test(uses) ? [] : [uses],
    );
    expect(loose).toEqual([]);
  });

  test("puts no expression into a script", () => {
    expect(steps.flatMap(({ run = "" }) => (run.includes("${{") ? [run] : []))).toEqual([]);
  });
});

/** Rights that an example may ask for, and what each is for. */
const rights: Readonly<Record<string, readonly string[]>> = {
  "github.yml": ["contents: read", "pull-requests: write"],
  "github-sarif.yml": ["contents: read", "pull-requests: write", "security-events: write"],
  "github-fork-review.yml": ["contents: read", "pull-requests: write"],
  "github-fork-post.yml": ["actions: read", "pull-requests: write"],
};

describe.each(workflows)("%s", (name, file) => {
  test("asks for what it needs and for nothing more", () => {
    const asked = Object.entries(file.permissions).map(([right, level]) => `${right}: ${level}`);
    expect(asked).toEqual(rights[name]);
    expect(Object.values(file.jobs).map(({ permissions }) => permissions)).toEqual([undefined]);
  });

  test("ends in time, and one run at a time", () => {
    expect(file.concurrency).toBeDefined();
    for (const job of Object.values(file.jobs)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(15);
  });

  test("keeps no credentials in the clone, and has the history and the head", () => {
    const checkouts = stepsOf(file).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const { with: options } of checkouts)
      expect(options).toEqual({
        ref: "${{ github.event.pull_request.head.sha }}",
        "fetch-depth": 0,
        "persist-credentials": false,
      });
    // With a token that writes, nothing of the change is checked out.
    const isTrusted = "workflow_run" in file.on || "pull_request_target" in file.on;
    expect(checkouts).toHaveLength(isTrusted ? 0 : 1);
  });

  test("gives the action inputs that it has", () => {
    const own = stepsOf(file).filter(({ uses }) => uses?.includes("/session-review@"));
    expect(own).toHaveLength(1);
    const given = own.flatMap(({ with: options = {} }) => Object.keys(options));
    expect(given.filter((input) => !(input in action.inputs))).toEqual([]);
  });

  test("reads outputs that the action has", () => {
    const read = Array.from(
      textOf(`docs/ci/${name}`).matchAll(/steps\.review\.outputs\.([\w-]+)/gu),
      ([, output]) => output ?? "",
    );
    expect(read.filter((output) => !(output in action.outputs))).toEqual([]);
  });
});

test("the second step of the pattern for forks follows the first by its name", () => {
  const named = parse(textOf("docs/ci/github-fork-review.yml")) as { readonly name: string };
  const post = workflows.find(([name]) => name === "github-fork-post.yml")?.[1];
  expect(post?.on["workflow_run"]).toEqual({ workflows: [named.name], types: ["completed"] });
});

describe("action.yml", () => {
  test.each(Object.keys(action.inputs))(
    "the input %s is described, handed on, used and documented",
    (input) => {
      expect(action.inputs[input]?.description).toMatch(/\.$/);
      const isNode = input === "node-version";
      const variables = Object.entries(env).filter(([, value]) => value === `\${{ inputs.${input} }}`);
      expect(variables).toHaveLength(isNode ? 0 : 1);
      for (const [variable] of variables)
        expect(script + (variable === "GITHUB_TOKEN" ? variable : ""), "the script").toContain(variable);
      expect(page).toContain(`\`${input}\``);
    },
  );

  test.each(Object.keys(action.outputs))("the output %s is the step's and documented", (output) => {
    expect(action.outputs[output]?.value).toBe(`\${{ steps.review.outputs.${output} }}`);
    expect(page).toContain(`\`${output}\``);
  });

  test("fails last, when all outputs are there", () => {
    const steps = action.runs.steps;
    expect(steps.findIndex(({ id }) => id === "review")).toBe(steps.length - 2);
    expect(steps.at(-1)?.run).toBe('exit "${CODE:-2}"');
  });
});

test("links of the page lead to files that are there", () => {
  const links = Array.from(page.matchAll(/\]\(([\w.-]+\.yml)\)/gu), ([, file]) => file ?? "");
  expect(links.length).toBeGreaterThan(3);
  for (const file of links) expect(textOf(`docs/ci/${file}`)).not.toBe("");
});

test("the hook of pre-commit runs what is staged and opens no socket", () => {
  const [hook] = parse(textOf(".pre-commit-hooks.yaml")) as readonly Readonly<Record<string, unknown>>[];
  expect(hook).toMatchObject({ id: "session-review", language: "node", pass_filenames: false });
  expect(hook?.["entry"]).toMatch(/^session-review review --staged --offline /);
});
