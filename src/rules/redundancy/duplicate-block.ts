/** A function that stands in the code a second time, up to the names in it. */
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
  // JUDGED
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
      },
    },
  ],
});

type Place = CloneGroup["places"][number];

const severeTokens = 200;
const severeCopies = 3;

function* copies(survey: Survey): Iterable<ProjectHit> {
  for (const { tokens, places } of survey.clones) {
    const own = places.filter(({ path }) => survey.files.get(path)?.source.isTest === false);
    const [first, ...rest] = own;
    if (first && rest.length > 0) yield duplicated(first, rest, tokens);
  }
}

function duplicated(first: Place, rest: readonly Place[], tokens: number): ProjectHit {
  const all = [first, ...rest];
  return {
    path: first.path,
    at: first.span,
    also: rest.map(({ path, span }) => ({ path, span })),
    title: `\`${first.name}\` stands in the code ${all.length === 2 ? "twice" : `${all.length} times`}`,
    issue: `${describe(first)} is the same code as ${rest.map(describe).join(", ")}: ${plural(tokens, "token")} that differ in names and literals at most.`,
    severity: tokens >= severeTokens || all.length >= severeCopies ? "medium" : "low",
    queries: [
      {
        ask: "duplicate",
        places: all.map(({ path, span }) => ({ path, start: span.start, end: span.end })),
      },
    ],
  };
}

function describe({ name, path }: Place): string {
  return `\`${name}\` in ${path}`;
}
