/** Pieces of answers, as a model would write them, for tests. */

export const finding = {
  path: "src/a.ts",
  line_start: 2,
  line_end: 2,
  quote: "const b = a.slice(1);",
  title: "First item is skipped",
  category: "correctness",
  severity: "medium",
  confidence: "high",
  issue: "Index 0 is left out.",
  risk: "The oldest entry is missing.",
  recommendation: "Begin at 0.",
  claim: "none",
  name: "",
};

export const practice = {
  path: "src/a.ts",
  line_start: 1,
  line_end: 1,
  quote: "const a = load();",
  title: "Loads once",
  reason: "Nothing is read twice.",
};

export function answerText(part: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ canary: "token", findings: [], leads: [], practices: [], ...part });
}
