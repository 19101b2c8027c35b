/** Writes replies in the Messages format: events for a stream, or one body. */
import type { JsonObject } from "../json.js";
import type { Left } from "../limits.js";
import { type Written, piecesOf } from "../wire.js";
import { errorBody, overloaded } from "./errors.js";

const stopReasons = { end: "end_turn", length: "max_tokens", refusal: "refusal", filter: "refusal" } as const;

export function messageEvents(written: Written): readonly string[] {
  const { reply } = written;
  const usage = startUsage(written);
  const opening = { ...message(written), content: [], stop_reason: null, stop_details: null, usage };
  return [
    event("message_start", { message: opening }),
    ...(reply.text === "" ? [] : textEvents(reply.text)),
    event("message_delta", {
      delta: { ...stopped(written), container: null },
      usage: finalUsage(written),
    }),
    event("message_stop", {}),
  ];
}

function textEvents(text: string): readonly string[] {
  return [
    event("content_block_start", { index: 0, content_block: { type: "text", text: "", citations: null } }),
    event("ping", {}),
    ...piecesOf(text).map((piece) =>
      event("content_block_delta", { index: 0, delta: { type: "text_delta", text: piece } }),
    ),
    event("content_block_stop", { index: 0 }),
  ];
}

export function errorEvent(): string {
  return `event: error\ndata: ${JSON.stringify(errorBody(overloaded))}\n\n`;
}

function event(type: string, fields: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

export function messageBody(written: Written): JsonObject {
  const { reply } = written;
  return {
    ...message(written),
    content: reply.text === "" ? [] : [{ type: "text", text: reply.text, citations: null }],
    ...stopped(written),
    usage: { ...startUsage(written), ...finalUsage(written) },
  };
}

function message({ asked, id }: Written): JsonObject {
  return {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model: asked.model,
    content: [],
    container: null,
    diagnostics: null,
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
  };
}

function stopped({ reply }: Written): JsonObject {
  const reason = stopReasons[reply.stop];
  const details = { type: "refusal", category: "cyber", explanation: reply.refusal || null };
  return {
    stop_reason: reason,
    stop_sequence: null,
    stop_details: reason === "refusal" ? details : null,
  };
}

/** A server that tells nothing still sends the object: Anthropic's client breaks without one. */
function startUsage({ reply, bill }: Written): JsonObject {
  if (reply.usage === "untold") return {};
  return {
    input_tokens: bill.input,
    cache_creation_input_tokens: bill.cacheWrite + bill.cacheWriteHour,
    cache_read_input_tokens: bill.cacheRead,
    cache_creation: {
      ephemeral_5m_input_tokens: bill.cacheWrite,
      ephemeral_1h_input_tokens: bill.cacheWriteHour,
    },
    output_tokens: 1,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: "standard",
    speed: null,
    inference_geo: null,
  };
}

function finalUsage({ reply, bill }: Written): JsonObject {
  if (reply.usage === "untold") return {};
  return {
    input_tokens: bill.input,
    cache_creation_input_tokens: bill.cacheWrite + bill.cacheWriteHour,
    cache_read_input_tokens: bill.cacheRead,
    output_tokens: bill.output,
    output_tokens_details: { thinking_tokens: 0 },
    server_tool_use: null,
  };
}

/** Names by Anthropic's documentation; times in RFC 3339, tokens rounded to thousands. */
export function limitHeaders({ limits, requests, tokens, resetsAt }: Left): Readonly<Record<string, string>> {
  const reset = new Date(resetsAt).toISOString();
  const thousands = (count: number): string => String(Math.round(count / 1000) * 1000);
  const families = {
    requests: { limit: String(limits.requests), remaining: String(requests) },
    tokens: { limit: thousands(limits.tokens), remaining: thousands(tokens) },
    "input-tokens": { limit: thousands(limits.tokens), remaining: thousands(tokens) },
  };
  return Object.fromEntries(
    Object.entries(families).flatMap(([family, { limit, remaining }]) => [
      [`anthropic-ratelimit-${family}-limit`, limit],
      [`anthropic-ratelimit-${family}-remaining`, remaining],
      [`anthropic-ratelimit-${family}-reset`, reset],
    ]),
  );
}
