/** Sets aside claims less sure than the user asked for; they are listed, not lost. */
import type { Limit } from "../model/profile.js";
import { type AttributedClaim, type Judged, drop } from "./claims.js";

export function limit(
  claims: readonly AttributedClaim[],
  { leastConfidence, profile }: Limit,
): Judged<AttributedClaim> {
  const isSure = (claim: AttributedClaim): boolean => claim.confidence >= leastConfidence;
  return {
    kept: claims.filter(isSure),
    dropped: claims
      .filter((claim) => !isSure(claim))
      .map((claim) => drop(claim, "limit", reasonFor(claim, nameOf(leastConfidence, profile)))),
  };
}

function reasonFor({ confidence, proof }: AttributedClaim, limit: string): string {
  const open = proof.find(({ isOpen }) => isOpen);
  return [`confidence ${confidence} is below ${limit}`, ...(open ? [open.evidence] : [])].join("; ");
}

function nameOf(leastConfidence: number, profile: Limit["profile"]): string {
  return profile === null
    ? String(leastConfidence)
    : `${leastConfidence}, the limit of the ${profile} profile`;
}
