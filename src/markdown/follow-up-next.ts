/** The end of a follow-up: what stands in the way of what comes next, what to do, and the last word. */
import { groupBy } from "../lib/group.js";
import { plural } from "../lib/text.js";
import type { FollowUp, FollowedFinding } from "../model/follow-up.js";
import type { Review } from "../model/review.js";
import { type Severity, isAtLeast, severities, severityRank } from "../model/severity.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { countOf, newFindings, standing } from "./follow-up-summary.js";
import { numbersOf } from "./followed.js";
import { gapsOf } from "./gaps.js";
import { enumerate, placeCode, severityCounts } from "./wording.js";

/** Something to be done, whether it is old or new. */
interface Standing {
  /** `F3`, or `N1` for the first new one. */
  readonly number: string;
  readonly title: string;
  readonly severity: Severity;
  readonly category: string;
  readonly place: { readonly path: string; readonly lines: FollowedFinding["before"]["lines"] };
  readonly advice: string;
  readonly isBack: boolean;
}

function standingOf(review: Review, followUp: FollowUp): readonly Standing[] {
  const number = numbersOf(followUp);
  const advice = new Map(review.findings.map(({ id, recommendation }) => [id, recommendation]));
  const old = followUp.findings
    .filter(({ status }) => standing.includes(status))
    .map((finding) => ({
      number: number(finding),
      title: finding.title,
      severity: finding.severity,
      category: finding.category,
      place: finding.after ?? finding.before,
      advice: advice.get(finding.now ?? "") ?? "",
      isBack: finding.status === "regressed",
    }));
  const fresh = newFindings(review, followUp).map((finding, i) => ({
    number: `N${i + 1}`,
    title: finding.title,
    severity: finding.severity,
    category: finding.category,
    place: finding,
    advice: finding.recommendation,
    isBack: false,
  }));
  return [...old, ...fresh].sort(
    (a, b) => severityRank(a.severity) - severityRank(b.severity) || Number(b.isBack) - Number(a.isBack),
  );
}

/** What comes next can build on what is clear; the rest is in its way. */
export function readinessSection(review: Review, followUp: FollowUp): string {
  const left = standingOf(review, followUp);
  const filled = groupBy(left, ({ category }) => category);
  const looked = new Set(review.reviewers.flatMap(({ categories }) => categories));
  const settled = new Set(
    followUp.findings.filter(({ status }) => status === "fixed").map(({ category }) => category),
  );
  const unseen = groupBy(
    followUp.findings.filter(({ status }) => status === "not reviewed"),
    ({ category }) => category,
  );
  const clear = [...looked].filter((category) => !filled.has(category) && !unseen.has(category)).sort();
  const number = numbersOf(followUp);
  const unknown = [...unseen].map(
    ([category, own]) =>
      `**${prose(category)}:** nobody looked again at ${enumerate(own.slice(0, mostNumbers).map(number))}${own.length > mostNumbers ? ` and ${own.length - mostNumbers} more` : ""}`,
  );
  const gaps = [...filled].map(([category, own]) => {
    const counts = severities.flatMap((severity) => {
      const count = own.filter((each) => each.severity === severity).length;
      return count === 0 ? [] : [`${count} ${severity}`];
    });
    return `**${prose(category)}:** ${counts.join(", ")} (${numbersText(own)})`;
  });
  return section(
    "## Readiness for what comes next",
    clear.length === 0
      ? ""
      : blocks(
          gapsOf(review) ? "**Clear in what was looked at:**" : "**Clear:**",
          bullets([
            enumerate(
              clear.map((category) => `${category}${settled.has(category) ? " (findings were fixed)" : ""}`),
            ),
          ]),
        ),
    gaps.length === 0 ? "" : blocks("**Gaps:**", bullets(gaps)),
    unknown.length === 0 ? "" : blocks("**Not known:**", bullets(unknown)),
    plannedNext(review),
  );
}

const mostNumbers = 6;

function numbersText(own: readonly Standing[]): string {
  const numbers = own.map(({ number }) => number);
  const more = numbers.length - mostNumbers;
  return more > 0 ? `${numbers.slice(0, mostNumbers).join(", ")} and ${more} more` : numbers.join(", ");
}

const mostPlanned = 10;

/** Open items of the project's own plans; a name that is nowhere has to be made first. */
function plannedNext({ checklist = [] }: Review): string {
  const open = checklist.filter(({ isDone }) => !isDone);
  if (open.length === 0) return "";
  const items = open.slice(0, mostPlanned).map(({ text, path, line, names }) => {
    const missing = names.filter(({ place }) => place === null).map(({ name }) => code(name));
    const there = missing.length === 0 ? "" : `; not in the code yet: ${missing.join(", ")}`;
    return `${prose(text)} (${code(`${path}:${line}`)}${there})`;
  });
  const more = open.length - items.length;
  return blocks(
    "**Planned and not ticked off:**",
    bullets([...items, ...(more > 0 ? [`and ${more} more`] : [])]),
  );
}

export function recommendationsSection(review: Review, followUp: FollowUp): string {
  const all = standingOf(review, followUp);
  const urgent = all.filter(({ severity, isBack }) => isBack || isAtLeast(severity, "high"));
  const later = all.filter((each) => !urgent.includes(each));
  const unseen = countOf(followUp, "not reviewed");
  return section(
    "## Recommendations",
    urgent.length === 0 ? "" : blocks("**Priority items:**", numbered(urgent, 1)),
    later.length === 0 ? "" : blocks("**Later:**", numbered(later, urgent.length + 1)),
    unseen === 0
      ? ""
      : `Have ${plural(unseen, "earlier finding")} looked at again that nobody looked at this time.`,
    all.length === 0 && unseen === 0 ? "None." : "",
  );
}

const mostSteps = 30;

function numbered(steps: readonly Standing[], first: number): string {
  const items = steps.slice(0, mostSteps).map(({ number, title, place, advice, isBack, severity }, i) => {
    const back = isBack ? ", it is back" : "";
    const step = advice === "" ? sentence(title) : `${prose(title)}: ${sentence(advice)}`;
    return `${first + i}. **${number}** (${severity}${back}, ${placeCode(place)}) ${step}`;
  });
  const more = steps.length - items.length;
  return more > 0 ? `${items.join("\n")}\n\nAnd ${more} more, see the list above.` : items.join("\n");
}

export function followUpConclusion(review: Review, followUp: FollowUp): string {
  const left = standingOf(review, followUp);
  const severe = left.filter(({ severity }) => isAtLeast(severity, "high"));
  const unseen = followUp.findings.filter(({ status }) => status === "not reviewed");
  const fixed = countOf(followUp, "fixed");
  const done = `${fixed} of ${plural(followUp.findings.length, "earlier finding")} ${fixed === 1 ? "is" : "are"} fixed.`;
  const severeUnseen = unseen.filter(({ severity }) => isAtLeast(severity, "high"));
  const verdict =
    severe.length > 0
      ? `Not ready: ${plural(severe.length, "finding")} of weight ${severe.length === 1 ? "stands" : "stand"} (${numbersText(severe)}).`
      : severeUnseen.length > 0 || gapsOf(review)
        ? "Whether it is ready cannot be said: part of it was not looked at again."
        : left.length > 0
          ? `Nothing of weight stands in the way; ${plural(left.length, "lesser finding")} can follow.`
          : "Nothing that was found stands in the way.";
  const fresh = newFindings(review, followUp);
  const balance =
    fresh.length === 0 ? "" : ` ${plural(fresh.length, "finding")} came in: ${severityCounts(fresh)}.`;
  return section("## Conclusion", `**${verdict}** ${done}${balance}`);
}
