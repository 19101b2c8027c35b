/** Where code checks something and can fail for it: assertions, and calls of functions that hold one. */
import type { Outline } from "../model/outline.js";
import type { Span } from "../model/source.js";
import type { Survey, SurveyedFile } from "../model/survey.js";

/** Names that check: `expect`, `assertEqual`, `shouldThrow`, `verifyTotals`, `toMatchSnapshot`, `getByRole`. */
const checkingName =
  /expect|assert|should|verif|check|ensure|snapshot|validat|reject|raises|throws|warns|fail|equal|match|wait_?for|(?:find|get)(?:All)?By[A-Z]/i;
/** Short names of test libraries: tap and ava (`t.is`), Mocha's `done`, Cypress, `verify` styles of mocks. */
const checkingWords = new Set(["is", "not", "ok", "same", "done", "cy", "pass", "plan", "end", "must"]);

/** Answers for one file whether a span checks anything. */
export interface Assertions {
  /** True when the span names a check, throws on its own account, or calls a function that does. */
  areWithin(span: Span): boolean;
}

/** @param thrown offsets of the file's own `assert`, `throw` and `raise` statements */
export function findAssertions(file: SurveyedFile, survey: Survey, thrown: readonly number[]): Assertions {
  const helpers = checkingHelpers(survey);
  const named = namedOffsets(file.outline, (name) => isCheck(name) || helpers.has(name));
  const offsets = [...thrown, ...named, ...required(file)];
  return { areWithin: (span) => offsets.some((offset) => isInside(offset, span)) };
}

/** Testify's `require.NoError(t, err)`; elsewhere `require` loads modules. */
function required({ outline, tree }: SurveyedFile): readonly number[] {
  if (tree.family !== "go") return [];
  return outline.calls.filter(({ callee }) => callee.startsWith("require.")).map(({ span }) => span.start);
}

function isCheck(name: string): boolean {
  return checkingWords.has(name) || checkingName.test(name);
}

function isInside(offset: number, { start, end }: Span): boolean {
  return offset >= start && offset < end;
}

function namedOffsets(outline: Outline, accepts: (name: string) => boolean): readonly number[] {
  return [...outline.mentions].flatMap(([name, offsets]) => (accepts(name) ? offsets : []));
}

const known = new WeakMap<Survey, ReadonlySet<string>>();

/** Helpers call helpers; deeper chains than this have not been met. */
const rounds = 3;

/** Names of functions in test sources that check something themselves or through another of them. */
function checkingHelpers(survey: Survey): ReadonlySet<string> {
  const before = known.get(survey);
  if (before) return before;
  const tests = [...survey.files.values()].filter(({ source }) => source.isTest);
  const helpers = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    const size = helpers.size;
    for (const { outline, source } of tests) addHelpers(outline, source.text, helpers);
    if (helpers.size === size) break;
  }
  known.set(survey, helpers);
  return helpers;
}

const ownFailure = /\b(?:throw|raise|assert)\b/;

function addHelpers(outline: Outline, text: string, helpers: Set<string>): void {
  const offsets = namedOffsets(outline, (name) => isCheck(name) || helpers.has(name));
  for (const { name, bodySpan } of outline.functions) {
    if (name === "<anonymous>" || helpers.has(name)) continue;
    const fails = ownFailure.test(text.slice(bodySpan.start, bodySpan.end));
    if (fails || offsets.some((offset) => isInside(offset, bodySpan))) helpers.add(name);
  }
}
