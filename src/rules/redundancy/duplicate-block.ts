/** A function that stands in the code a second time, up to the names in it. */
import { groupBy } from "../../lib/group.js";
import { ancestorsOf, parentOf } from "../../lib/paths.js";
import { Lines, plural } from "../../lib/text.js";
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
  judged: { right: 84, arguable: 24, wrong: 2, projects: 19 },
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
        "src/schema/v2.ts": copy("up"),
        "src/schema/v3.ts": copy("up"),
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

interface Copies {
  readonly tokens: number;
  readonly places: readonly Place[];
}

/** Tokens that would go: a page of code that has to be changed twice. */
const severeTokens = 600;
const severeCopies = 4;
/** Callbacks and constructors repeat their frame by nature; only long ones are worth one place. */
const longFrame = 120;
const mostNamed = 3;
/** Who has more copies than this first decides about the largest; the others are one finding. */
const mostFindings = 10;
const mostPlaces = 24;

/** A body without a decision (an icon, a log line with its counter, a list of values) has nothing to mend; only long ones count. */
const longWithoutDecision = 140;
const decision =
  /\b(?:if|for|while|switch|match|case|catch|except|rescue|cond|unless|forEach)\b|\?[^.?:\n]+:/;

function* copies(survey: Survey): Iterable<ProjectHit> {
  const isLookedAt = ({ path }: { readonly path: string }): boolean => survey.focus?.has(path) ?? true;
  const groups = survey.clones.filter(({ places }) => places.some(isLookedAt));
  const all = groups.flatMap(({ tokens, places }): Copies[] => {
    const own = withoutCompiled(places.filter((place) => isOwn(place, tokens, survey)));
    const [first] = own;
    const isWorthIt = first && (tokens >= longWithoutDecision || decides(first, survey));
    return isWorthIt && own.length > 1 ? [{ tokens, places: own }] : [];
  });
  const between = [...groupBy(withoutParts(all), pathsOf).values()].map((group) =>
    [...group].sort((a, b) => b.tokens - a.tokens),
  );
  between.sort((a, b) => savedBy(b) - savedBy(a));
  for (const group of between.slice(0, mostFindings)) yield* duplicated(group, survey);
  yield* smaller(between.slice(mostFindings).flat());
}

function decides({ path, span }: Place, { files }: Survey): boolean {
  const file = files.get(path);
  if (!file) return false;
  const code = withoutComments(file).slice(span.start, span.end);
  return decision.test(code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""'));
}

function pathsOf({ places }: Copies): string {
  return [...new Set(places.map(({ path }) => path))].sort().join("\n");
}

/** Tokens that would go. */
function savedBy(group: readonly Copies[]): number {
  return group.reduce((sum, { tokens, places }) => sum + tokens * (places.length - 1), 0);
}

/** What is copied because the code around it is copied is told with that. */
function withoutParts(all: readonly Copies[]): readonly Copies[] {
  const isInside = (inner: Place, outer: Place): boolean =>
    inner.path === outer.path && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
  return all.filter(
    ({ tokens, places }) =>
      !all.some(
        (other) =>
          other.tokens > tokens &&
          places.filter((place) => other.places.some((outer) => isInside(place, outer))).length > 1,
      ),
  );
}

/** Migrations are frozen history, examples and documentation are meant to be read alone. */
const readAlone =
  /(?:^|[/_-])(?:migrations?|versions|benchmarks?|examples?|samples?|docs?|demos?|templates?|fixtures?)(?=[/_-])/i;
/** A step between two versions stays what it was, even when the next version does the same again. */
const step = /^(?:up|down|upgrade|downgrade|migrate)$/;
const frame = /^(?:<anonymous>|__init__|__post_init__|constructor)$/;

function isOwn({ path, name }: Place, tokens: number, survey: Survey): boolean {
  if (survey.files.get(path)?.source.isTest !== false || readAlone.test(parentOf(path) + "/")) return false;
  return !step.test(name) && (tokens >= longFrame || !frame.test(name));
}

/** `util.js` beside `util.ts` is what the compiler made of it. */
function withoutCompiled(places: readonly Place[]): readonly Place[] {
  const paths = new Set(places.map(({ path }) => path));
  return places.filter(
    ({ path }) => !/\.[cm]?jsx?$/.test(path) || !paths.has(path.replace(/js(x?)$/, "ts$1")),
  );
}

/** Copies that the same files share, the largest first. */
function* duplicated(group: readonly Copies[], survey: Survey): Iterable<ProjectHit> {
  const [largest, ...others] = group;
  const [first, ...rest] = largest?.places ?? [];
  if (!largest || !first) return;
  const times = largest.places.length === 2 ? "twice" : `${largest.places.length} times`;
  const named = rest.slice(0, mostNamed).map((place) => describe(place, first, survey));
  const more = rest.length > mostNamed ? ` and ${plural(rest.length - mostNamed, "other place")}` : "";
  const isSevere =
    savedBy(group) >= severeTokens || group.some(({ places }) => places.length >= severeCopies);
  yield {
    ...placed(group),
    title:
      others.length === 0
        ? `${capital(nameOf(first))} is written ${times}`
        : `${capital(nameOf(first))} and ${plural(others.length, "other function")} are written more than once`,
    issue: `${capital(nameOf(first))} is the same code as ${named.join(", ")}${more}: ${plural(largest.tokens, "token")} that differ in names and literals at most.${alsoCopied(others, first)}`,
    recommendation: recommend(largest.places),
    severity: isSevere ? "medium" : "low",
  };
}

function* smaller(group: readonly Copies[]): Iterable<ProjectHit> {
  if (group.length === 0) return;
  yield {
    ...placed(group),
    title: `${plural(group.length, "smaller function")} ${group.length === 1 ? "is" : "are"} written more than once`,
    issue: `Besides the ${mostFindings} largest, which are told one by one, ${plural(group.length, "function")} ${group.length === 1 ? "stands" : "stand"} in the code more than once: ${listOf(group)}.`,
    severity: "low",
  };
}

function placed(group: readonly Copies[]): Pick<ProjectHit, "path" | "at" | "also" | "queries"> {
  const [first, ...rest] = group.flatMap(({ places }) => places);
  return {
    path: first?.path ?? "",
    at: first?.span ?? { start: 0, end: 0 },
    also: rest.slice(0, mostPlaces).map(({ path, span }) => ({ path, span })),
    queries: group.map(({ places }) => ({
      ask: "duplicate",
      places: places.map(({ path, span }) => ({ path, start: span.start, end: span.end })),
    })),
  };
}

function alsoCopied(others: readonly Copies[], { path }: Place): string {
  if (others.length === 0) return "";
  const isOneFile = others.every(({ places }) => places.every((place) => place.path === path));
  return ` Copied ${isOneFile ? "within this file" : "between these files"} too: ${listOf(others)}.`;
}

function listOf(group: readonly Copies[]): string {
  const names = [...new Set(group.flatMap(({ places }) => places.slice(0, 1).map(nameOf)))];
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : "";
  return names.slice(0, mostListed).join(", ") + more;
}

const mostListed = 6;

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

function describe(place: Place, first: Place, { files }: Survey): string {
  const name = place.name === first.name ? "the one" : nameOf(place);
  if (place.path !== first.path) return `${name} in ${place.path}`;
  const line = new Lines(files.get(place.path)?.source.text ?? "").lineAt(place.span.start);
  return `${name} in line ${line} of the same file`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
