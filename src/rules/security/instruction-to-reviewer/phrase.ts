/** How the words of an order are looked for. */

/** A phrase as a pattern: a space also stands for a line end with the comment signs around it. */
export function phrase(words: string): string {
  return words.replaceAll(" ", "[\\s*#/>|\"'+-]+");
}
