/** What can be thrown although no server said anything, and that none of it gets out as it is. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { CompletionError } from "../../src/model/completion.js";
import { type Circumstances, classify } from "../../src/providers/classify.js";
import { readComplaint } from "../../src/providers/complaint.js";
import { conceal } from "../../src/providers/conceal.js";
import { allowedTokens } from "../../src/providers/habits.js";
import { openExchange } from "../../src/providers/wire.js";
import { key } from "./server.js";

const circumstances: Circumstances = {
  destination: "api.test",
  exchange: openExchange(),
  ending: null,
  sent: ["response_format", "stream_options", "max_tokens", "system"],
  partial: "",
  usage: { input: null, cacheRead: null, cacheWrite: null, output: null },
  secrets: [key],
};
const begun: Circumstances = { ...circumstances, exchange: { ...openExchange(), status: 200 } };

function coded(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

/** As Node throws it when a name has several addresses. */
function severalTries(): Error {
  const tries = [coded("ECONNREFUSED").cause, coded("ETIMEDOUT").cause];
  return new TypeError("fetch failed", { cause: new AggregateError(tries, "") });
}

describe("without an answer", () => {
  test.each<[string, unknown, string, string]>([
    ["refused", coded("ECONNREFUSED"), "connection", "nothing listens there"],
    ["several addresses", severalTries(), "connection", "nothing listens there"],
    ["no such host", coded("ENOTFOUND"), "connection", "no such host"],
    ["cut", coded("ECONNRESET"), "connection", "cut"],
    ["a certificate", coded("DEPTH_ZERO_SELF_SIGNED_CERT"), "connection", "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["no headers", coded("UND_ERR_HEADERS_TIMEOUT"), "stalled", "nothing"],
    ["no connection in time", coded("UND_ERR_CONNECT_TIMEOUT"), "connection", "too long"],
    ["an abort of nobody's", new DOMException("aborted", "AbortError"), "connection", "aborted"],
    ["a request that cannot be made", new TypeError("Invalid URL"), "bad-request", "Invalid URL"],
    ["a key in a message", new Error(`no ${key}`), "connection", "no [key]"],
    ["a text", "just so", "connection", "just so"],
    ["nothing", undefined, "connection", "undefined"],
    ["a circle", circle(), "connection", "round"],
  ])("%s", (_, thrown, kind, words) => {
    const error = classify(thrown, circumstances);
    expect(error).toBeInstanceOf(CompletionError);
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(words);
    expect(inspect(error, { depth: 9 })).not.toContain(key);
  });
});

function circle(): Error {
  const error = new Error("round");
  error.cause = error;
  return error;
}

describe("after an answer had begun", () => {
  test.each<[string, unknown, string]>([
    ["broken JSON", new SyntaxError("Unexpected end of JSON input"), "malformed"],
    ["a cut", new TypeError("terminated", { cause: coded("UND_ERR_SOCKET").cause }), "cut-off"],
    ["undici's own patience", coded("UND_ERR_BODY_TIMEOUT"), "stalled"],
    ["an abort of nobody's", new DOMException("aborted", "AbortError"), "cut-off"],
    [
      "our own error within another",
      new Error("x", { cause: new CompletionError("malformed", "m") }),
      "malformed",
    ],
  ])("%s", (_, thrown, kind) => {
    expect(classify(thrown, begun).kind).toBe(kind);
  });

  test.each([
    ["interrupted", "interrupted"],
    ["idle", "stalled"],
    ["deadline", "stalled"],
  ] as const)("what our own watch ended (%s) is %s, whatever is thrown then", (ending, kind) => {
    expect(classify(new SyntaxError("x"), { ...begun, ending }).kind).toBe(kind);
  });
});

describe("readComplaint", () => {
  test.each<[string, string, object]>([
    ["nothing", "", { message: "", codes: [], parameters: [] }],
    [
      "Anthropic",
      '{"type":"error","error":{"type":"x","message":"m","details":{"error_code":"c"}}}',
      { message: "m", codes: ["error", "x", "c"] },
    ],
    [
      "OpenAI",
      '{"error":{"message":"m","type":"t","param":"p","code":null}}',
      { message: "m", codes: ["t"], parameters: ["p"] },
    ],
    ["a text as error", '{"error":"m"}', { message: "m" }],
    ["a list", '[{"error":{"code":400,"message":"m"}}]', { message: "m", codes: ["400"] }],
    ["FastAPI", '{"detail":"m"}', { message: "m" }],
    [
      "pydantic, without what it repeats",
      '{"detail":[{"loc":["body","p"],"msg":"m","type":"t","input":"code"}]}',
      { message: "m", codes: ["t"], parameters: ["body", "p"] },
    ],
    [
      "a page",
      "<html><head><title>Bad\n Gateway</title></head><body>x</body></html>",
      { message: "Bad Gateway" },
    ],
    ["a page without a title", "<b>no</b> way", { message: "no way" }],
    ["a text", "404 page not found", { message: "404 page not found" }],
    ["JSON that is no object", '"m"', { message: "m" }],
    ["what is nested without end", `${'{"error":'.repeat(50)}"m"${"}".repeat(50)}`, { message: "" }],
  ])("%s", (_, body, expected) => {
    expect(readComplaint(body)).toMatchObject(expected);
  });
});

test.each([
  ["as it is", `Bearer ${key}!`, "Bearer [key]!"],
  ["twice", `${key}${key}`, "[key][key]"],
  ["nowhere", "no", "no"],
])("a secret %s", (_, text, expected) => {
  expect(conceal(text, [key])).toBe(expected);
});

test("a secret is found in addresses and JSON too, a dummy is not looked for", () => {
  const secret = ["a/b", '"c d"'].join("");
  const texts = [secret, encodeURIComponent(secret), JSON.stringify(secret)].join(" ");
  expect(conceal(texts, [secret, "x"])).toBe('[key] [key] "[key]"');
  expect(conceal("explain", ["x"])).toBe("explain");
});

test.each<[string, number, number | null]>([
  ["max_tokens: 200000 > 64000, which is the maximum for claude-haiku-4-5-20251001", 200_000, 64_000],
  ["supports at most 16384 completion tokens, whereas you provided 128000", 128_000, 16_384],
  ["the valid range of max_tokens is [1, 8192]", 9000, 8192],
  ["`max_tokens` must be less than or equal to `32768`", 64_000, 32_768],
  ["Unsupported parameter: 'max_tokens' (status 400)", 9000, null],
])("%s", (message, asked, expected) => {
  expect(allowedTokens(message, asked)).toBe(expected);
});
