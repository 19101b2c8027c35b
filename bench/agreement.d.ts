/** Shapes of agreement.js, for tests. */
export type Tiers = readonly (readonly string[])[];

export interface Agreement {
  readonly right: number;
  readonly pairs: number;
  readonly isFirstRight: boolean;
  readonly tau: number;
}

export function tiersBy(numbers: Readonly<Record<string, number>>): Tiers;
export function agreement(expected: Tiers, got: Tiers): Agreement;
export function together(agreements: readonly Agreement[]): {
  readonly groups: number;
  readonly accuracy: number;
  readonly first: number;
  readonly tau: number;
};
export function wilson(right: number, all: number): readonly number[];
