/** Writes a review's reports where they were asked for, or where a person or a pipe expects them. */
import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { visible } from "../lib/visible.js";
import { UserError } from "../model/errors.js";
import type { Report } from "../model/report.js";
import type { Review } from "../model/review.js";
import { type Display, show, showDigest } from "./display.js";
import type { Output } from "./outputs.js";
import { forTerminal, writeWhole } from "./write.js";
import { writeReport } from "./write-guarded.js";

export interface Publication extends Display {
  readonly review: Review;
  readonly outputs: readonly Output[];
  readonly reports: readonly Report[];
  readonly say: (line: string) => void;
}

const folder = ".session-review";

/**
 * Asked-for outputs first. With none: on a terminal a digest, and the whole report and the review saved for later;
 * elsewhere the whole report, so that `> review.md` does the obvious thing.
 */
export async function publish(publication: Publication): Promise<void> {
  const { outputs, world, review } = publication;
  for (const { report, file } of outputs) {
    if (file === null) continue;
    await writeWhole(file, world.cwd, report.render(review));
    publication.say(`wrote ${visible(file)}`);
  }
  const onStdout = outputs.find(({ file }) => file === null);
  if (onStdout) await show(onStdout.report, review, publication);
  else if (outputs.length === 0) await publishDefault(publication);
  else if (world.isTerminal.stdout) await showDigest(review, publication);
}

async function publishDefault(publication: Publication): Promise<void> {
  const { review, reports, world, say } = publication;
  const whole = reports.find(({ id }) => id === review.kind);
  const json = reports.find(({ id }) => id === "json");
  if (!whole || !json) throw new Error(`the report ${review.kind} is missing from the shelf`);
  if (!world.isTerminal.stdout) {
    await writeReport(whole.render(review), whole, world);
    return;
  }
  await showDigest(review, publication);
  if (!(await save(publication, [whole, json]))) return;
  say(`report   ${folder}/report.md`);
  const [worst] = review.findings;
  if (worst) say(`next     session-review browse · session-review explain ${worst.id}`);
}

/** Nobody asked for these files, so a folder that cannot be written to is told, and changes no exit code. */
async function save(
  { review, world }: Publication,
  [whole, json]: readonly [Report, Report],
): Promise<boolean> {
  try {
    await keepOutOfGit(world.cwd);
    await writeWhole(`${folder}/report.md`, world.cwd, whole.render(review));
    await writeWhole(`${folder}/review.json`, world.cwd, json.render(review));
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    world.stderr.write(`session-review: ${forTerminal(error.message)}. The whole report: -o FILE\n`);
    return false;
  }
}

/** Our own output should not show up in the user's `git status`; a project's reviewers beside it should. */
async function keepOutOfGit(cwd: string): Promise<void> {
  const path = `${folder}/.gitignore`;
  const exists = await access(resolve(cwd, path)).then(
    () => true,
    () => false, // not there yet, or not reachable, which the write below will tell
  );
  if (!exists) await writeWhole(path, cwd, "report.md\nreview.json\n.gitignore\n");
}
