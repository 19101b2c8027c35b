/** The sections of a comparison around its matrix: who took part, what each is like, who is ahead, what to build on. */
import { plural } from "../lib/text.js";
import type { Candidate, Comparison, Graft, Remark } from "../model/comparison.js";
import type { Scorecard } from "../model/rubric.js";
import { notJudgedLines } from "./comparison-jury.js";
import { scoredCandidates } from "./comparison-matrix.js";
import { blocks, bullets, quoted, section } from "./document.js";
import { code, headingText, prose, sentence } from "./escape.js";
import { gapsOf } from "./gaps.js";
import { table } from "./table.js";
import { enumerate, placeCode, severityCounts } from "./wording.js";

/** What could not be compared, at the very top. */
export function comparisonBanner({ candidates, jury }: Comparison): string {
  const lines = candidates.flatMap(({ id, problem, review }) => {
    const gaps = review && gapsOf(review);
    if (problem !== null) return [`${prose(id)} takes no part: ${sentence(problem)}`];
    return gaps ? [`${prose(id)}: ${gaps.headline}`] : [];
  });
  lines.push(...notJudgedLines({ jury }));
  return lines.length === 0 ? "" : quoted(blocks("**INCOMPLETE.**", bullets(lines)));
}

export function comparisonFacts({ rubric, task, engine, candidates }: Comparison): string {
  const asked = task
    ? `held against ${code(task.path)} (${plural(task.statements.length, "statement")})${whereFrom(task)}`
    : "no task given";
  return bullets([
    `**Candidates:** ${enumerate(candidates.map(({ id, path }) => `${prose(id)} (${code(path)})`))}`,
    `**Rubric:** ${prose(rubric.title)} (${code(rubric.id)}), ${rubric.scale} points; ${asked}`,
    `**Engine:** ${prose(engine)}`,
  ]);
}

function whereFrom({ isFound }: NonNullable<Comparison["task"]>): string {
  return isFound
    ? `, which lies beside the candidates and was not named (${code("--no-task")} goes without)`
    : "";
}

export function comparisonSummary(comparison: Comparison): string {
  const { ranking, recommendation } = comparison;
  const scored = scoredCandidates(comparison);
  const [first] = scored;
  if (!first) return section("## Executive summary", "**No candidate could be scored.**");
  const [margin] = ranking.margins;
  const { sameFirst, weightings } = ranking.sensitivity;
  const [tied = []] = ranking.places;
  const lead =
    tied.length > 1
      ? `**${enumerate(tied.map(prose))} cannot be told apart** (${enumerate(scored.slice(0, tied.length).map(pointsOf))}).`
      : `**${prose(first.id)} is ahead** with ${pointsOf(first)}${margin ? `, ${margin.points} points before ${prose(margin.behind)}` : ""}.`;
  const others = `${prose(first.id)} stays first in ${sameFirst} of ${weightings} other weightings.`;
  const grafts = recommendation.grafts
    .slice(0, 2)
    .map((graft) => `${prose(graft.name)} from ${prose(graft.from)}`);
  const take = grafts.length === 0 ? "" : `Worth taking over: ${enumerate(grafts)}.`;
  return section("## Executive summary", [lead, others, take].filter((text) => text !== "").join(" "));
}

export function individualSections(comparison: Comparison): string {
  const scored = scoredCandidates(comparison);
  const rest = comparison.candidates.filter((candidate) => !scored.includes(candidate));
  return section(
    "## Individual reviews",
    ...[...scored, ...rest].map((each, i) => individual(each, i + 1, comparison)),
  );
}

function individual(candidate: Candidate, place: number, { rubric }: Comparison): string {
  const { id, path, problem, scorecard, review, interval, testRun } = candidate;
  if (!scorecard || !review)
    return section(
      `### ${headingText(id)}`,
      `Not compared: ${sentence(problem ?? "it could not be scored")}`,
    );
  const stars = scorecard.stars ?? 0;
  const range = interval ? ` (${interval.low} to ${interval.high} ${under(scorecard)})` : "";
  const { files, languages, lines } = review.facts;
  // Fixtures and lock files are no measure of what somebody wrote.
  const ofCode = languages.filter(({ isParsed }) => isParsed).reduce((sum, each) => sum + each.lines, 0);
  return section(
    `### ${place}. ${headingText(id)} ${"★".repeat(stars)}${"☆".repeat(5 - stars)} (${stars}/5)`,
    bullets([
      `**Code quality:** ${pointsOf(candidate)}${range}: ${prose(scorecard.verdict ?? "not scored")}`,
      `**Size:** ${plural(files, "file")}, ${ofCode > 0 ? `${plural(ofCode, "line")} of code` : plural(lines, "line")} in ${code(path)}`,
      `**Findings:** ${severityCounts(review.findings) || "none"}`,
      ...(testRun ? [`**Test run:** ${prose(testRun.outcome)}${countsOf(testRun)}`] : []),
    ]),
    candidate.strengths.length === 0 ? "" : `**Strengths:**\n\n${remarks(candidate.strengths, rubric)}`,
    candidate.weaknesses.length === 0 ? "" : `**Weaknesses:**\n\n${remarks(candidate.weaknesses, rubric)}`,
  );
}

/** What the interval spans. */
function under({ criteria }: Pick<Scorecard, "criteria">): string {
  const hasUnseen = criteria.some(({ atMost }) => atMost !== undefined);
  return hasUnseen
    ? "under other weights, and if the task's features that were not found are there in other words"
    : "under other weights";
}

function countsOf({ passed, failed }: NonNullable<Candidate["testRun"]>): string {
  return passed === null || failed === null ? "" : `, ${passed} passed, ${failed} failed`;
}

function remarks(list: readonly Remark[], rubric: Comparison["rubric"]): string {
  return bullets(
    list.map(({ criterion, text, place }) => {
      const where = place ? ` (${placeCode(place)})` : "";
      const title = rubric.criteria.find(({ id }) => id === criterion)?.title ?? criterion;
      return `**${prose(title)}:** ${prose(text)}${where}.`;
    }),
  );
}

/** `80.8/100`. */
function pointsOf({ scorecard }: Candidate): string {
  if (scorecard === null || scorecard.total === null) return "not scored";
  const scale = scorecard.criteria.reduce((sum, { max }) => sum + max, 0);
  return `${scorecard.total}/${scale}`;
}

export function taskSection(comparison: Comparison): string {
  const { task } = comparison;
  const scored = scoredCandidates(comparison);
  if (!task || scored.length === 0) return "";
  const rows = task.statements.map(({ id, text }) => [
    id,
    prose(text),
    ...scored.map(({ conformance }) => {
      const judged = conformance?.statements.find((statement) => statement.id === id);
      const [place] = judged?.evidence ?? [];
      return judged ? `${judged.verdict}${place ? ` (${placeCode(place)})` : ""}` : "not assessed";
    }),
  ]);
  return section(
    "## Task",
    table(["", "Statement", ...scored.map(({ id }) => prose(id))], rows),
    "A statement counts by what of it is found in code; who wants to know why finds the reason of each verdict in the JSON report.",
  );
}

export function rankingSection(comparison: Comparison): string {
  const { ranking, candidates } = comparison;
  if (ranking.places.length === 0) return "";
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const lines = ranking.places.map((ids, i) => {
    const said = ids.map((id) => {
      const candidate = byId.get(id);
      return `**${prose(id)}** ${candidate ? pointsOf(candidate) : ""}: ${prose(candidate?.scorecard?.verdict ?? "")}`;
    });
    return `${i + 1}. ${said.join("; ")}${ids.length > 1 ? " (tied: the differences are smaller than what the measures can tell)" : ""}`;
  });
  return section(
    "## Final ranking",
    lines.join("\n"),
    bullets([...marginLines(comparison), ...sensitivityLines(comparison)]),
  );
}

function marginLines({ ranking }: Comparison): readonly string[] {
  return ranking.margins.map(({ ahead, behind, points, isTie, decidedBy }) =>
    decidedBy !== undefined
      ? `${prose(ahead)} is placed before ${prose(behind)} (${points} points): ${prose(decidedBy)}.`
      : `${prose(ahead)} is ${points} points ahead of ${prose(behind)}${isTie ? ", which is a tie" : ""}.`,
  );
}

function sensitivityLines({ ranking, rubric }: Comparison): readonly string[] {
  const { weightings, sameOrder, sameFirst, turning } = ranking.sensitivity;
  if (ranking.margins.length === 0) return [];
  const titles = new Map(rubric.criteria.map(({ id, title }) => [id, title ?? id]));
  const turns = turning.map(
    ({ criterion, change, first }) =>
      `${prose(titles.get(criterion) ?? criterion)} ${change} (first: ${prose(first)})`,
  );
  return [
    `Under ${weightings} other weightings (each weight between half and one and a half of itself) the order stays in ${sameOrder}, the first in ${sameFirst}.`,
    turns.length === 0
      ? "No weight changed by 20 % alone changes the order."
      : `These changes of one weight change the order: ${enumerate(turns)}.`,
  ];
}

export function recommendationSection(comparison: Comparison): string {
  const { base, reasons, grafts, repairs } = comparison.recommendation;
  if (base === null)
    return section("## Recommendation", "Build on none of them: no candidate could be scored.");
  return section(
    "## Recommendation",
    `**Build on ${prose(base)}**: ${sentence(reasons.join("; "))}`,
    grafts.length === 0
      ? "Nothing was found that the others have and it lacks."
      : `Take from the others:\n\n${bullets(grafts.map((graft) => graftLine(graft, comparison)))}`,
    repairs.length === 0 ? "" : `Mend in ${prose(base)} first:\n\n${remarks(repairs, comparison.rubric)}`,
  );
}

function graftLine({ from, name, criterion, place, reason }: Graft, { rubric }: Comparison): string {
  const title = rubric.criteria.find(({ id }) => id === criterion)?.title ?? criterion;
  return `from ${prose(from)} take ${placeCode(place)} (${prose(name)}), because ${prose(title)} gains: ${sentence(reason)}`;
}

/** The recommendation as a list of things to do. */
export function nextSteps({ recommendation }: Comparison): string {
  const { base, grafts, repairs } = recommendation;
  if (base === null) return "";
  const steps = [
    ...grafts
      .slice(0, mostSteps)
      .map(
        ({ from, name, place }) => `Bring the ${prose(name)} over from ${prose(from)} (${placeCode(place)}).`,
      ),
    ...repairs
      .filter((repair) => !isGrafted(repair, grafts))
      .slice(0, mostSteps)
      .map(({ text, place, step }) => {
        const where = place ? ` (${placeCode(place)})` : "";
        return `${prose(step ?? `Look into this: ${text}`)}${where}.`;
      }),
  ];
  const all = [`Start from ${prose(base)}.`, ...new Set(steps)];
  return section("## Next steps", all.map((step, i) => `${i + 1}. ${step}`).join("\n"));
}

const mostSteps = 5;

/** A statement of the task that a graft brings needs no step of its own. */
function isGrafted({ text }: Remark, grafts: readonly Graft[]): boolean {
  const id = /\((R\d+)\)$/.exec(text)?.[1];
  return id !== undefined && grafts.some(({ reason }) => reason.includes(`(${id}:`));
}

/** What was left out of each candidate, so that nobody takes a score for more than it is. */
export function comparisonCoverage({ candidates }: Comparison): string {
  const rows = candidates.flatMap(({ id, review }) =>
    review
      ? [
          [
            prose(id),
            String(review.coverage.files.length),
            String(review.skippedFiles.length),
            String(review.coverage.failed),
            String(review.dropped.length),
          ],
        ]
      : [],
  );
  if (rows.length === 0) return "";
  return section(
    "## What was looked at",
    table(["Candidate", "Files reviewed:", "Left out:", "Failed pairs:", "Claims dropped:"], rows),
    "Left out are binary, generated, vendored and secret files and the like; each stands with its reason in the JSON report. Nothing was run unless a test run is named above, and no score says that code is right.",
  );
}
