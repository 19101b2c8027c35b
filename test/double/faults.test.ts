/** Each fault as both vendors' clients meet it: what they throw, or what text they hand over. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { WireId } from "./asked.js";
import { type Heard, hearChat, hearMessages, key } from "./clients.js";
import { type FaultName, faults } from "./faults.js";
import { chatBody, messagesBody } from "./prompts.js";
import { always, inTurn } from "./script.js";
import { Double, nobody } from "./server.js";

let double: Double;
beforeAll(async () => {
  double = await Double.start();
});
afterEach(() => double.recorder.clear());
afterAll(async () => double.close());

function hear(wire: WireId, signal?: AbortSignal, at: Pick<Double, "url"> = double): Promise<Heard> {
  return wire === "anthropic" ? hearMessages(at, messagesBody(), signal) : hearChat(at, chatBody(), signal);
}

async function failure(asked: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await asked.then(
    (heard) => new Error(`it was answered: ${JSON.stringify(heard).slice(0, 200)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error(`no error was thrown but ${String(error)}`);
  return { ...error, kind: error.constructor.name, message: error.message };
}

const wires = ["anthropic", "openai"] as const;

describe.each([
  {
    name: "unauthorized",
    anthropic: { status: 401, type: "authentication_error" },
    openai: { status: 401, code: "invalid_api_key" },
  },
  { name: "payment", anthropic: { status: 402, type: "billing_error" }, openai: { status: 402 } },
  { name: "forbidden", anthropic: { status: 403, type: "permission_error" }, openai: { status: 403 } },
  {
    name: "unknown-model",
    anthropic: { status: 404, type: "not_found_error" },
    openai: { status: 404, code: "model_not_found" },
  },
  { name: "too-large", anthropic: { status: 413 }, openai: { status: 413 } },
  {
    name: "context-length",
    anthropic: { status: 400, type: "invalid_request_error" },
    openai: { status: 400, code: "context_length_exceeded" },
  },
  {
    name: "rate-limit-silent",
    anthropic: { status: 429, errorCode: null },
    openai: { status: 429, code: "rate_limit_exceeded" },
  },
  {
    name: "spend-limit",
    anthropic: { kind: "EnforcedSpendLimitReachedError", status: 429 },
    openai: { status: 429, code: "insufficient_quota" },
  },
  { name: "server-error", anthropic: { status: 500, type: "api_error" }, openai: { status: 500 } },
  { name: "overloaded", anthropic: { kind: "OverloadedError", status: 529 }, openai: { status: 503 } },
  { name: "bad-gateway-page", anthropic: { status: 502 }, openai: { status: 502 } },
  {
    name: "unsupported-parameter",
    anthropic: { status: 400 },
    openai: { status: 400, param: "stream_options" },
  },
  {
    name: "unsupported-schema",
    anthropic: { status: 400 },
    openai: { status: 400, param: "response_format" },
  },
  { name: "unsupported-json", anthropic: { status: 400 }, openai: { status: 400, param: "response_format" } },
  { name: "reset", anthropic: { kind: "APIConnectionError" }, openai: { kind: "APIConnectionError" } },
  {
    name: "error-event",
    anthropic: { type: "overloaded_error", status: undefined },
    openai: { code: "overloaded", status: undefined },
  },
  { name: "cut", anthropic: { message: "terminated" }, openai: { message: "terminated" } },
] as const)("$name", ({ name, ...expected }) => {
  it.each(wires)("%s throws", async (wire) => {
    double.follow(always(faults[name]));
    expect(await failure(hear(wire))).toMatchObject(expected[wire]);
    expect(double.recorder.answered).toEqual([]);
  });
});

describe.each<{ name: FaultName; value: RegExp }>([
  { name: "rate-limit-seconds", value: /^1$/ },
  { name: "rate-limit-date", value: /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/ },
  { name: "rate-limit-absurd", value: /^31536000$/ },
])("$name", ({ name, value }) => {
  it.each(wires)("%s is told how long to wait", async (wire) => {
    double.follow(always(faults[name]));
    const { status, headers } = await failure(hear(wire));
    expect(status).toBe(429);
    expect(headers instanceof Headers && headers.get("retry-after")).toMatch(value);
  });
});

describe.each(["stall", "stall-before-headers"] as const)("%s", (name) => {
  it.each(wires)("%s hears nothing more until it leaves", async (wire) => {
    double.follow(always(faults[name]));
    const left = new AbortController();
    const asked = hear(wire, left.signal).then(
      () => "ended",
      () => "ended",
    );
    while (double.recorder.asked.length === 0) await Promise.race([asked, turn()]);
    for (let i = 0; i < 50; i++) expect(await Promise.race([asked, turn()])).toBe("waiting");
    left.abort();
    await asked;
    while (double.recorder.calls[0]?.ending === "open") await turn();
    expect(double.recorder.calls).toMatchObject([{ ending: "left", status: name === "stall" ? 200 : 0 }]);
  });
});

async function turn(): Promise<"waiting"> {
  return new Promise((resolve) => setImmediate(() => resolve("waiting")));
}

it("a stream that ends early is an error to one client and an answer without a reason to the other", async () => {
  double.follow(always(faults["ends-early"]));
  expect(await failure(hear("anthropic"))).toMatchObject({ kind: "AnthropicError" });
  expect(await hear("openai")).toMatchObject({ stop: null, usage: null });
});

it("a page of somebody else's is no message", async () => {
  double.follow(always(faults["login-page"]));
  expect(await failure(hear("anthropic"))).toMatchObject({ kind: "AnthropicError" });
  expect(await hear("openai")).toEqual({ text: "", stop: null, refusal: "", usage: null });
});

it.each(wires)("%s is refused where nobody listens", async (wire) => {
  expect(await failure(hear(wire, undefined, { url: await nobody() }))).toMatchObject({
    kind: "APIConnectionError",
  });
});

describe.each<{ name: FaultName; heard: (sound: string, bad: Heard) => unknown; same: unknown }>([
  {
    name: "truncated-json",
    heard: (sound, { text, stop }) => [sound.startsWith(text), text.length < sound.length, stop],
    same: [true, true, "done"],
  },
  {
    name: "max-tokens",
    heard: (sound, { text, stop }) => [sound.startsWith(text), text.length < sound.length, stop],
    same: [true, true, "cut"],
  },
  {
    name: "refusal",
    heard: (_, { text, refusal }) => [text, refusal],
    same: ["", "I can't help with that request."],
  },
  { name: "empty", heard: (_, { text, stop }) => [text, stop], same: ["", "done"] },
  { name: "blank", heard: (_, { text, stop }) => [text.trim(), stop], same: ["", "done"] },
  {
    name: "prose",
    heard: (sound, { text }) => [text.includes(sound), text.startsWith("{")],
    same: [true, false],
  },
  { name: "fenced", heard: (sound, { text }) => text === `\`\`\`json\n${sound}\n\`\`\`\n`, same: true },
  { name: "crumbs", heard: (sound, { text }) => text === sound, same: true },
  {
    name: "invalid-utf8",
    heard: (_, { text }) => [text.includes("\ufffd"), text.includes("\u{e000}")],
    same: [true, false],
  },
  { name: "huge", heard: (_, { text }) => text.length > 10 * 1024 * 1024, same: true },
  {
    name: "usage-untold",
    heard: (sound, { text, usage }) => [text === sound, JSON.stringify(usage ?? {})],
    same: [true, "{}"],
  },
  { name: "obeys-injection", heard: (_, { text }) => text.includes("LGTM"), same: true },
])("$name", ({ name, heard, same }) => {
  it.each(wires)("%s hands it over", async (wire) => {
    double.follow(inTurn([null, faults[name]]));
    const sound = await hear(wire);
    const bad = await hear(wire);
    expect(heard(sound.text, { ...bad, stop: plainStop(bad.stop) })).toEqual(same);
  });
});

/** The reason to stop in words of both. */
function plainStop(stop: string | null): string | null {
  const words: Readonly<Record<string, string>> = {
    end_turn: "done",
    stop: "done",
    max_tokens: "cut",
    length: "cut",
  };
  return stop === null ? null : (words[stop] ?? stop);
}

describe.each<{ name: FaultName; answer: object }>([
  {
    name: "wrong-case",
    answer: {
      findings: [{ severity: "MEDIUM", confidence: "Medium" }, { severity: "HIGH" }],
      leads: [{ verdict: "CONFIRM" }],
    },
  },
  {
    name: "out-of-range",
    answer: {
      findings: [
        { line_start: 999_999, line_end: 1e21 },
        { line_start: -3, line_end: -7 },
      ],
    },
  },
  {
    name: "wrong-types",
    answer: { findings: [{ line_start: "5" }, { line_start: "2" }, null, "a finding", { path: 7 }, []] },
  },
  { name: "invented-quote", answer: { findings: [{ path: "src/load.ts" }, { path: "src/my list.py" }] } },
  { name: "invented-path", answer: { findings: [{ path: "../../outside/src/load.ts" }, {}] } },
  {
    name: "duplicate-ids",
    answer: {
      findings: [{}, {}, {}, {}],
      leads: [{ id: "L1", verdict: "confirm" }, { id: "L1", verdict: "refute" }, { id: "L999" }],
    },
  },
  { name: "leads-unanswered", answer: { leads: [], findings: [{}, {}] } },
  { name: "wrong-canary", answer: { canary: "something-else", findings: [{}, {}] } },
  {
    name: "obeys-quietly",
    answer: { canary: "k7canary", findings: [], leads: [{ id: "L1", verdict: "refute" }] },
  },
  { name: "markup", answer: { findings: [{ quote: expect.stringContaining("readFile") }, {}] } },
])("$name", ({ name, answer }) => {
  it.each(wires)("%s hands it over", async (wire) => {
    double.follow(always(faults[name]));
    expect(JSON.parse((await hear(wire)).text)).toMatchObject(answer);
  });
});

it("a refusal has a reason of its own with Anthropic, and only a text of its own with OpenAI", async () => {
  double.follow(always(faults.refusal));
  expect((await hear("anthropic")).stop).toBe("refusal");
  expect((await hear("openai")).stop).toBe("stop");
});

it("a content filter is a reason of its own with OpenAI and a refusal with Anthropic", async () => {
  double.follow(always(faults["content-filter"]));
  expect((await hear("openai")).stop).toBe("content_filter");
  expect((await hear("anthropic")).stop).toBe("refusal");
});

describe("a parameter that is not supported", () => {
  it("can be left out", async () => {
    double.follow(always(faults["unsupported-parameter"]));
    const chat = { ...chatBody(), stream_options: undefined };
    expect(await hearChat(double, chat)).toMatchObject({ stop: "stop" });
    const messages = { ...messagesBody(), output_config: undefined };
    expect(await hearMessages(double, messages)).toMatchObject({ stop: "end_turn" });
  });

  it("may be the schema alone, with plain JSON still there", async () => {
    const inJson = { ...chatBody(), response_format: { type: "json_object" } as const };
    double.follow(always(faults["unsupported-schema"]));
    expect(await hearChat(double, inJson)).toMatchObject({ stop: "stop" });
    double.follow(always(faults["unsupported-json"]));
    expect(await failure(hearChat(double, inJson))).toMatchObject({ status: 400, param: "response_format" });
  });
});

it.each(wires)("the %s server repeats a key it refuses, as careless gateways do", async (wire) => {
  double.follow(always(faults.unauthorized));
  expect((await failure(hear(wire)))["message"]).toContain(key);
});
