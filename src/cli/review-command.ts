/** `session-review [paths…]`: reviews, writes the reports, decides the exit code. */
import { loadCatalog } from "../catalog/catalog.js";
import { loadReports } from "../catalog/load-shelves.js";
import { nearest } from "../lib/nearest.js";
import { visible } from "../lib/visible.js";
import type { Profile } from "../model/profile.js";
import { UserError } from "../model/errors.js";
import type { Review } from "../model/review.js";
import { type Prepared, type ReviewRequest, type ReviewWorld, review } from "../review.js";
import { prepare } from "../review/prepare.js";
import { Opening } from "../ui/opening.js";
import { announcing } from "./announce-plan.js";
import { baselineLines, exemptionsFor } from "./baseline-of.js";
import { changeOf } from "./change-options.js";
import { announced, consultantsFor } from "./consultants.js";
import { outcomeOf } from "./exit-code.js";
import { fileMemoryFor } from "./file-memory.js";
import { commandNames } from "./note-namesake.js";
import { type ReviewOptions, reviewOptionsSchema } from "./options.js";
import { chooseOutputs } from "./outputs.js";
import { pagesFor } from "./own-pages.js";
import { planTools } from "./own-tools.js";
import { presentPlan } from "./present-plan.js";
import { type Progress, progressOf } from "./progress.js";
import { publish } from "./publish.js";
import { scopeOf } from "./scope.js";
import { exceptionOf, planTests } from "./test-results.js";
import { type World, interruptOf, readToolVersion } from "./world.js";
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
  await publish({ review: result, outputs, reports, world, useColor: options.color, say: run.progress.say });
  for (const line of baselineLines(result)) run.progress.say(line);
  const outcome = outcomeOf(result, options.failOn, interruptOf(world.interrupt));
  run.progress.say(`exit ${outcome.code}: ${outcome.reason}`);
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

/** A review whose findings somebody outside hears. */
export interface ToldOptions extends ReviewOptions {
  /** `pull request 7 at github.com`. */
  readonly hearer?: string | undefined;
}

/** All that was found out before the first file is read. */
interface Run {
  readonly request: ReviewRequest;
  readonly reviewWorld: ReviewWorld;
  readonly opening: Opening;
  readonly progress: Progress;
  readonly isOffline: boolean;
  /** What a dry run tells besides the plan. */
  readonly present: (prepared: Prepared) => readonly string[];
}

async function setUp(paths: readonly string[], options: ToldOptions, world: World): Promise<Run> {
  const toolVersion = await readToolVersion();
  const progress = progressOf(world, options);
  const opening = new Opening(progress.say);
  const listen = progress.listener(opening.say);
  for (const remark of options.remarks) opening.say(visible(remark));
  const tests = await planTests(options, world, opening.say);
  const tools = await planTools(options, world, opening.say);
  const asked = await consultantsFor(options, world, { say: opening.say, listen });
  const greeting = `session-review ${toolVersion} · `;
  const catalog = await loadCatalog(await pagesFor(world.cwd, options, opening.say));
  const plan = { catalog, hasModel: asked !== null, say: opening.say };
  const reviewWorld: ReviewWorld = {
    catalog,
    toolVersion,
    ...(asked ? { thinker: announced(asked, (line) => opening.begin(greeting + line)) } : {}),
    ...(tests ? { testRuns: tests.run } : {}),
    ...(tools ? { tools: tools.run } : {}),
    listen: options.kind === "readiness" ? announcing(listen, plan) : listen,
    signal: world.interrupt,
  };
  const change = await changeOf(options, world);
  const exemptions = await exemptionsFor(
    options,
    { cwd: world.cwd, paths, isChange: change !== undefined },
    opening.say,
  );
  const request = { ...requestOf(paths, options, world), ...exemptions, ...(change ? { change } : {}) };
  const told = options.hearer === undefined ? "" : ` but what is found, which ${options.hearer} is told`;
  if (!asked)
    opening.begin(`${greeting}offline engine: nothing leaves this machine${told}${exceptionOf(options)}`);
  else if (options.dryRun) opening.begin(`${greeting}dry run: nothing is sent to anybody`);
  else if (told !== "") opening.say(`what is found is told to ${visible(options.hearer ?? "")}`);
  const present = (prepared: Prepared): readonly string[] => [
    ...(asked?.present(prepared) ?? []),
    ...(tests?.present() ?? []),
    ...(tools?.present() ?? []),
  ];
  return { request, reviewWorld, opening, progress, isOffline: asked === null, present };
}

async function carryOut(run: Run, paths: readonly string[], world: World): Promise<Review> {
  const { request, reviewWorld, opening, progress, isOffline } = run;
  const memory = await fileMemoryFor(request, world, opening.say);
  const result = await progress
    .during(() => review(request, { ...reviewWorld, memory }), isOffline)
    .finally(() => opening.release())
    .catch((error: unknown) => explainPath(error, paths));
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
