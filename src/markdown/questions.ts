/** What rules only ask: the questions to the author, each with its places and what hangs on the answer. */
import { plural } from "../lib/text.js";
import type { Place, Question } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { firstLineOf } from "./fence.js";
import { lineWord } from "./places.js";
import { enumerate, linesText, placeCode, reviewerTitles } from "./wording.js";

/** More questions than this nobody answers; the others are in the JSON document. */
const mostQuestions = 12;
const mostPlaces = 8;

/** Nothing where no rule asked anything. */
export function questionsSection(review: Review): string {
  const { questions = [] } = review;
  const more = questions.length - mostQuestions;
  return section(
    "## Questions",
    questions.length === 0
      ? ""
      : "Nothing here is counted as a finding: each is a place where the code leaves open what only its author can know.",
    ...questions.slice(0, mostQuestions).map((question, i) => block(question, i + 1, review)),
    more > 0
      ? `And ${plural(more, "more question")} in the JSON report: ${titles(questions.slice(mostQuestions))}.`
      : "",
  );
}

function titles(questions: readonly Question[]): string {
  return [...new Set(questions.map(({ title }) => prose(title)))].join("; ");
}

function block(question: Question, number: number, review: Review): string {
  const {
    title,
    path,
    lines,
    id,
    rule,
    reviewers,
    risk,
    recommendation,
    quote,
    proof,
    answers = [],
  } = question;
  const titleOf = reviewerTitles(review);
  const line = firstLineOf(quote);
  return blocks(
    `### Q${number}: ${prose(title)}`,
    bullets([
      `**Location:** ${placeCode({ path, lines })}${line === "" ? "" : `: ${code(line)}`}`,
      `**Rule:** ${code(rule)}, sure to ${Math.round(question.confidence * 100)}%`,
      `**Asked by:** ${enumerate(reviewers.map((reviewer) => prose(titleOf(reviewer))))}`,
      `**Id:** ${code(id)}`,
    ]),
    `**Question:** ${sentence(question.question)}`,
    otherPlaces(question),
    `**If the answer is no:** ${sentence(risk)} ${sentence(recommendation)}`,
    ...proof.map(({ evidence }) => `**Proof:** ${sentence(evidence)}`),
    ...answers.map(
      ({ reviewer, model, reason = "" }) =>
        `**Answer${model === undefined ? "" : ` of ${prose(model)}`} (${prose(titleOf(reviewer))}):** ${sentence(reason)}`,
    ),
  );
}

function otherPlaces({ also, path }: Question): string {
  if (also.length === 0) return "";
  const shown = also.slice(0, mostPlaces).map((place) => otherPlace(place, path));
  const more = also.length - mostPlaces;
  const rest = more > 0 ? [`and ${plural(more, "more place")} in the JSON report`] : [];
  return blocks("**Places:**", bullets([...new Set([...shown, ...rest])]));
}

function otherPlace({ path, lines, quote, note }: Place, own: string): string {
  const where = path === own && lines ? lineWord(linesText(lines)) : placeCode({ path, lines });
  const line = firstLineOf(quote);
  const says = [note === undefined ? "" : prose(note), line === "" ? "" : code(line)];
  return `${where}: ${says.filter((part) => part !== "").join(": ")}`;
}
