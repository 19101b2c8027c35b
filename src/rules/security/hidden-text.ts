/** Characters nobody sees, placed so that the file says something else than it shows. */
import { defineRule, type Hit } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Family } from "../../model/tree.js";

export default defineRule({
  // Medium: nothing was read that is true (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Right-to-left text, emoji and byte order marks are left out; what remains has no use in source text.
  confidence: 0.9,
  // What was read before is left out or for the deep profile by now, and nothing else has met.
  judged: { right: 0, arguable: 0, wrong: 0, projects: 470 },
  title: "Hidden text",
  risk: "What a person reviews and what the compiler or a language model reads are two different texts.",
  fix: "Delete the invisible characters; where one is needed as data, write it as an escape such as \\u202E.",
  cwe: [1007],
  tests: "include",
  match: {
    *text({ source: { text, isTest, path }, tree: { family } }) {
      // Plain ASCII, which most files are, holds none of them.
      if (!mayHide.test(text) || (isTest && isData.test(path))) return;
      // Tests of text handling hold such characters as their input.
      const severity = isTest ? "low" : "medium";
      const names = isCode(family) ? insideNames(text) : [];
      // All that readers saw in tests was the input of what is tested.
      for (const hit of [...bidirectional(text), ...smuggled(text), ...names])
        yield { ...hit, severity, ...(isTest ? { confidence: 0.45 } : {}) };
    },
  },
  examples: [
    {
      language: "typescript",
      bad: 'export const isAdmin = (role: string) => role !== "user\u202E \u2066// only admins\u2069 \u2066";\n',
      good: 'export const title = "שלום \u2067עולם\u2069";\nexport const share = (n: number) => `${name} \u2066(${n}%)\u2069`;\nexport const override = "\\u202E";\nexport const isolate = /^[\u2066-\u2069]+$/;\nexport const family = "👨\u200D👩\u200D👧 क\u094D\u200Dष";\n',
    },
    {
      language: "python",
      bad: "def check\u3164(user):\n    return True\n",
      good: "# A zero-width\u200B space from a copied page\ndef check(user):\n    return user != 'A\u200DB'\n",
    },
    {
      language: "text",
      path: "README.md",
      bad: "Thanks\u{E0061}\u{E0070}\u{E0070}\u{E0072}\u{E006F}\u{E0076}\u{E0065} for reading.\n",
      good:
        '"Resume": "\u202Cدەستپێکردنەوە",\n' +
        "The flag of Scotland: \u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}.\n",
    },
    {
      language: "text",
      bad: { "test/notes.md": "Thanks \u202Efor\u202D reading.\n" },
      good: { "test/urls.json": '[{ "input": "http://example.com/\u202E/foo/\u202D/bar" }]\n' },
    },
    {
      language: "text",
      path: "notes.md",
      bad: "Nothing here\u200B\u200C\u200B\u200B\u200C\u200C\u200B\u200C.\n",
      good: "One\u200B two\u200Bthree, caf\u0301e, ❤\uFE0F, ☀\uFE0F\uFE0F\uFE0F\uFE0F\uFE0F, ملف\u202E.\n \u200D\u200D\u200D\u200D\u200Dتا گزینه\u200C\u200C\u200C\u200C\u200Cها.\n",
    },
  ],
});

/** Nobody reviews the input of a parser's tests by eye, and such characters belong in it. */
const isData = /\.(?:json|txt|csv|tsv|ya?ml|xml|dat)$/i;

const mayHide = /[\u200B-\u3164]|[\uFE00-\uFE0F]|[\uFEFF-\uFFA0]|[\u{E0000}-\u{E01EF}]/u;
/** The one that turns letters round; the others only say which way a piece of Hebrew or Arabic, or a number in it, runs. */
const overrides = /\u202E/;
/** Controls that make a piece run from right to left, or as it comes; the others hold from left to right what runs so anyway. */
const turnsOrder = /[\u202B\u202E\u2067\u2068]/;
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** Trojan Source (Boucher and Anderson 2021): controls that show the line in another order than it runs. */
function* bidirectional(text: string): Iterable<Hit> {
  let next = 0;
  for (const { index } of text.matchAll(/[\u202A-\u202E\u2066-\u2069]/g)) {
    if (index < next) continue;
    const line = lineAround(text, index);
    next = line.end;
    const shown = text.slice(line.start, line.end);
    if (isRange(text, index)) continue;
    if (!turnsOrder.test(shown)) continue;
    const turnsLetters = /[\p{L}\d]/u.test(text.slice(index + 1, line.end));
    if (rightToLeft.test(shown) && (isBalanced(shown) || !overrides.test(shown) || !turnsLetters)) continue;
    yield {
      at: { start: index, end: index + 1 },
      title: "Text in disguised order",
      issue: `The line holds ${nameOf(text.codePointAt(index) ?? 0)}, which makes editors show it in another order than it is read in.`,
    };
  }
}

/** `[\u2066-\u2069]` with the characters themselves: the expression looks for them. */
function isRange(text: string, index: number): boolean {
  return /[[^]$/.test(text.slice(0, index)) && /^-[\u200B-\u206F]\]/.test(text.slice(index + 1));
}

function lineAround(text: string, index: number): Span {
  const start = Math.max(text.lastIndexOf("\n", index), text.lastIndexOf("\r", index)) + 1;
  const rest = text.slice(index).search(/[\r\n]/);
  return { start, end: rest === -1 ? text.length : index + rest };
}

/** Every opened direction is closed on the line, as in ordinary Hebrew or Arabic text. */
function isBalanced(line: string): boolean {
  const count = (pattern: RegExp): number => line.match(pattern)?.length ?? 0;
  return (
    count(/[\u202A\u202B\u202D\u202E]/g) === count(/\u202C/g) &&
    count(/[\u2066-\u2068]/g) === count(/\u2069/g)
  );
}

/** Runs of invisible characters: tag letters spell ASCII, selectors and zero-width characters carry bits. */
function* smuggled(text: string): Iterable<Hit> {
  for (const match of text.matchAll(/(?<!\u{1F3F4}[\u{E0000}-\u{E007F}]*)[\u{E0001}-\u{E007F}]+/gu)) {
    const spelled = [...match[0]]
      .map((letter) => String.fromCharCode((letter.codePointAt(0) ?? 0) & 0x7f))
      .join("");
    yield {
      at: { start: match.index, end: match.index + match[0].length },
      issue: `Invisible tag characters spell "${printable(spelled)}" here.`,
    };
  }
  for (const match of text.matchAll(
    /[\u{E0100}-\u{E01EF}]{4,}|[\uFE00-\uFE0F]{4,}|[\u200B-\u200D\u2060-\u2064\uFEFF]{4,}/gu,
  )) {
    if (isJoiner(match[0], besides(text, match.index, match[0].length))) continue;
    yield {
      at: { start: match.index, end: match.index + match[0].length },
      issue: `${String([...match[0]].length)} invisible characters stand in a row here; such runs carry data that nobody sees.`,
    };
  }
}

/** One character over and over says nothing: the key for a joiner held down in a script that has it, or a selector copied along. */
function isJoiner(run: string, around: string): boolean {
  if (/^(?:\uFE0E+|\uFE0F+)$/.test(run)) return true;
  return /^(?:\u200C+|\u200D+)$/.test(run) && /[\u0600-\u08FF\u0900-\u0DFF]/.test(around);
}

/** The characters right before and right after a run. */
function besides(text: string, start: number, length: number): string {
  return text.slice(Math.max(0, start - 1), start) + text.slice(start + length, start + length + 1);
}

/** Invisible characters that belong to an identifier, so that two names look the same. */
function* insideNames(text: string): Iterable<Hit> {
  for (const match of text.matchAll(/(?<=[A-Za-z0-9_$])[\u200C\u200D](?=[A-Za-z0-9_$])|[\u3164\uFFA0]/g)) {
    if (isQuoted(text, match.index)) continue;
    yield {
      at: { start: match.index, end: match.index + 1 },
      title: "Invisible character in a name",
      issue: `${nameOf(match[0].charCodeAt(0))} stands in or as a name here: two names can look the same and differ.`,
    };
  }
}

/** Inside a text that opens on the same line: data, and no name. */
function isQuoted(text: string, index: number): boolean {
  const before = text.slice(lineAround(text, index).start, index).replace(/\\./g, "");
  const rest = before.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, "");
  return /["'`]/.test(rest);
}

function isCode(family: Family): boolean {
  return family !== "text";
}

function nameOf(code: number): string {
  return `the invisible character U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function printable(text: string): string {
  const shown = text.replace(/[^ -~]/g, "");
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}
