/** What a check leaves behind for the steps after it: report files and outputs. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { visible } from "../lib/visible.js";
import type { Outputs } from "../github/runner-files.js";
import { UserError } from "../model/errors.js";
import type { Report } from "../model/report.js";
import type { Review } from "../model/review.js";
import { severities } from "../model/severity.js";
import { introduced } from "../pull/introduced.js";
import { type Outcome, exitCodes } from "./exit-code.js";
import { type Output, chooseOutputs } from "./outputs.js";
import type { Setting } from "./pr-options.js";
import { readReview } from "./report-command.js";
import type { World } from "./world.js";
import { writeWhole } from "./write.js";

/** The files that are always written, by the name of their output. */
const standard = [
  { output: "report-md", file: "report.md", format: "markdown" },
  { output: "report-json", file: "review.json", format: "json" },
  { output: "report-html", file: "report.html", format: "html" },
  { output: "sarif-file", file: "report.sarif", format: "sarif-github" },
] as const;

/** Paths of what is written, by the name of their output. */
export type Files = Readonly<Record<string, string>>;

interface ChosenReports {
  readonly files: Files;
  readonly outputs: readonly Output[];
}

/** @throws UserError unknown-format; usage for a format without a file: standard output is the runner's */
export function chooseReports({ options, world }: Setting, reports: readonly Report[]): ChosenReports {
  const folder = options.reportDir ?? join(world.env["RUNNER_TEMP"] || ".session-review", "session-review");
  const offered = standard.filter(
    ({ format }) => format === "markdown" || reports.some(({ id }) => id === format),
  );
  const own = offered.map(({ format, file }) => `${format}=${join(folder, file)}`);
  const offer = { reports, kind: options.kind };
  const outputs = chooseOutputs([...own, ...options.format], undefined, offer);
  const bare = outputs.find(({ file }) => file === null);
  if (bare)
    throw new UserError("usage", {
      problem: `Standard output is the runner's; give the report a file: -f ${bare.report.id}=FILE.`,
    });
  return {
    outputs,
    files: Object.fromEntries(offered.map(({ output, file }) => [output, join(folder, file)])),
  };
}

/** Code scanning knows files by their way from the top of the repository, a person here by theirs from this folder. */
export interface Written {
  readonly review: Review;
  readonly fromTop: Review;
}

export async function writeReports(
  { review, fromTop }: Written,
  outputs: readonly Output[],
  { world, say }: { readonly world: World; readonly say: (line: string) => void },
): Promise<void> {
  for (const { report, file } of outputs) {
    if (file === null) continue;
    await writeWhole(file, world.cwd, report.render(report.id.startsWith("sarif") ? fromTop : review));
    say(`wrote    ${visible(file)}`);
  }
}

/** A stranger's file must not fill the memory of a job that has rights. */
const mostBytes = 64 * 1024 * 1024;

/** @throws UserError review-unreadable */
export async function readForeign(file: string, cwd: string): Promise<Review> {
  const size = await stat(resolve(cwd, file)).then(
    (found) => found.size,
    () => 0, // not there, which reading it tells
  );
  if (size > mostBytes)
    throw new UserError("review-unreadable", { file, problem: "it is larger than 64 MB." });
  return readReview(file, cwd);
}

interface Results {
  readonly review: Review;
  readonly outcome: Outcome;
  readonly files: Files;
  /** Of the summary comment; empty where there is none. */
  readonly address: string;
}

const verdicts: ReadonlyMap<number, string> = new Map([
  [exitCodes.clean, "pass"],
  [exitCodes.findings, "fail"],
  [exitCodes.incomplete, "incomplete"],
]);

/** Counts are of what the change brings in. */
export function outputsOf({ review, outcome, files, address }: Results): Outputs {
  const found = introduced(review);
  const counts = severities.map((severity) => [
    severity,
    found.filter((finding) => finding.severity === severity).length,
  ]);
  return {
    verdict: verdicts.get(outcome.code) ?? "error",
    "exit-code": outcome.code,
    findings: found.length,
    ...(Object.fromEntries(counts) as Outputs),
    ...files,
    "comment-url": address,
  };
}
