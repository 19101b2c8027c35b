/** The answer to a review request, as it goes over the wire: every field there, an empty text for none. */
import type { Category } from "../../src/model/category.js";
import type { Severity } from "../../src/model/severity.js";

interface AnsweredPlace {
  readonly path: string;
  readonly line_start: number;
  readonly line_end: number;
  readonly quote: string;
  readonly title: string;
}

export interface AnsweredFinding extends AnsweredPlace {
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: "high" | "medium" | "low";
  readonly issue: string;
  readonly risk: string;
  readonly recommendation: string;
  readonly claim: "none" | "unused" | "untested" | "undefined" | "version";
  readonly name: string;
}

export interface AnsweredLead {
  readonly id: string;
  readonly verdict: "confirm" | "refute" | "unclear";
  readonly severity: Severity;
  readonly reason: string;
}

export interface AnsweredPractice extends AnsweredPlace {
  readonly reason: string;
}

export interface ReviewAnswer {
  readonly canary: string;
  readonly findings: readonly AnsweredFinding[];
  readonly leads: readonly AnsweredLead[];
  readonly practices: readonly AnsweredPractice[];
}
