/** Prompt caches: what is read and written, and from when on. */
import { describe, expect, it } from "vitest";
import { PrefixCache, fiveMinutes, oneHour } from "./cache.js";
import { chatBody, messagesBody, own, shared } from "./prompts.js";
import { hearChat, hearMessages } from "./clients.js";
import { allInput } from "./bill.js";
import { Double } from "./server.js";

/** 2000 tokens of four bytes. */
const long = "abcd".repeat(2000);

const marked = (bytes: string, lives = fiveMinutes): { bytes: string; lives: number } => ({ bytes, lives });
const plain = (bytes: string): { bytes: string; lives: null } => ({ bytes, lives: null });

describe("breakpoints", () => {
  const first = [plain("rules"), marked(long), plain("page one")];
  // 8000 + 5 bytes in tokens of four.
  const front = 2002;

  it.each([
    { what: "the same prompt", second: first, read: front, written: 0 },
    {
      what: "another end",
      second: [plain("rules"), marked(long), plain("page two")],
      read: front,
      written: 0,
    },
    { what: "another front", second: [plain("rulez"), marked(long)], read: 0, written: front },
    {
      what: "one more byte before it",
      second: [plain("rules"), marked(`${long}.`)],
      read: 0,
      written: front,
    },
    { what: "no breakpoint", second: [plain("rules"), plain(long)], read: 0, written: 0 },
    {
      what: "a breakpoint behind it",
      second: [plain("rules"), plain(long), marked("more")],
      read: front,
      written: 1,
    },
    {
      what: "a breakpoint 20 blocks behind it",
      second: [
        plain("rules"),
        plain(long),
        ...Array.from({ length: 19 }, () => plain("more")),
        marked("more"),
      ],
      read: front,
      written: 20,
    },
    {
      what: "a breakpoint 21 blocks behind it",
      second: [
        plain("rules"),
        plain(long),
        ...Array.from({ length: 20 }, () => plain("more")),
        marked("more"),
      ],
      read: 0,
      written: front + 21,
    },
  ])("after a prompt, $what", ({ second, read, written }) => {
    const cache = new PrefixCache(() => 0);
    const opening = cache.useBreakpoints("model", first);
    expect(opening).toMatchObject({ read: 0, written: front });
    opening.publish();
    expect(cache.useBreakpoints("model", second)).toMatchObject({ read, written });
    expect(cache.useBreakpoints("other model", second)).toMatchObject({ read: 0 });
  });

  it("are readable only once the first answer has begun", () => {
    const cache = new PrefixCache(() => 0);
    const one = cache.useBreakpoints("", first);
    const two = cache.useBreakpoints("", first);
    one.publish();
    const three = cache.useBreakpoints("", first);
    expect([one, two, three].map(({ read }) => read)).toEqual([0, 0, front]);
  });

  it.each([
    { lives: fiveMinutes, after: fiveMinutes - 1, read: front },
    { lives: fiveMinutes, after: fiveMinutes, read: 0 },
    { lives: oneHour, after: oneHour - 1, read: front },
  ])("that live $lives ms give $read tokens after $after ms", ({ lives, after, read }) => {
    let now = 0;
    const cache = new PrefixCache(() => now);
    const blocks = [plain("rules"), marked(long, lives)];
    cache.useBreakpoints("", blocks).publish();
    now = after;
    expect(cache.useBreakpoints("", blocks).read).toBe(read);
  });

  it("each write their own stretch, for as long as they say", () => {
    const cache = new PrefixCache(() => 0);
    const use = cache.useBreakpoints("", [marked(long, oneHour), marked("abcd".repeat(10))]);
    expect(use).toMatchObject({ total: 2010, read: 0, written: 10, writtenHour: 2000 });
  });

  it("before the shortest prefix are ignored", () => {
    const cache = new PrefixCache(() => 0, 2001);
    expect(cache.useBreakpoints("", [marked(long)])).toMatchObject({ written: 0 });
    expect(cache.useBreakpoints("", [marked(`${long}.`)])).toMatchObject({ written: 2001 });
  });
});

describe("steps of 128 tokens", () => {
  it.each([
    { what: "the same prompt", second: long, read: 1920, written: 0 },
    { what: "a longer one", second: long + long, read: 1920, written: 3968 - 1920 },
    {
      what: "one that differs in token 1500",
      second: `${long.slice(0, 6000)}!${long.slice(6001)}`,
      read: 1408,
      written: 512,
    },
    {
      what: "one that differs in token 1000",
      second: `${long.slice(0, 4000)}!${long.slice(4001)}`,
      read: 0,
      written: 1920,
    },
    { what: "one of 1023 tokens", second: long.slice(0, 1023 * 4), read: 0, written: 0 },
    { what: "one of 1024 tokens", second: long.slice(0, 1024 * 4), read: 1024, written: 0 },
  ])("after a prompt, $what", ({ second, read, written }) => {
    const cache = new PrefixCache(() => 0);
    cache.useSteps("", long).publish();
    expect(cache.useSteps("", second)).toMatchObject({ read, written });
    expect(cache.useSteps("other schema", second)).toMatchObject({ read: 0 });
  });
});

describe("through the clients", () => {
  const batch = shared(400);
  const reviewers = ["one", "two", "three"];

  it("Anthropic's usage adds up to all input, and only the page is new to the second reviewer", async () => {
    const double = await Double.start();
    const heard = [];
    for (const reviewer of reviewers)
      heard.push(await hearMessages(double, messagesBody(batch, own(reviewer))));
    const { calls } = double.recorder;
    const front = calls[0]?.bill.cacheWrite ?? 0;
    expect(front).toBeGreaterThan(1024);
    expect(calls.map(({ bill }) => [bill.cacheRead, bill.cacheWrite])).toEqual([
      [0, front],
      [front, 0],
      [front, 0],
    ]);
    expect(heard.map(({ usage }) => usage)).toMatchObject(
      calls.map(({ bill }) => ({
        input_tokens: bill.input,
        cache_read_input_tokens: bill.cacheRead,
        cache_creation_input_tokens: bill.cacheWrite,
      })),
    );
    expect(double.recorder.bill.cacheRead).toBe(2 * front);
    await double.close();
  });

  it("OpenAI's cached tokens are part of the prompt's", async () => {
    const double = await Double.start();
    const heard = [];
    for (const reviewer of reviewers) heard.push(await hearChat(double, chatBody(batch, own(reviewer))));
    const [first, second] = double.recorder.calls;
    expect(second?.bill.cacheRead).toBe(first?.bill.cacheWrite);
    expect((first?.bill.cacheWrite ?? 1) % 128).toBe(0);
    expect(heard[1]?.usage).toMatchObject({
      prompt_tokens: second && allInput(second.bill),
      prompt_tokens_details: { cached_tokens: second?.bill.cacheRead },
    });
    await double.close();
  });

  it.each([
    { change: { output_config: undefined }, what: "no format" },
    {
      change: { output_config: { ...messagesBody().output_config, effort: "low" as const } },
      what: "another effort",
    },
    { change: { model: "claude-haiku-5-5" }, what: "another model" },
  ])("$what finds nothing", async ({ change }) => {
    const double = await Double.start();
    await hearMessages(double, messagesBody(batch));
    await hearMessages(double, { ...messagesBody(batch), ...change });
    expect(double.recorder.calls.map(({ bill }) => bill.cacheRead)).toEqual([0, 0]);
    await double.close();
  });

  it("those that start together all pay; those that start at the first event read", async () => {
    // The first answer begins at once and goes on for longer than this test runs.
    const double = await Double.start({
      pace: ({ number }) => ({ headers: 0, content: number === 1 ? 600_000 : 0, rest: 0 }),
    });
    const left = new AbortController();
    const ask = (reviewer: string) => hearMessages(double, messagesBody(batch, own(reviewer)), left.signal);
    const begun = hearMessages(double, messagesBody(batch, own("one")), left.signal).catch(() => "left");
    await until(() => double.recorder.calls[0]?.status === 200);
    await ask("two");
    const [one, two] = double.recorder.calls;
    expect(two?.bill.cacheRead).toBe(one?.bill.cacheWrite);
    expect(two?.bill.cacheRead).toBeGreaterThan(0);
    left.abort();
    expect(await begun).toBe("left");
    await double.close();
  });

  it("an answer that has not begun can be read by nobody", async () => {
    const double = await Double.start({
      pace: ({ number }) => ({ headers: number === 1 ? 600_000 : 0, content: 0, rest: 0 }),
    });
    const left = new AbortController();
    const waiting = hearMessages(double, messagesBody(batch), left.signal).catch(() => "left");
    await until(() => double.recorder.asked.length === 1);
    await hearMessages(double, messagesBody(batch));
    expect(double.recorder.calls[1]?.bill).toMatchObject({ cacheRead: 0 });
    left.abort();
    expect(await waiting).toBe("left");
    await double.close();
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
