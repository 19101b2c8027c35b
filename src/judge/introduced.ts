/** Which findings a change brought in: those that rules did not have before it, and those on lines it wrote. */
import { groupBy } from "../lib/group.js";
import { normaliseQuote } from "../lib/text.js";
import type { ChangedFile } from "../model/change.js";
import type { Claim, Finding, Place, Question } from "../model/finding.js";
import type { LineRange } from "../model/source.js";
import { severityRank } from "../model/severity.js";

/** Of a file, where each line of before is now; undefined for lines that are gone. */
export type LineNow = (line: number) => number | undefined;

/** What was there before the change. */
export interface Before {
  readonly files: readonly ChangedFile[];
  /** By the path now; a file without an entry is as it was. */
  readonly linesNow: ReadonlyMap<string, LineNow>;
  /** What rules said before, with the paths of before. */
  readonly claims: readonly Claim[];
}

export type Origin = "introduced" | "pre-existing";

/**
 * A rule's finding is pre-existing when the rule said the same before: at the line that became this one, or of the
 * same text in any changed file, no less severe, and of no place that the change wrote. What a model or another tool
 * says has no "before": it is introduced when the change wrote a line of it.
 */
export function originOf(before: Before): (defect: Defect) => Origin {
  const known = new Known(before);
  return (defect) => (defect.rule === undefined ? known.byLines(defect) : known.byRule(defect));
}

/** What a review of a change is told about it. */
interface Told {
  readonly before: Before;
  readonly isTrusted: boolean;
}

interface Apart {
  readonly findings: readonly Finding[];
  readonly preExisting: readonly Finding[];
  readonly questions: Question[];
}

/** What the change brought in, and what was there before; of the questions only those that it raises. */
export function tellApart(
  findings: readonly Finding[],
  questions: readonly Question[],
  change: Told | undefined,
): Apart {
  if (!change) return { findings, preExisting: [], questions: [...questions] };
  const origin = originOf(change.before);
  const marked = findings.map((finding) => ({ ...finding, change: origin(finding) }));
  return {
    findings: marked.filter((finding) => finding.change === "introduced"),
    preExisting: marked.filter((finding) => finding.change === "pre-existing"),
    questions: questions.filter((question) => origin(question) === "introduced"),
  };
}

/** Lines that a change wrote which may not decide how it is reviewed. */
export function ownLines(change: Told | undefined): (path: string, line: number) => boolean {
  if (!change || change.isTrusted) return () => false;
  const written = new Map(change.before.files.map(({ path, lines }) => [path, lines]));
  return (path, line) => (written.get(path) ?? []).some(({ start, end }) => start <= line && line <= end);
}

/** A claim, a finding, or a question, which has no severity. */
export type Defect = Pick<Claim, "path" | "lines" | "quote" | "also" | "rule"> &
  Partial<Pick<Claim, "severity">>;

class Known {
  readonly #written: ReadonlyMap<string, readonly LineRange[]>;
  readonly #byRule: ReadonlyMap<string, readonly Claim[]>;
  readonly #pathNow: ReadonlyMap<string, string>;
  readonly #taken = new Set<Claim>();

  constructor(private readonly before: Before) {
    this.#written = new Map(before.files.map(({ path, lines }) => [path, lines]));
    this.#byRule = groupBy(before.claims, ({ rule }) => rule ?? "");
    this.#pathNow = new Map(
      before.files.flatMap((file) => (file.before === null ? [] : [[file.before, file.path]])),
    );
  }

  byLines(finding: Defect): Origin {
    return placesOf(finding).some((place) => this.#isWritten(place)) ? "introduced" : "pre-existing";
  }

  byRule(finding: Defect): Origin {
    const earlier = this.#byRule.get(finding.rule ?? "") ?? [];
    const same = earlier.find((claim) => this.#isHere(claim, finding)) ?? this.#takeMoved(earlier, finding);
    if (!same || severityRank(same.severity) > severityRank(finding.severity ?? same.severity))
      return "introduced";
    const places = earlier.flatMap(placesOf);
    const isNew = (place: Place): boolean =>
      this.#isWritten(place) &&
      !places.some((one) => this.#isHere(one, place) || this.#isMovedTo(one, place));
    return (finding.also ?? []).some(isNew) ? "introduced" : "pre-existing";
  }

  /** At the line that became this one. */
  #isHere(was: Place, is: Place): boolean {
    if (this.#nowOf(was.path) !== is.path) return false;
    const line = was.lines ? this.#lineNow(is.path, was.lines.start) : null;
    return line !== undefined && line === (is.lines?.start ?? null);
  }

  /** The same text, gone from where it was; each only once, so that a copy of it is new. */
  #takeMoved(earlier: readonly Claim[], is: Place): Claim | undefined {
    const moved = earlier.find((claim) => !this.#taken.has(claim) && this.#isMovedTo(claim, is));
    if (moved) this.#taken.add(moved);
    return moved;
  }

  #isMovedTo(was: Place, is: Place): boolean {
    const isGone = was.lines === null || this.#lineNow(this.#nowOf(was.path), was.lines.start) === undefined;
    return isGone && normaliseQuote(was.quote) === normaliseQuote(is.quote);
  }

  #nowOf(path: string): string {
    return this.#pathNow.get(path) ?? path;
  }

  #lineNow(path: string, line: number): number | undefined {
    const linesNow = this.before.linesNow.get(path);
    return linesNow ? linesNow(line) : line;
  }

  #isWritten({ path, lines }: Place): boolean {
    const written = this.#written.get(path) ?? [];
    return lines !== null && written.some(({ start, end }) => start <= lines.end && lines.start <= end);
  }
}

function placesOf({
  path,
  lines,
  quote,
  also = [],
}: Place & { readonly also?: readonly Place[] | undefined }): readonly Place[] {
  return [{ path, lines, quote }, ...also];
}
