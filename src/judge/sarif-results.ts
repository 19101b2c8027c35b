/** Reads one result of a SARIF 2.1.0 log: its rule, its place, how bad and of which kind it is. */
import { type Category, categories } from "../model/category.js";
import type { Place } from "../model/finding.js";
import type { SarifResult, SarifRule, SarifRun } from "../model/sarif.js";
import type { Severity } from "../model/severity.js";

/** A log may list what passed, and what an earlier log had and this one has not. */
export function isProblem({ kind = "fail", baselineState }: SarifResult): boolean {
  return ["fail", "open", "review"].includes(kind) && baselineState !== "absent";
}

export function descriptorOf(
  { rule, ruleId, ruleIndex }: SarifResult,
  { tool }: SarifRun,
): SarifRule | undefined {
  const rules = tool.driver.rules ?? [];
  const id = ruleId ?? rule?.id;
  return rules[ruleIndex ?? rule?.index ?? -1] ?? rules.find((each) => each.id === id);
}

export function ruleOf(result: SarifResult, descriptor: SarifRule | undefined): string | null {
  return result.ruleId ?? result.rule?.id ?? descriptor?.id ?? null;
}

export function messageOf({ message }: SarifResult, descriptor: SarifRule | undefined): string | undefined {
  return message?.text ?? message?.markdown ?? descriptor?.shortDescription?.text;
}

export function placeOf({ locations }: SarifResult, { artifacts }: SarifRun): Place {
  const place = locations?.[0]?.physicalLocation;
  const uri =
    place?.artifactLocation?.uri ?? artifacts?.[place?.artifactLocation?.index ?? -1]?.location?.uri ?? "";
  const region = place?.region;
  const start = region?.startLine;
  return {
    path: pathOf(uri),
    lines: start === undefined ? null : { start, end: Math.max(start, region?.endLine ?? start) },
    quote: region?.snippet?.text ?? "",
  };
}

/** An address of a file as a path; what is not one stays as it is. */
export function pathOf(uri: string): string {
  const path = uri.replace(/^file:\/\/[^/]*\/?/u, "").replace(/^(?:\.\/)+/u, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a lone per cent sign: somebody wrote a path, not an address
  }
}

/** GitHub's bands of `security-severity` (9, 7, 4, above 0); null where the tool gives no such number. */
export function securitySeverity(result: SarifResult, descriptor: SarifRule | undefined): Severity | null {
  const said = result.properties?.["security-severity"] ?? descriptor?.properties?.["security-severity"];
  const score = typeof said === "string" || typeof said === "number" ? Number(said) : Number.NaN;
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : null;
}

export function levelOf(result: SarifResult, descriptor: SarifRule | undefined): string {
  return result.level ?? descriptor?.defaultConfiguration?.level ?? "warning";
}

/** Words that the tool files the result under: properties and tags, its own and its rule's. */
export function wordsOf(result: SarifResult, descriptor: SarifRule | undefined): readonly string[] {
  return [result.properties, descriptor?.properties]
    .flatMap((properties) => [
      properties?.["category"],
      ...(Array.isArray(properties?.["tags"]) ? (properties["tags"] as readonly unknown[]) : []),
    ])
    .filter((word): word is string => typeof word === "string");
}

/** One of our words where the tool uses one. */
export function categoryAmong(words: readonly string[]): Category | undefined {
  return categories.find((category) => words.includes(category));
}
