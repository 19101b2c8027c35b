/** Leaves out what was there before the change, where only the new is asked for; it is listed as dropped, not lost. */
import type { Dropped, Finding } from "../model/finding.js";

export function leaveOutOld(
  findings: readonly Finding[],
  isNewOnly: boolean,
): { readonly kept: readonly Finding[]; readonly dropped: readonly Dropped[] } {
  if (!isNewOnly) return { kept: findings, dropped: [] };
  const isOld = ({ change }: Finding): boolean => change === "pre-existing";
  return { kept: findings.filter((each) => !isOld(each)), dropped: findings.filter(isOld).map(asDropped) };
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
