/** Something is taken of a value that may not be there, where the rest of the project asks first. */
import { groupBy } from "../../lib/group.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { learn } from "../../syntax/learn.js";
import { scriptFiles } from "../../syntax/typescript/project-functions.js";
import { usedWithoutCheckExamples } from "./used-without-check/examples.js";
import { sightsIn } from "./used-without-check/sights.js";

export default defineRule({
  asks: true,
  severity: "info",
  // Read on twelve projects: of 19 hits 2 true, 16 arguable (the data may rule the case out), 1 false; so it asks.
  confidence: 0.55,
  title: "Value used without the check that the others make",
  risk: "When it is not there, the next step fails with an error that does not say what was missing, or goes on for somebody it is not meant for.",
  fix: "Ask whether it is there, and leave or throw when it is not, as the other places do.",
  cwe: [476],
  reads: ["typescript"],
  *project(survey) {
    const files = scriptFiles(survey).filter(({ source }) => !isOnce.test(source.path));
    const all = files.flatMap((file) =>
      learn(file, "used-without-check", () => sightsIn(file.tree)).map((sight) => ({
        sight,
        path: file.source.path,
      })),
    );
    const groups = groupBy(all, ({ sight }) => sight.key);
    for (const group of groups.values()) {
      const bare = group.filter(({ sight }) => sight.taken);
      const asked = group.length - bare.length;
      if (bare.length === 0 || asked < fewest || asked / group.length < share || bare.length > most) continue;
      for (const { sight, path } of bare)
        if (sight.taken) yield against(sight.shown, sight.taken, { path, key: sight.key, asked });
    }
  },
  examples: usedWithoutCheckExamples,
});

/** Scripts that are run by hand against data they know. */
const isOnce = /(?:^|\/)(?:scripts?|seeds?|seeders?|migrations?)\/|(?:^|\/)seed/i;
/** From five on a habit can be told from chance; four of five share it at least, as with the checks of routes. */
const fewest = 5;
const share = 0.8;
/** More than this lack it: then there are two habits, not an exception. */
const most = 3;

interface Habit {
  readonly path: string;
  readonly key: string;
  /** Places that ask first. */
  readonly asked: number;
}

function against(shown: string, at: Span, { path, key, asked }: Habit): ProjectHit {
  return {
    path,
    at,
    issue: `\`${shown}\` is used without asking whether it is there; in ${String(asked)} other places what \`${key}\` gives is asked about first. Is it always there here?`,
  };
}
