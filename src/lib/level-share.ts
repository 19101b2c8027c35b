/** What a level's word stands for as a share of the points. */

/**
 * The middle between where the level begins and where the next better one does; null for no such word.
 * @param levels from best to worst
 */
export function shareOfLevel(
  levels: readonly { readonly min: number; readonly word: string }[],
  word: string,
): number | null {
  const at = levels.findIndex((level) => level.word === word);
  const level = levels[at];
  if (!level) return null;
  return (level.min + (levels[at - 1]?.min ?? 1)) / 2;
}
