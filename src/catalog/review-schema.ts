/** The published JSON Schema of a saved review. */
import { z } from "zod";
import { reviewSchema } from "../model/review.js";

/** JSON Schema 2020-12; objects stay open, so that a reader of today accepts the fields of tomorrow. */
export function reviewJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(reviewSchema, { target: "draft-2020-12", io: "input" });
  return {
    $schema,
    title: "session-review result",
    description: "The one result document of a review; made by session-review with -f json.",
    ...schema,
  };
}
