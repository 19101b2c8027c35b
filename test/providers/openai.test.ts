/** Chat Completions against a server on this machine, through the real SDK. */
import { afterEach, describe, expect, test } from "vitest";
import {
  type Completion,
  CompletionError,
  type CompletionRequest,
  type Provider,
} from "../../src/model/completion.js";
import { openaiProvider } from "../../src/providers/openai.js";
import {
  type Answer,
  type TestServer,
  chatSays,
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
  return openaiProvider({ apiKey: key, baseUrl: `${server.url}/v1`, ...patience });
}

async function ask(
  answers: readonly Answer[],
  changes: Partial<CompletionRequest> = {},
): Promise<Completion> {
  return (await provider(...answers)).complete(question(changes), new AbortController().signal);
}

/** A provider for OpenAI's own address whose requests reach the test's server. */
async function openAiItself(...answers: readonly Answer[]): Promise<Provider> {
  const started = (server = await serve(...answers));
  return openaiProvider({
    apiKey: key,
    ...patience,
    send: async (input, init) => fetch(`${started.url}${new URL(String(input)).pathname}`, init),
  });
}

const format = {
  type: "json_schema",
  json_schema: { name: "notes", strict: true, schema: question().schema.schema },
};

describe("the request", () => {
  test("to a compatible server: system, one text with the shared part first, max_tokens", async () => {
    await ask([events(chatSays("{}"))]);
    expect(server?.asked[0]?.path).toBe("/v1/chat/completions");
    expect(server?.asked[0]?.headers.authorization).toBe(`Bearer ${key}`);
    expect(server?.asked[0]?.body).toEqual({
      model: "test-model",
      messages: [
        { role: "system", content: "Be right." },
        { role: "user", content: "  1| let a = 1;\n\nLook at names." },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 9000,
      response_format: format,
    });
  });

  test("to OpenAI: developer, max_completion_tokens, and for new models the end of the shared part", async () => {
    const openai = await openAiItself(events(chatSays("{}")));
    const { signal } = new AbortController();
    for (const model of ["gpt-6.1-sol", "gpt-5.6-terra", "gpt-5.4-mini", "o4-mini"])
      await openai.complete(question({ model }), signal);
    const bodies = server?.asked.map(({ body }) => body) ?? [];
    expect(bodies[0]).toMatchObject({
      messages: [
        { role: "developer", content: "Be right." },
        {
          role: "user",
          content: [
            { type: "text", text: "  1| let a = 1;", prompt_cache_breakpoint: { mode: "explicit" } },
            { type: "text", text: "Look at names." },
          ],
        },
      ],
      max_completion_tokens: 9000,
      prompt_cache_options: { mode: "explicit" },
    });
    expect(bodies.map((body) => "prompt_cache_key" in body)).toEqual([true, true, false, false]);
    expect(openai.destination).toBe("api.openai.com");
  });

  test.each([
    ["json", { type: "json_object" }],
    ["text", undefined],
  ] as const)("at level %s", async (level, expected) => {
    await ask([events(chatSays("{}"))], { level });
    expect(server?.asked[0]?.body["response_format"]).toEqual(expected);
  });

  test("without a key, to a base URL without a path, with turns", async () => {
    server = await serve(events(chatSays("{}")));
    const local = openaiProvider({ baseUrl: server.url, ...patience });
    const turns = [
      { role: "assistant" as const, text: "[]" },
      { role: "user" as const, text: "An object." },
    ];
    const prompt = { ...question().prompt, turns };
    await local.complete(question({ prompt }), new AbortController().signal);
    expect(server.asked[0]).toMatchObject({ path: "/v1/chat/completions" });
    expect(server.asked[0]?.body["messages"]).toEqual([
      { role: "system", content: "Be right." },
      { role: "user", content: "  1| let a = 1;\n\nLook at names." },
      { role: "assistant", content: "[]" },
      { role: "user", content: "An object." },
    ]);
    expect(local.destination).toBe(new URL(server.url).host);
  });
});

test.each([
  ["gpt-6.1-sol", "max_completion_tokens"],
  ["openai/gpt-5.4-mini", "max_completion_tokens"],
  ["o4-mini", "max_completion_tokens"],
  ["gpt-4.1", "max_tokens"],
  ["gpt-oss:20b", "max_tokens"],
  ["olmo-3", "max_tokens"],
])("%s behind a gateway has its limit as %s", async (model, name) => {
  await ask([events(chatSays("{}"))], { model });
  expect(server?.asked).toHaveLength(1);
  expect(server?.asked[0]?.body[name]).toBe(9000);
});

describe("a question that a server read only the end of", () => {
  const shared = "const total = price * count;\n".repeat(2000);
  const counted = (prompt_tokens: number): Answer =>
    events(chatSays("{}", "stop", { prompt_tokens, completion_tokens: 2 }));

  test.each<[string, number, string]>([
    ["a context window of 4,096", 4096, "too-large"],
    ["the whole question", 15_000, "read"],
    ["a whole question that happens to be a multiple", 16_384, "read"],
    ["what was not cached", 4000, "read"],
    ["nothing, which is no count", 0, "read"],
  ])("it counts %s", async (_, tokens, expected) => {
    const prompt = { ...question().prompt, shared };
    const outcome = await ask([counted(tokens)], { prompt }).then(
      () => "read",
      (error: unknown) => (error instanceof CompletionError ? error.kind : "?"),
    );
    expect(outcome).toBe(expected);
  });

  test("a short question fits everywhere", async () => {
    expect((await ask([counted(1024)])).text).toBe("{}");
  });
});

describe("the answer", () => {
  test("text, model, usage, and what is left", async () => {
    const usage = { prompt_tokens: 100, completion_tokens: 9, total_tokens: 109 };
    const headers = {
      "x-ratelimit-remaining-requests": "59",
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-remaining-tokens": "149000",
      "x-ratelimit-reset-tokens": "6m0s",
    };
    expect(await ask([events(chatSays('{"a":"ä"}', "stop", usage), undefined, headers)])).toEqual({
      text: '{"a":"ä"}',
      stop: "end",
      usage: { input: 100, cacheRead: null, cacheWrite: null, output: 9 },
      model: "gpt-test-1",
      limits: {
        requests: { remaining: 59, resetsIn: 1000 },
        tokens: { remaining: 149_000, resetsIn: 360_000 },
      },
    });
  });

  test.each<[string, object | null, Completion["usage"]]>([
    ["nothing said is unknown", null, { input: null, cacheRead: null, cacheWrite: null, output: null }],
    [
      "cached tokens are taken out of the input",
      {
        prompt_tokens: 100,
        completion_tokens: 9,
        prompt_tokens_details: { cached_tokens: 70, cache_write_tokens: 20 },
      },
      { input: 10, cacheRead: 70, cacheWrite: 20, output: 9 },
    ],
    [
      "DeepSeek's cache",
      { prompt_tokens: 100, completion_tokens: 9, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 },
      { input: 36, cacheRead: 64, cacheWrite: null, output: 9 },
    ],
    [
      "thoughts that only the total counts",
      { prompt_tokens: 100, completion_tokens: 9, total_tokens: 159 },
      { input: 100, cacheRead: null, cacheWrite: null, output: 59 },
    ],
    [
      "numbers that are none",
      { prompt_tokens: "many", completion_tokens: -1 },
      { input: null, cacheRead: null, cacheWrite: null, output: null },
    ],
  ])("usage: %s", async (_, counted, expected) => {
    expect((await ask([events(chatSays("{}", "stop", counted))])).usage).toEqual(expected);
  });

  test("Groq counts under its own name", async () => {
    const last = { choices: [], x_groq: { usage: { prompt_tokens: 5, completion_tokens: 6 } } };
    const { usage } = await ask([events([...chatSays("{}").slice(0, 3), last])]);
    expect(usage).toMatchObject({ input: 5, output: 6 });
  });

  test.each([
    ["stop", "end"],
    ["tool_calls", "end"],
    ["length", "length"],
    ["model_length", "length"],
    ["MAX_TOKENS", "length"],
    ["content_filter", "refusal"],
    ["SAFETY", "refusal"],
  ])("%s is %s", async (finish, stop) => {
    expect(await ask([events(chatSays("{", finish))])).toMatchObject({ text: "{", stop });
  });

  test("a refusal in its own field", async () => {
    const refuse = (refusal: string) => ({ choices: [{ delta: { refusal } }] });
    const answer = await ask([events([refuse("I can"), refuse("not."), ...chatSays("")])]);
    expect(answer).toMatchObject({ text: "", stop: "refusal", refusal: "I cannot." });
  });

  test.each([
    ["in a field of their own", [{ choices: [{ delta: { reasoning_content: "hm", content: null } }] }]],
    ["as OpenRouter names it", [{ choices: [{ delta: { reasoning: "hm" } }] }]],
    ["in front of the answer", [{ choices: [{ delta: { content: "<think>{ hm }</think>\n" } }] }]],
    [
      "as parts of a list",
      [
        {
          choices: [
            {
              delta: {
                content: [
                  { type: "thinking", thinking: [] },
                  { type: "text", text: "" },
                ],
              },
            },
          ],
        },
      ],
    ],
  ])("thoughts %s are no part of the text", async (_, thoughts) => {
    let begun = 0;
    const begin = (): void => void begun++;
    const answer = await ask([events([...thoughts, ...chatSays("{}")])], { onFirstContent: begin });
    expect([answer.text, begun]).toEqual(["{}", 1]);
  });

  test("a server that does not stream is understood too", async () => {
    const whole = {
      model: "whole",
      choices: [{ message: { role: "assistant", content: "{}" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 5, completion_tokens: 6 },
    };
    expect(await ask([reply(200, whole)])).toMatchObject({
      text: "{}",
      stop: "end",
      model: "whole",
      usage: { input: 5, output: 6 },
    });
  });

  test("chunks that hold nothing, and comments, are passed over", async () => {
    const odd = [": PROCESSING\n\n", "data: null\n\n", "data: 7\n\n", { choices: null }, { choices: [null] }];
    expect((await ask([events([...odd, ...chatSays("{}")])])).text).toBe("{}");
  });
});

describe("what a server does not take", () => {
  const unsupported = (message: string, param: string | null = null): Answer =>
    reply(400, { error: { message, type: "invalid_request_error", param, code: "unsupported_parameter" } });
  const roles = (asked: TestServer["asked"]): readonly unknown[] =>
    asked.map(({ body }) =>
      (body["messages"] as readonly { role: string }[]).map(({ role }) => role).join(" "),
    );

  test("the count of tokens is dropped once and remembered", async () => {
    const mistral = reply(422, {
      object: "error",
      message: {
        detail: [
          {
            type: "extra_forbidden",
            loc: ["body", "stream_options"],
            msg: "Extra inputs are not permitted",
            input: { include_usage: true },
          },
        ],
      },
    });
    const server422 = await provider(mistral, events(chatSays("{}")));
    const { signal } = new AbortController();
    await server422.complete(question(), signal);
    await server422.complete(question(), signal);
    expect(server?.asked.map(({ body }) => "stream_options" in body)).toEqual([true, false, false]);
  });

  test("the limit changes its name", async () => {
    await ask([
      unsupported(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        "max_tokens",
      ),
      events(chatSays("{}")),
    ]);
    expect(server?.asked.map(({ body }) => body["max_completion_tokens"])).toEqual([undefined, 9000]);
  });

  test("a limit above the server's own becomes the server's own", async () => {
    const message = "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]";
    await ask([unsupported(message), events(chatSays("{}"))]);
    expect(server?.asked.map(({ body }) => body["max_tokens"])).toEqual([9000, 8192]);
  });

  test("OpenAI's role for rules falls back to the older, and that to the user's", async () => {
    const openai = await openAiItself(
      unsupported(
        "Unsupported value: 'messages[0].role' does not support 'developer' with this model.",
        "messages[0].role",
      ),
      reply(500, {
        error: { code: 500, message: "Jinja Exception: System role not supported", type: "server_error" },
      }),
      events(chatSays("{}")),
    );
    await openai.complete(question(), new AbortController().signal);
    expect(roles(server?.asked ?? [])).toEqual(["developer user", "system user", "user"]);
    expect(JSON.stringify(server?.asked[2]?.body)).toContain("Be right.");
  });

  test("marks for a cache are dropped together", async () => {
    const openai = await openAiItself(
      unsupported("Unknown parameter: 'messages[1].content[0].prompt_cache_breakpoint'."),
      events(chatSays("{}")),
    );
    await openai.complete(question({ model: "gpt-6-luna" }), new AbortController().signal);
    expect(server?.asked.map(({ body }) => JSON.stringify(body).includes("prompt_cache"))).toEqual([
      true,
      false,
    ]);
  });

  test("several calls at once learn it from each other", async () => {
    const refuseOld: Answer = (response, asked) => {
      const answer =
        "stream_options" in asked.body
          ? unsupported("Unrecognized request argument supplied: stream_options")
          : events(chatSays("{}"));
      answer(response, asked);
    };
    const both = await provider(refuseOld);
    const { signal } = new AbortController();
    const answers = await Promise.all([1, 2, 3].map(async () => both.complete(question(), signal)));
    expect(answers.map(({ text }) => text)).toEqual(["{}", "{}", "{}"]);
    expect(server?.asked).toHaveLength(6);
  });

  test("a server that objects for ever is not asked for ever", async () => {
    const asked = ask([
      (response, { body }) => {
        const dislike = ["stream_options", "max_tokens", "max_completion_tokens"].find(
          (name) => name in body,
        );
        unsupported(dislike ?? "'system' role not supported")(response, { path: "", headers: {}, body });
      },
    ]);
    await expect(asked).rejects.toMatchObject({ kind: "bad-request" });
    expect(server?.asked).toHaveLength(5);
  });

  test.each<[string, Answer]>([
    [
      "OpenAI",
      reply(400, {
        error: {
          message:
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
          param: null,
        },
      }),
    ],
    [
      "DeepSeek",
      reply(400, {
        error: { message: "This response_format type is unavailable now", type: "invalid_request_error" },
      }),
    ],
    ["LM Studio", reply(400, { error: "'response_format.type' must be 'json_schema' or 'text'" })],
    [
      "llama.cpp",
      reply(500, { error: { code: 500, message: "Failed to parse grammar", type: "server_error" } }),
    ],
    [
      "OpenRouter",
      reply(404, {
        error: { code: 404, message: "No endpoints found that can handle the requested parameters." },
      }),
    ],
    [
      "Gemini",
      reply(400, [
        {
          error: {
            code: 400,
            status: "INVALID_ARGUMENT",
            message:
              "Invalid JSON payload received. Unknown name \"json_schema\" at 'response_format': Cannot find field.",
          },
        },
      ]),
    ],
    [
      "vLLM",
      reply(400, { object: "error", message: "guided_json is not supported with this backend", code: 400 }),
    ],
  ])("a shape that %s cannot have is for the asker to give up", async (_, answer) => {
    await expect(ask([answer])).rejects.toMatchObject({
      kind: "unsupported-parameter",
      details: { parameter: "response_format" },
    });
    expect(server?.asked).toHaveLength(1);
  });
});
