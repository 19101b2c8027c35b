/** Collections that outlive a request, and whether anything in the code ever takes an entry out of them. */
import type { FunctionFact } from "../model/outline.js";
import type { Span } from "../model/source.js";
import type { SurveyedFile } from "../model/survey.js";

/** A collection that is empty when the program starts. */
export interface Collection {
  readonly name: string;
  readonly at: Span;
  /** Text in which a mention of the name means this collection: its class, or the file. */
  readonly scope: Span;
  /** `self.`, `this.` or a receiver stands before the name. */
  readonly isMember: boolean;
  /** True when other files can reach it. */
  readonly isShared: boolean;
}

/** How one language writes what can be done with a collection; patterns for what follows the name start with `^`. */
export interface Dialect {
  /** Group 1 is the key or the value that is added. */
  readonly adds: RegExp;
  readonly reads: RegExp;
  readonly readBefore: RegExp;
  /** What stands before a member's name. */
  readonly member: RegExp;
  /** Steps that only open the collection: taking its lock. */
  readonly opens?: RegExp;
  /** Before the name: group 1 is a local name for the opened collection. */
  readonly alias?: RegExp;
}

export interface Addition {
  readonly at: number;
  /** What is added, or under which key, as written. */
  readonly entry: string;
  readonly within: FunctionFact;
}

const known = new WeakMap<SurveyedFile, string>();

/** The file's text with blanks in the place of its comments: offsets stay what they are. */
export function withoutComments(file: SurveyedFile): string {
  const before = known.get(file);
  if (before !== undefined) return before;
  const { source, outline } = file;
  let text = "";
  let from = 0;
  for (const { start, end } of outline.comments) {
    if (start < from) continue;
    text += source.text.slice(from, start) + " ".repeat(end - start);
    from = end;
  }
  text += source.text.slice(from);
  known.set(file, text);
  return text;
}

/** The innermost named function around an offset. */
export function functionAt(file: SurveyedFile, offset: number): FunctionFact | undefined {
  return file.outline.functions.findLast(
    ({ name, span }) => name !== "<anonymous>" && span.start <= offset && span.end > offset,
  );
}

const before = 90;
const behind = 160;
const removal = /\bdel(?:ete)?[\s(][&*\w.]*$/;

/**
 * Every place that adds to the collection, or undefined when one of its mentions is anything but an addition
 * or a plain reading: a removal, a new value, a comparison of its size, a hand-over to other code.
 */
export function additionsOnly(
  file: SurveyedFile,
  collection: Collection,
  dialect: Dialect,
): readonly Addition[] | undefined {
  const { name, scope, isMember, at } = collection;
  const found: Addition[] = [];
  const pending: Search[] = [{ name, scope, isMember, declared: at.start }];
  for (let search = pending.pop(); search; search = pending.pop()) {
    for (const offset of mentionsIn(withoutComments(file), search, dialect)) {
      const use = classify(file, { ...search, offset }, dialect);
      if (use === undefined) return undefined;
      if ("scope" in use) pending.push(use);
      else if ("entry" in use) found.push(use);
    }
  }
  return found;
}

interface Search {
  readonly name: string;
  readonly scope: Span;
  readonly isMember: boolean;
  readonly declared: number;
}

function* mentionsIn(text: string, search: Search, { member }: Dialect): Iterable<number> {
  const { name, scope, isMember, declared } = search;
  const pattern = new RegExp(`(?<![\\w$#])${name.replace("$", "\\$")}(?![\\w$])`, "g");
  pattern.lastIndex = scope.start;
  for (let match = pattern.exec(text); match && match.index < scope.end; match = pattern.exec(text)) {
    if (match.index === declared) continue;
    if (isMember && !member.test(text.slice(Math.max(0, match.index - before), match.index))) continue;
    yield match.index;
  }
}

type Use = Addition | Search | { readonly isRead: true };

function classify(
  file: SurveyedFile,
  { name, offset, scope, declared }: Search & { readonly offset: number },
  dialect: Dialect,
): Use | undefined {
  const text = withoutComments(file);
  const lead = text.slice(Math.max(0, offset - before), offset);
  const end = offset + name.length;
  const opened = dialect.opens?.exec(text.slice(end, end + behind))?.[0].length ?? 0;
  const rest = text.slice(end + opened, end + opened + behind);
  const within = functionAt(file, offset);
  if (removal.test(lead)) return undefined;
  const added = dialect.adds.exec(rest);
  if (added)
    return within
      ? { at: offset, entry: (added.slice(1).find((group) => group !== undefined) ?? "").trim(), within }
      : undefined;
  const local = dialect.alias?.exec(lead)?.[1];
  if (local !== undefined && within && /^\s*(?:;|\{|else\b)/.test(rest)) {
    const isKnown = local === name && scope.start === within.bodySpan.start && declared === offset;
    return isKnown ? { isRead: true } : aliasIn(within, local, offset + name.length);
  }
  return dialect.reads.test(rest) || dialect.readBefore.test(lead) ? { isRead: true } : undefined;
}

function aliasIn({ bodySpan }: FunctionFact, name: string, from: number): Search {
  return { name, scope: { start: from, end: bodySpan.end }, isMember: false, declared: -1 };
}
