/** The review itself, for programs and for `session-review report`. */
import { defineReport } from "../model/report.js";
import { reviewSchema } from "../model/review.js";

export default defineReport({
  title: "The whole review as JSON",
  audience: "program",
  extension: ".json",
  /**
   * Keys stand in the order of the schema, whatever order the review was built in. `##[` is written with an escape,
   * because a GitHub Actions runner would obey it; a reader of the JSON gets the same text.
   */
  render: (review) =>
    `${JSON.stringify(reviewSchema.parse(review), null, 2).replaceAll("##[", "##\\u005b")}\n`,
});
