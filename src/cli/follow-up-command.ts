/** `session-review follow-up <review.json> [paths…]`: says what became of an earlier review's findings. */
import { loadCatalog } from "../catalog/catalog.js";
import { loadReports } from "../catalog/load-shelves.js";
import { type FollowUpRequest, followUp } from "../follow-up.js";
import { visible } from "../lib/visible.js";
import type { ReviewWorld } from "../review.js";
import { Opening } from "../ui/opening.js";
import { baselineLines, exemptionsFor, today } from "./baseline-of.js";
import { announced, consultantsFor } from "./consultants.js";
import { outcomeOfFollowUp } from "./follow-up-outcome.js";
import { type FollowUpOptions, followUpOptionsSchema } from "./options.js";
import { chooseOutputs } from "./outputs.js";
import { pagesFor } from "./own-pages.js";
import { progressOf } from "./progress.js";
import { publish } from "./publish.js";
import { scopeOf } from "./scope.js";
import { type World, interruptOf, readToolVersion } from "./world.js";

export interface FollowUpArguments {
  /** The earlier review. */
  readonly file: string;
  readonly paths: readonly string[];
}

export async function followUpCommand(
  asked: FollowUpArguments,
  rawOptions: unknown,
  world: World,
): Promise<number> {
  const options = followUpOptionsSchema.parse(rawOptions);
  const reports = await loadReports();
  const outputs = chooseOutputs(options.format, options.output, { reports, kind: "follow-up" });
  const toolVersion = await readToolVersion();
  const progress = progressOf(world, options);
  const { say } = progress;
  const opening = new Opening(say);
  for (const remark of options.remarks) opening.say(visible(remark));
  const listen = progress.listener(opening.say);
  const consultants = await consultantsFor(options, world, { say: opening.say, listen });
  const greeting = `session-review ${toolVersion} · `;
  if (!consultants) opening.begin(`${greeting}offline engine: nothing leaves this machine`);
  const reviewWorld: ReviewWorld = {
    catalog: await loadCatalog(await pagesFor(world.cwd, options, opening.say)),
    toolVersion,
    ...(consultants ? { thinker: announced(consultants, (line) => opening.begin(greeting + line)) } : {}),
    listen,
    signal: world.interrupt,
  };
  const exemptions = await exemptionsFor(options, { cwd: world.cwd, paths: asked.paths }, opening.say);
  const request = { ...requestOf(asked, options, world), ...exemptions };
  const result = await progress
    .during(() => followUp(request, reviewWorld), consultants === null)
    .finally(() => opening.release());
  await publish({ review: result, outputs, reports, world, useColor: options.color, say });
  for (const line of baselineLines(result)) say(line);
  const outcome = outcomeOfFollowUp(result, options.failOn, interruptOf(world.interrupt));
  say(`exit ${outcome.code}: ${outcome.reason}`);
  return outcome.code;
}

function requestOf(
  { file, paths }: FollowUpArguments,
  options: FollowUpOptions,
  { cwd }: World,
): FollowUpRequest {
  return {
    cwd,
    earlier: file,
    paths,
    today: today(),
    ...scopeOf(options),
    ...(options.before === undefined ? {} : { ref: options.before }),
  };
}
