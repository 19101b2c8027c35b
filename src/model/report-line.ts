/** What stands in a line of the JSON Lines report: a run, what it found one by one, and an end that tells a whole report from a cut one. */
import { z } from "zod";
import { acceptedSchema } from "./baseline.js";
import { findingSchema, questionSchema } from "./finding.js";
import { failureSchema, reviewSchema } from "./review.js";
import { severities } from "./severity.js";

const count = z.number().int();
const { version, kind, tool, title, engine, isComplete } = reviewSchema.shape;

export const reportLineSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("run"),
    version,
    kind,
    tool,
    title,
    engine,
    isComplete,
    files: count,
    /** In the review of a change, what it compared. */
    change: z.object({ from: z.string(), to: z.string(), commit: z.string().nullable() }).optional(),
  }),
  z.object({ type: z.literal("failure"), failure: failureSchema }),
  z.object({ type: z.literal("finding"), finding: findingSchema }),
  /** A finding that the baseline accepts; it counts nowhere. */
  z.object({ type: z.literal("accepted"), finding: findingSchema, entry: acceptedSchema }),
  /** What only the author can judge; it counts nowhere. */
  z.object({ type: z.literal("question"), question: questionSchema }),
  z.object({
    type: z.literal("end"),
    isComplete,
    /** Without those that the change did not bring in. */
    findings: z.object(Object.fromEntries(severities.map((severity) => [severity, count]))),
    /** Findings that the change did not bring in; 0 in a review of whole files. */
    preExisting: count,
    accepted: count,
    /** By comments in the code. */
    suppressed: count,
    questions: count,
    failures: count,
  }),
]);
export type ReportLine = z.infer<typeof reportLineSchema>;
