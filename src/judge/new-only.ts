/** Leaves out what was there before the change, where only the new is asked for; it is listed as dropped, not lost. */
import type { Dropped, Finding } from "../model/finding.js";

export function leaveOutOld(
  preExisting: readonly Finding[],
  isNewOnly: boolean,
): { readonly kept: readonly Finding[]; readonly dropped: readonly Dropped[] } {
  if (!isNewOnly) return { kept: preExisting, dropped: [] };
  return { kept: [], dropped: preExisting.map(asDropped) };
}

function asDropped({ title, path, lines, rule, reviewers, severity }: Finding): Dropped {
  return {
    title,
    path,
    lines,
    ...(rule === undefined ? {} : { rule }),
    reviewers,
    severity,
    stage: "pre-existing",
    reason: "it was there before the change",
  };
}
