/** The whole document itself, for programs and for `session-review report`. */
import { comparisonSchema } from "../model/comparison.js";
import { defineReport } from "../model/report.js";
import { reviewSchema } from "../model/review.js";

export default defineReport({
  title: "The whole review or comparison as JSON",
  audience: "program",
  extension: ".json",
  render: (review) => write(reviewSchema.parse(review)),
  renderComparison: (comparison) => write(comparisonSchema.parse(comparison)),
});

/**
 * Keys stand in the order of the schema, whatever order the document was built in. `##[` is written with an escape,
 * because a GitHub Actions runner would obey it; a reader of the JSON gets the same text.
 */
function write(document: unknown): string {
  return `${JSON.stringify(document, null, 2).replaceAll("##[", "##\\u005b")}\n`;
}
