/** What a user sees: each command's output and exit code as a page in test/golden/cli. */
import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { readToolVersion } from "../../src/cli/world.js";
import { type Files, filesIn, inFolder, run } from "./fake-world.js";
import {
  brokenPython,
  brokenTypeScript,
  clean,
  flawed,
  ownReviewer,
  sarif,
  suppressed,
  tested,
} from "./projects.js";

// A file that is listed and gone when it is read: the one way to be unreadable that even root cannot bypass.
vi.mock(import("../../src/gather/disk.js"), async (original) => {
  const disk = await original();
  return {
    ...disk,
    realDisk: {
      ...disk.realDisk,
      read: (place, limit) =>
        place.endsWith("/vanishing.py")
          ? Promise.reject(Object.assign(new Error("gone"), { code: "ENOENT" }))
          : disk.realDisk.read(place, limit),
    },
  };
});

interface Transcript {
  readonly title: string;
  readonly files?: Files;
  readonly commands: readonly (readonly string[])[];
  /** Lines of each command's stdout that are shown; all when absent. */
  readonly lines?: number;
  readonly isTerminal?: boolean;
}

const version = await readToolVersion();

const transcripts: Readonly<Record<string, Transcript>> = {
  help: { title: "Help", commands: [["--help"]] },
  "review-help": { title: "Help of a command", commands: [["review", "--help"]] },
  version: { title: "Version, wherever it is asked for", commands: [["--version"], ["review", "-V"]] },

  clean: { title: "Nothing to find", files: clean, commands: [["app"]] },
  findings: { title: "Findings at the gate", files: flawed, commands: [["app"]] },
  "current-folder": { title: "Without a path", files: flawed, commands: [[]], lines: 3 },
  "fail-on": {
    title: "The gate",
    files: flawed,
    commands: [
      ["app", "--fail-on", "none"],
      ["app", "--fail-on", "critical"],
      ["app", "--fail-on", "high"],
    ],
    lines: 3,
  },
  terminal: {
    title: "On a terminal: a digest, the report saved, its findings explained",
    files: flawed,
    commands: [["app"], ["explain", "blocking-call-in-async"]],
    isTerminal: true,
  },

  "format-json": { title: "JSON", files: flawed, commands: [["app", "-f", "json"]], lines: 4 },
  "format-digest": {
    title: "The digest without a terminal",
    files: flawed,
    commands: [["app", "-f", "digest"]],
  },
  "format-file": {
    title: "A format with a file",
    files: flawed,
    commands: [["app", "-f", "markdown=REVIEW.md"]],
  },
  personas: {
    title: "Blockers, concerns and suggestions",
    files: flawed,
    commands: [["app", "--kind", "personas"]],
  },
  readiness: {
    title: "Readiness for production, planned before anybody looks",
    files: flawed,
    commands: [["app", "--kind", "readiness"]],
  },
  "personas-saved": {
    title: "A review of either kind shown as the other",
    files: flawed,
    commands: [
      ["app", "-q", "-f", "json=batch.json"],
      ["report", "batch.json", "-f", "personas"],
      ["app", "-q", "--kind", "personas", "-f", "json=personas.json"],
      ["report", "personas.json"],
      ["report", "personas.json", "-f", "batch"],
      ["app", "-q", "--kind", "persona"],
    ],
    lines: 3,
  },
  "output-file": {
    title: "The ending chooses the format",
    files: flawed,
    commands: [
      ["app", "-o", "out/report.md"],
      ["app", "-o", "out/report.json"],
      ["app", "-o", "out/report.html"],
      ["app", "-f", "markdown=out/named.html"],
    ],
  },
  "two-formats": {
    title: "Two formats, one to a file",
    files: flawed,
    commands: [["app", "-f", "json=review.json", "-f", "digest"]],
  },
  "shared-target": {
    title: "Two reports to one place",
    files: flawed,
    commands: [
      ["app", "-f", "json", "-f", "markdown"],
      ["app", "-f", "json=a", "-f", "markdown=a"],
      ["app", "-f", "json=", "-f", "markdown"],
    ],
  },
  "unknown-format": { title: "A mistyped format", files: clean, commands: [["app", "-f", "jsn"]] },

  explain: {
    title: "Explain",
    commands: [
      ["explain", "mutable-default"],
      ["explain", "correctness/mutable-defualt"],
      ["explain", "mutable"],
      ["explain", "zzzzzzzzzzzz"],
      ["explain"],
    ],
  },
  "explain-practice": {
    title: "Explain a practice",
    commands: [["explain", "constant-time-comparison"]],
  },
  "explain-grading": {
    title: "Explain what a comparison measures and weighs",
    commands: [
      ["explain", "tested-surface"],
      ["explain", "implementation/testing"],
      ["explain", "implementation"],
      ["explain", "maintainability"],
      ["explain", "implementation/testng"],
      ["explain", "tested-surfce"],
    ],
    lines: 24,
  },
  "explain-reviewer": { title: "Explain a reviewer", commands: [["explain", "redundancy"]], lines: 5 },
  "explain-finding": {
    title: "Explain a finding",
    files: flawed,
    commands: [
      ["app", "-q", "-o", "review.json"],
      ["explain", "FINDING", "--review", "review.json"],
      ["explain", "FINDING"],
      ["explain", "0123456789ab", "--review", "review.json"],
    ],
  },

  report: {
    title: "A saved review rendered again",
    files: flawed,
    commands: [
      ["app", "-q", "-f", "json=review.json"],
      ["report", "review.json", "-f", "digest"],
      ["report", "review.json", "-o", "again.md"],
    ],
  },
  "report-broken": {
    title: "What is not a saved review",
    files: { "text.json": "no JSON", "other.json": '{"version": 2}' },
    commands: [
      ["report", "text.json"],
      ["report", "other.json"],
      ["report", "missing.json"],
      ["report", "."],
    ],
  },

  "dry-run": { title: "Dry run", files: { ...flawed, ...brokenTypeScript }, commands: [["--dry-run"]] },
  run: {
    title: "Tests run on a copy, and results of another run",
    files: tested,
    commands: [
      ["app", "--run", "sh tests.sh", "--run", "exit 4", "--junit", "junit.xml", "--kind", "personas"],
      ["app", "--run", "sh tests.sh", "--dry-run", "-q"],
    ],
  },
  "run-refused": {
    title: "Tests that cannot be run or read",
    files: tested,
    commands: [
      ["app", "--offline", "--run", "sh tests.sh"],
      ["app", "--run", " "],
      ["app", "--run", "true", "--run-timeout", "0"],
      ["app", "--junit", "missing.xml"],
      ["app", "--junit", "app/add.py"],
      ["app", "--junit", "broken.xml"],
    ],
  },
  reviewers: {
    title: "Choosing reviewers",
    files: flawed,
    commands: [
      ["app", "--reviewers", "security,qa", "-f", "digest"],
      ["app", "--skip-reviewers", "security", "-f", "digest"],
      ["app", "--reviewers", "securty"],
      ["app", "--skip-reviewers", "nobody-like-this"],
      ["app", "--reviewers", "security", "--skip-reviewers", "security"],
      ["app", "--reviewers", "security,"],
    ],
  },
  "include-exclude": {
    title: "Choosing files; a pattern takes one word, so paths may follow it",
    files: flawed,
    commands: [
      ["--exclude", "**/load.py", "app", "--dry-run", "-q"],
      ["--include", "**/tags.py", "--include", "**/add.py", "app", "--dry-run", "-q"],
    ],
  },
  sarif: {
    title: "What another tool found",
    files: { ...flawed, "log.sarif": sarif, "broken.sarif": '{"version":"2.0.0","runs":[]}' },
    commands: [
      ["app", "--sarif", "log.sarif"],
      ["app", "--sarif", "broken.sarif"],
      ["app", "--sarif", "none.sarif"],
    ],
  },
  tools: {
    title: "Asking the project's own tools",
    files: flawed,
    commands: [
      ["app", "--tools"],
      ["app", "--tools", "--offline"],
    ],
  },
  profiles: {
    title: "How sure a finding must be",
    files: flawed,
    commands: [
      ["app", "-f", "digest"],
      ["app", "--profile", "strict"],
      ["app", "--profile", "shy"],
    ],
    lines: 60,
  },
  "min-confidence": {
    title: "Only sure findings",
    files: flawed,
    commands: [["app", "--min-confidence", "0.99", "-f", "digest"]],
  },
  title: {
    title: "A title of one's own",
    files: clean,
    commands: [["app", "--title", "Night *build* | 7"]],
    lines: 3,
  },
  quiet: { title: "Quiet", files: flawed, commands: [["app", "-q", "-f", "digest"]] },

  usage: {
    title: "Usage errors",
    files: clean,
    commands: [
      ["app", "--formt", "json"],
      ["app", "--concurrency", "0"],
      ["app", "--concurrency", "two"],
      ["app", "--min-confidence", "1.5"],
      ["app", "--fail-on", "hihg"],
      ["app", "--fail-on"],
      ["rules", "more"],
      ["report"],
    ],
  },
  "mistyped-command": { title: "A mistyped command", files: clean, commands: [["revew", "app"]] },
  "missing-path": {
    title: "A path that is not there",
    files: clean,
    commands: [["ap"], ["app/ad.py"], ["src/**/*.ts"], [""], ["app", "\u001b[2Jgone"]],
  },
  "empty-folder": {
    title: "An empty folder",
    files: { "empty/": "" },
    commands: [["empty"], ["empty", "--dry-run"]],
  },
  "only-ignored": {
    title: "Only ignored files",
    files: { ".gitignore": "*.py\n", "app/add.py": "x = 1\n" },
    commands: [["app"], ["app", "--dry-run"]],
  },
  "only-skipped": {
    title: "Only files that are left out",
    files: { "web/page.min.js": "x=1\n", "web/package-lock.json": "{}\n" },
    commands: [["web"], ["web", "--dry-run"]],
  },
  namesake: {
    title: "A folder named like a command",
    files: { "rules/add.py": clean["app/add.py"] ?? "" },
    commands: [["rules"], ["./rules", "-f", "digest"]],
    lines: 1,
  },

  "own-reviewer": {
    title: "A reviewer of the project's own",
    files: ownReviewer,
    commands: [
      ["app", "--reviewers", "accessibility", "-f", "digest"],
      ["explain", "accessibility"],
    ],
  },
  "broken-reviewer": {
    title: "A broken reviewer of the project's own",
    files: {
      ...clean,
      ".session-review/reviewers/mine.md":
        "---\ntitle: Mine\nlens: Is it mine?\ncategories: [desing]\n---\nPage.\n",
    },
    commands: [["app"]],
  },
  config: {
    title: "A configuration, and where each value is from",
    files: {
      ...flawed,
      ".session-review/config.yml": "fail-on: medium\nformat: digest\nexclude: [app/load.py]\n",
    },
    commands: [["app"], ["app", "--fail-on", "none"], ["config", "print", "--reviewers", "qa"]],
  },
  "config-broken": {
    title: "A configuration that cannot be obeyed",
    files: { ...clean, ".session-review/config.json": '{\n  "fail-on": "high",\n  "reviewrs": ["qa"]\n}\n' },
    commands: [["app"], ["config", "print"]],
  },
  suppressions: { title: "Suppressions", files: suppressed, commands: [["app"]] },
  "broken-typescript": {
    title: "TypeScript that does not parse",
    files: brokenTypeScript,
    commands: [["."]],
  },
  "broken-python": {
    title: "Python that does not parse",
    files: brokenPython,
    commands: [["."], [".", "-f", "digest"]],
    lines: 6,
  },
  unreadable: {
    title: "A file that vanishes while it is read",
    files: { ...clean, "app/vanishing.py": "x = 1\n" },
    commands: [["."], [".", "-f", "digest"], ["--dry-run"]],
    lines: 9,
  },
  "gate-and-incomplete": {
    title: "The gate wins over an incomplete review",
    files: { ...flawed, ...brokenPython },
    commands: [["."]],
    lines: 3,
  },
};

test.each(Object.entries(transcripts))("%s", async (name, transcript) => {
  const page = await inFolder(transcript.files ?? {}, (cwd) => write(transcript, cwd));
  await expect(page).toMatchFileSnapshot(`../golden/cli/${name}.md`);
});

async function write(
  { title, files = {}, commands, lines, isTerminal = false }: Transcript,
  cwd: string,
): Promise<string> {
  const parts = [`# ${title}`];
  for (const command of commands) {
    const args = await Promise.all(command.map((word) => (word === "FINDING" ? firstFinding(cwd) : word)));
    const { code, stdout, stderr } = await run(args, {
      cwd,
      env: { NO_COLOR: "1" },
      isTerminal: { stdout: isTerminal, stderr: isTerminal },
    });
    parts.push(
      `## \`$ ${["session-review", ...args].map(quote).join(" ")}\``,
      ...block("stdout", firstLines(stdout, lines)),
      ...block("stderr", stderr),
      `Exit code: ${code}`,
    );
  }
  const written = (await filesIn(cwd)).filter((path) => !(path in files));
  if (written.length > 0) parts.push(`Written: ${written.map((path) => `\`${path}\``).join(", ")}`);
  return `${steady(parts.join("\n\n"), cwd)}\n`;
}

async function firstFinding(cwd: string): Promise<string> {
  const text = await readFile(`${cwd}/review.json`, "utf8");
  return /"id": "([0-9a-f]{12})"/.exec(text)?.[1] ?? "none";
}

function quote(word: string): string {
  return /^[\w./=,-]+$/.test(word) ? word : `'${word.replaceAll("\u001b", "^[")}'`;
}

function block(name: string, text: string): readonly string[] {
  if (text === "") return [];
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${name}:`, `${fence}text\n${text.replace(/\n$/, "")}\n${fence}`];
}

function firstLines(text: string, limit = Number.POSITIVE_INFINITY): string {
  const all = text.split("\n");
  return all.length <= limit ? text : [...all.slice(0, limit), "[…]"].join("\n");
}

/** What changes with a release, a folder or a rule more on the shelf is none of these pages' business. */
function steady(text: string, cwd: string): string {
  return text
    .replaceAll(cwd, "CWD")
    .replaceAll(`session-review ${version}`, "session-review VERSION")
    .replaceAll(`"version": "${version}"`, '"version": "VERSION"')
    .replace(new RegExp(`^${version.replaceAll(".", "\\.")}$`, "gm"), "VERSION")
    .replace(/What \d+ rules \([^)]*\)/g, "What N rules (…)");
}
