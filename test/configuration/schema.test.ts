/** The published schema accepts what is read and refuses what is not, as far as a schema can tell. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { configurationSchema } from "../../src/configuration/schema.js";

const schema: object = JSON.parse(
  readFileSync(new URL("../../schema/config.schema.json", import.meta.url), "utf8"),
);
const accepts = new Ajv2020({ strict: false }).compile(schema);

test.each([
  [{}, true],
  [{ "fail-on": "low", model: ["a"], compare: { rubric: "x" } }, true],
  [{ $schema: "./config.schema.json", review: { plan: ["plan.md"] } }, true],
  [{ fail_on: "low" }, false],
  [{ review: { rubric: "x" } }, false],
  [{ concurrency: 0 }, false],
  [{ model: [] }, false],
  [{ redact: ["mails"] }, false],
])("%j", (values, isFine) => {
  expect([accepts(values), configurationSchema.safeParse(values).success]).toEqual([isFine, isFine]);
});
