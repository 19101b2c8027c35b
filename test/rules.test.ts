/** Every rule and practice runs its own examples: the bad (or telling) one must hit, the look-alike must not. */
import { describe, expect, test } from "vitest";
import { loadPractices, loadRules } from "../src/catalog/load-shelves.js";
import { runRules } from "../src/examine/run-rules.js";
import type { Claim, PracticeClaim } from "../src/model/finding.js";
import { judgedInFull } from "../src/lib/judged.js";
import { leastConfidences } from "../src/model/profile.js";
import type { Judged, PracticeRule, Rule } from "../src/model/rule.js";
import { defaultPath, surveyCode } from "./survey-code.js";

const rules = await loadRules();
const practices = await loadPractices();

async function hits(
  entry: Rule | PracticeRule,
  language: string,
  example: { readonly path?: string; readonly code: string | Readonly<Record<string, string>> },
): Promise<readonly (Claim | PracticeClaim)[]> {
  const { code, path } = example;
  const files = typeof code === "string" ? { [path ?? defaultPath(language)]: code } : code;
  const survey = await surveyCode(files);
  for (const file of survey.files.values()) {
    if (file.source.language !== "text") expect(file.outline.parseErrors, file.source.path).toEqual([]);
  }
  const shelves = "reason" in entry ? { rules: [], practices: [entry] } : { rules: [entry], practices: [] };
  const leads = await runRules(survey, shelves, new AbortController().signal);
  expect(leads.failures).toEqual([]);
  const claims = leads.claims.filter((claim) =>
    (claim.queries ?? []).every((query) => survey.index.answer(query).holds),
  );
  return [...claims, ...leads.practices];
}

describe.each([...rules, ...practices].map((entry) => [entry.id, entry] as const))("%s", (_, entry) => {
  test.each(entry.examples.map((example, i) => [`${example.language} ${i + 1}`, example] as const))(
    "%s",
    async (_name, example) => {
      expect(await hits(entry, example.language, { ...example, code: example.bad })).not.toEqual([]);
      expect(await hits(entry, example.language, { ...example, code: example.good })).toEqual([]);
    },
  );
});

test("readers have judged every rule", () => {
  expect(rules.filter(({ judged }) => judged === undefined).map(({ id }) => id)).toEqual([]);
});

/** Fewer hits than this say nothing about a rule, and of so many at least this share must be right. */
const enough = 5;
const leastRight = 0.4;

test("a rule that is wrong too often tells nothing in the standard profile", () => {
  const wrong = judgedRules(
    ({ confidence }, judged) =>
      confidence >= leastConfidences.standard &&
      readOf(judged) >= enough &&
      judged.right / readOf(judged) < leastRight,
  );
  expect(wrong).toEqual([]);
});

test("the hits that were read are in no more projects than there are hits", () => {
  expect(judgedRules((_, judged) => readOf(judged) > 0 && judged.projects > readOf(judged))).toEqual([]);
});

/** Id and count of the rules that the predicate accepts. */
function judgedRules(accepts: (rule: Rule, judged: Judged) => boolean): readonly string[] {
  return rules.flatMap((rule) =>
    rule.judged && accepts(rule, rule.judged) ? [`${rule.id}: ${judgedInFull(rule.judged)}`] : [],
  );
}

function readOf({ right, arguable, wrong }: Judged): number {
  return right + arguable + wrong;
}
