/** A pattern or formatter that never changes is made anew for every item of a loop. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Family } from "../../model/tree.js";
import { withoutComments } from "../../syntax/growth.js";
import { loopsOf } from "../../syntax/loops.js";

export default defineRule({
  severity: "low",
  // All arguments are literals, so every item gets an equal object; how many items there are is not in the code.
  confidence: 0.85,
  title: "Made anew for every item",
  risk: "Compiling a pattern or building a formatter costs many times what using it does, and a long list pays that for every item.",
  fix: "Make it once before the loop, or once for the whole program, and use it in the loop.",
  match: { typescript: compiled, go: compiled, rust: compiled, java: compiled },
  examples: [
    {
      language: "typescript",
      bad: 'export function prices(rows: number[]) {\n  return rows.map((row) => new Intl.NumberFormat("en", { style: "percent" }).format(row));\n}\n',
      good: 'const percent = new Intl.NumberFormat("en", { style: "percent" });\nexport function prices(rows: number[], words: string[]) {\n  const found = words.map((word) => new RegExp(word));\n  for (const row of rows) if (/^a+$/.test(String(row))) found.pop();\n  return rows.map((row) => percent.format(row));\n}\n',
    },
    {
      language: "go",
      bad: 'package a\n\nimport "regexp"\n\nfunc count(lines []string) (n int) {\n\tfor _, line := range lines {\n\t\tif regexp.MustCompile(`^a+$`).MatchString(line) {\n\t\t\tn++\n\t\t}\n\t}\n\treturn n\n}\n',
      good: 'package a\n\nimport "regexp"\n\nvar letters = regexp.MustCompile(`^a+$`)\n\nfunc count(lines, patterns []string) (n int) {\n\tfor _, pattern := range patterns {\n\t\tif regexp.MustCompile(pattern).MatchString("a") {\n\t\t\tn++\n\t\t}\n\t}\n\treturn n\n}\n',
    },
    {
      language: "rust",
      bad: 'use regex::Regex;\n\nfn count(lines: &[String]) -> usize {\n    let mut n = 0;\n    for line in lines {\n        if Regex::new("^a+$").unwrap().is_match(line) {\n            n += 1;\n        }\n    }\n    n\n}\n',
      good: 'use regex::Regex;\n\nfn count(lines: &[String]) -> usize {\n    let letters = Regex::new("^a+$").unwrap();\n    let mut n = 0;\n    for line in lines {\n        if letters.is_match(line) {\n            n += 1;\n        }\n    }\n    n\n}\n',
    },
    {
      language: "java",
      bad: 'class Lines {\n  int count(List<String> lines) {\n    int n = 0;\n    for (String line : lines) {\n      if (Pattern.compile("^a+$").matcher(line).find()) n++;\n    }\n    return n;\n  }\n}\n',
      good: 'class Lines {\n  private static final Pattern LETTERS = Pattern.compile("^a+$");\n  int count(List<String> lines, List<String> patterns) {\n    int n = 0;\n    for (String pattern : patterns) {\n      if (Pattern.compile(pattern).matcher("a").find()) n++;\n    }\n    for (String line : lines) {\n      if (line.isEmpty()) {\n        n = Pattern.compile("^a+$").matcher(line).groupCount();\n        break;\n      }\n    }\n    return n;\n  }\n}\n',
    },
  ],
});

const makers: Readonly<Partial<Record<Family, RegExp>>> = {
  typescript:
    /^(?:RegExp|Intl\.(?:NumberFormat|DateTimeFormat|Collator|PluralRules|RelativeTimeFormat|ListFormat))$/,
  go: /^regexp\.(?:MustCompile|Compile|MustCompilePOSIX)$/,
  rust: /(?:^|\.)Regex\.new$/,
  java: /^(?:Pattern\.compile|DateTimeFormatter\.ofPattern)$/,
};

/** Nothing but literals, `true` and keys of an object of them. */
const literals =
  /^\((?:\s|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`$]|\$(?!\{))*`|r#*"[^"]*"#*|\d|true|false|undefined|Pattern\.[A-Z_]+|[A-Za-z_]\w*:|[{},|])+\)$/;

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
  for (const [token] of after.matchAll(/[{}]|(?<=[;{}]\s*)\b(?:break|return|throw)\b/g)) {
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (depth === 0) return true;
    if (depth < 0) return false;
  }
  return false;
}
