/** Lists of names, whose values are names as well and open nothing. */
import type { Source, Span } from "../../../model/source.js";

/** How far above a value the head of its list is looked for. In characters. */
const reach = 3000;

/** `class Keys(str, Enum): JWT_SECRET = "jwt_secret"`, `enum Keys { JWT_SECRET = "jwt_secret" }` */
export function standsInEnum({ language, text }: Source, { start }: Span): boolean {
  const before = text.slice(Math.max(0, start - reach), start);
  if (language === "python") {
    const head = Array.from(before.matchAll(/^(?:class\s+\w+\s*(?:\(([^)]*)\))?|\S)/gm)).at(-1);
    return /\b\w*Enum\b/.test(head?.[1] ?? "");
  }
  return /^(?:typescript|javascript)$/.test(language) && /\benum\s+\w+\s*\{[^}]*$/.test(before);
}
