/** The known word a misspelt one most likely meant. */

/** Edits (insert, delete, replace, swap of neighbours) between two words; Damerau 1964, restricted form. */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The closest candidate within a third of the word's length (at least 2 edits), or undefined. Some letter of the shorter
 * word must stay: any two letters are two edits away from any other two.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    const shorter = Math.min(word.length, candidate.length);
    if (edits <= limit && (edits < shorter || shorter === 0) && (best === undefined || edits < best.edits))
      best = { candidate, edits };
  }
  return best?.candidate;
}
