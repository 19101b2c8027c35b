/** The same lines prepare the tests of several files, or test after test of one file. */
import { groupBy } from "../../lib/group.js";
import { Lines, plural } from "../../lib/text.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { learn } from "../../syntax/learn.js";
import { examples } from "./repeated-test-setup/examples.js";
import { type Block, type Line, blocksIn } from "./repeated-test-setup/blocks.js";

export default defineRule({
  severity: "low",
  // The lines are compared, not guessed; whether the tests gain by sharing them is for their author to say.
  confidence: 0.85,
  judged: { right: 52, arguable: 16, wrong: 1, projects: 19 },
  title: "Test setup written again and again",
  risk: "When what the tests need changes, every copy has to be found and changed, and a copy that is missed tests something else.",
  fix: "Move the setup into one function or fixture that the tests share.",
  reads: ["typescript", "python", "go", "rust", "java", "elixir"],
  tests: "include",
  project: repeatedSetups,
  examples,
});

const fewestPlaces = 3;
/** Shorter setups are as short as the call that would replace them. */
const fewestLines = 8;
/** At least these many of the lines do something: a long literal is data. */
const fewestSteps = 6;
/** Within one file tests may well say what they need; a setup this often repeated hides what is tested. */
const worthwhile = 40;
const mostPlaces = 12;
/** Who has more of them than this first decides about the largest; the others are one finding. */
const mostFiles = 6;

function* repeatedSetups(survey: Survey): Iterable<ProjectHit> {
  const blocks = [...survey.files.values()].flatMap((file) =>
    learn(file, "repeated-test-setup", () => blocksIn(file)),
  );
  const setups = blocks.filter(({ kind }) => kind === "setup");
  for (const group of alike(setups)) {
    const files = new Set(group.map(({ path }) => path));
    if (files.size >= fewestPlaces) yield* shared(group, { survey, where: `${files.size} test files` });
  }
  const tests = blocks.filter(({ kind }) => kind === "test");
  const largest = [...groupBy(tests, (block) => block.path).values()].flatMap(largestOf);
  largest.sort((a, b) => savedBy(b) - savedBy(a));
  const hits = largest.flatMap((group) => [
    ...shared(group, { survey, where: `${group.length} tests of ${group[0]?.path ?? ""}` }),
  ]);
  yield* hits.slice(0, mostFiles);
  yield* remaining(hits.slice(mostFiles));
}

/** The setup of one file's tests that costs most lines. */
function largestOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  return [...alike(blocks)]
    .filter((group) => group.length >= fewestPlaces && savedBy(group) >= worthwhile)
    .sort((a, b) => savedBy(b) - savedBy(a))
    .slice(0, 1);
}

function* remaining(hits: readonly ProjectHit[]): Iterable<ProjectHit> {
  const [first, ...rest] = hits;
  if (!first) return;
  if (rest.length === 0) {
    yield first;
    return;
  }
  yield {
    path: first.path,
    at: first.at,
    also: rest.map(({ path, at }) => ({ path, span: at })),
    title: `Setup repeated in the tests of ${hits.length} more files`,
    issue: `Besides the ${mostFiles} largest, which are told one by one, ${hits.length} test files each repeat a setup of at least ${fewestLines} lines, ${worthwhile} lines or more in all; the first one in each is shown.`,
  };
}

/** Lines that would go. */
function savedBy(group: readonly Block[]): number {
  return commonLines(group) * (group.length - 1);
}

/** How many lines the blocks begin with in common. */
function commonLines([first, ...rest]: readonly Block[]): number {
  if (!first) return 0;
  const end = first.lines.findIndex((line, i) => rest.some(({ lines }) => lines[i]?.shape !== line.shape));
  return end === -1 ? first.lines.length : end;
}

/** Blocks that begin with the same lines. */
function alike(blocks: readonly Block[]): Iterable<readonly Block[]> {
  const long = blocks.filter(({ lines }) => lines.length >= fewestLines);
  return groupBy(long, ({ lines, family }) =>
    [family, ...shapes(lines).slice(0, fewestLines)].join("\n"),
  ).values();
}

function shapes(lines: readonly Line[]): readonly string[] {
  return lines.map(({ shape }) => shape);
}

function* shared(
  group: readonly Block[],
  { survey, where }: { readonly survey: Survey; readonly where: string },
): Iterable<ProjectHit> {
  const [first, ...rest] = group;
  if (!first) return;
  const length = commonLines(group);
  const isStep = first.family === "go" || first.family === "rust" ? isStatement : isAnyStep;
  if (first.lines.slice(0, length).filter(isStep).length < fewestSteps) return;
  const saved = savedBy(group);
  yield {
    path: first.path,
    at: spanOf(first, length),
    also: rest.slice(0, mostPlaces).map((block) => ({ path: block.path, span: spanOf(block, length) })),
    title: `${length} lines of setup repeated in ${where}`,
    issue: `The same ${plural(length, "line")} of setup stand in ${where}${namesOf(group, survey)}; one shared setup would save ${plural(saved, "line")}.`,
  };
}

/** Where tests are tables, the declaration of the table and the fields of its rows are data, calls in them included. */
function isStatement({ shape }: Line): boolean {
  return /^let\b|:=|: =|;$|^[\w.]+(?: ! )? ?\(|^[\w. ]+\(|[^=!<>:]=[^=>]/.test(shape);
}

function isAnyStep({ shape }: Line): boolean {
  return /[\w!?] ?\(|[^=!<>]=[^=>]|<-|\bawait\b|^\w+ [\w"'{:]/.test(shape);
}

function spanOf({ lines }: Block, count: number): { start: number; end: number } {
  return { start: lines[0]?.start ?? 0, end: lines[count - 1]?.end ?? 0 };
}

function namesOf(group: readonly Block[], { files }: Survey): string {
  const places = group.slice(0, 3).map(({ path, lines }) => {
    const line = new Lines(textOf(files.get(path))).lineAt(lines[0]?.start ?? 0);
    return `${path.slice(path.lastIndexOf("/") + 1)}:${line}`;
  });
  return ` (${places.join(", ")}${group.length > places.length ? ", …" : ""})`;
}

function textOf(file: SurveyedFile | undefined): string {
  return file?.source.text ?? "";
}
