/** The notice at the very top of a report that is not whole. */
import { groupBy } from "../lib/group.js";
import type { Failure, Review } from "../model/review.js";
import { blocks, bullets, quoted } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { gapsOf } from "./gaps.js";
import { enumerate, reviewerTitles } from "./wording.js";

const mostPaths = 20;
/** More of them make it hard to see which files they are about; the JSON report has all. */
const mostDetails = 5;

/** Empty for a complete review. */
export function incompleteBanner(review: Review): string {
  const gaps = gapsOf(review);
  if (!gaps) return "";
  // The detail in parentheses differs from file to file; the reason does not.
  const groups = groupBy(gaps.failures, ({ what, reason }) => `${what}\u0000${withoutDetail(reason)}`);
  return quoted(
    blocks(
      `**INCOMPLETE.** ${gaps.headline} What they would have found is not in this report.`,
      bullets([...groups.values()].map((failures) => failureLine(failures, review))),
    ),
  );
}

function failureLine(failures: readonly Failure[], review: Review): string {
  const [first] = failures;
  if (!first) return "";
  const places = failures.flatMap(({ paths, reason }) => paths.map((path) => ({ path, reason })));
  const shown = places.slice(0, mostPaths);
  const more = places.length - mostPaths;
  const isOne = failures.length === 1;
  const hasDetails = !isOne && places.length <= mostDetails;
  const names = shown.map(({ path, reason }) => code(path) + (hasDetails ? detailOf(reason) : ""));
  const where =
    names.length === 0
      ? ""
      : ` on ${names.join(", ")}${more > 0 ? ` and ${more} more (see the JSON report)` : ""}`;
  const reason = isOne ? first.reason : withoutDetail(first.reason);
  return `${who(first, review)}${where}: ${sentence(reason)}`;
}

/** Names, or who was not among them where nearly all were. */
function who({ what }: Failure, review: Review): string {
  const titleOf = reviewerTitles(review);
  const ids = what.split(", ");
  const spared = review.reviewers.filter(({ id }) => !ids.includes(id)).map(({ title }) => prose(title));
  const isMost = ids.length > 3 && spared.length < ids.length / 2;
  if (!isMost) return enumerate(ids.map((id) => prose(titleOf(id))));
  return `All ${ids.length + spared.length} reviewers${spared.length === 0 ? "" : ` but ${enumerate(spared)}`}`;
}

const detail = /\s*\([^()]*\)/u;

function withoutDetail(reason: string): string {
  return reason.replace(detail, "");
}

/** ` (line 3: ';' expected)`, or nothing. */
function detailOf(reason: string): string {
  const found = detail.exec(reason)?.[0].trim().replace(/\.\)$/u, ")");
  return found === undefined ? "" : ` ${prose(found)}`;
}
