/** The parser of languages without one: an empty outline. */
import type { Parser } from "../model/language.js";
import type { Outline } from "../model/outline.js";

export const emptyOutline: Outline = {
  functions: [],
  definitions: [],
  imports: [],
  mentions: new Map(),
  references: new Map(),
  calls: [],
  comments: [],
  parseErrors: [],
};

export function loadTextParser(): Parser {
  return { parse: () => ({ tree: { family: "text" }, outline: emptyOutline }) };
}
