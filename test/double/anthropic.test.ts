/** The Messages format of the double, read by Anthropic's own client. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reply } from "./answer.js";
import { anthropicClient, hearMessages, key } from "./clients.js";
import { canary, messagesBody, own, rules, schema, shared } from "./prompts.js";
import { thoughtfulAnswer } from "./thoughtful.js";
import { Double } from "./server.js";

let double: Double;
beforeEach(async () => {
  double = await Double.start();
});
afterEach(async () => double.close());

describe("a reply", () => {
  it("is heard the same from a stream and from a body", async () => {
    const body = messagesBody();
    const streamed = await hearMessages(double, body);
    const whole = await anthropicClient(double.url).messages.create({ ...body, stream: false });
    expect(whole.content).toEqual([{ type: "text", text: streamed.text, citations: null }]);
    expect(whole.stop_reason).toBe(streamed.stop);
    expect(whole.usage).toMatchObject({
      input_tokens: streamed.usage?.["input_tokens"],
      output_tokens: streamed.usage?.["output_tokens"],
    });
    expect(JSON.parse(streamed.text)).toMatchObject({
      canary,
      findings: [{ path: "src/load.ts" }, { path: "src/my list.py" }],
    });
  });

  it("begins with an opening, then a block, then pieces", async () => {
    const stream = await anthropicClient(double.url).messages.create(messagesBody());
    const types: string[] = [];
    for await (const { type } of stream) types.push(type);
    expect(types.filter((type, i) => type !== types[i - 1])).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
  });

  it("stops at the tokens asked for, between characters", async () => {
    double.follow(() => reply("aé€𝄞".repeat(100)));
    const { text, stop, usage } = await hearMessages(double, { ...messagesBody(), max_tokens: 10 });
    // 40 bytes are 4 × 10; the fifth turn would begin a character that does not fit.
    expect({ text, stop }).toEqual({ text: "aé€𝄞".repeat(4), stop: "max_tokens" });
    expect(usage).toMatchObject({ output_tokens: 10 });
  });

  it("carries what is left of the limits, and an id", async () => {
    const { response } = await anthropicClient(double.url).messages.create(messagesBody()).withResponse();
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "request-id": "req_00000001",
      "anthropic-ratelimit-requests-limit": "4000",
      "anthropic-ratelimit-requests-remaining": "3999",
      "anthropic-ratelimit-tokens-remaining": "10000000",
      "anthropic-ratelimit-requests-reset": expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });
});

describe("a question", () => {
  it("is understood", async () => {
    await hearMessages(double, messagesBody());
    const [asked] = double.recorder.asked;
    expect(asked).toMatchObject({
      wire: "anthropic",
      level: "schema",
      schema,
      stream: true,
      mostTokens: 4096,
      key,
    });
    expect(asked?.parts).toEqual([
      { role: "system", text: rules, breakpoint: false },
      { role: "user", text: shared(), breakpoint: true },
      { role: "user", text: own(), breakpoint: false },
    ]);
  });

  const body = messagesBody();
  const object = { type: "object", additionalProperties: false };
  const format = (inner: object): object => ({
    output_config: { format: { type: "json_schema", schema: inner } },
  });
  const text = (more: object = {}): object => ({ type: "text", text: "x", ...more });
  it.each([
    { change: { temperature: 1 }, message: "temperature: Extra inputs are not permitted" },
    { change: { top_p: 0.9 }, message: "top_p: Extra inputs are not permitted" },
    { change: { max_tokens: undefined }, message: "max_tokens: " },
    { change: { model: undefined }, message: "model: " },
    { change: { messages: [] }, message: "messages: " },
    { change: { messages: [{ role: "assistant", content: "x" }] }, message: "first message must use" },
    { change: { messages: [{ role: "user", content: "" }] }, message: "messages.0.content" },
    { change: { messages: [...body.messages, { role: "assistant", content: "{" }] }, message: "prefilled" },
    { change: { output_config: { effort: "enormous" } }, message: "output_config.effort: " },
    {
      change: { system: Array.from({ length: 4 }, () => text({ cache_control: { type: "ephemeral" } })) },
      message: "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    },
    { change: format({ type: "object" }), message: "'additionalProperties' is required" },
    { change: format({ type: "array", items: object }), message: "the root must be an object" },
    {
      change: format({
        ...object,
        properties: { line: { type: "integer", minimum: 1 } },
        required: ["line"],
      }),
      message: "schema.line: 'minimum' is not permitted",
    },
    {
      change: format({
        ...object,
        properties: Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`f${i}`, { type: "string" }])),
      }),
      message: "25 optional fields, at most 24",
    },
  ])("is refused with $message", async ({ change, message }) => {
    // The client's types would not let these through.
    const sent = fetch(`${double.url}/v1/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "anthropic-version": "2026-10-21" },
      body: JSON.stringify({ ...body, ...change }),
    });
    const answer = await sent;
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(message);
    expect(double.recorder.calls).toMatchObject([{ asked: null, status: 400, ending: "whole" }]);
  });

  it.each([
    { headers: { authorization: `Bearer ${key}` }, status: 400 },
    { headers: { "anthropic-version": "2026-10-21" }, status: 401 },
    { headers: { "anthropic-version": "2026-10-21", "x-api-key": key }, status: 200 },
  ])("with headers $headers is answered with $status", async ({ headers, status }) => {
    const answer = await fetch(`${double.url}/v1/messages`, {
      method: "POST",
      headers: Object.entries(headers),
      body: JSON.stringify(body),
    });
    await answer.text();
    expect(answer.status).toBe(status);
  });
});

describe("beside questions", () => {
  it("counts tokens as it bills them", async () => {
    const { model, system, messages, output_config } = messagesBody();
    const client = anthropicClient(double.url);
    const counted = await client.messages.countTokens({ model, system, messages, output_config });
    const { usage } = await hearMessages(double, messagesBody());
    expect(counted.input_tokens).toBe(usage?.["input_tokens"]);
  });

  it("lists models", async () => {
    const client = anthropicClient(double.url);
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual(["double-large", "double-small"]);
    expect(await client.models.retrieve("double-small")).toMatchObject({ type: "model", id: "double-small" });
    await expect(client.models.retrieve("double-odd")).rejects.toMatchObject({ status: 404 });
  });

  it("lets in whom it is told to", async () => {
    const strict = await Double.start({ key: "another word", models: ["claude-opus-5-5"] });
    const client = anthropicClient(strict.url);
    await expect(client.messages.create(messagesBody())).rejects.toMatchObject({ status: 401 });
    const known = client.withOptions({ apiKey: "another word" });
    await expect(known.messages.create(messagesBody())).rejects.toMatchObject({ status: 404 });
    await strict.close();
  });
});

it("answers a question that is no review with the plainest value of its schema", async () => {
  const inner = {
    type: "object",
    properties: {
      canary: { type: "string" },
      verdict: { type: "string", enum: ["stands", "falls", "unclear"] },
      lines: { type: "array", items: { type: "integer" } },
    },
    required: ["canary", "verdict", "lines"],
    additionalProperties: false,
  };
  const { text } = await hearMessages(double, {
    ...messagesBody(),
    output_config: { format: { type: "json_schema", schema: inner } },
  });
  expect(JSON.parse(text)).toEqual({ canary, verdict: "unclear", lines: [] });
});

it("reads only what the files say, and says only what they hold", async () => {
  await hearMessages(double, messagesBody());
  const [asked] = double.recorder.asked;
  const answer = asked && thoughtfulAnswer(asked);
  expect(answer).toMatchObject({
    canary,
    findings: [
      {
        path: "src/load.ts",
        line_start: 5,
        line_end: 5,
        quote: 'return readFile(path, "utf8").catch(() => {});',
      },
      {
        path: "src/my list.py",
        line_start: 2,
        category: "security",
        severity: "high",
        quote: "return eval(rows[0])",
      },
    ],
    leads: [{ id: "L1", verdict: "confirm", severity: "high" }],
    practices: [{ path: "src/load.ts", line_start: 3 }],
  });
});
