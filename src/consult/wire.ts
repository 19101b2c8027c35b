/** The shape a model is asked to answer in: what every provider's schema support accepts, and no more. */
import { categories } from "../model/category.js";
import type { JsonSchema } from "../model/json-schema.js";
import { severities } from "../model/severity.js";

/** Goes into the key of stored answers: raise it when the shape or the meaning of a field changes. */
export const wireVersion = 2;

export const certainties = ["high", "medium", "low"] as const;
export type Certainty = (typeof certainties)[number];

/** Claims that code can check: of absence by the symbol index, about the version of a package by the lock files. */
export const checkables = ["none", "unused", "untested", "undefined", "version"] as const;
export type Checkable = (typeof checkables)[number];

export const leadVerdicts = ["confirm", "refute", "unclear"] as const;
export type LeadVerdict = (typeof leadVerdicts)[number];

/** A closed object with all its fields required: the one form that no server refuses. */
export function closed(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function words(description: string): JsonSchema {
  return { type: "string", description };
}

function oneOf(values: readonly string[], description: string): JsonSchema {
  return { type: "string", enum: values, description };
}

const place: Readonly<Record<string, JsonSchema>> = {
  path: words("The file, exactly as its heading names it"),
  line_start: { type: "integer", description: "First line, by the numbers before the bars" },
  line_end: { type: "integer", description: "Last line" },
  quote: words("The line or lines copied from the file, without the numbers and bars"),
  title: words("What it is, in at most ten words"),
};

const finding = closed({
  ...place,
  category: oneOf(categories, "The class of defect"),
  severity: oneOf(severities, "By the table of the page"),
  confidence: oneOf(certainties, "high: the quoted code proves it; medium: likely; low: a suspicion"),
  issue: words("What is wrong, and the evidence for it"),
  risk: words("What happens because of it, to whom"),
  recommendation: words("What to change"),
  claim: oneOf(
    checkables,
    "What code can check of it: what it says is absent, or that it is about a package's version",
  ),
  name: words("The identifier the claim is about, or name@version of the package; empty for none"),
});

const lead = closed({
  id: words("The id of the lead, such as L1"),
  verdict: oneOf(leadVerdicts, "Whether the code bears it out"),
  severity: oneOf(severities, "How bad it is here, by the table of the page"),
  reason: words("The line or fact that decides it"),
});

const practice = closed({ ...place, reason: words("Why it is good here") });

function list(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** The answer of one reviewer about one batch. */
export const answerSchema = {
  name: "review",
  schema: closed({
    canary: words("The token given with the files, copied"),
    findings: list(finding),
    leads: list(lead),
    practices: list(practice),
  }),
} as const;

/** An answer in that shape for servers that cannot be given a schema; its values are no model for a review. */
export const exampleAnswer = JSON.stringify({
  canary: "(the token)",
  findings: [
    {
      path: "src/example.ts",
      line_start: 12,
      line_end: 12,
      quote: "const rows = all.slice(1, limit);",
      title: "First row is skipped",
      category: "correctness",
      severity: "medium",
      confidence: "high",
      issue: "`slice(1, limit)` leaves out index 0, although line 9 says that `all` has no heading.",
      risk: "The oldest entry is missing from every list.",
      recommendation: "Begin at 0.",
      claim: "none",
      name: "",
    },
  ],
  leads: [{ id: "L1", verdict: "confirm", severity: "medium", reason: "Nothing checks it before line 30." }],
  practices: [],
});
