/** Takes out what was proven wrong after merging; what a rule found stays, with the doubt beside it. */
import type { Dropped, Finding } from "../model/finding.js";
import type { Review } from "../model/review.js";

/** What an attempt to prove one finding wrong came to. */
export interface Refutation {
  /** Id of the finding. */
  readonly finding: string;
  readonly outcome: "stands" | "refuted" | "questioned" | "not examined";
  /** One sentence with a quote that a reader can check; null unless refuted or questioned. */
  readonly proof: string | null;
  /** Why, in a few words; for what was not examined the only thing that is known. */
  readonly reason: string;
}

export interface Standing {
  readonly kept: readonly Finding[];
  readonly dropped: readonly Dropped[];
}

/** Only a refutation with a proof counts, and only against what no rule found; what was not examined says so. */
export function takeOutRefuted(findings: readonly Finding[], refutations: readonly Refutation[]): Standing {
  const byFinding = new Map(refutations.map((refutation) => [refutation.finding, refutation]));
  const kept: Finding[] = [];
  const dropped: Dropped[] = [];
  for (const finding of findings) {
    const refutation = byFinding.get(finding.id);
    const proof = proofOf(refutation);
    if (proof === null) kept.push({ ...finding, ...unexamined(refutation) });
    else if (finding.origin === "model") dropped.push(dropFinding(finding, proof));
    else kept.push({ ...finding, doubt: proof });
  }
  return { kept, dropped };
}

/** How the attempts ended, by what became of the findings; nothing where none was made. */
export function countAttempts(
  { kept, dropped }: Standing,
  refutations: readonly Refutation[],
): NonNullable<Review["attempts"]> | undefined {
  if (refutations.length === 0) return undefined;
  const questioned = kept.filter(({ doubt }) => doubt !== undefined).length;
  const notExamined = kept.filter((finding) => finding.unexamined !== undefined).length;
  const refuted = dropped.length;
  return { stood: refutations.length - questioned - notExamined - refuted, refuted, questioned, notExamined };
}

function proofOf(refutation: Refutation | undefined): string | null {
  const isAgainst = refutation?.outcome === "refuted" || refutation?.outcome === "questioned";
  return isAgainst ? refutation.proof : null;
}

function unexamined(refutation: Refutation | undefined): Pick<Finding, "unexamined"> {
  return refutation?.outcome === "not examined" ? { unexamined: refutation.reason } : {};
}

function dropFinding({ title, path, lines, reviewers }: Finding, proof: string): Dropped {
  return { title, path, lines, reviewers, stage: "refute", reason: proof };
}
