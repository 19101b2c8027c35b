/** The baseline as a file: what an entry must hold to accept anything, and the published JSON Schema of it. */
import { z } from "zod";
import { acceptedSchema } from "../model/baseline.js";

/** An acceptance without a reason accepts nothing, as with suppressions in the code. */
const words = z.string().refine((text) => text.trim() !== "", "must not be empty");

const entrySchema = z.strictObject({
  ...acceptedSchema.shape,
  id: z.string().regex(/^[0-9a-f]{12}$/, "must be the id of a finding: twelve digits from 0 to f, in quotes"),
  path: words,
  title: words,
  reason: words.describe("why it is left as it is; without a reason nothing is accepted"),
  owner: words.nullable().default(null).describe("who answers for it; null where nobody is named"),
  until: z.iso
    .date("must be a day, such as 2027-01-31")
    .describe("the last day it holds; afterwards the finding counts again"),
});

export const baselineFileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).describe("the form of this file"),
  accepted: z.array(entrySchema).superRefine((entries, context) => {
    const seen = new Set<string>();
    for (const [i, { id }] of entries.entries()) {
      if (seen.has(id)) context.addIssue({ code: "custom", path: [i, "id"], message: "stands there twice" });
      seen.add(id);
    }
  }),
});

/** The published JSON Schema; closed, because an unknown field is refused. */
export function baselineJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(baselineFileSchema, { target: "draft-2020-12", io: "input" });
  const title = "session-review baseline";
  const description = "Findings that a team has accepted, in .session-review/baseline.yml.";
  return { $schema, title, description, ...schema };
}
