/** What a CommonJS module hands out: `module.exports = …`, `exports.name = …` and the methods of exported constructors. */
import type { SurveyedFile } from "../model/survey.js";
import { withoutComments } from "./growth.js";

const single = /\b(?:module\.)?exports\.(\w+)\s*=(?!=)\s*(?:([A-Za-z_$][\w$]*)\s*(?:[;,\n]|$))?/g;
const whole =
  /\bmodule\.exports\s*=(?!=)\s*(?:exports\s*=\s*)?(?:new\s+)?([A-Za-z_$][\w$]*)\s*(?:[;,(\n]|$)/g;
const several = /\bmodule\.exports\s*=(?!=)\s*\{/g;
const method =
  /\b([A-Za-z_$][\w$]*)\.(?:prototype\.)?([A-Za-z_$][\w$]*)\s*=\s*(?:async\s+)?(?:function\b|\([^()]*\)\s*=>|\w+\s*=>)/g;

/** Names that other files may use; a function that is the module itself goes by `exports`. */
export function handedOut(file: SurveyedFile): ReadonlySet<string> {
  if (file.tree.family !== "typescript" || !/\bexports\b/.test(file.source.text)) return new Set();
  const code = withoutComments(file);
  const names = new Set<string>();
  const add = (...found: readonly (string | undefined)[]): void => {
    for (const name of found) if (name && name !== "function" && name !== "require") names.add(name);
  };
  for (const [, name, value] of code.matchAll(single)) add(name, value);
  for (const [, name] of code.matchAll(whole)) add(name);
  for (const { index, 0: start } of code.matchAll(several)) add(...keysOf(code.slice(index + start.length)));
  if (
    /\bmodule\.exports\s*=(?!=)\s*(?:async\s+)?(?:function\b|(?:\([^()]*\)|[A-Za-z_$][\w$]*)\s*=>)/.test(code)
  )
    names.add("exports");
  for (const [, owner = "", name] of code.matchAll(method)) if (names.has(owner)) add(name);
  return names;
}

/** Keys of an object literal, and the names they stand for. */
function keysOf(after: string): readonly string[] {
  const names: string[] = [];
  let depth = 1;
  for (const [token, , key, value] of after.matchAll(
    /[{}()[\]]|((?<=^|[{,])\s*["']?([A-Za-z_$][\w$]*)["']?\s*(?:(?=[,(}])|:\s*([A-Za-z_$][\w$]*)?))/g,
  )) {
    if (/^[{([]$/.test(token)) depth++;
    else if (/^[})\]]$/.test(token)) depth--;
    else if (depth === 1) names.push(...[key, value].filter((name) => name !== undefined));
    if (depth === 0) break;
  }
  return names;
}
