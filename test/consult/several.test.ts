/** Several models behind one engine: who reviewed what, and whose words are whose. */
import { describe, expect, test } from "vitest";
import { opponentOf, severalEngines } from "../../src/consult/several.js";
import type { Claim } from "../../src/model/finding.js";
import type { Engine, Notes, Task } from "../../src/model/plan.js";
import { makeClaim, makeLeads, makePracticeClaim, never } from "../review-parts.js";

const task: Task = { id: "t1", batch: "b1", reviewer: "qa", paths: ["a.ts", "b.ts"] };

function claim(title: string): Claim {
  const { reviewers, opinions, proof, ...rest } = makeClaim({ origin: "model", title });
  void [reviewers, opinions, proof];
  return rest;
}

function answers(part: Partial<Notes>): Engine {
  return () => Promise.resolve({ task: "t1", reviewed: [], claims: [], practices: [], ...part });
}
const breaks =
  (message: string): Engine =>
  () =>
    Promise.reject(new Error(message));
const whole = answers({ reviewed: task.paths.slice() });
const reused = answers({ reviewed: task.paths.slice(), isReused: true });
const refused = answers({ failed: task.paths.map((path) => ({ path, reason: "refused" })) });

function ask(...engines: readonly Engine[]): Promise<Notes> {
  const named = engines.map((engine, i) => ({ name: `model-${i + 1}`, engine }));
  return Promise.resolve(severalEngines(named)(task, makeLeads(), never));
}

describe("how a task ends", () => {
  const none = { reviewed: [], isReused: undefined };
  const both = (reason: string) => task.paths.map((path) => ({ path, reason }));
  test.each<[name: string, engines: readonly Engine[], ending: object]>([
    ["both reviewed", [whole, whole], { reviewed: task.paths, failed: undefined }],
    ["one refused", [whole, refused], { reviewed: task.paths, failed: undefined }],
    ["the other refused", [refused, whole], { reviewed: task.paths, failed: undefined }],
    ["one threw", [breaks("gone"), whole], { reviewed: task.paths, failed: undefined }],
    ["all refused", [refused, refused], { ...none, failed: both("model-1: refused; model-2: refused") }],
    [
      "one threw, one refused",
      [breaks("gone"), refused],
      { ...none, failed: both("model-1: gone; model-2: refused") },
    ],
    ["the only one refused", [refused], { ...none, failed: both("refused") }],
    [
      "each reviewed a part",
      [answers({ reviewed: ["a.ts"] }), answers({ reviewed: ["b.ts"] })],
      { reviewed: task.paths, failed: undefined },
    ],
    ["both from the store", [reused, reused], { reviewed: task.paths, isReused: true }],
    ["one from the store", [reused, whole], { reviewed: task.paths, isReused: undefined }],
    ["one from the store, one refused", [reused, refused], { reviewed: task.paths, isReused: true }],
  ])("%s", async (_, engines, ending) => {
    const { reviewed, failed, isReused } = await ask(...engines);
    expect({ reviewed, failed, isReused }).toMatchObject(ending);
  });

  test("all threw: the task fails with the first error", async () => {
    await expect(ask(breaks("one"), breaks("two"))).rejects.toThrow("one");
  });
});

test("every claim bears its model's name, and nothing either said is lost", async () => {
  const notes = await ask(
    answers({ claims: [claim("A")], practices: [makePracticeClaim()] }),
    answers({ claims: [claim("A"), claim("B")] }),
  );
  expect(notes.claims.map(({ title, models }) => [title, models])).toEqual([
    ["A", ["model-1"]],
    ["A", ["model-2"]],
    ["B", ["model-2"]],
  ]);
  expect(notes.practices).toHaveLength(1);
});

test.each<[raisedBy: string[] | undefined, opponent: string]>([
  [["one"], "two"],
  [["two"], "one"],
  [["one", "two"], "one"],
  [undefined, "one"],
])("what %j raised is attacked by %s", (raisedBy, opponent) => {
  expect(opponentOf(raisedBy, ["one", "two"])).toBe(opponent);
});
