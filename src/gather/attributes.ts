/** Files that the project itself marks as generated, in the .gitattributes of its topmost folder. */
import type { Disk } from "./disk.js";
import { LARGEST_IGNORE_FILE, Rules } from "./ignore-rules.js";
import { inside, type Place, showBytes, wayTo } from "./place.js";
import type { Skip } from "./skip-by-name.js";

/** The attribute as GitHub reads it: set, unset or given a value (github-linguist, docs/overrides.md). */
const GENERATED = /^(?<off>[-!])?linguist-generated(?:=(?<value>\S*))?$/;

/** Lines `pattern attribute…` as ignore rules: a pattern that unsets the attribute takes files back. */
function parseAttributes(text: string): Rules {
  const rules = new Rules();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [pattern = "", ...attributes] = line.trim().split(/\s+/);
    const groups = attributes.map((attribute) => GENERATED.exec(attribute)?.groups).find(Boolean);
    // A comment, a quoted or negated pattern, or a folder, which git's attributes never match.
    if (groups === undefined || /^[#"!]|\/$/.test(pattern)) continue;
    const isOff = groups["off"] !== undefined || groups["value"] === "false";
    rules.add(isOff ? `!${pattern}` : pattern, index + 1);
  }
  return rules;
}

/** Asks about the files below `top`; without a .gitattributes the answer is always undefined. */
export async function readAttributes(
  disk: Disk,
  top: Place,
  shownAs: string,
): Promise<(place: Place) => Skip | undefined> {
  const bytes = await disk.read(inside(top, ".gitattributes"), LARGEST_IGNORE_FILE).catch(() => undefined);
  if (bytes === undefined) return () => undefined;
  const rules = parseAttributes(bytes.toString("utf8"));
  return (place) => {
    const mark = rules.test(showBytes(wayTo(top, place))).rule?.mark;
    return mark === undefined
      ? undefined
      : { reason: "generated", proof: `${shownAs} line ${mark} marks it as linguist-generated` };
  };
}
