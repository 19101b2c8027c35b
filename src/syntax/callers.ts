/** Whether the reviewed code itself calls a function: what nobody calls, nobody reaches yet. */
import type { Survey } from "../model/survey.js";

/** True when code outside of tests calls something of this name, on whatever object. */
export function isCalled({ files }: Pick<Survey, "files">, name: string): boolean {
  const isCall = ({ callee }: { readonly callee: string }): boolean =>
    callee === name || callee.endsWith(`.${name}`);
  return [...files.values()].some(({ source, outline }) => !source.isTest && outline.calls.some(isCall));
}
