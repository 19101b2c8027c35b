/** Judges a task that is told in plain words: which of its words the code of each candidate has. */
import type { Place } from "../model/finding.js";
import type { Conformance, JudgedStatement, Statement, Verdict } from "../model/statement.js";
import type { Survey } from "../model/survey.js";
import { readCode } from "./conformance/code.js";
import { type Spoken, speak, vocabularyOf } from "./conformance/spoken.js";

/** By id of the statement. */
export type SpokenOfTask = ReadonlyMap<string, Spoken>;

/** What the code of one candidate has of the words of each statement. */
export function spokenOf(statements: readonly Statement[], survey: Survey): SpokenOfTask {
  if (statements.length === 0) return new Map();
  const vocabulary = vocabularyOf(readCode(survey));
  return new Map(statements.map(({ id, text }) => [id, speak(text, vocabulary)]));
}

/** Words judge where names, routes and numbers leave more than half of the task to nobody. */
const leastJudged = 0.5;
/** As for what has a spelling. */
const leastMet = 0.8;
const leastPartly = 0.35;
/** One word that several programs have may be anybody's. */
const fewestWords = 2;

/**
 * Where most of a task names nothing to look up, its words do: a statement is met, partly met or missing by the share of
 * its words that the code has, of those that the code of any candidate has. A word that nobody has may be said otherwise, so
 * it counts for nobody. One that somebody has is the task's own word for the matter, and all had the task before them; so
 * there is no better verdict that is as likely, as there is where features are looked for by words of our choice. Only
 * where one of two words decides alone, what it names may have another name, and the verdict is bounded and not certain.
 */
export function judgeByWords(
  all: readonly Conformance[],
  spoken: readonly SpokenOfTask[],
): readonly Conformance[] {
  const [first] = all;
  if (!first || all.length < 2) return all;
  const judged = first.statements.filter(({ id }) => isJudged(all, id));
  if (judged.length >= leastJudged * first.statements.length) return all;
  const pools = new Map(first.statements.map(({ id }) => [id, poolOf(id, spoken)]));
  return all.map(({ path, statements }, i) => ({
    path,
    statements: statements.map((statement) => {
      const pool = pools.get(statement.id) ?? [];
      const words = spoken[i]?.get(statement.id);
      if (!words || pool.length < fewestWords) return statement;
      return heard(statement, pool, words);
    }),
  }));
}

function isJudged(all: readonly Conformance[], id: string): boolean {
  return all.some(({ statements }) =>
    statements.some((each) => each.id === id && each.verdict !== "not assessed"),
  );
}

function poolOf(id: string, spoken: readonly SpokenOfTask[]): readonly string[] {
  const words = spoken.flatMap((each) => [...(each.get(id) ?? [])]);
  return [...new Set(words.flatMap(([word, place]) => (place ? [word] : [])))].sort();
}

function heard(statement: JudgedStatement, pool: readonly string[], words: Spoken): JudgedStatement {
  const found = pool.flatMap((word) => words.get(word) ?? []);
  const verdict = verdictAt(found.length / pool.length);
  if (statement.verdict === "missing")
    return verdict === "met"
      ? { ...statement, verdict: "partly", reason: `${statement.reason}; its words are there` }
      : statement;
  if (statement.verdict !== "not assessed") return statement;
  const hangsOnOne = pool.length === fewestWords && found.length === 1;
  return {
    ...statement,
    verdict,
    ...(hangsOnOne ? { atMost: "met" } : {}),
    reason: reasonOf(pool, words),
    evidence: evidenceOf(found),
  };
}

function verdictAt(share: number): Verdict {
  return share >= leastMet ? "met" : share >= leastPartly ? "partly" : "missing";
}

function reasonOf(pool: readonly string[], words: Spoken): string {
  const has = pool.filter((word) => words.get(word));
  const lacks = pool.filter((word) => !words.get(word));
  return [
    "by its words alone",
    has.length === 0 ? "" : `found ${has.map(quoted).join(", ")}`,
    lacks.length === 0 ? "" : `not found ${lacks.map(quoted).join(", ")}, which others have`,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

/** Stems, so that it is seen what was looked for. */
function quoted(word: string): string {
  return `“${word}…”`;
}

const mostEvidence = 4;

function evidenceOf(places: readonly Place[]): Place[] {
  const once = new Map(places.map((place) => [`${place.path}:${place.lines?.start ?? ""}`, place]));
  return [...once.values()].slice(0, mostEvidence);
}
