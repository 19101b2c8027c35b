/** Every fault of the double on both wire formats, met by the built program: nothing is lost and nothing is hidden. */
import PQueue from "p-queue";
import { beforeAll, describe, expect, test } from "vitest";
import type { Review } from "../../src/model/review.js";
import { build } from "../cli/built.js";
import { faults } from "../double/faults.js";
import { expected, final } from "./expected.js";
import { type Observed, type Trouble, observe, offlineReview } from "./fault-lab.js";
import { faultTable } from "./fault-table.js";
import { key, wires } from "./place.js";

const troubles = ["refused", ...Object.keys(faults)] as readonly Trouble[];
const experiments = troubles.flatMap((trouble) => wires.map((wire) => [trouble, wire] as const));

/** Most of the time is spent waiting between attempts. */
const atOnce = 10;

const observations: Observed[] = [];
let offline: Review;

beforeAll(async () => {
  await build();
  offline = await offlineReview();
  // Loading them counts as silence, and two faults are met with little patience.
  await Promise.all([import("@anthropic-ai/sdk"), import("openai")]);
  const queue = new PQueue({ concurrency: atOnce });
  const results = experiments.map(async ([trouble, wire]) => queue.add(() => observe(trouble, wire)));
  observations.push(...(await Promise.all(results)));
}, 600_000);

function observed(trouble: Trouble, wire: string): Observed {
  const found = observations.find((one) => one.trouble === trouble && one.wire === wire);
  if (!found) throw new Error(`nothing was observed of ${trouble} on ${wire}`);
  return found;
}

describe.each(experiments)("%s on %s", (trouble, wire) => {
  const { isReviewed, reviews } = expected[trouble];

  test(isReviewed ? "is reviewed" : "is incomplete, and says so at the top", () => {
    const { exit, review, report } = observed(trouble, wire);
    expect(exit).toBe(isReviewed ? 0 : 3);
    expect(review.isComplete).toBe(isReviewed);
    expect(review.coverage).toMatchObject({
      planned: 1,
      reviewed: Number(isReviewed),
      reused: 0,
      skipped: 0,
    });
    expect(report.split("\n").slice(0, 6).join("\n").includes("**INCOMPLETE.**")).toBe(!isReviewed);
    expect(report.includes("INCOMPLETE")).toBe(!isReviewed);
  });

  test("keeps what the rules found", () => {
    const { review } = observed(trouble, wire);
    expect(offline.findings.length).toBeGreaterThan(0);
    expect(review.findings.map(placeOf)).toEqual(expect.arrayContaining(offline.findings.map(placeOf)));
  });

  test("asks as often as there is a point in it, and counts every call", () => {
    const { reviews: asked, refutations, review } = observed(trouble, wire);
    expect(asked).toBe(typeof reviews === "number" ? reviews : reviews[wire]);
    if (final.has(trouble)) expect(refutations).toBe(0);
    // Attempts at a port where nobody listens are calls that no server ever got.
    const got = trouble === "refused" ? 8 : asked + refutations;
    expect(review.consultations?.[0]?.calls).toBe(got - unbilled(trouble, wire));
  });

  test("repeats no key and shows no stack", () => {
    const { everything } = observed(trouble, wire);
    expect(everything).not.toContain(key);
    expect(everything).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  });
});

/** The provider itself writes a request again without the parameter that was refused; nobody bills the first one. */
function unbilled(trouble: Trouble, wire: string): number {
  return trouble === "unsupported-parameter" && wire === "openai" ? 1 : 0;
}

test("the table of all faults", async () => {
  await expect(faultTable(observations)).toMatchFileSnapshot("../../bench/model-faults.md");
});

function placeOf({ rule, path, lines, quote }: Review["findings"][number]): unknown {
  return { rule, path, lines, quote };
}
