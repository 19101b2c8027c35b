/** What headers say of limits, in every spelling that servers have for it. */
import { describe, expect, test } from "vitest";
import { duration, rateLimits, retryAfter } from "../../src/providers/limits.js";

const noon = Date.parse("2026-11-21T12:00:00Z");

type Pairs = Readonly<Record<string, string>>;

describe("retryAfter", () => {
  test.each<[string, Pairs, number | undefined]>([
    ["nothing", {}, undefined],
    ["seconds", { "retry-after": "7" }, 7000],
    ["parts of a second", { "retry-after": "0.2501" }, 251],
    ["now", { "retry-after": "0" }, 0],
    ["a date by our clock", { "retry-after": "Sat, 21 Nov 2026 12:01:00 GMT" }, 60_000],
    [
      "a date by the server's clock",
      { "retry-after": "Sat, 21 Nov 2026 09:01:00 GMT", date: "Sat, 21 Nov 2026 09:00:00 GMT" },
      60_000,
    ],
    ["a date that has passed", { "retry-after": "Fri, 20 Nov 2026 12:00:00 GMT" }, 0],
    ["milliseconds before seconds", { "retry-after-ms": "120", "retry-after": "1" }, 120],
    ["24 days and more", { "retry-after": "9999999" }, 9_999_999_000],
    ["more than a number holds", { "retry-after": "9".repeat(400) }, Number.MAX_SAFE_INTEGER],
    ["a negative number", { "retry-after": "-5" }, undefined],
    ["a word", { "retry-after": "soon" }, undefined],
    ["a word with a number", { "retry-after": "soon 1" }, undefined],
    ["nothing in it", { "retry-after": "" }, undefined],
    ["nothing left", { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1.5s" }, 1500],
    ["something left", { "x-ratelimit-remaining-tokens": "9", "x-ratelimit-reset-tokens": "1s" }, undefined],
  ])("%s", (_, headers, expected) => {
    expect(retryAfter(new Headers(headers), noon)).toBe(expected);
  });
});

describe("rateLimits", () => {
  const none = { requests: null, tokens: null };
  test.each<[string, Pairs, object]>([
    ["nothing", {}, none],
    [
      "Anthropic",
      {
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": "2026-11-21T12:00:10Z",
        "anthropic-ratelimit-input-tokens-remaining": "5000",
        "anthropic-ratelimit-input-tokens-reset": "2026-11-21T11:00:00Z",
      },
      { requests: { remaining: 0, resetsIn: 10_000 }, tokens: { remaining: 5000, resetsIn: 0 } },
    ],
    [
      "Anthropic's closest limit before the single ones",
      {
        "anthropic-ratelimit-tokens-remaining": "1000",
        "anthropic-ratelimit-tokens-reset": "2026-11-21T12:00:10Z",
        "anthropic-ratelimit-input-tokens-remaining": "5000",
        "anthropic-ratelimit-input-tokens-reset": "2026-11-21T12:00:10Z",
      },
      { requests: null, tokens: { remaining: 1000, resetsIn: 10_000 } },
    ],
    [
      "OpenAI and Groq",
      {
        "x-ratelimit-remaining-requests": "14370",
        "x-ratelimit-reset-requests": "2m59.56s",
        "x-ratelimit-remaining-tokens": "17997",
        "x-ratelimit-reset-tokens": "7.66s",
      },
      { requests: { remaining: 14_370, resetsIn: 179_560 }, tokens: { remaining: 17_997, resetsIn: 7660 } },
    ],
    [
      "OpenRouter",
      { "x-ratelimit-remaining": "3", "x-ratelimit-reset": String(noon + 1000) },
      { requests: { remaining: 3, resetsIn: 1000 }, tokens: null },
    ],
    [
      "seconds",
      { "x-ratelimit-remaining": "3", "x-ratelimit-reset": "2" },
      { requests: { remaining: 3, resetsIn: 2000 }, tokens: null },
    ],
    ["what is left without a time", { "x-ratelimit-remaining-requests": "3" }, none],
    ["nonsense", { "x-ratelimit-remaining-requests": "few", "x-ratelimit-reset-requests": "later" }, none],
  ])("%s", (_, headers, expected) => {
    expect(rateLimits(new Headers(headers), noon)).toEqual(expected);
  });
});

test.each<[string, number | undefined]>([
  ["20ms", 20],
  ["1s", 1000],
  ["6m0s", 360_000],
  ["1h2m3.5s", 3_723_500],
  ["1d", 86_400_000],
  ["", undefined],
  ["5", undefined],
  ["1s soon", undefined],
])("%s lasts %s ms", (text, expected) => {
  expect(duration(text)).toBe(expected);
});
