/** An effort as the user asks for it: the same in every request of a run, and in none of a run without it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type JsonObject, objectAt } from "../double/json.js";
import { withoutParameter } from "../double/status-faults.js";
import { always } from "../double/script.js";
import { Double } from "../double/server.js";
import { type Reviewed, type Wire, reviewWith, wires } from "./in-process.js";

let double: Double;
beforeEach(async () => {
  double = await Double.start();
});
afterEach(async () => double.close());

const files = { "src/wait.py": "import time\n\n\ndef wait():\n    time.sleep(3)\n    return eval(name)\n" };
const reviewers = ["security", "qa", "redundancy"];

async function reviewed(wire: Wire, ...options: readonly string[]): Promise<Reviewed> {
  return reviewWith(double, { wire, files, reviewers, options });
}

function effortIn(body: JsonObject): unknown {
  return body["reasoning_effort"] ?? objectAt(body, "output_config")["effort"] ?? null;
}

/** Of all requests that came. */
function efforts(): readonly unknown[] {
  const posts = double.recorder.calls.filter(({ method }) => method === "POST");
  return posts.map(({ raw }) => effortIn(JSON.parse(raw.toString("utf8")) as JsonObject));
}

describe.each(wires)("%s", (wire) => {
  test("asked for, it is in every request, attempts to refute among them", async () => {
    const { review } = await reviewed(wire, "--effort", "low");
    expect(review.isComplete).toBe(true);
    expect(efforts().length).toBeGreaterThan(reviewers.length);
    expect(new Set(efforts())).toEqual(new Set(["low"]));
  });

  test("not asked for, it is in none", async () => {
    await reviewed(wire);
    expect(new Set(efforts())).toEqual(new Set([null]));
  });

  test("a server that refuses it is asked without it, and the user is told", async () => {
    const parameter = { anthropic: "output_config.effort", openai: "reasoning_effort" };
    double.follow(always(withoutParameter(parameter)));
    const { review, written } = await reviewed(wire, "--effort", "high");
    expect(review.isComplete).toBe(true);
    expect(efforts().filter((effort) => effort === null).length).toBeGreaterThanOrEqual(reviewers.length);
    expect(written["stderr"]).toMatch(/takes no effort of that name/);
  });
});
