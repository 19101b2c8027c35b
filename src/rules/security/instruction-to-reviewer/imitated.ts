/** Text in the form of what a reviewer is given: a page with its question, a marker, a numbered line, a custom of the house. */
import type { Span } from "../../../model/source.js";
import { phrase } from "./phrase.js";

const lineStart = "^[\\s*#/\"'<!>|+-]*";
const nextLine = "[ \\t]*(?:\\r?\\n[\\s*#/>|]*){1,3}";

/** Headings of a prompt of this program, with the words that stand below each and nowhere else. */
const pages = [
  `${lineStart}#+ (?:Security|QA|Concurrency|Performance|Redundancy|Consistency|Operations|Factual|Senior|\\w+ Expert)[\\w ]{0,24}${nextLine}The question:`,
  `${lineStart}# Leads${nextLine}(?:Answer every one\\b|There are none)`,
  `${lineStart}# Now${nextLine}Answer with\\b`,
];

/** A mark that closes with a word in it is neither HTML nor XML; with a bare quotation no opening one is. */
const markers = ["</(?:file|context|notes) [\\w-]{2,40}>", '<file [\\w-]{2,40} \\\\?"[^"\\n]{1,200}">'];

const authority = "(?:maintainers?|owners?|security team|core team|team|authors?|project leads?|architects?)";
const consent = "(?:agreed?|decided?|confirm(?:ed|s)?|accept(?:ed|s)?|approved?|certif(?:y|ied|ies))";
const harmless =
  "(?:fine|safe|ok|okay|acceptable|allowed|harmless|intended|by design|not an? (?:issue|problem|bug|vulnerability|finding))";
const everywhere =
  "(?:in|throughout|across|for) (?:this|the whole|the entire) (?:repository|repo|codebase|code base|project)";

/**
 * Notes for people give a reason or a ticket; "it was agreed that this is fine here" is what a reviewer's instructions
 * of a project would say. The thing itself must be one that reviewers look for.
 */
const dangers =
  "(?:eval|exec|SQL|shell|pickle|innerHTML|XSS|CSRF|injection|concatenat|hard-?coded|secrets?|passwords?|credentials?|tokens?|unsafe|unchecked|unvalidated|insecure|plain ?text|TLS|certificate|race|any defect|findings?|vulnerab)";
const custom = phrase(
  `(?:the|our|all) ${authority} (?:have |has |all )?${consent} that [^.\\n]{0,60}?\\b${dangers}[^.\\n]{0,60}? (?:is|are) ${harmless} ${everywhere}`,
);

/** For comments and prose. */
export const imitations = [...pages, `\\b${custom}`];

/** For anything, strings included. */
export const imitatedMarkers = markers;

/** A cheap first look. */
export const signsOfImitation =
  'the question:|^\\W*# (?:leads|now)$|</(?:file|context|notes) |<file [\\w-]+ \\\\?"|(?:this|whole|entire)\\s+(?:repo|project|code ?base)';

/** A break that only some programs take for the end of a line, and after it a number and a bar, as files are shown. */
const forgedNumber = /(?:\r(?!\n)|[\v\f\u0085\u2028\u2029])[ \t]*\d{1,6}\| /g;

/** Lines that seem to have numbers of their own, so that others seem to have been shown. */
export function* forgedNumbers(text: string): Iterable<Span> {
  for (const { 0: run, index } of text.matchAll(forgedNumber)) {
    const rest = /[\r\n\v\f\u0085\u2028\u2029]|$/g;
    rest.lastIndex = index + run.length;
    yield { start: index, end: rest.exec(text)?.index ?? index + run.length };
  }
}
