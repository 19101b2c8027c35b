// A project in memory: surveyed once, and asked again after one file was changed.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { loadLanguages, loadRules } from "../../dist/catalog/load-shelves.js";
import { Lines } from "../../dist/lib/text.js";
import { survey as makeSurvey } from "../../dist/survey/survey.js";

/** Below this a claim is not printed by default. */
const leastConfidence = 0.5;
/** A finding this many lines from the change is one about it. */
const near = 3;
const skipped = new Set(["node_modules", ".git", "vendor", "dist", "build", ".venv", "coverage"]);
const never = new globalThis.AbortController().signal;

export async function readProject(folder) {
  const languages = await loadLanguages();
  const asked = process.env.RULES?.split(",");
  const rules = (await loadRules()).filter(({ id }) => asked?.includes(id) ?? true);
  const sources = [...sourcesIn(folder, folder, languages)].sort((a, b) => (a.path < b.path ? -1 : 1));
  const { survey } = await makeSurvey(sources, languages, never);
  const before = new Map();
  const findings = (of, path) => claimsOf(rules, of, path);

  return {
    files: [...survey.files.values()].filter(
      ({ source, outline }) => !source.isTest && outline.parseErrors.length === 0,
    ),
    /** Rule and line of a finding that the change brings, near it or in the same function; undefined without one, null where what is left is no code. */
    async newFinding({ path, start, text }) {
      if (!before.has(path)) before.set(path, findings(survey, path));
      const { source, outline } = survey.files.get(path);
      const changed = await makeSurvey([{ ...source, text }], languages, never);
      const file = changed.survey.files.get(path);
      if (!file || file.outline.parseErrors.length > 0) return null;
      const after = findings({ ...survey, files: new Map(survey.files).set(path, file) }, path);
      const place = aboutPlace(source.text, text, start, outline);
      const known = before.get(path).map(({ rule, quote }) => `${rule} ${quote}`);
      const fresh = after.filter(({ rule, quote }) => {
        const i = known.indexOf(`${rule} ${quote}`);
        if (i !== -1) known.splice(i, 1);
        return i === -1;
      });
      const found = fresh.find(({ lines }) => lines.end >= place.start && lines.start <= place.end);
      return found && `${found.rule}:${found.lines.start}`;
    },
  };
}

function* sourcesIn(root, folder, languages) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* sourcesIn(root, path, languages);
    const language = entry.isFile() && languages.find(({ extensions }) => extensions.includes(extname(path)));
    if (!language || statSync(path).size > 500_000 || /\.min\./.test(path)) continue;
    const name = relative(root, path);
    const isTest =
      language.isTestPath(name) || /(^|\/)(tests?|__tests__|__mocks__|spec|e2e|fixtures)\//.test(name);
    yield { path: name, language: language.id, text: readFileSync(path, "utf8"), isTest };
  }
}

/** What the rules say about one file, project rules included, as far as it would be printed. */
function claimsOf(rules, survey, path) {
  const file = survey.files.get(path);
  const lines = new Lines(file.source.text);
  const seen = rules.filter(({ tests }) => tests !== "only");
  const own = seen.flatMap((rule) => {
    const matcher = rule.match?.[file.tree.family] ?? rule.match?.text;
    return matcher ? [...matcher({ ...file, survey })].map((hit) => ({ rule, hit })) : [];
  });
  const ofProject = seen.flatMap((rule) =>
    rule.project && (rule.reads ?? [file.tree.family]).includes(file.tree.family)
      ? [...rule.project(survey)].filter((hit) => hit.path === path).map((hit) => ({ rule, hit }))
      : [],
  );
  return [...own, ...ofProject]
    .filter(({ rule, hit }) => (hit.confidence ?? rule.confidence) >= leastConfidence)
    .filter(({ hit }) => (hit.queries ?? []).every((query) => survey.index.answer(query).holds))
    .map(({ rule, hit }) => ({
      rule: rule.id,
      lines: lines.range(hit.at),
      quote: file.source.text.slice(hit.at.start, hit.at.end),
    }));
}

/** Lines of the changed text: three around the change, or the function it is in when that is short. */
function aboutPlace(before, after, start, { functions }) {
  const lines = new Lines(after);
  const line = lines.range({
    start: Math.min(start, after.length - 1),
    end: Math.min(start + 1, after.length),
  }).start;
  const holder = functions.findLast(({ span }) => span.start <= start && start < span.end);
  const end = holder ? Math.max(start + 1, holder.span.end - (before.length - after.length)) : start + 1;
  const around = holder
    ? lines.range({ start: holder.span.start, end: Math.min(end, after.length) })
    : { start: line, end: line };
  return { start: Math.min(line - near, around.start), end: Math.max(line + near, around.end) };
}
