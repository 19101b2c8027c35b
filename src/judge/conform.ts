/** Holds the statements of a plan or a task against the code, by what in them can be looked up. */
import type { Place } from "../model/finding.js";
import type { Conformance, JudgedStatement, Statement, Verdict } from "../model/statement.js";
import type { Survey } from "../model/survey.js";
import { type Anchor, type Sighting, type Where, readAnchors } from "./conformance/anchors.js";
import { readCode } from "./conformance/code.js";
import { routesOf } from "./conformance/routes.js";
import { isAboutTests } from "./conformance/test-topics.js";
import { type Known, type Opening, type Subject, subjectOf } from "./conformance/subject.js";

/**
 * How much counts: `all` takes features and products by the words that engineers use for them; `names` takes only what
 * has a spelling (routes, files, names, numbers, signatures), and lets features add doubt but no certainty.
 */
export type Strictness = "all" | "names";

/** Share of what was asked for that must be found, by weight. */
const leastMet = 0.8;
const leastPartly = 0.35;

/**
 * `met`, `partly` and `missing` by the share of anchors found where the statement says they are; `contradicted` where
 * the code has another number or default under the same name; `not assessed` where there is nothing to look up.
 */
export function conform(
  statements: readonly Statement[],
  survey: Survey,
  strictness: Strictness = "all",
): readonly JudgedStatement[] {
  const code = readCode(survey);
  const known: Known = { code, routes: routesOf(code) };
  return statements.map((statement) => judgeStatement(statement, known, strictness));
}

interface Seen extends Sighting {
  readonly anchor: Anchor;
}

function judgeStatement(statement: Statement, known: Known, strictness: Strictness): JudgedStatement {
  const subject = subjectOf(statement.text, known);
  const { anchors, opening } = subject;
  if (opening.length === 0 && anchors.every(({ isSlight }) => isSlight))
    return unjudged(statement, strictness);
  const seen = anchors.map((anchor): Seen => ({ anchor, ...anchor.look(whereFor(anchor, subject, known)) }));
  const found =
    strictness === "all" ? verdictOf(seen, opening) : strictVerdict(statement.text, seen, opening);
  const rest = found === "met" ? unanchored(statement.text) : "";
  const verdict = rest === "" ? found : "partly";
  if (verdict === "not assessed") return unjudged(statement, strictness);
  const bound = strictness === "all" ? boundOf(statement.text, seen, opening) : verdict;
  const cautious = strictness === "names" && verdict === "partly" ? caution(statement.text, seen) : "";
  return {
    ...statement,
    verdict,
    ...(bound === verdict ? {} : { atMost: bound }),
    reason: `${reasonOf(seen, subject)}${rest}${cautious}`,
    evidence: [...evidenceOf(seen, opening)],
  };
}

function whereFor({ isHard }: Anchor, { parts, isWhole, stems, focus }: Subject, { code }: Known): Where {
  return isHard || !focus
    ? { code, parts, isWhole, stems }
    : { code, parts: focus.parts, isWhole: false, stems };
}

/**
 * What the verdict would be if whatever was looked for by freely chosen words stood there under other words. Two
 * programmers rarely choose the same name for a thing (the median likelihood is 7 %: Feitelson, Mizrahi, Noy, Ben
 * Shabat, Eliyahu and Sheffer, How Developers Choose Names, IEEE TSE 48(1), 2022; fewer than 20 % in Furnas, Landauer,
 * Gomez and Dumais, The Vocabulary Problem, CACM 30(11), 1987), so that not finding the word says little. What nobody
 * can see is bounded and not guessed (Manski, Nonparametric Bounds on Treatment Effects, AER 80(2), 1990).
 */
function boundOf(text: string, seen: readonly Seen[], opening: readonly Opening[]): Verdict {
  const lenient = seen.map((each): Seen =>
    each.anchor.isWorded && each.state === "absent" ? { ...each, state: "found" } : each,
  );
  const found = verdictOf(lenient, opening);
  return found === "met" && unanchored(text) !== "" ? "partly" : found;
}

/** Sentences that hold nothing to look up; where they are half of the statement, it cannot be called met. */
function unanchored(text: string): string {
  const sentences = text.split(/(?<=[.!?;])\s+(?=\S)/).filter((sentence) => sentence.split(/\s+/).length > 3);
  const silent = sentences.filter((sentence) => !isAnchored(sentence));
  if (sentences.length < 2 || silent.length * 2 < sentences.length) return "";
  return "; the rest of the statement names nothing to look for";
}

function isAnchored(sentence: string): boolean {
  const { routes, anchors } = readAnchors(sentence);
  return (
    isAboutTests(sentence) || /README|Dockerfile/i.test(sentence) || routes.length > 0 || anchors.length > 0
  );
}

function unjudged(statement: Statement, strictness: Strictness): JudgedStatement {
  const reason =
    strictness === "all"
      ? "it names nothing to look for"
      : "not assessed offline: it names nothing that a program can look up with certainty";
  return { ...statement, verdict: "not assessed", reason, evidence: [] };
}

/** A status that another route answers is no answer of this one; a feature may well be reached by ways nobody sees. */
function worthElsewhere({ isHard }: Anchor, says?: string): number {
  return isHard && says === undefined ? 0.25 : 0.5;
}

const openingWeight = 2;

function verdictOf(seen: readonly Seen[], opening: readonly Opening[]): Verdict {
  if (seen.some(({ state }) => state === "contradicted")) return "contradicted";
  if (opening.length > 0 && opening.every(({ isFound }) => !isFound)) return "missing";
  const asked = sum(seen.map(({ anchor }) => anchor.weight)) + opening.length * openingWeight;
  const found =
    sum(
      seen.map(
        ({ anchor, state, says }) =>
          anchor.weight * (state === "found" ? 1 : state === "elsewhere" ? worthElsewhere(anchor, says) : 0),
      ),
    ) +
    opening.filter(({ isFound }) => isFound).length * openingWeight;
  const share = found / asked;
  const isOpposed = seen.some(({ state }) => state === "against");
  return share >= leastMet && !isOpposed ? "met" : share >= leastPartly ? "partly" : "missing";
}

/** Words that promise something of every case; what is found by name cannot prove that. */
const sweeping = /\b(?:never|always|whatever|every|all|any|nothing|nobody|exactly|only)\b/i;

function strictVerdict(text: string, seen: readonly Seen[], opening: readonly Opening[]): Verdict {
  const hard = seen.filter(({ anchor }) => anchor.isHard);
  const soft = seen.filter(({ anchor }) => !anchor.isHard);
  if (hard.length === 0 && opening.length === 0)
    return soft.some(({ state }) => state === "found") ? "partly" : "not assessed";
  const verdict = verdictOf(hard, opening);
  const weigh = (all: readonly Seen[]): number => sum(all.map(({ anchor }) => anchor.weight));
  const isMostlySoft = weigh(soft) > weigh(hard) + opening.length * openingWeight;
  const isDoubtful = isMostlySoft || soft.some(({ state }) => state !== "found") || sweeping.test(text);
  return verdict === "met" && isDoubtful ? "partly" : verdict;
}

function caution(text: string, seen: readonly Seen[]): string {
  if (seen.filter(({ anchor }) => !anchor.isHard).length * 2 > seen.length)
    return "; whether it does what is asked was not assessed offline";
  if (seen.every(({ state }) => state === "found") && sweeping.test(text))
    return "; that it holds in every case was not assessed offline";
  return "";
}

/** One sentence: what was found where, and what was not. */
function reasonOf(seen: readonly Seen[], { opening, focus }: Subject): string {
  const said = opening.map(({ says }) => says);
  if (opening.length > 0 && opening.every(({ isFound }) => !isFound)) return said.join("; ");
  const contradicted = seen.filter(({ state }) => state === "contradicted").flatMap(({ says }) => says ?? []);
  const found = seen.filter(({ state }) => state === "found");
  const elsewhere = seen.filter(({ state, says }) => state === "elsewhere" && says === undefined);
  const odd = seen.filter(
    ({ state, says }) => (state === "elsewhere" || state === "against") && says !== undefined,
  );
  const absent = seen.filter(({ state }) => state === "absent");
  return [
    ...contradicted,
    ...said,
    found.length === 0 ? "" : `found ${found.map(whereFound).join(", ")}`,
    elsewhere.length === 0
      ? ""
      : `${names(elsewhere)} ${are(elsewhere)} in the project, ${focus ? `but not with the rest in \`${focus.name}\`` : "but not reached from it"}`,
    ...odd.map(({ anchor, state, says = "", place }) =>
      state === "against" ? says : `${anchor.shown}: ${says}${place ? ` (${shortPlace(place)})` : ""}`,
    ),
    absent.length === 0 ? "" : `not found ${names(absent)}`,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

function whereFound({ anchor, place, says }: Seen): string {
  return `${anchor.shown}${place ? ` (${shortPlace(place)}${says === undefined ? "" : `, ${says}`})` : ""}`;
}

function shortPlace({ path, lines }: Place): string {
  return `${path.slice(path.lastIndexOf("/") + 1)}${lines ? `:${lines.start}` : ""}`;
}

function names(seen: readonly Seen[]): string {
  return seen.map(({ anchor }) => anchor.shown).join(", ");
}

function are(seen: readonly Seen[]): string {
  return seen.length === 1 ? "is" : "are";
}

const mostEvidence = 4;

/** What contradicts first, then where it begins, then the weightiest finds; each line once. */
function evidenceOf(seen: readonly Seen[], opening: readonly Opening[]): readonly Place[] {
  const ordered = [...seen].sort(
    (a, b) =>
      Number(b.state === "contradicted") - Number(a.state === "contradicted") ||
      b.anchor.weight - a.anchor.weight,
  );
  const places = [
    ...ordered.filter(({ state }) => state === "contradicted").flatMap(noted),
    ...opening.flatMap(({ place }) => place ?? []),
    ...ordered.filter(({ state }) => state === "found" || state === "elsewhere").flatMap(noted),
  ];
  const once = new Map(places.map((place) => [`${place.path}:${place.lines?.start ?? ""}`, place]));
  return [...once.values()].slice(0, mostEvidence);
}

function noted({ place, anchor, says }: Seen): readonly Place[] {
  return place ? [{ ...place, note: says ?? anchor.shown }] : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/**
 * What no candidate has may be said in other words than the code's: it tells nothing about any of them, and becomes
 * `not assessed` for all.
 */
export function settle(all: readonly Conformance[]): readonly Conformance[] {
  const seen = new Set(
    all.flatMap(({ statements }) =>
      statements
        .filter(({ verdict }) => verdict !== "missing" && verdict !== "not assessed")
        .map(({ id }) => id),
    ),
  );
  return all.map(({ path, statements }) => ({
    path,
    statements: statements.map(({ atMost, ...statement }) =>
      statement.verdict !== "missing" || seen.has(statement.id)
        ? { ...statement, ...(atMost ? { atMost } : {}) }
        : {
            ...statement,
            verdict: "not assessed",
            reason: `${statement.reason}; nor does any other candidate`,
          },
    ),
  }));
}
