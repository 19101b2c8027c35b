/** What the code itself says of a route that is open on purpose: a comment above it, a marker, a name. */
import type { Span } from "../../model/source.js";
import type { SurveyedFile } from "../../model/survey.js";
import type { Handler, Route } from "./route.js";

const saysOpen =
  /\b(?:public(?:ly)?(?! keys?\b)|unauthenticated|anonymous(?:ly)?|anyone|everyone|anybody|unprotected|guests?|no (?:auth\w*|login|log-?in|sign-?in|token|session|permissions?)|without (?:an? |any |being )?(?:auth\w*|login|logged|logging|sign\w*|token|session)|(?:not|n't) (?:be )?(?:protected|authenticated|guarded|(?:require|need) (?:an? |any )?(?:auth\w*|login|token|user|session|sign\w*))|open (?:to|for|endpoints?|routes?|api)|on purpose|intentional\w*|deliberate\w*|(?:dev\w*|debug\w*) only|only (?:in|for) dev\w*)\b/i;

/** A heading speaks for all routes below it, up to the next comment. */
const isHeading = /\b(?:routes?|endpoints?|apis?|pages?|urls?|handlers?)\b/i;

const openNames =
  /^(?:allow_?any|permit_?all|allow_?anonymous|is_?public|public(?:_?(?:routes?|router|procedure|api|access|group))?|no_?auth\w*|(?:skip|ignore|exempt)_?(?:auth|login|jwt|token)\w*|guests?|guest_?only|optional_?(?:auth|login|jwt|user)\w*|(?:auth|login|jwt)_?optional|anonymous\w*|pass_?token|unprotected\w*|anon)$/i;

/** True where somebody has written down that whoever asks may have it. */
export function isOpenOnPurpose(route: Route): boolean {
  const { own, inherited, form, file, at, handler } = route;
  return (
    [...own, ...inherited, form.split(".").at(-1) ?? ""].some((name) => openNames.test(name)) ||
    isSaidOf(file, at) ||
    isInDevelopment(route) ||
    (handler !== null && isSaidOpen(handler))
  );
}

/** The same of a function whose route was not found. */
export function isSaidOpen(handler: Handler): boolean {
  return isSaidOf(handler.file, handler.fact.span) || saysOpen.test(documentation(handler));
}

/** How far up a heading is looked for, in characters: some twenty lines. */
const farthest = 1200;

function isSaidOf(file: SurveyedFile, at: Span): boolean {
  const { text } = file.source;
  const indentation = indentationAt(text, at.start);
  const above = file.outline.comments.filter(
    (one) =>
      one.end <= at.start &&
      at.start - one.end < farthest &&
      startsLine(text, one.start) &&
      indentationAt(text, one.start) === indentation,
  );
  const { words, end } = lastBlock(text, above);
  // A function may stand at the end of its line: `const show = wrap(async (req, res) => …)`.
  const between = text.slice(end, text.lastIndexOf("\n", at.start - 1) + 1);
  const isNext = between.split("\n").every((line) => /^\s*$|^\s*@|^\s*[)\]}]|,\s*$/.test(line));
  const holds = isNext || (isHeading.test(words) && !/\.\s*[uU]se\(|before_request/.test(between));
  return (holds && saysOpen.test(words)) || saysOpen.test(behind(file, at));
}

/** Comments that follow each other without code between, read as one. */
function lastBlock(text: string, comments: readonly Span[]): { words: string; end: number } {
  const last = comments.at(-1);
  if (!last) return { words: "", end: 0 };
  let from = last.start;
  for (const { start, end } of comments.toReversed()) if (text.slice(end, from).trim() === "") from = start;
  return { words: text.slice(from, last.end).replace(/\s+(?:\*|#|\/\/)?\s*/g, " "), end: last.end };
}

/** A remark at the end of its line. */
function behind({ source: { text }, outline }: SurveyedFile, { start }: Span): string {
  const newline = text.indexOf("\n", start);
  const end = newline === -1 ? text.length : newline;
  return outline.comments
    .filter((one) => one.start > start && one.start < end)
    .map((one) => text.slice(one.start, one.end))
    .join(" ");
}

/** The first string of a Python function. */
function documentation({ file, fact: { bodySpan } }: Handler): string {
  if (file.tree.family !== "python") return "";
  const body = file.source.text.slice(bodySpan.start, Math.min(bodySpan.end, bodySpan.start + 800));
  return /^[\s:]*[rbu]?("""|''')([\s\S]*?)\1/.exec(body)?.[2]?.replace(/\s+/g, " ") ?? "";
}

function startsLine(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf("\n", at - 1) + 1, at).trim() === "";
}

function indentationAt(text: string, at: number): number {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at + 200);
  return line.length - line.trimStart().length;
}

/** `if (process.env.NODE_ENV === "development") {` around the registration. */
export function isInDevelopment({ file: { source }, at }: Pick<Route, "file" | "at">): boolean {
  const depth = indentationAt(source.text, at.start);
  if (depth === 0) return false;
  const above = source.text
    .slice(Math.max(0, at.start - farthest), at.start)
    .split("\n")
    .slice(0, -1);
  const around = above.findLast(
    (line) => line.trim() !== "" && line.length - line.trimStart().length < depth && /\w/.test(line),
  );
  return around !== undefined && /\bif\b.*(?:NODE_ENV|\bdev|debug|IsDevelopment)/i.test(around);
}
