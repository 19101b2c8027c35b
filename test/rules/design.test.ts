/** How bad and where: what the examples of the design rules cannot show. */
import { describe, expect, test } from "vitest";
import { claimsOf } from "./run.js";

function tries(depth: number): string {
  const open = Array.from({ length: depth }, (_, i) => `${"    ".repeat(i + 1)}try:\n`).join("");
  const close = Array.from({ length: depth }, (_, i) => depth - i)
    .map((level) => `${"    ".repeat(level)}finally:\n${"    ".repeat(level + 1)}close(${String(level)})\n`)
    .join("");
  return `def run():\n${open}${"    ".repeat(depth + 1)}work()\n${close}`;
}

describe("deep-nesting", () => {
  test.each([
    [2, []],
    [3, ["medium"]],
    [4, ["medium"]],
  ])("%i try statements in each other: %j", async (depth, severities) => {
    const claims = await claimsOf("deep-nesting", { "app/run.py": tries(depth) });
    expect(claims.map(({ severity }) => severity)).toEqual(severities);
  });

  test("spans the function, shows the deepest place and counts the finally clauses", async () => {
    const [claim] = await claimsOf("deep-nesting", { "app/run.py": tries(3) });
    expect(claim?.lines).toEqual({ start: 1, end: 11 });
    expect(claim?.also?.map(({ lines }) => lines?.start)).toEqual([4]);
    expect(claim?.issue).toContain("3 deep (3 `finally` clauses)");
  });
});

describe("oversized-file", () => {
  const body = (name: string, lines: number): string => `def ${name}():\n${"    step()\n".repeat(lines)}\n`;

  test("counts the lines of code of a very long file", async () => {
    const names = Array.from({ length: 70 }, (_, i) => `step_${String(i)}`);
    const [claim] = await claimsOf("oversized-file", {
      "app/all.py": names.map((name) => body(name, 30)).join("\n"),
    });
    expect(claim?.issue).toContain("2,170 lines of code");
  });

  test("is silent about a file of some hundred lines", async () => {
    const joined = ["a", "b", "c", "d"].map((name) => body(name, 160)).join("\n");
    const wiring = "def main():\n    a()\n    b()\n    c()\n    d()\n";
    expect(await claimsOf("oversized-file", { "app/all.py": joined + wiring })).toEqual([]);
  });
});
