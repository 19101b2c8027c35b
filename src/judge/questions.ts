/** Turns what rules only ask about into questions to the author: merged like findings, and counted nowhere. */
import { compareText } from "../lib/compare.js";
import { groupBy } from "../lib/group.js";
import type { Finding, Question } from "../model/finding.js";
import type { AttributedClaim } from "./claims.js";

/** Claims that state a defect, and those that only ask. */
export function splitQuestions(claims: readonly AttributedClaim[]): {
  readonly stated: readonly AttributedClaim[];
  readonly asked: readonly AttributedClaim[];
} {
  return { stated: claims.filter(({ asks }) => !asks), asked: claims.filter(({ asks }) => asks) };
}

/**
 * The surest first, then those about more places; the second question of a rule waits until every rule has asked one,
 * so that a reader who stops after ten has seen every kind.
 */
export function rankQuestions(merged: readonly Finding[], asked: readonly AttributedClaim[]): Question[] {
  const answersOf = answersByPlace(asked);
  const sorted = [...merged].sort(
    (a, b) =>
      b.confidence - a.confidence ||
      b.also.length - a.also.length ||
      compareText(a.path, b.path) ||
      (a.lines?.start ?? 0) - (b.lines?.start ?? 0) ||
      compareText(a.id, b.id),
  );
  const turns = [...groupBy(sorted, ({ rule = "" }) => rule).values()].flatMap((own) =>
    own.map((finding, turn) => ({ finding, turn })),
  );
  return turns
    .sort((a, b) => a.turn - b.turn || sorted.indexOf(a.finding) - sorted.indexOf(b.finding))
    .map(({ finding }) => toQuestion(finding, answersOf(finding)));
}

function toQuestion(finding: Finding, answers: NonNullable<Question["answers"]>): Question {
  const { id, category, path, lines, quote, title, confidence, within, issue, risk, recommendation } =
    finding;
  const { cwe, also, rule = "", reviewers, proof } = finding;
  return {
    id,
    category,
    path,
    lines,
    quote,
    title,
    confidence,
    ...(within === undefined ? {} : { within }),
    question: issue,
    risk,
    recommendation,
    ...(cwe === undefined ? {} : { cwe }),
    also,
    rule,
    reviewers,
    ...(answers.length === 0 ? {} : { answers }),
    proof,
  };
}

/** Opinions with a reason are what a model said; the bare ones come from the pages of reviewers. */
function answersByPlace(
  asked: readonly AttributedClaim[],
): (finding: Finding) => NonNullable<Question["answers"]> {
  return ({ rule, path, lines }) =>
    asked
      .filter((claim) => claim.rule === rule && claim.path === path && claim.lines?.start === lines?.start)
      .flatMap(({ opinions }) => opinions.filter(({ reason }) => reason !== undefined));
}
