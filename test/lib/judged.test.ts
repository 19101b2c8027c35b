/** What readers found, in a table and in a sentence. */
import { expect, test } from "vitest";
import { judgedInFull, judgedShortly } from "../../src/lib/judged.js";

test.each([
  [
    { right: 27, arguable: 24, wrong: 1, projects: 20 },
    "27 of 52",
    "27 right, 24 arguable and 1 wrong of 52 hits read, in 20 projects",
  ],
  [
    { right: 1, arguable: 0, wrong: 0, projects: 1 },
    "1 of 1",
    "1 right, 0 arguable and 0 wrong of 1 hit read, in 1 project",
  ],
  [
    { right: 2, arguable: 1, wrong: 0, projects: 0 },
    "2 of 3",
    "2 right, 1 arguable and 0 wrong of 3 hits read",
  ],
  [{ right: 0, arguable: 0, wrong: 0, projects: 226 }, "no hits", "no hit in 226 projects"],
  [undefined, "unread", "by nobody"],
])("%j", (counts, shortly, inFull) => {
  expect(judgedShortly(counts)).toBe(shortly);
  expect(judgedInFull(counts)).toBe(inFull);
});
