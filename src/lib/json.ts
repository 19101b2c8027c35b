/** Reads JSON as people write it into settings: with comments and commas at the end of lists. */

const textOrComment = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const textOrLastComma = /"(?:[^"\\\n]|\\.)*"|,(?=\s*[\]}])/g;

/** The value, null where the text is no JSON even so. */
export function readSettings(text: string): unknown {
  try {
    return JSON.parse([textOrComment, textOrLastComma].reduce(withoutOthers, text)) as unknown;
  } catch {
    return null;
  }
}

/** The member of that name; undefined for what is no object or has none. */
export function settingOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** The text with every match blanked that is no string. */
function withoutOthers(text: string, pattern: RegExp): string {
  return text.replace(pattern, (part) => (part.startsWith('"') ? part : " "));
}
