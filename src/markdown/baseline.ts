/** What the team has accepted, entry by entry, with what became of each: an acceptance is a debt with a name and a day. */
import type { Accepted, BaselineOutcome } from "../model/baseline.js";
import type { Review } from "../model/review.js";
import { blocks, bullets, cappedBullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { placeCode } from "./wording.js";

const mostListed = 20;

/** Empty where there is no baseline, or no entry of it concerns this review. */
export function baselineSection({ baseline }: Review): string {
  if (!baseline) return "";
  const { accepted, lapsed, unused, moved = [], proposed = [] } = baseline;
  return section(
    `### Accepted in ${code(baseline.file)} (${accepted.length})`,
    cappedBullets(accepted.map(acceptedLine), mostListed),
    listed("Accepted until a day that is over, so they count again:", lapsed.map(entryLine)),
    listed(
      "Of files that have another name now; `session-review baseline update` carries them along, until then their findings count:",
      moved.map(movedLine),
    ),
    listed("Needed no more; `session-review baseline prune` takes them out:", unused.map(entryLine)),
    listed("Added by this change itself, so they have no say in its review:", proposed.map(entryLine)),
  );
}

function listed(heading: string, items: readonly string[]): string {
  return items.length === 0 ? "" : blocks(heading, bullets(items.slice(0, mostListed)), rest(items.length));
}

function rest(length: number): string {
  return length > mostListed ? `And ${length - mostListed} more, see the JSON report.` : "";
}

function acceptedLine({ finding, entry }: BaselineOutcome["accepted"][number]): string {
  const rule = finding.rule === undefined ? "" : `, ${code(finding.rule)}`;
  return `${placeCode(finding)} ${prose(finding.title)} (${finding.severity}${rule}): ${wordsOf(entry)}`;
}

function entryLine(entry: Accepted): string {
  const rule = entry.rule === null ? "" : ` (${code(entry.rule)})`;
  return `${code(entry.path)} ${prose(entry.title)}${rule}: ${wordsOf(entry)}`;
}

function movedLine({ entry, path }: NonNullable<BaselineOutcome["moved"]>[number]): string {
  return `${code(entry.path)}, now ${code(path)}: ${prose(entry.title)}`;
}

function wordsOf({ reason, owner, until }: Accepted): string {
  return `${sentence(reason)} ${owner === null ? "Nobody is named as its owner" : `Owner: ${prose(owner)}`}, until ${until}.`;
}
