/** What became of one earlier finding, and what that rests on. */
import { normaliseQuote } from "../lib/text.js";
import { nameOf } from "../lib/paths.js";
import type { Acceptance, EarlierFinding, EarlierReview, Whereabouts } from "../model/earlier.js";
import type { Dropped, Place } from "../model/finding.js";
import type { FollowUpStatus, FollowedFinding } from "../model/follow-up.js";
import { hasExpired, readAcceptance } from "./acceptance.js";
import { isTelling, likeness } from "./likeness.js";
import { type Lookers, whyUnseen } from "./looked.js";
import type { Match } from "./match.js";

/** Everything that is known when a finding is settled. */
export interface Settlement extends Lookers {
  readonly earlier: EarlierReview;
  readonly matches: ReadonlyMap<EarlierFinding, Match>;
  /** The path as it would be here had nothing been renamed. */
  readonly aligned: (path: string) => string;
  /** Where the file is now. */
  readonly pathOf: (path: string) => string;
  /** The line where its code should be now. */
  readonly expectedLine: (finding: EarlierFinding) => number;
  readonly whereabouts: ReadonlyMap<string, Whereabouts>;
  /** `YYYY-MM-DD`; acceptances run out. */
  readonly today: string;
}

interface Verdict {
  readonly status: FollowUpStatus;
  readonly reason: string;
  readonly after?: Place | null;
  readonly now?: string;
  readonly acceptance?: Acceptance | null;
}

export function settleStatus(finding: EarlierFinding, settlement: Settlement): FollowedFinding {
  const verdict = withHistory(finding, judgeNow(finding, settlement), settlement.today);
  const { id, title, severity, category, rule, reviewers, place, last } = finding;
  const was = last === "not reviewed" || last === null ? null : last;
  return {
    id,
    title,
    severity,
    category,
    rule,
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
  if (acceptance?.by !== "comment" && acceptance !== null) {
    if (!hasExpired(acceptance, today))
      return { ...verdict, status: "accepted", reason: `it was accepted: ${acceptance.reason}`, acceptance };
    return { ...verdict, status: "open", reason: `${expiry(acceptance)}; ${reason}`, acceptance };
  }
  if (last === "fixed")
    return { ...verdict, status: "regressed", reason: `it was fixed, and is back: ${reason}` };
  if (last === "accepted" && !verdict.acceptance)
    return { ...verdict, status: "regressed", reason: `the comment that accepted it is gone; ${reason}` };
  return verdict;
}

function expiry({ expires }: Acceptance): string {
  return `it was accepted until ${expires ?? ""}, which has passed`;
}

function judgeNow(finding: EarlierFinding, settlement: Settlement): Verdict {
  const match = settlement.matches.get(finding);
  if (match) return stillFound(finding, match, settlement);
  const path = settlement.pathOf(finding.place.path);
  const dropped = droppedAgain(finding, path, settlement);
  if (dropped) return ofDropped(dropped, settlement);
  if (!settlement.texts.has(path)) return unread(finding, path, settlement);
  return finding.rule === null ? ofModel(finding, path, settlement) : ofRule(finding, path, settlement);
}

function stillFound(finding: EarlierFinding, match: Match, { aligned }: Settlement): Verdict {
  const { finding: found, how } = match;
  const { path, lines, quote, id } = found;
  const same = how === "part" ? found.also.find((place) => isSameText(place, finding.place)) : undefined;
  const after = same ?? { path, lines, quote };
  const isMoved = aligned(finding.place.path) !== path;
  const places = 1 + found.also.length;
  const left =
    finding.places > places && how !== "part" ? `; ${places} of ${finding.places} places are left` : "";
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
  if (how === "reworded") return `its lines were changed, and ${who} still finds it there`;
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

/** The file is there and was taken in. */
function ofRule(finding: EarlierFinding, path: string, settlement: Settlement): Verdict {
  const { earlier, review, texts } = settlement;
  const rule = finding.rule ?? "";
  const [standing] = nearestFirst(finding, texts.find(finding.place.quote, path), settlement);
  const isOurs = earlier.tool === review.tool.name;
  if (!isOurs || !review.rules?.some(({ id }) => id === rule)) {
    if (!isOurs && standing)
      return {
        status: "open",
        reason: `its lines stand there unchanged; \`${rule}\` is a rule of ${earlier.tool}`,
        after: standing,
      };
    const whose = isOurs ? "is no longer among the rules" : `is a rule of ${earlier.tool}, which was not run`;
    return { status: "not reviewed", reason: `\`${rule}\` ${whose}`, after: standing ?? null };
  }
  const why = whyUnseen(finding, path, settlement);
  if (why !== null) return { status: "not reviewed", reason: why, after: standing ?? null };
  if (standing && earlier.toolVersion !== review.tool.version)
    return {
      status: "not reviewed",
      reason: `its lines are unchanged, but \`${rule}\` of version ${review.tool.version} does not report them; the earlier review was made with ${earlier.toolVersion ?? "another version"}`,
      after: standing,
    };
  if (finding.place.quote === "" && review.findings.some((each) => each.rule === rule && each.path === path))
    return {
      status: "not reviewed",
      reason: `the earlier document quotes no code, and \`${rule}\` finds something in \`${path}\` that may be it`,
    };
  const place =
    settlement.aligned(finding.place.path) === path ? `\`${path}\`` : `\`${path}\`, which it is now,`;
  return {
    status: "fixed",
    reason: `\`${rule}\` ran on ${place} again and finds nothing there`,
    after: standing ?? replacement(finding, path, settlement),
  };
}

/** No rule can be asked again, so the code itself must have changed. */
function ofModel(finding: EarlierFinding, path: string, settlement: Settlement): Verdict {
  const { texts } = settlement;
  const { quote } = finding.place;
  if (normaliseQuote(quote) === "")
    return {
      status: "not reviewed",
      reason: "it names no lines to look for, and no rule can be asked again",
    };
  const line = settlement.expectedLine(finding);
  const [standing] = nearestFirst(finding, texts.find(quote, path), settlement);
  if (standing) {
    const isMoved =
      settlement.aligned(finding.place.path) !== path ||
      Math.abs((standing.lines?.start ?? line) - line) > farAway;
    return {
      status: isMoved ? "moved" : "open",
      reason: "its lines stand there unchanged; no rule can be asked again",
      after: standing,
    };
  }
  const why = whyUnseen(finding, path, settlement);
  if (why !== null) return { status: "not reviewed", reason: why };
  const reworded = texts.closest(quote, { path, line }, nearlyTheSame);
  if (reworded)
    return {
      status: "open",
      reason: "its lines were reworded only; no rule can be asked again",
      after: reworded,
    };
  const [elsewhere] = isTelling(quote) ? texts.elsewhere(quote, path) : [];
  if (elsewhere)
    return { status: "moved", reason: `its lines stand in \`${elsewhere.path}\` now`, after: elsewhere };
  return {
    status: "fixed",
    reason: `its lines are gone from \`${path}\`, which was reviewed`,
    after: replacement(finding, path, settlement),
  };
}

/** Lines that moved further than this are at another place. */
const farAway = 40;
const nearlyTheSame = 0.85;
/** Less alike than this, new code is not what replaced the old. */
const leastReplacement = 0.4;

function nearestFirst(
  finding: EarlierFinding,
  places: readonly Place[],
  settlement: Settlement,
): readonly Place[] {
  const line = settlement.expectedLine(finding);
  const away = ({ lines }: Place): number => Math.abs((lines?.start ?? 1) - line);
  return [...places].sort((a, b) => away(a) - away(b));
}

function replacement(finding: EarlierFinding, path: string, settlement: Settlement): Place | null {
  const line = settlement.expectedLine(finding);
  return settlement.texts.closest(finding.place.quote, { path, line }, leastReplacement);
}

/** The file was not taken in: left out, out of scope, renamed or gone. */
function unread(finding: EarlierFinding, path: string, settlement: Settlement): Verdict {
  const { review, whereabouts, texts } = settlement;
  const was = settlement.aligned(finding.place.path);
  const now = path === was ? `\`${path}\`` : `\`${was}\` is \`${path}\` now, which`;
  const skipped = review.skippedFiles.find(
    (each) => each.path === path || (each.path.endsWith("/") && path.startsWith(each.path)),
  );
  if (skipped)
    return { status: "not reviewed", reason: `${now} was left out (${skipped.reason}: ${skipped.proof})` };
  const failed = review.coverage.files.find((each) => each.path === path)?.pairs[0];
  if (failed)
    return { status: "not reviewed", reason: `${now} was not looked at: ${failed.reason ?? failed.status}` };
  const { exists = null, isInScope = false } = whereabouts.get(was) ?? {};
  if (exists === null)
    return { status: "not reviewed", reason: `nobody could tell what became of \`${was}\`` };
  if (exists || path !== was)
    return { status: "not reviewed", reason: `${now} is outside what was reviewed` };
  if (!isInScope)
    return {
      status: "not reviewed",
      reason: `\`${was}\` is gone, and its folder is outside what was reviewed`,
    };
  const namesake = review.skippedFiles.find((each) => nameOf(each.path) === nameOf(was));
  if (namesake)
    return {
      status: "not reviewed",
      reason: `\`${was}\` is gone, and may be \`${namesake.path}\`, which was left out (${namesake.reason})`,
    };
  if (review.coverage.files.some((file) => !texts.has(file.path)))
    return {
      status: "not reviewed",
      reason: `\`${was}\` is gone, and what it may have become was not all looked at`,
    };
  const [elsewhere] = isTelling(finding.place.quote) ? texts.elsewhere(finding.place.quote, was) : [];
  if (elsewhere) return ofCopy(finding, elsewhere, settlement);
  return { status: "fixed", reason: `\`${was}\` is gone from the tree that was reviewed` };
}

/** Its file is gone, and its lines stand in another. */
function ofCopy(finding: EarlierFinding, place: Place, settlement: Settlement): Verdict {
  const { path } = place;
  if (finding.rule !== null) return ofRule(finding, path, { ...settlement, pathOf: () => path });
  return { status: "moved", reason: `its lines stand in \`${path}\` now`, after: place };
}

function isSameText(a: Place, b: Place): boolean {
  return normaliseQuote(a.quote) === normaliseQuote(b.quote);
}
