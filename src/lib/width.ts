/** How many columns a text takes on a terminal, and how to make it fit. */

/** Marks on the character before, and joiners. */
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Full-width scripts and emoji, after Unicode Standard Annex 11. */
const doubleWidth =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;

/** Columns of a text without control characters. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** The text, or its beginning and an ellipsis, in at most `columns` columns; never cuts inside a character. */
export function fit(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = "";
  let left = columns - 1;
  for (const character of text) {
    left -= widthOf(character);
    if (left < 0) break;
    kept += character;
  }
  return `${kept.replace(/[\s\u200d]+$/u, "")}…`;
}

/** The end of the text behind an ellipsis, in at most `columns` columns: a path's file name matters most. */
export function fitEnd(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  const characters = Array.from(text);
  let left = columns - 1;
  let from = characters.length;
  while (from > 0 && left >= widthOf(characters[from - 1] ?? "")) {
    left -= widthOf(characters[from - 1] ?? "");
    from--;
  }
  while (zeroWidth.test(characters[from] ?? "")) from++;
  return `…${characters.slice(from).join("")}`;
}

/** Cuts at spaces so that no line is wider than `columns`; a longer word stands alone. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function widthOf(character: string): number {
  if (zeroWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
}
