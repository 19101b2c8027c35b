/** A pattern or formatter that never changes is made anew for every item of a loop. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Family } from "../../model/tree.js";
import { withoutComments } from "../../syntax/growth.js";
import { loopsOf } from "../../syntax/loops.js";

export default defineRule({
  severity: "info",
  // All arguments are literals, so every item gets an equal object; how many items there are is not in the code.
  // Go and Java were taken out: three hits read there, in loops of a few settings, none true. So were patterns of
  // JavaScript: engines keep the compiled form by its source, and of 6 hits none cost anything that showed.
  confidence: 0.85,
  judged: { right: 2, arguable: 1, wrong: 0, projects: 1 },
  title: "Made anew for every item",
  risk: "Building a formatter or compiling a pattern costs many times what using it does, and a long list pays that for every item.",
  fix: "Make it once before the loop, or once for the whole program, and use it in the loop.",
  fold: "file",
  match: { typescript: compiled, rust: compiled },
  examples: [
    {
      language: "typescript",
      bad: 'export function prices(rows: number[]) {\n  return rows.map((row) => new Intl.NumberFormat("en", { style: "percent" }).format(row));\n}\n',
      good: 'const percent = new Intl.NumberFormat("en", { style: "percent" });\nexport function prices(rows: number[], words: string[]) {\n  const found = words.map((word) => [new RegExp(word), new RegExp("^a+$")]);\n  for (const row of rows) if (/^a+$/.test(String(row))) found.pop();\n  return rows.map((row) => percent.format(row));\n}\n',
    },
    {
      language: "rust",
      bad: 'use regex::Regex;\n\nfn count(lines: &[String]) -> usize {\n    let mut n = 0;\n    for line in lines {\n        if Regex::new("^a+$").unwrap().is_match(line) {\n            n += 1;\n        }\n    }\n    n\n}\n',
      good: 'use regex::Regex;\n\nfn count(lines: &[String]) -> usize {\n    let letters = Regex::new("^a+$").unwrap();\n    let mut n = 0;\n    for line in lines {\n        if letters.is_match(line) {\n            n += 1;\n        }\n    }\n    n\n}\n',
    },
  ],
});

const makers: Readonly<Partial<Record<Family, RegExp>>> = {
  typescript:
    /^(?:Intl\.(?:NumberFormat|DateTimeFormat|Collator|PluralRules|RelativeTimeFormat|ListFormat))$/,
  rust: /(?:^|\.)Regex\.new$/,
};

/** Nothing but literals, `true` and keys of an object of them. */
const literals =
  /^\((?:\s|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`$]|\$(?!\{))*`|r#*"[^"]*"#*|\d|true|false|undefined|[A-Za-z_]\w*:|[{},|])+\)$/;

function* compiled(subject: Subject): Iterable<Hit> {
  const maker = makers[subject.tree.family];
  const calls = subject.outline.calls.filter(({ callee }) => maker?.test(callee));
  if (calls.length === 0) return;
  const text = withoutComments(subject);
  for (const { span } of calls) {
    const made = text.slice(span.start, span.end);
    const isConstant = literals.test(made.slice(made.indexOf("(")));
    const loop = loopsOf(subject.tree).find(({ body }) => body.start <= span.start && body.end >= span.end);
    if (!isConstant || !loop) continue;
    if (loop.isStatement && leaves(text.slice(loop.body.start, span.start))) continue;
    if (ownsBlocks.has(subject.tree.family) && isLastRound(text.slice(span.end, loop.body.end))) continue;
    if (/^[^\n]*\n\s*throw\b/.test(text.slice(span.end, span.end + 200))) continue;
    yield {
      at: span,
      issue: `\`${made.replace(/\s+/g, " ").replaceAll("`", "'")}\` is made for every item of the loop although it is the same each time.`,
    };
  }
}

/** What is returned or thrown is made once at most. */
function leaves(before: string): boolean {
  return /\b(?:return|throw)\s+[^;\n]*$/.test(before);
}

const ownsBlocks: ReadonlySet<Family> = new Set(["go", "java", "rust"]);

/** Its own block leaves the loop afterwards: `if (…) { …; break; }`. */
function isLastRound(after: string): boolean {
  let depth = 0;
  for (const [token] of after.matchAll(/[{}]|\b(?=[brt])(?<=[;{}]\s*)(?:break|return|throw)\b/g)) {
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (depth === 0) return true;
    if (depth < 0) return false;
  }
  return false;
}
