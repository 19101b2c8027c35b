/** How many tokens a text will be counted as, before a server has counted them. */

/** Characters a token stands for on average in source code; an estimate to plan with, never to bill with. */
const charactersPerToken = 3.5;

export function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
