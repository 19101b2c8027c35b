/** A function that stands in the code a second time, up to the names in it. */
import { ancestorsOf, parentOf } from "../../lib/paths.js";
import { plural } from "../../lib/text.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { CloneGroup, Survey } from "../../model/survey.js";
import { withoutComments } from "../../syntax/growth.js";

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

const icon = (name: string): string =>
  `export function ${name}(page: Page): Shape {
  const shape = page.shape("icon", 24, 24);
  shape.move(1, 2);
  shape.line(3, 4).fill("none").stroke("black");
  shape.line(5, 6).fill("none").stroke("black");
  shape.curve(1, 2, 3, 4).fill("none").stroke("black");
  shape.line(9, 8).fill("none").stroke("black");
  shape.close();
  return shape;
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
    {
      language: "typescript",
      bad: {
        "src/a.ts":
          copy("uniqueUsers") + copy("uniqueTeams").replace("row.size > limit", "row.size >= limit"),
        "src/b.ts":
          copy("uniqueRooms") + copy("uniqueSeats").replace("row.size > limit", "row.size >= limit"),
      },
      good: { "src/a.ts": icon("Star"), "src/b.ts": icon("Moon") },
    },
  ],
});

type Place = CloneGroup["places"][number];

const severeTokens = 300;
const severeCopies = 4;
/** Callbacks and constructors repeat their frame by nature; only long ones are worth one place. */
const longFrame = 120;
const mostNamed = 3;

/** A body without a decision (an icon, a log line with its counter, a list of values) has nothing to mend; only long ones count. */
const longWithoutDecision = 140;
const decision =
  /\b(?:if|for|while|switch|match|case|catch|except|rescue|cond|unless|forEach)\b|\?[^.?:\n]+:/;

function* copies(survey: Survey): Iterable<ProjectHit> {
  const groups = survey.clones.flatMap(({ tokens, places }): CloneGroup[] => {
    const own = withoutCompiled(places.filter((place) => isOwn(place, tokens, survey)));
    const [first] = own;
    const isWorthIt = first && (tokens >= longWithoutDecision || decides(first, survey));
    return isWorthIt && own.length > 1 ? [{ tokens, places: own }] : [];
  });
  for (const { groups: together } of gather(groups)) yield* duplicated(together);
}

function decides({ path, span }: Place, { files }: Survey): boolean {
  const file = files.get(path);
  if (!file) return false;
  const code = withoutComments(file).slice(span.start, span.end);
  return decision.test(code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""'));
}

interface Gathered {
  readonly sharers: ReadonlySet<string>;
  readonly groups: CloneGroup[];
}

/** What some of the places of a larger group share as well is one finding with it, however many functions it is. */
function gather(groups: readonly CloneGroup[]): readonly Gathered[] {
  const gathered: Gathered[] = [];
  const widestFirst = groups
    .map((group) => ({ group, sharers: sharersOf(group) }))
    .toSorted((a, b) => b.sharers.size - a.sharers.size);
  for (const { group, sharers } of widestFirst) {
    const holder = gathered.find((one) => [...sharers].every((sharer) => one.sharers.has(sharer)));
    if (holder) holder.groups.push(group);
    else gathered.push({ sharers, groups: [group] });
  }
  return gathered;
}

/** Copies that go from one folder to another are one decision; inside a folder each set of files is its own. */
function sharersOf({ places }: CloneGroup): ReadonlySet<string> {
  const folders = new Set(places.map(({ path }) => parentOf(path)));
  return folders.size > 1 ? folders : new Set(places.map(({ path }) => path));
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

function* duplicated(groups: readonly CloneGroup[]): Iterable<ProjectHit> {
  const [largest, ...others] = groups;
  const [first, ...rest] = largest?.places ?? [];
  if (!largest || !first) return;
  const { tokens, places } = largest;
  const also = [...rest, ...others.flatMap((group) => group.places)];
  const title = `${capital(nameOf(first))}${others.length > 0 ? ` and ${plural(others.length, "more function")}` : ""}`;
  const times = places.length === 2 ? "twice" : `${places.length} times`;
  yield {
    path: first.path,
    at: first.span,
    also: also.map(({ path, span }) => ({ path, span })),
    title: `${title} ${others.length > 0 ? "are" : "is"} written ${times}`,
    issue: `${issueOf(first, rest, tokens)}${others.length > 0 ? ` ${capital(namesOf(others))} ${others.length === 1 ? "is" : "are"} shared in the same way.` : ""}`,
    recommendation: recommend(places),
    severity: groups.some(isSevere) ? "medium" : "low",
    queries: groups.map((group) => ({
      ask: "duplicate",
      places: group.places.map(({ path, span }) => ({ path, start: span.start, end: span.end })),
    })),
  };
}

function isSevere({ tokens, places }: CloneGroup): boolean {
  return tokens >= severeTokens || places.length >= severeCopies;
}

function issueOf(first: Place, rest: readonly Place[], tokens: number): string {
  const named = rest.slice(0, mostNamed).map((place) => describe(place, first));
  const more = rest.length > mostNamed ? ` and ${plural(rest.length - mostNamed, "other place")}` : "";
  return `${capital(nameOf(first))} is the same code as ${named.join(", ")}${more}: ${plural(tokens, "token")} that differ in names and literals at most.`;
}

function namesOf(groups: readonly CloneGroup[]): string {
  const names = groups.flatMap(({ places: [place] }) => (place ? [nameOf(place)] : []));
  const more = names.length > mostNamed ? ` and ${plural(names.length - mostNamed, "other function")}` : "";
  return names.slice(0, mostNamed).join(", ") + more;
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
