/** Which profile holds where none was asked for. */
import { expect, test } from "vitest";
import { reviewSchema } from "../../src/model/review.js";
import { inFolder, run } from "./fake-world.js";
import { flawed } from "./projects.js";

test.each([
  ["at a desk", {}, [], { leastConfidence: 0.5, profile: "standard" }],
  ["where a machine runs the check", { CI: "true" }, [], { leastConfidence: 0.8, profile: "strict" }],
  ["where CI is set to nothing", { CI: "" }, [], { leastConfidence: 0.5, profile: "standard" }],
  ["where CI is denied", { CI: "false" }, [], { leastConfidence: 0.5, profile: "standard" }],
  ["asked for", { CI: "true" }, ["--profile", "deep"], { leastConfidence: 0.3, profile: "deep" }],
  ["a number", { CI: "true" }, ["--min-confidence", "0.6"], { leastConfidence: 0.6, profile: null }],
])("%s", async (_where, env, args, limit) => {
  await inFolder(flawed, async (cwd) => {
    const { stdout } = await run(["app", "-f", "json", "--fail-on", "none", ...args], { cwd, env });
    expect(reviewSchema.parse(JSON.parse(stdout)).limit).toEqual(limit);
  });
});
