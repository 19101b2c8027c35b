/** One finding for each defect, all its reviewers and places kept. */
import { compareText } from "../lib/compare.js";
import { groupBy } from "../lib/group.js";
import { hash } from "../lib/hash.js";
import { normaliseQuote } from "../lib/text.js";
import type { Claim, Finding, Opinion, Place } from "../model/finding.js";
import { type Severity, severityRank } from "../model/severity.js";
import { type AttributedClaim, modelsOf } from "./claims.js";
import { patchOf } from "./patches.js";
import { shareWeakness } from "./weaknesses.js";

/** Claims about the same defect become one; the worst severity and the greatest confidence among them hold, raised where models agree. */
export function merge(claims: readonly AttributedClaim[]): readonly Finding[] {
  // Rules first, then other tools: they name their defect exactly, so a model's claim can join the group of the same place.
  const sorted = [...claims].sort(byPlace);
  const groups = groupClaims(
    ["rule", "tool", "model"].flatMap((of) => sorted.filter((claim) => sayerOf(claim) === of)),
  );
  const occurrences = new Map<string, number>();
  return groups.map((group) => {
    const [first] = group;
    const key = fingerprintKey(first);
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    return toFinding(group, fingerprint(key, occurrence));
  });
}

function fingerprint(key: string, occurrence: number): string {
  return hash(`${key}\u0000${occurrence}`);
}

/** More equal lines in one file are not told apart here. */
const mostOccurrences = 20;

/** Whether this would be the id of the same finding, its lines unchanged, had its file another name. */
export function wouldBe(id: string, finding: Finding, path: string): boolean {
  const tool = finding.tools?.[0];
  // Whether a finding was folded is not kept: its id then holds no quote.
  const keys = [finding.quote, ""].map((quote) =>
    keyOf({ ...finding, path, quote, defect: finding.rule ?? tool?.rule ?? finding.title.toLowerCase() }),
  );
  return Array.from({ length: mostOccurrences }, (_, i) => i + 1).some((occurrence) =>
    keys.some((key) => fingerprint(key, occurrence) === id),
  );
}

function sayerOf({ rule, origin }: AttributedClaim): Claim["origin"] {
  return rule === undefined ? origin : "rule";
}

type Group = [AttributedClaim, ...AttributedClaim[]];

function groupClaims(claims: readonly AttributedClaim[]): readonly Group[] {
  const groups = new Map<string, Group>();
  const placed: Group[] = [];
  for (const claim of claims) {
    const key = defectKey(claim);
    const known =
      (key === null ? undefined : groups.get(key)) ?? placed.find(([first]) => joins(claim, first));
    if (known) {
      known.push(claim);
      continue;
    }
    const group: Group = [claim];
    placed.push(group);
    if (key !== null) groups.set(key, group);
  }
  return placed;
}

/** A rule and a tool name their defect exactly; a model's claim (null) is compared by place and category. */
function defectKey(claim: AttributedClaim): string | null {
  const name = claim.rule ?? (claim.tool ? `${claim.tool.name} ${claim.tool.rule}` : undefined);
  if (name === undefined) return null;
  const place = claim.fold === "file" ? "" : `${claim.lines?.start}-${claim.lines?.end}-${claim.issue}`;
  return [name, claim.path, place].join("\u0000");
}

/** Two programs speak of one defect only where both name the same weakness; for a model the place is enough. */
function joins(claim: AttributedClaim, other: AttributedClaim): boolean {
  if (sayerOf(claim) === "rule" || !isSameDefect(claim, other)) return false;
  return sayerOf(claim) === "model" || shareWeakness(claim.cwe, other.cwe);
}

function isSameDefect(a: AttributedClaim, b: AttributedClaim): boolean {
  if (a.path !== b.path || a.category !== b.category || !a.lines || !b.lines) return false;
  return a.lines.start <= b.lines.end && b.lines.start <= a.lines.end;
}

/** Without line numbers, so that an id survives code moving around it. */
function fingerprintKey(claim: AttributedClaim): string {
  const defect = claim.rule ?? claim.tool?.rule ?? claim.title.toLowerCase();
  const key = keyOf({ ...claim, defect, quote: claim.fold === "file" ? "" : claim.quote });
  return claim.asks ? `${key}\u0000question` : key;
}

type Defect = Pick<Finding, "category" | "path" | "quote"> & { readonly defect: string };

function keyOf({ category, defect, path, quote }: Defect): string {
  return [category, defect, path, normaliseQuote(quote)].join("\u0000");
}

function toFinding(group: Group, id: string): Finding {
  const [first] = group;
  const worst = group.reduce((a, b) => (severityRank(b.severity) < severityRank(a.severity) ? b : a));
  const origins = new Set(group.map(sayerOf));
  const places = distinctPlaces(group);
  const { rule } = first;
  const { severity, scenario, cwe = first.cwe } = worst;
  const opinions = dissent(group, severity);
  const steps = shortestWay(group);
  return {
    id,
    severity,
    category: first.category,
    path: first.path,
    lines: first.lines,
    quote: first.quote,
    title: worst.title,
    issue: joinIssues(group),
    risk: worst.risk,
    ...(scenario === undefined ? {} : { scenario }),
    recommendation: worst.recommendation,
    ...(cwe === undefined ? {} : { cwe }),
    also: places.slice(1),
    ...(steps ? { steps } : {}),
    confidence: confidenceOf(group),
    origin: origins.size > 1 && origins.has("model") ? "both" : first.origin,
    ...(rule === undefined ? {} : { rule }),
    ...toolsOf(group),
    reviewers: [...new Set(group.flatMap((claim) => claim.reviewers))].sort(),
    ...modelsOf(group.flatMap(({ models = [] }) => models)),
    ...(opinions.length === 0 ? {} : { opinions: [...opinions] }),
    proof: group.flatMap((claim) => claim.proof),
    ...patchOf(group),
  };
}

function toolsOf(group: Group): Pick<Finding, "tools"> {
  const tools = new Map(
    group.flatMap(({ tool }) => (tool ? [[`${tool.name}\u0000${tool.rule}`, tool]] : [])),
  );
  return tools.size === 0 ? {} : { tools: [...tools.values()] };
}

/** Of several ways to one place the shortest is the easiest to check. */
function shortestWay(group: Group): Place[] | undefined {
  const ways = group.flatMap(({ steps }) => (steps ? [steps] : []));
  return ways.sort((a, b) => a.length - b.length)[0];
}

/** Each further model that says the same takes this share of the remaining doubt away; small, as models err alike. */
const agreement = 0.2;

/** `1 - (1 - greatest) × 0.8^(models - 1)`, rounded to a hundredth: 0.85 said by two models becomes 0.88. */
function confidenceOf(group: Group): number {
  const greatest = Math.max(...group.map(({ confidence }) => confidence));
  const models = new Set(group.flatMap(({ models: names = [] }) => names)).size;
  if (models < 2) return greatest;
  const raised = 1 - (1 - greatest) * (1 - agreement) ** (models - 1);
  return Math.max(greatest, Math.round(raised * 100) / 100);
}

/** Reviewers who say otherwise, each once with the worst they say; once a model where their models do not agree. */
function dissent(group: Group, severity: Severity): readonly Opinion[] {
  const byVoice = new Map<string, Opinion>();
  for (const said of group.flatMap(({ opinions }) => opinions)) {
    const voice = `${said.reviewer}\u0000${said.model ?? ""}`;
    const known = byVoice.get(voice);
    if (!known || severityRank(said.severity) < severityRank(known.severity)) byVoice.set(voice, said);
  }
  const byReviewer = groupBy([...byVoice.values()], ({ reviewer }) => reviewer);
  return [...byReviewer.values()]
    .flatMap(asOne)
    .filter((opinion) => opinion.severity !== severity)
    .sort((a, b) => compareText(a.reviewer, b.reviewer) || compareText(a.model ?? "", b.model ?? ""));
}

function asOne(opinions: readonly Opinion[]): readonly Opinion[] {
  const [first] = opinions;
  if (!first || new Set(opinions.map(({ severity }) => severity)).size > 1) return opinions;
  const { reviewer, severity } = first;
  const reason = opinions.find((opinion) => opinion.reason !== undefined)?.reason;
  return [{ reviewer, severity, ...(reason === undefined ? {} : { reason }) }];
}

function distinctPlaces(group: Group): readonly Place[] {
  const places = new Map<string, Place>();
  for (const claim of group) {
    const { path, lines, quote } = claim;
    const own: Place = group.length > 1 ? { path, lines, quote, note: claim.issue } : { path, lines, quote };
    for (const place of [own, ...(claim.also ?? [])]) {
      const key = `${place.path}\u0000${place.lines?.start}\u0000${place.note ?? ""}`;
      if (!places.has(key)) places.set(key, place);
    }
  }
  return [...places.values()];
}

/** More sentences than this are a list: the places carry them. */
const mostIssues = 4;

function joinIssues(group: Group): string {
  // A tool that says again what a rule said is named as a witness; its words add nothing.
  const hasRule = group.some((claim) => sayerOf(claim) === "rule");
  const speakers = hasRule ? group.filter((claim) => sayerOf(claim) !== "tool") : group;
  const said = [...new Set(speakers.map((claim) => claim.issue))];
  // Who says the same and adds a sentence says it for both.
  const issues = said.filter((one) => !said.some((other) => other !== one && other.startsWith(one)));
  const shown = issues.slice(0, mostIssues).join(" ");
  const rest = issues.length - mostIssues;
  return rest > 0 ? `${shown} And ${rest} more in this file.` : shown;
}

function byPlace(a: AttributedClaim, b: AttributedClaim): number {
  return (
    compareText(a.path, b.path) ||
    (a.lines?.start ?? 0) - (b.lines?.start ?? 0) ||
    (a.lines?.end ?? 0) - (b.lines?.end ?? 0) ||
    compareText(a.rule ?? "", b.rule ?? "") ||
    compareText(a.issue, b.issue) ||
    compareText(a.title, b.title) ||
    compareText(a.quote, b.quote)
  );
}
