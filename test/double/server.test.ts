/** What the double remembers and how it ends: calls, limits, pace, mistakes in scripts. */
import { describe, expect, it } from "vitest";
import { frontOf } from "./asked.js";
import { hearChat, hearMessages, key } from "./clients.js";
import { chatBody, messagesBody, own, shared } from "./prompts.js";
import { reply } from "./answer.js";
import { Double, type DoubleOptions } from "./server.js";

async function withDouble(use: (double: Double) => Promise<void>, options?: DoubleOptions): Promise<void> {
  const double = await Double.start(options);
  await use(double).finally(async () => double.close());
}

describe("the recorder", () => {
  it("keeps headers and bodies as they came", () =>
    withDouble(async (double) => {
      await hearMessages(double, messagesBody());
      const [call] = double.recorder.calls;
      expect(call).toMatchObject({
        number: 1,
        method: "POST",
        path: "/v1/messages",
        status: 200,
        ending: "whole",
      });
      expect(call?.headers).toMatchObject({ authorization: `Bearer ${key}` });
      expect(JSON.parse(call?.raw.toString("utf8") ?? "")).toEqual(messagesBody());
    }));

  it("finds a text in bodies, however JSON writes it", () =>
    withDouble(async (double) => {
      await hearChat(double, chatBody(shared(), 'say "this"\nand that'));
      expect(double.recorder.holding('say "this"\nand that')).toHaveLength(1);
      expect(double.recorder.holding("say this")).toHaveLength(0);
      expect(double.recorder.holding("/chat/completions")).toHaveLength(1);
    }));

  it("shows that reviewers share the front of their prompts", () =>
    withDouble(async (double) => {
      await hearMessages(double, messagesBody(shared(), own("one")));
      await hearMessages(double, messagesBody(shared(), own("two")));
      const [one, two] = double.recorder.asked.map(frontOf);
      expect(one?.map(({ text }) => text)).toEqual([expect.stringContaining("You review"), shared()]);
      expect(two).toEqual(one);
    }));

  it("counts how many were open together", () =>
    withDouble(async (double) => {
      await hearChat(double, chatBody());
      expect(double.recorder.mostAtOnce).toBe(1);
      // Nobody is answered before all have asked.
      double.follow(async () => {
        while (double.recorder.asked.length < 4) await turn();
        return reply("all there");
      });
      await Promise.all([1, 2, 3].map(() => hearChat(double, chatBody())));
      expect(double.recorder.mostAtOnce).toBe(3);
    }));
});

describe("limits", () => {
  const limits = { requests: 2, tokens: 1_000_000, window: 60_000 };

  it("refuse what goes over them until the window turns", async () => {
    let now = 1_790_000_000_000;
    await withDouble(
      async (double) => {
        await hearChat(double, chatBody());
        now += 20_500;
        await hearChat(double, chatBody());
        const error: unknown = await hearChat(double, chatBody()).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ status: 429 });
        const { headers } = error as { headers: Headers };
        expect(headers.get("retry-after")).toBe("40");
        expect(headers.get("x-ratelimit-remaining-requests")).toBe("0");
        now += 40_000;
        expect(await hearChat(double, chatBody())).toMatchObject({ stop: "stop" });
      },
      { limits, now: () => now },
    );
  });

  it("count tokens too, and each vendor's alone", () =>
    withDouble(
      async (double) => {
        await hearChat(double, chatBody());
        await expect(hearChat(double, chatBody())).rejects.toMatchObject({ status: 429 });
        expect(await hearMessages(double, messagesBody())).toMatchObject({ stop: "end_turn" });
      },
      { limits: { requests: 100, tokens: 300, window: 60_000 }, now: () => 0 },
    ));
});

it("a script that fails breaks the connection instead of hanging it", () =>
  withDouble(async (double) => {
    double.follow(() => {
      throw new Error("a mistake in a test");
    });
    await expect(hearChat(double, chatBody())).rejects.toThrow(/Connection error/);
    expect(double.mistakes.map(({ message }) => message)).toEqual(["a mistake in a test"]);
  }));

it("a script may take its time", () =>
  withDouble(async (double) => {
    double.follow(async () => Promise.resolve(reply("later")));
    expect(await hearChat(double, chatBody())).toMatchObject({ text: "later" });
  }));

it("closing ends what is open", async () => {
  const double = await Double.start({ pace: () => ({ headers: 600_000, content: 0, rest: 0 }) });
  const waiting = hearChat(double, chatBody());
  const outcome = expect(waiting).rejects.toThrow(/Connection error/);
  while (double.recorder.asked.length === 0) await turn();
  await double.close();
  await outcome;
});

async function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
