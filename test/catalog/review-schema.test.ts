/** The committed JSON Schema is the one the code would publish; `npx vitest -u` refreshes it. */
import { expect, test } from "vitest";
import { reviewJsonSchema } from "../../src/catalog/review-schema.js";

test("schema/review.schema.json is fresh", async () => {
  const text = `${JSON.stringify(reviewJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../schema/review.schema.json");
});
