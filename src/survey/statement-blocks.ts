/** The items, rows and paragraphs of a Markdown document with their lines and headings; code and front matter left out. */

export interface Block {
  readonly kind: "item" | "row" | "paragraph";
  readonly line: number;
  /** Heading it stands under. */
  readonly section: string | null;
  readonly text: string;
  /** An item with items below it. */
  readonly isParent: boolean;
}

/** `- text`, `2. text`, `a) text`, `- [x] text`. */
const item = /^(\s*)(?:[-*+•]|\d+(?:\.\d+)*[.)]|[a-z]\))\s+(?:\[[ xX~-]\]\s+)?(.+)$/;
const heading = /^\s{0,3}#{1,6}\s+(.+?)\s*#*$/;
const underline = /^\s{0,3}(?:=+|-{3,})\s*$/;
const row = /^\s*\|(.+)\|\s*$/;

interface Open {
  readonly kind: Block["kind"];
  readonly line: number;
  readonly indent: number;
  text: string;
  isParent: boolean;
}

/** In the order of the document. */
export function readBlocks(text: string): readonly Block[] {
  const reader = new Reader();
  const lines = text.split(/\r\n|\r|\n/);
  const first = afterFrontMatter(lines);
  for (const [index, line] of lines.entries()) if (index >= first) reader.take(line, index + 1);
  return reader.finish();
}

/** Lines between `---` at the very beginning and the next `---`. */
function afterFrontMatter(lines: readonly string[]): number {
  if (lines[0]?.trim() !== "---") return 0;
  const end = lines.findIndex((line, i) => i > 0 && line.trim() === "---");
  return end === -1 ? 0 : end + 1;
}

class Reader {
  readonly #blocks: Block[] = [];
  #section: string | null = null;
  #fence: string | null = null;
  #isComment = false;
  #open: Open | null = null;
  #columns: readonly string[] | null = null;
  /** Items that a deeper one would make a parent of; index into the blocks. */
  #above: { readonly indent: number; readonly index: number }[] = [];

  take(line: string, number: number): void {
    if (this.#skips(line)) return;
    const title = heading.exec(line)?.[1];
    const cells = row.exec(line)?.[1];
    if (title !== undefined) this.#begin(title);
    else if (underline.test(line) && this.#open?.kind === "paragraph") this.#turnIntoHeading();
    else if (cells !== undefined) this.#row(splitCells(cells), number);
    else this.#prose(line, number);
    if (cells === undefined) this.#columns = null;
  }

  finish(): readonly Block[] {
    this.#close();
    return this.#blocks;
  }

  /** Fenced code and comments. */
  #skips(line: string): boolean {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (this.#fence !== null) {
      if (mark?.startsWith(this.#fence)) this.#fence = null;
      return true;
    }
    if (mark !== undefined) {
      this.#fence = mark;
      return true;
    }
    const isOpening = /^\s*<!--/.test(line);
    const wasComment = this.#isComment || isOpening;
    this.#isComment = wasComment && !line.includes("-->");
    return wasComment;
  }

  #begin(title: string): void {
    this.#close();
    this.#above = [];
    this.#section = plain(title);
  }

  #turnIntoHeading(): void {
    const title = this.#open?.text ?? "";
    this.#open = null;
    this.#section = plain(title);
  }

  #row(cells: readonly string[], line: number): void {
    this.#close();
    if (this.#columns === null) this.#columns = cells;
    else if (!cells.every((cell) => /^:?-*:?$/.test(cell))) {
      const text = cells.filter((cell) => cell !== "" && !isMark(cell)).join(" – ");
      this.#blocks.push({ kind: "row", line, section: this.#section, text: plain(text), isParent: false });
    }
  }

  #prose(line: string, number: number): void {
    const found = item.exec(line);
    const bullet = found?.[2];
    if (bullet !== undefined) {
      this.#close();
      const indent = indentOf(found?.[1] ?? "");
      this.#markParent(indent);
      this.#open = { kind: "item", line: number, indent, text: bullet.trim(), isParent: false };
      return;
    }
    if (line.trim() === "") return this.#close();
    if (/^(?: {4}|\t)/.test(line) && this.#open === null && this.#above.length === 0) return; // code by indentation
    const said = line.trim().replace(/^(?:>\s*)+/, "");
    if (this.#open) this.#open.text += ` ${said}`;
    else {
      if (indentOf(/^\s*/.exec(line)?.[0] ?? "") === 0) this.#above = [];
      this.#open = { kind: "paragraph", line: number, indent: 0, text: said, isParent: false };
    }
  }

  #markParent(indent: number): void {
    this.#above = this.#above.filter((each) => each.indent < indent);
    const parent = this.#above.at(-1);
    const block = parent && this.#blocks[parent.index];
    if (parent && block) this.#blocks[parent.index] = { ...block, isParent: true };
  }

  #close(): void {
    if (!this.#open) return;
    const { kind, line, indent, text, isParent } = this.#open;
    this.#blocks.push({ kind, line, section: this.#section, text: plain(text), isParent });
    if (kind === "item") this.#above.push({ indent, index: this.#blocks.length - 1 });
    this.#open = null;
  }
}

/** A bar in a code span or behind a backslash ends no cell. */
function splitCells(text: string): readonly string[] {
  return (text.match(/(?:`[^`]*`|\\\||[^|])+|(?<=\|)(?=\|)/g) ?? []).map((cell) => cell.trim());
}

/** Numbers, ticks and states of a row say nothing about the code. */
function isMark(cell: string): boolean {
  return /^(?:\W*|\d+(?:\.\d+)*\.?|[A-Z]{1,3}-?\d+|done|todo|open|yes|no|x|complete[d]?|pending|high|medium|low|P\d|✅.*|❌.*)$/iu.test(
    cell,
  );
}

function indentOf(space: string): number {
  return space.replace(/\t/g, "    ").length;
}

/** Without emphasis, which would stand between words. */
function plain(text: string): string {
  return text
    .replace(/(?<!`)\*\*((?:[^*`]|`[^`]*`)+)\*\*/g, "$1")
    .replace(/(?<![\w`])__([^_]+)__(?![\w`])/g, "$1")
    .replace(/~~[^~]*~~/g, "")
    .trim();
}
