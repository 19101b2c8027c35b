/** Reads a SARIF 2.1.0 log of any tool as the earlier review of a follow-up. */
import { hash } from "../lib/hash.js";
import { normaliseQuote } from "../lib/text.js";
import type { EarlierFinding, EarlierReview } from "../model/earlier.js";
import type { Place } from "../model/finding.js";
import { type Category, categories } from "../model/category.js";
import type { Sarif, SarifResult, SarifRule, SarifRun } from "../model/sarif.js";
import type { Severity } from "../model/severity.js";
import { readAcceptance } from "./acceptance.js";

/** @param path as the user named the document */
export function earlierSarif({ runs }: Sarif, path: string): EarlierReview {
  const findings = runs.flatMap((run) =>
    (run.results ?? []).filter(isProblem).map((result) => read(result, run)),
  );
  const [first] = runs;
  const tools = [...new Set(runs.map(({ tool }) => tool.driver.name))];
  const accepted = findings.filter(({ acceptance }) => acceptance !== null).length;
  const title = `Findings of ${tools.join(", ")}`;
  return {
    path,
    title,
    tool: tools.join(", "),
    toolVersion: first?.tool.driver.semanticVersion ?? first?.tool.driver.version ?? null,
    format: "sarif",
    isComplete: runs.every(({ invocations = [] }) =>
      invocations.every((each) => each.executionSuccessful !== false),
    ),
    findings,
    files: null,
    practices: [],
    measures: null,
    history: [{ title, findings: findings.length, statuses: { open: findings.length - accepted, accepted } }],
  };
}

/** A log may list what passed, and what an earlier log had and this one has not. */
function isProblem({ kind = "fail", baselineState }: SarifResult): boolean {
  return ["fail", "open", "review"].includes(kind) && baselineState !== "absent";
}

function read(result: SarifResult, run: SarifRun): EarlierFinding {
  const descriptor = descriptorOf(result, run);
  const rule = result.ruleId ?? result.rule?.id ?? descriptor?.id ?? null;
  const place = placeOf(result, run);
  const title =
    result.message?.text ??
    result.message?.markdown ??
    descriptor?.shortDescription?.text ??
    rule ??
    "Finding";
  const fingerprints = Object.values({ ...result.partialFingerprints, ...result.fingerprints });
  return {
    id:
      fingerprints[0] ?? hash([rule ?? "", place.path, normaliseQuote(place.quote) || title].join("\u0000")),
    fingerprints,
    title: firstSentence(title),
    severity: severityOf(result, descriptor),
    category: categoryOf(result, descriptor),
    rule,
    tool: run.tool.driver.name,
    reviewers: [],
    place,
    also: (result.locations ?? [])
      .slice(1)
      .map((location) => pathOf(location.physicalLocation?.artifactLocation?.uri ?? "")),
    acceptance: acceptanceOf(result),
    last: null,
  };
}

function descriptorOf({ rule, ruleId, ruleIndex }: SarifResult, { tool }: SarifRun): SarifRule | undefined {
  const rules = tool.driver.rules ?? [];
  const id = ruleId ?? rule?.id;
  return rules[ruleIndex ?? rule?.index ?? -1] ?? rules.find((each) => each.id === id);
}

function placeOf({ locations }: SarifResult, { artifacts }: SarifRun): Place {
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
function pathOf(uri: string): string {
  const path = uri.replace(/^file:\/\/[^/]*\/?/u, "").replace(/^(?:\.\/)+/u, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a lone per cent sign: somebody wrote a path, not an address
  }
}

/** GitHub's bands of `security-severity` (9, 7, 4, above 0), then the level. */
function severityOf(result: SarifResult, descriptor: SarifRule | undefined): Severity {
  const said = result.properties?.["security-severity"] ?? descriptor?.properties?.["security-severity"];
  const score = typeof said === "string" || typeof said === "number" ? Number(said) : Number.NaN;
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  if (score > 0) return "low";
  const level = result.level ?? descriptor?.defaultConfiguration?.level ?? "warning";
  return levels.get(level) ?? "medium";
}

const levels: ReadonlyMap<string, Severity> = new Map([
  ["error", "high"],
  ["warning", "medium"],
  ["note", "low"],
  ["none", "info"],
]);

/** One of our words where the tool uses one, in a property or as a tag. */
function categoryOf(result: SarifResult, descriptor: SarifRule | undefined): string {
  const said = [result.properties, descriptor?.properties].flatMap((properties) => [
    properties?.["category"],
    ...(Array.isArray(properties?.["tags"]) ? (properties["tags"] as readonly unknown[]) : []),
  ]);
  const known: readonly string[] = categories satisfies readonly Category[];
  return said.find((word): word is string => typeof word === "string" && known.includes(word)) ?? "other";
}

/** A suppression counts unless it is still being reviewed or was turned down (SARIF 2.1.0, 3.35.3). */
function acceptanceOf({ suppressions }: SarifResult): EarlierFinding["acceptance"] {
  const found = suppressions?.find(({ status = "accepted" }) => status === "accepted");
  if (!found) return null;
  const { owner, expires } = { owner: found.properties?.["owner"], expires: found.properties?.["expires"] };
  const read = readAcceptance(found.justification ?? "suppressed in the earlier document", "document");
  return {
    ...read,
    owner: typeof owner === "string" ? owner : read.owner,
    expires:
      typeof expires === "string" && /^\d{4}-\d{2}-\d{2}/u.test(expires)
        ? expires.slice(0, 10)
        : read.expires,
  };
}

/** Messages of tools run over many lines. */
function firstSentence(text: string): string {
  return (/^.*?[.!?](?=\s|$)/u.exec(text.trim())?.[0] ?? text.trim().split("\n")[0] ?? "").replace(
    /\.$/u,
    "",
  );
}
