/** Complexity and nesting of functions from positions alone, the same for every language. */
import type { Span } from "../model/source.js";

export interface Measured {
  /** McCabe's cyclomatic number: 1 + decisions (McCabe 1976). */
  readonly complexity: number;
  /** Deepest nesting of control statements, not counting those of inner functions. */
  readonly nesting: number;
}

/**
 * Measures each function of a file. Decisions and controls count for the innermost function around them.
 * @param functions spans in any order
 * @param decisions offsets of branches, loops, catches and short-circuit operators
 * @param controls spans of statements that nest (an `else if` is part of its chain, so it is not one)
 */
export function measureFunctions(
  functions: readonly Span[],
  decisions: readonly number[],
  controls: readonly Span[],
): ReadonlyMap<Span, Measured> {
  const owners = new Owners(functions);
  const complexity = new Map<Span, number>();
  for (const offset of decisions) {
    const owner = owners.of(offset);
    if (owner) complexity.set(owner, (complexity.get(owner) ?? 0) + 1);
  }
  const nesting = deepest(owners, controls);
  return new Map(
    functions.map((span) => [
      span,
      { complexity: 1 + (complexity.get(span) ?? 0), nesting: nesting.get(span)?.depth ?? 0 },
    ]),
  );
}

/** Finds the innermost function around an offset. */
class Owners {
  readonly #spans: readonly Span[];

  constructor(spans: readonly Span[]) {
    this.#spans = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  of(offset: number): Span | undefined {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle]?.start ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1; i >= 0; i--) {
      const span = this.#spans[i];
      if (span && span.end > offset) return span;
    }
    return undefined;
  }
}

/** The place where a function's control statements are nested deepest. */
export interface Depth {
  readonly depth: number;
  /** The first control statement at that depth. */
  readonly at: Span;
}

/** Deepest control statement of each function that has one; spans as for `measureFunctions`. */
export function deepestControls(
  functions: readonly Span[],
  controls: readonly Span[],
): ReadonlyMap<Span, Depth> {
  return deepest(new Owners(functions), controls);
}

function deepest(owners: Owners, controls: readonly Span[]): ReadonlyMap<Span, Depth> {
  const result = new Map<Span, Depth>();
  const open: { end: number; owner: Span | undefined }[] = [];
  for (const control of [...controls].sort((a, b) => a.start - b.start || b.end - a.end)) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) <= control.start) open.pop();
    const owner = owners.of(control.start);
    open.push({ end: control.end, owner });
    const depth = open.filter((entry) => entry.owner === owner).length;
    if (owner && depth > (result.get(owner)?.depth ?? 0)) result.set(owner, { depth, at: control });
  }
  return result;
}
