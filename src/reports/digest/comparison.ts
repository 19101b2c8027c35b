/** The digest of a comparison: the order, the base and what to take over, on one screen. */
import { plural } from "../../lib/text.js";
import { disarm, visible } from "../../lib/visible.js";
import { scoredCandidates } from "../../markdown/comparison-matrix.js";
import { placeText } from "../../markdown/wording.js";
import type { Comparison } from "../../model/comparison.js";

const mostGrafts = 3;

export function comparisonDigest(comparison: Comparison): string {
  const { ranking, recommendation, candidates, rubric, task } = comparison;
  const width = Math.max(...candidates.map(({ id }) => id.length));
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const order = ranking.places.flatMap((ids, i) =>
    ids.map((id) => {
      const card = byId.get(id)?.scorecard;
      const stars = card?.stars ?? 0;
      const place = `${i + 1}.${ids.length > 1 ? " tied" : ""}`.padEnd(8);
      return `${place}${visible(id).padEnd(width)}  ${String(card?.total ?? "").padStart(5)}  ${"★".repeat(stars)}${"☆".repeat(5 - stars)}  ${card?.verdict ?? ""}`;
    }),
  );
  const out = candidates
    .filter((candidate) => !scoredCandidates(comparison).includes(candidate))
    .map(({ id, problem }) => `✖ ${visible(id)}: ${visible(problem ?? "could not be scored")}`);
  const unheard = (comparison.jury?.notJudged ?? []).map(
    ({ judge, candidates: ids, reason }) =>
      `✖ ${visible(ids.join(", "))} not judged by ${visible(judge)}: ${visible(reason)}`,
  );
  const grafts = recommendation.grafts
    .slice(0, mostGrafts)
    .map(
      ({ from, name, place }) =>
        `take     ${visible(name)} from ${visible(from)} (${visible(placeText(place))})`,
    );
  const { sameFirst, weightings } = ranking.sensitivity;
  const base = recommendation.base;
  const lines = [
    visible(comparison.title),
    `${plural(candidates.length, "candidate")}, rubric ${rubric.id}`,
    ...(task
      ? [`task     ${visible(task.path)}${task.isFound ? ", which lies beside the candidates" : ""}`]
      : []),
    "",
    ...order,
    ...out,
    ...unheard,
    "",
    ...(base === null
      ? ["base     none could be scored"]
      : [`base     ${visible(base)} (first in ${sameFirst} of ${weightings} other weightings)`]),
    ...grafts,
  ];
  return disarm(`${lines.join("\n")}\n`);
}
