/** `session-review compare <candidates…>`: compares implementations and writes the reports. */
import { loadCatalog } from "../catalog/catalog.js";
import { loadComparisonReports } from "../catalog/load-shelves.js";
import { type CompareRequest, type CompareWorld, compare } from "../compare.js";
import { isNamedLikeTask } from "../gather/find-task.js";
import { plural } from "../lib/text.js";
import { visible } from "../lib/visible.js";
import type { Comparison } from "../model/comparison.js";
import type { ComparisonReport } from "../model/report.js";
import { announced, consultantsFor } from "./consultants.js";
import { type Outcome, exitCodes, outcomeOf } from "./exit-code.js";
import { type CompareOptions, compareOptionsSchema } from "./options.js";
import { type Output, chooseOutputs } from "./outputs.js";
import { pagesFor } from "./own-pages.js";
import { progressOf } from "./progress.js";
import { scopeOf } from "./scope.js";
import { exceptionOf, trialOf } from "./test-results.js";
import { type World, interruptOf, readToolVersion } from "./world.js";
import { forTerminal, writeStream, writeWhole } from "./write.js";
import { writeGuarded, writeReport } from "./write-guarded.js";

export async function compareCommand(
  candidates: readonly string[],
  rawOptions: unknown,
  world: World,
): Promise<number> {
  const options = compareOptionsSchema.parse(rawOptions);
  const reports = await loadComparisonReports();
  const outputs = chooseOutputs(options.format, options.output, { reports, kind: "comparison" });
  const toolVersion = await readToolVersion();
  const progress = progressOf(world, options);
  const { say } = progress;
  // Without a view a line for each candidate is enough.
  const listen = progress.listener(() => undefined);
  const tryOut = trialOf(options, world, say);
  const asked = await consultantsFor(shareOf(options, candidates), world, { say, listen });
  const remarks = options.remarks.map(visible);
  const begin = (line: string): void => {
    for (const each of [`session-review ${toolVersion} · ${line}`, ...remarks.splice(0)]) say(each);
  };
  if (!asked) begin(`offline engine: nothing leaves this machine${exceptionOf(options)}`);
  const compareWorld: CompareWorld = {
    catalog: await loadCatalog(await pagesFor(world.cwd, options, say)),
    toolVersion,
    ...(asked ? { thinker: announced(asked, begin), jury: asked.jury() } : {}),
    ...(tryOut ? { tryOut } : {}),
    listen,
    signal: world.interrupt,
    taskFound: ({ path, isFound }) => {
      if (isFound)
        say(`task     ${visible(path)}, which lies beside the candidates (--no-task goes without)`);
    },
    studied: (id, problem) => {
      say(problem === null ? `reviewed ${visible(id)}` : `${visible(id)} takes no part: ${visible(problem)}`);
    },
  };
  const comparison = await progress.during(
    () => compare(requestOf(candidates, options, world), compareWorld),
    asked === null,
  );
  await publishComparison(comparison, { outputs, reports, world, say });
  const outcome = outcomeOfComparison(comparison, options, world);
  say(`exit ${outcome.code}: ${outcome.reason}`);
  return outcome.code;
}

/** A budget is for the whole run: each candidate gets an equal part of it, and so do those who judge them. */
function shareOf(options: CompareOptions, candidates: readonly string[]): CompareOptions {
  const { budgetUsd, maxTokens } = options;
  const parts = candidates.filter((path) => !isNamedLikeTask(path)).length + 1;
  return {
    ...options,
    ...(budgetUsd === undefined ? {} : { budgetUsd: budgetUsd / parts }),
    ...(maxTokens === undefined ? {} : { maxTokens: Math.floor(maxTokens / parts) }),
  };
}

function requestOf(candidates: readonly string[], options: CompareOptions, { cwd }: World): CompareRequest {
  const { task, rubric } = options;
  return {
    cwd,
    candidates,
    ...(task === undefined ? {} : { task }),
    ...(rubric === undefined ? {} : { rubric }),
    ...scopeOf(options),
  };
}

interface Publication {
  readonly outputs: readonly Output<ComparisonReport>[];
  readonly reports: readonly ComparisonReport[];
  readonly world: World;
  readonly say: (line: string) => void;
}

const folder = ".session-review";

/** As for reviews: what was asked for; else a digest on a terminal with the whole saved, and elsewhere the whole. */
async function publishComparison(comparison: Comparison, publication: Publication): Promise<void> {
  const { outputs, world, say } = publication;
  for (const { report, file } of outputs) {
    const text = report.renderComparison(comparison);
    if (file === null) await writeReport(text, report, world);
    else {
      await writeWhole(file, world.cwd, text);
      say(`wrote ${visible(file)}`);
    }
  }
  if (outputs.some(({ file }) => file === null)) return;
  if (outputs.length > 0 && !world.isTerminal.stdout) return;
  const render = renderer(publication.reports, comparison);
  if (!world.isTerminal.stdout) await writeGuarded(render("comparison"), world);
  else {
    await writeStream(world.stdout, forTerminal(render("digest")));
    if (outputs.length > 0) return;
    await writeWhole(`${folder}/comparison.md`, world.cwd, render("comparison"));
    await writeWhole(`${folder}/comparison.json`, world.cwd, render("json"));
    say(`report   ${folder}/comparison.md`);
  }
}

function renderer(reports: readonly ComparisonReport[], comparison: Comparison): (id: string) => string {
  return (id) => {
    const report = reports.find((each) => each.id === id);
    if (!report) throw new Error(`the report ${id} is missing from the shelf`);
    return report.renderComparison(comparison);
  };
}

/** The gate looks at the candidate that would be built on: the others are not going anywhere. */
function outcomeOfComparison(comparison: Comparison, { failOn }: CompareOptions, world: World): Outcome {
  const { candidates, recommendation, isComplete } = comparison;
  const base = candidates.find(({ id }) => id === recommendation.base);
  const stoppedBy = interruptOf(world.interrupt);
  if (base?.review && (failOn !== "none" || stoppedBy)) {
    const outcome = outcomeOf(base.review, failOn, stoppedBy);
    if (outcome.code !== exitCodes.clean) return outcome;
  }
  if (!isComplete)
    return {
      code: exitCodes.incomplete,
      reason: "the comparison is incomplete; the report says what is missing",
    };
  return { code: exitCodes.clean, reason: `compared ${plural(candidates.length, "candidate")}` };
}
