/** How much two pieces of code have in common, counted in words and signs. */

const wordsAndSigns = /[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;

function countTokens(text: string, token: RegExp): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.matchAll(token)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Twice the shared tokens over all tokens (Dice 1945), from 0 to 1; two empty texts have nothing in common. */
export function likeness(a: string, b: string, token = wordsAndSigns): number {
  const [ours, theirs] = [countTokens(a, token), countTokens(b, token)];
  let [shared, total] = [0, 0];
  for (const [word, count] of ours) {
    shared += Math.min(count, theirs.get(word) ?? 0);
    total += count;
  }
  for (const count of theirs.values()) total += count;
  return total === 0 ? 0 : (2 * shared) / total;
}

/** As `likeness`, by words alone: brackets and dots make any two calls alike. */
export function likenessOfWords(a: string, b: string): number {
  return likeness(a, b, /[\p{L}\p{N}_]+/gu);
}

/** Fewer different words than this stand in many files by chance. */
const fewWords = 4;

/** Whether the same text elsewhere is most likely the same code: `} catch {` stands everywhere. */
export function isTelling(quote: string): boolean {
  return new Set(quote.match(/[\p{L}_][\p{L}\p{N}_]*/gu)).size >= fewWords;
}
