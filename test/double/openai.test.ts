/** The Chat Completions format of the double, read by OpenAI's own client. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reply } from "./answer.js";
import { hearChat, key, openaiClient } from "./clients.js";
import { duration } from "./openai/response.js";
import { canary, chatBody, own, rules, schema, shared } from "./prompts.js";
import { Double } from "./server.js";

let double: Double;
beforeEach(async () => {
  double = await Double.start();
});
afterEach(async () => double.close());

describe("a reply", () => {
  it("is heard the same from a stream and from a body", async () => {
    const body = chatBody();
    const streamed = await hearChat(double, body);
    const plain = { ...body, stream: false, stream_options: undefined } as const;
    const whole = await openaiClient(double.url).chat.completions.create(plain);
    expect(whole.choices[0]).toMatchObject({
      message: { role: "assistant", content: streamed.text, refusal: null },
      finish_reason: streamed.stop,
    });
    expect(whole.usage).toMatchObject({
      prompt_tokens: streamed.usage?.["prompt_tokens"],
      completion_tokens: streamed.usage?.["completion_tokens"],
    });
    expect(JSON.parse(streamed.text)).toMatchObject({
      canary,
      findings: [{ path: "src/load.ts" }, { path: "src/my list.py" }],
    });
  });

  it("is what the client's own accumulator expects", async () => {
    const stream = openaiClient(double.url).chat.completions.stream(chatBody());
    const { choices, usage } = await stream.finalChatCompletion();
    expect(choices).toMatchObject([{ finish_reason: "stop", message: { refusal: null } }]);
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  });

  it("tells usage in a stream only when asked", async () => {
    const body = { ...chatBody(), stream_options: undefined };
    expect(await hearChat(double, body)).toMatchObject({ stop: "stop", usage: null });
    expect((await hearChat(double, chatBody())).usage).not.toBeNull();
  });

  it("stops at the tokens asked for", async () => {
    double.follow(() => reply("x".repeat(100)));
    const { text, stop } = await hearChat(double, { ...chatBody(), max_completion_tokens: 10 });
    expect({ length: text.length, stop }).toEqual({ length: 40, stop: "length" });
  });

  it("carries what is left of the limits, and an id", async () => {
    const fixed = await Double.start({
      now: () => 1_790_000_000_000,
      limits: { requests: 5, tokens: 90_000, window: 61_500 },
    });
    const { response } = await openaiClient(fixed.url).chat.completions.create(chatBody()).withResponse();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-request-id": "req_00000001",
      "x-ratelimit-limit-requests": "5",
      "x-ratelimit-remaining-requests": "4",
      "x-ratelimit-reset-requests": "1m1.5s",
      "x-ratelimit-limit-tokens": "90000",
      "x-ratelimit-remaining-tokens": expect.stringMatching(/^89\d{3}$/),
    });
    await fixed.close();
  });
});

describe("a question", () => {
  it("is understood", async () => {
    await hearChat(double, chatBody());
    const [asked] = double.recorder.asked;
    expect(asked).toMatchObject({
      wire: "openai",
      level: "schema",
      schema,
      stream: true,
      mostTokens: 4096,
      key,
    });
    expect(asked?.parts.map(({ text }) => text)).toEqual([rules, shared(), own()]);
    expect(asked?.parameters).toContain("stream_options.include_usage");
  });

  const body = chatBody();
  const format = (inner: object): object => ({
    response_format: { type: "json_schema", json_schema: { name: "a", strict: true, schema: inner } },
  });
  it.each([
    { change: { max_tokens: 5 }, message: "Unsupported parameter: 'max_tokens'", param: "max_tokens" },
    { change: { temperature: 0 }, message: "Unsupported parameter: 'temperature'", param: "temperature" },
    { change: { tempo: 3 }, message: "Unrecognized request argument supplied: tempo", param: "tempo" },
    { change: { stream: false }, message: "only allowed when 'stream' is enabled", param: "stream_options" },
    { change: { messages: [] }, message: "Invalid value", param: "messages" },
    { change: { reasoning_effort: "enormous" }, message: "Invalid value", param: "reasoning_effort" },
    {
      change: format({ type: "object" }),
      message: "'additionalProperties' is required",
      param: "response_format",
    },
    {
      change: format({ type: "object", properties: { a: { type: "string" } }, additionalProperties: false }),
      message: "1 optional fields, at most 0: a",
      param: "response_format",
    },
    {
      change: { response_format: { type: "json_object" }, messages: [{ role: "user", content: "hello" }] },
      message: "must contain the word 'json'",
      param: "messages",
    },
  ])("is refused with $message", async ({ change, message, param }) => {
    const answer = await fetch(`${double.openaiUrl}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ ...body, ...change }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { message: expect.stringContaining(message), param },
    });
  });

  it("may use older names with models that know them", async () => {
    const newer = { max_completion_tokens: undefined, response_format: undefined };
    await hearChat(double, { ...body, ...newer, model: "llama-3.3-70b", max_tokens: 99, temperature: 0 });
    expect(double.recorder.asked).toMatchObject([{ mostTokens: 99, level: "text" }]);
  });

  it("needs a key", async () => {
    const answer = await fetch(`${double.openaiUrl}/chat/completions`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: "invalid_api_key" } });
  });
});

describe("beside questions", () => {
  it("lists models", async () => {
    const { data } = await openaiClient(double.url).models.list();
    expect(data.map(({ id }) => id)).toEqual(["double-large", "double-small"]);
    await expect(openaiClient(double.url).models.retrieve("double-odd")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
  });

  it("knows no other paths", async () => {
    const asked = openaiClient(double.url).responses.create({ model: "gpt-6.1-terra", input: "json" });
    await expect(asked).rejects.toMatchObject({ status: 404 });
  });
});

it.each([
  [0, "0ms"],
  [999, "999ms"],
  [1000, "1s"],
  [1500, "1.5s"],
  [60_000, "1m0s"],
  [3_661_000, "1h1m1s"],
])("%i milliseconds are written %s", (milliseconds, written) => {
  expect(duration(milliseconds)).toBe(written);
});
