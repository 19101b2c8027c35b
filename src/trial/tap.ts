/** Test results in the Test Anything Protocol, versions 12 to 14. */
import { type Counts, type Failure, failure } from "./counts.js";

const planLine = /^1\.\.(\d+)(?:\s*#.*)?$/;
const testLine = /^(not )?ok\b(?:\s+(\d+))?(?:\s+-)?\s*(.*)$/;
const directive = /(?:^|\s)#\s*(skip|todo)\b/i;

/** Null where the text is not TAP: it needs a plan and a test, or the line with the version. */
export function readTap(text: string): Counts | null {
  const lines = text.split("\n");
  const plan = lines.map((line) => planLine.exec(line)?.[1]).find((count) => count !== undefined);
  const tests = lines.flatMap((line, index) => {
    const found = testLine.exec(line);
    return found ? [{ found, index }] : [];
  });
  const isNamed = lines.some((line) => /^TAP version \d+$/.test(line));
  if (!isNamed && (plan === undefined || tests.length === 0)) return null;
  const counted = countTests(tests, lines);
  return withSummary(withPlan(withBail(counted, lines), plan === undefined ? null : Number(plan)), lines);
}

interface Test {
  readonly found: RegExpExecArray;
  readonly index: number;
}

function countTests(tests: readonly Test[], lines: readonly string[]): Counts {
  let [passed, failed, skipped] = [0, 0, 0];
  const failures: Failure[] = [];
  for (const { found, index } of tests) {
    const [, not, , description = ""] = found;
    if (directive.test(description)) skipped++;
    else if (not === undefined) passed++;
    else {
      failed++;
      failures.push(failure(description || `test ${found[2] ?? index}`, diagnosticsAt(lines, index + 1)));
    }
  }
  return { passed, failed, skipped, failures };
}

/** The message of the YAML block below a test, or its comments. */
function diagnosticsAt(lines: readonly string[], from: number): string {
  const block = lines.slice(from, from + 40);
  const end = block.findIndex((line) => testLine.test(line) || planLine.test(line));
  const own = end === -1 ? block : block.slice(0, end);
  const index = own.findIndex((line) => /^\s+(?:error|message):/.test(line));
  if (index === -1) {
    const comments = own.filter((line) => line.startsWith("#"));
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

/** Tests that were planned and did not run have failed. */
function withPlan(counts: Counts, planned: number | null): Counts {
  const { passed, failed, skipped } = counts;
  const seen = (passed ?? 0) + (failed ?? 0) + (skipped ?? 0);
  if (planned === null || planned <= seen) return counts;
  const missing = failure("the plan", `${planned} tests were planned, ${seen} gave a result`);
  return { ...counts, failed: (failed ?? 0) + planned - seen, failures: [...counts.failures, missing] };
}

/** Node, tape and tap close with their own counts, which include tests inside of tests. */
function withSummary(counts: Counts, lines: readonly string[]): Counts {
  const number = (...names: readonly string[]): number | null => {
    const pattern = new RegExp(`^# (?:${names.join("|")})\\s+(\\d+)$`);
    const found = lines.map((line) => pattern.exec(line)?.[1]).filter((text) => text !== undefined);
    return found.length === 0 ? null : found.reduce((sum, text) => sum + Number(text), 0);
  };
  const tests = number("tests");
  const passed = number("pass");
  if (tests === null || passed === null) return counts;
  const failed = (number("fail") ?? 0) + (number("cancelled") ?? 0);
  if (failed < (counts.failed ?? 0)) return counts;
  return { ...counts, passed, failed, skipped: (number("skipped", "skip") ?? 0) + (number("todo") ?? 0) };
}
