/** Several places of one finding in few words. */
import { groupBy } from "../lib/group.js";
import type { Place } from "../model/finding.js";
import { code } from "./escape.js";
import { linesText, placeCode } from "./wording.js";

type Placed = Pick<Place, "path" | "lines">;

/** `a.ts:3` and lines 5, 9, `b.ts:7`: each file is named once. */
export function placesText(first: Placed, also: readonly Placed[]): string {
  const others = also.filter(
    ({ path, lines }) => path !== first.path || (lines && !isSame(lines, first.lines)),
  );
  const own = others.filter(({ path }) => path === first.path);
  const elsewhere = groupBy(
    others.filter(({ path }) => path !== first.path),
    ({ path }) => path,
  );
  const more = linesOf(own);
  return [
    `${placeCode(first)}${more === "" ? "" : ` and ${more}`}`,
    ...[...elsewhere].map(([path, places]) => inFile(path, places)),
  ].join(", ");
}

function inFile(path: string, places: readonly Placed[]): string {
  const [first] = places;
  return first && places.length === 1 ? placeCode(first) : `${code(path)} ${linesOf(places)}`.trimEnd();
}

/** `line 3`, `lines 3, 7-9`, or nothing. */
export function linesOf(places: readonly Placed[]): string {
  const lines = [...new Set(places.flatMap((place) => (place.lines ? [linesText(place.lines)] : [])))];
  return lines.length === 0 ? "" : lineWord(lines.join(", "));
}

/** `line 3` for one, `lines …` for more. */
export function lineWord(numbers: string): string {
  return `${/^\d+$/u.test(numbers) ? "line" : "lines"} ${numbers}`;
}

function isSame(a: { start: number; end: number }, b: Placed["lines"]): boolean {
  return a.start === b?.start && a.end === b.end;
}
