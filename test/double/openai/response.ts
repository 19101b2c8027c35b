/** Writes replies in the Chat Completions format: chunks for a stream, or one body. */
import type { JsonObject } from "../json.js";
import type { Left } from "../limits.js";
import { allInput } from "../bill.js";
import { type Written, piecesOf } from "../wire.js";
import { errorBody, overloaded } from "./errors.js";

/** A refusal is text in a field of its own, and the reason to stop is the ordinary one. */
const finishReasons = { end: "stop", length: "length", refusal: "stop", filter: "content_filter" } as const;

export function chatEvents(written: Written): readonly string[] {
  const { asked, reply } = written;
  const tellsUsage = asked.wantsUsage && reply.usage === "told";
  const chunk = (choices: readonly JsonObject[], usage: JsonObject | null = null): string =>
    data({
      ...completion(written, "chat.completion.chunk"),
      choices,
      ...(tellsUsage ? { usage } : {}),
    });
  const choice = (delta: JsonObject, finish: string | null = null): JsonObject => ({
    index: 0,
    delta,
    logprobs: null,
    finish_reason: finish,
  });
  return [
    chunk([choice({ role: "assistant", content: "", refusal: null })]),
    ...piecesOf(reply.text).map((content) => chunk([choice({ content })])),
    ...piecesOf(refusalOf(written) ?? "").map((refusal) => chunk([choice({ refusal })])),
    chunk([choice({}, finishReasons[reply.stop])]),
    ...(tellsUsage ? [chunk([], usageOf(written))] : []),
    "data: [DONE]\n\n",
  ];
}

export function errorEvent(): string {
  return `data: ${JSON.stringify(errorBody(overloaded))}\n\n`;
}

function data(value: JsonObject): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

export function chatBody(written: Written): JsonObject {
  const { reply } = written;
  const message = {
    role: "assistant",
    content: reply.stop === "refusal" ? null : reply.text,
    refusal: refusalOf(written),
    annotations: [],
  };
  return {
    ...completion(written, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReasons[reply.stop] }],
    ...(reply.usage === "told" ? { usage: usageOf(written) } : {}),
  };
}

function refusalOf({ reply }: Written): string | null {
  return reply.stop === "refusal" ? reply.refusal : null;
}

function completion({ asked, id, at }: Written, object: string): JsonObject {
  return {
    id: `chatcmpl-${id}`,
    object,
    created: Math.floor(at / 1000),
    model: asked.model,
    service_tier: "default",
    system_fingerprint: "fp_double",
  };
}

function usageOf({ bill }: Written): JsonObject {
  const prompt = allInput(bill);
  return {
    prompt_tokens: prompt,
    completion_tokens: bill.output,
    total_tokens: prompt + bill.output,
    prompt_tokens_details: {
      cached_tokens: bill.cacheRead,
      cache_write_tokens: bill.cacheWrite,
      audio_tokens: 0,
    },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** Names by OpenAI's documentation; times as durations such as `6m0s`. */
export function limitHeaders({ limits, requests, tokens, resetsIn }: Left): Readonly<Record<string, string>> {
  const reset = duration(resetsIn);
  return {
    "x-ratelimit-limit-requests": String(limits.requests),
    "x-ratelimit-remaining-requests": String(requests),
    "x-ratelimit-reset-requests": reset,
    "x-ratelimit-limit-tokens": String(limits.tokens),
    "x-ratelimit-remaining-tokens": String(tokens),
    "x-ratelimit-reset-tokens": reset,
  };
}

/** Milliseconds as the vendor writes them: `120ms`, `1.5s`, `6m0s`, `1h0m0s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds}ms`;
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = `${(milliseconds - minutes * 60_000) / 1000}s`;
  if (minutes === 0) return seconds;
  if (minutes < 60) return `${minutes}m${seconds}`;
  return `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}
