/** Puts several places together to one question, so that nobody is asked the same thing forty times. */
import type { OtherPlace, ProjectHit } from "../model/rule.js";
import type { Span } from "../model/source.js";

export interface AskedPlace {
  readonly path: string;
  readonly span: Span;
  /** `GET /users/:id`, a name: how the place is called in the list. */
  readonly note?: string;
}

/** Enough to see the pattern; whoever wants all has them in the JSON document. */
const mostPlaces = 24;

/** One hit for all places, at the first; nothing where there is none. @param words what is asked, given their number */
export function askOnce(
  places: readonly AskedPlace[],
  words: (count: number) => Pick<ProjectHit, "issue" | "title" | "confidence" | "recommendation">,
): readonly ProjectHit[] {
  const [first, ...others] = places;
  if (!first) return [];
  const also = others.slice(0, mostPlaces - 1).map(({ path, span, note }): OtherPlace => {
    return note === undefined ? { path, span } : { path, span, note };
  });
  return [{ path: first.path, at: first.span, also, ...words(places.length) }];
}

const mostNamed = 4;

/** `` `a`, `b` and 3 more `` */
export function named(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, mostNamed).map((name) => `\`${name}\``);
  const rest = distinct.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
