/** What each severity is called by every format that other programs read: one table, so that no two of them differ. */
import type { Severity } from "../model/severity.js";

export interface SeverityNames {
  readonly sarif: "error" | "warning" | "note";
  /** GitHub's `problem.severity`. */
  readonly problem: "error" | "warning" | "recommendation";
  /** Points of GitHub's `security-severity`, in the middle of its bands (over 9 critical, 7 high, 4 medium); null for none. */
  readonly security: string | null;
  readonly github: "error" | "warning" | "notice";
  readonly gitlab: "blocker" | "critical" | "major" | "minor" | "info";
  readonly rdjson: "ERROR" | "WARNING" | "INFO";
  readonly checkstyle: "error" | "warning" | "info";
  /** Whether a test report shows it as a test that failed. */
  readonly failsTest: boolean;
}

export const severityNames: Readonly<Record<Severity, SeverityNames>> = {
  critical: {
    sarif: "error",
    problem: "error",
    security: "9.5",
    github: "error",
    gitlab: "blocker",
    rdjson: "ERROR",
    checkstyle: "error",
    failsTest: true,
  },
  high: {
    sarif: "error",
    problem: "error",
    security: "8.0",
    github: "error",
    gitlab: "critical",
    rdjson: "ERROR",
    checkstyle: "error",
    failsTest: true,
  },
  medium: {
    sarif: "warning",
    problem: "warning",
    security: "5.5",
    github: "warning",
    gitlab: "major",
    rdjson: "WARNING",
    checkstyle: "warning",
    failsTest: false,
  },
  low: {
    sarif: "note",
    problem: "recommendation",
    security: "2.0",
    github: "notice",
    gitlab: "minor",
    rdjson: "INFO",
    checkstyle: "info",
    failsTest: false,
  },
  info: {
    sarif: "note",
    problem: "recommendation",
    security: null,
    github: "notice",
    gitlab: "info",
    rdjson: "INFO",
    checkstyle: "info",
    failsTest: false,
  },
};
