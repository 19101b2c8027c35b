/** Takes out what was proven wrong after merging; what a rule found stays, with the doubt beside it. */
import type { Dropped, Finding } from "../model/finding.js";

/** What an attempt to prove one finding wrong came to. */
export interface Refutation {
  /** Id of the finding. */
  readonly finding: string;
  readonly outcome: "stands" | "refuted" | "questioned" | "not examined";
  /** One sentence with a quote that a reader can check; null unless refuted or questioned. */
  readonly proof: string | null;
}

export interface Standing {
  readonly kept: readonly Finding[];
  readonly dropped: readonly Dropped[];
}

/** Only a refutation with a proof counts, and only against what no rule found. */
export function takeOutRefuted(findings: readonly Finding[], refutations: readonly Refutation[]): Standing {
  const proofs = new Map(
    refutations.flatMap(({ finding, outcome, proof }) =>
      proof !== null && (outcome === "refuted" || outcome === "questioned")
        ? [[finding, proof] as const]
        : [],
    ),
  );
  const kept: Finding[] = [];
  const dropped: Dropped[] = [];
  for (const finding of findings) {
    const proof = proofs.get(finding.id);
    if (proof === undefined) kept.push(finding);
    else if (finding.origin === "model") dropped.push(dropFinding(finding, proof));
    else kept.push({ ...finding, doubt: proof });
  }
  return { kept, dropped };
}

function dropFinding({ title, path, lines, reviewers }: Finding, proof: string): Dropped {
  return { title, path, lines, reviewers, stage: "refute", reason: proof };
}
