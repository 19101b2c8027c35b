/** What a run tells a listener while it goes; the screen and the log lines own nothing else. */
import type { Plan } from "./plan.js";

export type ReviewEvent =
  | { readonly type: "gathered"; readonly sources: number; readonly skipped: number }
  | {
      readonly type: "surveyed";
      readonly files: number;
      readonly lines: number;
      /** Ids of the languages that a parser read. */
      readonly languages: readonly string[];
      readonly hasTests: boolean;
    }
  | { readonly type: "planned"; readonly plan: Plan }
  | { readonly type: "started"; readonly task: string; readonly reviewer: string }
  | { readonly type: "finished"; readonly task: string; readonly reviewer: string; readonly claims: number }
  | { readonly type: "failed"; readonly task: string; readonly reviewer: string; readonly reason: string }
  | { readonly type: "judged"; readonly findings: number; readonly dropped: number };

export type Listen = (event: ReviewEvent) => void;
