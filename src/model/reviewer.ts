/** What may stand on the reviewers shelf: front matter a program reads and a page a person (or a model) reads. */
import { z } from "zod";
import { type Category, categorySchema } from "./category.js";
import { severitySchema } from "./severity.js";

/** Headings each page must have, in this order. */
export const reviewerSections = [
  "What to look for",
  "What not to flag",
  "Evidence required",
  "Severity",
] as const;

export const reviewerFrontMatterSchema = z.strictObject({
  title: z.string().min(1),
  /** One sentence: the question this reviewer asks of all code. */
  lens: z.string().min(1),
  /** Classes of defect it owns whole. */
  categories: z.array(categorySchema).min(1),
  /** Rules of other categories it answers for as well, by id. */
  rules: z.array(z.string()).default([]),
  /** What it would see mended first: categories and rule ids, the weightiest first. */
  order: z.array(z.string()).default([]),
  /** Where the questions of its page have another answer than the rule's own, by rule id. */
  severities: z.record(z.string(), severitySchema).default({}),
  /** Language ids; absent means all. Without a file in one of them the reviewer does not join. */
  languages: z.array(z.string()).min(1).optional(),
  scope: z.enum(["batch", "project"]).default("batch"),
  /** What nobody can answer without a model or a person, put to the reader as questions. */
  questions: z.array(z.string()).default([]),
});

export const reviewerSchema = reviewerFrontMatterSchema.extend({ id: z.string(), page: z.string() });
export type Reviewer = z.infer<typeof reviewerSchema>;

/** Whether the reviewer answers for a defect of this category, found by this rule if any did. */
export function owns(
  { categories, rules }: Pick<Reviewer, "categories" | "rules">,
  { category, rule }: { readonly category: Category; readonly rule?: string | undefined },
): boolean {
  return categories.includes(category) || (rule !== undefined && rules.includes(rule));
}
