/** Notes that may be kept on disk: nothing secret in them, and every quote finds back to its file. */
import { expect, test } from "vitest";
import { withPlaceholders, withoutPlaceholders } from "../../src/consult/placeholders.js";
import { ShownSources } from "../../src/consult/shown-source.js";
import { stablePrompts } from "../../src/consult/stable-prompt.js";
import type { Engine, Notes } from "../../src/model/plan.js";
import { makeClaim, makeLeads, makePracticeClaim, makeReviewer, never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";

const secret = ["ghp", "_", "0123456789abcdefABCDEF", "0123456789abcd"].join("");
const line = `  const token = "${secret}"; // a\u202eb`;
const survey = await surveyCode({ "src/a.ts": `export function f() {\n${line}\n  return token;\n}\n` });
const shown = new ShownSources(survey);
const task = { id: "b/security", batch: "b", reviewer: "security", paths: ["src/a.ts"] };

const place = { path: "src/a.ts", lines: { start: 2, end: 3 }, quote: `${line}\n  return token;` };
const claim = makeClaim({
  ...place,
  issue: `The token ${secret} stands here.`,
  also: [{ ...place, note: `also ${secret.slice(0, 20)}…` }],
});
const notes: Notes = {
  task: task.id,
  reviewed: task.paths,
  claims: [claim],
  practices: [makePracticeClaim({ ...place, reason: secret })],
};
const engine: Engine = () => Promise.resolve(notes);

test("what is kept has placeholders, and its quotes are restored when it is read", async () => {
  const kept = await withPlaceholders(engine, shown)(task, makeLeads(), never);
  expect(JSON.stringify(kept)).not.toContain(secret.slice(0, 8));
  const read = await withoutPlaceholders(() => Promise.resolve(kept), shown)(task, makeLeads(), never);
  const places = read.claims.flatMap((one) => [one, ...(one.also ?? [])]);
  for (const { quote } of [...places, ...read.practices]) expect(quote).toBe(place.quote);
  expect(read.claims[0]?.issue).toMatch(/^The token \[secret\*+\] stands here\.$/);
});

test("the text a task is known by is the same for the same work, and another for other leads", () => {
  const batches = [{ id: "b", paths: task.paths, tokens: 1 }];
  const reviewers = [makeReviewer()];
  const first = stablePrompts({ survey, batches, reviewers })(task, makeLeads({ claims: [claim] }));
  expect(stablePrompts({ survey, batches, reviewers })(task, makeLeads({ claims: [claim] }))).toEqual(first);
  const other = stablePrompts({ survey, batches, reviewers })(task, makeLeads());
  expect([other.rules, other.shared]).toEqual([first.rules, first.shared]);
  expect(other.own).not.toBe(first.own);
  expect(JSON.stringify(first)).not.toContain(secret.slice(0, 8));
});
