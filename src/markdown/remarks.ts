/** What the findings section is made of: a finding each, or one remark for many of the same rule. */
import { groupBy } from "../lib/group.js";
import type { Finding } from "../model/finding.js";
import { inWords } from "./wording.js";

export interface Remark {
  readonly title: string;
  readonly first: Finding;
  /** At least one, in the order of the review. */
  readonly findings: readonly Finding[];
}

/** From so many on, findings of one rule and severity are one remark with a list of places. */
const leastForOneRemark = 3;

/** Remarks in the order of the review; one for many stands where its first finding stood. */
export function remarksOf(findings: readonly Finding[]): readonly Remark[] {
  const groups = groupBy(findings, groupKey);
  return findings.flatMap((finding) => {
    const group = groups.get(groupKey(finding)) ?? [];
    if (finding.rule === undefined || group.length < leastForOneRemark)
      return [{ title: finding.title, first: finding, findings: [finding] }];
    return group[0] === finding
      ? [{ title: sharedTitle(finding.rule, group), first: finding, findings: group }]
      : [];
  });
}

function groupKey({ rule, severity }: Finding): string {
  return `${severity} ${rule ?? ""}`;
}

function sharedTitle(rule: string, findings: readonly Finding[]): string {
  const titles = new Set(findings.map(({ title }) => title));
  const [title] = titles;
  return titles.size === 1 && title !== undefined ? title : inWords(rule);
}
