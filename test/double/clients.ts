/** Both vendors' own clients, pointed at a double: whatever they read is the right wire format. */
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import type { Double } from "./server.js";

/** No key of anybody: the double lets every word in. */
export const key = "word-for-the-double";

export function anthropicClient(url: string): Anthropic {
  return new Anthropic({ apiKey: key, baseURL: url, maxRetries: 0, logLevel: "off" });
}

export function openaiClient(url: string): OpenAI {
  return new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0, logLevel: "off" });
}

export type Body<T extends { create: (body: never) => unknown }> = Parameters<T["create"]>[0];

/** What a stream said when it was read to its end. */
export interface Heard {
  readonly text: string;
  readonly stop: string | null;
  readonly refusal: string;
  readonly usage: Readonly<Record<string, unknown>> | null;
}

export async function hearMessages(
  { url }: Pick<Double, "url">,
  body: Anthropic.MessageCreateParamsStreaming,
  signal?: AbortSignal,
): Promise<Heard> {
  const stream = anthropicClient(url).messages.stream(body, { signal });
  const { content, stop_reason, stop_details, usage } = await stream.finalMessage();
  const text = content.map((block) => (block.type === "text" ? block.text : "")).join("");
  return {
    text,
    stop: stop_reason,
    refusal: stop_details?.explanation ?? "",
    usage: usage ? { ...usage } : null,
  };
}

export async function hearChat(
  { url }: Pick<Double, "url">,
  body: OpenAI.ChatCompletionCreateParamsStreaming,
  signal?: AbortSignal,
): Promise<Heard> {
  const stream = await openaiClient(url).chat.completions.create(body, { signal });
  let heard: Heard = { text: "", stop: null, refusal: "", usage: null };
  for await (const { choices, usage } of stream) {
    const [choice] = choices;
    heard = {
      text: heard.text + (choice?.delta.content ?? ""),
      stop: choice?.finish_reason ?? heard.stop,
      refusal: heard.refusal + (choice?.delta.refusal ?? ""),
      usage: usage ? { ...usage } : heard.usage,
    };
  }
  return heard;
}
