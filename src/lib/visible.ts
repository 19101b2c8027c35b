/** Makes control and other invisible characters visible, so that a file name cannot move the cursor or forge a line. */

/**
 * Controls, invisible and direction-changing characters, line separators, halves of a character; fillers; selectors of
 * variants where they carry data: the supplementary ones, and any behind another.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]|[\u{e0100}-\u{e01ef}]|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** One line in which every unseen character is written out: `\n`, `\x1b`, `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => short[character] ?? escaped(character));
}

/** The same for code: line feeds and tabs keep their meaning, and emoji their joiners. */
export function visibleCode(text: string): string {
  return text.replace(unseen, (character) =>
    /[\n\t\u200c\u200d]/u.test(character) ? character : (short[character] ?? escaped(character)),
  );
}

/**
 * Text that a GitHub Actions runner prints without obeying it: the runner takes `::command::` at the beginning of a
 * line (after white space) and the older `##[command]` anywhere in a line for orders.
 */
export function disarm(text: string): string {
  return text.replaceAll("##[", "##\\x5b").replace(/^([^\S\n]*):(?=:)/gmu, "$1\\x3a");
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
