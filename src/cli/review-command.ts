/** `session-review [paths…]`: reviews, writes the reports, decides the exit code. */
import { loadCatalog } from "../catalog/catalog.js";
import { loadReports } from "../catalog/load-shelves.js";
import { nearest } from "../lib/nearest.js";
import { visible } from "../lib/visible.js";
import type { Profile } from "../model/profile.js";
import { UserError } from "../model/errors.js";
import { type ReviewRequest, type ReviewWorld, review } from "../review.js";
import { prepare } from "../review/prepare.js";
import { Opening } from "../ui/opening.js";
import { announcing } from "./announce-plan.js";
import { baselineLines, exemptionsFor } from "./baseline-of.js";
import { changeOf } from "./change-options.js";
import { announced, consultantsFor } from "./consultants.js";
import { outcomeOf } from "./exit-code.js";
import { commandNames } from "./note-namesake.js";
import { type ReviewOptions, reviewOptionsSchema } from "./options.js";
import { chooseOutputs } from "./outputs.js";
import { pagesFor } from "./own-pages.js";
import { planTools } from "./own-tools.js";
import { presentPlan } from "./present-plan.js";
import { progressOf } from "./progress.js";
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
  const toolVersion = await readToolVersion();
  const progress = progressOf(world, options);
  const { say } = progress;
  const opening = new Opening(say);
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
  if (!asked) opening.begin(`${greeting}offline engine: nothing leaves this machine${exceptionOf(options)}`);
  else if (options.dryRun) opening.begin(`${greeting}dry run: nothing is sent to anybody`);
  if (options.dryRun) {
    const prepared = await prepare(request, reviewWorld).catch((error: unknown) => explainPath(error, paths));
    const besides = [asked?.present(prepared), tests?.present(), tools?.present()];
    const plan = presentPlan(
      prepared,
      besides.flatMap((lines) => lines ?? []),
    );
    await writeStream(world.stdout, forTerminal(plan));
    return 0;
  }
  const result = await progress
    .during(() => review(request, reviewWorld), asked === null)
    .finally(() => opening.release())
    .catch((error: unknown) => explainPath(error, paths));
  await publish({ review: result, outputs, reports, world, useColor: options.color, say });
  for (const line of baselineLines(result)) say(line);
  const outcome = outcomeOf(result, options.failOn, interruptOf(world.interrupt));
  say(`exit ${outcome.code}: ${outcome.reason}`);
  return outcome.code;
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
    const command = /^[a-z-]+$/.test(first) ? nearest(first, commandNames) : undefined;
    if (command) throw new UserError("command-or-path", { path: first, nearest: command });
  }
  throw error;
}
