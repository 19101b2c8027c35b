/** `session-review [paths…]`: reviews, writes the reports, decides the exit code. */
import { loadReports } from "../catalog/load-shelves.js";
import { nearest } from "../lib/nearest.js";
import { visible } from "../lib/visible.js";
import type { Listen } from "../model/event.js";
import type { Profile } from "../model/profile.js";
import { UserError } from "../model/errors.js";
import type { Review } from "../model/review.js";
import { type Prepared, type ReviewRequest, review } from "../review.js";
import { prepare } from "../review/prepare.js";
import { announcing } from "./announce-plan.js";
import { baselineLines, exemptionsFor } from "./baseline-of.js";
import { changeOf } from "./change-options.js";
import { outcomeOf } from "./exit-code.js";
import { fileMemoryFor } from "./file-memory.js";
import { commandNames } from "./note-namesake.js";
import { type OpenedRun, nothingLeaves, openRun } from "./open-run.js";
import { type ReviewOptions, reviewOptionsSchema } from "./options.js";
import { chooseOutputs } from "./outputs.js";
import { planTools } from "./own-tools.js";
import { presentPlan } from "./present-plan.js";
import { publish } from "./publish.js";
import { scopeOf } from "./scope.js";
import { exceptionOf, planTests } from "./test-results.js";
import { type World, interruptOf } from "./world.js";
import { forTerminal, writeStream } from "./write.js";

export async function reviewCommand(
  paths: readonly string[],
  rawOptions: unknown,
  world: World,
): Promise<number> {
  const options = reviewOptionsSchema.parse(rawOptions);
  const reports = await loadReports();
  const outputs = chooseOutputs(options.format, options.output, { reports, kind: options.kind });
  const run = await setUp(paths, options, world);
  if (options.dryRun) {
    const prepared = await prepare(run.request, run.reviewWorld).catch((error: unknown) =>
      explainPath(error, paths),
    );
    await writeStream(world.stdout, forTerminal(presentPlan(prepared, run.present(prepared))));
    return 0;
  }
  const result = await carryOut(run, paths, world);
  await publish({ review: result, outputs, reports, world, useColor: options.color, say: run.say });
  for (const line of baselineLines(result)) run.say(line);
  const outcome = outcomeOf(result, options.failOn, interruptOf(world.interrupt));
  run.say(`exit ${outcome.code}: ${outcome.reason}`);
  return outcome.code;
}

/** The review alone, for commands that have their own ways of telling it. */
export async function reviewFor(
  paths: readonly string[],
  options: ToldOptions,
  world: World,
): Promise<Review> {
  return carryOut(await setUp(paths, { ...options, dryRun: false }, world), paths, world);
}

/** A review of commits, whose findings somebody outside hears. */
export interface ToldOptions extends ReviewOptions {
  readonly isCommitted?: boolean;
  /** `pull request 7 at github.com`. */
  readonly hearer?: string | undefined;
}

/** All that was found out before the first file is read. */
interface Run extends Pick<OpenedRun, "say" | "during" | "reviewWorld"> {
  readonly request: ReviewRequest;
  /** What a dry run tells besides the plan. */
  readonly present: (prepared: Prepared) => readonly string[];
}

async function setUp(paths: readonly string[], options: ToldOptions, world: World): Promise<Run> {
  const opened = await openRun(options, world);
  const { say, consultants } = opened;
  const tests = await planTests(options, world, say);
  const tools = await planTools(options, world, say);
  const change = await changeOf(options, world);
  const exemptions = await exemptionsFor(
    options,
    { cwd: world.cwd, paths, isChange: change !== undefined },
    say,
  );
  greet(opened, options);
  return {
    ...opened,
    request: { ...requestOf(paths, options, world), ...exemptions, ...(change ? { change } : {}) },
    reviewWorld: {
      ...opened.reviewWorld,
      ...(tests ? { testRuns: tests.run } : {}),
      ...(tools ? { tools: tools.run } : {}),
      listen: listenerOf(opened, options),
    },
    present: (prepared) => [
      ...(consultants?.present(prepared) ?? []),
      ...(tests?.present() ?? []),
      ...(tools?.present() ?? []),
    ],
  };
}

/** With a model the first line waits until it is known what is sent; a dry run sends nothing. */
function greet({ consultants, greet: begin, say }: OpenedRun, options: ToldOptions): void {
  const { hearer } = options;
  const told = hearer === undefined ? "" : ` but what is found, which ${hearer} is told`;
  if (!consultants) begin(`${nothingLeaves}${told}${exceptionOf(options)}`);
  else if (options.dryRun) begin("dry run: nothing is sent to anybody");
  else if (hearer !== undefined) say(`what is found is told to ${visible(hearer)}`);
}

/** Readiness tells its plan and its checklist before the review begins. */
function listenerOf({ consultants, reviewWorld, say }: OpenedRun, { kind }: ToldOptions): Listen {
  const { catalog, listen } = reviewWorld;
  return kind === "readiness" ? announcing(listen, { catalog, hasModel: consultants !== null, say }) : listen;
}

async function carryOut(run: Run, paths: readonly string[], world: World): Promise<Review> {
  const { request, reviewWorld, say, during } = run;
  const memory = await fileMemoryFor(request, world, say);
  const result = await during(() => review(request, { ...reviewWorld, memory })).catch((error: unknown) =>
    explainPath(error, paths),
  );
  if (!world.interrupt.aborted) await memory?.save();
  return result;
}

function requestOf(paths: readonly string[], options: ReviewOptions, { cwd, env }: World): ReviewRequest {
  return {
    cwd,
    kind: options.kind,
    paths: paths.length === 0 ? ["."] : paths,
    ...scopeOf(options, usualProfile(env)),
    ...(options.before === undefined ? {} : { ref: options.before }),
    plans: options.plan,
    sarif: options.sarif,
  };
}

/** Nobody is there to weigh a doubtful finding when a machine runs the check; `CI` is what all of them set. */
function usualProfile({ CI }: World["env"]): Profile {
  return CI === undefined || ["", "0", "false"].includes(CI) ? "standard" : "strict";
}

/** A first word that names nothing may be a mistyped command. */
function explainPath(error: unknown, paths: readonly string[]): never {
  const [first = ""] = paths;
  if (error instanceof UserError && error.code === "path-missing" && error.details["path"] === first) {
    // Any two letters are two slips away from a name of two.
    const names = commandNames.filter((name) => name.length > 2);
    const command = /^[a-z-]+$/.test(first) ? nearest(first, names) : undefined;
    if (command) throw new UserError("command-or-path", { path: first, nearest: command });
  }
  throw error;
}
