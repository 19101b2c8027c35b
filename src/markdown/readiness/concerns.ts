/** What the report says of security and of performance in one place; each issue stands above in full. */
import type { Review } from "../../model/review.js";
import { blocks, bullets, section } from "../document.js";
import { prose } from "../escape.js";
import { nameOf } from "../verdict.js";
import { aspectOf } from "./aspects.js";
import type { CheckedAspect } from "./checklist.js";
import { type Issue, numberText } from "./issues.js";

export interface Concern {
  readonly heading: string;
  /** Title of the aspect. */
  readonly aspect: string;
  /** Id of the reviewer whose open questions belong here. */
  readonly reviewer: string;
}

/** Issues, open questions and good practices of one aspect. */
export function concernSection(
  { heading, aspect: title, reviewer }: Concern,
  review: Review,
  { issues, checked }: { readonly issues: readonly Issue[]; readonly checked: readonly CheckedAspect[] },
): string {
  const own = issues.filter(({ aspect }) => aspect.title === title);
  const isLookedAt = checked.some(({ aspect, isLookedAt: is }) => aspect.title === title && is);
  const questions = review.notAssessed.filter((each) => each.reviewer === reviewer);
  const kept = [
    ...new Set(
      review.practices
        .filter(({ category }) => aspectOf({ category }).title === title)
        .map((practice) => prose(practice.title)),
    ),
  ];
  return section(
    heading,
    own.length > 0
      ? bullets(own.map((issue) => `${numberText(issue)} ${issue.first.severity}: ${nameOf(issue)}`))
      : isLookedAt
        ? "Nothing was found, which does not mean that nothing is wrong."
        : "Not assessed: nobody looked.",
    kept.length === 0 ? "" : blocks("**Done well:**", bullets(kept)),
    questions.length === 0
      ? ""
      : blocks("**Still open:**", bullets([...new Set(questions.map(({ question }) => prose(question)))])),
  );
}
