/** Claude's wire format against a server on this machine, through the real SDK. */
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import type { Completion, CompletionRequest, Provider } from "../../src/model/completion.js";
import { anthropicProvider } from "../../src/providers/anthropic.js";
import {
  type Answer,
  type TestServer,
  claudeSays,
  events,
  key,
  patience,
  question,
  reply,
  serve,
} from "./server.js";

let server: TestServer | undefined;
afterEach(async () => server?.close());

async function provider(...answers: readonly Answer[]): Promise<Provider> {
  server = await serve(...answers);
  return anthropicProvider({ apiKey: key, baseUrl: server.url, ...patience });
}

async function ask(
  answers: readonly Answer[],
  changes: Partial<CompletionRequest> = {},
): Promise<Completion> {
  return (await provider(...answers)).complete(question(changes), new AbortController().signal);
}

describe("the request", () => {
  test("rules in system, then the shared part up to the breakpoint, then the reviewer's own", async () => {
    await ask([events(claudeSays("{}"))]);
    expect(server?.asked[0]?.path).toBe("/v1/messages");
    expect(server?.asked[0]?.body).toEqual({
      model: "test-model",
      max_tokens: 9000,
      stream: true,
      system: [{ type: "text", text: "Be right." }],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "  1| let a = 1;", cache_control: { type: "ephemeral" } },
            { type: "text", text: "Look at names." },
          ],
        },
      ],
      output_config: { format: { type: "json_schema", schema: question().schema.schema } },
    });
  });

  test.each(["json", "text"] as const)("at level %s no shape is asked for", async (level) => {
    await ask([events(claudeSays("{}"))], { level });
    expect(server?.asked[0]?.body).not.toHaveProperty("output_config");
  });

  test("turns follow, and empty texts, which the API refuses, are not sent", async () => {
    const turns = [
      { role: "assistant" as const, text: "" },
      { role: "user" as const, text: "Again." },
    ];
    await ask([events(claudeSays("{}"))], { prompt: { rules: "", shared: "", own: "Look.", turns } });
    const body = server?.asked[0]?.body;
    expect(body).not.toHaveProperty("system");
    expect(body?.["messages"]).toEqual([
      { role: "user", content: [{ type: "text", text: "Look." }] },
      { role: "assistant", content: "(nothing)" },
      { role: "user", content: "Again." },
    ]);
  });

  test("the key goes as a bearer token, and for gateways in the older header too", async () => {
    await ask([events(claudeSays("{}"))]);
    expect(server?.asked[0]?.headers).toMatchObject({ authorization: `Bearer ${key}`, "x-api-key": key });
  });

  test("a base URL may end in /v1 or not", async () => {
    server = await serve(events(claudeSays("{}")));
    const { complete } = anthropicProvider({ apiKey: key, baseUrl: `${server.url}/v1/`, ...patience });
    await complete(question(), new AbortController().signal);
    expect(server.asked[0]?.path).toBe("/v1/messages");
  });
});

describe("the answer", () => {
  test("text, model, usage with the cache apart, and what is left", async () => {
    const headers = {
      date: "Sat, 21 Nov 2026 12:00:00 GMT",
      "anthropic-ratelimit-requests-remaining": "49",
      "anthropic-ratelimit-requests-reset": "2026-11-21T12:00:30Z",
      "anthropic-ratelimit-tokens-remaining": "39000",
      "anthropic-ratelimit-tokens-reset": "2026-11-21T12:01:00Z",
    };
    expect(await ask([events(claudeSays('{"a":"ä"}'), undefined, headers)])).toEqual({
      text: '{"a":"ä"}',
      stop: "end",
      usage: { input: 12, cacheRead: 300, cacheWrite: 40, output: 7 },
      model: "claude-test-1",
      limits: {
        requests: { remaining: 49, resetsIn: 30_000 },
        tokens: { remaining: 39_000, resetsIn: 60_000 },
      },
    });
  });

  test("what a server does not count stays unknown", async () => {
    const [, ...rest] = claudeSays("{}");
    const { usage } = await ask([events(rest)]);
    expect(usage).toEqual({ input: null, cacheRead: null, cacheWrite: null, output: 7 });
  });

  test.each([
    ["end_turn", "end"],
    ["stop_sequence", "end"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["refusal", "refusal"],
  ])("%s is %s", async (reason, stop) => {
    expect(await ask([events(claudeSays("{", reason))])).toMatchObject({ text: "{", stop });
  });

  test("a refusal says why", async () => {
    const why = {
      stop_details: { type: "refusal", category: "cyber", explanation: "looks like an exploit" },
    };
    const { refusal } = await ask([events(claudeSays("", "refusal", why))]);
    expect(refusal).toBe("cyber: looks like an exploit");
  });

  test("thinking is not part of the text, but it is the first content", async () => {
    let begun = 0;
    const thought = [
      { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "hm" } },
    ];
    const begin = (): void => void begun++;
    const { text } = await ask([events([...thought, ...claudeSays("{}")])], { onFirstContent: begin });
    expect([text, begun]).toEqual(["{}", 1]);
  });

  test("the first content is announced while the answer still comes", async () => {
    const all = claudeSays("{}");
    let goOn: (() => void) | undefined;
    const first: Answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const write = (event: unknown): void =>
        void response.write(
          `event: ${String((event as { type: string }).type)}\ndata: ${JSON.stringify(event)}\n\n`,
        );
      all.slice(0, 3).forEach(write);
      goOn = () => {
        all.slice(3).forEach(write);
        response.end();
      };
    };
    expect((await ask([first], { onFirstContent: () => goOn?.() })).text).toBe("{}");
  });

  test("a server that does not stream is understood too", async () => {
    const message = {
      type: "message",
      model: "claude-whole",
      content: [
        { type: "thinking", thinking: "hm" },
        { type: "text", text: "{}" },
      ],
      stop_reason: "max_tokens",
      usage: { input_tokens: 5, output_tokens: 6 },
    };
    expect(await ask([reply(200, message)])).toMatchObject({
      text: "{}",
      stop: "length",
      model: "claude-whole",
      usage: { input: 5, cacheRead: null, output: 6 },
    });
  });

  const cut = (response: ServerResponse): void => void setTimeout(() => response.destroy(), 50);

  test("what goes wrong after the end changes nothing", async () => {
    expect((await ask([events(claudeSays("{}"), cut)])).text).toBe("{}");
  });
});

describe("what a server does not take", () => {
  const refuse = (message: string): Answer =>
    reply(400, { type: "error", error: { type: "invalid_request_error", message } });

  test("a cache breakpoint is dropped once and remembered", async () => {
    const claude = await provider(
      refuse("messages.0.content.0.cache_control: Extra inputs are not permitted"),
      events(claudeSays("{}")),
    );
    const { signal } = new AbortController();
    await claude.complete(question(), signal);
    await claude.complete(question(), signal);
    expect(server?.asked.map(({ body }) => JSON.stringify(body).includes("cache_control"))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test.each(["schema", "text"] as const)("an effort is sent if asked, at level %s", async (level) => {
    const completion = await ask([events(claudeSays("{}"))], { level, effort: "low" });
    expect(server?.asked[0]?.body["output_config"]).toMatchObject({ effort: "low" });
    expect(completion).not.toHaveProperty("isWithoutEffort");
  });

  test.each(["output_config.effort: Extra inputs are not permitted", "This model does not support effort."])(
    "an effort that is refused (%s) is left out from then on, and the answer says so",
    async (message) => {
      const claude = await provider(refuse(message), events(claudeSays("{}")));
      const { signal } = new AbortController();
      const answers = [
        await claude.complete(question({ effort: "high" }), signal),
        await claude.complete(question({ effort: "high" }), signal),
      ];
      expect(answers).toMatchObject([{ isWithoutEffort: true }, { isWithoutEffort: true }]);
      const configs = server?.asked.map(({ body }) => Object.keys(body["output_config"] ?? {}));
      expect(configs).toEqual([["effort", "format"], ["format"], ["format"]]);
    },
  );

  test("a limit above the model's own becomes the model's own", async () => {
    const message =
      "max_tokens: 9000 > 8192, which is the maximum allowed number of output tokens for test-model";
    await ask([refuse(message), events(claudeSays("{}"))]);
    expect(server?.asked.map(({ body }) => body["max_tokens"])).toEqual([9000, 8192]);
  });

  test("a shape is for the asker to give up", async () => {
    const asked = ask([refuse("output_config.format: structured outputs are not supported by this model")]);
    await expect(asked).rejects.toMatchObject({
      kind: "unsupported-parameter",
      details: { parameter: "output_config.format" },
    });
    expect(server?.asked).toHaveLength(1);
  });
});
