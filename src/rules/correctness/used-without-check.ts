/** Something is taken of a value that may not be there, where the rest of the project asks first. */
import { groupBy } from "../../lib/group.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { learn } from "../../syntax/learn.js";
import { scriptFiles } from "../../syntax/typescript/project-functions.js";
import { usedWithoutCheckExamples } from "./used-without-check/examples.js";
import { type Sight, sightsIn } from "./used-without-check/sights.js";

export default defineRule({
  asks: true,
  severity: "info",
  // Of 65 hits of every kind readers called 19 true and 40 arguable. Kept are records that nobody may have: of 14 of those
  // on 13 projects 11 were true, 2 arguable and 1 false.
  confidence: 0.55,
  judged: { right: 11, arguable: 2, wrong: 1, projects: 13 },
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
    const told = new Set<Sight>();
    for (const group of [...habits(all)].filter((one) => one.length > fewest)) {
      const bare = group.filter(({ sight }) => sight.taken && !told.has(sight));
      const asked = group.filter(({ sight }) => !sight.taken).length;
      if (bare.length === 0 || asked < fewest || asked / group.length < share || group.length - asked > most)
        continue;
      for (const { sight, path } of bare) {
        told.add(sight);
        if (sight.taken)
          yield {
            ...against(sight.shown, sight.taken, { path, key: sight.key, asked }),
            ...(isRecord(sight) ? {} : { confidence: rarely }),
          };
      }
    }
  },
  examples: usedWithoutCheckExamples,
});

/**
 * A record that nobody may have is the one worth a question. Of what hooks, lists, frameworks and other calls give, readers
 * called 2 of 19 right and most arguable: the data rules the case out, or the page does.
 */
const rarely = 0.45;

function isRecord({ key, shown }: Sight): boolean {
  return /^\.(?:find(?=.)|first|getOne|with|by)/.test(key) && !readAgain.test(shown);
}

/** `updatedOrder`: what was there a line ago, or was just made, is there. */
const readAgain = /^(?:updated|saved|created|new|refreshed|inserted|populated|fresh|reloaded)(?=[A-Z_])/;

interface Place {
  readonly path: string;
  readonly sight: Sight;
}

/** Places that ask for the same thing, in the whole project and in each folder: handlers ask where inner functions need not. */
function* habits(all: readonly Place[]): Iterable<readonly Place[]> {
  yield* groupBy(all, ({ sight }) => sight.key).values();
  yield* groupBy(all, ({ sight }) => sight.narrow).values();
  const placed = all.flatMap((place) => foldersOf(place.path).map((folder) => ({ folder, place })));
  const inFolders = groupBy(placed, ({ folder, place }) => `${folder} ${place.sight.key}`);
  for (const group of inFolders.values()) yield group.map(({ place }) => place);
}

/** `src/api/cards` and `src/api` of `src/api/cards/move.js`; what the whole project shares is told by the key alone. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

/** Scripts that are run by hand against data they know, and code of others that lies in the project as it came. */
const isOnce =
  /(?:^|\/)(?:scripts?|seeds?|seeders?|migrations?|static|vendors?|third[_-]?party|public|generated|webapp)\/|(?:^|\/)seed/i;
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
