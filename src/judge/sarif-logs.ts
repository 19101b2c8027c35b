/** Reads a SARIF 2.1.0 log as what other tools say about the code, one log a run. */
import type { Category } from "../model/category.js";
import type { Sarif, SarifResult, SarifRun } from "../model/sarif.js";
import { type ToolLog, type ToolResult, severityOfLevel } from "../model/tool-log.js";
import {
  categoryAmong,
  descriptorOf,
  isProblem,
  levelOf,
  messageOf,
  placeOf,
  ruleOf,
  securitySeverity,
  wordsOf,
} from "./sarif-results.js";

/** @param source as the user named the document */
export function sarifLogs({ runs }: Sarif, source: string): readonly ToolLog[] {
  return runs.map((run) => {
    const { name, semanticVersion, version } = run.tool.driver;
    const isWhole = (run.invocations ?? []).every((each) => each.executionSuccessful !== false);
    return {
      tool: name,
      version: semanticVersion ?? version ?? null,
      source,
      results: (run.results ?? []).filter(isOpen).map((result) => readResult(result, run)),
      problem: isWhole ? null : "the log says that the tool did not run to its end",
    };
  });
}

/** What the tool's users have accepted is no news to them. */
function isOpen(result: SarifResult): boolean {
  const isAccepted = result.suppressions?.some(({ status = "accepted" }) => status === "accepted") ?? false;
  return isProblem(result) && !isAccepted;
}

function readResult(result: SarifResult, run: SarifRun): ToolResult {
  const descriptor = descriptorOf(result, run);
  const rule = ruleOf(result, descriptor);
  const { path, lines, quote } = placeOf(result, run);
  const words = wordsOf(result, descriptor);
  const cwe = weaknessesIn(words);
  const help = descriptor?.help?.text ?? descriptor?.fullDescription?.text;
  return {
    rule,
    message: messageOf(result, descriptor) ?? rule ?? "no message",
    path,
    lines,
    ...(quote === "" ? {} : { snippet: quote }),
    severity: securitySeverity(result, descriptor) ?? severityOfLevel(levelOf(result, descriptor)),
    category: categoryAmong(words) ?? (cwe.length > 0 ? categoryOfWeakness(cwe) : null),
    cwe,
    confidence: precisions.get(String(descriptor?.properties?.["precision"])) ?? null,
    ...(help === undefined ? {} : { help }),
  };
}

/** How sure CodeQL's makers are of a query (`precision` in its metadata), as a number of ours. */
const precisions: ReadonlyMap<string, number> = new Map([
  ["very-high", 0.9],
  ["high", 0.8],
  ["medium", 0.6],
  ["low", 0.4],
]);

/** `external/cwe/cwe-079` as CodeQL writes it, `CWE-79: …` as others do. */
function weaknessesIn(words: readonly string[]): readonly number[] {
  const numbers = words.flatMap((word) => /\bcwe[-/ ]?0*(\d+)/i.exec(word)?.[1] ?? []);
  return [...new Set(numbers.map(Number))];
}

/** Weaknesses of the "concurrency issues" category (CWE-557) and its members; the others are of security. */
const concurrent = new Set([362, 364, 366, 367, 368, 412, 413, 414, 567, 609, 662, 667, 764, 820, 821, 833]);

function categoryOfWeakness(cwe: readonly number[]): Category {
  return cwe.some((number) => concurrent.has(number)) ? "concurrency" : "security";
}
