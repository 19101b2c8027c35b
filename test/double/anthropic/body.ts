/** The body of a Messages request, as strict as the API of 2026-10-21: what it does not know, it refuses. */
import { z } from "zod";

const cacheControlSchema = z.strictObject({
  type: z.literal("ephemeral"),
  ttl: z.enum(["5m", "1h"]).optional(),
});

const textSchema = z.strictObject({
  type: z.literal("text"),
  text: z.string().min(1, "text content blocks must be non-empty"),
  cache_control: cacheControlSchema.nullish(),
});

/** Tool calls, their results, pictures: read only as bytes. */
const otherSchema = z.looseObject({
  type: z.string().refine((type) => type !== "text"),
  cache_control: cacheControlSchema.nullish(),
});

const contentSchema = z.union([
  z.string().min(1, "text content blocks must be non-empty"),
  z.array(z.union([textSchema, otherSchema])).min(1),
]);

const messageSchema = z.strictObject({
  role: z.enum(["user", "assistant", "system"]),
  content: contentSchema,
});

const outputSchema = z.strictObject({
  effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullish(),
  format: z
    .strictObject({ type: z.literal("json_schema"), schema: z.record(z.string(), z.unknown()) })
    .nullish(),
});

/** Fields of `MessageCreateParams` of SDK 1.11; `temperature`, `top_p` and `top_k` are no longer among them. */
export const bodySchema = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  messages: z.array(messageSchema).min(1),
  system: contentSchema.optional(),
  stream: z.boolean().optional(),
  output_config: outputSchema.optional(),
  cache_control: cacheControlSchema.nullish(),
  tools: z.array(z.looseObject({ cache_control: cacheControlSchema.nullish() })).optional(),
  tool_choice: z.looseObject({}).optional(),
  thinking: z.looseObject({ type: z.string() }).optional(),
  metadata: z.looseObject({}).optional(),
  stop_sequences: z.array(z.string()).optional(),
  service_tier: z.string().optional(),
  speed: z.string().nullish(),
  inference_geo: z.string().nullish(),
  container: z.unknown().optional(),
  diagnostics: z.unknown().optional(),
  user_profile_id: z.string().optional(),
  workspace_id: z.string().optional(),
});
export type Body = z.infer<typeof bodySchema>;

/** Counting tokens needs no bound on the answer. */
export const countSchema = bodySchema.omit({ max_tokens: true, stream: true });

type Content = z.infer<typeof contentSchema>;
export type CacheControl = z.infer<typeof cacheControlSchema>;

export interface Block {
  readonly role: string;
  readonly text: string;
  /** The block without its breakpoint: moving a breakpoint changes no prefix. */
  readonly bytes: string;
  readonly breakpoint: CacheControl | null;
}

/** All blocks of a request in the order the model reads them: tools, system, messages. */
export function blocksOf({
  tools = [],
  system = [],
  messages,
}: Pick<Body, "tools" | "system" | "messages">): readonly Block[] {
  return [
    ...tools.map((tool) => block("tools", tool)),
    ...blocksIn("system", system),
    ...messages.flatMap(({ role, content }) => blocksIn(role, content)),
  ];
}

function blocksIn(role: string, content: Content | readonly never[]): readonly Block[] {
  if (typeof content === "string") return [block(role, { type: "text", text: content })];
  return content.map((each) => block(role, each));
}

function block(
  role: string,
  {
    cache_control,
    ...rest
  }: { readonly cache_control?: CacheControl | null; readonly [key: string]: unknown },
): Block {
  const text = typeof rest["text"] === "string" ? rest["text"] : JSON.stringify(rest);
  return { role, text, bytes: `${role}: ${text}\n`, breakpoint: cache_control ?? null };
}
