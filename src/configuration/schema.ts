/** What a project may fix in its configuration file: options of the command line, by their own names. */
import { z } from "zod";
import { privateKinds } from "../consult/private-data.js";
import { efforts } from "../model/completion.js";
import { reviewKinds } from "../model/kind.js";
import { profileSchema } from "../model/profile.js";
import { severities } from "../model/severity.js";
import { isAddress, isFileBelow, isKeyLike } from "./values.js";

/** The commands that a configuration speaks to. */
export const configuredCommands = ["review", "compare", "follow-up"] as const;
export type ConfiguredCommand = (typeof configuredCommands)[number];

const text = z
  .string()
  .min(1)
  .refine((value) => !isKeyLike(value), "looks like a key; keys come from the environment only");
const texts = z.array(text).min(1);
const file = text.refine(isFileBelow, 'must be a path below this folder, and must not climb with ".."');

/** Of every command that reviews; `describe` is what editors show. */
const common = z.strictObject({
  include: texts.describe("only files that match these patterns"),
  exclude: texts.describe("files to leave out"),
  reviewers: texts.describe("only these reviewers"),
  "skip-reviewers": texts.describe("all but these reviewers"),
  engine: z
    .enum(["auto", "offline", "anthropic", "openai"])
    .describe("who thinks; a command is named on the command line only"),
  model: z.union([text, texts]).describe("the model that is asked, or several"),
  "base-url": text
    .refine(isAddress, "must be an http or https address without user, password or query")
    .describe("a server that speaks Chat Completions; no key is sent to an address that stands in a file"),
  effort: z.enum(efforts).describe("how hard the model is told to think"),
  "budget-usd": z.number().positive().describe("begin no task that could cost more in all"),
  "max-tokens": z.number().positive().describe("begin no task that could take more tokens in all"),
  prices: file.describe("prices of models in LiteLLM's JSON form"),
  redact: z
    .array(z.enum([...privateKinds, "all"]))
    .min(1)
    .describe("what models are not shown besides secrets"),
  concurrency: z.number().int().min(1).max(256).describe("tasks at once"),
  format: text
    .refine((value) => !value.includes("="), "names a format alone; a file is named on the command line only")
    .describe("report format on standard output"),
  title: text.describe("heading of the report"),
  "fail-on": z.enum([...severities, "none"]).describe("exit with 1 when a finding is at least this bad"),
  profile: profileSchema.describe("how sure a finding must be"),
  "min-confidence": z.number().min(0).max(1).describe("the same as a number"),
});

const own = {
  review: {
    kind: z.enum(reviewKinds).describe("which report"),
    plan: z.array(file).min(1),
    sarif: z.array(file).min(1).describe("logs of other tools whose results become leads"),
    baseline: file.describe("findings that are accepted, in a file of the project"),
    "new-only": z.boolean().describe("in the review of a change, leave out what was there before it"),
  },
  compare: { rubric: text.describe("how points are given") },
  "follow-up": { baseline: file.describe("findings that are accepted, in a file of the project") },
} as const satisfies Record<ConfiguredCommand, z.ZodRawShape>;

const sections = {
  review: common.extend(own.review).partial(),
  compare: common.extend(own.compare).partial(),
  "follow-up": common.extend(own["follow-up"]).partial(),
} as const;

/** Keys at the top count for every command that has the option; a section of a command's name for that one alone. */
export const configurationSchema = common
  .extend({ ...own.review, ...own.compare })
  .partial()
  .extend({
    $schema: z.string().optional(),
    review: sections.review.optional(),
    compare: sections.compare.optional(),
    "follow-up": sections["follow-up"].optional(),
  });
export type Configuration = z.infer<typeof configurationSchema>;

/** The options that a configuration may set for a command. */
export function keysOf(command: ConfiguredCommand): readonly string[] {
  return Object.keys(sections[command].shape);
}

/** All keys that may stand at a place: at the top, or in a section. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const section = configuredCommands.find((name) => name === path[0]);
  return section ? keysOf(section) : Object.keys(configurationSchema.shape);
}

/** The published JSON Schema; closed, because an unknown key is refused. */
export function configurationJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(configurationSchema, {
    target: "draft-2020-12",
    io: "input",
  });
  const title = "session-review configuration";
  const description = "Options of session-review in .session-review/config.yml, config.yaml or config.json.";
  return { $schema, title, description, ...schema };
}
