/** JSON as every format here writes it: the same value for a reader, and nothing that a terminal or a build runner would obey. */

/** Characters that JSON may hold as they are and that steer terminals or hide: written as escapes instead. */
const unseen = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

/** @param indent spaces a level; 0 puts everything in one line */
export function writeJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent)
    .replace(unseen, (character) => character.replace(/[^]/g, escapeUnit))
    .replaceAll("##[", "##\\u005b");
}

/** One line a value, for formats of lines. */
export function writeJsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${writeJson(value, 0)}\n`).join("");
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
