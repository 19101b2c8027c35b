/** The section on what is done well. */
import { groupBy } from "../lib/group.js";
import { plural } from "../lib/text.js";
import type { Practice } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { blocks, bullets, section } from "./document.js";
import { code, headingText, sentence } from "./escape.js";
import { linesText, placeCode } from "./wording.js";

export function practicesSection(
  { practices, practicesFound }: Review,
  heading = "## Good patterns",
): string {
  const groups = groupBy(practices, ({ practice, title, reason }) =>
    JSON.stringify([practice, title, reason]),
  );
  const rest = practicesFound - practices.length;
  const more =
    rest > 0 ? `${plural(rest, "more place")} like these, not shown: praise that goes on is not read.` : "";
  return section(heading, ...[...groups.values()].map(practiceBlock), more);
}

function practiceBlock(practices: readonly Practice[]): string {
  const [first] = practices;
  if (!first) return "";
  const reason = `**Reason:** ${sentence(first.reason)}`;
  return section(`### ${headingText(first.title)}`, blocks(bullets([...placesOf(practices), reason])));
}

function placesOf(practices: readonly Practice[]): readonly string[] {
  const [first] = practices;
  if (practices.length > 1) return [`**Files:** ${practices.map(placeCode).join(", ")}`];
  return first
    ? [`**File:** ${code(first.path)}`, ...(first.lines ? [`**Lines:** ${linesText(first.lines)}`] : [])]
    : [];
}
