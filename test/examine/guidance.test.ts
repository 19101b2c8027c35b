/** What of a repository's notes is passed on: sound files whole up to 8 KB, and why anything is not. */
import { describe, expect, test } from "vitest";
import { chooseGuidance } from "../../src/examine/guidance.js";
import { makeClaim, makeLeads } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const notes = { "AGENTS.md": "Check the locks.\n", "CLAUDE.md": "Check the logs.\n" };
const examined = Object.keys(notes);

function hitIn(path: string) {
  const { reviewers, opinions, proof, ...claim } = makeClaim({ path, lines: { start: 3, end: 3 } });
  void [reviewers, opinions, proof];
  return claim;
}

describe("which files", async () => {
  const survey = await surveyCode(notes);
  test.each<[name: string, leads: Parameters<typeof chooseGuidance>[1], text: string, remark: RegExp | null]>(
    [
      ["all", makeLeads({ examined }), "AGENTS.md:\nCheck the locks.\n\nCLAUDE.md:\nCheck the logs.", null],
      [
        "not one that talks to reviewers",
        makeLeads({ examined, claims: [hitIn("AGENTS.md")] }),
        "CLAUDE.md:\nCheck the logs.",
        /^AGENTS\.md:3 holds text meant to steer/,
      ],
      [
        "not one that a rule broke on",
        makeLeads({ examined, failures: [{ rule: "r", path: "CLAUDE.md", message: "m" }] }),
        "AGENTS.md:\nCheck the locks.",
        /^CLAUDE\.md could not be checked/,
      ],
      [
        "not one that nobody looked at",
        makeLeads({ examined: ["AGENTS.md"] }),
        "AGENTS.md:\nCheck the locks.",
        /^CLAUDE\.md could not be checked/,
      ],
    ],
  )("%s", (_, leads, text, remark) => {
    const guidance = chooseGuidance(survey, leads);
    expect(guidance.text).toBe(text);
    if (remark) expect(guidance.remarks).toEqual([expect.stringMatching(remark)]);
    else expect(guidance.remarks).toEqual([]);
  });
});

test("a long one is cut at a line, which both the reader and the model are told", async () => {
  const survey = await surveyCode({ "AGENTS.md": `${"é".repeat(49)}\n`.repeat(200) });
  const { text, remarks } = chooseGuidance(survey, makeLeads({ examined: ["AGENTS.md"] }));
  const lines = text.split("\n");
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(8 * 1024);
  expect(new Set(lines.slice(1, -1))).toEqual(new Set(["é".repeat(49)]));
  expect(lines.at(-1)).toMatch(/^\[The rest was left out/);
  expect(remarks).toEqual([expect.stringContaining("only the first 8 KB of AGENTS.md")]);
});
