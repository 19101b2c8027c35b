/** Splits a task, plan or specification in Markdown into statements that can be held against code. */
import type { Statement } from "../model/statement.js";

/** `- text`, `2. text`, `- [x] text`. */
const item = /^(\s*)(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.+)$/;
const heading = /^#{1,6}\s+(.+?)\s*#*$/;
/** Sentences that ask for something; others tell a story. */
const demand =
  /\b(?:must|shall|should|needs? to|ha(?:s|ve) to|required?|supports?|accepts?|returns?|rejects?|provides?|never|at (?:most|least))\b/i;

/** List items and sentences that demand something, in the order of the document; code blocks and headings are none. */
export function splitStatements(text: string): readonly Statement[] {
  const found: { line: number; section: string | null; text: string }[] = [];
  let section: string | null = null;
  let fence: string | null = null;
  let current: { line: number; section: string | null; text: string; isItem: boolean } | null = null;
  const finish = (): void => {
    if (current?.isItem) found.push({ line: current.line, section: current.section, text: current.text });
    else if (current) found.push(...demandsIn(current));
    current = null;
  };
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1];
    if (fence !== null || mark !== undefined) {
      finish();
      fence = fence === null ? (mark ?? null) : mark === fence ? null : fence;
      continue;
    }
    const title = heading.exec(line)?.[1];
    const bullet = item.exec(line)?.[2];
    if (title !== undefined || line.trim() === "") finish();
    if (title !== undefined) section = title;
    else if (bullet !== undefined) {
      finish();
      current = { line: index + 1, section, text: bullet.trim(), isItem: true };
    } else if (line.trim() !== "") {
      if (current) current.text += ` ${line.trim()}`;
      else current = { line: index + 1, section, text: line.trim(), isItem: false };
    }
  }
  finish();
  return found.map((each, i) => ({ id: `R${i + 1}`, ...each }));
}

function demandsIn({
  line,
  section,
  text,
}: {
  readonly line: number;
  readonly section: string | null;
  readonly text: string;
}): readonly { line: number; section: string | null; text: string }[] {
  return text
    .split(/(?<=[.!?])\s+(?=[A-Z`])/)
    .filter((sentence) => demand.test(sentence))
    .map((sentence) => ({ line, section, text: sentence }));
}
