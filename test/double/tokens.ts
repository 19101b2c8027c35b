/** Counts tokens by a rule that a test can work out by hand; real tokenizers count otherwise. */

/** One token is four bytes of UTF-8, so that a byte-exact prefix is a token-exact prefix. */
export const bytesPerToken = 4;

export function tokensIn(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

/** The front of a text that has at most so many tokens, whole characters only. */
export function firstTokens(text: string, most: number): string {
  if (tokensIn(text) <= most) return text;
  const front = Buffer.from(text).subarray(0, most * bytesPerToken);
  // In stream mode a character that is cut in the middle is held back instead of replaced.
  return new TextDecoder().decode(front, { stream: true });
}
