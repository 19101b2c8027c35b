/** What a review says about one place in the code: a defect (finding) or something done well (practice). */
import { z } from "zod";
import { categorySchema } from "./category.js";
import { severitySchema } from "./severity.js";
import { lineRangeSchema } from "./source.js";
import { proofSchema, querySchema } from "./query.js";

/** A place: verbatim text of a file and where it stands. */
export const placeSchema = z.object({
  path: z.string(),
  lines: lineRangeSchema.nullable(),
  quote: z.string(),
  /** What is wrong at this very place, where a finding has several. */
  note: z.string().optional(),
});
export type Place = z.infer<typeof placeSchema>;

const describedSchema = z.object({
  category: categorySchema,
  path: z.string(),
  /** Null: the quote did not match exactly one place, so the finding is about the file. */
  lines: lineRangeSchema.nullable(),
  quote: z.string(),
  title: z.string(),
  confidence: z.number().min(0).max(1),
});

export const opinionSchema = z.object({
  reviewer: z.string(),
  severity: severitySchema,
  /** The model that said so in the reviewer's name, where its models did not agree. */
  model: z.string().optional(),
  /** Why, in the words of the model that said so. */
  reason: z.string().optional(),
});
export type Opinion = z.infer<typeof opinionSchema>;

/** Where a finding comes from: a rule's hit has exact lines, a model only quotes, a tool is another program. */
export const originSchema = z.enum(["rule", "model", "tool", "both"]);

/** Another program that says so, with its own name for the defect. */
export const toolMentionSchema = z.object({ name: z.string(), rule: z.string().nullable() });
export type ToolMention = z.infer<typeof toolMentionSchema>;

/** Whole lines of the finding's file and what should stand there, without a line end after the last; empty takes them out. */
export const patchSchema = z.object({
  lines: lineRangeSchema,
  text: z.string(),
  /** What stands there now; the finding's quote where it is absent and the lines are the same. */
  before: z.string().optional(),
});
export type Patch = z.infer<typeof patchSchema>;

/** What an engine says before code has checked it. Plain JSON: it may travel to other processes. */
export const claimSchema = describedSchema.extend({
  origin: z.enum(["rule", "model", "tool"]),
  rule: z.string().optional(),
  /** The program that says so, where it is another one. */
  tool: toolMentionSchema.optional(),
  /** Models that said it; for a rule's hit those that were asked about it, whose `opinion` it is. */
  models: z.array(z.string()).optional(),
  severity: severitySchema,
  /** What the claiming reviewer would call it, where that differs from `severity`. */
  opinion: severitySchema.optional(),
  /** Why it would, in the words of the model that answered for it. */
  because: z.string().optional(),
  issue: z.string(),
  risk: z.string(),
  scenario: z.string().optional(),
  recommendation: z.string(),
  cwe: z.array(z.number().int()).optional(),
  /** Other places of the same defect. */
  also: z.array(placeSchema).optional(),
  /** Only the author can say whether this is a defect: it becomes a question, never a finding. */
  asks: z.literal(true).optional(),
  /** The way of a value from outside to the place, each step with what happens there in `note`. */
  steps: z.array(placeSchema).optional(),
  /** Hits of one rule with this set are one finding a file. */
  fold: z.enum(["file"]).optional(),
  /** What the symbol index is asked before this is printed. */
  queries: z.array(querySchema).optional(),
  /** The fix as text, where the rule knows all of it. */
  patch: patchSchema.optional(),
});
export type Claim = z.infer<typeof claimSchema>;

/** A claim that survived anchoring, proof and merging. */
export const findingSchema = describedSchema.extend({
  /** Fingerprint of category, rule, path, normalised quote and occurrence; survives moved lines. */
  id: z.string(),
  severity: severitySchema,
  /** Name of the innermost function around the place: `Store.save`, `visit`; absent outside of any that has a name. */
  within: z.string().optional(),
  issue: z.string(),
  risk: z.string(),
  scenario: z.string().optional(),
  recommendation: z.string(),
  cwe: z.array(z.number().int()).optional(),
  also: z.array(placeSchema),
  /** The way of a value from outside to the place, first step first; absent where no value travels. */
  steps: z.array(placeSchema).optional(),
  origin: originSchema,
  rule: z.string().optional(),
  /** Other programs that say so; absent where none does. */
  tools: z.array(toolMentionSchema).optional(),
  reviewers: z.array(z.string()),
  /** Models that found it on their own; absent where none did. */
  models: z.array(z.string()).optional(),
  /** Reviewers who would call it more or less severe than `severity`; absent when all agree. */
  opinions: z.array(opinionSchema).optional(),
  /** What a model brought forward against what a rule found. */
  doubt: z.string().optional(),
  /** Why a model that was to try to prove this wrong did not. */
  unexamined: z.string().optional(),
  proof: z.array(proofSchema),
  /** In the review of a change: whether the change brought it in; absent in other reviews. */
  change: z.enum(["introduced", "pre-existing"]).optional(),
  /** The fix as text, where the rule knows all of it: what these whole lines of the file should be instead. */
  patch: patchSchema.optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** What only somebody who knows the purpose of the code can answer, with the places that raise it; no part of the grade. */
export const questionSchema = describedSchema.extend({
  /** Fingerprint, as of a finding. */
  id: z.string(),
  within: z.string().optional(),
  /** What was seen, and what it leaves open. */
  question: z.string(),
  /** What happens if the answer is the wrong one. */
  risk: z.string(),
  /** What to do in that case. */
  recommendation: z.string(),
  cwe: z.array(z.number().int()).optional(),
  also: z.array(placeSchema),
  rule: z.string(),
  reviewers: z.array(z.string()),
  /** What models that were asked about it said. */
  answers: z.array(opinionSchema).optional(),
  proof: z.array(proofSchema),
});
export type Question = z.infer<typeof questionSchema>;

/** Something done well, with the same place-and-quote discipline as a finding. */
export const practiceClaimSchema = describedSchema.extend({
  practice: z.string(),
  reason: z.string(),
});
export type PracticeClaim = z.infer<typeof practiceClaimSchema>;

export const practiceSchema = practiceClaimSchema.extend({ reviewers: z.array(z.string()) });
export type Practice = z.infer<typeof practiceSchema>;

/** A claim that was not printed, and why: nothing disappears silently. */
export const droppedSchema = z.object({
  title: z.string(),
  path: z.string(),
  lines: lineRangeSchema.nullable(),
  rule: z.string().optional(),
  reviewers: z.array(z.string()),
  /** Where it was a finding, and is left out as one. */
  severity: severitySchema.optional(),
  stage: z.enum(["anchor", "prove", "merge", "refute", "suppress", "limit", "pre-existing"]),
  reason: z.string(),
});
export type Dropped = z.infer<typeof droppedSchema>;
