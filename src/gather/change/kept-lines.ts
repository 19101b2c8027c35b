/** The lines that a change left alone: where they were, and where they are. */

/** Lines of a file that the change left alone, as runs. Lines are counted from 1. */
export interface KeptRun {
  readonly before: number;
  readonly now: number;
  readonly count: number;
}

/** Where a line is now; undefined where the change took it away or rewrote it. */
export function lineNow(kept: readonly KeptRun[], before: number): number | undefined {
  const run = kept.find((each) => each.before <= before && before < each.before + each.count);
  return run && before - run.before + run.now;
}
