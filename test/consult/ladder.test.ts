/** From the firmest form to the loosest, one repair, and then the plain word that nothing was reviewed. */
import { describe, expect, test } from "vitest";
import { type Levels, askDownTheLadder } from "../../src/consult/ladder.js";
import type { ShapeLevel, Turn } from "../../src/model/completion.js";
import { answerText, finding } from "./answers.js";
import { type Reply, completion, failure } from "./fake-provider.js";

async function climb(replies: readonly Reply[], levels: Levels = new Map()) {
  const asked: { readonly level: ShapeLevel; readonly turns: readonly Turn[] }[] = [];
  const ask = (level: ShapeLevel, turns: readonly Turn[]) => {
    const reply = replies[asked.length];
    asked.push({ level, turns });
    if (reply === undefined) throw new Error("asked too often");
    return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
  };
  const outcome = await askDownTheLadder({ ask, levels, server: "s" }).catch((error: unknown) =>
    String(error),
  );
  return { outcome, asked, levels: asked.map(({ level }) => level), learnt: levels.get("s") };
}

const good = completion(answerText({ findings: [finding] }));
const noSchema = failure("unsupported-parameter", { parameter: "response_format" });
const noJson = failure("bad-request", {}, "response_format type is unavailable");

describe("levels", () => {
  test.each<[string, readonly Reply[], readonly ShapeLevel[], ShapeLevel | undefined]>([
    ["a server that takes schemas", [good], ["schema"], undefined],
    ["one that takes JSON", [noSchema, good], ["schema", "json"], "json"],
    ["one that takes neither", [noSchema, noJson, good], ["schema", "json", "text"], "text"],
  ])("%s", async (_, replies, levels, learnt) => {
    const climbed = await climb(replies);
    expect(climbed).toMatchObject({ levels, learnt, outcome: { level: levels.at(-1) } });
  });

  test("what was learnt is where the next task begins", async () => {
    expect(await climb([good], new Map([["s", "text"]]))).toMatchObject({ levels: ["text"], learnt: "text" });
  });

  test.each([
    ["another bad request", [failure("bad-request", {}, "messages: too many")]],
    [
      "another parameter",
      [failure("unsupported-parameter", { parameter: "max_tokens" }, "not in the schema")],
    ],
    ["a wrong key", [failure("authentication", {}, "schema")]],
    ["a form refused at the last step", [noSchema, noJson, noJson]],
  ])("%s is no step", async (_, replies) => {
    const { outcome, asked } = await climb(replies);
    expect(outcome).toMatch(/^CompletionError/);
    expect(asked).toHaveLength(replies.length);
  });
});

describe("repair", () => {
  test("tells the model what was wrong with its own words before it", async () => {
    const { asked, outcome } = await climb([completion("I found nothing."), good]);
    expect(asked[1]?.turns).toEqual([
      { role: "assistant", text: "I found nothing." },
      { role: "user", text: expect.stringContaining("There is no JSON object in it.") },
    ]);
    expect(outcome).toMatchObject({ reading: { answer: { findings: [{ path: "src/a.ts" }] } } });
  });

  test("names the items that could not be read", async () => {
    const { asked } = await climb([completion(answerText({ findings: [{ ...finding, quote: "" }] })), good]);
    expect(asked[1]?.turns[1]?.text).toContain("1 of the findings: it quotes nothing.");
  });

  test("is not worth it for one bad item among good ones", async () => {
    const mixed = answerText({ findings: [finding, finding, { ...finding, quote: "" }] });
    const { asked, outcome } = await climb([completion(mixed)]);
    expect(asked).toHaveLength(1);
    expect(outcome).toMatchObject({ reading: { drops: [{ count: 1 }] } });
  });

  test("keeps the first answer when the second is worse or does not come", async () => {
    const first = completion(answerText({ findings: [finding, {}] }));
    for (const second of [completion(answerText()), completion("no"), failure("server")]) {
      const { outcome } = await climb([first, second]);
      expect(outcome).toMatchObject({ reading: { answer: { findings: [{ path: "src/a.ts" }] } } });
    }
  });

  test("an empty answer is asked for again without a turn", async () => {
    const { asked } = await climb([completion(" "), good]);
    expect(asked[1]?.turns).toEqual([]);
  });

  test("happens once", async () => {
    const { outcome } = await climb([completion("no"), completion("still no")]);
    expect(outcome).toMatch(/^NotReviewed: .*twice/);
  });
});

test("a refusal is not argued with", async () => {
  const refusal = completion("", { stop: "refusal", refusal: "cyber" });
  expect(await climb([refusal])).toMatchObject({ outcome: "NotReviewed: the model refused: cyber" });
});

describe("an answer cut before its first whole item", () => {
  const cut = (text: string) => completion(text, { stop: "length" });
  const begun = '{"canary":"token","findings":[{"path":"src/a.ts","li';

  test.each<[string, Reply, number]>([
    ["inside the first item", cut(begun), 1],
    ["before any list", cut('{"canary":"tok'), 1],
    ["without the server saying so", completion(begun), 1],
    ["in empty lists", cut('{"canary":"token","findings":[],"leads":['), 1],
  ])("%s: asked for once more, in fewer words", async (_, first, findings) => {
    const { outcome, asked } = await climb([first, good]);
    expect(asked[1]?.turns[1]?.text).toContain("It broke off before its first whole item.");
    expect(outcome).toMatchObject({ reading: { isCut: false, answer: { findings: { length: findings } } } });
  });

  test("cut again it is known to be cut, with what it said by then", async () => {
    const { outcome } = await climb([cut(begun), cut(good.text.slice(0, -20))]);
    expect(outcome).toMatchObject({ reading: { isCut: true, answer: { findings: [{}] } } });
  });

  test("cut twice before any list it is not reviewed, and the reason says so", async () => {
    const { outcome } = await climb([cut('{"can'), cut('{"canary":"t')]);
    expect(outcome).toBe("NotReviewed: the model's answer broke off before it said anything, twice");
  });
});

test("an answer cut at its limit is known to be cut and not repaired", async () => {
  const { outcome, asked } = await climb([completion(good.text.slice(0, -20), { stop: "length" })]);
  expect(asked).toHaveLength(1);
  expect(outcome).toMatchObject({ reading: { isCut: true, answer: { findings: [{}] } } });
});
