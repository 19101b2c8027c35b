/** Judges regular expressions that a value is held against, or cleaned with. */
import { type Verdict, allClean, bitOf, noVerdict } from "./facts.js";

/** Source and flags of a literal. */
function partsOf(literal: string): { readonly source: string; readonly flags: string } {
  const end = literal.lastIndexOf("/");
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

/**
 * What a test says: one that holds from start to end and lets only named characters through, or the absence of any
 * other character. What lets anything through says nothing.
 */
export function judgePattern(literal: string, holds: boolean): Verdict {
  const { source, flags } = partsOf(literal);
  if (!holds) return /^\[\^[^\]]+\][+*]?$/.test(source) ? charactersLeft(source) : noVerdict;
  const isWhole = source.startsWith("^") && source.endsWith("$") && !flags.includes("m");
  if (!isWhole || /(?<!\\)\.[*+{]|\\[SDW][*+{]|\[\^/.test(source)) return noVerdict;
  return charactersLeft(source);
}

/** Dots and slashes together still lead anywhere in the file system. */
function charactersLeft(source: string): Verdict {
  const classes = source.match(/\[[^\]]*\]/g)?.join("") ?? "";
  const isPath = classes.includes(".") && classes.includes("/");
  return isPath ? { clean: allClean.clean & ~bitOf("path"), guard: null } : allClean;
}

/** What is left after `replace(pattern, …)`: nothing harmful where all but named characters go, or what harms here goes. */
export function judgeReplacement(literal: string): Verdict {
  const { source, flags } = partsOf(literal);
  if (!flags.includes("g")) return noVerdict;
  if (/^(?:\[\^[^\]]+\][+*]?|\\W\+?|\\D\+?)$/.test(source)) return charactersLeft(source.replace("^", ""));
  if (source === "<" || (/^\[[^\]]*<[^\]]*\]\+?$/.test(source) && !source.startsWith("[^")))
    return { clean: bitOf("markup"), guard: null };
  return noVerdict;
}

/** Whether what is replaced could do harm somewhere: quotes, brackets, separators; not white space and words. */
export function isDefensive(literal: string): boolean {
  const { source, flags } = partsOf(literal);
  // A start that is cut off is one route turned into another.
  if (source.startsWith("^") && !flags.includes("g")) return false;
  if (source.includes("[^")) return true;
  const literals = source.replace(/\\[srntdwbSDWB]/g, "").replace(/(?<!\\)[()|+*?^[\]{}]/g, "");
  return /['"`<>&;|$%/]|\\[\\.]|\.\./.test(literals);
}
