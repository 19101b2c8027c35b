/** Fills the generated parts of a page, each between `<!-- begin NAME -->` and `<!-- end NAME -->`. */

/**
 * The page with every region filled; equal to the page itself when all are fresh.
 * @throws Error when the page and the table do not name the same regions
 */
export function fillRegions(page: string, regions: Readonly<Record<string, string>>): string {
  const wanted = Object.keys(regions).sort();
  const found = Array.from(page.matchAll(/^<!-- begin ([a-z-]+) -->$/gm), (match) => match[1] ?? "").sort();
  if (wanted.join() !== found.join())
    throw new Error(`regions on the page: ${found.join()}; made: ${wanted.join()}`);
  return page.replace(
    /^<!-- begin ([a-z-]+) -->\n[\s\S]*?^<!-- end \1 -->$/gm,
    (_, name: string) => `<!-- begin ${name} -->\n\n${(regions[name] ?? "").trim()}\n\n<!-- end ${name} -->`,
  );
}

/** A fenced block that no line of the text can close. */
export function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/**
 * The parts of a Markdown report that a stranger needs to get the idea: what stands before the first `##`, the
 * sections named (cut before their second `###`), and a mark for everything left out.
 */
export function excerpt(report: string, sections: readonly string[]): string {
  const [head = "", ...parts] = report.split(/^(?=## )/m);
  let isCut = false;
  const shown = parts.flatMap((part) => {
    const title = /^## (.*)$/m.exec(part)?.[1] ?? "";
    if (!sections.includes(title)) {
      const mark = isCut ? [] : ["[…]\n"];
      isCut = true;
      return mark;
    }
    const [before = "", first = "", ...rest] = part.split(/^(?=### )/m);
    isCut = rest.length > 0;
    return [(before + first).trimEnd() + "\n", ...(isCut ? [`[… ${rest.length} more …]\n`] : [])];
  });
  return [head.trimEnd() + "\n", ...shown].join("\n").trimEnd();
}
