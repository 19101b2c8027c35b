/** Writes that one finding is accepted: what the finding browser and `baseline update --only` do. */
import type { Accepted } from "../model/baseline.js";
import { UserError } from "../model/errors.js";
import type { Finding } from "../model/finding.js";
import { entryOf } from "./entries.js";
import { findBaseline } from "./find.js";
import { dayAfter, usualDays } from "./last-day.js";
import { saveBaseline } from "./save.js";

/** What somebody who accepts a finding says. */
export interface Acceptance {
  readonly reason: string;
  readonly owner?: string;
  /** `YYYY-MM-DD`, the last day; 180 days from today when absent. */
  readonly until?: string;
}

/** Where it is written; the usual file when none is named, made when it is not there. */
export interface BaselinePlace {
  readonly cwd: string;
  readonly file?: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Adds the entry, or puts it in the place of the finding's former one.
 * @returns the entry as written
 * @throws UserError usage where the reason is empty; broken-baseline, baseline-unreadable, cannot-write
 */
export async function accept(finding: Finding, said: Acceptance, place: BaselinePlace): Promise<Accepted> {
  if (said.reason.trim() === "") throw new UserError("usage", { problem: "An acceptance needs a reason." });
  const { cwd, today } = place;
  const { file, entries } = await findBaseline(cwd, place.file);
  const { reason, owner = null, until = dayAfter(today, usualDays) } = said;
  const entry = entryOf(finding, { reason, owner, until });
  await saveBaseline(cwd, file, [...entries.filter(({ id }) => id !== entry.id), entry]);
  return entry;
}
