/** `session-review [paths…]`: reviews, writes the reports, decides the exit code. */
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { loadCatalog } from "../catalog/catalog.js";
import { loadReports } from "../catalog/load-shelves.js";
import { nearest } from "../lib/nearest.js";
import { UserError } from "../model/errors.js";
import { type ReviewRequest, type ReviewWorld, prepare, review } from "../review.js";
import { progressLines } from "../ui/lines.js";
import { type EngineChoice, chooseEngines } from "./choose-engine.js";
import { outcomeOf } from "./exit-code.js";
import { commandNames } from "./note-namesake.js";
import { type ReviewOptions, reviewOptionsSchema } from "./options.js";
import { chooseOutputs } from "./outputs.js";
import { presentPlan } from "./present-plan.js";
import { publish } from "./publish.js";
import { type TestPlan, planTests } from "./test-results.js";
import type { Consultants } from "./think.js";
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
  const toolVersion = await readToolVersion();
  const say = options.quiet ? () => undefined : (line: string) => void world.stderr.write(`${line}\n`);
  const tests = await planTests(options, world, say);
  const choices = chooseEngines(options, world.env);
  // Loaded only when it is used: without a key no line of it runs.
  const asked = choices.length > 0 ? await consult(choices, options, { world, say }) : null;
  const reviewWorld: ReviewWorld = {
    catalog: await loadCatalog([ownReviewers(world.cwd)]),
    toolVersion,
    ...(asked ? { thinker: asked.thinker } : {}),
    ...(tests ? { testRuns: tests.run } : {}),
    listen: progressLines(say),
    signal: world.interrupt,
  };
  const request = requestOf(paths, options, world);
  say(`session-review ${toolVersion} · ${announcementOf(asked, tests, options)}`);
  if (options.dryRun) {
    const prepared = await prepare(request, reviewWorld).catch((error: unknown) => explainPath(error, paths));
    await writeStream(
      world.stdout,
      forTerminal(presentPlan(prepared, [...(asked?.present(prepared) ?? []), ...(tests?.present() ?? [])])),
    );
    return 0;
  }
  const result = await review(request, reviewWorld).catch((error: unknown) => explainPath(error, paths));
  await publish({ review: result, outputs, reports, world, useColor: options.color, say });
  const outcome = outcomeOf(result, options.failOn, interruptOf(world.interrupt));
  say(`exit ${outcome.code}: ${outcome.reason}`);
  return outcome.code;
}

function announcementOf(
  asked: Consultants | null,
  tests: TestPlan | null,
  { dryRun = false, run }: ReviewOptions,
): string {
  if (!asked && tests && run.length > 0 && !dryRun)
    return "offline engine: nothing leaves this machine, unless the command of --run sends it";
  if (!asked) return "offline engine: nothing leaves this machine";
  return dryRun ? "dry run: nothing is sent to anybody" : asked.announcement;
}

interface Voice {
  readonly world: World;
  readonly say: (line: string) => void;
}

async function consult(
  choices: readonly EngineChoice[],
  options: ReviewOptions,
  { world, say }: Voice,
): Promise<Consultants> {
  const { consultants } = await import("./think.js");
  const { readMoney } = await import("./money.js");
  const { concurrency } = options;
  const money = await readMoney(options, world.cwd);
  return consultants(choices, world, { concurrency, warn: say, money });
}

function requestOf(paths: readonly string[], options: ReviewOptions, { cwd }: World): ReviewRequest {
  const { include, exclude, reviewers, skipReviewers, title } = options;
  return {
    cwd,
    kind: options.kind,
    paths: paths.length === 0 ? ["."] : paths,
    ...(include ? { include } : {}),
    ...(exclude ? { exclude } : {}),
    ...(reviewers ? { reviewers } : {}),
    ...(skipReviewers ? { skipReviewers } : {}),
    ...(title === undefined ? {} : { title }),
    leastConfidence: options.minConfidence,
    concurrency: options.concurrency,
  };
}

/** A project's own reviewers lie beside where the command runs, never in what is reviewed elsewhere. */
export function ownReviewers(cwd: string): { readonly url: URL; readonly shownAs: string } {
  return {
    url: pathToFileURL(`${resolve(cwd, ".session-review/reviewers")}/`),
    shownAs: ".session-review/reviewers/",
  };
}

/** A first word that names nothing may be a mistyped command. */
function explainPath(error: unknown, paths: readonly string[]): never {
  const [first = ""] = paths;
  if (error instanceof UserError && error.code === "path-missing" && error.details["path"] === first) {
    const command = /^[a-z-]+$/.test(first) ? nearest(first, commandNames) : undefined;
    if (command) throw new UserError("command-or-path", { path: first, nearest: command });
  }
  throw error;
}
