/** Tells what a readiness review is going to look at, aspect by aspect, before anybody looks. */
import { planLines } from "../markdown/readiness/checklist.js";
import type { Listen } from "../model/event.js";
import type { Reviewer } from "../model/reviewer.js";
import type { Rule } from "../model/rule.js";
import { parsedFamilies } from "../model/rule.js";

export interface Shelves {
  readonly reviewers: readonly Reviewer[];
  readonly rules: readonly Rule[];
}

/** A listener that says the plan once it is made. @param hasModel whether a model reads beside the rules */
export function planAnnouncer(
  { reviewers, rules }: Shelves,
  hasModel: boolean,
  say: (line: string) => void,
): Listen {
  let languages: ReadonlySet<string> = new Set();
  let hasTests = false;
  return (event) => {
    if (event.type === "surveyed") {
      languages = new Set(event.languages);
      hasTests = event.hasTests;
    }
    if (event.type !== "planned") return;
    const look = {
      reviewers: reviewers.filter(({ id }) => event.plan.tasks.some(({ reviewer }) => reviewer === id)),
      rules: rules.map((rule) => ({ id: rule.id, category: rule.category, languages: parsedFamilies(rule) })),
      languages,
      hasTests,
      hasModel,
    };
    for (const line of planLines(look)) say(line);
  };
}
