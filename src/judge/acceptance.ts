/** What somebody who leaves a finding as it is says about it: why, who answers for it, until when. */
import type { Accepted } from "../model/baseline.js";
import type { Acceptance } from "../model/earlier.js";

const lastDay = /\b(?:until|expires?(?:\s+on)?|expiry)\b\s*:?\s*(\d{4}-\d{2}-\d{2})\b/iu;
const answering = /\bowner\b\s*:?\s*(@?[\p{L}\p{N}][\p{L}\p{N}._@-]*)|(?<![\p{L}\p{N}])(@[a-z\d][\w-]*)/iu;

/** Reads `owner: NAME` or `@name`, and `until YYYY-MM-DD` or `expires: …`, out of a reason in plain words. */
export function readAcceptance(reason: string, by: "comment" | "document"): Acceptance {
  const [, named, mentioned] = answering.exec(reason) ?? [];
  return {
    reason: reason.trim(),
    owner: named ?? mentioned ?? null,
    expires: lastDay.exec(reason)?.[1] ?? null,
    by,
  };
}

/** @param today `YYYY-MM-DD`; the last day still counts */
export function hasExpired({ expires }: Pick<Acceptance, "expires">, today: string): boolean {
  return expires !== null && expires < today;
}

/** What an entry of the baseline says, in the words of a follow-up. */
export function acceptanceOf({ reason, owner, until }: Accepted): Acceptance {
  return { reason, owner, expires: until, by: "baseline" };
}
