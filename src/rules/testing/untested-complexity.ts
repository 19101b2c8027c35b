/** Functions with many branches that no test reaches by import or by name: one finding a project, the most complex first. */
import { groupBy } from "../../lib/group.js";
import { parentOf } from "../../lib/paths.js";
import { plural } from "../../lib/text.js";
import type { FunctionFact } from "../../model/outline.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { Family } from "../../model/tree.js";
import { isToolPath } from "../../syntax/tool-paths.js";
import { examples } from "./untested-complexity/examples.js";

const families = ["typescript", "python", "go"] as const satisfies readonly Family[];

export default defineRule({
  severity: "low",
  // Tests that go through a server or a command reach more than imports show; what is said is what was looked for.
  confidence: 0.7,
  judged: { right: 9, arguable: 8, wrong: 5, projects: 22 },
  title: "Branching code that no test reaches",
  risk: "Each branch is a promise that nobody checks: the next change breaks one of them and every test stays green.",
  fix: "Write a test for each outcome of the most complex one first, beginning with those that refuse or fail.",
  reads: families,
  project: untestedFunctions,
  examples,
});

/** Above this McCabe called a module hard to test (1976: 10); half as much again keeps the list to what stands out. */
const leastComplexity = 15;
/** Fewer test files than this are a beginning, and then everything is untested. */
const fewestTests = 3;
const mostNamed = 4;
const mostPlaces = 20;

interface Untested {
  readonly file: SurveyedFile;
  readonly fact: FunctionFact;
}

function* untestedFunctions(survey: Survey): Iterable<ProjectHit> {
  const byFamily = groupBy([...survey.files.values()], ({ tree }) => tree.family);
  for (const family of families) {
    const files = byFamily.get(family) ?? [];
    const tests = files.filter(({ source }) => source.isTest);
    if (tests.length < fewestTests) continue;
    const reached = reachedFrom(tests, survey);
    if (goesAnotherWay(files, reached) || isBlind(reached, survey)) continue;
    const untested = files
      .filter((file) => isProduct(file) && !reached.has(file.source.path))
      .flatMap((file) => file.outline.functions.filter(isCandidate).map((fact) => ({ file, fact })))
      .filter(({ fact }) => !tests.some(({ outline }) => outline.mentions.has(fact.name)))
      .sort((a, b) => b.fact.complexity - a.fact.complexity);
    const hit = hitFor(untested, tests.length);
    if (hit) yield hit;
  }
}

function isProduct({ source, outline }: SurveyedFile): boolean {
  return (
    !source.isTest &&
    outline.parseErrors.length === 0 &&
    !isToolPath(source.path) &&
    !isAside.test(source.path)
  );
}

/** Code that runs once or is made by a program. */
const isAside = /(?:^|\/)(?:migrations?|generated|vendor|alembic|seeds?)\/|\.d\.ts$|\.config\.\w+$/;

function isCandidate({ complexity, name, isTest = false }: FunctionFact): boolean {
  return complexity >= leastComplexity && name !== "<anonymous>" && !isTest;
}

/** Everything that tests import, directly or through others; in Go what lies beside them, which is one package. */
function reachedFrom(tests: readonly SurveyedFile[], { index, files }: Survey): ReadonlySet<string> {
  const reached = new Set(tests.map(({ source }) => source.path));
  const tested = new Set(tests.map(({ source }) => parentOf(source.path)));
  for (const [path, { tree }] of files)
    if (tree.family === "go" && tested.has(parentOf(path))) reached.add(path);
  for (const path of reached) for (const target of index.importsOf(path)) reached.add(target);
  return reached;
}

/** Where imports lead to less than half of the code, tests go through a build, a server or a command. */
function goesAnotherWay(files: readonly SurveyedFile[], reached: ReadonlySet<string>): boolean {
  const product = files.filter(isProduct);
  return product.filter(({ source }) => reached.has(source.path)).length < product.length / 2;
}

/** Names by which code calls its own parts and that only a tool's settings resolve. */
const alias = /^(?:@\/|~|#|\$\w|src\/|app\/)/;

/** Imports that cannot be followed may lead anywhere, so nothing can be said about what is not reached. */
function isBlind(reached: ReadonlySet<string>, { files }: Survey): boolean {
  const names = [...files]
    .filter(([path]) => path.endsWith("package.json"))
    .flatMap(([, { source }]) => /"name"\s*:\s*"([^"]+)"/.exec(source.text)?.[1] ?? []);
  const isOwn = (module: string): boolean =>
    alias.test(module) || names.some((name) => module === name || module.startsWith(`${name}/`));
  return [...reached].some((path) => {
    const file = files.get(path);
    return file?.tree.family === "typescript" && file.outline.imports.some(({ module }) => isOwn(module));
  });
}

function hitFor(untested: readonly Untested[], tests: number): ProjectHit | null {
  const shown = untested.slice(0, mostPlaces);
  const [first, ...others] = shown;
  if (!first) return null;
  const named = shown.slice(0, mostNamed).map(({ fact }) => `\`${fact.name}\` (${fact.complexity} branches)`);
  const rest = untested.length - named.length;
  const names = rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
  const place = ({ file, fact }: Untested) => ({ path: file.source.path, span: fact.nameSpan });
  const { path, span } = place(first);
  return {
    path,
    at: span,
    title:
      untested.length === 1
        ? "Branching function that no test reaches"
        : `${untested.length} branching functions that no test reaches`,
    issue: `None of ${plural(tests, "test file")} imports, directly or through other files, or names ${names}.`,
    also: others.map(place),
    queries: [{ ask: "untested", path, name: first.fact.name }],
  };
}
