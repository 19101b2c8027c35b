/** Whatever bytes or JSON a model answers with: no crash, and no finding outside the files or their lines. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAnswer } from "../../src/consult/read-answer.js";
import { modelEngine } from "../../src/consult/model-engine.js";
import { offlineEngine } from "../../src/examine/offline-engine.js";
import { canaryOf, completion, fakeProvider, fakeTiming } from "../consult/fake-provider.js";
import { reply } from "../double/answer.js";
import { Double } from "../double/server.js";
import { canaryIn } from "../double/shown.js";
import { makeLeads, makeReviewer, never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";
import { Dice } from "./canaries.js";
import { reviewWith, wires } from "./in-process.js";

const files = {
  "src/a.ts": "const a = load();\nexport const b = a.slice(1);\n",
  "src/b.ts": "export const c = 1;\n",
};
const survey = await surveyCode(files);
const paths = Object.keys(files);
const fields = [
  ...[
    "canary",
    "findings",
    "leads",
    "practices",
    "path",
    "quote",
    "title",
    "issue",
    "risk",
    "severity",
    "claim",
  ],
  ...["line_start", "line_end", "name", "id", "verdict", "reason", "__proto__", "constructor", "category"],
];
const values: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    2.5,
    "",
    "high",
    "unused",
    "refute",
    "L1",
    "src/a.ts",
    "src/b.ts",
    "../../etc/passwd",
  ],
  ...[
    "export const b = a.slice(1);",
    "\ud800",
    "\u0000",
    "toString",
    "/",
    "C:\\x",
    "src/a.ts/../../x",
    "a".repeat(9000),
  ],
];

function pick<T>(dice: Dice, list: readonly T[]): T | undefined {
  return list[Math.floor(dice.next() * list.length)];
}

/** JSON of any shape in which the words of an answer occur more often than chance would have it. */
function anyJson(dice: Dice, depth = 0): unknown {
  const chance = dice.next();
  if (depth > 4 || chance < 0.35) return pick(dice, values);
  const items = Array.from({ length: Math.floor(dice.next() * 6) }, () => anyJson(dice, depth + 1));
  if (chance < 0.55) return items;
  return Object.fromEntries(items.map((item) => [pick(dice, fields), item]));
}

/** What most items need to be taken for one. */
const sound = new Map<string, unknown>([
  ...Object.entries({
    path: "src/a.ts",
    quote: "export const b = a.slice(1);",
    title: "Title",
    issue: "Issue.",
  }),
  ...Object.entries({ risk: "Risk.", severity: "low", claim: "none", name: "", category: "correctness" }),
]);

function anyField(dice: Dice, field: string): unknown {
  if (sound.has(field) && dice.next() < 0.85) return sound.get(field);
  return dice.next() < 0.5 ? pick(dice, values) : anyJson(dice, 3);
}

/** An answer of the right shape with anything in its items. */
function anyAnswer(dice: Dice, canary: string): unknown {
  const list = (): unknown =>
    Array.from({ length: Math.floor(dice.next() * 5) }, () =>
      Object.fromEntries(fields.map((field) => [field, anyField(dice, field)])),
    );
  return { canary, findings: list(), leads: list(), practices: list() };
}

function anyBytes(dice: Dice): string {
  const bytes = Array.from({ length: Math.floor(dice.next() * 400) }, () => Math.floor(dice.next() * 256));
  return Buffer.from(bytes).toString(dice.next() < 0.5 ? "latin1" : "utf8");
}

const makers: readonly (readonly [string, (dice: Dice, canary: string) => string])[] = [
  ["bytes", anyBytes],
  ["JSON", (dice) => JSON.stringify(anyJson(dice)) ?? ""],
  ["answers of the right shape", (dice, canary) => JSON.stringify(anyAnswer(dice, canary))],
  [
    "answers cut anywhere",
    (dice, canary) => {
      const text = JSON.stringify(anyAnswer(dice, canary));
      return text.slice(0, Math.floor(dice.next() * text.length));
    },
  ],
];

describe.each(makers)("%s", (what, make) => {
  test("2,000 of them are read without a crash", () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const text = make(new Dice(seed * 7919), "k");
      expect(() => readAnswer(text), `seed ${seed}`).not.toThrow();
    }
  });

  test("300 of them make no claim about anything but the batch, and leave no file unaccounted for", async () => {
    const reviewer = makeReviewer();
    const batch = { id: "batch-1", paths, tokens: 10 };
    const task = { id: "batch-1/security", batch: batch.id, reviewer: reviewer.id, paths };
    let claims = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const dice = new Dice(seed * 104_729);
      const provider = fakeProvider((request) => completion(make(dice, canaryOf(request))));
      const engine = modelEngine({
        ...{ provider, model: "m", survey, batches: [batch], reviewers: [reviewer] },
        ...{ offline: offlineEngine([reviewer]), timing: fakeTiming() },
      });
      const notes = await engine(task, makeLeads({ examined: paths }), never);
      const named = [...notes.claims, ...notes.practices].map(({ path }) => path);
      expect(
        named.filter((path) => !paths.includes(path)),
        `seed ${seed}`,
      ).toEqual([]);
      expect(notes.reviewed.length + (notes.failed?.length ?? 0), `seed ${seed}`).toBe(paths.length);
      claims += notes.claims.length;
    }
    // The test means something only where some get through.
    if (what === "answers of the right shape") expect(claims).toBeGreaterThan(10);
  });
});

describe.each(wires)("%s: whole reviews", (wire) => {
  let double: Double;
  beforeEach(async () => {
    double = await Double.start();
  });
  afterEach(async () => double.close());

  test.each(makers)(
    "%s",
    async (_, make) => {
      for (let seed = 1; seed <= 6; seed++) {
        const dice = new Dice(seed * 15_485_863);
        double.follow((asked) => reply(make(dice, canaryIn(asked)), { limit: "ignored" }));
        const { code, review } = await reviewWith(double, { wire, files, reviewers: ["qa"] });
        expect([0, 3]).toContain(code);
        expect(review.isComplete).toBe(code === 0);
        for (const { path, lines } of review.findings) {
          expect(paths).toContain(path);
          expect(lines?.end ?? 1).toBeLessThanOrEqual(3);
        }
      }
      expect(double.mistakes).toEqual([]);
    },
    60_000,
  );
});
