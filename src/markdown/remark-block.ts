/** One remark as a block of a report: where it is, who raised it, what is wrong, the code, what to do. */
import type { Finding, Opinion, Place } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { groupBy } from "../lib/group.js";
import { plural } from "../lib/text.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { excerptOf, fence, firstLineOf, mostExcerptLines } from "./fence.js";
import { type Aspect, groupAspect, groupIssues } from "./group-block.js";
import { patchBlocks } from "./patch.js";
import { lineWord, linesOf } from "./places.js";
import { stepsBlock, way } from "./steps.js";
import type { Remark } from "./remarks.js";
import { confidenceText, enumerate, linesText, placeCode, reviewerTitles } from "./wording.js";

/** What one kind of report says in its own way. */
export interface BlockStyle {
  /** Bullets that come first: where a lone finding is. */
  readonly place: (finding: Finding) => readonly string[];
  /** Empty for a label that is left out. */
  readonly labels: Readonly<
    Record<"severity" | "places" | "reviewers" | "evidence" | "risk" | "recommendation", string>
  >;
}

/** What a finding says after its issue and code, in reading order. */
function aspectsOf({ labels }: BlockStyle): readonly Aspect[] {
  return [
    { label: "Scenario", read: ({ scenario = "" }) => scenario },
    { label: labels.risk, read: ({ risk }) => risk },
    { label: labels.recommendation, read: ({ recommendation }) => recommendation },
    { label: "Proof", read: proofText },
  ];
}

/** Answers as sentences, each once; those that differ in a name are put together where they are shown. */
function proofText({ proof }: Finding): string {
  const answers = new Set(proof.map(({ evidence }) => evidence.trim().replace(/[.;]$/u, "")));
  return [...answers].map((answer) => `${answer.charAt(0).toUpperCase()}${answer.slice(1)}.`).join(" ");
}

/** Writes the remarks of one review in one style. */
export class RemarkBlocks {
  readonly #style: BlockStyle;
  readonly #aspects: readonly Aspect[];
  /** What was said of this finding and of no other, however many there are of its rule. */
  readonly #notes: readonly Aspect[];
  readonly #titleOf: (id: string) => string;
  readonly #languages: ReadonlyMap<string, string>;

  constructor(review: Review, style: BlockStyle) {
    this.#style = style;
    this.#aspects = aspectsOf(style);
    this.#titleOf = reviewerTitles(review);
    this.#notes = [
      { label: "Why the disagreement", read: ({ opinions = [] }) => reasonsOf(opinions, this.#titleOf) },
      { label: "Questioned by a model", read: ({ doubt = "" }) => doubt },
      { label: "Not examined by a second look", read: ({ unexamined = "" }) => unexamined },
    ];
    this.#languages = new Map(review.coverage.files.map(({ path, language }) => [path, language]));
  }

  /** @param heading Markdown, without the `###` */
  block(heading: string, { first, findings }: Remark): string {
    const facts = this.#facts(findings);
    if (findings.length === 1)
      return section(
        `### ${heading}`,
        bullets([...this.#style.place(first), ...facts]),
        `**Issue:** ${sentence(first.issue)}`,
        this.#excerpt(first),
        otherPlaces(first),
        stepsBlock(first),
        ...this.#aspects.map((aspect) => groupAspect(aspect, findings)),
        patchBlocks(findings),
        ...this.#notes.map((aspect) => groupAspect(aspect, findings)),
      );
    const shared = this.#notes.filter((note) => isSaidOfAll(note, findings));
    return section(
      `### ${heading}`,
      bullets([this.#places(findings), ...facts]),
      groupIssues(findings, [way, ...this.#notes.filter((note) => !shared.includes(note))]),
      ...[...this.#aspects, ...shared].map((aspect) => groupAspect(aspect, findings)),
      patchBlocks(findings),
    );
  }

  #places(findings: readonly Finding[]): string {
    const files = new Set(findings.map(({ path }) => path)).size;
    return `**${this.#style.labels.places}:** ${findings.length} in ${plural(files, "file")}`;
  }

  #facts(findings: readonly Finding[]): readonly string[] {
    const [first] = findings;
    const reviewers = [...new Set(findings.flatMap((finding) => finding.reviewers))];
    const names = enumerate(reviewers.map((id) => prose(this.#titleOf(id))));
    const sure = `(confidence ${confidenceText(findings)}${basis(findings)})`;
    const { severity, reviewers: raisedBy } = this.#style.labels;
    return [
      ...(severity === "" ? [] : [`**${severity}:** ${first?.severity ?? ""}`]),
      `**Category:** ${first?.category ?? ""}`,
      ...(first?.rule === undefined ? [] : [`**Rule:** ${code(first.rule)}${weaknesses(findings)}`]),
      `**${raisedBy}:** ${names} ${sure}`,
      ...this.#dissent(findings),
      ...(findings.length === 1 && first ? [`**Id:** ${code(first.id)}`] : []),
    ];
  }

  /** Who would call it something else; one severity holds, and the report says that it was disputed. */
  #dissent(findings: readonly Finding[]): readonly string[] {
    const said = findings.flatMap(({ opinions = [] }) => opinions);
    const views = new Set(
      said.map(({ reviewer, severity, model }) => {
        const name = prose(this.#titleOf(reviewer));
        return `${name}${model === undefined ? "" : ` (${prose(model)})`} says ${severity}`;
      }),
    );
    return views.size === 0
      ? []
      : [`**Disagreement:** ${findings[0]?.severity ?? ""} here; ${enumerate([...views])}`];
  }

  #excerpt({ quote, path, lines }: Finding): string {
    const { lines: shown, omitted } = excerptOf(quote);
    if (shown.length === 0 || isWholeFile(lines)) return "";
    const { evidence } = this.#style.labels;
    const height = Math.max(shown.length + omitted, lines ? lines.end - lines.start + 1 : 0);
    const isCut = shown.length === mostExcerptLines && height > shown.length;
    return blocks(
      evidence === "" ? "" : `**${evidence}:**`,
      fence(shown, this.#languages.get(path) ?? ""),
      isCut ? `The first ${shown.length} of ${height} lines.` : "",
    );
  }
}

/** A finding about a whole file quotes its first lines, which are a licence and imports. */
function isWholeFile(lines: Finding["lines"]): boolean {
  return lines !== null && lines.start === 1 && lines.end > 5 * mostExcerptLines;
}

function reasonsOf(opinions: readonly Opinion[], titleOf: (id: string) => string): string {
  const said = opinions.flatMap(({ reviewer, severity, model, reason }) =>
    reason === undefined ? [] : [`${titleOf(reviewer)}${by(model)} says ${severity}: ${ended(reason)}`],
  );
  return said.join(" ");
}

function by(model: string | undefined): string {
  return model === undefined ? "" : ` (${model})`;
}

function ended(text: string): string {
  return /[.!?…]$/u.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

function isSaidOfAll({ read }: Aspect, findings: readonly Finding[]): boolean {
  const texts = new Set(findings.map(read));
  return texts.size === 1 && !texts.has("");
}

/** Why a finding has no lines. */
export function unplacedText({ quote }: Finding): string {
  return `the file as a whole${quote === "" ? "" : "; the quote has no single place in it"}`;
}

function weaknesses(findings: readonly Finding[]): string {
  const numbers = [...new Set(findings.flatMap(({ cwe }) => cwe ?? []))];
  return numbers.map((n) => `, [CWE-${n}](https://cwe.mitre.org/data/definitions/${n}.html)`).join("");
}

/** Who says so where it is not a rule of ours alone. */
function basis(findings: readonly Finding[]): string {
  return modelsBehind(findings) + toolsBehind(findings);
}

function toolsBehind(findings: readonly Finding[]): string {
  const isAlone = findings.every(({ origin }) => origin === "tool");
  const names = new Set(
    findings.flatMap(({ tools = [] }) =>
      tools.map(({ name, rule }) => (rule === null ? prose(name) : `${prose(name)} (${code(rule)})`)),
    ),
  );
  if (names.size === 0) return "";
  return `${isAlone ? ", said by" : ", and by"} ${enumerate([...names])}`;
}

function modelsBehind(findings: readonly Finding[]): string {
  const origins = new Set(findings.map(({ origin }) => origin));
  const models = [...new Set(findings.flatMap(({ models: names = [] }) => names))].sort();
  const sayers = models.length === 0 ? "a model" : enumerate(models.map(prose));
  if (origins.has("both") || (origins.size > 1 && origins.has("model")))
    return `, found by a rule and by ${sayers}`;
  return origins.has("model") ? `, said by ${sayers}` : "";
}

/** More places than this are named by their lines only. */
const mostOtherPlaces = 8;

function otherPlaces(finding: Finding): string {
  const also = finding.also.filter((place) => saysMore(place, finding));
  if (also.length === 0) return "";
  if (also.length > mostOtherPlaces) return `**Also in:** ${compactPlaces(also, finding.path)}.`;
  return `**Also in:**\n\n${bullets([...new Set(also.map((place) => otherPlace(place, finding)))])}`;
}

/** Two hits on one line are one place, unless the second has something of its own to say. */
function saysMore(place: Place, { path, lines, issue }: Finding): boolean {
  const isSame =
    place.path === path && place.lines?.start === lines?.start && place.lines?.end === lines?.end;
  return !isSame || (place.note !== undefined && !issue.includes(place.note));
}

function otherPlace({ path, lines, quote, note }: Place, finding: Finding): string {
  const where = path === finding.path && lines ? lineWord(linesText(lines)) : placeCode({ path, lines });
  const own = note !== undefined && !finding.issue.includes(note) ? sentence(note) : "";
  const line = firstLineOf(quote);
  const says = [own, line === "" ? "" : code(line)].filter((part) => part !== "");
  return says.length === 0 ? where : `${where}: ${says.join(" ")}`;
}

function compactPlaces(also: readonly Place[], path: string): string {
  return [...groupBy(also, (place) => place.path)]
    .map(([file, places]) => `${file === path ? "" : `${code(file)} `}${linesOf(places)}`.trimEnd())
    .join("; ");
}
