/** Reads the Markdown that our reports write, so that no page can leave out what the report tells. */
import { type Content, Html, markup } from "./escape.js";
import { inline } from "./inline.js";

/** A section of a report: what stands under one `##`. */
export interface Section {
  /** Markdown of the heading; empty for what stands before the first. */
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Splits Markdown at its headings of one level; a fence hides what looks like one. */
export function sectionsOf(lines: readonly string[], mark: "## " | "### "): readonly Section[] {
  const sections: { heading: string; lines: string[] }[] = [{ heading: "", lines: [] }];
  let fence = "";
  for (const line of lines) {
    fence = fenceAfter(fence, line);
    if (fence === "" && line.startsWith(mark)) sections.push({ heading: line.slice(mark.length), lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

function fenceAfter(open: string, line: string): string {
  const ticks = /^`{3,}/u.exec(line)?.[0] ?? "";
  if (open === "") return ticks;
  return ticks !== "" && line.trim() === ticks && ticks.length >= open.length ? "" : open;
}

interface Block {
  readonly shown: Html;
  /** Lines it takes. */
  readonly height: number;
}

/** @param caption what tables in it are about, for those who do not see the heading above */
export function blocksOf(lines: readonly string[], caption: string): Html {
  const shown: Html[] = [];
  let rest = lines;
  let about = caption;
  while (rest.length > 0) {
    const block = blockAt(rest, about);
    shown.push(block.shown);
    about = headingAt(rest)?.text ?? about;
    rest = rest.slice(block.height);
  }
  return markup`${shown}`;
}

function blockAt(lines: readonly string[], caption: string): Block {
  const [line = ""] = lines;
  if (line.trim() === "") return { shown: markup``, height: 1 };
  const heading = headingAt(lines);
  if (heading) return { shown: headingOf(heading), height: 1 };
  if (line === "---") return { shown: markup`<hr />`, height: 1 };
  return (
    fenced(lines) ??
    quote(lines, caption) ??
    list(lines, caption) ??
    table(lines, caption) ??
    paragraph(lines)
  );
}

interface Heading {
  readonly level: number;
  readonly text: string;
}

function headingAt([line = ""]: readonly string[]): Heading | null {
  const found = /^(#{1,6}) (.+)$/u.exec(line);
  return found ? { level: (found[1] ?? "").length, text: found[2] ?? "" } : null;
}

function headingOf({ level, text }: Heading): Html {
  if (level === 1) return markup`<h1>${inline(text)}</h1>`;
  if (level === 3) return markup`<h3>${inline(text)}</h3>`;
  return level === 2 ? markup`<h2>${inline(text)}</h2>` : markup`<h4>${inline(text)}</h4>`;
}

function fenced(lines: readonly string[]): Block | null {
  const ticks = /^`{3,}/u.exec(lines[0] ?? "")?.[0];
  if (ticks === undefined) return null;
  const end = lines.findIndex((line, i) => i > 0 && line.trim() === ticks);
  const inside = lines.slice(1, end === -1 ? lines.length : end);
  const shown = markup`<pre><code>${inside.map((line) => markup`${Html.code(line)}\n`)}</code></pre>`;
  return { shown, height: inside.length + (end === -1 ? 1 : 2) };
}

function quote(lines: readonly string[], caption: string): Block | null {
  const height = countWhile(lines, (line) => line.startsWith(">"));
  if (height === 0) return null;
  const inside = lines.slice(0, height).map((line) => line.replace(/^> ?/u, ""));
  return { shown: markup`<blockquote>${blocksOf(inside, caption)}</blockquote>`, height };
}

const marker = /^(?:- |\d+\. )/u;

/** A list with what is indented below its items. */
function list(lines: readonly string[], caption: string): Block | null {
  const [first = ""] = lines;
  if (!marker.test(first)) return null;
  const height = countWhile(
    lines,
    (line, i) => marker.test(line) || /^ {2,}\S/u.test(line) || (line === "" && goesOn(lines[i + 1])),
  );
  const items = itemsOf(lines.slice(0, height)).map((own) => markup`<li>${itemBody(own, caption)}</li>`);
  const start = Number.parseInt(first, 10);
  if (Number.isNaN(start))
    return {
      shown: markup`<ul>
        ${items}
      </ul>`,
      height,
    };
  const begins: Content = start === 1 ? "" : markup` start="${start}"`;
  return { shown: markup`<ol${begins}>${items}</ol>`, height };
}

function goesOn(next: string | undefined): boolean {
  return next !== undefined && /^ {2,}\S/u.test(next);
}

function itemsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const items: string[][] = [];
  for (const line of lines) {
    if (marker.test(line)) items.push([line.replace(marker, "")]);
    else items.at(-1)?.push(line.replace(/^ {2,3}/u, ""));
  }
  return items;
}

function itemBody(lines: readonly string[], caption: string): Html {
  const [first = "", ...rest] = lines;
  const box = /^\[([ x])\] /u.exec(first);
  const words = markup`${box && boxes[box[1] ?? ""]}${inline(first.slice(box?.[0].length ?? 0))}`;
  return rest.length === 0 ? words : markup`${words}${blocksOf(rest, caption)}`;
}

/** Items of a checklist, for the eye and for the ear. */
const boxes: Readonly<Record<string, Html>> = {
  x: markup`<span aria-hidden="true">☑</span><span class="unseen">done:</span> `,
  " ": markup`<span aria-hidden="true">☐</span><span class="unseen">open:</span> `,
};

function table(lines: readonly string[], caption: string): Block | null {
  const [head = "", rule = ""] = lines;
  if (!head.startsWith("|") || !/^\|(?: *:?-+:? *\|)+$/u.test(rule)) return null;
  const height = countWhile(lines, (line) => line.startsWith("|"));
  const isNumber = cellsOf(rule).map((cell) => cell.endsWith(":"));
  const columns = cellsOf(head).map(
    (cell, i) => markup`<th scope="col" ${number(isNumber[i])}>${inline(cell)}</th>`,
  );
  const rows = lines.slice(2, height).map((line) => rowOf(cellsOf(line), isNumber));
  const shown = markup`<div class="scroll">
    <table>
      <caption class="unseen">
        ${inline(caption)}
      </caption>
      <thead>
        <tr>
          ${columns}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  return { shown, height };
}

function rowOf([first = "", ...others]: readonly string[], isNumber: readonly boolean[]): Html {
  const cells = others.map((cell, i) => markup`<td${number(isNumber[i + 1])}>${inline(cell)}</td>`);
  return markup`<tr>
    <th scope="row">${inline(first)}</th>
    ${cells}
  </tr>
`;
}

function number(isNumber: boolean | undefined): Content {
  return isNumber === true ? markup` class="number"` : "";
}

function cellsOf(line: string): readonly string[] {
  const inside = line
    .trim()
    .replace(/^\|/u, "")
    .replace(/(?<!\\)\|$/u, "");
  return inside.split(/(?<!\\)\|/u).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function paragraph(lines: readonly string[]): Block {
  const more = countWhile(
    lines.slice(1),
    (line) => line.trim() !== "" && !/^(?:#{1,6} |```|> |- |\|)/u.test(line),
  );
  return { shown: markup`<p>${inline(lines.slice(0, more + 1).join(" "))}</p>`, height: more + 1 };
}

function countWhile(lines: readonly string[], holds: (line: string, i: number) => boolean): number {
  const end = lines.findIndex((line, i) => !holds(line, i));
  return end === -1 ? lines.length : end;
}
