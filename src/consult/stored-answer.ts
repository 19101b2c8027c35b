/** What is kept of an answer, so that unchanged work is not paid for twice; plain JSON, checked when it is read. */
import { z } from "zod";
import { categorySchema } from "../model/category.js";
import { lineRangeSchema } from "../model/source.js";
import { severitySchema } from "../model/severity.js";
import { checkables, certainties, leadVerdicts } from "./wire.js";

const placeFields = {
  path: z.string(),
  lines: lineRangeSchema.nullable(),
  quote: z.string(),
  title: z.string(),
};

const tokens = z.number().nullable();

/** It holds quotes as the model saw them: credentials are placeholders in it. */
export const storedAnswerSchema = z.object({
  answer: z.object({
    canary: z.string(),
    findings: z.array(
      z.object({
        ...placeFields,
        category: categorySchema.nullable(),
        severity: severitySchema,
        confidence: z.enum(certainties),
        issue: z.string(),
        risk: z.string(),
        recommendation: z.string(),
        claim: z.enum(checkables),
        name: z.string(),
      }),
    ),
    leads: z.array(
      z.object({
        id: z.string(),
        verdict: z.enum(leadVerdicts),
        severity: severitySchema.nullable(),
        reason: z.string(),
      }),
    ),
    practices: z.array(z.object({ ...placeFields, reason: z.string() })),
  }),
  drops: z.array(
    z.object({ what: z.enum(["finding", "lead", "practice"]), reason: z.string(), count: z.number().int() }),
  ),
  /** As the server named itself. */
  model: z.string(),
  usage: z.object({ input: tokens, cacheRead: tokens, cacheWrite: tokens, output: tokens }).nullable(),
});
export type StoredAnswer = z.infer<typeof storedAnswerSchema>;

/** Where answers are kept between runs. Keys are hashes of everything that was asked. */
export interface Memory<Kept = StoredAnswer> {
  /** Undefined for what is not there or cannot be read. */
  recall(key: string): Promise<unknown>;
  keep(key: string, answer: Kept): Promise<void>;
}
