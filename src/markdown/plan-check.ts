/** The project's own plan held against its code: what is marked as done, and where it is. */
import { plural } from "../lib/text.js";
import type { Review } from "../model/review.js";
import { section } from "./document.js";
import { code, prose } from "./escape.js";
import { table } from "./table.js";
import { placeCode } from "./wording.js";

/** More items than this are counted only. */
const mostItems = 60;

type Item = NonNullable<Review["checklist"]>[number];

/** Empty for a project without a checklist that names its code. */
export function planSection({ checklist = [] }: Review): string {
  if (checklist.length === 0) return "";
  const done = checklist.filter(({ isDone }) => isDone);
  const there = done.filter(({ names }) => names.some(({ place }) => place !== null));
  const files = new Set(checklist.map(({ path }) => path));
  const rows = checklist
    .slice(0, mostItems)
    .map((item) => [`${planned(item)}`, item.isDone ? "done" : "open", found(item)]);
  return section(
    "## Plan against code",
    `${[...files].map((path) => code(path)).join(", ")}: ${plural(done.length, "item")} marked as done, ${there.length} of them found in the code by name. A name that is there does not prove that it does what was planned.`,
    table(["Planned", "Marked", "In the code"], rows),
    checklist.length > mostItems ? `And ${checklist.length - mostItems} more.` : "",
  );
}

function planned({ text, line }: Item): string {
  return `${prose(text)} (line ${line})`;
}

function found({ names }: Item): string {
  return names
    .map(({ name, place }) =>
      place === null
        ? `${code(name)} not found`
        : placeCode({
            path: place.path,
            lines: place.line === null ? null : { start: place.line, end: place.line },
          }),
    )
    .join(", ");
}
