/** `session-review report review.json`: renders a saved review again. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ZodType } from "zod";
import { loadComparisonReports, loadReports } from "../catalog/load-shelves.js";
import { problemOf } from "../lib/problem.js";
import { type Comparison, comparisonSchema } from "../model/comparison.js";
import { UserError } from "../model/errors.js";
import { type Review, reviewSchema } from "../model/review.js";
import { show } from "./display.js";
import { reportOptionsSchema } from "./options.js";
import { chooseOutputs } from "./outputs.js";
import type { World } from "./world.js";
import { writeWhole } from "./write.js";
import { writeReport } from "./write-guarded.js";

export async function reportCommand(file: string, rawOptions: unknown, world: World): Promise<number> {
  const options = reportOptionsSchema.parse(rawOptions);
  const asked = options.format.length === 0 && options.output === undefined ? ["markdown"] : options.format;
  const document = await readDocument(file, world.cwd);
  if (document.kind === "comparison") {
    const offer = { reports: await loadComparisonReports(), kind: document.kind };
    for (const { report, file: target } of chooseOutputs(asked, options.output, offer)) {
      const text = report.renderComparison(document);
      await (target === null ? writeReport(text, report, world) : writeWhole(target, world.cwd, text));
    }
    return 0;
  }
  const offer = { reports: await loadReports(), kind: document.kind };
  for (const { report, file: target } of chooseOutputs(asked, options.output, offer)) {
    if (target === null) await show(report, document, { world, useColor: options.color });
    else await writeWhole(target, world.cwd, report.render(document));
  }
  return 0;
}

/** @throws UserError review-unreadable, naming the first field that is wrong */
export async function readReview(file: string, cwd: string): Promise<Review> {
  return check(reviewSchema, await readJson(file, cwd), file);
}

async function readDocument(file: string, cwd: string): Promise<Review | Comparison> {
  const value = await readJson(file, cwd);
  const isComparison =
    typeof value === "object" && value !== null && "kind" in value && value.kind === "comparison";
  return isComparison ? check(comparisonSchema, value, file) : check(reviewSchema, value, file);
}

function check<T>(schema: ZodType<T>, value: unknown, file: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join(".");
  throw new UserError("review-unreadable", {
    file,
    problem: `${field ? `field "${field}": ` : ""}${issue?.message ?? "wrong shape"}.`,
  });
}

async function readJson(file: string, cwd: string): Promise<unknown> {
  const text = await readFile(resolve(cwd, file), "utf8").catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === "ENOENT" ? "there is no such file." : `${problemOf(error)}.`;
    throw new UserError("review-unreadable", { file, problem }, { cause: error });
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError("review-unreadable", { file, problem: "it is not JSON." }, { cause: error });
  }
}
