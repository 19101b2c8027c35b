/** The whole document itself, for programs and for `session-review report`. */
import { writeJson } from "../formats/write-json.js";
import { comparisonSchema } from "../model/comparison.js";
import { defineReport } from "../model/report.js";
import { reviewSchema } from "../model/review.js";

export default defineReport({
  title: "The whole review or comparison as JSON",
  audience: "program",
  extension: ".json",
  // Parsed once more: then keys stand in the order of the schema, whatever order the document was built in.
  render: (review) => `${writeJson(reviewSchema.parse(review))}\n`,
  renderComparison: (comparison) => `${writeJson(comparisonSchema.parse(comparison))}\n`,
});
