/** How bad a finding is, and the order of those words. */
import { z } from "zod";

/** From worst to mildest; the order of this list is the order of every report. */
export const severities = ["critical", "high", "medium", "low", "info"] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** 0 for critical to 4 for info: smaller is worse. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** True when `severity` is at least as bad as `threshold`. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severityRank(severity) <= severityRank(threshold);
}

/** The mildest findings that a model is asked to prove wrong: what is milder is not worth the calls. */
export const leastAttacked: Severity = "medium";
