/** The follow-up command: what it prints, its gate, and that a saved one renders again byte for byte. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { outcomeOfFollowUp } from "../../src/cli/follow-up-outcome.js";
import type { FollowUp } from "../../src/model/follow-up.js";
import { sampleReview } from "../reports/sample-review.js";
import { type Files, inFolder, run } from "./fake-world.js";

const before: Files = {
  "app/price.py": '"""Prices."""\n\n\ndef price(rule):\n    return eval(rule)\n',
  "app/feed.py":
    '"""The feed."""\n\nimport requests\n\n\ndef fetch(address):\n    return requests.get(address)\n',
};

describe("the command", () => {
  test("follows a saved review, and its own document after that", async () => {
    await inFolder(before, async (cwd) => {
      await run(["app", "-q", "-f", "json=review.json"], { cwd });
      await writeFile(
        join(cwd, "app/price.py"),
        '"""Prices."""\n\n\ndef price(rule):\n    return float(rule)\n',
      );
      const first = await run(["follow-up", "review.json", "app", "-f", "json=one.json", "-f", "markdown"], {
        cwd,
      });
      expect(first.stdout).toContain("**Of 2 earlier findings: 1 fixed and 1 open.** Nothing new was found.");
      expect(first.stderr).toMatch(/exit 0: nothing at or above "high"\n$/);
      expect(first.code).toBe(0);

      const again = await run(["report", "one.json"], { cwd });
      expect(again.stdout).toBe(first.stdout);
      expect((await run(["report", "one.json", "-f", "json"], { cwd })).stdout).toBe(
        await readFile(join(cwd, "one.json"), "utf8"),
      );

      await writeFile(join(cwd, "app/price.py"), before["app/price.py"] ?? "");
      const second = await run(["follow-up", "one.json", "--fail-on", "medium"], { cwd });
      expect(second.stdout).toContain("**Of 2 earlier findings: 1 open and 1 regressed.**");
      expect(second.stderr).toContain(
        'exit 1: 2 earlier findings still there and 0 new at or above "medium"',
      );
      expect(second.code).toBe(1);
    });
  });

  test("on a terminal it shows a digest and saves the rest", async () => {
    await inFolder(before, async (cwd) => {
      await run(["app", "-q", "-f", "json=review.json"], { cwd });
      const isTerminal = { stdout: true, stderr: true };
      const shown = await run(["follow-up", "review.json", "app"], { cwd, isTerminal });
      expect(shown.stdout).toMatch(/^2 earlier findings: 2 open; 0 new\n/);
      expect(await readFile(join(cwd, ".session-review/report.md"), "utf8")).toContain(
        "# Follow-up: Code review of app",
      );
    });
  });

  test.each([
    [["follow-up", "nothing.json"], 'There is no file or folder "nothing.json".'],
    [["follow-up", "app/price.py"], "app/price.py is not a saved review: it is not JSON."],
    [["app", "--kind", "follow-up"], "Allowed choices are batch, personas"],
  ])("%s is refused", async (args, problem) => {
    await inFolder(before, async (cwd) => {
      const { code, stderr } = await run(args, { cwd });
      expect(stderr).toContain(problem);
      expect(code).toBe(2);
    });
  });
});

describe("the gate", () => {
  const place = { path: "app/a.py", lines: null, quote: "" };

  function outcome(status: FollowUp["findings"][number]["status"], gate: "high" | "none"): number {
    const finding: FollowUp["findings"][number] = {
      ...{ id: "1", title: "T", severity: "high", category: "security", rule: null, reviewers: [] },
      ...{ status, reason: "so", before: place, after: null, now: null, acceptance: null },
    };
    const followUp: FollowUp = {
      earlier: { path: "r.json", title: "R", tool: "t", format: "sarif", isComplete: true },
      ...{ findings: [finding], introduced: [], history: [] },
    };
    return outcomeOfFollowUp(sampleReview({ followUp, isComplete: true }), gate).code;
  }

  test.each([
    ["open", 1],
    ["moved", 1],
    ["regressed", 1],
    ["accepted", 0],
    ["fixed", 0],
    ["not reviewed", 3],
  ] as const)("%s: %i", (status, code) => {
    expect(outcome(status, "high")).toBe(code);
  });

  test("no gate, no matter", () => {
    expect(outcome("open", "none")).toBe(0);
    expect(outcome("not reviewed", "none")).toBe(0);
  });
});
