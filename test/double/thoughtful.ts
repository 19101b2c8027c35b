/** The script of a model that does its work: reads the files it is shown and says something true about each. */
import type { Category } from "../../src/model/category.js";
import type { Severity } from "../../src/model/severity.js";
import { type Reply, reply } from "./answer.js";
import type { Asked } from "./asked.js";
import { fill } from "./fill.js";
import { isObject, objectAt } from "./json.js";
import type { AnsweredFinding, AnsweredPractice, ReviewAnswer } from "./review-answer.js";
import { type ShownFile, type ShownLine, canaryIn, shownFiles, shownLeads } from "./shown.js";

/** Answers a review; any other question with the plainest value its schema allows. */
export function thoughtful(asked: Asked): Reply {
  return reply(
    JSON.stringify(
      asksForReview(asked) ? thoughtfulAnswer(asked) : fill(asked.schema ?? {}, canaryIn(asked)),
    ),
  );
}

export function thoughtfulAnswer(asked: Asked): ReviewAnswer {
  const files = shownFiles(asked);
  return {
    canary: canaryIn(asked),
    findings: files.flatMap(findingIn),
    leads: shownLeads(asked).map(({ id, severity }) => ({
      id,
      verdict: "confirm",
      severity,
      reason: "The code shown bears it out.",
    })),
    practices: files.flatMap(practiceIn),
  };
}

/** Without a schema there is no other question that the double knows. */
function asksForReview({ schema }: Asked): boolean {
  return schema === null || isObject(objectAt(schema, "properties")["findings"]);
}

interface Suspicion {
  readonly pattern: RegExp;
  readonly category: Category;
  readonly severity: Severity;
  readonly title: string;
}

const suspicions: readonly Suspicion[] = [
  { pattern: /\beval\(|shell=True/, category: "security", severity: "high", title: "Text is run as code" },
  {
    pattern: /catch\s*(?:\([^)]*\)\s*)?\{\s*\}|catch\(\(\) => \{\s*\}\)|except:\s*(?:pass)?$/,
    category: "operations",
    severity: "medium",
    title: "An error is swallowed",
  },
  {
    pattern: /\b(?:setTimeout|setInterval|sleep)\(/,
    category: "concurrency",
    severity: "low",
    title: "Something waits for a time instead of an event",
  },
  {
    pattern: /\bawait\b|\basync\b/,
    category: "correctness",
    severity: "low",
    title: "A call may fail where nobody catches it",
  },
];

/** When a file has nothing suspicious, its longest line is hardest to read. */
const longLine: Suspicion = {
  pattern: /./,
  category: "design",
  severity: "info",
  title: "The longest line of the file",
};

/** One claim a file, about a line whose text occurs once in it. */
function findingIn({ path, lines }: ShownFile): readonly AnsweredFinding[] {
  const candidates = uniqueLines(lines);
  const suspected = suspicions.flatMap((suspicion) => {
    const line = candidates.find(({ text }) => suspicion.pattern.test(text));
    return line ? [{ line, suspicion }] : [];
  });
  const longest = candidates.toSorted((a, b) => b.text.length - a.text.length)[0];
  const [choice] = [...suspected, ...(longest ? [{ line: longest, suspicion: longLine }] : [])];
  if (!choice) return [];
  const { line, suspicion } = choice;
  return [
    {
      ...placeOf(path, line),
      title: suspicion.title,
      category: suspicion.category,
      severity: suspicion.severity,
      confidence: "medium",
      issue: `Line ${line.number} of ${path}: ${suspicion.title.toLowerCase()}.`,
      risk: "Whoever changes this line next may not see it.",
      recommendation: "Say at this line what is meant to happen.",
      claim: "none",
      name: "",
    },
  ];
}

/** A comment that explains is worth praise. */
function practiceIn({ path, lines }: ShownFile): readonly AnsweredPractice[] {
  const line = uniqueLines(lines).find(({ text }) => /^\s*(?:\/\/|\/\*\*|#|--) *\w.{20,}/.test(text));
  if (!line) return [];
  return [
    { ...placeOf(path, line), title: "A comment explains", reason: `Line ${line.number} gives a reason.` },
  ];
}

function uniqueLines(lines: readonly ShownLine[]): readonly ShownLine[] {
  const counts = new Map<string, number>();
  for (const { text } of lines) counts.set(text.trim(), (counts.get(text.trim()) ?? 0) + 1);
  return lines.filter(({ text }) => text.trim().length >= 8 && counts.get(text.trim()) === 1);
}

function placeOf(
  path: string,
  { number, text }: ShownLine,
): Pick<AnsweredFinding, "path" | "line_start" | "line_end" | "quote"> {
  return { path, line_start: number, line_end: number, quote: text.trim() };
}
