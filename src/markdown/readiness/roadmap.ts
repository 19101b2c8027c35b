/** What to mend in which order, as boxes to tick. */
import { plural } from "../../lib/text.js";
import { blocks, bullets, section } from "../document.js";
import { nameOf } from "../verdict.js";
import { type Issue, areSevere, blocking, numberText } from "./issues.js";
import { type Case, casesFor } from "./trials.js";

export interface Priority {
  readonly title: string;
  readonly issues: readonly Issue[];
}

/** Aspects in which a small defect is still a hole in operation. */
const hardened: readonly string[] = [
  "Operations",
  "Concurrency Safety",
  "Data Consistency",
  "Error Handling",
  "Security",
  "Performance",
];

/** Always the four, with every issue in exactly one. */
export function prioritiesOf(issues: readonly Issue[]): readonly Priority[] {
  const slight = issues.filter((issue) => areSevere(issue, ["low", "info"]));
  const hardening = slight.filter(({ aspect }) => hardened.includes(aspect.title));
  return [
    { title: "Blockers", issues: issues.filter((issue) => areSevere(issue, blocking)) },
    { title: "Important", issues: issues.filter((issue) => areSevere(issue, ["medium"])) },
    { title: "Hardening", issues: hardening },
    { title: "Later", issues: slight.filter((issue) => !hardening.includes(issue)) },
  ];
}

export function roadmap(issues: readonly Issue[], cases: readonly Case[]): string {
  if (issues.length === 0) return "";
  return section(
    "## Roadmap",
    "By rule: critical and high come first, then medium, then what is low in operations, concurrency, data, errors, security and performance, then the rest. Places to change are counted; effort is not estimated, because nothing here measures it.",
    ...prioritiesOf(issues).map((priority, i) => priorityBlock(priority, i + 1, cases)),
  );
}

function priorityBlock({ title, issues }: Priority, number: number, cases: readonly Case[]): string {
  if (issues.length === 0) return number === 1 ? `### Priority 1: ${title}\n\nNone.` : "";
  const places = issues.reduce(
    (sum, { findings }) => sum + findings.reduce((all, { also }) => all + 1 + also.length, 0),
    0,
  );
  const tests = casesFor(issues, cases);
  return blocks(
    `### Priority ${number}: ${title} (${plural(places, "place")})`,
    bullets(issues.map((issue) => `[ ] **${numberText(issue)}** ${nameOf(issue)}`)),
    tests === "" ? "" : `**Testing:** ${tests}.`,
  );
}
