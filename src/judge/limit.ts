/** Sets aside claims less sure than the user asked for; they are listed, not lost. */
import { type AttributedClaim, type Judged, drop } from "./claims.js";

export function limit(claims: readonly AttributedClaim[], leastConfidence: number): Judged<AttributedClaim> {
  const isSure = (claim: AttributedClaim): boolean => claim.confidence >= leastConfidence;
  return {
    kept: claims.filter(isSure),
    dropped: claims
      .filter((claim) => !isSure(claim))
      .map((claim) => drop(claim, "limit", reasonFor(claim, leastConfidence))),
  };
}

function reasonFor({ confidence, proof }: AttributedClaim, leastConfidence: number): string {
  const open = proof.find(({ isOpen }) => isOpen);
  return [`confidence ${confidence} is below ${leastConfidence}`, ...(open ? [open.evidence] : [])].join(
    "; ",
  );
}
