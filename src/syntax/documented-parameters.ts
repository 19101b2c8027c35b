/** What documentation comments say about parameters: JSDoc, Javadoc and the three styles of Python docstrings. */
import type { FunctionFact, Outline } from "../model/outline.js";
import type { Source, Span } from "../model/source.js";

/** One entry for a parameter in a function's documentation. */
export interface DocumentedParameter {
  readonly name: string;
  /** Where the name stands. */
  readonly at: Span;
  /** The rest of the entry, in one line. */
  readonly text: string;
}

export interface DocumentedFunction {
  readonly function: FunctionFact;
  /** From the function's name to its body: parameters, defaults, types. */
  readonly header: string;
  readonly parameters: readonly DocumentedParameter[];
}

interface Text {
  readonly text: string;
  readonly start: number;
}

/** Functions that have documented parameters, in order; one comment belongs to one function. */
export function documentedFunctions(
  { text }: Pick<Source, "text">,
  outline: Outline,
  style: "tags" | "docstring",
): readonly DocumentedFunction[] {
  return outline.functions.flatMap((fact) => {
    const comment = style === "tags" ? commentAbove(text, outline, fact) : docstringIn(text, fact);
    if (!comment) return [];
    const parameters = style === "tags" ? readTags(comment) : readDocstring(comment);
    const header = text.slice(fact.nameSpan.end, fact.bodySpan.start);
    return parameters.length === 0 ? [] : [{ function: fact, header, parameters }];
  });
}

/** Between a comment and its function stand only modifiers, annotations and the name it is assigned to. */
const longestLead = 300;

function commentAbove(text: string, { comments }: Outline, { nameSpan }: FunctionFact): Text | undefined {
  const above = comments.findLast(({ end }) => end <= nameSpan.start);
  if (!above || nameSpan.start - above.end > longestLead) return undefined;
  const comment = text.slice(above.start, above.end);
  const lead = text.slice(above.end, nameSpan.start);
  if (!comment.startsWith("/**") || /[;{}]|=>|\n\s*\n/.test(lead)) return undefined;
  return { text: comment, start: above.start };
}

function docstringIn(text: string, { bodySpan }: FunctionFact): Text | undefined {
  const body = text.slice(bodySpan.start, bodySpan.end);
  const [whole, lead = "", quote = "", inner] = /^(\s*[rRuU]?)("""|''')([\s\S]*?)\2/.exec(body) ?? [];
  if (whole === undefined || inner === undefined) return undefined;
  return { text: inner, start: bodySpan.start + lead.length + quote.length };
}

/** `@param {Type} [name=default] text`, up to the next tag. `@param options.name` speaks of `options`. */
function readTags({ text, start }: Text): readonly DocumentedParameter[] {
  const tag = /@param\s+(?:\{(?:[^{}]|\{[^{}]*\})*\}\s+)?\[?([A-Za-z_$][\w$]*)([^@]*)/g;
  return Array.from(text.matchAll(tag), (match) => {
    const [whole, name = "", rest = ""] = match;
    const at = start + match.index + whole.length - rest.length - name.length;
    return { name, at: { start: at, end: at + name.length }, text: oneLine(rest.replace(/^\s*\*/gm, "")) };
  });
}

function readDocstring(docstring: Text): readonly DocumentedParameter[] {
  return [...readFields(docstring), ...readSection(docstring)];
}

/** Sphinx: `:param type name: text`. */
function readFields({ text, start }: Text): readonly DocumentedParameter[] {
  const field = /^([ \t]*:param\s+(?:[^:\n]*\s)?)\*{0,2}(\w+)(:[^\n]*)/gm;
  return Array.from(text.matchAll(field), (match) => {
    const [whole, , name = "", rest = ""] = match;
    const at = start + match.index + whole.length - rest.length - name.length;
    return { name, at: { start: at, end: at + name.length }, text: oneLine(rest.slice(1)) };
  });
}

const sectionHead = /^([ \t]*)(?:Args|Arguments|Parameters|Params):?[ \t]*\n(?:\1-{3,}[ \t]*\n)?/m;

/** Google's `Args:` and NumPy's `Parameters`: entries are the least indented lines of the section. */
function readSection({ text, start }: Text): readonly DocumentedParameter[] {
  const head = sectionHead.exec(text);
  if (!head) return [];
  const [whole, indent = ""] = head;
  const isUnderlined = /-{3,}\s*$/.test(whole);
  let at = start + head.index + whole.length;
  const entries: DocumentedParameter[] = [];
  let width: number | null = null;
  for (const line of text.slice(head.index + whole.length).split("\n")) {
    const lead = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    const isBlank = line.trim() === "";
    if (!isBlank && (isUnderlined ? lead < indent.length : lead <= indent.length)) break;
    if (isUnderlined && /^\s*-{3,}\s*$/.test(line)) {
      entries.pop(); // the line before was the head of the next section
      break;
    }
    if (!isBlank) {
      width ??= lead;
      if (lead === width) entries.push(...readEntry(line, at, isUnderlined));
      else if (lead > width) extendLast(entries, line);
    }
    at += line.length + 1;
  }
  return entries;
}

/** `name (type): text`, `name: text`; NumPy's `name : type`, several names by comma. */
function readEntry(line: string, at: number, isUnderlined: boolean): readonly DocumentedParameter[] {
  const [, lead = "", names, rest = ""] =
    (isUnderlined
      ? /^(\s*)(\*{0,2}\w+(?:,\s*\*{0,2}\w+)*)\s*(:.*)?$/
      : /^(\s*)(\*{0,2}\w+)\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\s*(:.*)$/
    ).exec(line) ?? [];
  if (names === undefined) return [];
  return Array.from(names.matchAll(/\w+/g), (match) => {
    const from = at + lead.length + match.index;
    return {
      name: match[0],
      at: { start: from, end: from + match[0].length },
      text: oneLine(line.slice(line.length - rest.length)) + signatureOf(line, rest),
    };
  });
}

/** What stands in the parentheses after a name may hold the default: `limit (int, default 10): …`. */
function signatureOf(line: string, rest: string): string {
  const inner = /\(([^()]*)\)/.exec(line.slice(0, line.length - rest.length))?.[1];
  return inner === undefined ? "" : ` (${inner})`;
}

function extendLast(entries: DocumentedParameter[], line: string): void {
  const last = entries.pop();
  if (last) entries.push({ ...last, text: `${last.text} ${oneLine(line)}` });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
