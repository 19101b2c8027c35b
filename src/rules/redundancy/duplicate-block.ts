/** A function that stands in the code a second time, up to the names in it. */
import { ancestorsOf, parentOf } from "../../lib/paths.js";
import { plural } from "../../lib/text.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { CloneGroup, Survey } from "../../model/survey.js";

const copy = (name: string): string =>
  `export function ${name}(rows: Row[], limit: number): string[] {
  const seen = new Set<string>();
  const kept: string[] = [];
  for (const row of rows) {
    if (row.name === "" || row.size > limit) continue;
    const key = row.name.trim().toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(key);
  }
  kept.sort((a, b) => a.localeCompare(b));
  if (kept.length > limit) return kept.slice(0, limit);
  return kept;
}
`;

export default defineRule({
  severity: "low",
  // The copies are proven; of 21 read with their code 12 were lesson snippets, which is why places meant to stand alone are left out.
  confidence: 0.9,
  title: "Duplicated function",
  risk: "A fix made in one copy is missed in the other, and the two drift apart.",
  fix: "Keep one copy, give what differs a parameter, and import it in the other place.",
  project: copies,
  examples: [
    {
      language: "typescript",
      bad: {
        "src/users.ts": copy("uniqueUsers"),
        "src/teams.ts": copy("uniqueTeams").replaceAll("kept", "found"),
      },
      good: {
        "src/users.ts": copy("uniqueUsers"),
        "src/teams.ts": copy("uniqueTeams").replace(".trim()", ".normalize()"),
        "test/users.test.ts": copy("uniqueUsers"),
        "migrations/0001-users.ts": copy("uniqueUsers"),
        "src/users.js": copy("uniqueUsers")
          .replaceAll(": Row[]", "")
          .replaceAll(": number", "")
          .replaceAll(": string[]", "")
          .replace("<string>", ""),
      },
    },
  ],
});

type Place = CloneGroup["places"][number];

const severeTokens = 300;
const severeCopies = 4;
/** Callbacks and constructors repeat their frame by nature; only long ones are worth one place. */
const longFrame = 120;
const mostNamed = 3;

function* copies(survey: Survey): Iterable<ProjectHit> {
  for (const { tokens, places } of survey.clones) {
    const own = withoutCompiled(places.filter((place) => isOwn(place, tokens, survey)));
    const [first, ...rest] = own;
    if (first && rest.length > 0) yield duplicated(first, rest, tokens);
  }
}

/** Migrations are frozen history, examples and documentation are meant to be read alone. */
const readAlone =
  /(?:^|[/_-])(?:migrations?|versions|benchmarks?|examples?|samples?|docs?|demos?|templates?|fixtures?)(?=[/_-])/i;
const frame = /^(?:<anonymous>|__init__|__post_init__|constructor)$/;

function isOwn({ path, name }: Place, tokens: number, survey: Survey): boolean {
  if (survey.files.get(path)?.source.isTest !== false || readAlone.test(parentOf(path) + "/")) return false;
  return tokens >= longFrame || !frame.test(name);
}

/** `util.js` beside `util.ts` is what the compiler made of it. */
function withoutCompiled(places: readonly Place[]): readonly Place[] {
  const paths = new Set(places.map(({ path }) => path));
  return places.filter(
    ({ path }) => !/\.[cm]?jsx?$/.test(path) || !paths.has(path.replace(/js(x?)$/, "ts$1")),
  );
}

function duplicated(first: Place, rest: readonly Place[], tokens: number): ProjectHit {
  const all = [first, ...rest];
  const named = rest.slice(0, mostNamed).map((place) => describe(place, first));
  const more = rest.length > mostNamed ? ` and ${plural(rest.length - mostNamed, "other place")}` : "";
  return {
    path: first.path,
    at: first.span,
    also: rest.map(({ path, span }) => ({ path, span })),
    title: `${capital(nameOf(first))} is written ${all.length === 2 ? "twice" : `${all.length} times`}`,
    issue: `${capital(nameOf(first))} is the same code as ${named.join(", ")}${more}: ${plural(tokens, "token")} that differ in names and literals at most.`,
    recommendation: recommend(all),
    severity: tokens >= severeTokens || all.length >= severeCopies ? "medium" : "low",
    queries: [
      {
        ask: "duplicate",
        places: all.map(({ path, span }) => ({ path, start: span.start, end: span.end })),
      },
    ],
  };
}

function recommend(places: readonly Place[]): string {
  const [first, second] = places;
  const folders = places.map(({ path }) => ancestorsOf(path));
  const shared = folders[0]?.find((folder) => folders.every((own) => own.includes(folder))) ?? "";
  const isOneFile = places.every(({ path }) => path === first?.path);
  if (isOneFile || !first || !second) return "Make one function of them, with a parameter for what differs.";
  const where = shared === "" ? "in a module that all of them can import" : `in a module under ${shared}`;
  return `Keep one copy ${where}, give it a parameter for what differs, and import it in ${plural(new Set(places.map(({ path }) => path)).size, "file")}.`;
}

function nameOf({ name }: Place): string {
  return name === "<anonymous>" ? "an anonymous function" : `\`${name}\``;
}

function describe(place: Place, first: Place): string {
  const isAlike = place.name === first.name;
  const where = place.path === first.path ? "in the same file" : `in ${place.path}`;
  return `${isAlike ? "the one" : nameOf(place)} ${where}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
