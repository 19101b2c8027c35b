/** Strengths from comparisons in pairs, where not everybody met everybody. */

/** How often the first was preferred to the second; a tie is half of one. */
export interface Met {
  readonly first: string;
  readonly second: string;
  readonly wins: number;
  readonly losses: number;
}

const mostRounds = 10_000;
const precision = 1e-10;

/**
 * Strengths that sum to 1, by the minorisation-maximisation of D. R. Hunter, "MM algorithms for generalized
 * Bradley-Terry models", Annals of Statistics 32 (2004), equation 3: strength ← wins ÷ Σ meetings ÷ (own + other's).
 * @param prior half-won meetings of each with an opponent of the mean strength: whoever won every time would otherwise be
 * infinitely strong; 0 gives the maximum of the likelihood, which then must exist
 */
export function bradleyTerry(ids: readonly string[], meetings: readonly Met[], prior = 1): readonly number[] {
  const table = new Meetings(ids, meetings);
  let strengths: readonly number[] = ids.map(() => 1);
  for (let round = 0; round < mostRounds; round++) {
    const next = scaled(ids.map((_, i) => table.improved(i, strengths, prior)));
    const change = Math.max(0, ...next.map((each, i) => Math.abs(each - (strengths[i] ?? 0))));
    strengths = next;
    if (change < precision) break;
  }
  const sum = strengths.reduce((a, b) => a + b, 0);
  return strengths.map((each) => each / sum);
}

class Meetings {
  readonly #count = new Map<string, number>();
  readonly #wins: number[];

  constructor(
    private readonly ids: readonly string[],
    meetings: readonly Met[],
  ) {
    this.#wins = ids.map(() => 0);
    for (const { first, second, wins, losses } of meetings) {
      const [i, j] = [ids.indexOf(first), ids.indexOf(second)];
      this.#wins[i] = (this.#wins[i] ?? 0) + wins;
      this.#wins[j] = (this.#wins[j] ?? 0) + losses;
      const key = keyOf(i, j);
      this.#count.set(key, (this.#count.get(key) ?? 0) + wins + losses);
    }
  }

  improved(i: number, strengths: readonly number[], prior: number): number {
    const own = strengths[i] ?? 1;
    const against = this.ids.map((_, j) => {
      const times = i === j ? 0 : (this.#count.get(keyOf(i, j)) ?? 0);
      return times / (own + (strengths[j] ?? 1));
    });
    const weight = against.reduce((a, b) => a + b, 0) + prior / (own + 1);
    return weight === 0 ? own : ((this.#wins[i] ?? 0) + prior / 2) / weight;
  }
}

function keyOf(i: number, j: number): string {
  return i < j ? `${i} ${j}` : `${j} ${i}`;
}

/** To a mean of 1, so that the opponent of the prior keeps its place among them. */
function scaled(strengths: readonly number[]): readonly number[] {
  const mean = strengths.reduce((a, b) => a + b, 0) / Math.max(1, strengths.length);
  return mean === 0 ? strengths : strengths.map((each) => each / mean);
}
