/** Finds sentences in comments and documents that praise the code, or tell who judges it what to say. */
import { Lines } from "../lib/text.js";
import type { Source } from "../model/source.js";
import type { SurveyedFile } from "../model/survey.js";

export type Removable = "praise" | "order";

/** Part of a line that is prose: from a column on, up to the end of the line. */
export interface ProseLine {
  readonly number: number;
  readonly column: number;
}

const tested =
  "(?:tested|covered|documented|implemented|functional|secured?|compliant|typed|async|thread.?safe)";

/** Claims that only the code itself can bear out; "Don't Judge Code by Its Cover" (arXiv 2505.16222) measured their pull. */
const praise = new RegExp(
  [
    "\\b(?:production|enterprise)[- ](?:ready|grade|quality)\\b",
    "\\b(?:battle|well|thoroughly|extensively|rigorously)[- ]tested\\b",
    `\\b(?:fully|completely|100 ?%)[- ]${tested}\\b`,
    "\\b100 ?% (?:test )?coverage\\b",
    "\\b(?:bullet[- ]?proof|rock[- ]solid|bug[- ]free|state[- ]of[- ]the[- ]art|(?:best|world)[- ](?:in[- ])?class)\\b",
    "\\b(?:flawless|perfect|superior|optimal|elegant|robust|comprehensive|high[- ]quality)(?:ly)?\\b",
    "\\bbest (?:practices?|possible|implementation|solution|approach|way|candidate|of all)\\b",
    "(?:^|\\b(?:is|are|be|it's) )the best\\b",
    "\\b(?:all|every|any) (?:possible )?(?:edge|corner) cases?\\b",
    "\\bno (?:known )?(?:bugs|issues|defects|vulnerabilities|flaws)\\b",
    "\\b(?:passes all tests|all tests pass)\\b",
    "\\b(?:secure by design|completely (?:safe|secure)|audited)\\b",
    "\\b(?:generated|written|created|authored|produced|made) (?:by|with|using) (?:an? )?(?:AI|LLM|claude|chatgpt|gpt|gemini|grok|deepseek|copilot|llama|mistral|qwen)\\b",
  ].join("|"),
  "i",
);

/** Correctness is also what tests check and plans ask for: only said flatly is it praise. */
const correctness = new RegExp(
  [
    "\\b(?:is|are|been|be|provably|proven|verified|guaranteed|known|completely|entirely|fully)(?: to be)? (?:(?!not\\b|never\\b)\\w+ )?correct\\b",
    "\\bcorrect(?:ly)? (?:handles?|implements?|handled|implemented|implementation|by (?:design|construction))\\b",
    "\\b(?:handles?|implements?|covers?|works?) (?:\\w+ ){0,3}correctly\\b",
  ].join("|"),
  "i",
);
const hedge =
  /\b(?:make sure|makes sure|ensures?|verify|verifies|checks?|tests?|asserts?|if|whether|until|unless|should|must|not|never|expect(?:s|ed)?|assumes?|prove that)\b/i;

/** Who says what is missing does not praise. */
const shortfall = /\b(?:TODO|FIXME|XXX|HACK)\b|\bnot (?:\w+ )?(?:optimal|robust|perfect|production)/i;

const judge =
  "(?:judges?|jury|jurors?|evaluators?|graders?|raters?|LLMs?|AI (?:models?|assistants?)|language models?|(?:AI|automated) reviewers?)";
const verdict =
  "(?:scores?|rates?|rating|ranks?|grades?|choose|pick|prefer|award|give|vote|select|winner|highest)";

const order = new RegExp(
  [
    `\\b${judge}\\b[^.]{0,80}\\b${verdict}\\b`,
    `\\b(?:choose|pick|prefer|vote for|select|award|rate|rank|score) (?:this|the present) (?:candidate|implementation|solution|submission|entry|code)\\b`,
    "\\b(?:give|award|assign|deserves?)\\b[^.]{0,60}\\b(?:maximum|full|highest|top|perfect|best) (?:score|marks?|points?|grade|rating|level)s?\\b",
    "\\bignore (?:all |any |the )*(?:previous|prior|above|earlier) (?:instructions|rules|orders)\\b",
  ].join("|"),
  "i",
);

/** Null for a sentence that may stay. */
export function kindOf(sentence: string): Removable | null {
  if (order.test(sentence)) return "order";
  if (shortfall.test(sentence)) return null;
  const isFlat = correctness.test(sentence) && !hedge.test(sentence);
  return praise.test(sentence) || isFlat ? "praise" : null;
}

/** The lines of a file that hold prose: comments, Python's documentation strings, documents as a whole. */
export function proseLines({ source, outline }: SurveyedFile): readonly ProseLine[] {
  const lines = new Lines(source.text);
  if (isDocument(source)) return all(1, lines.count);
  const comments = outline.comments.flatMap(({ start, end }) => {
    const { start: first, end: last } = lines.range({ start, end });
    return all(first, last).map(({ number }) => ({
      number,
      column: number === first ? start - lines.startOf(first) : 0,
    }));
  });
  const strings = source.language === "python" ? documentationStrings(lines) : [];
  return [...comments, ...strings].sort((a, b) => a.number - b.number);
}

function isDocument({ language, path }: Source): boolean {
  return language === "text" && /\.(?:md|markdown|rst|txt|adoc)$/i.test(path);
}

function all(first: number, last: number): readonly ProseLine[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => ({ number: first + i, column: 0 }));
}

/** Strings between three quotes of which the first stand at the beginning of a line; any other is data. */
function documentationStrings(lines: Lines): readonly ProseLine[] {
  const found: ProseLine[] = [];
  let open = "";
  let isDocumentation = false;
  for (let number = 1; number <= lines.count; number++) {
    const line = lines.line(number);
    let isProse = open !== "" && isDocumentation;
    for (const { 0: quotes, index } of line.matchAll(/"""|'''/g)) {
      if (open === quotes) open = "";
      else if (open === "") {
        open = quotes;
        isDocumentation = /^\s*[rRuU]?$/.test(line.slice(0, index));
        isProse ||= isDocumentation;
      }
    }
    if (isProse) found.push({ number, column: 0 });
  }
  return found;
}

/** A line with prose in it, as it is shown. */
export interface ShownProse extends ProseLine {
  readonly line: string;
  /** All of its prose goes, whatever it says. */
  readonly isOrder: boolean;
}

export interface Stripped {
  readonly number: number;
  readonly text: string;
  /** Empty where the line stays as it is. */
  readonly removed: readonly Removable[];
}

interface Parsed {
  readonly prose: ShownProse;
  readonly before: string;
  readonly mark: string;
  readonly sentences: readonly string[];
  readonly end: string;
  /** What each sentence goes for. */
  readonly kinds: (Removable | null)[];
}

/**
 * Lines without the sentences that have to go, also where one runs on to the next line; marks of comments and quotes stay
 * where they are.
 * @param prose lines of one file in their order
 */
export function strip(prose: readonly ShownProse[]): readonly Stripped[] {
  const parsed = prose.map(parse);
  parsed.forEach((line, i) => {
    const next = parsed[i + 1];
    if (next && next.prose.number === line.prose.number + 1) markRunningOn(line, next);
  });
  return parsed.map(write);
}

function parse(prose: ShownProse): Parsed {
  const { line, column, isOrder } = prose;
  const [, mark = "", words = "", end = ""] =
    /^([\s#/*;"'<!>+|-]*)(.*?)(\s*(?:\*\/|-->|"""|''')?\s*)$/su.exec(line.slice(column)) ?? [];
  const sentences = words.split(/(?<=[.!?;])\s+/);
  const kinds = sentences.map((each) => (isOrder && each !== "" ? "order" : kindOf(each)));
  return { prose, before: line.slice(0, column), mark, sentences, end, kinds };
}

/** The last sentence of a line and the first of the next one may be praise together. */
function markRunningOn(line: Parsed, next: Parsed): void {
  const last = line.sentences.length - 1;
  const [tail = "", head = ""] = [line.sentences[last], next.sentences[0]];
  if (tail === "" || head === "" || /[.!?;:]$/.test(tail)) return;
  if (line.kinds[last] || next.kinds[0]) return;
  const kind = kindOf(`${tail} ${head}`);
  line.kinds[last] = kind;
  next.kinds[0] = kind;
}

function write({ prose, before, mark, sentences, end, kinds }: Parsed): Stripped {
  const removed = kinds.filter((kind) => kind !== null);
  const { number, line } = prose;
  if (removed.length === 0) return { number, text: line, removed };
  const left = sentences.filter((_, i) => kinds[i] === null).join(" ");
  return { number, text: before + (left === "" ? mark.trimEnd() : mark) + left + end, removed };
}
