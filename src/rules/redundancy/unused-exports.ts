/** Exports of an application that nothing in it names: one finding a package, the largest first. */
import { plural } from "../../lib/text.js";
import type { Definition } from "../../model/outline.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { type WholePackage, wholePackages } from "../../syntax/whole-packages.js";

const manifest = '{ "name": "shop", "private": true }\n';

export default defineRule({
  severity: "low",
  // The name stands once in all that was read; of 41 read in three projects 41 were used nowhere, default exports left out since.
  confidence: 0.85,
  judged: { right: 41, arguable: 0, wrong: 0, projects: 3 },
  title: "Exports that nothing uses",
  risk: "Readers keep it working, tests keep it green, and nobody needs it.",
  fix: "Remove what nobody uses; if something outside of this code calls it, say so beside it.",
  reads: ["typescript"],
  project: unusedExports,
  examples: [
    {
      language: "typescript",
      bad: {
        "package.json": manifest,
        "src/main.ts": 'import { price } from "./prices.js";\nconsole.log(price(1));\n',
        "src/prices.ts":
          "export function price(n: number) {\n  return n * 2;\n}\nexport function formerPrice(n: number) {\n  return n * 3;\n}\n",
      },
      good: {
        "package.json": manifest,
        "src/main.ts":
          'import { price } from "./prices.js";\nimport * as shapes from "./shapes.js";\nconsole.log(price(1), Object.keys(shapes));\n',
        "src/prices.ts":
          "export function price(n: number) {\n  return n * rate;\n}\nexport const rate = 2;\nexport function named(n: number) {\n  return n;\n}\n",
        "src/shapes.ts": "export const circleShape = 1;\n",
        "src/pages/index.ts": "export function getServerSideProps() {\n  return {};\n}\n",
        "config.yml": "handler: named\n",
      },
    },
    {
      language: "javascript",
      bad: {
        "package.json": manifest,
        "a.js": 'import { used } from "./b.js";\nused();\n',
        "b.js": "export function used() {}\nexport const leftOver = () => {\n  return 1;\n};\n",
      },
      // A library's exports are for people who are not here.
      good: {
        "package.json": '{ "name": "lib", "exports": "./a.js" }\n',
        "a.js": 'import { used } from "./b.js";\nexport const start = () => used();\n',
        "b.js": "export function used() {}\nexport const leftOver = () => {\n  return 1;\n};\n",
      },
    },
    {
      language: "javascript",
      bad: {
        "package.json": manifest,
        "a.js": 'import { used } from "./b.js";\nused();\n',
        "b.js": "export function used() {}\nexport class Forgotten {}\n",
      },
      good: {
        "package.json": manifest,
        "a.js": 'import anything, { used } from "./b.js";\nused(anything);\n',
        "b.js": "export function used() {}\nexport default class Forgotten {}\n",
      },
    },
  ],
});

interface Unused {
  readonly file: SurveyedFile;
  readonly definition: Definition;
}

/** Names shown in the sentence; all places are listed. */
const mostNamed = 5;
/** Places of one finding: who removes these asks again. */
const mostPlaces = 30;

function* unusedExports(survey: Survey): Iterable<ProjectHit> {
  const packages = wholePackages(survey);
  if (packages.length === 0) return;
  const candidates = packages.map((each) => ({ each, unused: candidatesIn(each, survey) }));
  const counts = countWords(
    survey,
    new Set(candidates.flatMap(({ unused }) => unused.map(({ definition }) => definition.name))),
  );
  for (const { unused } of candidates) {
    const once = unused
      .filter(({ definition }) => counts.get(definition.name) === 1)
      .sort((a, b) => sizeOf(b) - sizeOf(a));
    const hit = hitFor(once.slice(0, mostPlaces), once.length, survey.files.size);
    if (hit) yield hit;
  }
}

function candidatesIn({ files }: WholePackage, survey: Survey): readonly Unused[] {
  return files
    .filter(
      (file) => !file.source.isTest && !file.source.path.endsWith(".d.ts") && isPlainModule(file, survey),
    )
    .flatMap((file) =>
      file.outline.definitions
        .filter(
          (definition) =>
            isCandidate(definition) &&
            isMentionedOnce(definition.name, survey) &&
            !isDefault(definition, file),
        )
        .map((definition) => ({ file, definition })),
    );
}

function isCandidate({ isExported, container, kind, name }: Definition): boolean {
  return isExported && container === null && kind !== "type" && kind !== "method" && name.length > 3;
}

/** A default export is imported under whatever name its users like. */
function isDefault({ nameSpan }: Definition, { source }: SurveyedFile): boolean {
  return /\bdefault\b[^;=]*$/.test(source.text.slice(Math.max(0, nameSpan.start - 60), nameSpan.start));
}

/**
 * Somebody imports it, and by name: what no code imports is an entry that a framework or a person starts, and of what is
 * imported whole any member may be meant.
 */
function isPlainModule({ source }: SurveyedFile, { index, files }: Survey): boolean {
  const importers = index.importersOf(source.path);
  const stem = (source.path.split("/").at(-1) ?? "").replace(/\.\w+$/, "");
  return (
    importers.length > 0 &&
    importers.every((path) => {
      const imports = files.get(path)?.outline.imports ?? [];
      return !imports.some(({ module, names }) => module.includes(stem) && isWhole(names));
    })
  );
}

function isWhole(names: readonly { readonly imported: string }[]): boolean {
  return names.length === 0 || names.some(({ imported }) => imported === "*");
}

function isMentionedOnce(name: string, { index }: Survey): boolean {
  const [first, ...others] = index.mentions(name);
  return first?.offsets.length === 1 && others.length === 0;
}

/** Candidates have more than three letters. */
const words = /[\w$]{4,}/g;

/** How often each of the names stands in any text under review: templates, settings and comments name things too. */
function countWords({ files }: Survey, names: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (names.size === 0) return counts;
  for (const { source } of files.values())
    for (const word of source.text.match(words) ?? [])
      if (names.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function sizeOf({ definition }: Unused): number {
  return definition.span.end - definition.span.start;
}

function hitFor(unused: readonly Unused[], count: number, files: number): ProjectHit | null {
  const [first, ...others] = unused;
  if (!first) return null;
  const named = unused.slice(0, mostNamed).map(({ definition }) => `\`${definition.name}\``);
  const rest = count - named.length;
  const names = rest > 0 ? `${named.join(", ")} and ${rest} more` : named.join(", ");
  const place = ({ file, definition }: Unused) => ({ path: file.source.path, span: definition.nameSpan });
  const { path, span } = place(first);
  return {
    path,
    at: span,
    title: count === 1 ? "Export that nothing uses" : `${count} exports that nothing uses`,
    issue: `${names} ${count === 1 ? "is" : "are"} exported and named nowhere else in ${plural(files, "reviewed file")}.`,
    also: others.map(place),
    queries: [{ ask: "unused-anywhere", path, name: first.definition.name }],
  };
}
