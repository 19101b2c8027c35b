/** One remark as a block of a report: where it is, who raised it, what is wrong, the code, what to do. */
import type { Finding, Place } from "../model/finding.js";
import type { Review } from "../model/review.js";
import { groupBy } from "../lib/group.js";
import { plural } from "../lib/text.js";
import { blocks, bullets, section } from "./document.js";
import { code, prose, sentence } from "./escape.js";
import { excerptOf, fence, firstLineOf, mostExcerptLines } from "./fence.js";
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

type Aspect = readonly [label: string, read: (finding: Finding) => string];

/** What a finding says, in reading order; the label of the first stands for the whole. */
function aspectsOf({ labels }: BlockStyle): readonly [Aspect, ...Aspect[]] {
  return [
    ["Issue", ({ issue }) => sentence(issue)],
    ["Scenario", ({ scenario }) => sentence(scenario ?? "")],
    [labels.risk, ({ risk }) => sentence(risk)],
    [labels.recommendation, ({ recommendation }) => sentence(recommendation)],
    ["Proof", proofText],
    ["Questioned by a model", ({ doubt }) => sentence(doubt ?? "")],
  ];
}

/** More answers than this say the same again. */
const mostAnswers = 4;

function proofText({ proof }: Finding): string {
  const answers = [...new Set(proof.map(({ evidence }) => prose(evidence)))];
  const more = answers.length - mostAnswers;
  const shown = answers.slice(0, mostAnswers).join("; ");
  return shown === "" ? "" : `${shown}${more > 0 ? `; and ${more} more answers like these` : ""}.`;
}

/** Writes the remarks of one review in one style. */
export class RemarkBlocks {
  readonly #style: BlockStyle;
  readonly #aspects: readonly [Aspect, ...Aspect[]];
  readonly #titleOf: (id: string) => string;
  readonly #languages: ReadonlyMap<string, string>;

  constructor(review: Review, style: BlockStyle) {
    this.#style = style;
    this.#aspects = aspectsOf(style);
    this.#titleOf = reviewerTitles(review);
    this.#languages = new Map(review.coverage.files.map(({ path, language }) => [path, language]));
  }

  /** @param heading Markdown, without the `###` */
  block(heading: string, { first, findings }: Remark): string {
    const [issue, ...others] = this.#aspects.map((aspect) => shared(aspect, findings));
    const isOne = findings.length === 1;
    return section(
      `### ${heading}`,
      bullets([...(isOne ? this.#style.place(first) : [this.#places(findings)]), ...this.#facts(findings)]),
      issue || "**Issues:**",
      isOne ? this.#excerpt(first) : bullets(findings.map((finding) => this.#placeItem(finding, findings))),
      isOne ? otherPlaces(first) : "",
      ...others,
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
    if (shown.length === 0) return "";
    const { evidence } = this.#style.labels;
    const height = Math.max(shown.length + omitted, lines ? lines.end - lines.start + 1 : 0);
    const isCut = shown.length === mostExcerptLines && height > shown.length;
    return blocks(
      evidence === "" ? "" : `**${evidence}:**`,
      fence(shown, this.#languages.get(path) ?? ""),
      isCut ? `The first ${shown.length} of ${height} lines.` : "",
    );
  }

  /** One place of a remark for many: what only this place has to say, and its code. */
  #placeItem(finding: Finding, all: readonly Finding[]): string {
    const own = this.#aspects
      .filter((aspect) => shared(aspect, all) === "")
      .map(([label, read]) => ({ label, text: read(finding) }))
      .filter(({ text }) => text !== "")
      .map(({ label, text }) => (label === "Issue" ? text : `${label}: ${text}`));
    const place = [placeCode(finding), ...finding.also.map(placeCode)].join(", ");
    const line = firstLineOf(finding.quote);
    const says = own.length === 0 ? "" : `: ${own.join(" ")}`;
    return `${place} (${code(finding.id)})${says}${line === "" ? "" : `\n  ${code(line)}`}`;
  }
}

/** Why a finding has no lines. */
export function unplacedText({ quote }: Finding): string {
  return `the file as a whole${quote === "" ? "" : "; the quote has no single place in it"}`;
}

function weaknesses(findings: readonly Finding[]): string {
  const numbers = [...new Set(findings.flatMap(({ cwe }) => cwe ?? []))];
  return numbers.map((n) => `, [CWE-${n}](https://cwe.mitre.org/data/definitions/${n}.html)`).join("");
}

function basis(findings: readonly Finding[]): string {
  const origins = new Set(findings.map(({ origin }) => origin));
  const models = [...new Set(findings.flatMap(({ models: names = [] }) => names))].sort();
  const sayers = models.length === 0 ? "a model" : enumerate(models.map(prose));
  if (origins.size > 1 || origins.has("both")) return `, found by a rule and by ${sayers}`;
  return origins.has("model") ? `, said by ${sayers}` : "";
}

/** An aspect on which all findings agree, with its label; empty when they differ or say nothing. */
function shared([label, read]: Aspect, findings: readonly Finding[]): string {
  const texts = new Set(findings.map(read));
  const [text = ""] = texts;
  return texts.size > 1 || text === "" ? "" : `**${label}:** ${text}`;
}

/** More places than this are named by their lines only. */
const mostOtherPlaces = 8;

function otherPlaces(finding: Finding): string {
  const also = finding.also.filter((place) => saysMore(place, finding));
  if (also.length === 0) return "";
  if (also.length > mostOtherPlaces) return `**Also in:** ${compactPlaces(also, finding.path)}`;
  return `**Also in:**\n\n${bullets([...new Set(also.map((place) => otherPlace(place, finding)))])}`;
}

/** Two hits on one line are one place, unless the second has something of its own to say. */
function saysMore(place: Place, { path, lines, issue }: Finding): boolean {
  const isSame =
    place.path === path && place.lines?.start === lines?.start && place.lines?.end === lines?.end;
  return !isSame || (place.note !== undefined && !issue.includes(place.note));
}

function otherPlace({ path, lines, quote, note }: Place, finding: Finding): string {
  const where = path === finding.path && lines ? `line ${linesText(lines)}` : placeCode({ path, lines });
  const own = note !== undefined && !finding.issue.includes(note) ? sentence(note) : "";
  const line = firstLineOf(quote);
  const says = [own, line === "" ? "" : code(line)].filter((part) => part !== "");
  return says.length === 0 ? where : `${where}: ${says.join(" ")}`;
}

function compactPlaces(also: readonly Place[], path: string): string {
  const byFile = [...groupBy(also, (place) => place.path)];
  return `${byFile
    .map(([file, places]) => {
      const lines = [...new Set(places.flatMap((place) => (place.lines ? [linesText(place.lines)] : [])))];
      return `${file === path ? "" : `${code(file)} `}lines ${lines.join(", ")}`;
    })
    .join("; ")}.`;
}
