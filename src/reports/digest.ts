/** The terminal digest: what is worst and where, on one screen. */
import { plural } from "../lib/text.js";
import { disarm, visible } from "../lib/visible.js";
import { displayWidth, fit, fitEnd, wrap } from "../lib/width.js";
import { firstLineOf } from "../markdown/fence.js";
import { reviewedFiles } from "../markdown/files.js";
import { type Gaps, gapsOf } from "../markdown/gaps.js";
import { leftOutText } from "../markdown/left-out.js";
import { type Remark, remarksOf } from "../markdown/remarks.js";
import { testLines } from "../markdown/test-runs.js";
import { countOf, enumerate, placeText, reviewerTitles, sizeText } from "../markdown/wording.js";
import { defineReport } from "../model/report.js";
import type { Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { comparisonDigest } from "./digest/comparison.js";
import { followUpLines } from "./digest/follow-up.js";
import { scaleOf } from "../markdown/verdict.js";
import { type Severity, severities } from "../model/severity.js";

type Style = (text: string) => string;

/** Colours and weights of a terminal; picocolors has this shape. */
export interface Paint {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly yellow: Style;
  readonly cyan: Style;
}

export interface DigestOptions {
  /** Width of the terminal; less than 40 is treated as 40. */
  readonly columns: number;
  readonly paint: Paint;
}

const asIs: Style = (text) => text;

/** No styling: for files, pipes and terminals without colour. */
export const plainPaint: Paint = { bold: asIs, dim: asIs, red: asIs, yellow: asIs, cyan: asIs };

export default defineReport({
  title: "Digest for a terminal",
  audience: "person",
  extension: ".txt",
  render: (review) => renderDigest(review, { columns: 80, paint: plainPaint }),
  renderComparison: comparisonDigest,
});

const mostRemarks = 5;
const leastColumns = 40;
const indent = " ".repeat(12);

/** The digest, at most about thirty lines; what it leaves out it counts. */
export function renderDigest(review: Review, options: DigestOptions): string {
  const page = new Digest(review, { ...options, columns: Math.max(leastColumns, options.columns) });
  return `${disarm(page.text())}\n`;
}

/** A sign beside the word, so that nothing hangs on colour alone. */
const signs: Readonly<Record<Severity, string>> = {
  critical: "✖",
  high: "✖",
  medium: "▲",
  low: "•",
  info: "·",
};

class Digest {
  constructor(
    private readonly review: Review,
    private readonly options: DigestOptions,
  ) {}

  text(): string {
    const remarks = remarksOf(this.review);
    const shown = remarks.slice(0, mostRemarks);
    const gaps = gapsOf(this.review);
    return [
      ...(gaps ? [this.#incomplete(gaps)] : []),
      ...followUpLines(this.review),
      this.#counts(),
      ...shown.map((remark) => this.#remark(remark)),
      ...this.#rest(shown),
      ...this.#questions(),
    ].join("\n\n");
  }

  #incomplete({ headline, failures }: Gaps): string {
    const { paint } = this.options;
    const titleOf = reviewerTitles(this.review);
    const lines = failures.slice(0, 3).map(({ what, reason, paths }) => {
      const who = enumerate(what.split(", ").map(titleOf));
      const [first] = paths;
      const more = paths.length > 1 ? ` and ${paths.length - 1} more` : "";
      // The file and the reason first: a list of all reviewers would push them over the edge.
      return `  ${this.#fit(first === undefined ? `${who}: ${reason}` : `${first}${more}: ${reason} (${who})`, 2)}`;
    });
    const more = failures.length > 3 ? [`  and ${plural(failures.length - 3, "more failure")}`] : [];
    const head = this.#wrap(`INCOMPLETE. ${headline}`, 0).map((line) => paint.bold(paint.red(line)));
    return [...head, ...lines, ...more].join("\n");
  }

  #counts(): string {
    const { findings } = this.review;
    const scope = sizeText(reviewedFiles(this.review));
    const tests = testLines(this.review).map((line) => this.#fit(line, 0));
    const leftOut = leftOutText(this.review);
    const notCounted = leftOut === "" ? [] : [this.#fit(`not counted: ${leftOut}`, 0)];
    return [
      this.#found(findings),
      ...notCounted,
      this.options.paint.bold(this.#grade()),
      scope,
      ...this.#change(),
      ...tests,
    ].join("\n");
  }

  /** What was compared: without it nobody knows what "no findings" is about. */
  #change(): readonly string[] {
    const { change } = this.review;
    if (!change) return [];
    const { files, affected, from, to } = change;
    const reach =
      affected.length === 0 ? "" : `, and ${plural(affected.length, "file")} that it reaches into`;
    const text = `the change: ${plural(files.length, "file")}${reach}; from ${visible(from)}, to ${visible(to)}`;
    return this.#wrap(text, 0).map((line) => this.#fit(line, 0));
  }

  #found(findings: readonly Finding[]): string {
    const found = severities.filter((severity) => countOf(findings, severity) > 0);
    const texts = found.map((severity) => `${signs[severity]} ${countOf(findings, severity)} ${severity}`);
    if (texts.length === 0) {
      const what = this.review.change ? "the change brings in no findings" : "no findings";
      return `${what} (not the same as no defects)`;
    }
    const isWide = displayWidth(texts.join("   ")) > this.options.columns;
    return found.map((severity, i) => this.#colour(severity, texts[i] ?? "")).join(isWide ? "\n" : "   ");
  }

  #grade(): string {
    const [card] = this.review.scorecards;
    if (!card || card.total === null) return "grade: not scored";
    const verdict = card.verdict === null ? "" : `, ${visible(card.verdict)}`;
    return `grade ${visible(card.grade ?? "none")} (${card.total}/${scaleOf(card)})${verdict}`;
  }

  #remark({ title, first, findings }: Remark): string {
    const { paint } = this.options;
    const label = `${signs[first.severity]} ${first.severity.toUpperCase()}`.padEnd(indent.length);
    const more = findings.length > 1 ? ` and ${plural(findings.length - 1, "more place")}` : "";
    const room = this.options.columns - indent.length - more.length;
    const reviewers = enumerate(first.reviewers.map(reviewerTitles(this.review)));
    const line = firstLineOf(first.quote).replaceAll("\t", " ");
    return [
      this.#colour(first.severity, label) + paint.bold(this.#fit(title)),
      indent + paint.cyan(fitEnd(visible(placeText(first)), room)) + more,
      ...(line === "" ? [] : [indent + paint.dim(fit(line, this.options.columns - indent.length))]),
      ...this.#way(first),
      `${indent}${this.#fit(`→ ${first.recommendation}`)}`,
      indent + paint.dim(this.#fit(reviewers)),
    ].join("\n");
  }

  /** Where a value from outside comes in and what it is given to at last. */
  #way({ steps = [] }: Finding): readonly string[] {
    const [from] = steps;
    const to = steps.at(-1);
    if (!from || !to || from === to) return [];
    return [`${indent}${this.#fit(`${from.note ?? ""} (${placeText(from)}), ${to.note ?? ""}`)}`];
  }

  #rest(shown: readonly Remark[]): readonly string[] {
    const more = this.review.findings.length - shown.reduce((sum, { findings }) => sum + findings.length, 0);
    return more > 0 ? [`${plural(more, "more finding")} in the report`] : [];
  }

  #questions(): readonly string[] {
    const { length } = this.review.questions ?? [];
    return length === 0 ? [] : [`${plural(length, "question")} to the author in the report`];
  }

  #colour(severity: Severity, text: string): string {
    const { paint } = this.options;
    if (severity === "critical" || severity === "high") return paint.red(text);
    return severity === "medium" ? paint.yellow(text) : paint.dim(text);
  }

  /** One line of prose, cut at the edge. */
  #fit(text: string, used = indent.length): string {
    return fit(visible(text.replace(/\s+/gu, " ").trim()), this.options.columns - used);
  }

  #wrap(text: string, used: number): readonly string[] {
    return wrap(text, this.options.columns - used);
  }
}
