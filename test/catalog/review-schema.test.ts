/** The committed JSON Schemas are those the code would publish; `npx vitest -u` refreshes them. */
import { expect, test } from "vitest";
import { baselineJsonSchema } from "../../src/baseline/schema.js";
import { configurationJsonSchema } from "../../src/configuration/schema.js";
import {
  comparisonJsonSchema,
  reportLineJsonSchema,
  reviewJsonSchema,
} from "../../src/catalog/review-schema.js";

test.each([
  ["review", reviewJsonSchema()],
  ["comparison", comparisonJsonSchema()],
  ["jsonl", reportLineJsonSchema()],
  ["config", configurationJsonSchema()],
  ["baseline", baselineJsonSchema()],
])("schema/%s.schema.json is fresh", async (name, schema) => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`../../schema/${name}.schema.json`);
});
