/** `session-review follow-up <review.json> [paths…]`: says what became of an earlier review's findings. */
import { loadReports } from "../catalog/load-shelves.js";
import { type FollowUpRequest, followUp } from "../follow-up.js";
import { baselineLines, exemptionsFor, today } from "./baseline-of.js";
import { outcomeOfFollowUp } from "./follow-up-outcome.js";
import { nothingLeaves, openRun } from "./open-run.js";
import { type FollowUpOptions, followUpOptionsSchema } from "./options.js";
import { chooseOutputs } from "./outputs.js";
import { publish } from "./publish.js";
import { scopeOf } from "./scope.js";
import { type World, interruptOf } from "./world.js";

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
  const { consultants, reviewWorld, say, greet, during } = await openRun(options, world);
  if (!consultants) greet(nothingLeaves);
  const exemptions = await exemptionsFor(options, { cwd: world.cwd, paths: asked.paths }, say);
  const request = { ...requestOf(asked, options, world), ...exemptions };
  const result = await during(() => followUp(request, reviewWorld));
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
