/** Which report goes where. */
import { UserError } from "../model/errors.js";
import { nearest } from "../lib/nearest.js";
import type { Report } from "../model/report.js";

/** What is known of a report before it renders anything; a review's and a comparison's are chosen alike. */
type Choice = Pick<Report, "id" | "audience" | "extension">;

export interface Output<R extends Choice = Report> {
  readonly report: R;
  /** Null is standard output. */
  readonly file: string | null;
}

/** What there is to choose from, and the id of the Markdown report of what is shown. */
export interface Offer<R extends Choice = Report> {
  readonly reports: readonly R[];
  readonly kind: string;
}

/** Name that stands for the Markdown report of the review's own kind. */
const markdown = "markdown";

/**
 * Outputs asked for by `-f NAME[=FILE]` (repeatable) and `-o FILE`.
 * @throws UserError unknown-format; usage when two reports want standard output
 */
export function chooseOutputs<R extends Choice>(
  formats: readonly string[],
  outFile: string | undefined,
  offer: Offer<R>,
): readonly Output<R>[] {
  const asked = formats.map((format) => readFormat(format, offer));
  const outputs = outFile === undefined ? asked : withOutFile(asked, outFile, offer);
  refuseSharedTarget(outputs);
  return outputs;
}

function readFormat<R extends Choice>(format: string, offer: Offer<R>): Output<R> {
  const split = format.indexOf("=");
  const name = split === -1 ? format : format.slice(0, split);
  const file = split === -1 ? null : format.slice(split + 1);
  if (file === "") throw new UserError("usage", { problem: `"-f ${format}" names no file after the "=".` });
  return { report: findReport(name, offer), file: file === "-" ? null : file };
}

function findReport<R extends Choice>(name: string, { reports, kind }: Offer<R>): R {
  const wanted = name === markdown || name === "md" ? kind : name;
  const found = reports.find(({ id }) => id === wanted);
  if (found) return found;
  const formats = [markdown, ...reports.map(({ id }) => id).filter((id) => id !== kind)];
  throw new UserError("unknown-format", {
    name,
    nearest: nearest(name, formats) ?? "",
    formats: formats.join(", "),
  });
}

/** `-o FILE` takes the format that has no file yet, or the one the file's ending names. */
function withOutFile<R extends Choice>(
  outputs: readonly Output<R>[],
  file: string,
  offer: Offer<R>,
): readonly Output<R>[] {
  const target = file === "-" ? null : file;
  if (outputs.some((output) => output.file === null))
    return outputs.map((output) => (output.file === null ? { ...output, file: target } : output));
  return [...outputs, { report: reportByEnding(file, offer), file: target }];
}

const proseEndings: readonly string[] = ["", ".md", ".markdown", ".txt"];

/** Markdown in a file called review.html would surprise whoever opens it. */
function reportByEnding<R extends Choice>(file: string, offer: Offer<R>): R {
  const ending = /\.[^./\\]+$/.exec(file)?.[0].toLowerCase() ?? "";
  if (proseEndings.includes(ending)) return findReport(markdown, offer);
  const fitting = offer.reports.filter(
    ({ audience, extension }) => audience === "program" && extension === ending,
  );
  // Several formats are JSON or XML inside; the one that is called so is meant.
  const found =
    fitting.find(({ id }) => `.${id}` === ending) ?? (fitting.length === 1 ? fitting[0] : undefined);
  if (found) return found;
  throw new UserError("usage", { problem: problemOfEnding(ending, file, fitting) });
}

function problemOfEnding(ending: string, file: string, fitting: readonly Choice[]): string {
  if (fitting.length === 0)
    return `No report has the ending "${ending}"; to write Markdown there all the same: -f markdown=${file}.`;
  const names = fitting.map(({ id }) => id).join(" or ");
  return `Several reports have the ending "${ending}"; say which: -f ${names}, as in -f ${fitting[0]?.id}=${file}.`;
}

function refuseSharedTarget(outputs: readonly { readonly file: string | null }[]): void {
  const files = outputs.map(({ file }) => file);
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice === undefined) return;
  const target = twice === null ? "standard output" : `"${twice}"`;
  throw new UserError("usage", {
    problem: `Two reports cannot share ${target}; give each a file of its own: -f json=review.json.`,
  });
}
