/** `session-review report review.json`: renders a saved review again. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { loadReports } from "../catalog/load-shelves.js";
import { problemOf } from "../lib/problem.js";
import { UserError } from "../model/errors.js";
import { type Review, reviewSchema } from "../model/review.js";
import { show } from "./display.js";
import { reportOptionsSchema } from "./options.js";
import { chooseOutputs } from "./outputs.js";
import type { World } from "./world.js";
import { writeWhole } from "./write.js";

export async function reportCommand(file: string, rawOptions: unknown, world: World): Promise<number> {
  const options = reportOptionsSchema.parse(rawOptions);
  const reports = await loadReports();
  const asked = options.format.length === 0 && options.output === undefined ? ["markdown"] : options.format;
  const review = await readReview(file, world.cwd);
  const outputs = chooseOutputs(asked, options.output, { reports, kind: review.kind });
  for (const { report, file: target } of outputs) {
    if (target === null) await show(report, review, { world, useColor: options.color });
    else await writeWhole(target, world.cwd, report.render(review));
  }
  return 0;
}

/** @throws UserError review-unreadable, naming the first field that is wrong */
export async function readReview(file: string, cwd: string): Promise<Review> {
  const text = await readFile(resolve(cwd, file), "utf8").catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === "ENOENT" ? "there is no such file." : `${problemOf(error)}.`;
    throw new UserError("review-unreadable", { file, problem }, { cause: error });
  });
  const parsed = reviewSchema.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join(".");
  throw new UserError("review-unreadable", {
    file,
    problem: `${field ? `field "${field}": ` : ""}${issue?.message ?? "wrong shape"}.`,
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError("review-unreadable", { file, problem: "it is not JSON." }, { cause: error });
  }
}
