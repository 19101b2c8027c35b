/** `rules`, `reviewers`, `doctor` and the help: shapes only, because the shelves grow. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { loadReviewers } from "../../src/catalog/load-pages.js";
import { loadPractices, loadReports, loadRules } from "../../src/catalog/load-shelves.js";
import { commandNames } from "../../src/cli/note-namesake.js";
import { categories } from "../../src/model/category.js";
import { reviewerSchema } from "../../src/model/reviewer.js";
import { inFolder, run } from "./fake-world.js";
import { ownReviewer } from "./projects.js";

const [rules, practices, reviewers, reports] = await Promise.all([
  loadRules(),
  loadPractices(),
  loadReviewers(),
  loadReports(),
]);

const entrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  category: z.enum(categories),
  title: z.string().min(1),
  languages: z.string().min(1),
});
const count = z.int().min(0);

const shelvesSchema = z.strictObject({
  rules: z.array(
    entrySchema.extend({
      severity: z.string(),
      risk: z.string().min(1),
      fix: z.string().min(1),
      cwe: z.array(z.number()),
      asks: z.literal(true).optional(),
      judged: z.strictObject({ right: count, arguable: count, wrong: count, projects: count }).optional(),
    }),
  ),
  practices: z.array(entrySchema.extend({ reason: z.string().min(1) })),
});

const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id).sort();
const cwd = "/";

describe("rules", () => {
  test("as a table: each once, on one line, with a footer that counts", async () => {
    const { code, stdout } = await run(["rules"], { cwd });
    const listed = Array.from(stdout.matchAll(/^ {2}([a-z0-9-]+) {2}/gm), ([, id]) => ({ id: id ?? "" }));
    expect(code).toBe(0);
    expect(ids(listed)).toEqual(ids([...rules, ...practices]));
    expect(stdout).toMatch(
      new RegExp(`\\n${rules.length} rules, ${practices.length} practices?\\. session-review explain ID`),
    );
  });

  test("as JSON", async () => {
    const { stdout, stderr } = await run(["rules", "--json"], { cwd });
    const shelves = shelvesSchema.parse(JSON.parse(stdout));
    expect(ids(shelves.rules)).toEqual(ids(rules));
    expect(ids(shelves.practices)).toEqual(ids(practices));
    expect(stderr).toBe("");
  });
});

describe("reviewers", () => {
  test("the project's own stand among them", async () => {
    await inFolder(ownReviewer, async (folder) => {
      const { stdout } = await run(["reviewers"], { cwd: folder });
      for (const id of [...ids(reviewers), "accessibility"])
        expect(stdout).toMatch(new RegExp(`^${id} `, "m"));
      const { stdout: json } = await run(["reviewers", "--json"], { cwd: folder });
      const listed = z.array(reviewerSchema).parse(JSON.parse(json));
      expect(ids(listed)).toEqual([...ids(reviewers), "accessibility"].sort());
    });
  });
});

describe("explain", () => {
  test.each([...rules, ...practices, ...reviewers].map(({ id }) => id))("%s", async (id) => {
    const short = await run(["explain", id], { cwd });
    const whole = await run(["explain", id, "--all"], { cwd });
    expect([short.code, whole.code]).toEqual([0, 0]);
    expect(whole.stdout.length).toBeGreaterThanOrEqual(short.stdout.length);
    // A page a person reads, even when an example is a whole file.
    expect(short.stdout.split("\n").length).toBeLessThan(150);
  });
});

describe("doctor", () => {
  test("one line a check; keys are named, never shown", async () => {
    const key = ["sk", "not", "a", "key"].join("-");
    const { code, stdout } = await run(["doctor"], { cwd, env: { OPENAI_API_KEY: key } });
    expect(code).toBe(0);
    for (const line of stdout.trimEnd().split("\n")) expect(line).toMatch(/^ok {4} {2}\S.* {2}\S/);
    for (const name of [
      "session-review",
      "node",
      "git",
      "shelves",
      "parser for Python",
      "keys",
      "engine",
      "store",
      "terminal",
      "editor",
    ])
      expect(stdout).toMatch(new RegExp(`^ok +${name} `, "m"));
    expect(stdout).toContain("OPENAI_API_KEY present");
    expect(stdout).not.toContain(key);
  });

  test.each<[name: string, env: Readonly<Record<string, string>>, said: readonly RegExp[]]>([
    [
      "nothing configured",
      {},
      [/^ok +engine +auto is offline here: nothing leaves/m, /^ok +store +no home or cache folder/m],
    ],
    [
      "a key, a proxy and a home",
      {
        ANTHROPIC_API_KEY: "x",
        HTTPS_PROXY: "http://me:hidden@proxy.example:8080",
        XDG_CACHE_HOME: "/somewhere",
      },
      [
        /^ok +engine +auto is claude-\S+ at api\.anthropic\.com: a review sends the code there/m,
        /^ok +proxy +requests go through proxy\.example:8080/m,
        /^ok +store +finished tasks are kept in \/somewhere\/session-review$/m,
      ],
    ],
    [
      "a host the proxy is not for",
      { OPENAI_API_KEY: "x", HTTPS_PROXY: "http://proxy.example", NO_PROXY: "api.openai.com" },
      [/^ok +engine +auto is gpt-\S+ at api\.openai\.com/m, /^ok +proxy +none in the way$/m],
    ],
    [
      "a server without a model",
      { OPENAI_BASE_URL: "http://127.0.0.1:9" },
      [/^ok +engine +auto stops: .*no model is named/m],
    ],
    ["no terminal", {}, [/^ok +terminal +none on stderr/m, /^ok +editor +neither VISUAL nor EDITOR/m]],
    ["an editor", { EDITOR: "vi -n" }, [/^ok +editor +vi$/m]],
  ])("%s: who would think, and the way there", async (_, env, said) => {
    const { code, stdout } = await run(["doctor"], { cwd, env });
    expect(code).toBe(0);
    for (const line of said) expect(stdout).toMatch(line);
    expect(stdout).not.toContain("hidden");
  });

  test("a broken reviewer of the project is told, exit 2", async () => {
    await inFolder({ ".session-review/reviewers/mine.md": "no front matter\n" }, async (folder) => {
      const { code, stdout } = await run(["doctor"], { cwd: folder });
      expect(code).toBe(2);
      expect(stdout).toMatch(/^broken {2}shelves +\.session-review\/reviewers\/mine\.md:1: /m);
    });
  });
});

describe("help", () => {
  test("names every command and every report format", async () => {
    const { stdout } = await run(["--help"], { cwd });
    for (const name of commandNames) expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b`, "m"));
    for (const { id } of reports)
      if (id !== "batch") expect(stdout).toMatch(new RegExp(`formats?.*[^]*\\b${id}\\b`));
  });

  test("explains a rule that exists", async () => {
    const { stdout } = await run(["--help"], { cwd });
    const id = /explain ([a-z-]+) {2}/.exec(stdout)?.[1];
    expect(ids(rules)).toContain(id);
  });

  test.each(commandNames.filter((name) => name !== "help"))("%s --help", async (name) => {
    const { code, stdout, stderr } = await run([name, "--help"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: session-review ${name}`);
  });
});
