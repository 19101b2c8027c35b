/** What one task cost and how it went, for the ledger, the bill and the curious. */
import type { ShapeLevel, Usage } from "../model/completion.js";
import type { Drop } from "./read-answer.js";
import type { LeadOutcome } from "./weigh-leads.js";

export interface TaskReport {
  readonly task: string;
  readonly reviewer: string;
  readonly destination: string;
  readonly model: string;
  readonly outcome: "reviewed" | "reused" | "not reviewed";
  /** Why it was not reviewed. */
  readonly reason?: string;
  /** Requests sent, retries and repairs included. */
  readonly calls: number;
  /** Sum over all answers; null when there was none. Of calls that failed it has what the server had counted. */
  readonly usage: Usage | null;
  readonly level: ShapeLevel | null;
  /** What of the answer was set aside. */
  readonly drops: readonly Drop[];
  readonly leads: readonly LeadOutcome[];
  readonly warnings: readonly string[];
}
