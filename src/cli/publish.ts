/** Writes a review's reports where they were asked for, or where a person or a pipe expects them. */
import { access, mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Report } from "../model/report.js";
import type { Review } from "../model/review.js";
import { renderDigest } from "../reports/digest.js";
import type { Output } from "./outputs.js";
import { paintFor } from "./paint.js";
import type { World } from "./world.js";
import { writeStream, writeWhole } from "./write.js";

export interface Publication {
  readonly review: Review;
  readonly outputs: readonly Output[];
  readonly reports: readonly Report[];
  readonly world: World;
  readonly useColor: boolean;
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
    publication.say(`wrote ${file}`);
  }
  const onStdout = outputs.find(({ file }) => file === null);
  if (onStdout) await writeStream(world.stdout, onStdout.report.render(review));
  else if (outputs.length === 0) await publishDefault(publication);
  else if (world.isTerminal.stdout) await writeDigest(publication);
}

async function publishDefault(publication: Publication): Promise<void> {
  const { review, reports, world, say } = publication;
  const whole = reports.find(({ id }) => id === review.kind);
  const json = reports.find(({ id }) => id === "json");
  if (!whole || !json) throw new Error(`the report ${review.kind} is missing from the shelf`);
  if (!world.isTerminal.stdout) {
    await writeStream(world.stdout, whole.render(review));
    return;
  }
  await writeDigest(publication);
  await keepOutOfGit(world.cwd);
  await writeWhole(`${folder}/report.md`, world.cwd, whole.render(review));
  await writeWhole(`${folder}/review.json`, world.cwd, json.render(review));
  say(`report   ${folder}/report.md`);
  const [worst] = review.findings;
  if (worst) say(`next     session-review explain ${worst.rule ?? worst.id}`);
}

async function writeDigest({ review, world, useColor }: Publication): Promise<void> {
  const paint = await paintFor(world, useColor);
  await writeStream(world.stdout, renderDigest(review, { columns: world.columns, paint }));
}

/** Our own output should not show up in the user's `git status`; a project's reviewers beside it should. */
async function keepOutOfGit(cwd: string): Promise<void> {
  const path = resolve(cwd, folder, ".gitignore");
  const exists = await access(path).then(
    () => true,
    () => false, // not there yet, or not reachable, which the write below will tell
  );
  if (exists) return;
  await mkdir(resolve(cwd, folder), { recursive: true });
  await writeFile(path, "report.md\nreview.json\n.gitignore\n");
}
