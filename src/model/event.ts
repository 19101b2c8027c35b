/** What a run tells a listener while it goes; the screen and the log lines own nothing else. */
import type { Plan } from "./plan.js";
import type { Consultation } from "./review.js";
import type { Severity } from "./severity.js";

/** A stretch of a run in which no task begins or ends. */
export type Stretch = "parsing" | "following values" | "running rules" | "checking findings";

export type ReviewEvent =
  /** Of a comparison: what follows, until the next of these, is about this candidate, the `number`th. */
  | { readonly type: "candidate"; readonly id: string; readonly number: number; readonly of: number }
  /** All candidates were looked at, and models are asked to judge them. */
  | { readonly type: "judging"; readonly of: number }
  | { readonly type: "gathered"; readonly sources: number; readonly skipped: number }
  | {
      readonly type: "surveyed";
      readonly files: number;
      readonly lines: number;
      /** Ids of the languages that a parser read. */
      readonly languages: readonly string[];
      readonly hasTests: boolean;
    }
  | {
      readonly type: "working";
      readonly on: Stretch;
      /** Files done, and how many there are; both 0 where nobody counts. */
      readonly done: number;
      readonly of: number;
    }
  | { readonly type: "planned"; readonly plan: Plan }
  | { readonly type: "started"; readonly task: string; readonly reviewer: string }
  /** A model is being asked about a task, which may have waited since it started. */
  | { readonly type: "asking"; readonly task: string }
  | {
      readonly type: "finished";
      readonly task: string;
      readonly reviewer: string;
      readonly claims: number;
      /** Severities of the claims, before anything is checked or merged. */
      readonly severities?: readonly Severity[];
      /** True when files of the task were looked at in vain, as when a model gave no answer. */
      readonly isFailed?: boolean;
      /** True when the answer is that of an earlier run. */
      readonly isReused?: boolean;
    }
  | { readonly type: "failed"; readonly task: string; readonly reviewer: string; readonly reason: string }
  /** What all calls to models came to so far. */
  | { readonly type: "consulted"; readonly consultations: readonly Consultation[] }
  | { readonly type: "judged"; readonly findings: number; readonly dropped: number };

export type Listen = (event: ReviewEvent) => void;
