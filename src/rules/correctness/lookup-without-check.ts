/** Something is read off the answer of a lookup that may find nothing. */
import { type Hit, defineRule } from "../../model/rule.js";
import { codeOf, isQuoted } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";
import { lineAt } from "../../syntax/surroundings.js";

export default defineRule({
  severity: "low",
  // 4 hits in 26,000 files of 37 projects once these filters stood: 2 true, 2 where the data may rule the case out.
  // Half is not enough to interrupt anybody, so only the deep profile prints it.
  confidence: 0.45,
  judged: { right: 2, arguable: 2, wrong: 0, projects: 0 },
  title: "Lookup used without a check",
  risk: "When nothing is found the next step fails on `None` or `undefined`, with an error that does not say what was missing.",
  fix: "Handle the case that nothing is found, or give the lookup a default.",
  cwe: [476],
  match: inFamilies(["typescript", "python"], unchecked),
  examples: [
    {
      language: "python",
      bad: 'import os\n\n\ndef hosts():\n    return os.environ.get("ALLOWED_HOSTS").split(",")\n',
      good: 'import os\n\n\ndef hosts():\n    return os.environ.get("ALLOWED_HOSTS", "").split(",") + os.environ["MORE"].split(",")\n\n\ndef other():\n    if os.environ.get("HOSTS"):\n        return os.environ.get("HOSTS").split(",")\n    return client.get("hosts").json()\n',
    },
    {
      language: "python",
      bad: 'import re\n\n\ndef version(text):\n    return re.search(r"v(\\d+)", text).group(1)\n',
      good: 'import re\n\n\ndef version(text):\n    found = re.search(r"v(\\d+)", text)\n    if re.match(r"v", text) and re.match(r"v", text).group(0):\n        return 1\n    try:\n        return re.search(r"v(\\d+)", text).group(1)\n    except AttributeError:\n        return found\n',
    },
    {
      language: "javascript",
      bad: "exports.nameOf = (users, id) => users.find((user) => user.id === id).name;\n",
      good: "exports.nameOf = (users, id) => users.find((user) => user.id === id)?.name;\nexports.first = (page) => page.find('h1').text();\nexports.own = (users, id) => {\n  if (users.find((user) => user.id === id)) return users.find((user) => user.id === id).name;\n  return users.find((user) => user.id === id) && 'x';\n};\n",
    },
    {
      language: "javascript",
      bad: "exports.version = (text) => text.match(/v(\\d+)/)[1];\n",
      good: "exports.version = (text) => text.match(/v(\\d+)/)?.[1] ?? (text.match(/v(\\d+)/) || [])[1];\nexports.own = (text) => (/v(\\d+)/.test(text) ? text.match(/v(\\d+)/)[1] : '');\nexports.indent = (line) => line.match(/^\\s*/)[0];\n",
    },
  ],
});

const inside = "(?:[^()\\n]|\\([^()\\n]*\\))*";
const python = [
  /\b(?:os\.environ\.get|os\.getenv)\(\s*["'][^"'\n]+["']\s*\)\.\w+\(/g,
  new RegExp(
    `\\bre\\.(?:match|search|fullmatch)\\(${inside}\\)\\.(?:group|groups|groupdict|start|end|span)\\(`,
    "g",
  ),
];
/** Strict TypeScript refuses these two, so only JavaScript is asked. */
const javascript = [
  new RegExp(`[\\w$\\])]\\.find\\(\\(?\\w+\\)?\\s*=>\\s*${inside}\\)\\.\\w+`, "g"),
  /[\w$\])]\.match\(\/(?:[^/\n\\]|\\.)+\/[a-z]*\)(?:\[\d+\]|\.groups\b)/g,
];

function* unchecked(code: Code): Iterable<Hit> {
  const { language } = code.source;
  if (
    language === "typescript" ||
    !/\.find\(|\.match\(|environ\.get|getenv|\bre\.\w+\(/.test(code.source.text)
  )
    return;
  const text = codeOf(code);
  for (const pattern of language === "python" ? python : javascript) {
    for (const match of text.matchAll(pattern)) {
      const lookup = match[0].replace(/(?:\.\w+\(?|\[\d+\])$/, "");
      if (matchesAnything.test(lookup) || isChecked(text, match.index, lookup) || isQuoted(text, match.index))
        continue;
      yield {
        at: { start: match.index, end: match.index + match[0].length },
        issue: `\`${shown(lookup)}\` may find nothing, and what comes next is asked of its answer without looking.`,
      };
    }
  }
}

/** A pattern that an empty text matches too, such as white space at the start. */
const matchesAnything = /\.match\(\/\^?\(?(?:\[[^\]]*\]|\\?.)\*\)?\$?\/[a-z]*\)$/;

function shown(lookup: string): string {
  return lookup.length > 60 ? `${lookup.slice(0, 60)}…` : lookup;
}

/** Characters around the lookup in which a check or a `try` may stand. */
const near = 400;

/** What is looked for is asked about close by, or a failure is caught. */
function isChecked(text: string, at: number, lookup: string): boolean {
  const before = text.slice(Math.max(0, at - near), at);
  const pattern = /\(((?:\/|r?["'])(?:[^"'\n]|["'](?!\)))*)/.exec(lookup)?.[1]?.slice(0, 40) ?? lookup;
  return (
    before.includes(pattern) ||
    text.slice(at + lookup.length, at + lookup.length + near).includes(pattern) ||
    /\btry\b/.test(before) ||
    /&&|\bif\b|\?|\btest\(/.test(lineAt(text, at).split(lookup)[0] ?? "")
  );
}
