/** Reads a saved review of this program as the earlier one of a follow-up. */
import type { EarlierFinding, EarlierReview } from "../model/earlier.js";
import type { Finding } from "../model/finding.js";
import type { FollowedFinding } from "../model/follow-up.js";
import type { Review } from "../model/review.js";
import { acceptanceOf } from "./acceptance.js";
import { measure } from "./follow.js";

/** @param path as the user named the document */
export function earlierReview(review: Review, path: string): EarlierReview {
  const { title, tool, isComplete, coverage, practices, followUp } = review;
  const accepted = acceptedBefore(review);
  const counted = followUp ? ofFollowUp(review) : review.findings.map((finding) => asEarlier(finding));
  const findings = [...counted, ...accepted];
  const statuses = { open: counted.length, ...(accepted.length > 0 ? { accepted: accepted.length } : {}) };
  return {
    path,
    title,
    tool: tool.name,
    toolVersion: tool.version,
    format: "session-review",
    isComplete,
    findings,
    files: coverage.files.map((file) => file.path),
    practices,
    measures: measure(review),
    history: followUp?.history ?? [{ title, findings: findings.length, statuses }],
  };
}

const ourName: Review["tool"]["name"] = "session-review";

function asEarlier(finding: Finding, part: Partial<EarlierFinding> = {}): EarlierFinding {
  const { id, title, severity, category, reviewers, path, lines, quote, also } = finding;
  // What only another program said can be said again only by it.
  const borrowed = finding.rule === undefined ? finding.tools?.[0] : undefined;
  return {
    id,
    fingerprints: [id],
    title,
    severity,
    category,
    rule: finding.rule ?? borrowed?.rule ?? null,
    tool: borrowed?.name ?? ourName,
    reviewers,
    place: { path, lines, quote },
    also: also.map((place) => place.path),
    acceptance: null,
    last: null,
    ...part,
  };
}

/** What a baseline took out of the counts, as far as the follow-up that it may have been says nothing of it. */
function acceptedBefore({ baseline, followUp }: Review): readonly EarlierFinding[] {
  const told = new Set(followUp?.findings.map(({ now }) => now));
  return (baseline?.accepted ?? [])
    .filter(({ finding }) => !told.has(finding.id))
    .map(({ finding, entry }) => asEarlier(finding, { last: "accepted", acceptance: acceptanceOf(entry) }));
}

/** All it followed, with what it said of each, and what was new in it. */
function ofFollowUp({ findings, followUp }: Review): readonly EarlierFinding[] {
  const known = new Map(findings.map((finding) => [finding.id, finding]));
  const followed = followUp?.findings ?? [];
  const introduced = new Set(followUp?.introduced);
  return [
    ...followed.map((each) => followedBefore(each, known.get(each.now ?? ""))),
    ...findings.filter(({ id }) => introduced.has(id)).map((finding) => asEarlier(finding)),
  ];
}

function followedBefore(followed: FollowedFinding, now: Finding | undefined): EarlierFinding {
  const { status, acceptance } = followed;
  const last = status === "not reviewed" ? (followed.last ?? status) : status;
  if (now) return asEarlier(now, { last, acceptance });
  const { id, title, severity, category, rule, reviewers, before, after } = followed;
  // What replaced a fixed defect is not the defect.
  const place = status === "fixed" || status === "not reviewed" ? before : (after ?? before);
  return {
    id,
    fingerprints: [id],
    title,
    severity,
    category,
    rule,
    tool: followed.tool ?? ourName,
    reviewers,
    place,
    also: [],
    acceptance,
    last,
  };
}
