/** What a run remembers of a file, and who is asked again when the file is met a second time. */
import { expect, test } from "vitest";
import { runRules } from "../../src/examine/run-rules.js";
import type { Memory, Remembered } from "../../src/model/memory.js";
import type { Hit, Matcher, Rule } from "../../src/model/rule.js";
import type { Source } from "../../src/model/source.js";
import { makeRule, never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const hit: Hit = { at: { start: 0, end: 1 }, issue: "Issue." };

class Notebook implements Memory {
  readonly pages = new Map<string, Remembered>();

  recall({ path }: Source): Remembered | undefined {
    return this.pages.get(path);
  }

  keep({ path }: Source, remembered: Remembered): void {
    this.pages.set(path, remembered);
  }
}

/** How often the matcher is asked in two runs with one memory, and whether both give the same leads. */
async function askedTwice(
  matcher: Matcher<"text">,
  text = "const a = 1;\n",
): Promise<[number, number, boolean]> {
  let asked = 0;
  const counting: Rule = makeRule({
    match: {
      text: (subject) => {
        asked++;
        return matcher(subject);
      },
    },
  });
  const memory = new Notebook();
  const survey = await surveyCode({ "a.ts": text });
  const shelves = { rules: [counting], practices: [] };
  const first = await runRules(survey, shelves, never, { memory });
  const before = asked;
  const second = await runRules(survey, shelves, never, { memory });
  return [before, asked - before, JSON.stringify(first) === JSON.stringify(second)];
}

const secret = `const a = "${["gh", "p_", "0123456789abcdefABCDEF0123456789abcd"].join("")}";\n`;

test.each<[who: string, again: number, matcher: Matcher<"text">, text?: string]>([
  ["finds something in the file", 0, () => [hit]],
  ["finds nothing in the file", 0, () => []],
  ["asks the survey", 1, ({ survey }) => (survey.files.size > 0 ? [hit] : [])],
  ["takes the survey without asking it", 1, ({ survey }) => (typeof survey === "object" ? [hit] : [])],
  ["copies the subject", 1, (subject) => ({ ...subject }).survey.clones.map(() => hit)],
  ["looks at a file with a credential", 1, () => [hit], secret],
  [
    "breaks off",
    1,
    () => {
      throw new Error("broken");
    },
  ],
])("who %s is asked again: %i", async (_, again, matcher, text) => {
  expect(await askedTwice(matcher, text)).toEqual([1, again, true]);
});
