/** Asks the symbol index and the lock files what can be asked, before anything is printed. */
import type { Proof } from "../model/query.js";
import type { SymbolIndex } from "../model/survey.js";
import { type AttributedClaim, type Judged, drop } from "./claims.js";

/** Below the limit that reports use by default: who wants to see such claims asks for them. */
const unproven = 0.4;

/**
 * The answers become the finding's proof; a contradicted claim is dropped with the answer that killed it. One that
 * nothing here can decide is less sure than any that is proven.
 */
export function prove(claims: readonly AttributedClaim[], index: SymbolIndex): Judged<AttributedClaim> {
  const kept: AttributedClaim[] = [];
  const dropped: ReturnType<typeof drop>[] = [];
  for (const claim of claims) {
    const proof = (claim.queries ?? []).map((query) => index.answer(query));
    const contradiction = proof.find(({ holds }) => !holds);
    if (contradiction) {
      dropped.push(drop(claim, "prove", `asked "${contradiction.query.ask}": ${contradiction.evidence}`));
    } else {
      kept.push({ ...claim, confidence: confidenceOf(claim, proof), proof });
    }
  }
  return { kept, dropped };
}

function confidenceOf({ confidence }: AttributedClaim, proof: readonly Proof[]): number {
  return proof.some(({ isOpen }) => isOpen) ? Math.min(confidence, unproven) : confidence;
}
