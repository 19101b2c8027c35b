/** The first line is first, and nothing is lost where there is none. */
import { expect, test } from "vitest";
import { Opening } from "../../src/ui/opening.js";

test.each<[name: string, run: (opening: Opening) => void, told: readonly string[]]>([
  [
    "what was said before it comes after it",
    (opening) => {
      opening.say("a");
      opening.begin("first");
      opening.say("b");
    },
    ["first", "a", "b"],
  ],
  [
    "without it nothing is told yet",
    (opening) => {
      opening.say("a");
    },
    [],
  ],
  [
    "a run that ends without it tells what waited, once",
    (opening) => {
      opening.say("a");
      opening.release();
      opening.release();
      opening.say("b");
    },
    ["a", "b"],
  ],
])("%s", (_, run, told) => {
  const lines: string[] = [];
  run(new Opening((line) => lines.push(line)));
  expect(lines).toEqual(told);
});
