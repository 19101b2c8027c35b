/** `session-review pr`: reviews the change of a pull request inside GitHub Actions and tells it what was found. */
import { loadReports } from "../catalog/load-shelves.js";
import type { Checkout } from "../gather/checkout.js";
import { annotation } from "../formats/workflow-command.js";
import { readRunner } from "../github/event.js";
import { writeOutputs, writePage } from "../github/runner-files.js";
import { UserError } from "../model/errors.js";
import type { Report } from "../model/report.js";
import type { Review } from "../model/review.js";
import { fromTop } from "../pull/from-top.js";
import { runPage } from "../pull/run-page.js";
import { type Message, mostCharacters } from "../pull/standing.js";
import { baselineLines } from "./baseline-of.js";
import { type Outcome, exitCodes, outcomeOf } from "./exit-code.js";
import { checkoutFor } from "./pr-checkout.js";
import { type Setting, prOptionsSchema } from "./pr-options.js";
import { type Posted, post } from "./pr-post.js";
import { presentSending } from "./pr-present.js";
import { type Assignment, assignmentFor } from "./pr-request.js";
import { chooseReports, outputsOf, readForeign, writeReports } from "./pr-results.js";
import { type ToldOptions, reviewFor } from "./review-command.js";
import { type World, interruptOf } from "./world.js";
import { writeStream } from "./write.js";

export async function prCommand(
  paths: readonly string[],
  rawOptions: unknown,
  world: World,
): Promise<number> {
  const options = prOptionsSchema.parse(rawOptions);
  const runner = readRunner(world.env);
  if (!runner) throw new UserError("no-pull-request", { problem: "this is not GitHub Actions" });
  try {
    return await check(paths, { options, runner, world });
  } catch (error) {
    // Whoever reads the outputs must not take silence for success.
    if (runner.outputFile !== null)
      await writeOutputs(runner.outputFile, { verdict: "error", "exit-code": exitCodes.error });
    throw error;
  }
}

async function check(paths: readonly string[], setting: Setting): Promise<number> {
  const { options, runner, world } = setting;
  const say = options.quiet ? () => undefined : (line: string) => void world.stderr.write(`${line}\n`);
  const assignment = await assignmentFor(setting);
  const reports = await loadReports();
  const chosen = chooseReports(setting, reports);
  const checkout = await checkoutFor(assignment, setting);
  const review =
    options.from === undefined
      ? await reviewFor(paths, asReview(setting, assignment), world)
      : await readForeign(options.from, world.cwd);
  const outcome = outcomeOf(review, options.failOn, interruptOf(world.interrupt));
  const { message, told } = messageFor(review, { ...setting, assignment, checkout, outcome });
  if (options.dryRun) {
    await writeStream(world.stdout, presentSending(message, assignment, options));
    return outcome.code;
  }
  await writeReports({ review, fromTop: told }, chosen.outputs, { world, say });
  if (options.stepSummary && runner.summaryFile !== null)
    await writePage(runner.summaryFile, runPage(message));
  const posted = await post(message, assignment, setting);
  // A step shows ten notices, and this one is worth more than any finding.
  await notify(posted, setting);
  if (options.annotations) await annotate(told, reports, world);
  for (const line of [...posted.lines, ...baselineLines(review)]) say(line);
  if (runner.outputFile !== null)
    await writeOutputs(
      runner.outputFile,
      outputsOf({ review: told, outcome, files: chosen.files, address: posted.address }),
    );
  say(`exit ${outcome.code}: ${outcome.reason}`);
  return outcome.code;
}

function asReview({ options, runner }: Setting, { pull, client }: Assignment): ToldOptions {
  const isTold = client !== null && !options.dryRun && (options.comment !== "off" || options.inlineComments);
  return {
    ...options,
    base: pull.base,
    isCommitted: true,
    title: options.title ?? `Review of pull request ${pull.number}`,
    ...(isTold ? { hearer: `pull request ${pull.number} at ${new URL(runner.server).host}` } : {}),
  };
}

interface Situation extends Setting {
  readonly assignment: Assignment;
  readonly checkout: Checkout;
  readonly outcome: Outcome;
}

/** What is to be told, with files named as GitHub knows them. */
function messageFor(
  review: Review,
  { options, runner, assignment, checkout, outcome }: Situation,
): { readonly message: Message; readonly told: Review } {
  const { pull, isForeign } = assignment;
  const { prefix, shifted } = checkout;
  const told = fromTop(review, prefix);
  const message: Message = {
    review: told,
    limits: {
      comments: options.inlineComments ? options.maxInlineComments : 0,
      severity: options.minSeverity,
      characters: mostCharacters,
    },
    key: options.commentKey ?? (prefix === "" ? "default" : prefix.replace(/\/$/, "")),
    at: { repository: `${runner.server}/${runner.repository}`, commit: pull.head, run: runner.page },
    gate: { isHit: outcome.code === exitCodes.findings, reason: outcome.reason },
    isForeign,
    shifted,
  };
  return { message, told };
}

/** The report of this name writes workflow commands, at most as many as a step may. */
async function annotate(review: Review, reports: readonly Report[], world: World): Promise<void> {
  const report = reports.find(({ id }) => id === "github");
  if (report) await writeStream(world.stdout, report.render(review));
}

/** One line on the page of the run for all that was not posted. */
async function notify({ notice }: Posted, { world }: Setting): Promise<void> {
  if (notice === null) return;
  await writeStream(world.stdout, annotation({ kind: "notice", title: "session-review", message: notice }));
}
