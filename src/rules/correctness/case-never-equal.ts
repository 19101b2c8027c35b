/** A text whose case was changed is compared with one in another case. */
import { type Edit, type Hit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { closingOf, codeOf, isQuoted } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";

export default defineRule({
  severity: "medium",
  // Text of one case never equals a literal in another.
  confidence: 0.9,
  judged: { right: 11, arguable: 0, wrong: 0, projects: 6 },
  title: "Comparison across letter cases",
  risk: "The two are never equal, or only when somebody happens to write them alike: the case that is asked for is not found.",
  fix: "Bring both sides into the same case before comparing them.",
  match: inFamilies(["typescript", "python", "go", "java", "rust"], mismatched),
  examples: [
    {
      language: "typescript",
      bad: 'export const isAdmin = (role: string): boolean => role.toLowerCase() === "Admin";\n',
      good: 'export const isAdmin = (role: string): boolean => role.toLowerCase() === "admin" || role === "Admin" || role.trim() === "Admin";\n',
    },
    {
      language: "typescript",
      bad: 'export function level(name: string): number {\n  switch (name.toUpperCase()) {\n    case "HIGH":\n      return 2;\n    case "Low":\n      return 1;\n  }\n  return 0;\n}\n',
      good: 'export function level(name: string): number {\n  switch (name.toUpperCase()) {\n    case "HIGH":\n      return label("High");\n    case "LOW":\n      return 1;\n  }\n  return 0;\n}\n',
    },
    {
      language: "javascript",
      bad: "export function List({ rows }) {\n  const [search, setSearch] = useState('');\n  const found = rows.filter((row) => row.name.toLowerCase().includes(search));\n  return page(found, (event) => setSearch(event.target.value));\n}\n",
      good: "export function List({ rows }) {\n  const [search, setSearch] = useState('');\n  const [filter, setFilter] = useState('');\n  const query = search.trim().toLowerCase();\n  const found = rows.filter((row) => row.name.toLowerCase().includes(query) || row.kind.toLowerCase().includes(filter));\n  return page(found, (event) => setSearch(event.target.value), (event) => setFilter(event.target.value.toLowerCase()));\n}\nexports.find = (rows, search) => rows.filter((row) => row.name.toLowerCase().includes(search));\nexports.isFlagged = (text, word) => text.toLowerCase().includes(word);\n",
    },
    {
      language: "javascript",
      bad: "export function List({ rows }) {\n  const [search, setSearch] = useState('');\n  const [laterSearch] = useDebounceValue(search, 200);\n  return page(rows.filter((row) => row.name.toLowerCase().includes(laterSearch)), setSearch);\n}\n",
      good: "export function List({ rows }) {\n  const [search, setSearch] = useState('');\n  const [laterSearch] = useDebounceValue(search.toLowerCase(), 200);\n  return page(rows.filter((row) => row.name.toLowerCase().includes(laterSearch)), setSearch);\n}\n",
    },
    {
      language: "javascript",
      bad: 'exports.place = (state) => {\n  switch (state.toUpperCase()) {\n    case "open":\n      return 1;\n  }\n  return ["New", "Open"].includes(state.toLowerCase()) ? 2 : 0;\n};\n',
      good: 'exports.place = (state, kind, page) => {\n  switch (state.toUpperCase()) {\n    case "OPEN":\n      return page(\n        "open wide",\n        "hover",\n      );\n  }\n  return "Other" == kind ? page(state.toUpperCase()) : state.toLowerCase() === "OPEN".toLowerCase();\n};\n',
    },
    {
      language: "python",
      bad: 'def is_open(state):\n    return state.lower() in ("Open", "New")\n',
      good: 'def is_open(state, states):\n    return state.lower() in ("open", "new") or state.lower() in states or state in ("Open", "New")\n',
    },
    {
      language: "go",
      bad: 'package door\n\nfunc isOpen(state string) bool { return strings.Contains(strings.ToLower(state), "Open") }\n',
      good: 'package door\n\nfunc isOpen(state string) bool { return strings.Contains(strings.ToLower(state), "open") || state == "Open" }\n\nfunc show(state string) map[string]any {\n\treturn map[string]any{\n\t\t"state": strings.ToUpper(state),\n\t\t"wasOpen": true,\n\t}\n}\n',
    },
    {
      language: "java",
      bad: 'class Door {\n  boolean isOpen(String state) { return state.toLowerCase(Locale.ROOT).equals("Open"); }\n}\n',
      good: 'class Door {\n  boolean isOpen(String state) { return state.toLowerCase(Locale.ROOT).equals("open") || state.equalsIgnoreCase("Open"); }\n}\n',
    },
    {
      language: "rust",
      bad: 'fn is_open(state: &str) -> bool {\n    state.to_lowercase() == "Open"\n}\n',
      good: 'fn is_open(state: &str) -> bool {\n    state.to_lowercase() == "open" || state == "Open"\n}\n',
    },
  ],
});

const lower = "toLowerCase|toLocaleLowerCase|lower|casefold|to_lowercase|to_ascii_lowercase";
const upper = "toUpperCase|toLocaleUpperCase|upper|to_uppercase|to_ascii_uppercase";
const ask =
  "(?:\\s*(?:===?|!==?)\\s*|\\s*\\)\\s*(?:===?|!==?)\\s*|\\.(?:as_str\\(\\)\\.)?(?:includes|startsWith|endsWith|indexOf|contains|starts_with|ends_with|startswith|endswith|equals|contentEquals|find|count|index)\\()";

function* mismatched(code: Code): Iterable<Hit> {
  if (
    !/\b(?:to_?\w*(?:lower|upper)_?case|lower|upper|casefold)\(|To(?:Lower|Upper)\(/i.test(code.source.text)
  )
    return;
  const text = codeOf(code);
  const asked = [...directly(text), ...inSwitches(text), ...inLists(text), ...inGo(text)].filter(
    ({ call, literal, at }) => isImpossible(call, literal) && !isQuoted(text, at.start),
  );
  for (const [first, ...others] of byPlace(asked)) {
    const named = [first, ...others].map(({ literal }) => `\`${literal}\``).join(" and ");
    yield {
      at: first.at,
      edits: [first, ...others].flatMap((one) => inItsCase(code.source.text, one)),
      issue: `The text on the one side is all ${/upper/i.test(first.call) ? "upper" : "lower"} case and ${named} ${others.length > 0 ? "are" : "is"} not: they never match.`,
    };
  }
  yield* oneSided(text);
}

/** What stands in one list is one finding. */
function byPlace(asked: readonly Asked[]): Iterable<readonly [Asked, ...Asked[]]> {
  const places = new Map<number, [Asked, ...Asked[]]>();
  for (const one of asked) {
    const same = places.get(one.at.start);
    if (same) same.push(one);
    else places.set(one.at.start, [one]);
  }
  return places.values();
}

/** Only plain letters, and only where the literal stands once in what is quoted. */
function inItsCase(text: string, { call, literal, at }: Asked): readonly Edit[] {
  const own = text.slice(at.start, at.end);
  const found = [...own.matchAll(/(["'])([A-Za-z][\w -]*)\1/g)].filter((match) => match[2] === literal);
  const [match] = found;
  if (!match || found.length > 1 || !/^[\w -]+$/.test(literal)) return [];
  const start = at.start + match.index + 1;
  const fixed = /upper/i.test(call) ? literal.toUpperCase() : literal.toLowerCase();
  return [{ at: { start, end: start + literal.length }, text: fixed }];
}

interface Asked {
  readonly call: string;
  readonly literal: string;
  readonly at: Span;
}

function isImpossible(call: string, literal: string): boolean {
  const isUpper = /upper/i.test(call);
  const plain = literal.replace(/%[A-Za-z]|\\./g, "");
  return isUpper ? plain !== plain.toUpperCase() : plain !== plain.toLowerCase();
}

/** What a method is called on: names and calls without arguments, and no `?` of a choice. */
const operand = "(?:[\\w$.]|\\?(?=\\.)|!(?=\\.)|\\(\\)){1,60}?";
const forward = new RegExp(
  `\\.(${lower}|${upper})\\(\\w{0,14}(?:\\.\\w+)?\\)${ask}\\s*[bru]?(["'])((?:(?!\\2)[^\\\\\\n])*)\\2(?!\\s*\\.\\s*(?:${lower}|${upper})\\b)`,
  "g",
);
const backward = new RegExp(
  `(["'])((?:(?!\\1)[^\\\\\\n])*)\\1\\s*(?:===?|!==?|\\.equals\\()\\s*${operand}\\.(${lower}|${upper})\\(\\)`,
  "g",
);

function* directly(text: string): Iterable<Asked> {
  for (const match of text.matchAll(forward))
    yield { call: match[1] ?? "", literal: match[3] ?? "", at: spanOf(match) };
  for (const match of text.matchAll(backward))
    yield { call: match[3] ?? "", literal: match[2] ?? "", at: spanOf(match) };
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

const switches = new RegExp(
  `\\b(?:switch|match)\\s*\\(?[^\\n{]{0,80}?(?:\\.(${lower}|${upper})\\(\\)|strings\\.To(Lower|Upper)\\([^()\\n]*\\))(?:\\.as_str\\(\\)|\\.as_ref\\(\\))?\\s*\\)?\\s*\\{`,
  "g",
);

function* inSwitches(text: string): Iterable<Asked> {
  for (const match of text.matchAll(switches)) {
    const open = match.index + match[0].length - 1;
    const body = text.slice(open, closingOf(text, open));
    if (body.split(/\bswitch\b|\bmatch\b/).length > 1) continue;
    const call = match[1] ?? match[2] ?? "";
    for (const { start, end } of labelsIn(body, match[0].startsWith("match")))
      yield { call, literal: body.slice(start + 1, end - 1), at: { start: open + start, end: open + end } };
  }
}

/** Where the texts of `case "a", "b":` stand, or of the arms of `match`. */
function labelsIn(body: string, isMatch: boolean): readonly Span[] {
  const lists = isMatch
    ? /^\s*(?:\|\s*)?"[^"\n]*"(?:\s*\|\s*"[^"\n]*")*(?=\s*(?:=>|if\b))/gm
    : /\bcase\s+(?:"[^"\n]*"|'[^'\n]*')(?:\s*,\s*(?:"[^"\n]*"|'[^'\n]*'))*(?=\s*(?::|->))/g;
  return [...body.matchAll(lists)].flatMap((list) =>
    [...list[0].matchAll(/"[^"\n]*"|'[^'\n]*'/g)].map(({ index, 0: text }) => ({
      start: list.index + index,
      end: list.index + index + text.length,
    })),
  );
}

const lists = new RegExp(
  `(?:\\.(${lower}|${upper})\\(\\)\\s*(?:not\\s+)?in\\s*[[({]([^\\])}]*)[\\])}])|\\[([^\\]]*)\\]\\.includes\\(\\s*${operand}\\.(${lower}|${upper})\\(\\)`,
  "g",
);

function* inLists(text: string): Iterable<Asked> {
  for (const match of text.matchAll(lists)) {
    for (const literal of (match[2] ?? match[3] ?? "").matchAll(/(["'])((?:(?!\1)[^\n])*)\1/g))
      yield { call: match[1] ?? match[4] ?? "", literal: literal[2] ?? "", at: spanOf(match) };
  }
}

const goCalls =
  /strings\.To(Lower|Upper)\([^()\n]*(?:\([^()\n]*\))?[^()\n]*\)(?:\s*[!=]=\s*|,\s*)"([^"\n]*)"(?!\s*:)/g;

function* inGo(text: string): Iterable<Asked> {
  for (const match of text.matchAll(goCalls))
    yield { call: match[1] ?? "", literal: match[2] ?? "", at: spanOf(match) };
}

const searches = new RegExp(
  `([\\w$.?!()[\\]]+)\\.(${lower}|${upper})\\(\\)(?:\\.(?:includes|startsWith|contains|startswith|indexOf)\\(\\s*)([A-Za-z_]\\w*)\\s*\\)`,
  "g",
);
/** What somebody types in. */
const typed = /search|query|filter|keyword|term(?!inal)|needle|(?:^|[._])q$/i;

/** `name.toLowerCase().includes(search)`, where the file nowhere brings `search` into that case. */
function* oneSided(text: string): Iterable<Hit> {
  for (const match of text.matchAll(searches)) {
    const name = match[3] ?? "";
    if (!typed.test(name) || !isHeldAsTyped(text, name) || isQuoted(text, match.index)) continue;
    yield {
      at: spanOf(match),
      // Of 12 hits read 7 were wrong, all on names that a caller or another list brings into that case: those are left out.
      confidence: 0.7,
      issue: `\`${match[1] ?? ""}\` is brought into one case and \`${name}\` is not, here or elsewhere in this file: whoever types it in another case finds nothing.`,
    };
  }
}

/** The state of a component that nothing in it brings into a case, by itself or a moment later. */
function isHeldAsTyped(text: string, name: string, isLater = false): boolean {
  if (isBroughtToCase(text, name)) return false;
  const setter = new RegExp(`\\[\\s*${name}\\s*,\\s*(\\w+)\\s*\\]\\s*=\\s*(?:React\\.)?useState\\b`).exec(
    text,
  )?.[1];
  if (setter !== undefined) return !new RegExp(`\\b${setter}\\([^;\\n]*?(?:${change})`).test(text);
  const source = new RegExp(
    `(?:\\[\\s*${name}\\s*[\\],]|\\b${name}\\b)[^=;\\n]{0,40}=\\s*(?:React\\.)?use(?:Debounce|Deferred)\\w*\\(\\s*(\\w+)`,
  ).exec(text)?.[1];
  return source !== undefined && !isLater && isHeldAsTyped(text, source, true);
}

const change = `\\.(?:${lower}|${upper})\\(|To(?:Lower|Upper)\\(|[nN]ormali[sz]e\\w*\\(`;

/** The name's own, or that of a text it is taken from, in the same line as a change of case. */
function isBroughtToCase(text: string, name: string): boolean {
  if (/lower|upper|norm|slug|folded|^[A-Z\d_]+$/.test(name) || /Lower|Upper|Norm/.test(name)) return true;
  return new RegExp(
    `\\b${name}\\b\\s*(?::[^=\\n]*)?=[^;]{0,300}?(?:${change})|(?:${change})[^;\\n]*\\b${name}\\b\\s*=[^=]|\\b${name}\\b[\\w.?!()]*?(?:${change})`,
  ).test(text);
}
