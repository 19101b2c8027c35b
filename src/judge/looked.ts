/** Whether somebody who would have found a thing again has looked at a file: silence proves something only then. */
import { type Category, categorySchema } from "../model/category.js";
import type { EarlierFinding } from "../model/earlier.js";
import type { Coverage, Review } from "../model/review.js";
import { type Reviewer, owns } from "../model/reviewer.js";
import type { Texts } from "./texts.js";

/** What was to be found again. */
export type Sought = Pick<EarlierFinding, "rule" | "category" | "reviewers">;

export interface Lookers {
  readonly review: Pick<Review, "coverage" | "rules">;
  /** All there are, whether they took part or not. */
  readonly reviewers: readonly Reviewer[];
  readonly texts: Texts;
}

/** Null when somebody has looked; else why nobody has, as the end of a sentence. */
export function whyUnseen(finding: Sought, path: string, lookers: Lookers): string | null {
  const entry = lookers.review.coverage.files.find((file) => file.path === path);
  if (!entry) return `\`${path}\` is not among the reviewed files`;
  const owners = ownersOf(finding, lookers);
  const pairs = entry.pairs.filter(({ reviewers }) => reviewers.some((id) => owners.has(id)));
  if (pairs.length === 0) return `no reviewer who answers for it took part`;
  if (!pairs.some(({ status }) => status === "reviewed" || status === "reused"))
    return `\`${path}\` was not looked at: ${whyOf(pairs)}`;
  return finding.rule === null ? null : whyUnread(finding.rule, path, lookers);
}

function whyOf(pairs: Coverage["files"][number]["pairs"]): string {
  const failed = pairs.find(({ status }) => status === "failed") ?? pairs[0];
  return failed?.reason ?? `it was ${failed?.status ?? "left out"}`;
}

/** A rule for Python has not looked at a file that is TypeScript now. */
function whyUnread(rule: string, path: string, { review, texts }: Lookers): string | null {
  const languages = review.rules?.find(({ id }) => id === rule)?.languages ?? [];
  const family = texts.familyOf(path);
  if (languages.length === 0 || (family !== undefined && languages.includes(family))) return null;
  return `\`${rule}\` does not read the language of \`${path}\``;
}

/** Who raised it, and whoever owns its rule or its kind of defect now. */
function ownersOf(finding: Sought, { review, reviewers }: Lookers): ReadonlySet<string> {
  const rule = finding.rule ?? undefined;
  const category = categoryOf(finding, review);
  const owners = category === null ? [] : reviewers.filter((reviewer) => owns(reviewer, { category, rule }));
  return new Set([...(rule === undefined ? finding.reviewers : []), ...owners.map(({ id }) => id)]);
}

function categoryOf({ rule, category }: Sought, { rules }: Lookers["review"]): Category | null {
  const ofRule = rules?.find(({ id }) => id === rule)?.category;
  return ofRule ?? categorySchema.safeParse(category).data ?? null;
}
