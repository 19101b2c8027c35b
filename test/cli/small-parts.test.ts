/** The small parts of the command line: outputs, exit codes, colours, errors, writing. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { loadReports } from "../../src/catalog/load-shelves.js";
import { paintFor } from "../../src/cli/display.js";
import { outcomeOf } from "../../src/cli/exit-code.js";
import { chooseOutputs } from "../../src/cli/outputs.js";
import { presentError } from "../../src/cli/present-error.js";
import { readToolVersion } from "../../src/cli/world.js";
import { forTerminal, writeStream, writeWhole } from "../../src/cli/write.js";
import { UserError } from "../../src/model/errors.js";
import { severities } from "../../src/model/severity.js";
import { finding, incompleteReview, sampleReview } from "../reports/sample-review.js";
import { Collected, inFolder } from "./fake-world.js";

const reports = await loadReports();

describe("which report goes where", () => {
  test.each([
    [[], undefined, []],
    [["markdown"], undefined, [["batch", null]]],
    [["md"], undefined, [["batch", null]]],
    [
      ["json=a.json", "digest"],
      undefined,
      [
        ["json", "a.json"],
        ["digest", null],
      ],
    ],
    [["json=-"], undefined, [["json", null]]],
    [["json=a=b"], undefined, [["json", "a=b"]]],
    [[], "a.md", [["batch", "a.md"]]],
    [[], "a.MARKDOWN", [["batch", "a.MARKDOWN"]]],
    [[], "a.JSON", [["json", "a.JSON"]]],
    [[], "a.txt", [["batch", "a.txt"]]],
    [[], "dir.d/report", [["batch", "dir.d/report"]]],
    [[], "/dev/stdout", [["batch", "/dev/stdout"]]],
    [[], "-", [["batch", null]]],
    [["json"], "a.md", [["json", "a.md"]]],
    [
      ["json=b.json"],
      "a.md",
      [
        ["json", "b.json"],
        ["batch", "a.md"],
      ],
    ],
  ])("-f %j -o %s", (formats, file, expected) => {
    const outputs = chooseOutputs(formats, file, { reports, kind: "batch" });
    expect(outputs.map((output) => [output.report.id, output.file])).toEqual(expected);
  });

  test.each([
    [["markdown"], undefined, "personas"],
    [["md"], undefined, "personas"],
    [["personas"], undefined, "personas"],
    [["batch"], undefined, "batch"],
    [[], "a.md", "personas"],
    [[], "a.json", "json"],
    [[], "a.html", "html"],
    [[], "a.sarif", "sarif"],
    [[], "a.jsonl", "jsonl"],
  ])("-f %j -o %s of a personas review is %s", (formats, file, expected) => {
    const outputs = chooseOutputs(formats, file, { reports, kind: "personas" });
    expect(outputs.map(({ report }) => report.id)).toEqual([expected]);
  });

  test.each([
    [["jsno"], undefined, 'There is no report format "jsno".', 'Did you mean "json"?'],
    [["zzzzzzz"], undefined, 'There is no report format "zzzzzzz".', "Formats: markdown"],
    [["json", "digest"], undefined, "cannot share standard output", ""],
    [["json", "digest"], "a.md", "cannot share", ""],
    [["json=a", "digest=a"], undefined, 'cannot share "a"', ""],
    [["json="], undefined, "names no file", ""],
    [[], "a.csv", 'No report has the ending ".csv"', ""],
    [[], "a.xml", 'Several reports have the ending ".xml"; say which: -f checkstyle or junit', ""],
  ])("-f %j -o %s is refused", (formats, file, message, hint) => {
    const error = thrownBy(() => chooseOutputs(formats, file, { reports, kind: "batch" }));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });
});

function thrownBy(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error("nothing was thrown");
}

describe("exit codes", () => {
  const high = sampleReview({ findings: [finding({ id: "1", title: "Title", severity: "high" })] });
  const incompleteHigh = { ...high, isComplete: false };
  test.each([
    [sampleReview({ findings: [] }), "high", 0],
    [high, "critical", 0],
    [high, "high", 1],
    [high, "info", 1],
    [high, "none", 0],
    [incompleteHigh, "high", 1],
    [incompleteHigh, "critical", 3],
    [incompleteReview(), "none", 3],
  ] as const)("case %#: gate %s", (review, gate, code) => {
    expect(outcomeOf(review, gate).code).toBe(code);
  });

  test.each(severities)("a finding that is exactly %s hits that gate", (severity) => {
    const review = sampleReview({ findings: [finding({ id: "1", title: "Title", severity })] });
    expect(outcomeOf(review, severity).code).toBe(1);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s wins over the gate", (signal, code) => {
    expect(outcomeOf(high, "high", signal).code).toBe(code);
  });
});

describe("colours", () => {
  test.each([
    ["a terminal", {}, "terminal", true],
    ["no terminal", {}, "pipe", false],
    ["--no-color", {}, "terminal --no-color", false],
    ["--no-color over FORCE_COLOR", { FORCE_COLOR: "1" }, "terminal --no-color", false],
    ["NO_COLOR", { NO_COLOR: "1" }, "terminal", false],
    ["an empty NO_COLOR says nothing", { NO_COLOR: "" }, "terminal", true],
    ["NO_COLOR over FORCE_COLOR", { NO_COLOR: "1", FORCE_COLOR: "1" }, "terminal", false],
    ["FORCE_COLOR without a terminal", { FORCE_COLOR: "1" }, "pipe", true],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, "terminal", false],
    ["FORCE_COLOR=false", { FORCE_COLOR: "false" }, "terminal", false],
    ["FORCE_COLOR over TERM=dumb", { FORCE_COLOR: "1", TERM: "dumb" }, "terminal", true],
    ["TERM=dumb", { TERM: "dumb" }, "terminal", false],
  ])("%s", async (_, env, how, expected) => {
    const isTerminal = { stdout: how.startsWith("terminal"), stderr: false };
    const world = { ...worldOf(new Collected()), env, isTerminal };
    const { red } = await paintFor(world, !how.includes("--no-color"));
    expect(red("x") !== "x").toBe(expected);
  });
});

function worldOf(stderr: Collected, interrupt = new AbortController().signal) {
  const isTerminal = { stdout: false, stderr: false };
  return { cwd: "/", env: {}, stdout: new Collected(), stderr, isTerminal, columns: 80, interrupt };
}

describe("errors", () => {
  const present = (error: unknown, isDebug = false, interrupt?: AbortSignal) => {
    const stderr = new Collected();
    const code = presentError(error, { world: worldOf(stderr, interrupt), isDebug });
    return { code, text: stderr.text };
  };

  test("a user's error: message and hint", () => {
    expect(present(new UserError("path-missing", { path: "srcc", nearest: "src" }))).toEqual({
      code: 2,
      text: 'session-review: There is no file or folder "srcc".\nhint: Did you mean "src"?\n',
    });
  });

  test("an error of ours: no stack trace unless asked", () => {
    const error = new TypeError("x is not a function");
    expect(present(error).text).toMatch(
      /^session-review: Something in session-review broke: x is not a function\nhint: .*--debug/,
    );
    expect(present(error).text).not.toContain("    at ");
    expect(present(error, true).text).toContain("    at ");
  });

  test("what is no error at all is still told", () => {
    expect(present("boom")).toMatchObject({ code: 2, text: expect.stringContaining("boom") });
  });

  test("names in a message can neither move the cursor nor command a CI runner", () => {
    const { text } = present(new UserError("path-missing", { path: "\u001b[2J\n::error::x ##[group]y" }));
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("##[");
    expect(text).not.toMatch(/^::/m);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("%s while there is nothing yet", (signal, code) => {
    const interrupt = AbortSignal.abort(signal);
    expect(present(signal, false, interrupt)).toEqual({
      code,
      text: "session-review: interrupted before there was anything to report\n",
    });
  });

  test("a failure after a signal is not hidden behind the signal", () => {
    const error = new UserError("cannot-write", { file: "a.md", problem: "the disk is full" });
    expect(present(error, false, AbortSignal.abort("SIGINT")).text).toContain("the disk is full");
  });
});

describe("writing", () => {
  const failing = (code: string) =>
    new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(`raw ${code}`), { code })),
    }).on("error", () => undefined);

  test("a reader that went away is no error", async () => {
    await expect(writeStream(failing("EPIPE"), "text")).resolves.toBeUndefined();
  });

  test("any other failure is", async () => {
    await expect(writeStream(failing("ENOSPC"), "text")).rejects.toThrow("the disk is full");
  });

  test("a file is replaced whole, and nothing is left beside it", async () => {
    await inFolder({ "report.md": "old" }, async (cwd) => {
      await writeWhole("report.md", cwd, "new");
      expect(await readFile(join(cwd, "report.md"), "utf8")).toBe("new");
      expect(await readdir(cwd)).toEqual(["report.md"]);
    });
  });

  test("what cannot be written leaves everything as it was", async () => {
    await inFolder({ "folder/file": "x" }, async (cwd) => {
      await expect(writeWhole("folder", cwd, "new")).rejects.toThrow("it is a folder");
      await expect(writeWhole("folder/file/report.md", cwd, "new")).rejects.toThrow(
        "part of its path is a file",
      );
      expect(await readdir(cwd, { recursive: true })).toEqual(["folder", join("folder", "file")]);
    });
  });

  test("text for a terminal", () => {
    expect(forTerminal("a\u001b[31m\tb\n  ::warning::c ##[error]d")).toBe(
      "a\\x1b[31m\tb\n  \\x3a:warning::c ##\\x5berror]d",
    );
  });
});

test("the version is that of the package", async () => {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  expect(await readToolVersion()).toBe(version);
});
