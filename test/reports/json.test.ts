/** The JSON report: the review itself, in one order of keys, held to the published schema. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { reviewSchema } from "../../src/model/review.js";
import json from "../../src/reports/json.js";
import { emptyReview, hostileReview, incompleteReview, sampleReview } from "./sample-review.js";

const schema = JSON.parse(readFileSync(new URL("../../schema/review.schema.json", import.meta.url), "utf8"));
const validate = new Ajv2020({ validateFormats: false, strict: true, allErrors: true }).compile(schema);

describe.each([
  ["sample", sampleReview()],
  ["incomplete", incompleteReview()],
  ["empty", emptyReview()],
  ["hostile", hostileReview()],
])("%s", (_, review) => {
  const text = json.render(review);

  test("reads back as the same review", () => {
    expect(reviewSchema.parse(JSON.parse(text))).toEqual(review);
  });

  test("is valid by the published schema", () => {
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  });

  test("holds nothing a build runner would obey", () => {
    expect(text).not.toContain("##[");
    expect(text).not.toMatch(/^\s*::/m);
  });
});

test("the published schema refuses what is not a review", () => {
  expect(validate({ ...sampleReview(), findings: undefined })).toBe(false);
  expect(validate({ ...sampleReview(), version: 2 })).toBe(false);
  expect(validate({ ...sampleReview(), added: "by a later version" })).toBe(true);
});

test("keys stand in the order of the schema, whatever order they came in", () => {
  const review = sampleReview();
  expect(json.render(reversed(review))).toBe(json.render(review));
});

test("two spaces, one line feed at the end", () => {
  expect(json.render(sampleReview())).toMatch(/^\{\n {2}"version": 1,\n {2}"kind": "batch",[\s\S]*\}\n$/);
});

function reversed<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed) as T;
  const entries = Object.entries(value).map(([key, item]) => [key, reversed(item)] as const);
  return Object.fromEntries(entries.reverse()) as T;
}
