/** Tells what a readiness review is going to look at, aspect by aspect, before anybody looks. */
import { planLines } from "../markdown/readiness/checklist.js";
import type { Listen } from "../model/event.js";
import type { Reviewer } from "../model/reviewer.js";
import type { Rule } from "../model/rule.js";
import { parsedFamilies } from "../model/rule.js";

export interface Announcement {
  readonly catalog: { readonly reviewers: readonly Reviewer[]; readonly rules: readonly Rule[] };
  /** Whether a model reads beside the rules. */
  readonly hasModel: boolean;
  readonly say: (line: string) => void;
}

/** The listener, which hears of the plan after it was told. */
export function announcing(listen: Listen, { catalog, hasModel, say }: Announcement): Listen {
  let languages: ReadonlySet<string> = new Set();
  let hasTests = false;
  return (event) => {
    if (event.type === "surveyed") {
      languages = new Set(event.languages);
      hasTests = event.hasTests;
    }
    if (event.type === "planned") {
      const { tasks } = event.plan;
      const reviewers = catalog.reviewers.filter(({ id }) => tasks.some(({ reviewer }) => reviewer === id));
      const rules = catalog.rules.map((rule) => ({ ...rule, languages: parsedFamilies(rule) }));
      for (const line of planLines({ reviewers, rules, languages, hasTests, hasModel })) say(line);
    }
    listen(event);
  };
}
