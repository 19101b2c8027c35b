/** Formats for programs from the built program: alone on stdout, whole through a pipe, and harmless in a build's log. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportLineSchema } from "../../src/model/report-line.js";
import { reviewSchema } from "../../src/model/review.js";
import { sarifSchema } from "../../src/model/sarif.js";
import { readXml } from "../../src/trial/xml.js";
import { obeyed } from "../formats/runner.js";
import { hostileReview } from "../reports/sample-review.js";
import { build, runBin, runShell } from "./built.js";
import { inFolder, run, writeFiles } from "./fake-world.js";
import { flawed } from "./projects.js";

let cwd = "";
/** The bytes of findings in a saved review that is longer than any pipe. */
const atLeast = 5_000_000;

beforeAll(async () => {
  await build();
  cwd = await mkdtemp(join(tmpdir(), "session-review-formats-"));
  await writeFiles(cwd, flawed);
  await runBin(["app", "-q", "-o", "review.json"], { cwd });
  const review = reviewSchema.parse(JSON.parse(await readFile(join(cwd, "review.json"), "utf8")));
  const copies = Math.ceil(atLeast / JSON.stringify(review.findings).length);
  // Different files, so that formats that group by file have long lists too.
  const findings = Array.from({ length: copies }, (_, i) =>
    review.findings.map((finding) => ({ ...finding, id: `${finding.id}${i}`, path: `app/${i % 97}.py` })),
  ).flat();
  await writeFile(join(cwd, "big.json"), JSON.stringify({ ...review, findings }));
}, 300_000);

afterAll(async () => {
  await rm(cwd, { recursive: true, force: true });
});

const readLines = (text: string): readonly unknown[] =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));

/** A reader of each format, which throws at what is none. */
const readers: readonly (readonly [format: string, read: (text: string) => unknown])[] = [
  ["json", (text) => reviewSchema.parse(JSON.parse(text))],
  ["sarif", (text) => sarifSchema.parse(JSON.parse(text))],
  ["sarif-github", (text) => sarifSchema.parse(JSON.parse(text))],
  ["gitlab", (text) => JSON.parse(text) as unknown],
  ["junit", readXml],
  ["checkstyle", readXml],
  ["rdjson", (text) => JSON.parse(text) as unknown],
  ["rdjsonl", readLines],
  ["jsonl", (text) => readLines(text).map((line) => reportLineSchema.parse(line))],
  ["github", onlyCommands],
  ["agent", onlyFindings],
];

function onlyCommands(text: string): unknown {
  const lines = text.split("\n").slice(0, -1);
  if (obeyed(text).length !== lines.length) throw new Error("not every line is a command");
  return lines;
}

function onlyFindings(text: string): unknown {
  const stray = text
    .split("\n")
    .find((line) => !/^(?:\S+ (?:critical|high|medium|low|info) |session-review: |$)/.test(line));
  if (stray !== undefined) throw new Error(`no finding: ${stray}`);
  return text;
}

describe.each(readers)("%s", (format, read) => {
  test("a review: stdout can be read as it is, stderr has the rest, no escape sequence in either", async () => {
    const { code, stdout, stderr } = await runBin(["app", "-f", format], {
      cwd,
      env: { TERM: "xterm-256color" },
    });
    expect(code).toBe(1);
    expect(read(stdout)).toBeTruthy();
    expect(stderr).toContain("exit 1: ");
    expect(stdout + stderr).not.toContain("\u001b");
  });

  test("a saved review, megabytes of it: whole through a pipe, and a reader may leave early", async () => {
    const line =
      `"$NODE" "$BIN" report big.json -f ${format}=whole.out && ` +
      `"$NODE" "$BIN" report big.json -f ${format} | (sleep 0.3; cat) | cmp - whole.out && ` +
      `"$NODE" "$BIN" report big.json -f ${format} | head -1 >/dev/null; echo "codes \${PIPESTATUS[*]}"`;
    const { stdout, stderr } = await runShell(line, { cwd });
    expect({ stdout, stderr }).toEqual({ stdout: "codes 0 0\n", stderr: "" });
    const whole = await readFile(join(cwd, "whole.out"), "utf8");
    expect(read(whole)).toBeTruthy();
    const isLimited = ["sarif", "sarif-github", "github", "agent"].includes(format);
    if (!isLimited) expect(whole.length).toBeGreaterThan(atLeast / 2);
  }, 60_000);
});

describe("in a job of GitHub Actions", () => {
  const env = { GITHUB_ACTIONS: "true" };
  const hostileFiles = { "review.json": JSON.stringify(hostileReview()) };

  test.each([["markdown"], ["personas"], ["digest"]])(
    "%s stands between guards that nobody can foresee",
    async (format) => {
      await inFolder(hostileFiles, async (folder) => {
        const runs = [1, 2].map(async () =>
          run(["report", "review.json", "-f", format], { cwd: folder, env }),
        );
        const [first, second] = await Promise.all(runs);
        const commands = obeyed(first?.stdout ?? "");
        expect(commands.map(({ name }) => name)).toEqual(["stop-commands"]);
        const word = commands[0]?.data ?? "";
        expect(word).toMatch(/^session-review-[0-9a-f]{32}$/);
        expect(first?.stdout.endsWith(`\n::${word}::\n`)).toBe(true);
        expect(second?.stdout).not.toContain(word);
        const plain = await run(["report", "review.json", "-f", format], { cwd: folder });
        expect(first?.stdout).toBe(`::stop-commands::${word}\n${plain.stdout}::${word}::\n`);
      });
    },
  );

  test("a review and an explanation too", async () => {
    await inFolder(flawed, async (folder) => {
      for (const args of [
        ["app", "-q"],
        ["explain", "mutable-default"],
      ]) {
        const { stdout } = await run(args, { cwd: folder, env });
        expect(obeyed(stdout).map(({ name }) => name)).toEqual(["stop-commands"]);
        expect(stdout).toMatch(/^::stop-commands::(\S+)\n[^]+\n::\1::\n$/);
      }
    });
  });

  test("what programs read stays as it is, and commands are obeyed", async () => {
    await inFolder(hostileFiles, async (folder) => {
      const read = async (format: string) =>
        (await run(["report", "review.json", "-f", format], { cwd: folder, env })).stdout;
      expect(reviewSchema.parse(JSON.parse(await read("json"))).title).toBe(hostileReview().title);
      expect(obeyed(await read("github")).map(({ name }) => name)).toEqual([
        ...["error", "warning", "notice", "notice", "notice"],
      ]);
    });
  });

  test("a report that goes into a file begins with its heading", async () => {
    const actions = { GITHUB_ACTIONS: "true" };
    await runShell('"$NODE" "$BIN" app -q > report.md', { cwd, env: actions });
    expect(await readFile(join(cwd, "report.md"), "utf8")).toMatch(/^# Code review of app\n/);
    const { stdout } = await runShell('"$NODE" "$BIN" app -q | head -1', { cwd, env: actions });
    expect(stdout).toMatch(/^::stop-commands::/);
  });

  test("elsewhere there are no guards", async () => {
    for (const other of [{}, { GITHUB_ACTIONS: "" }, { GITHUB_ACTIONS: "false" }]) {
      await inFolder(hostileFiles, async (folder) => {
        const { stdout } = await run(["report", "review.json"], { cwd: folder, env: other });
        expect(obeyed(stdout)).toEqual([]);
        expect(stdout).not.toContain("stop-commands");
      });
    }
  });
});
