/** The shape asked for: only what every provider's schema support accepts. */
import { expect, test } from "vitest";
import { readAnswer } from "../../src/consult/read-answer.js";
import { answerSchema, exampleAnswer } from "../../src/consult/wire.js";
import type { JsonSchema } from "../../src/model/json-schema.js";

function allIn(schema: JsonSchema): readonly JsonSchema[] {
  if (schema.type === "array") return [schema, ...allIn(schema.items)];
  return schema.type === "object" ? [schema, ...Object.values(schema.properties).flatMap(allIn)] : [schema];
}

const all = allIn(answerSchema.schema);

test("objects are closed and all their fields required", () => {
  const objects = all.filter((schema) => schema.type === "object");
  expect(objects).toHaveLength(4);
  for (const { properties, required, additionalProperties } of objects) {
    expect(required).toEqual(Object.keys(properties));
    expect(additionalProperties).toBe(false);
  }
});

test("no word is used that a server may refuse", () => {
  const known = ["type", "description", "enum", "items", "properties", "required", "additionalProperties"];
  expect(
    [...new Set(all.flatMap((schema) => Object.keys(schema)))].filter((key) => !known.includes(key)),
  ).toEqual([]);
});

test("the example is read without a drop", () => {
  expect(readAnswer(exampleAnswer)).toMatchObject({ drops: [], problems: [], isCut: false });
});
