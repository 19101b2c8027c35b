/** How long a double takes: when each piece is due, and how far answers differ. */
import { expect, it } from "vitest";
import { about, timesOf } from "./delivery.js";

it.each([
  { count: 1, times: [0] },
  { count: 2, times: [0, 100] },
  { count: 3, times: [0, 100, 160] },
  { count: 5, times: [0, 100, 120, 140, 160] },
])("$count pieces are due at $times", ({ count, times }) => {
  expect(timesOf(count, { headers: 7, content: 100, rest: 60 })).toEqual(times);
});

it.each([
  { random: 0, whole: 1400 },
  { random: 0.5, whole: 2000 },
  { random: 1, whole: 2600 },
])("an answer of about two seconds takes $whole ms when chance is $random", ({ random, whole }) => {
  expect(about(2000, 0.3, () => random)()).toEqual({ headers: 0, content: whole / 4, rest: (whole * 3) / 4 });
});
