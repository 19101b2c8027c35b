/** What the findings section is made of: a finding each, or one remark for many of the same rule. */
import { groupBy } from "../lib/group.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { inWords } from "./wording.js";

export interface Remark {
  readonly title: string;
  readonly first: Finding;
  /** At least one, in the order of the review. */
  readonly findings: readonly Finding[];
}

/** From so many on, findings of one rule and severity are one remark with a list of places. */
const leastForOneRemark = 2;

/** Remarks in the order of the review; one for many stands where its first finding stood. */
export function remarksOf({ findings, rules }: Pick<Review, "findings" | "rules">): readonly Remark[] {
  const titles = new Map(rules?.map(({ id, about }) => [id, about?.title]));
  const groups = groupBy(findings, groupKey);
  return findings.flatMap((finding) => {
    const group = groups.get(groupKey(finding)) ?? [];
    if (finding.rule === undefined || group.length < leastForOneRemark)
      return [{ title: finding.title, first: finding, findings: [finding] }];
    return group[0] === finding
      ? [
          {
            title: sharedTitle(group, titles.get(finding.rule) ?? inWords(finding.rule)),
            first: finding,
            findings: group,
          },
        ]
      : [];
  });
}

function groupKey({ rule, severity }: Finding): string {
  return `${severity} ${rule ?? ""}`;
}

/** @param ofRule the rule's own title, for findings that name their places in theirs */
function sharedTitle(findings: readonly Finding[], ofRule: string): string {
  const [title = ofRule, ...others] = new Set(findings.map((finding) => finding.title));
  return others.length === 0 && !/[`\d]/u.test(title) ? title : ofRule;
}
