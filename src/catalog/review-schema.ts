/** The published JSON Schemas of saved results. */
import { type ZodType, z } from "zod";
import { comparisonSchema } from "../model/comparison.js";
import { reportLineSchema } from "../model/report-line.js";
import { reviewSchema } from "../model/review.js";

export function reviewJsonSchema(): object {
  return published(reviewSchema, {
    title: "session-review result",
    description: "The one result document of a review; made by session-review with -f json.",
  });
}

export function comparisonJsonSchema(): object {
  return published(comparisonSchema, {
    title: "session-review comparison",
    description: "The one result document of a comparison; made by session-review compare with -f json.",
  });
}

export function reportLineJsonSchema(): object {
  return published(reportLineSchema, {
    title: "session-review line",
    description: "One line of a review in JSON Lines; made by session-review with -f jsonl.",
  });
}

/** JSON Schema 2020-12; objects stay open, so that a reader of today accepts the fields of tomorrow. */
function published(model: ZodType, head: { readonly title: string; readonly description: string }): object {
  const { $schema, ...schema } = z.toJSONSchema(model, { target: "draft-2020-12", io: "input" });
  return { $schema, ...head, ...schema };
}
