/** What became of one earlier finding, and what that rests on. */
import { normaliseQuote } from "../lib/text.js";
import type { Acceptance, EarlierFinding } from "../model/earlier.js";
import type { Dropped, Place } from "../model/finding.js";
import type { FollowedFinding } from "../model/follow-up.js";
import { acceptanceOf, hasExpired, readAcceptance } from "./acceptance.js";
import type { Review } from "../model/review.js";
import { likeness } from "./likeness.js";
import type { Match } from "./match.js";
import { notFoundAgain } from "./not-found-again.js";
import type { Settlement, Verdict } from "./settlement.js";

export function settleStatus(finding: EarlierFinding, settlement: Settlement): FollowedFinding {
  const { name } = settlement.review.tool;
  const verdict = withHistory(finding, judgeNow(finding, settlement), settlement.today);
  const { id, title, severity, category, rule, reviewers, place, last } = finding;
  const was = last === "not reviewed" || last === null ? null : last;
  return {
    id,
    title,
    severity,
    category,
    rule,
    ...(finding.tool === name ? {} : { tool: finding.tool }),
    reviewers: [...reviewers],
    status: verdict.status,
    reason: verdict.reason,
    before: place,
    after: verdict.after ?? null,
    now: verdict.now ?? null,
    acceptance: verdict.acceptance ?? null,
    ...(verdict.status === "not reviewed" && was !== null ? { last: was } : {}),
  };
}

/** An acceptance holds for what is still there; what was fixed, or accepted no longer, and is there has come back. */
function withHistory({ acceptance, last }: EarlierFinding, verdict: Verdict, today: string): Verdict {
  const { status, reason } = verdict;
  if (status !== "open" && status !== "moved") return verdict;
  if (acceptance !== null && (acceptance.by ?? "document") === "document") {
    if (!hasExpired(acceptance, today))
      return {
        ...verdict,
        status: "accepted",
        reason: `the earlier document accepts it: ${acceptance.reason}`,
        acceptance,
      };
    return { ...verdict, status: "open", reason: `${expiry(acceptance)}; ${reason}`, acceptance };
  }
  if (last === "fixed")
    return { ...verdict, status: "regressed", reason: `it was fixed, and is back: ${reason}` };
  if (last === "accepted" && !verdict.acceptance)
    return { ...verdict, status: "regressed", reason: `${goneOf(acceptance)}; ${reason}` };
  return verdict;
}

function goneOf(acceptance: Acceptance | null): string {
  return acceptance?.by === "baseline"
    ? "the baseline accepts it no more"
    : "the comment that accepted it is gone";
}

function expiry({ expires }: Acceptance): string {
  return `it was accepted until ${expires ?? ""}, which has passed`;
}

function judgeNow(finding: EarlierFinding, settlement: Settlement): Verdict {
  const match = settlement.matches.get(finding);
  if (match) return byBaseline(stillFound(finding, match, settlement), settlement.review);
  const path = settlement.pathOf(finding.place.path);
  const dropped = droppedAgain(finding, path, settlement);
  if (dropped) return ofDropped(dropped, settlement);
  return notFoundAgain(finding, settlement);
}

/** The baseline of now decides, whatever an earlier one said. */
function byBaseline(verdict: Verdict, { baseline }: Review): Verdict {
  const accepted = baseline?.accepted.find(({ finding }) => finding.id === verdict.now);
  if (accepted) {
    const acceptance = acceptanceOf(accepted.entry);
    return {
      ...verdict,
      status: "accepted",
      reason: `the baseline accepts it: ${acceptance.reason}`,
      acceptance,
    };
  }
  const lapsed = baseline?.lapsed.find(({ id }) => id === verdict.now);
  if (!lapsed) return verdict;
  const acceptance = acceptanceOf(lapsed);
  return { ...verdict, reason: `${expiry(acceptance)}; ${verdict.reason}`, acceptance };
}

function stillFound(finding: EarlierFinding, match: Match, { aligned, pathOf }: Settlement): Verdict {
  const { finding: found, how } = match;
  const { path, lines, quote, id } = found;
  const before = pathOf(finding.place.path);
  const own = found.also.find((place) =>
    how === "part" ? isSameText(place, finding.place) : path !== before && place.path === before,
  );
  const known = [finding.place.path, ...finding.also].map(aligned);
  // Of code that is written several times, any copy of before will do.
  const copy = known.includes(path) ? undefined : found.also.find((place) => known.includes(place.path));
  const after = own ?? copy ?? { path, lines, quote };
  const isMoved = !known.includes(after.path);
  const [then, now] = [1 + finding.also.length, 1 + found.also.length];
  const left = then > now && how !== "part" ? `; ${now} of ${then} places are left` : "";
  return {
    status: isMoved ? "moved" : "open",
    reason: `${howText(finding, after, { how, isMoved })}${left}`,
    after,
    now: id,
  };
}

function howText(
  finding: EarlierFinding,
  after: Place,
  { how, isMoved }: { readonly how: Match["how"]; readonly isMoved: boolean },
): string {
  const who = finding.rule === null ? "it" : `\`${finding.rule}\``;
  if (how === "same function") return `the code was changed, and ${who} still finds it in the same function`;
  if (how === "reworded")
    return `its lines were changed, and ${who} still finds it ${isMoved ? `in \`${after.path}\`` : "there"}`;
  if (how === "same" && !isMoved && after.quote !== "" && !isSameText(finding.place, after))
    return `its lines were changed, and ${who} still finds it in this file`;
  if (isMoved) return `it was found again in \`${after.path}\``;
  const [before, now] = [finding.place.lines?.start, after.lines?.start];
  return before === now || now === undefined
    ? "it was found again"
    : `it was found again, now at line ${now}`;
}

/** A claim of the same defect that this review made and did not print. */
function droppedAgain(
  finding: EarlierFinding,
  path: string,
  { review, texts }: Settlement,
): Dropped | undefined {
  const { quote } = finding.place;
  const own = review.dropped.filter(
    (dropped) =>
      dropped.path === path &&
      (finding.rule === null
        ? dropped.title.toLowerCase() === finding.title.toLowerCase()
        : dropped.rule === finding.rule),
  );
  const ranked = own
    .map((dropped) => {
      const text = dropped.lines ? texts.at(path, dropped.lines) : "";
      const begins = quote !== "" && normaliseQuote(text).startsWith(normaliseQuote(quote));
      return { dropped, alike: begins ? 1 : likeness(text, quote) };
    })
    .filter(({ alike }) => alike >= leastLikeness)
    .sort((a, b) => b.alike - a.alike);
  return ranked[0]?.dropped;
}

const leastLikeness = 0.6;

function ofDropped(dropped: Dropped, { review, texts, today }: Settlement): Verdict {
  const { path, lines, stage, reason } = dropped;
  const after = lines && { path, lines, quote: texts.at(path, lines) };
  switch (stage) {
    case "suppress": {
      const written = review.suppressions.find(
        (each) =>
          each.path === path &&
          each.rules.includes(dropped.rule ?? "") &&
          reason.endsWith(each.reason ?? "\n"),
      );
      const acceptance = readAcceptance(written?.reason ?? reason, "comment");
      if (hasExpired(acceptance, today))
        return {
          status: "open",
          reason: `${expiry(acceptance)}; the comment still stands there`,
          after,
          acceptance,
        };
      const where = written ? `line ${written.line}` : "the code";
      return {
        status: "accepted",
        reason: `a comment at ${where} accepts it: ${acceptance.reason}`,
        after,
        acceptance,
      };
    }
    case "prove":
      return { status: "fixed", reason: `the symbol index contradicts it now: ${reason}`, after };
    case "refute":
      return {
        status: "accepted",
        reason: `it was proven wrong: ${reason}`,
        after,
        acceptance: { reason, owner: null, expires: null, by: "comment" },
      };
    case "limit":
      return { status: "open", reason: `it was found again and is listed as dropped: ${reason}`, after };
    default:
      return { status: "not reviewed", reason: `it was claimed again and not settled: ${reason}`, after };
  }
}

function isSameText(a: Place, b: Place): boolean {
  return normaliseQuote(a.quote) === normaliseQuote(b.quote);
}
