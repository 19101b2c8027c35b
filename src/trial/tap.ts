/** Test results in the Test Anything Protocol, versions 12 to 14. */
import { type Counts, failure } from "./counts.js";

const planLine = /^1\.\.(\d+)(?:\s*#.*)?$/;
const testLine = /^( *)(not )?ok\b(?:\s+(\d+))?(?:\s+-)?\s*(.*)$/;
const directive = /(?:^|\s)#\s*(?:skip|todo)\b/i;

interface Test {
  /** Columns it is indented by, as tests inside of another one are. */
  readonly depth: number;
  readonly how: "passed" | "failed" | "skipped";
  readonly name: string;
  /** Line it stands in, from 0. */
  readonly line: number;
}

/** Null where the text is not TAP: it needs a plan and a test, or the line with the version. */
export function readTap(text: string): Counts | null {
  const lines = text.split("\n");
  const plan = lines.map((line) => planLine.exec(line)?.[1]).find((count) => count !== undefined);
  const isNamed = lines.some((line) => /^TAP version \d+$/.test(line));
  if (!isNamed && plan === undefined) return null;
  const tests = testsIn(lines);
  const topmost = tests.filter(({ depth }) => depth === 0).length;
  if (!isNamed && topmost === 0) return null;
  const counted = count(leavesOf(tests), lines);
  return withMissing(withBail(counted, lines), plan === undefined ? 0 : Number(plan) - topmost);
}

/** The lines with results, those inside of YAML blocks left aside. */
function testsIn(lines: readonly string[]): readonly Test[] {
  const tests: Test[] = [];
  let isBlock = false;
  lines.forEach((line, index) => {
    if (/^ +---$/.test(line)) isBlock = true;
    else if (/^ +\.\.\.$/.test(line)) isBlock = false;
    const found = isBlock ? null : testLine.exec(line);
    if (!found) return;
    const [, indent = "", not, number = "", description = ""] = found;
    const how = directive.test(description) ? "skipped" : not === undefined ? "passed" : "failed";
    tests.push({ depth: indent.length, how, name: description || `test ${number}`, line: index });
  });
  return tests;
}

/** A test follows those inside of it. It counts when it has none, or when it failed although they did not. */
function leavesOf(tests: readonly Test[]): readonly Test[] {
  const leaves: Test[] = [];
  const open: Test[] = [];
  for (const test of tests) {
    const inner: Test[] = [];
    while ((open.at(-1)?.depth ?? 0) > test.depth) inner.push(...open.splice(-1));
    const isOwnFailure = test.how === "failed" && inner.every(({ how }) => how !== "failed");
    if (inner.length === 0 || isOwnFailure) leaves.push(test);
    open.push(test);
  }
  return leaves;
}

function count(tests: readonly Test[], lines: readonly string[]): Counts {
  const of = (how: Test["how"]): readonly Test[] => tests.filter((test) => test.how === how);
  return {
    passed: of("passed").length,
    failed: of("failed").length,
    skipped: of("skipped").length,
    failures: of("failed").map(({ name, line }) => failure(name, diagnosticsAt(lines, line + 1))),
  };
}

/** The message of the YAML block below a test, or its comments. */
function diagnosticsAt(lines: readonly string[], from: number): string {
  const block = lines.slice(from, from + 40);
  const end = block.findIndex((line) => testLine.test(line) || planLine.test(line));
  const own = end === -1 ? block : block.slice(0, end);
  const index = own.findIndex((line) => /^\s+(?:error|message):/.test(line));
  if (index === -1) {
    const comments = own.map((line) => line.trim()).filter((line) => /^#(?! Subtest:)/.test(line));
    return comments.map((line) => line.slice(1).trim()).join("\n");
  }
  const said = (own[index] ?? "").replace(/^\s+\w+:\s*/, "").trim();
  if (!/^[|>][-+]?$/.test(said)) return said.replace(/^(["'])(.*)\1$/, "$2");
  const depth = /^\s*/.exec(own[index] ?? "")?.[0].length ?? 0;
  const rest = own.slice(index + 1);
  const stop = rest.findIndex((line) => (/^\s*/.exec(line)?.[0].length ?? 0) <= depth && line.trim() !== "");
  const message = stop === -1 ? rest : rest.slice(0, stop);
  return message.map((line) => line.trim()).join("\n");
}

function withBail(counts: Counts, lines: readonly string[]): Counts {
  const bail = lines.find((line) => line.startsWith("Bail out!"));
  if (bail === undefined) return counts;
  const failures = [...counts.failures, failure("Bail out!", bail.slice("Bail out!".length))];
  return { ...counts, failed: (counts.failed ?? 0) + 1, failures };
}

/** Tests that were planned and gave no result have failed. */
function withMissing(counts: Counts, missing: number): Counts {
  if (missing <= 0) return counts;
  const failures = [
    ...counts.failures,
    failure("the plan", `${missing} of the planned tests gave no result`),
  ];
  return { ...counts, failed: (counts.failed ?? 0) + missing, failures };
}
