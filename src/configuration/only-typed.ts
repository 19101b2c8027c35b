/** Options that no file may set, because whoever wrote the reviewed project must not decide them; and why. */

const notYours = "which files are read and written is said on the command line";
const eachRun = "it is said on the command line, run by run";

const reasons: ReadonlyMap<string, string> = new Map([
  ["run", "only what is typed on the command line is ever run"],
  ["run-timeout", "it belongs to --run, which is said on the command line only"],
  ["output", notYours],
  ["junit", notYours],
  ["task", notYours],
  ["offline", 'write "engine: offline"; --offline holds for one run, whatever is configured'],
  ["dry-run", eachRun],
  ["quiet", eachRun],
  ["color", eachRun],
  ["debug", eachRun],
]);

/** The reason why this name is no setting although it means something; undefined for any other name. */
export function onlyTyped(name: string): string | undefined {
  if (/key|secret|password|credential|^token$|(?:api|auth|access)[-_]?token/i.test(name))
    return "keys come from the environment only (ANTHROPIC_API_KEY, OPENAI_API_KEY)";
  return reasons.get(name);
}
