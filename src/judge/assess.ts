/** Which classes of defect somebody looked for, and in how many lines: what a grade may speak of. */
import type { Category } from "../model/category.js";
import type { Finding } from "../model/finding.js";
import type { Coverage, Review } from "../model/review.js";
import type { Survey } from "../model/survey.js";

export interface Looked {
  readonly coverage: Coverage;
  readonly rules: NonNullable<Review["rules"]>;
  readonly reviewers: readonly { readonly id: string; readonly categories: readonly Category[] }[];
  readonly findings: readonly Finding[];
}

export interface Assessment {
  /** Lines that a parser and at least one reviewer looked at. */
  readonly lines: number;
  readonly assessed: ReadonlySet<Category>;
  readonly whyNotAssessed: (category: Category) => string;
}

/** A category counts as assessed when a parsed file that its rules look at was reviewed by one of its reviewers. */
export function assess({ coverage, rules, reviewers, findings }: Looked, survey: Survey): Assessment {
  const isSeen = ({ status }: Coverage["files"][number]["pairs"][number]): boolean =>
    status === "reviewed" || status === "reused";
  const parsed = coverage.files.filter(({ depth, pairs }) => depth === "parsed" && pairs.some(isSeen));
  const covered = new Set(
    rules.flatMap(({ category, languages = [] }) => languages.map((family) => `${category} ${family}`)),
  );
  const isAssessedBy = (id: string, category: Category): boolean =>
    parsed.some(
      ({ path, pairs }) =>
        covered.has(`${category} ${survey.files.get(path)?.tree.family ?? "text"}`) &&
        pairs.some((pair) => isSeen(pair) && pair.reviewers.includes(id)),
    );
  const assessed = new Set(
    reviewers.flatMap(({ id, categories }) => categories.filter((category) => isAssessedBy(id, category))),
  );
  // Rules that read any text find defects in languages nobody parsed; what was found must cost.
  for (const { category } of findings) assessed.add(category);
  const hasTests = parsed.some(({ path }) => survey.files.get(path)?.source.isTest);
  if (!hasTests) assessed.delete("testing");
  return {
    lines: parsed.reduce((sum, { lines }) => sum + lines, 0),
    assessed,
    whyNotAssessed: (category) => {
      if (category === "testing" && parsed.length > 0) return "no test files among the reviewed ones";
      return parsed.length === 0
        ? "no file that a parser could read was reviewed"
        : "no reviewer with a rule for these languages took part";
    },
  };
}
