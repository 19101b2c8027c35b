/** Asks the symbol index what can be asked, before anything is printed. */
import type { SymbolIndex } from "../model/survey.js";
import { type AttributedClaim, type Judged, drop } from "./claims.js";

/** The answers become the finding's proof; a contradicted claim is dropped with the answer that killed it. */
export function prove(claims: readonly AttributedClaim[], index: SymbolIndex): Judged<AttributedClaim> {
  const kept: AttributedClaim[] = [];
  const dropped: ReturnType<typeof drop>[] = [];
  for (const claim of claims) {
    const proof = (claim.queries ?? []).map((query) => index.answer(query));
    const contradiction = proof.find(({ holds }) => !holds);
    if (contradiction) {
      dropped.push(drop(claim, "prove", `asked "${contradiction.query.ask}": ${contradiction.evidence}`));
    } else {
      kept.push({ ...claim, proof });
    }
  }
  return { kept, dropped };
}
