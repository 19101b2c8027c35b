/** What models said as judges of a comparison: scores with their lines, both looks, pairs in both orders, and what failed. */
import { grouped, plural } from "../lib/text.js";
import type { Comparison, Judgement, Pairwise } from "../model/comparison.js";
import type { JuryReport } from "../model/jury.js";
import type { Consultation } from "../model/review.js";
import { blocks, bullets, cappedBullets, section } from "./document.js";
import { prose, sentence } from "./escape.js";
import { scoredCandidates } from "./comparison-matrix.js";
import { table } from "./table.js";
import { inWords, placeCode } from "./wording.js";

const mostListed = 12;

export function jurySection(comparison: Comparison): string {
  const { jury, judgements = [], pairwise = [] } = comparison;
  if (!jury) return "";
  return section(
    "## What the judges said",
    `${plural(jury.judges.length, "model")} judged beside what was measured: ${jury.judges.map(prose).join(", ")}. They saw no names of candidates, and praise and orders in comments and documents were taken out before the look that counts.`,
    scores(comparison, judgements),
    failures(jury),
    looks(comparison, judgements),
    removed(jury),
    discarded(comparison, judgements),
    pairs(jury, pairwise),
    costs(jury),
  );
}

/** For the banner: what is missing because a judge failed. */
export function notJudgedLines({ jury }: Pick<Comparison, "jury">): readonly string[] {
  return (jury?.notJudged ?? []).map(
    ({ judge, candidates, reason }) =>
      `${candidates.map(prose).join(", ")} not judged by ${prose(judge)}: ${sentence(reason)}`,
  );
}

function scores(comparison: Comparison, judgements: readonly Judgement[]): string {
  const counting = countingIn(judgements);
  const candidates = scoredCandidates(comparison);
  if (counting.length === 0) return "No score counts: the points are those that were measured.";
  const rows = comparison.rubric.criteria.flatMap(({ id, title, weight }) => {
    const own = counting.filter(({ criterion }) => criterion === id);
    if (own.length === 0) return [];
    const judges = [...new Set(own.map(({ judge }) => judge))];
    return [
      ...judges.map((judge) => [
        prose(title ?? inWords(id)),
        prose(judge),
        ...candidates.map((candidate) =>
          cell(
            own.find((each) => each.judge === judge && each.candidate === candidate.id),
            weight,
          ),
        ),
      ]),
      ...(judges.length < 2
        ? []
        : [["", "spread", ...candidates.map((candidate) => spread(own, candidate.id, weight))]]),
    ];
  });
  return blocks(
    table(["Criterion", "Judge", ...candidates.map(({ id }) => prose(id))], rows),
    "The numbers are the shares of the criterion that the levels stand for; of several judges the median counts.",
  );
}

/** Of each judge and candidate the look without praise, where it was taken. */
function countingIn(judgements: readonly Judgement[]): readonly Judgement[] {
  const seen = new Set(judgements.filter(isSecondLook).map(who));
  return judgements.filter((each) => each.discarded === null && (isSecondLook(each) || !seen.has(who(each))));
}

function isSecondLook({ look }: Judgement): boolean {
  return look === "without praise";
}

function who({ judge, candidate }: Judgement): string {
  return JSON.stringify([judge, candidate]);
}

function cell(judgement: Judgement | undefined, weight: number): string {
  if (!judgement) return "–";
  const [place] = judgement.evidence;
  const cited = place ? ` (${placeCode(place)})` : "";
  return `${prose(judgement.level ?? "")} · ${shareText(judgement.points ?? 0, weight)}${cited}`;
}

function spread(own: readonly Judgement[], candidate: string, weight: number): string {
  const points = own.flatMap((each) => (each.candidate === candidate ? (each.points ?? []) : []));
  if (points.length === 0) return "–";
  return `${shareText(Math.min(...points), weight)} to ${shareText(Math.max(...points), weight)}`;
}

/** Of 1. */
function shareText(points: number, weight: number): string {
  return (points / weight).toFixed(2);
}

function failures(jury: JuryReport): string {
  const lines = notJudgedLines({ jury });
  return lines.length === 0 ? "" : `Not judged:\n\n${bullets(lines)}`;
}

/** Where praise, or an order, had made a difference. */
function looks({ jury, rubric }: Comparison, judgements: readonly Judgement[]): string {
  const second = judgements.filter(isSecondLook);
  if (second.length === 0)
    return jury?.removed.length === 0 ? "No praise of the code was found, so one look was enough." : "";
  const lines = second.flatMap((after) => {
    const before = judgements.find(
      (each) => !isSecondLook(each) && who(each) === who(after) && each.criterion === after.criterion,
    );
    if (!before || before.level === after.level) return [];
    const title = rubric.criteria.find(({ id }) => id === after.criterion)?.title ?? after.criterion;
    return [
      `${prose(after.candidate)}, ${prose(title)}: ${levelText(before)} as written, ${levelText(after)} without praise (${prose(after.judge)})`,
    ];
  });
  return lines.length === 0
    ? "Taking praise out of comments and documents changed no level."
    : `Taking praise out of comments and documents changed these levels; the second one counts:\n\n${cappedBullets(lines, mostListed)}`;
}

function levelText({ level }: Judgement): string {
  return level === null ? "no level" : prose(level);
}

function removed({ removed: all }: JuryReport): string {
  const orders = all.filter(({ what }) => what === "order");
  const praise = all.filter(({ what }) => what === "praise");
  const counts = [...new Set(praise.map(({ candidate }) => candidate))].map(
    (id) => `${prose(id)} ${plural(praise.filter(({ candidate }) => candidate === id).length, "line")}`,
  );
  return blocks(
    orders.length === 0
      ? ""
      : `**These lines tell whoever judges the code what to say.** They were not obeyed where that could be seen:\n\n${cappedBullets(
          orders.map(({ candidate, place }) => `${prose(candidate)}: ${placeCode(place)}`),
          mostListed,
        )}`,
    counts.length === 0 ? "" : `Praise was taken out of ${counts.join(", ")}.`,
  );
}

function discarded({ rubric }: Comparison, judgements: readonly Judgement[]): string {
  const lines = judgements.flatMap(({ discarded: why, candidate, criterion, judge, level, look }) => {
    if (why === null) return [];
    const title = rubric.criteria.find(({ id }) => id === criterion)?.title ?? criterion;
    const said = level === null ? "" : ` ${prose(level)}`;
    return [
      `${prose(candidate)}, ${prose(title)}${said} (${prose(judge)}, ${look ?? "as written"}): ${sentence(why)}`,
    ];
  });
  return lines.length === 0 ? "" : `Scores that do not count:\n\n${cappedBullets(lines, mostListed)}`;
}

function pairs({ letters }: JuryReport, pairwise: readonly Pairwise[]): string {
  if (pairwise.length === 0) return "";
  const letterOf = (id: string): string => letters.find(({ candidate }) => candidate === id)?.letter ?? "";
  const agreed = pairwise.filter(isConsistent).length;
  const rows = pairwise.map((each) => [
    `${prose(each.first)} (${letterOf(each.first)}), ${prose(each.second)} (${letterOf(each.second)})`,
    prose(each.judge),
    ...[0, 1].map((order) => prose(namedIn(each, each.verdicts[order]))),
    isConsistent(each) ? prose(namedIn(each, each.verdicts[0])) : "tie, as the orders disagree",
    prose(each.reason),
  ]);
  return blocks(
    `What the points could not tell apart was shown in pairs, in both orders; the orders agree in ${agreed} of ${pairwise.length}.`,
    table(["Pair", "Judge", "First shown first", "Second shown first", "Counts as", "Reason"], rows),
  );
}

function isConsistent({ verdicts: [one, other] }: Pairwise): boolean {
  return one === other;
}

function namedIn({ first, second }: Pairwise, verdict: Pairwise["verdicts"][number] = "tie"): string {
  return verdict === "tie" ? "tie" : verdict === "first" ? first : second;
}

function costs({ consultations }: JuryReport): string {
  const lines = consultations.map((each) => {
    const { model, destination, calls, tasks, input, output, dollars } = each;
    const counted =
      input === null || output === null ? "tokens not told" : `${tokensIn(each)}, ${grouped(output)} out`;
    const cost = dollars === null ? "" : `, about $${dollars.toPrecision(2)}`;
    const reused = tasks.reused === 0 ? "" : `, ${tasks.reused} taken from the store`;
    return `${prose(model)} at ${prose(destination)}: ${plural(calls, "call")}${reused}, ${counted}${cost}`;
  });
  return bullets(lines);
}

function tokensIn({ input, cacheRead, cacheWrite }: Consultation): string {
  const cached = [
    ...(cacheRead ? [`${grouped(cacheRead)} from the cache`] : []),
    ...(cacheWrite ? [`${grouped(cacheWrite)} into it`] : []),
  ];
  return [`${grouped(input ?? 0)} tokens in`, ...cached].join(", ");
}
