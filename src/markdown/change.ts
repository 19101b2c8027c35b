/** The change under review: what it is compared with, what it touches, and what its files had before. */
import { plural } from "../lib/text.js";
import { groupBy } from "../lib/group.js";
import { type Change, changeStatuses } from "../model/change.js";
import type { Review } from "../model/review.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose } from "./escape.js";
import { enumerate, placeCode, severityCounts } from "./wording.js";

/** More names than this are counted. */
const mostNamed = 20;

/** Nothing where whole files were reviewed. */
export function changeSection({ change }: Review): string {
  if (!change) return "";
  const left = change.files.filter(({ status, isBinary }) => status === "deleted" || isBinary);
  return section(
    "## The change",
    `${counted(change)} Compared: ${prose(change.from)}, with ${prose(change.to)}.`,
    reach(change),
    left.length === 0
      ? ""
      : `Nothing to read in: ${names(left.map(({ path, status }) => `${code(path)} (${status === "deleted" ? "deleted" : "binary"})`))}.`,
    change.outside === 0
      ? ""
      : `${plural(change.outside, "changed file")} ${change.outside === 1 ? "lies" : "lie"} outside of the given paths and ${change.outside === 1 ? "was" : "were"} not looked at.`,
  );
}

function counted({ files }: Change): string {
  if (files.length === 0) return "No file differs.";
  const statuses = changeStatuses.flatMap((status) => {
    const count = files.filter((file) => file.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const lines = files.flatMap((file) => file.lines).reduce((sum, { start, end }) => sum + end - start + 1, 0);
  return `${plural(files.length, "file")} (${enumerate(statuses)}), ${plural(lines, "line")} written.`;
}

/** What else was looked at for its sake. */
function reach({ affected, surroundings }: Change): string {
  const into =
    affected.length === 0
      ? ""
      : `It reaches into ${plural(affected.length, "unchanged file")}, which ${affected.length === 1 ? "was" : "were"} reviewed with it: ${names(affected.map((path) => code(path)))}.`;
  const around =
    surroundings === 0
      ? ""
      : `${plural(surroundings, "unchanged file")} that ${surroundings === 1 ? "has" : "have"} to do with it ${surroundings === 1 ? "was" : "were"} read, not reviewed.`;
  return [into, around].filter((part) => part !== "").join(" ");
}

function names(all: readonly string[]): string {
  const more = all.length - mostNamed;
  return more > 0 ? `${all.slice(0, mostNamed).join(", ")} and ${more} more` : enumerate(all);
}

/** What was there before: told, so that nobody is surprised by it later, and in no count. */
export function preExistingSection({ preExisting = [] }: Review): string {
  if (preExisting.length === 0) return "";
  const items = [...groupBy(preExisting, ({ severity, title }) => `${severity.toUpperCase()}: ${title}`)].map(
    ([heading, own]) => `${prose(heading)}: ${names(own.map(placeCode))}`,
  );
  const more = items.length - mostNamed;
  return section(
    `## Pre-existing (${preExisting.length})`,
    `These stood in the changed files before the change (${severityCounts(preExisting)}). They are in no count, no grade and no gate; a review of the whole files lists them.`,
    blocks(
      bullets(items.slice(0, mostNamed)),
      more > 0 ? `And ${plural(more, "more kind")}, see the JSON report.` : "",
    ),
  );
}
