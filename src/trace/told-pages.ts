/** Leaves out of framework pages where values come in that no rule tells of: most files read their environment. */
import { type Entry, toldEntries } from "../model/flow.js";
import type { Framework } from "../model/framework.js";

export function toldPages(frameworks: readonly Framework[]): readonly Framework[] {
  const told: readonly Entry[] = toldEntries;
  return frameworks.map((page) => ({
    ...page,
    sources: page.sources.filter(({ entry }) => told.includes(entry)),
  }));
}
