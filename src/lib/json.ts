/** Reads JSON as people write it into settings: with comments and commas at the end of lists. */

/** A string, a comment, or a comma with nothing but space and comments before what closes the list. */
const parts = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[\]}])/g;

/** The value, null where the text is no JSON even so. */
export function readSettings(text: string): unknown {
  try {
    return JSON.parse(text.replace(parts, (part) => (part.startsWith('"') ? part : " "))) as unknown;
  } catch {
    return null;
  }
}

/** The member of that name; undefined for what is no object or has none. */
export function settingOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
