/** Tells a library that lies among the files of a page: its oddities are somebody else's to mend. */
import type { Source } from "../model/source.js";
import { isBundle } from "./implementation.js";

/** Where a server keeps what it hands to browsers as it is. */
const handedOut = /(?:^|\/)(?:static|public|assets|wwwroot|webapp|plugins|libs?)\//i;
/** Libraries carry their licence along, in the comment they begin with. */
const licensed =
  /^\uFEFF?\s*(?:\/\*(?:(?!\*\/)[^])*?|(?:\/\/[^\n]*\n\s*)*?\/\/[^\n]*)(?:licen[sc]e|copyright|\(c\)|©)/i;
const headWithin = 1500;

export function isCopiedLibrary({ path, text }: Source): boolean {
  return isBundle(text) || (handedOut.test(path) && licensed.test(text.slice(0, headWithin)));
}
