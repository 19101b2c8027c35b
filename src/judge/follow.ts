/** Holds an earlier review against the present one: what became of each finding, what is new, how the counts went. */
import { groupBy } from "../lib/group.js";
import type { EarlierFinding, EarlierReview, Whereabouts } from "../model/earlier.js";
import {
  type FollowUp,
  type FollowedFinding,
  type Measures,
  type Strength,
  followUpStatuses,
} from "../model/follow-up.js";
import { compareText } from "../lib/compare.js";
import type { Review } from "../model/review.js";
import type { Reviewer } from "../model/reviewer.js";
import { severityRank } from "../model/severity.js";
import type { Survey } from "../model/survey.js";
import { settleStatus } from "./follow-status.js";
import { alignPaths, findRenames } from "./match-paths.js";
import { expectedLines, matchFindings } from "./match.js";
import { redactor } from "./redact.js";
import { Texts } from "./texts.js";

export interface Present {
  readonly review: Review;
  readonly survey: Survey;
  readonly reviewers: readonly Reviewer[];
  /** By path as here, for files that were not taken in. */
  readonly whereabouts: ReadonlyMap<string, Whereabouts>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What the earlier review's paths are here, if nothing was renamed. */
export function alignedTo(earlier: EarlierReview, review: Review): (path: string) => string {
  const paths = [...(earlier.files ?? []), ...earlier.findings.map(({ place }) => place.path)];
  const known = [...review.coverage.files, ...review.skippedFiles].map(({ path }) => path);
  return alignPaths(paths, known);
}

/** Pure: the same two reviews, files and day give the same result. */
export function follow(earlier: EarlierReview, present: Present): FollowUp {
  const { review, survey, reviewers, whereabouts, today } = present;
  const texts = new Texts(survey);
  const aligned = alignedTo(earlier, review);
  const filesBefore = earlier.files && new Set(earlier.files.map(aligned));
  const renames = findRenames({ findings: earlier.findings, filesBefore, aligned, whereabouts, texts });
  const pathOf = (path: string): string => renames.get(aligned(path)) ?? aligned(path);
  const matches = matchFindings({
    earlier: earlier.findings,
    // What the baseline accepts is there all the same.
    findings: [...review.findings, ...(review.baseline?.accepted ?? []).map(({ finding }) => finding)],
    pathOf,
    filesBefore,
    texts,
  });
  const expectedLine = expectedLines(matches);
  const settlement = {
    earlier,
    review,
    reviewers,
    texts,
    matches,
    aligned,
    pathOf,
    expectedLine,
    whereabouts,
    today,
  };
  const findings = earlier.findings.map((finding) => settleStatus(finding, settlement)).sort(byWeight);
  const introduced = newFindings(review, matches);
  const unseen = introduced.filter(
    ({ path }) => filesBefore && !filesBefore.has(path) && !isRenamed(path, renames),
  );
  return redactor(survey)<FollowUp>({
    earlier: describe(earlier),
    findings,
    introduced: introduced.map(({ id }) => id),
    ...(unseen.length === 0 || !mayBeOlder(earlier) ? {} : { unseenBefore: unseen.map(({ id }) => id) }),
    ...(earlier.practices.length === 0 ? {} : { strengths: [...strengthsOf(earlier, { texts, pathOf })] }),
    history: [...earlier.history, entryOf(review, findings, introduced.length)],
  });
}

/** A document that lists no files cannot say which it looked at. */
function mayBeOlder({ files }: EarlierReview): boolean {
  return files !== null;
}

function isRenamed(path: string, renames: ReadonlyMap<string, string>): boolean {
  return [...renames.values()].includes(path);
}

function newFindings(
  { findings }: Review,
  matches: ReadonlyMap<EarlierFinding, { finding: Review["findings"][number] }>,
) {
  const known = new Set([...matches.values()].map(({ finding }) => finding));
  return findings.filter((finding) => !known.has(finding));
}

/** What needs doing first; within that the worst first. */
function byWeight(a: FollowedFinding, b: FollowedFinding): number {
  return (
    followUpStatuses.indexOf(a.status) - followUpStatuses.indexOf(b.status) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    compareText(a.before.path, b.before.path) ||
    (a.before.lines?.start ?? 0) - (b.before.lines?.start ?? 0) ||
    compareText(a.id, b.id)
  );
}

function describe({ path, title, tool, format, isComplete, measures }: EarlierReview): FollowUp["earlier"] {
  return { path, title, tool, format, isComplete, ...(measures ? { measures } : {}) };
}

/** Its lines must stand in a file that was looked at. */
function strengthsOf(
  { practices }: EarlierReview,
  { texts, pathOf }: { readonly texts: Texts; readonly pathOf: (path: string) => string },
): readonly Strength[] {
  return practices.map(({ practice, title, reason, path, lines, quote }) => ({
    practice,
    title,
    reason,
    before: { path, lines, quote },
    after: texts.find(quote, pathOf(path))[0] ?? null,
  }));
}

function entryOf(
  { title, findings }: Review,
  followed: readonly FollowedFinding[],
  introduced: number,
): FollowUp["history"][number] {
  return { title, findings: findings.length, statuses: countStatuses(followed), introduced };
}

function countStatuses(followed: readonly FollowedFinding[]): FollowUp["history"][number]["statuses"] {
  const groups = groupBy(followed, ({ status }) => status);
  return Object.fromEntries(
    followUpStatuses.flatMap((status) =>
      groups.has(status) ? [[status, groups.get(status)?.length ?? 0]] : [],
    ),
  );
}

/** The counts of a review, as the follow-up after it shows them beside its own. */
export function measure({ facts, findings, scorecards }: Review): Measures {
  const [card] = scorecards;
  const count = (groups: ReadonlyMap<string, readonly unknown[]>) =>
    Object.fromEntries([...groups].map(([name, own]) => [name, own.length]));
  return {
    facts,
    severities: count(groupBy(findings, ({ severity }) => severity)),
    categories: count(groupBy(findings, ({ category }) => category)),
    quality:
      card && card.total !== null
        ? {
            total: card.total,
            scale: card.criteria.reduce((sum, { max }) => sum + max, 0),
            verdict: card.verdict,
          }
        : null,
  };
}
