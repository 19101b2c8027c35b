/** The section on what is done well. */
import { groupBy } from "../lib/group.js";
import { plural } from "../lib/text.js";
import type { Practice } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { bullets, section } from "./document.js";
import { code, headingText, sentence } from "./escape.js";
import { linesText, placeCode } from "./wording.js";

export function practicesSection(
  { practices, practicesFound }: Review,
  heading = "## Good patterns",
): string {
  const groups = groupBy(practices, ({ practice, title }) => JSON.stringify([practice, title]));
  const rest = practicesFound - practices.length;
  const more =
    rest > 0 ? `${plural(rest, "more place")} like these, not shown: praise that goes on is not read.` : "";
  return section(heading, ...[...groups.values()].map(practiceBlock), more);
}

function practiceBlock(practices: readonly Practice[]): string {
  const [first] = practices;
  if (!first) return "";
  const reasons = new Set(practices.map(({ reason }) => reason));
  const heading = `### ${headingText(first.title)}`;
  if (reasons.size > 1)
    return section(
      heading,
      bullets(practices.map((practice) => `${placeCode(practice)}: ${sentence(practice.reason)}`)),
    );
  return section(heading, bullets([...placesOf(practices), `**Reason:** ${sentence(first.reason)}`]));
}

function placesOf(practices: readonly Practice[]): readonly string[] {
  const [first] = practices;
  if (practices.length > 1) return [`**Files:** ${practices.map(placeCode).join(", ")}`];
  return first
    ? [`**File:** ${code(first.path)}`, ...(first.lines ? [`**Lines:** ${linesText(first.lines)}`] : [])]
    : [];
}
