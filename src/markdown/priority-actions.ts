/** What to do first: the numbers of a personas report in the order of their severity. */
import type { Review } from "../model/review.js";
import type { Severity } from "../model/severity.js";
import { blocks, section } from "./document.js";
import { type NumberedRemark, tiersOf } from "./tiers.js";
import { nameOf } from "./verdict.js";

const priorities: readonly (readonly [label: string, severities: readonly Severity[]])[] = [
  ["Immediate", ["critical"]],
  ["High priority", ["high"]],
  ["Medium priority", ["medium"]],
  ["Low priority", ["low", "info"]],
];

/** One list over all groups, so that a step can be named by its number. */
export function priorityActions(review: Review): string {
  const all = tiersOf(review).flatMap(({ remarks }) => remarks);
  let step = 0;
  const groups = priorities.map(([label, severities]) => {
    const own = all.filter(({ first }) => severities.includes(first.severity));
    const items = own.map((remark) => `${++step}. ${action(remark)}`);
    return items.length === 0 ? "" : blocks(`**${label}**`, items.join("\n"));
  });
  return section("## Priority actions", ...groups);
}

function action(remark: NumberedRemark): string {
  return `**${remark.number}:** ${nameOf(remark)}`;
}
