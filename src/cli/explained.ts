/** The few pieces that explanations on the terminal are made of. */

export function paragraphs(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
