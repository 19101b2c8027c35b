/** Which report goes where. */
import { UserError } from "../model/errors.js";
import { nearest } from "../lib/nearest.js";
import type { Report } from "../model/report.js";
import type { Review } from "../model/review.js";

export interface Output {
  readonly report: Report;
  /** Null is standard output. */
  readonly file: string | null;
}

/** Name that stands for the Markdown report of the review's own kind. */
const markdown = "markdown";

/**
 * Outputs asked for by `-f NAME[=FILE]` (repeatable) and `-o FILE`.
 * @throws UserError unknown-format; usage when two reports want standard output
 */
export function chooseOutputs(
  formats: readonly string[],
  outFile: string | undefined,
  reports: readonly Report[],
): readonly Output[] {
  const outputs = formats.map((format) => readFormat(format, reports));
  if (outFile !== undefined) return withOutFile(outputs, outFile, reports);
  refuseTwoOnStdout(outputs);
  return outputs;
}

function readFormat(format: string, reports: readonly Report[]): Output {
  const split = format.indexOf("=");
  const name = split === -1 ? format : format.slice(0, split);
  const file = split === -1 ? null : format.slice(split + 1);
  if (file === "") throw new UserError("usage", { problem: `"-f ${format}" names no file after the "=".` });
  return { report: findReport(name, reports), file: file === "-" ? null : file };
}

function findReport(name: string, reports: readonly Report[], kind: Review["kind"] = "batch"): Report {
  const wanted = name === markdown || name === "md" ? kind : name;
  const found = reports.find(({ id }) => id === wanted);
  if (found) return found;
  const formats = [markdown, ...reports.map(({ id }) => id)];
  throw new UserError("unknown-format", {
    name,
    nearest: suggestion(name, formats),
    formats: formats.join(", "),
  });
}

function suggestion(name: string, formats: readonly string[]): string {
  return nearest(name, formats) ?? "";
}

/** `-o FILE` takes the format that has no file yet, or the one the file's ending names. */
function withOutFile(
  outputs: readonly Output[],
  file: string,
  reports: readonly Report[],
): readonly Output[] {
  const target = file === "-" ? null : file;
  const open = outputs.filter((output) => output.file === null);
  if (open.length > 1) throw twoOnStdout();
  if (open.length === 1)
    return outputs.map((output) => (output.file === null ? { ...output, file: target } : output));
  const extension = /\.[^./]+$/.exec(file)?.[0] ?? "";
  const byEnding = reports.find((report) => report.audience === "program" && report.extension === extension);
  return [...outputs, { report: byEnding ?? findReport(markdown, reports), file: target }];
}

function refuseTwoOnStdout(outputs: readonly Output[]): void {
  if (outputs.filter(({ file }) => file === null).length > 1) throw twoOnStdout();
}

function twoOnStdout(): UserError {
  return new UserError("usage", {
    problem: "Two reports cannot share standard output; give all but one a file: -f json=review.json.",
  });
}
