/** What silence about an earlier finding means: that it is gone, or that nobody looked. */
import { nameOf } from "../lib/paths.js";
import { normaliseQuote } from "../lib/text.js";
import type { EarlierFinding } from "../model/earlier.js";
import type { Place } from "../model/finding.js";
import { isTelling } from "./likeness.js";
import { whyUnseen } from "./looked.js";
import type { Settlement, Verdict } from "./settlement.js";

/** For a finding that no claim of this review is. "Fixed" needs somebody who looked where it was. */
export function notFoundAgain(finding: EarlierFinding, settlement: Settlement): Verdict {
  const path = settlement.pathOf(finding.place.path);
  if (!settlement.texts.has(path)) return unread(finding, path, settlement);
  return finding.rule === null ? ofModel(finding, path, settlement) : ofRule(finding, path, settlement);
}

/** The file is there and was taken in. */
function ofRule(finding: EarlierFinding, path: string, settlement: Settlement): Verdict {
  const { earlier, review, texts } = settlement;
  const rule = finding.rule ?? "";
  const [standing] = nearestFirst(finding, texts.find(finding.place.quote, path), settlement);
  const isOurs = finding.tool === review.tool.name;
  if (!isOurs || !review.rules?.some(({ id }) => id === rule)) {
    if (!isOurs && standing)
      return {
        status: settlement.aligned(finding.place.path) === path ? "open" : "moved",
        reason: `its lines stand there unchanged; \`${rule}\` is a rule of ${finding.tool}`,
        after: standing,
      };
    const whose = isOurs ? "is no longer among the rules" : `is a rule of ${finding.tool}, which was not run`;
    return { status: "not reviewed", reason: `\`${rule}\` ${whose}`, after: standing ?? null };
  }
  const why = whyUnseen(finding, path, settlement);
  if (why !== null) return { status: "not reviewed", reason: why };
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
  const was = settlement.aligned(finding.place.path);
  const place = was === path ? `\`${path}\`` : `\`${path}\` (before: \`${was}\`)`;
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
const leastReplacement = 0.5;

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
