/** Cases stand in a table, and one test body runs over them, each under its name. */
import { plural } from "../lib/text.js";
import { type Hit, definePractice } from "../model/rule.js";
import { closingOf, codeOf } from "../syntax/code-text.js";
import { type Code, inFamilies } from "../syntax/in-families.js";
import { examples } from "./table-driven-tests/examples.js";

export default definePractice({
  category: "testing",
  // Table and runner both stand in the code; the number of rows is counted.
  confidence: 0.9,
  title: "Cases in a table, each a test of its own",
  reason: "A new case is one more row, and a failure names the row that shows it.",
  tests: "only",
  match: inFamilies(["typescript", "python", "go"], tables),
  examples,
});

/** Shorter lists save nothing over tests written out. */
const fewestRows = 6;

interface Table {
  /** Ends with the bracket that opens the list of rows. */
  readonly opens: RegExp;
  /** What must follow the rows soon, where the runner is not part of the opening. */
  readonly runner?: RegExp;
}

const forms: readonly Table[] = [
  { opens: /\b(?:test|it|describe)\.each(?:<[^()]{0,200}>)?\(\s*\[/g },
  { opens: /@pytest\.mark\.parametrize\(\s*(?:"[^"]*"|'[^']*'|[([][^\])]*[\])]),\s*\[/g },
  {
    opens: /\b\w+ :?= (?:\[\]|map\[\w+\])struct \{[^{}]*\}\{/g,
    runner: /^\s*for _?\w*, ?\w+ := range \w+ \{[\s\S]{0,200}?\bt\.Run\(/,
  },
];

function* tables(code: Code): Iterable<Hit> {
  if (!/\.each\b|parametrize|t\.Run\(/.test(code.source.text)) return;
  const text = codeOf(code);
  const found = forms.flatMap(({ opens, runner }) =>
    [...text.matchAll(opens)].flatMap((match) => {
      const open = match.index + match[0].length - 1;
      const end = closingOf(text, open);
      if (runner && !runner.test(text.slice(end, end + 600))) return [];
      return [{ start: match.index, end: open + 1, rows: rowsIn(text, open, end) }];
    }),
  );
  const [longest] = found.sort((a, b) => b.rows - a.rows);
  if (!longest || longest.rows < fewestRows) return;
  yield {
    at: { start: longest.start, end: longest.end },
    issue: `${plural(longest.rows, "case")} stand in one table and run through one body, each as a test of its own.`,
  };
}

/** Rows begin with a bracket, or are one plain value each; both are parted by commas of the table itself. */
function rowsIn(text: string, open: number, end: number): number {
  let rows = 0;
  for (let at = open + 1; at < end - 1;) {
    const item = /^[\s,]*([^\s,])/.exec(text.slice(at, at + 2000));
    if (!item) return rows;
    const start = at + item[0].length - 1;
    if (start >= end - 1) return rows;
    rows++;
    at = endOfRow(text, start, end);
  }
  return rows;
}

const step = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[([{,]/g;

function endOfRow(text: string, start: number, end: number): number {
  step.lastIndex = start;
  for (let match = step.exec(text); match && match.index < end; match = step.exec(text)) {
    if (match[0] === ",") return match.index;
    if ("([{".includes(match[0])) step.lastIndex = closingOf(text, match.index);
  }
  return end;
}
