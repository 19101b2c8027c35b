/** Reads a Messages request and refuses what the real server would refuse. */
import type { Rejection } from "../answer.js";
import type { Asked } from "../asked.js";
import { type CacheUse, type PrefixCache, fiveMinutes, oneHour } from "../cache.js";
import { type JsonObject, parametersOf } from "../json.js";
import { complaintsAboutSchema } from "../schema-rules.js";
import type { Incoming } from "../wire.js";
import { type Block, type Body, type CacheControl, blocksOf, bodySchema, countSchema } from "./body.js";
import { anthropicErrors as errors } from "./errors.js";

/** Anthropic's documentation: at most four breakpoints a request. */
const mostBreakpoints = 4;

/** Anthropic's documentation of structured outputs. */
const schemaRules = {
  mostOptional: 24,
  mostUnions: 16,
  mostDepth: Infinity,
  refusedKeywords: [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "maxItems",
    "uniqueItems",
    "oneOf",
    "not",
    "patternProperties",
    "propertyNames",
  ],
};

export function readMessages({ number, headers, body }: Incoming): Asked | Rejection {
  const refused = refusedByHeaders(headers);
  if (refused) return refused;
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return refusedByShape(parsed.error.issues);
  const blocks = marked(parsed.data);
  const complaint = complaintAbout(parsed.data, blocks);
  if (complaint !== undefined) return errors.badRequest(complaint);
  return {
    number,
    wire: "anthropic",
    model: parsed.data.model,
    parts: blocks.map(({ role, text, breakpoint }) => ({ role, text, breakpoint: breakpoint !== null })),
    stream: parsed.data.stream === true,
    wantsUsage: true,
    mostTokens: parsed.data.max_tokens,
    level: parsed.data.output_config?.format ? "schema" : "text",
    schema: parsed.data.output_config?.format?.schema ?? null,
    parameters: parametersOf(body),
    key: keyOf(headers),
    body,
  };
}

/** @returns the tokens of a request to count_tokens, or why it is refused */
export function countedTokens({ headers, body }: Incoming, cache: PrefixCache): number | Rejection {
  const refused = refusedByHeaders(headers);
  if (refused) return refused;
  const parsed = countSchema.safeParse(body);
  if (!parsed.success) return refusedByShape(parsed.error.issues);
  return useMessagesCache(parsed.data, cache).total;
}

export function useCache({ body }: Asked, cache: PrefixCache): CacheUse {
  return useMessagesCache(bodySchema.parse(body), cache);
}

/** Whatever else changes the answer is part of every prefix: another model, effort or format finds nothing. */
function useMessagesCache(body: Omit<Body, "max_tokens" | "stream">, cache: PrefixCache): CacheUse {
  const { model, thinking, output_config, tool_choice, speed } = body;
  const salt = JSON.stringify([model, thinking, output_config, tool_choice, speed]);
  const format = output_config?.format;
  const rules = format ? [{ bytes: `format: ${JSON.stringify(format.schema)}\n`, lives: null }] : [];
  const blocks = marked(body).map(({ bytes, breakpoint }) => ({ bytes, lives: livesOf(breakpoint) }));
  return cache.useBreakpoints(salt, [...rules, ...blocks]);
}

/** A breakpoint for the whole request stands at its last block. */
function marked(body: Omit<Body, "max_tokens" | "stream">): readonly Block[] {
  const blocks = blocksOf(body);
  const last = blocks.at(-1);
  const { cache_control: whole } = body;
  return last && whole ? [...blocks.slice(0, -1), { ...last, breakpoint: last.breakpoint ?? whole }] : blocks;
}

function livesOf(breakpoint: CacheControl | null): number | null {
  if (!breakpoint) return null;
  return breakpoint.ttl === "1h" ? oneHour : fiveMinutes;
}

function refusedByHeaders(headers: Incoming["headers"]): Rejection | null {
  if (keyOf(headers) === "") return errors.authentication("(none)");
  if (!headers["anthropic-version"]) return errors.badRequest("header is required", "anthropic-version");
  return null;
}

/** SDK 1.x sends the key as a bearer token, earlier ones as `x-api-key`. */
export function keyOf(headers: Incoming["headers"]): string {
  const bearer = /^Bearer (.+)$/.exec(String(headers["authorization"] ?? ""))?.[1];
  return bearer ?? String(headers["x-api-key"] ?? "");
}

function refusedByShape(
  issues: readonly { path: PropertyKey[]; message: string; code: string }[],
): Rejection {
  const [issue] = issues;
  const where = issue?.path.map(String) ?? [];
  const unknown = issue?.code === "unrecognized_keys" && "keys" in issue ? String(issue.keys) : "";
  if (unknown !== "") return errors.unsupported([...where, unknown.split(",")[0]].join("."));
  return errors.badRequest(issue?.message ?? "invalid", where.join("."));
}

function complaintAbout({ messages, output_config }: Body, blocks: readonly Block[]): string | undefined {
  const breakpoints = blocks.filter(({ breakpoint }) => breakpoint !== null).length;
  if (breakpoints > mostBreakpoints) {
    return `A maximum of ${mostBreakpoints} blocks with cache_control may be provided. Found ${breakpoints}.`;
  }
  if (messages.find(({ role }) => role !== "system")?.role !== "user") {
    return 'messages: first message must use the "user" role';
  }
  const format = output_config?.format;
  if (!format) return undefined;
  if (messages.at(-1)?.role === "assistant")
    return "output_config.format: incompatible with prefilled answers";
  const schema: JsonObject = format.schema;
  const [complaint] = complaintsAboutSchema(schema, schemaRules);
  return complaint === undefined ? undefined : `output_config.format.${complaint}`;
}
