/** Criterion by candidate: a word, the points, and below them what they rest on. */
import type { Candidate, Comparison } from "../model/comparison.js";
import type { Scorecard } from "../model/rubric.js";
import { blocks, bullets, section } from "./document.js";
import { code, headingText, prose, sentence } from "./escape.js";
import { table } from "./table.js";
import { inWords, placeCode } from "./wording.js";

type Criterion = Scorecard["criteria"][number];

export function matrixSection(comparison: Comparison): string {
  const { rubric } = comparison;
  const scored = scoredCandidates(comparison);
  if (scored.length === 0) return "";
  const rows = rubric.criteria.map(({ id, title, weight }) => [
    `**${prose(title ?? inWords(id))}** (${weight})`,
    ...scored.map((candidate) => cellOf(criterionOf(candidate, id))),
  ]);
  const totals = ["**Total**", ...scored.map(totalOf)];
  return section(
    "## Comparison matrix",
    table(["Criterion (weight)", ...scored.map(({ id }) => prose(id))], [...rows, totals]),
    `The words are levels of the rubric ${code(rubric.id)}; what each cell rests on stands under [Evidence](#evidence).`,
  );
}

export function evidenceSection(comparison: Comparison): string {
  const scored = scoredCandidates(comparison);
  if (scored.length === 0) return "";
  return section(
    "## Evidence",
    ...comparison.rubric.criteria.map(({ id, title }) =>
      section(
        `### ${headingText(title ?? inWords(id))}`,
        bullets(scored.map((candidate) => evidenceLine(candidate, criterionOf(candidate, id)))),
      ),
    ),
  );
}

/** Best first, as ranked. */
export function scoredCandidates({ candidates, ranking }: Comparison): readonly Candidate[] {
  return ranking.places.flat().flatMap((id) => candidates.find((candidate) => candidate.id === id) ?? []);
}

function criterionOf({ scorecard }: Candidate, id: string): Criterion | undefined {
  return scorecard?.criteria.find((criterion) => criterion.id === id);
}

function cellOf(criterion: Criterion | undefined): string {
  if (!criterion || criterion.points === null) return "not scored";
  const points = `${criterion.points}/${criterion.max}`;
  return criterion.level ? `${prose(criterion.level)} · ${points}` : points;
}

function totalOf({ scorecard }: Candidate): string {
  return `**${scorecard?.total ?? "not scored"}**`;
}

function evidenceLine({ id }: Candidate, criterion: Criterion | undefined): string {
  if (!criterion) return `**${prose(id)}**: not scored`;
  const places = [...new Set((criterion.signals ?? []).flatMap((signal) => signal.places.map(placeCode)))];
  const cited = places.length === 0 ? "" : ` See ${places.slice(0, mostPlaces).join(", ")}.`;
  const why = criterion.reasons.join("; ").replace(/^not scored: /, "");
  return `**${prose(id)}** (${cellOf(criterion)}): ${sentence(why)}${cited}`;
}

const mostPlaces = 4;

/** The sums as they were done, for who wants to do them again. */
export function formulaSection(comparison: Comparison): string {
  const scored = scoredCandidates(comparison);
  const [first] = scored;
  if (!first?.scorecard) return "";
  const shared = first.scorecard.formula.filter((line) =>
    scored.every(({ scorecard }) => scorecard?.formula.includes(line)),
  );
  const own = scored.map(({ id, scorecard }) => {
    const lines = (scorecard?.formula ?? []).filter((line) => !shared.includes(line));
    return `${prose(id)}: ${lines.map(prose).join("; ")}`;
  });
  return section("## How the points came about", blocks(bullets(shared.map(prose)), bullets(own)));
}
