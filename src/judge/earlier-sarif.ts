/** Reads a SARIF 2.1.0 log of any tool as the earlier review of a follow-up. */
import { hash } from "../lib/hash.js";
import { firstSentence, normaliseQuote } from "../lib/text.js";
import type { EarlierFinding, EarlierReview } from "../model/earlier.js";
import type { Sarif, SarifResult, SarifRule, SarifRun } from "../model/sarif.js";
import type { Severity } from "../model/severity.js";
import { readAcceptance } from "./acceptance.js";
import {
  categoryAmong,
  descriptorOf,
  isProblem,
  levelOf,
  messageOf,
  pathOf,
  placeOf,
  ruleOf,
  securitySeverity,
  wordsOf,
} from "./sarif-results.js";

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

function read(result: SarifResult, run: SarifRun): EarlierFinding {
  const descriptor = descriptorOf(result, run);
  const rule = ruleOf(result, descriptor);
  const place = placeOf(result, run);
  const title = messageOf(result, descriptor) ?? rule ?? "Finding";
  const fingerprints = Object.values({ ...result.partialFingerprints, ...result.fingerprints });
  return {
    id:
      fingerprints[0] ?? hash([rule ?? "", place.path, normaliseQuote(place.quote) || title].join("\u0000")),
    fingerprints,
    title: firstSentence(title),
    severity: severityOf(result, descriptor),
    category: categoryAmong(wordsOf(result, descriptor)) ?? "other",
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

/** GitHub's bands where the tool gives a number, else the level. */
function severityOf(result: SarifResult, descriptor: SarifRule | undefined): Severity {
  return securitySeverity(result, descriptor) ?? levels.get(levelOf(result, descriptor)) ?? "medium";
}

const levels: ReadonlyMap<string, Severity> = new Map([
  ["error", "high"],
  ["warning", "medium"],
  ["note", "low"],
  ["none", "info"],
]);

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
