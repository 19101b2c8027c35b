/** Splits a task, plan or specification in Markdown into statements that can be held against code. */
import type { Statement } from "../model/statement.js";
import { type Block, readBlocks } from "./statement-blocks.js";

/** Sentences that ask for something; others tell a story. */
const demand =
  /\b(?:must|shall|should|will|needs? to|ha(?:s|ve) to|required?|supports?|accepts?|returns?|answers?|rejects?|provides?|exposes?|raises?|throws?|never|always|cannot|may not|at (?:most|least)|defaults? to)\b/i;

/** "Build a …", "Keep it …": an order is a demand without a word for it. */
const order =
  /^(?:please\s+)?(?:add|allow|avoid|build|calculate|compute|create|deploy|design|develop|display|ensure|export|generate|handle|host|implement|include|keep|let|limit|list|log|make|merge|model|parse|print|provide|read|record|reject|render|return|save|send|serve|show|simulate|sort|store|support|track|update|use|validate|write|do not|don't|never)\b/i;

/** Headings over what is said about the plan, not about the code. */
const aside =
  /^(?:table of contents|contents|toc|references|links|see also|further reading|changelog|history|background|motivation|overview|introduction|glossary|authors?|licen[cs]e|status|non-goals|out of scope|open questions|risks|timeline|estimates?)\b/i;

type Piece = Pick<Statement, "line" | "section" | "text">;

/**
 * List items, rows of tables, acceptance criteria and sentences that demand something, in the order of the document.
 * Code blocks, headings, front matter, lists of links and sections about the plan itself are none.
 */
export function splitStatements(text: string): readonly Statement[] {
  const blocks = readBlocks(text).filter(({ section }) => section === null || !aside.test(section));
  const pieces = mergeCriteria(blocks).flatMap(piecesOf);
  return pieces.map((piece, i) => ({ id: `R${i + 1}`, ...piece }));
}

function piecesOf(block: Block): readonly Piece[] {
  const { line, section, kind, text, isParent } = block;
  if (isLink(text) || text === "") return [];
  if (kind === "row") return [{ line, section, text }];
  if (kind === "paragraph")
    return sentencesOf(text)
      .filter((each) => demand.test(each) || order.test(each))
      .map((each) => ({ line, section, text: each }));
  // What introduces the items below it says nothing of its own.
  if (isParent && /[:：]$/.test(text)) return [];
  if (isParent && !demand.test(text) && !/`/.test(text)) return [];
  return demandsOf(text).map((each) => ({ line, section, text: each }));
}

/** `[Title](address)` alone, or an address alone. */
function isLink(text: string): boolean {
  return /^(?:\[[^\]]*\]\([^)]*\)|<?https?:\/\/\S+>?)\s*(?:[-–—:]\s*[^`]{0,60})?$/.test(text);
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+(?=[A-Z`"([])/).map((sentence) => sentence.trim());
}

/** "`a()` …, and `b()` …; `c()` …": parts with a subject of their own are statements of their own. */
function demandsOf(text: string): readonly string[] {
  const parts = text.split(/;\s+(?:and\s+)?(?=`|[A-Z]{2,7}\s+\/)/);
  return parts.length > 1 && parts.every((part) => part.length > 12) ? parts : [text];
}

const criterion = /^\**(given|when|then|and|but)\b\**:?/i;

/** Given, When and Then on lines of their own are one statement. */
function mergeCriteria(blocks: readonly Block[]): readonly Block[] {
  const merged: Block[] = [];
  let isOpen = false;
  for (const block of blocks) {
    const word = criterion.exec(block.text)?.[1]?.toLowerCase();
    const last = merged.at(-1);
    if (isOpen && last && word !== undefined && word !== "given" && block.section === last.section)
      merged[merged.length - 1] = { ...last, text: `${last.text} ${block.text}`, isParent: false };
    else merged.push(word === "given" ? { ...block, kind: "item" } : block);
    isOpen = word === "given" || (isOpen && word !== undefined);
  }
  return merged;
}
