/** Tells a listener how far a loop over files has come, without the loop knowing. */
import type { Listen, Stretch } from "../model/event.js";

/** The items, one after the other; each is counted as done when the next one is asked for. */
export function* telling<T>(items: readonly T[], on: Stretch, listen: Listen): Iterable<T> {
  const of = items.length;
  for (const [done, item] of items.entries()) {
    listen({ type: "working", on, done, of });
    yield item;
  }
  listen({ type: "working", on, done: of, of });
}
