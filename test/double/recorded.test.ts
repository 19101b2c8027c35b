/** The replies of fixtures/replies, read by the vendors' own clients. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anthropicClient, hearChat, hearMessages, openaiClient } from "./clients.js";
import { chatBody, messagesBody } from "./prompts.js";
import { recorded, recordedNames } from "./recorded.js";
import { Double } from "./server.js";

let double: Double;
beforeEach(async () => {
  double = await Double.start();
});
afterEach(async () => double.close());

const review = {
  canary: "k7canary",
  findings: [{ path: "src/load.ts", line_start: 5 }],
  leads: [{ id: "L1" }],
};

const streams = [
  {
    name: "anthropic/review.sse",
    text: review,
    heard: { stop: "end_turn", usage: { output_tokens: 203, cache_read_input_tokens: 9216 } },
  },
  {
    name: "anthropic/thinking.sse",
    text: review,
    heard: { stop: "end_turn", usage: { output_tokens_details: { thinking_tokens: 48 } } },
  },
  { name: "anthropic/max-tokens.sse", text: null, heard: { stop: "max_tokens" } },
  {
    name: "anthropic/refusal.sse",
    text: null,
    heard: { stop: "refusal", refusal: expect.stringContaining("declined") },
  },
  {
    name: "openai/review.sse",
    text: review,
    heard: { stop: "stop", usage: { prompt_tokens_details: { cached_tokens: 9216 } } },
  },
  { name: "openai/length.sse", text: null, heard: { stop: "length", usage: { completion_tokens: 203 } } },
  {
    name: "openai/refusal.sse",
    text: null,
    heard: { text: "", stop: "stop", refusal: "I'm sorry, I can't assist with that." },
  },
  { name: "openai/content-filter.sse", text: null, heard: { stop: "content_filter" } },
  {
    name: "compatible/local-server.sse",
    text: review,
    heard: { stop: "stop", usage: { prompt_tokens: 9628 } },
  },
  {
    name: "compatible/usage-with-last-choice.sse",
    text: review,
    heard: { stop: "stop", usage: { prompt_tokens: 9628 } },
  },
  { name: "compatible/no-usage.sse", text: review, heard: { stop: "stop", usage: null } },
  { name: "compatible/keep-alive-comments.sse", text: review, heard: { stop: "stop" } },
  {
    name: "compatible/reasoning-first.sse",
    text: review,
    heard: { stop: "stop", usage: { prompt_cache_hit_tokens: 9216 } },
  },
];

const failures = [
  { name: "anthropic/overloaded-mid-stream.sse", error: { status: undefined, type: "overloaded_error" } },
  { name: "anthropic/error-400.json", error: { status: 400, type: "invalid_request_error" } },
  { name: "anthropic/error-429.json", error: { status: 429, errorCode: "enforced_spend_limit_reached" } },
  { name: "anthropic/error-529.json", error: { status: 529, type: "overloaded_error" } },
  { name: "openai/error-mid-stream.sse", error: { status: undefined, type: "server_error" } },
  {
    name: "openai/error-400.json",
    error: { status: 400, param: "max_tokens", code: "unsupported_parameter" },
  },
  { name: "openai/error-404.json", error: { status: 404, code: "model_not_found" } },
  { name: "openai/error-429.json", error: { status: 429, code: "insufficient_quota" } },
  // The error is a text where an object is documented: the client finds no code in it.
  { name: "compatible/error-404.json", error: { status: 404, code: undefined } },
];

const bodies = ["anthropic/review.json", "openai/review.json"];

function hear(name: string): ReturnType<typeof hearChat> {
  double.follow(() => recorded(name));
  return name.startsWith("anthropic/") ? hearMessages(double, messagesBody()) : hearChat(double, chatBody());
}

describe("streams", () => {
  it.each(streams)("$name", async ({ name, text, heard }) => {
    const answer = await hear(name);
    expect(answer).toMatchObject(heard);
    if (text) expect(JSON.parse(answer.text)).toMatchObject(text);
  });

  it.each(["compatible/local-server.sse", "anthropic/review.sse"])(
    "%s with the line ends of HTTP",
    async (name) => {
      const { bytes, ...raw } = recorded(name);
      double.follow(() => ({ ...raw, bytes: Buffer.from(bytes.toString("utf8").replaceAll("\n", "\r\n")) }));
      const heard = name.startsWith("anthropic/")
        ? hearMessages(double, messagesBody())
        : hearChat(double, chatBody());
      expect(JSON.parse((await heard).text)).toMatchObject(review);
    },
  );
});

it.each(failures)("$name", async ({ name, error }) => {
  await expect(hear(name)).rejects.toMatchObject(error);
});

it("bodies hold the same review", async () => {
  double.follow(({ wire }) => recorded(`${wire}/review.json`));
  const message = await anthropicClient(double.url).messages.create({ ...messagesBody(), stream: false });
  const plain = { ...chatBody(), stream: false, stream_options: undefined } as const;
  const completion = await openaiClient(double.url).chat.completions.create(plain);
  const [block] = message.content;
  expect(JSON.parse(block?.type === "text" ? block.text : "")).toMatchObject(review);
  expect(JSON.parse(completion.choices[0]?.message.content ?? "")).toMatchObject(review);
});

it("every file is read by a test", () => {
  const read = [...streams.map(({ name }) => name), ...failures.map(({ name }) => name), ...bodies];
  expect(recordedNames().toSorted()).toEqual(read.toSorted());
});
