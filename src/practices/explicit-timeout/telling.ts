/** How network calls with a limit are praised: one sentence a file. */
import { plural } from "../../lib/text.js";
import type { Hit } from "../../model/rule.js";
import type { Span } from "../../model/source.js";

export function mostTelling(spans: readonly Span[]): readonly Hit[] {
  const [first] = spans;
  return first
    ? [
        {
          at: first,
          issue: `${plural(spans.length, "network call or client", "network calls or clients")} in this file ${spans.length === 1 ? "has its own time limit" : "have their own time limits"}, so a peer that never answers costs a bounded wait.`,
        },
      ]
    : [];
}
