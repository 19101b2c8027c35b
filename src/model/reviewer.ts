/** What may stand on the reviewers shelf: front matter a program reads and a page a person (or a model) reads. */
import { z } from "zod";
import { categorySchema } from "./category.js";

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
  categories: z.array(categorySchema).min(1),
  /** Language ids; absent means all. */
  languages: z.array(z.string()).min(1).optional(),
  scope: z.enum(["batch", "project"]).default("batch"),
  /** What nobody can answer without a model or a person, put to the reader as questions. */
  questions: z.array(z.string()).default([]),
});

export const reviewerSchema = reviewerFrontMatterSchema.extend({ id: z.string(), page: z.string() });
export type Reviewer = z.infer<typeof reviewerSchema>;
