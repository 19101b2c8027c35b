/** Reads a Chat Completions request and refuses what OpenAI's server would refuse. */
import type { Rejection } from "../answer.js";
import { type Asked, type Part, wholeText } from "../asked.js";
import type { CacheUse, PrefixCache } from "../cache.js";
import { parametersOf } from "../json.js";
import { complaintsAboutSchema } from "../schema-rules.js";
import type { Incoming } from "../wire.js";
import { type Body, bodySchema, textsOf } from "./body.js";
import { openaiErrors as errors } from "./errors.js";

/** OpenAI's documentation of strict structured outputs. */
const schemaRules = {
  mostOptional: 0,
  mostUnions: Infinity,
  mostDepth: 10,
  refusedKeywords: ["default", "oneOf", "allOf", "not", "if", "then", "else", "patternProperties"],
};

/** Models that reason take only the newer name of the bound. */
const reasons = /^(?:gpt-[5-9]|o\d)/;

const levels = { json_schema: "schema", json_object: "json", text: "text" } as const;

export function readChat({ number, headers, body }: Incoming): Asked | Rejection {
  const key = keyOf(headers);
  if (key === "") return errors.authentication("(none)");
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return refusedByShape(parsed.error.issues);
  const { data } = parsed;
  const parts = partsOf(data);
  const refused = refusedByContent(data, parts);
  if (refused) return refused;
  const format = data.response_format;
  return {
    number,
    wire: "openai",
    model: data.model,
    parts,
    stream: data.stream === true,
    wantsUsage: data.stream !== true || data.stream_options?.include_usage === true,
    mostTokens: data.max_completion_tokens ?? data.max_tokens ?? Infinity,
    level: levels[format?.type ?? "text"],
    schema: format?.type === "json_schema" ? (format.json_schema.schema ?? null) : null,
    parameters: parametersOf(body),
    key,
    body,
  };
}

export function useCache({ body, parts }: Asked, cache: PrefixCache): CacheUse {
  const { model, response_format, reasoning_effort, verbosity, tools, prompt_cache_key } =
    bodySchema.parse(body);
  const salt = JSON.stringify([model, response_format, reasoning_effort, verbosity, tools, prompt_cache_key]);
  return cache.useSteps(salt, parts.map(({ role, text }) => `${role}: ${text}\n`).join(""));
}

export function keyOf(headers: Incoming["headers"]): string {
  return /^Bearer (.+)$/.exec(String(headers["authorization"] ?? ""))?.[1] ?? "";
}

function partsOf({ messages, tools = [] }: Body): readonly Part[] {
  return [
    ...tools.map((tool) => ({ role: "tools", text: JSON.stringify(tool), breakpoint: false })),
    ...messages.flatMap((message) =>
      textsOf(message).map((text) => ({ role: message.role, text, breakpoint: false })),
    ),
  ];
}

function refusedByShape(
  issues: readonly { path: PropertyKey[]; message: string; code: string }[],
): Rejection {
  const [issue] = issues;
  const where = issue?.path.map(String) ?? [];
  if (issue?.code === "unrecognized_keys" && "keys" in issue) {
    const unknown = String(issue.keys).split(",")[0] ?? "";
    return errors.badRequest(
      `Unrecognized request argument supplied: ${unknown}`,
      [...where, unknown].join("."),
    );
  }
  return errors.badRequest(`Invalid value: ${issue?.message ?? "unknown"}`, where.join("."));
}

function refusedByContent(body: Body, parts: readonly Part[]): Rejection | null {
  const { model, max_tokens, response_format: format, stream, stream_options } = body;
  if (reasons.test(model) && max_tokens !== undefined) return errors.unsupported("max_tokens");
  if (reasons.test(model) && typeof body.temperature === "number" && body.temperature !== 1) {
    return errors.unsupported("temperature");
  }
  if (stream_options && stream !== true) {
    return errors.badRequest("'stream_options' is only allowed when 'stream' is enabled.", "stream_options");
  }
  if (format?.type === "json_object" && !/json/i.test(wholeText({ parts }))) {
    const message =
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
    return errors.badRequest(message, "messages");
  }
  if (format?.type !== "json_schema" || format.json_schema.strict !== true) return null;
  const [complaint] = complaintsAboutSchema(format.json_schema.schema ?? {}, schemaRules);
  if (complaint === undefined) return null;
  return errors.badRequest(
    `Invalid schema for response_format '${format.json_schema.name}': ${complaint}`,
    "response_format",
  );
}
