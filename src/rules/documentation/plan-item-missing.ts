/** A plan that marks something as done which is nowhere in the code. */
import { plural } from "../../lib/text.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";

const code =
  "export function getState(): void {}\nexport function getManager(): void {}\nexport class StateStore {}\n";
const plan = "# Plan\n\n- [x] Add `getState()`\n- [x] Add `getManager()`\n- [x] Add `StateStore`\n";

export default defineRule({
  severity: "medium",
  // The names are searched in every parsed file. Of 14 hits in six projects most were names of documents, statements of SQL
  // or things that were rejected, so it is for the deep profile.
  confidence: 0.45,
  judged: { right: 0, arguable: 0, wrong: 1, projects: 1 },
  title: "Plan marks as done what is not there",
  risk: "Others build on it, and nobody looks for work that is ticked off.",
  fix: "Do it, or take the mark away; if it has another name now, write that name.",
  match: { text: ({ source, survey }) => unfulfilled(survey, source.path) },
  examples: [
    {
      language: "text",
      bad: { "plan.md": `${plan}- [x] Add \`healthCheck()\`\n`, "src/a.ts": code },
      good: {
        "plan.md": `${plan}- [ ] Add \`healthCheck()\`\n- [x] Write \`the docs\` and \`README\`\n`,
        "archive/plan.md": `${plan}- [x] Add \`healthCheck()\`\n`,
        "src/a.ts": code,
      },
    },
    {
      language: "text",
      bad: { "plan.md": `${plan}- [x] Write \`src/b.ts\`\n`, "src/a.ts": code },
      // A plan for other code, most of which is not here.
      good: { "plan.md": plan, "src/a.ts": "export class StateStore {}\n" },
    },
  ],
});

/** What was done then may have been changed since. */
const isPast = /(?:^|\/)(?:archived?|history|old)\//i;

function* unfulfilled(
  { checklist, files }: Survey,
  document: string,
): Iterable<Omit<ProjectHit, "also" | "path">> {
  if (isPast.test(document)) return;
  const missing = checklist.filter(
    ({ path, isDone, names }) => path === document && isDone && names.every(({ place }) => place === null),
  );
  // Nearly every document has none, and a project has many documents.
  if (missing.length === 0) return;
  const parsed = [...files.values()].filter(({ tree }) => tree.family !== "text").length;
  for (const { span, names } of missing) {
    const listed = names.map(({ name }) => `\`${name}\``).join(", ");
    yield {
      at: span,
      issue: `The plan marks this as done, and ${listed} ${names.length === 1 ? "is" : "are"} in none of ${plural(parsed, "parsed file")}.`,
    };
  }
}
