/** Random choices that are the same on every run, for tests over many cases. */

export interface Seeded {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  shuffle<T>(items: readonly T[]): T[];
}

/** Linear congruential generator with the constants of Numerical Recipes: good enough to vary tests. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    shuffle(items) {
      const keyed = items.map((item) => ({ item, key: below(1_000_000) }));
      return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
    },
  };
}
