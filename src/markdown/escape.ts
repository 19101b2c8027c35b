/** Puts text that others wrote into Markdown so that it cannot break or forge the report around it. */
import { visible } from "../lib/visible.js";

/** Backtick runs that pair up, as in CommonMark section 6.1. */
const codeSpan = /(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/gu;

/** What GitHub turns into a notification, a cross reference or a link: mentions, issue numbers, addresses. */
const live =
  /(?<!\w)@[a-z\d][\w./-]*|(?<!\w)(?:[\w.-]+\/[\w.-]+)?#\d+|\bGH-\d+|\b[a-z][a-z\d+.-]*:\/\/[^\s<>]+|\bwww\.[^\s<>]+/giu;

/** Punctuation that Markdown would act upon; underscores inside a word and lone asterisks mean nothing to it. */
const active =
  /\\(?=[!-/:-@[-`{-~]|$)|[`[~$]|(?<!(?:^|\s))\*|\*(?!\s|$)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** An inline code span that shows exactly this text, on one line. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown === "") return "(empty)";
  const ticks = "`".repeat(longestRun(shown) + 1);
  const pad = /^`|`$|^ .* $/u.test(shown) ? " " : "";
  return ticks + pad + shown + pad + ticks;
}

/** One line of prose: code spans in it stay code, everything else is plain words. */
export function prose(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  let result = "";
  let from = 0;
  for (const match of line.matchAll(codeSpan)) {
    result += words(line.slice(from, match.index)) + code(unpadded(match[2] ?? ""));
    from = match.index + match[0].length;
  }
  return withoutBlockMarker(result + words(line.slice(from)));
}

/** Prose that ends like a sentence. */
export function sentence(text: string): string {
  const line = text.trim();
  if (line === "") return "";
  return prose(/[.!?…]["')\]]?$/u.test(line) ? line : `${line}.`);
}

/** Prose for a heading, where a closing `#` would be swallowed. */
export function headingText(text: string): string {
  return prose(text).replace(/#+$/u, (hashes) => `\\${hashes}`);
}

/** Markdown for one cell of a table: a bar would end it, even inside a code span. */
export function cell(markdown: string): string {
  return markdown
    .replace(/\s*\n\s*/gu, " ")
    .replace(/(\\*)\|/gu, (_, slashes: string) =>
      slashes.length % 2 === 0 ? `${slashes}\\|` : `${slashes}\\\\|`,
    );
}

/** Length of the longest run of backticks. */
export function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/gu), (run) => run[0].length));
}

function words(text: string): string {
  let result = "";
  let from = 0;
  for (const match of text.matchAll(live)) {
    const token = match[0].replace(/[.,;:!?)'"\]]+$/u, "");
    result += plain(text.slice(from, match.index)) + code(token);
    from = match.index + token.length;
  }
  return result + plain(text.slice(from));
}

function plain(text: string): string {
  return visible(text)
    .replace(/&(?=#?\w+;)/gu, "&amp;")
    .replace(active, "\\$&")
    .replace(/<(?=[a-z/!?])/giu, "&lt;");
}

/** A list item, quote or heading inside a block begins with these. */
function withoutBlockMarker(line: string): string {
  return line.replace(/^(?:[-+#](?=[\s#-]|$)|[=>])/u, "\\$&").replace(/^(\d+)([.)])(?=\s|$)/u, "$1\\$2");
}

/** Markdown takes one space from each side of a padded span. */
function unpadded(text: string): string {
  return /^ .*[^ ].* $|^ [^ ] $/u.test(text) ? text.slice(1, -1) : text;
}
