/** What other tools say about the code: read before the review, or asked during it, and taken in as leads. */
import { readSarif } from "../gather/read-earlier.js";
import { type BorrowedLeads, borrowLeads } from "../judge/borrow.js";
import { redactor } from "../judge/redact.js";
import { sarifLogs } from "../judge/sarif-logs.js";
import type { Leads } from "../model/plan.js";
import type { Review } from "../model/review.js";
import type { ToolLog } from "../model/tool-log.js";
import type { Prepared } from "../review.js";

interface Request {
  /** Folder the paths are relative to. */
  readonly cwd: string;
  readonly sarif?: readonly string[];
}

/** @throws UserError path-missing, document-unreadable, log-unreadable */
export async function readLogs({ cwd, sarif = [] }: Request): Promise<readonly ToolLog[]> {
  const logs = [...new Set(sarif)].map(async (path) => sarifLogs(await readSarif(cwd, path), path));
  return (await Promise.all(logs)).flat();
}

/** The logs at hand and what the project's own tools say now, as claims about the surveyed files. */
export async function borrow(
  { logs, survey, entered }: Pick<Prepared, "logs" | "survey" | "entered">,
  { tools }: { readonly tools?: () => Promise<readonly ToolLog[]> },
): Promise<BorrowedLeads> {
  const all = [...logs, ...((await tools?.()) ?? [])];
  return redactor(survey)(borrowLeads(all, survey, entered?.change.altered)); // a message may quote a credential
}

export function joinLeads(leads: Leads, { claims }: BorrowedLeads): Leads {
  return { ...leads, claims: [...leads.claims, ...claims] };
}

/** The tools in the result document. One that failed leaves the review incomplete: somebody asked for it. */
export function withBorrowed(
  { isComplete, failures }: Pick<Review, "isComplete" | "failures">,
  { borrowed }: BorrowedLeads,
): Partial<Pick<Review, "borrowed" | "isComplete" | "failures">> {
  if (borrowed.length === 0) return {};
  const failed = borrowed.flatMap(({ tool, problem }) =>
    problem === null ? [] : [{ what: tool, reason: problem, paths: [] }],
  );
  return {
    borrowed: [...borrowed],
    isComplete: isComplete && failed.length === 0,
    failures: [...failures, ...failed],
  };
}
