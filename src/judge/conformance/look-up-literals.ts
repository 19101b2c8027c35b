/** Looks up colours, rows of numbers and sentences, in the forms that code has for them. */
import type { Sighting } from "./anchors.js";
import { type Code, findIn, placeAt } from "./code.js";
import { wholeProject } from "./look-up.js";
import { escaped } from "./reach.js";

/** `#f8b862`, `0xf8b862`, `(248, 184, 98)`. */
export function lookForColour(colour: string, code: Code): Sighting {
  const digits = colour.slice(1);
  const parts = (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return seen(new RegExp(`(?:#|0x)${digits}\\b|${inOrder(parts.map(String))}`, "i"), code);
}

/** Numbers below this stand everywhere. */
const telling = 10;

/**
 * The numbers in this order; or, as good code gives them names, each one that is large enough to tell anything
 * somewhere in the code.
 */
export function lookForNumbers(numbers: readonly string[], code: Code): Sighting {
  const row = seen(new RegExp(inOrder(numbers)), code);
  const large = [...new Set(numbers.filter((each) => Math.abs(Number(each)) >= telling))];
  if (row.state === "found" || large.length === 0) return row;
  const each = large.map((one) => seen(new RegExp(inOrder([one])), code));
  const [first] = each;
  const isEach = each.every(({ state }) => state === "found");
  return isEach && first ? { ...first, says: "its numbers, each by itself" } : { state: "absent" };
}

/** Text for people is one literal, in quotes or between tags. */
export function lookForPhrase(phrase: string, code: Code): Sighting {
  return seen(new RegExp(phrase.split(" ").map(escaped).join("\\s+"), "i"), code);
}

function inOrder(numbers: readonly string[]): string {
  return `(?<![\\w.])${numbers.map((each) => escaped(each).replace(/^-/, "-\\s*")).join("\\s*,\\s*")}(?![\\w.])`;
}

function seen(pattern: RegExp, code: Code): Sighting {
  const found = findIn(wholeProject(code), pattern);
  return found ? { state: "found", place: placeAt(found.file, found.at) } : { state: "absent" };
}
