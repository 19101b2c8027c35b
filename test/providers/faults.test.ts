/** Everything a server can do wrong, in both wire formats, through the real SDKs: each is one kind, and tells no key. */
import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { CompletionError, type CompletionRequest, type Provider } from "../../src/model/completion.js";
import { anthropicProvider } from "../../src/providers/anthropic.js";
import type { Connection } from "../../src/providers/call.js";
import { openaiProvider } from "../../src/providers/openai.js";
import {
  type Answer,
  type TestServer,
  chatSays,
  claudeSays,
  eventText,
  events,
  key,
  patience,
  question,
  reply,
  serve,
} from "./server.js";

let server: TestServer | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await server?.close();
  server = undefined;
});

/** One wire format: who speaks it, how it says a text, and how it words an error. */
interface Wire {
  readonly make: (connection: Connection) => Provider;
  readonly says: (text: string) => readonly unknown[];
  /** How many events it sends after the last text. */
  readonly endEvents: number;
  readonly error: (type: string, message: string, more?: object) => object;
  readonly errorEvent: (type: string, message: string) => unknown;
}

const wires: Readonly<Record<string, Wire>> = {
  anthropic: {
    make: anthropicProvider,
    says: claudeSays,
    endEvents: 3,
    error: (type, message, details = {}) => ({ type: "error", error: { type, message, details } }),
    errorEvent: (type, message) => ({ type: "error", error: { type, message } }),
  },
  openai: {
    make: openaiProvider,
    says: chatSays,
    endEvents: 2,
    error: (type, message, more = {}) => ({ error: { type, message, param: null, code: null, ...more } }),
    errorEvent: (type, message) => ({ error: { type, message } }),
  },
};

/** The error that a call ends in; it must be ours and hold no key wherever one looks. */
async function failureOf(
  wire: Wire,
  answers: readonly Answer[],
  { connection = {}, request = {}, signal = new AbortController().signal }: Changes = {},
): Promise<CompletionError> {
  server = await serve(...answers);
  const provider = wire.make({ apiKey: key, baseUrl: server.url, ...patience, ...connection });
  const error: unknown = await provider
    .complete(question(request), signal)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof CompletionError)) throw new Error(`not a CompletionError: ${inspect(error)}`);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(key);
  return error;
}

interface Changes {
  readonly connection?: Partial<Connection>;
  readonly request?: Partial<CompletionRequest>;
  readonly signal?: AbortSignal;
}

const never = (): void => undefined;
const hangUp = (response: ServerResponse): void => void setTimeout(() => response.destroy(), 50);

describe.each(Object.entries(wires))("%s", (_, wire) => {
  const { says, error, errorEvent } = wire;
  const half = says('{"findings":[').slice(0, -wire.endEvents);

  test.each<[string, Answer, string, object]>([
    ["400", reply(400, error("invalid_request_error", "no")), "bad-request", { status: 400 }],
    ["401", reply(401, error("authentication_error", `bad key ${key}`)), "authentication", { status: 401 }],
    ["402", reply(402, error("billing_error", "pay")), "payment", { status: 402 }],
    ["403", reply(403, error("permission_error", "no")), "permission", { status: 403 }],
    [
      "404 model",
      reply(404, error("not_found_error", "model: test-model")),
      "unknown-model",
      { status: 404 },
    ],
    ["404 page", reply(404, "404 page not found"), "bad-request", { status: 404 }],
    ["408", reply(408, error("timeout_error", "slow")), "server", {}],
    ["413", reply(413, error("request_too_large", "big")), "too-large", {}],
    ["422", reply(422, { detail: "no" }), "bad-request", {}],
    ["429", reply(429, error("rate_limit_error", "slow down")), "rate-limit", {}],
    ["500", reply(500, error("api_error", "oops")), "server", { status: 500 }],
    ["500 without a body", reply(500, ""), "server", {}],
    ["502 page", reply(502, "<html><title>Bad Gateway</title>"), "server", { status: 502 }],
    ["503", reply(503, error("unavailable_error", "Loading model")), "overloaded", {}],
    ["529", reply(529, error("overloaded_error", "Overloaded")), "overloaded", { status: 529 }],
    [
      "too long a prompt",
      reply(400, error("x", "prompt is too long: 9 tokens > 8 maximum")),
      "too-large",
      {},
    ],
    ["no credit", reply(400, error("x", "Your credit balance is too low")), "payment", {}],
    ["a page with status 200", reply(200, "<html>Sign in to the network</html>"), "malformed", {}],
    [
      "an error with status 200",
      reply(200, error("rate_limit_error", "slow")),
      "rate-limit",
      { status: 429 },
    ],
    ["an empty stream", events([]), "cut-off", {}],
    ["an end before the end", events(half), "cut-off", { partial: '{"findings":[' }],
    ["a cut", events(half, hangUp), "cut-off", { partial: '{"findings":[' }],
    [
      "a broken event",
      events([...half, 'event: message_delta\ndata: {"tru\n\n']),
      "malformed",
      { partial: '{"findings":[' },
    ],
    [
      "overload in the stream",
      events([...half, errorEvent("overloaded_error", "x")]),
      "overloaded",
      { partial: '{"findings":[' },
    ],
    ["trouble in the stream", events([errorEvent("api_error", "x")]), "server", {}],
    ["a hang-up before the headers", (response) => void response.destroy(), "connection", {}],
    ["a redirect", reply(307, "", { location: "http://elsewhere.test/v1" }), "bad-request", { status: 307 }],
  ])("%s", async (_, answer, kind, details) => {
    const failure = await failureOf(wire, [answer]);
    expect(failure).toMatchObject({ kind, details });
    expect(server?.asked, "one attempt, no retry").toHaveLength(1);
  });

  test("what was counted before the break is kept, because it is billed", async () => {
    const usage = { prompt_tokens: 12, completion_tokens: 1 };
    const counted = [{ choices: [], usage }, ...half];
    const { details } = await failureOf(wire, [events(counted)]);
    expect(details.usage).toMatchObject({ input: 12, output: 1 });
  });

  test("nobody listens", async () => {
    const gone = await serve();
    await gone.close();
    const failure = await failureOf(wire, [], { connection: { baseUrl: gone.url } });
    expect(failure).toMatchObject({ kind: "connection" });
    expect(failure.message).toContain("nothing listens there");
  });

  test("there is no such host", async () => {
    const send = async (): Promise<Response> => {
      const cause = Object.assign(new Error("getaddrinfo ENOTFOUND x.test"), { code: "ENOTFOUND" });
      return Promise.reject(new TypeError("fetch failed", { cause }));
    };
    const failure = await failureOf(wire, [], { connection: { send } });
    expect(failure).toMatchObject({ kind: "connection" });
    expect(failure.message).toContain("there is no such host");
  });

  test.each<[string, Answer, object]>([
    ["before the headers", never, {}],
    ["in the middle", events(half, never), { partial: '{"findings":[' }],
    ["in a refusal", (response) => void response.writeHead(500).write("{"), {}],
  ])("a stall %s", async (_, answer, details) => {
    const connection = { idleMs: 150 };
    const failure = await failureOf(wire, [answer], { connection });
    expect(failure).toMatchObject({ kind: "stalled", details });
    expect(failure.message).toContain("sent nothing for too long");
  });

  test("pings keep a silent model alive, but not past the deadline", async () => {
    const ping: Answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const timer = setInterval(() => response.write(": still thinking\n\n"), 20);
      response.on("close", () => clearInterval(timer));
    };
    const connection = { idleMs: 400, deadlineMs: 1200 };
    const failure = await failureOf(wire, [ping], { connection });
    expect(failure).toMatchObject({ kind: "stalled" });
    expect(failure.message).toContain("time was up");
  });

  test.each<[string, Answer, object]>([
    ["before the headers", never, {}],
    ["in the middle", events(half, never), { partial: '{"findings":[' }],
  ])("giving up %s", async (_, answer, details) => {
    const controller = new AbortController();
    const counting: Answer = (response, asked) => {
      answer(response, asked);
      setTimeout(() => controller.abort(), 60);
    };
    const failure = await failureOf(wire, [counting], { signal: controller.signal });
    expect(failure).toMatchObject({ kind: "interrupted", details });
  });

  test("a server that does not hang up after the end is left", { timeout: 15_000 }, async () => {
    server = await serve(events(says("{}"), never));
    const connection = { apiKey: key, baseUrl: server.url, idleMs: 60_000, deadlineMs: 60_000 };
    const { text } = await wire.make(connection).complete(question(), new AbortController().signal);
    expect(text).toBe("{}");
  });

  test("giving up before it begins sends nothing", async () => {
    const failure = await failureOf(wire, [events(says("{}"))], { signal: AbortSignal.abort() });
    expect(failure.kind).toBe("interrupted");
    expect(server?.asked).toEqual([]);
  });

  test.each<[string, Record<string, string>, string, number | undefined]>([
    ["seconds", { "retry-after": "7" }, "rate-limit", 7000],
    [
      "a date",
      { "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT", date: "Sat, 21 Nov 2026 12:00:00 GMT" },
      "rate-limit",
      30_000,
    ],
    ["milliseconds", { "retry-after-ms": "250" }, "rate-limit", 250],
    ["an absurd number", { "retry-after": "99999999999999999999" }, "rate-limit", Number.MAX_SAFE_INTEGER],
    ["nonsense", { "retry-after": "-5 soon" }, "rate-limit", undefined],
    ["no hope", { "x-should-retry": "false" }, "spend-limit", undefined],
  ])("429 with %s", async (_, headers, kind, retryAfter) => {
    const { kind: found, details } = await failureOf(wire, [reply(429, error("x", "slow"), headers)]);
    expect([found, details.retryAfter]).toEqual([kind, retryAfter]);
  });

  test("x-should-retry: true makes an unexplained refusal worth another try", async () => {
    const failure = await failureOf(wire, [reply(400, error("x", "busy"), { "x-should-retry": "true" })]);
    expect(failure.kind).toBe("server");
  });

  test("a model that does not stop is stopped", async () => {
    const long = says("x".repeat(10 * 1024 * 1024));
    expect(await failureOf(wire, [events(long)])).toMatchObject({ kind: "malformed" });
  });

  test("a refusal that does not stop is cut", async () => {
    const failure = await failureOf(wire, [reply(500, `<b>${"no ".repeat(1_000_000)}`)]);
    expect(failure.kind).toBe("server");
    expect(failure.message.length).toBeLessThan(500);
  });

  test("bytes that are no UTF-8 are replaced, not thrown", async () => {
    server = await serve((response) => {
      const bytes = Buffer.from(says("(~)").map(eventText).join(""));
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(bytes.map((byte) => (byte === 0x7e ? 0xff : byte)));
    });
    const provider = wire.make({ apiKey: key, baseUrl: server.url, ...patience });
    const { text } = await provider.complete(question(), new AbortController().signal);
    expect(text).toBe("(\ufffd)");
  });

  test("a key that no header can hold is named as such, and not repeated", async () => {
    const connection = { apiKey: `${key}\n${key}` };
    const failure = await failureOf(wire, [events(says("{}"))], { connection });
    expect(failure.kind).toBe("authentication");
  });

  test("foreign text cannot move the cursor", async () => {
    const failure = await failureOf(wire, [reply(400, error("x", "\u001b[2Jgone\n::error::x"))]);
    expect(failure.message).toContain("\\x1b[2Jgone ::error::x");
  });

  test("the SDK prints nothing, whatever the environment asks for", async () => {
    vi.stubEnv("ANTHROPIC_LOG", "debug");
    vi.stubEnv("OPENAI_LOG", "debug");
    const said: unknown[] = [];
    const listen = (...words: unknown[]): void => void said.push(words);
    for (const name of ["log", "info", "debug", "warn", "error"] as const)
      vi.spyOn(console, name).mockImplementation(listen);
    await failureOf(wire, [events(["event: message_start\ndata: {broken\n\n"])]);
    await server?.close();
    await failureOf(wire, [reply(500, error("x", "oops"))]);
    expect(said).toEqual([]);
  });
});

describe("what only one of them says", () => {
  const claude = wires["anthropic"] as Wire;
  const chat = wires["openai"] as Wire;
  const google = (status: number, message: string, details: readonly object[] = []): Answer =>
    reply(status, [{ error: { code: status, message, status: "X", details } }]);

  test.each<[string, Wire, Answer, string]>([
    [
      "Anthropic: an enforced limit",
      claude,
      reply(429, claude.error("rate_limit_error", "x", { error_code: "enforced_spend_limit_reached" })),
      "spend-limit",
    ],
    [
      "Anthropic: a limit set by oneself",
      claude,
      reply(400, claude.error("invalid_request_error", "You have reached your specified API usage limits.")),
      "spend-limit",
    ],
    [
      "OpenAI: no quota",
      chat,
      reply(
        429,
        chat.error("insufficient_quota", "You exceeded your current quota", { code: "insufficient_quota" }),
      ),
      "spend-limit",
    ],
    [
      "OpenAI: more than a minute's tokens at once",
      chat,
      reply(
        429,
        chat.error(
          "tokens",
          "Request too large for gpt-x on tokens per min (TPM): Limit 30000, Requested 90000",
        ),
      ),
      "too-large",
    ],
    [
      "OpenAI: no such model",
      chat,
      reply(
        404,
        chat.error(
          "invalid_request_error",
          "The model `gpt-6.9-x` does not exist or you do not have access to it.",
          { code: "model_not_found" },
        ),
      ),
      "unknown-model",
    ],
    [
      "OpenAI: a model of others",
      chat,
      reply(
        403,
        chat.error("x", "Project `p` does not have access to model `m`", { code: "model_not_found" }),
      ),
      "unknown-model",
    ],
    [
      "OpenAI: too long",
      chat,
      reply(
        400,
        chat.error("x", "This model's maximum context length is 8192 tokens.", {
          code: "context_length_exceeded",
        }),
      ),
      "too-large",
    ],
    [
      "Ollama: not pulled",
      chat,
      reply(404, { error: { message: 'model "x" not found, try pulling it first', type: "api_error" } }),
      "unknown-model",
    ],
    ["Ollama: without /v1", chat, reply(404, "404 page not found"), "bad-request"],
    [
      "llama.cpp: too long",
      chat,
      reply(400, {
        error: {
          code: 400,
          type: "exceed_context_size_error",
          message: "the request exceeds the available context size",
        },
      }),
      "too-large",
    ],
    [
      "vLLM: no such model",
      chat,
      reply(404, {
        object: "error",
        message: "The model `x` does not exist.",
        type: "NotFoundError",
        code: 404,
      }),
      "unknown-model",
    ],
    [
      "DeepSeek: no such model",
      chat,
      reply(400, chat.error("invalid_request_error", "Model Not Exist")),
      "unknown-model",
    ],
    ["DeepSeek: no money", chat, reply(402, chat.error("unknown_error", "Insufficient Balance")), "payment"],
    [
      "Grok: a wrong key",
      chat,
      reply(400, {
        code: "Client specified an invalid argument",
        error: "Incorrect API key provided: ab***.",
      }),
      "authentication",
    ],
    [
      "Gemini: a wrong key",
      chat,
      google(400, "API key not valid. Please pass a valid API key."),
      "authentication",
    ],
    [
      "Gemini: too many requests",
      chat,
      google(429, "You exceeded your current quota, please check your plan"),
      "rate-limit",
    ],
    [
      "OpenRouter: trouble behind it",
      chat,
      events([
        {
          error: { code: 502, message: "Provider returned error" },
          choices: [{ delta: { content: "" }, finish_reason: "error" }],
        },
      ]),
      "server",
    ],
    [
      "OpenRouter: a limit of the key",
      chat,
      reply(403, { error: { code: 403, message: "Key limit exceeded" } }),
      "spend-limit",
    ],
    ["Groq: no room", chat, reply(498, chat.error("x", "Flex tier capacity exceeded")), "overloaded"],
    ["Cloudflare", chat, reply(524, "<html><title>524: A timeout occurred</title>"), "server"],
  ])("%s", async (_, wire, answer, kind) => {
    expect((await failureOf(wire, [answer])).kind).toBe(kind);
  });

  test("Gemini says in the body how long to wait", async () => {
    const { details } = await failureOf(chat, [google(429, "quota", [{ retryDelay: "34.5s" }])]);
    expect(details.retryAfter).toBe(34_500);
  });

  test("with nothing left and no retry-after, the wait is until something is", async () => {
    const headers = { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m2s" };
    const { details } = await failureOf(chat, [reply(429, chat.error("x", "slow"), headers)]);
    expect(details.retryAfter).toBe(62_000);
  });
});

test.each([
  ["not an address", "not an http or https address"],
  ["ftp://example.com", "not an http or https address"],
  ["https://me:secret-password@example.com", "holds a password"],
  ["https://example.com/v1?key=secret-password", "holds a password"],
])("the base URL %s is refused without repeating a password", (baseUrl, words) => {
  for (const { make } of Object.values(wires)) {
    const start = (): Provider => make({ apiKey: key, baseUrl, ...patience });
    expect(start).toThrow(words);
    expect(start).not.toThrow("secret-password");
  }
});
