/** An error is written into the text of a new one, where the rest of the project wraps it. */
import type { SgNode } from "@ast-grep/napi";
import { type Edit, type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import type { GoTree } from "../../model/tree.js";
import { argumentsOf, callsWhere, literalText } from "../../syntax/go/calls.js";
import { enclosingFunction } from "../../syntax/go/ask.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "low",
  // Only where four of five places of the project wrap; leaving the cause out can still be meant.
  confidence: 0.7,
  judged: { right: 4, arguable: 0, wrong: 1, projects: 0 },
  title: "Error written into the text instead of wrapped",
  risk: "`errors.Is` and `errors.As` no longer find the cause, so callers that handle it elsewhere treat it as unknown here.",
  fix: "Write `%w` where the error stands, as the rest of the project does.",
  fold: "file",
  match: { go: unwrapped },
  examples: [
    {
      language: "go",
      bad: {
        "store/read.go": wrapping(5),
        "store/write.go":
          'package store\n\nimport "fmt"\n\nfunc write(id string) error {\n\tif err := put(id); err != nil {\n\t\treturn fmt.Errorf("write %s: %v", id, err)\n\t}\n\treturn nil\n}\n',
      },
      good: {
        "store/read.go": wrapping(5),
        "store/write.go":
          'package store\n\nimport "fmt"\n\nfunc write(id string) error {\n\tif err := put(id); err != nil {\n\t\treturn fmt.Errorf("write %v: %w", id, err)\n\t}\n\treturn fmt.Errorf("%w: no %v", ErrMissing, id)\n}\n\nfunc guard(id string, run func()) (failed error) {\n\tdefer func() {\n\t\tif err := recover(); err != nil {\n\t\t\tfailed = fmt.Errorf("run %s: %v", id, err)\n\t\t}\n\t}()\n\trun()\n\treturn nil\n}\n',
      },
    },
    {
      language: "go",
      bad: {
        "store/read.go": wrapping(6),
        "store/write.go":
          'package store\n\nimport "fmt"\n\nfunc write(id string) error {\n\terr := put(id)\n\treturn fmt.Errorf("write: %s", err.Error())\n}\n',
      },
      good: {
        "store/read.go": wrapping(2),
        "store/write.go":
          'package store\n\nimport "fmt"\n\nfunc write(id string) error {\n\terr := put(id)\n\treturn fmt.Errorf("write: %v", err)\n}\n',
      },
    },
  ],
});

/** A file that wraps this many errors. */
function wrapping(times: number): string {
  const bodies = Array.from(
    { length: times },
    (_, i) => `func read${String(i)}(err error) error {\n\treturn fmt.Errorf("read: %w", err)\n}\n`,
  );
  return `package store\n\nimport "fmt"\n\n${bodies.join("\n")}`;
}

/** Fewer say nothing about a habit. */
const fewestWrapped = 5;
const habit = 0.8;
const wrapped = /\bErrorf\([^\n]*%w/g;
const plain = /\bErrorf\((?![^\n]*%w)[^\n]*%[vs][^\n]*\berr(?:\.Error\(\))?\)/g;

function* unwrapped(subject: Subject<GoTree>): Iterable<Hit> {
  plain.lastIndex = 0;
  if (!plain.test(subject.source.text) || !wrapsByHabit(subject.survey)) return;
  for (const { call, node } of callsWhere(subject, ({ origin }) => origin === "fmt.Errorf")) {
    const [format, ...values] = argumentsOf(node);
    const verbs = [
      ...(literalText(format) ?? "").replaceAll("%%", "").matchAll(/%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z])/g),
    ];
    if (verbs.some(([, verb]) => verb === "w")) continue;
    const at = values.findIndex(isError);
    const value = values[at];
    if (!value || !/[vs]/.test(verbs[at]?.[1] ?? "") || isRecovered(node)) continue;
    yield {
      at: spanOf(node),
      edits: format && value.text() === "err" ? wrappedAt(format, at) : [],
      issue: `\`${call.callee}\` prints \`${value.text()}\` into its text with \`${verbs[at]?.[0] ?? ""}\`, while the rest of the project wraps errors with \`%w\`.`,
    };
  }
}

/** The verb of that place becomes `%w`; not where places are counted in another way. */
function wrappedAt(format: SgNode, place: number): readonly Edit[] {
  const text = format.text().replaceAll("%%", "  ");
  if (/%[^a-zA-Z]*[[*]/.test(text)) return [];
  const verb = [...text.matchAll(/%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z]/g)][place];
  if (!verb) return [];
  const start = spanOf(format).start + verb.index;
  return [{ at: { start, end: start + verb[0].length }, text: "%w" }];
}

function isError(node: SgNode): boolean {
  return /^err(?:\.Error\(\))?$/.test(node.text());
}

/** What a panic was raised with can be anything: `%w` takes errors only. */
function isRecovered(call: SgNode): boolean {
  const body = enclosingFunction(call)?.text() ?? "";
  return /\berr :?= recover\(\)/.test(body);
}

const habits = new WeakMap<Survey, boolean>();

function wrapsByHabit(survey: Survey): boolean {
  const before = habits.get(survey);
  if (before !== undefined) return before;
  let [yes, no] = [0, 0];
  for (const { tree, source } of survey.files.values()) {
    if (tree.family !== "go" || source.isTest) continue;
    yes += source.text.match(wrapped)?.length ?? 0;
    no += source.text.match(plain)?.length ?? 0;
  }
  const result = yes >= fewestWrapped && yes / (yes + no) >= habit;
  habits.set(survey, result);
  return result;
}
