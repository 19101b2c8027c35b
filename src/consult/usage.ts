/** Adds up what servers counted; what one did not say stays unknown. */
import type { Usage } from "../model/completion.js";

/** What somebody's calls have come to so far. */
export interface Bill {
  calls: number;
  usage: Usage | null;
}

/** Null as long as nothing was counted. */
export function addUsage(sum: Usage | null, usage: Usage): Usage {
  if (!sum) return usage;
  return {
    input: add(sum.input, usage.input),
    cacheRead: add(sum.cacheRead, usage.cacheRead),
    cacheWrite: add(sum.cacheWrite, usage.cacheWrite),
    output: add(sum.output, usage.output),
  };
}

/** A sum with an unknown part is unknown: half a number would look like a whole one. */
function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
