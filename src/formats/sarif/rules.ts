/** The rules of a SARIF log: what each looks for, what to do, and how GitHub is to sort its alerts. */
import type { Finding } from "../../model/finding.js";
import type { Review } from "../../model/review.js";
import { type Severity, severityRank } from "../../model/severity.js";
import { cut, ruleIdOf, titleOf } from "../messages.js";
import { severityNames } from "../severities.js";
import type { Entry } from "./entries.js";

/** GitHub's limits: characters of a description, tags of a rule. */
const longestText = 1_024;
const mostTags = 20;

type Page = NonNullable<NonNullable<Review["rules"]>[number]["about"]>;

/** Everything that the results say of one rule. */
interface Evidence {
  readonly id: string;
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly category: string | undefined;
  readonly page: Page | undefined;
}

export interface Rules {
  readonly descriptors: readonly object[];
  /** Place of a rule among the descriptors. */
  readonly indexOf: ReadonlyMap<string, number>;
}

export function rulesOf(review: Review, entries: readonly Entry[]): Rules {
  const pages = new Map((review.rules ?? []).map((rule) => [rule.id, rule]));
  const found = new Map<string, { title: string; findings: Finding[] }>();
  for (const entry of entries) {
    const id = entryRule(entry);
    const known = found.get(id) ?? {
      title: titleOf(entry.is === "silenced" ? entry.dropped : entry.finding),
      findings: [],
    };
    if (entry.is !== "silenced") known.findings.push(entry.finding);
    found.set(id, known);
  }
  const descriptors = [...found].map(([id, { title, findings }]) => {
    const rule = pages.get(id);
    return describe({
      id,
      title,
      findings,
      category: rule?.category ?? findings[0]?.category,
      page: rule?.about,
    });
  });
  return { descriptors, indexOf: new Map([...found.keys()].map((id, i) => [id, i])) };
}

export function entryRule(entry: Entry): string {
  return entry.is === "silenced" ? (entry.dropped.rule ?? "unnamed") : ruleIdOf(entry.finding);
}

function describe(evidence: Evidence): object {
  const { id, page } = evidence;
  const severity = severityOf(evidence);
  const short = page?.title ?? nameOf(evidence);
  return {
    id,
    shortDescription: { text: cut(short, longestText) },
    fullDescription: { text: cut(page?.risk ?? short, longestText) },
    help: helpOf(evidence, short),
    defaultConfiguration: { level: severityNames[severity].sarif },
    properties: propertiesOf(evidence, severity),
  };
}

/** What a model or another program said has no page; its titles are for single places, so they name no rule. */
function nameOf({ id, title, category }: Evidence): string {
  if (id.startsWith("model/")) return `Found by a model: ${category ?? "code"}`;
  return id.includes("/") ? `Reported by another program: ${id}` : title;
}

function helpOf({ page, findings }: Evidence, short: string): object {
  const weaknesses = cweOf(page, findings);
  if (!page) return { text: `${short}. Each result says what is wrong, and what to do.` };
  const links = weaknesses.map((n) => `[CWE-${n}](https://cwe.mitre.org/data/definitions/${n}.html)`);
  return {
    text: `${page.risk}\n\nWhat to do: ${page.fix}`,
    markdown: [
      `**Risk.** ${page.risk}`,
      `**What to do.** ${page.fix}`,
      ...(links.length > 0 ? [links.join(", ")] : []),
    ].join("\n\n"),
  };
}

function propertiesOf(evidence: Evidence, severity: Severity): object {
  const { category, page, findings } = evidence;
  const weaknesses = cweOf(page, findings).map((n) => `external/cwe/cwe-${String(n).padStart(3, "0")}`);
  const points = category === "security" ? severityNames[severity].security : null;
  return {
    tags: [...(category === undefined ? [] : [category]), ...weaknesses].slice(0, mostTags),
    ...(findings.length === 0 ? {} : { precision: precisionOf(findings) }),
    "problem.severity": severityNames[severity].problem,
    ...(points === null ? {} : { "security-severity": points }),
  };
}

function cweOf(page: Page | undefined, findings: readonly Finding[]): readonly number[] {
  return [...new Set([...(page?.cwe ?? []), ...findings.flatMap(({ cwe = [] }) => cwe)])];
}

/** The page's own, so that an alert does not change its weight with its neighbours; else that of the worst finding. */
function severityOf({ page, findings }: Evidence): Severity {
  const found = findings.map(({ severity }) => severity);
  return page?.severity ?? found.sort((a, b) => severityRank(a) - severityRank(b))[0] ?? "medium";
}

/** GitHub's words for how sure a rule is; that of the least sure finding, as one word holds for all. */
function precisionOf(findings: readonly Finding[]): string {
  const least = findings.reduce((sure, { confidence }) => Math.min(sure, confidence), 1);
  if (least >= 0.9) return "very-high";
  if (least >= 0.75) return "high";
  return least >= 0.5 ? "medium" : "low";
}
