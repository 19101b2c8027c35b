/** One SARIF result a finding: where, what, the way a value took, the fix, and the fingerprints that outlive an edit. */
import type { Dropped, Finding, Place } from "../../model/finding.js";
import { messageOf, titleOf } from "../messages.js";
import { severityNames } from "../severities.js";
import type { Entry } from "./entries.js";
import { artifactLocation, location, plainText } from "./location.js";
import { entryRule } from "./rules.js";

/** GitHub keeps 100 locations of a result, and 1,000 of the steps of its flows. */
const mostLocations = 100;
const mostSteps = 1_000;

/** @param hasSuppressed then each result says that it is none, as one that leaves it open may be either */
export function resultOf(entry: Entry, ruleIndex: number, hasSuppressed: boolean): object {
  const rule = { ruleId: entryRule(entry), ruleIndex };
  const suppressions = entry.is === "open" ? [] : [entry.suppression];
  return {
    ...rule,
    ...(entry.is === "silenced" ? silencedResult(entry.dropped) : findingResult(entry.finding)),
    ...(hasSuppressed ? { suppressions } : {}),
  };
}

/** Places that a result leaves out. */
export function placesLeftOut(finding: Finding): number {
  return (
    Math.max(0, finding.also.length + 1 - mostLocations) +
    Math.max(0, (finding.steps?.length ?? 0) + 1 - mostSteps)
  );
}

function silencedResult(dropped: Dropped): object {
  return { message: { text: `${plainText(titleOf(dropped))}.` }, locations: [location(dropped)] };
}

function findingResult(finding: Finding): object {
  const { severity, id, lineHash, also, change } = finding;
  const related = also
    .slice(0, mostLocations - 1)
    .map((place, i) => location({ note: "Here as well.", ...place }, i + 1));
  return {
    level: severityNames[severity].sarif,
    message: { text: plainText(messageOf(finding)) },
    locations: [{ ...location(finding), ...logicalLocations(finding) }],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    ...codeFlows(finding),
    partialFingerprints: {
      ...(lineHash === undefined ? {} : { primaryLocationLineHash: lineHash }),
      "sessionReview/v1": id,
    },
    ...(change === undefined ? {} : { baselineState: change === "introduced" ? "new" : "unchanged" }),
    ...fixes(finding),
    rank: Math.round(finding.confidence * 100),
    properties: propertiesOf(finding),
  };
}

function logicalLocations({ within }: Finding): object {
  return within === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: within, kind: "function" }] };
}

/** The way ends at the finding's own place. */
function codeFlows({ steps = [], path, lines, quote }: Finding): object {
  if (steps.length === 0) return {};
  const end: Place = { path, lines, quote, note: "It does harm here." };
  const isThere = steps.at(-1)?.path === path && steps.at(-1)?.lines?.start === lines?.start;
  const way = isThere ? steps : [...steps, end];
  const kept = way.length > mostSteps ? [...way.slice(0, mostSteps - 1), ...way.slice(-1)] : way;
  const locations = kept.map((step, i) => ({ location: location(step), executionOrder: i + 1 }));
  return { codeFlows: [{ threadFlows: [{ locations }] }] };
}

function fixes({ patch, path, recommendation }: Finding): object {
  if (!patch) return {};
  const { start, end } = patch.lines;
  // Lines that go take their line end with them.
  const deletedRegion =
    patch.text === ""
      ? { startLine: start, startColumn: 1, endLine: end + 1, endColumn: 1 }
      : { startLine: start, endLine: end };
  const inserted = patch.text === "" ? {} : { insertedContent: { text: patch.text } };
  const replacements = [{ deletedRegion, ...inserted }];
  return {
    fixes: [
      {
        description: { text: plainText(recommendation) },
        artifactChanges: [{ artifactLocation: artifactLocation(path), replacements }],
      },
    ],
  };
}

function propertiesOf(finding: Finding): object {
  const { severity, category, confidence, reviewers, origin, models, tools, scenario, proof, doubt } =
    finding;
  return {
    severity,
    category,
    confidence,
    origin,
    reviewers,
    ...(models ? { models } : {}),
    ...(tools ? { tools: tools.map(({ name, rule }) => (rule === null ? name : `${name} ${rule}`)) } : {}),
    ...(scenario === undefined ? {} : { scenario }),
    ...(proof.length > 0 ? { proof: proof.map(({ evidence }) => evidence) } : {}),
    ...(doubt === undefined ? {} : { doubt }),
  };
}
