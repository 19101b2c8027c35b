/** Which finding of this review each finding of an earlier one is; the surest reasons first, each finding once. */
import { groupBy } from "../lib/group.js";
import { normaliseQuote } from "../lib/text.js";
import type { EarlierFinding } from "../model/earlier.js";
import type { Finding } from "../model/finding.js";
import { isTelling, likenessOfWords } from "./likeness.js";
import type { Texts } from "./texts.js";

export interface Match {
  readonly finding: Finding;
  /** `part`: it is one of the places of that finding. */
  readonly how: "same" | "reworded" | "same function" | "part";
}

export interface MatchMatter {
  readonly earlier: readonly EarlierFinding[];
  readonly findings: readonly Finding[];
  /** Where a file of the earlier review is now. */
  readonly pathOf: (path: string) => string;
  /** Files the earlier review looked at, named as here; null where nobody knows. */
  readonly filesBefore: ReadonlySet<string> | null;
  readonly texts: Texts;
}

/** Less alike than this, two quotes of one rule in one file are two defects. */
const leastLikeness = 0.6;

/** Earlier findings without an entry were not found again. What was fixed before must be found as it was. */
export function matchFindings(matter: MatchMatter): ReadonlyMap<EarlierFinding, Match> {
  const pairing = new Pairing(matter);
  const open = matter.earlier.filter(({ last }) => last !== "fixed");
  const fixed = matter.earlier.filter(({ last }) => last === "fixed");
  for (const those of [open, fixed]) {
    pairing.byId(those);
    pairing.round(those, "same", (a, b) => pairing.sameQuote(a, b));
    pairing.round(those, "same", (a, b) => pairing.sameQuoteElsewhere(a, b));
  }
  pairing.round(open, "reworded", (a, b) => pairing.alike(a, b));
  pairing.round(open, "same function", (a, b) => pairing.sameFunction(a, b));
  pairing.round(open, "reworded", (a, b) => pairing.inNewFile(a, b));
  pairing.byPlace(open);
  pairing.underAnotherName(open);
  return pairing.matches;
}

type Pair = readonly [EarlierFinding, Match];

/** Where the lines of a finding should be now, going by the nearest of its file that was found again. */
export function expectedLines(
  matches: ReadonlyMap<EarlierFinding, Match>,
): (finding: EarlierFinding) => number {
  const byFile = groupBy([...matches], ([{ place }]) => place.path);
  return (finding) => expectedLine(finding, byFile.get(finding.place.path) ?? []);
}

function expectedLine({ place }: EarlierFinding, found: readonly Pair[]): number {
  const line = place.lines?.start ?? 1;
  let nearest: { readonly away: number; readonly shift: number } | undefined;
  for (const [other, { finding, how }] of found) {
    if (how === "part" || !other.place.lines || !finding.lines) continue;
    const away = Math.abs(other.place.lines.start - line);
    if (!nearest || away < nearest.away)
      nearest = { away, shift: finding.lines.start - other.place.lines.start };
  }
  return Math.max(1, line + (nearest?.shift ?? 0));
}

class Pairing {
  readonly matches = new Map<EarlierFinding, Match>();
  readonly #taken = new Set<Finding>();
  readonly #byDefect;
  readonly #byFile = new Map<string, readonly Pair[]>();

  constructor(private readonly matter: MatchMatter) {
    this.#byDefect = groupBy(matter.findings, defectOf);
  }

  byId(earlier: readonly EarlierFinding[]): void {
    const known = new Map(this.matter.findings.map((finding) => [finding.id, finding]));
    for (const each of earlier) {
      const finding = each.fingerprints.map((id) => known.get(id)).find((found) => found !== undefined);
      if (finding && !this.#taken.has(finding)) this.#pair(each, { finding, how: "same" });
    }
  }

  /** Pairs what is of one defect, the least distance first; null keeps two apart. */
  round(
    earlier: readonly EarlierFinding[],
    how: Match["how"],
    distance: (earlier: EarlierFinding, finding: Finding) => number | null,
  ): void {
    const pairs = earlier.flatMap((each) => {
      if (this.matches.has(each)) return [];
      const own = this.#byDefect.get(defectOf(each)) ?? [];
      return own.flatMap((finding) => {
        const apart = this.#taken.has(finding) ? null : distance(each, finding);
        return apart === null ? [] : [{ each, finding, apart }];
      });
    });
    for (const { each, finding } of pairs.sort((a, b) => a.apart - b.apart))
      if (!this.matches.has(each) && !this.#taken.has(finding)) this.#pair(each, { finding, how });
  }

  sameQuote(earlier: EarlierFinding, finding: Finding): number | null {
    if (!this.#isSameFile(earlier, finding) || !isSameQuote(earlier, finding)) return null;
    return Math.abs((finding.lines?.start ?? 0) - this.expectedLine(earlier));
  }

  sameQuoteElsewhere(earlier: EarlierFinding, finding: Finding): number | null {
    return isSameQuote(earlier, finding) && isTelling(finding.quote) ? 0 : null;
  }

  alike(earlier: EarlierFinding, finding: Finding): number | null {
    if (!this.#isSameFile(earlier, finding)) return null;
    const alike = likenessOfWords(earlier.place.quote, finding.quote);
    return alike >= leastLikeness ? 1 - alike : null;
  }

  /** The rule still hits where the code was: in a doubtful case a defect is open. */
  sameFunction(earlier: EarlierFinding, finding: Finding): number | null {
    if (!this.#isSameFile(earlier, finding)) return null;
    const [before, now] = [nameIn(earlier.title), nameIn(finding.title)];
    if (before !== now) return null;
    const isNamed = before !== null;
    const isOfWholeFile = earlier.also.length > 0 && finding.also.length > 0;
    if (isNamed || isOfWholeFile) return 0;
    const { texts } = this.matter;
    const line = this.expectedLine(earlier);
    const around = texts.functionAround(finding.path, line);
    const isInside =
      around !== null && finding.lines && around === texts.functionAround(finding.path, finding.lines.start);
    return isInside && finding.lines ? Math.abs(finding.lines.start - line) : null;
  }

  /** A file that is gone may have been taken apart: its code is alike, or has kept its name, in a new one. */
  inNewFile(earlier: EarlierFinding, finding: Finding): number | null {
    const { texts, pathOf, filesBefore } = this.matter;
    if (texts.has(pathOf(earlier.place.path)) || filesBefore === null || filesBefore.has(finding.path))
      return null;
    const name = nameIn(earlier.title);
    if (name !== null && name === nameIn(finding.title)) return 0;
    const areTelling = isTelling(earlier.place.quote) && isTelling(finding.quote);
    const alike = areTelling ? likenessOfWords(earlier.place.quote, finding.quote) : 0;
    return alike >= leastLikeness ? 1 - alike : null;
  }

  /** Several places may have become one finding. */
  byPlace(earlier: readonly EarlierFinding[]): void {
    for (const each of earlier) {
      if (this.matches.has(each)) continue;
      const finding = (this.#byDefect.get(defectOf(each)) ?? []).find((candidate) =>
        candidate.also.some(
          ({ path, quote }) =>
            path === this.matter.pathOf(each.place.path) &&
            quote !== "" &&
            normaliseQuote(quote) === normaliseQuote(each.place.quote),
        ),
      );
      if (finding) this.#pair(each, { finding, how: "part" });
    }
  }

  /** A model may give a defect another title, or a rule have learnt to see it. */
  underAnotherName(earlier: readonly EarlierFinding[]): void {
    for (const each of earlier) {
      if (this.matches.has(each)) continue;
      const finding = this.matter.findings.find(
        (candidate) =>
          !this.#taken.has(candidate) &&
          (each.rule === null || candidate.rule === undefined) &&
          candidate.category === each.category &&
          this.#isSameFile(each, candidate) &&
          isSameQuote(each, candidate),
      );
      if (finding) this.#pair(each, { finding, how: "same" });
    }
  }

  expectedLine(earlier: EarlierFinding): number {
    return expectedLine(earlier, this.#byFile.get(earlier.place.path) ?? []);
  }

  #isSameFile({ place }: EarlierFinding, { path }: Finding): boolean {
    return this.matter.pathOf(place.path) === path;
  }

  #pair(earlier: EarlierFinding, match: Match): void {
    this.matches.set(earlier, match);
    const { path } = earlier.place;
    this.#byFile.set(path, [...(this.#byFile.get(path) ?? []), [earlier, match]]);
    this.#taken.add(match.finding);
  }
}

/** The rule, or for what only a model says its title. */
function defectOf({ rule, title }: { readonly rule?: string | null; readonly title: string }): string {
  return rule ?? `\u0000${title.toLowerCase()}`;
}

/** What the title names, without what holds it: `Store.load` and `Cache.load` are both `load`. */
function nameIn(title: string): string | null {
  return /`(?:[^`]*[.#:])?([^`.#:]+)`[^`]*$/u.exec(title)?.[1] ?? null;
}

function isSameQuote({ place }: EarlierFinding, { quote }: Finding): boolean {
  const wanted = normaliseQuote(place.quote);
  return wanted !== "" && wanted === normaliseQuote(quote);
}
