/** Joins what a model says about static hits to them: it may call one more or less severe, and delete none. */
import type { Claim } from "../model/finding.js";
import type { Severity } from "../model/severity.js";
import type { Lead } from "./prompt.js";
import type { AnsweredLead } from "./read-answer.js";
import type { LeadVerdict } from "./wire.js";

/** What became of a lead; `unanswered` where the model passed over it. */
export interface LeadOutcome {
  readonly id: string;
  readonly rule: string;
  readonly path: string;
  readonly line: number | null;
  readonly verdict: LeadVerdict | "unanswered";
  /** What the model would call it; null where it did not say. */
  readonly severity: Severity | null;
  readonly reason: string;
}

export interface WeighedLeads {
  /** One for each lead, in their order. */
  readonly claims: readonly Claim[];
  readonly outcomes: readonly LeadOutcome[];
}

/** Every hit stays as it is; only `opinion` is added, with its reason, so that hits of several reviewers still merge. */
export function weighLeads(leads: readonly Lead[], answers: readonly AnsweredLead[]): WeighedLeads {
  const byId = new Map<string, AnsweredLead>();
  // Of two answers about one lead the first holds: a later one may be an afterthought that something prompted.
  for (const answer of answers) if (!byId.has(answer.id)) byId.set(answer.id, answer);
  return {
    claims: leads.map(({ id, claim }) => withOpinion(claim, byId.get(id))),
    outcomes: leads.map((lead) => outcomeOf(lead, byId.get(lead.id))),
  };
}

function withOpinion(claim: Claim, answer: AnsweredLead | undefined): Claim {
  if (claim.asks && answer) return withAnswer(claim, answer);
  const opinion = answer && opinionOf(answer, claim);
  if (opinion === undefined || opinion === claim.severity) return claim;
  const because = opinion === claim.opinion ? "" : (answer?.reason ?? "");
  return { ...claim, opinion, ...(because === "" ? {} : { because }) };
}

/** What a model says of a question is shown beside it, whichever way it answers. */
function withAnswer(claim: Claim, { severity, reason }: AnsweredLead): Claim {
  return reason === "" ? claim : { ...claim, opinion: severity ?? "info", because: reason };
}

/** Who refutes a hit calls it nothing to mend: `info`, the mildest word there is. */
function opinionOf({ verdict, severity }: AnsweredLead, claim: Claim): Severity | undefined {
  if (verdict === "unclear") return claim.opinion;
  return verdict === "refute" ? "info" : (severity ?? claim.opinion);
}

function outcomeOf({ id, claim }: Lead, answer: AnsweredLead | undefined): LeadOutcome {
  const { rule = "", path, lines } = claim;
  return {
    id,
    rule,
    path,
    line: lines?.start ?? null,
    verdict: answer?.verdict ?? "unanswered",
    severity: answer?.severity ?? null,
    reason: answer?.reason ?? "",
  };
}
