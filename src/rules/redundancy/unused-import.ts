/** A name that is imported and never used. */
import { Lines } from "../../lib/text.js";
import type { Import, ImportedName, Outline } from "../../model/outline.js";
import type { Query } from "../../model/query.js";
import { type Edit, type Hit, type Subject, defineRule } from "../../model/rule.js";
import { removal } from "./unused-import/removal.js";

export default defineRule({
  severity: "low",
  // Proven by the symbol index before it is printed; what remains are imports for their side effects.
  confidence: 0.9,
  judged: { right: 11, arguable: 0, wrong: 0, projects: 0 },
  title: "Unused import",
  risk: "Readers look for the use that is not there, and the module is loaded for nothing.",
  fix: "Remove the import; if it is wanted for its side effects, import the module without a name and say so.",
  fold: "file",
  tests: "include",
  match: {
    typescript: (subject) => (subject.source.path.endsWith(".d.ts") ? [] : unusedImports(subject)),
    python: (subject) => (isPackageSurface(subject) || isMigration(subject) ? [] : unusedImports(subject)),
    java: (subject) => unusedImports(subject),
  },
  examples: [
    {
      language: "typescript",
      bad: 'import { readFile, stat } from "node:fs/promises";\nexport const size = async (p: string) => (await stat(p)).size;\n',
      good: '// loaded for its types, not used here\nimport * as zone from "./zone.js";\nimport type { Stats } from "node:fs";\nimport "./polyfill.js";\nexport { a } from "./a.js";\nexport const f = (s: Stats) => s.size;\n',
    },
    {
      language: "python",
      bad: "import sqlalchemy as sa\n\ndef upgrade():\n    pass\n",
      good: 'from alembic import op\nimport sqlalchemy as sa\n\nrevision = "2"\ndown_revision = "1"\n\ndef upgrade():\n    op.execute("select 1")\n',
    },
    {
      language: "python",
      bad: "import os\nfrom typing import Any, Optional\n\ndef f(x: Any) -> int:\n    return x\n",
      good: 'from __future__ import annotations\nimport readline  # noqa: F401\nimport os.path\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app import Store\n\ndef f(x: "Store") -> bool:\n    return os.path.exists(x)\n',
    },
    {
      language: "java",
      bad: "import java.util.List;\nimport java.util.Map;\n\nclass Store {\n  List<String> keys;\n  void Map() {}\n}\n",
      good: 'import java.io.*;\nimport java.util.Map.Entry;\nimport java.util.Set;\nimport java.util.Optional;\nimport a.Gone;\nimport a.NonNull;\nimport static java.util.Collections.*;\nimport static java.util.Map.entry;\n\n/** Holds what {@link Set#of()} may hold; see {@link Keys#of(Optional)}. */\nclass Store {\n  /**\n   * @throws Gone when it is closed\n   */\n  @NonNull Entry<String, String> first() {\n    return entry("a", "b");\n  }\n}\n',
    },
  ],
});

function unusedImports(subject: Subject): readonly Hit[] {
  const { outline, source, survey } = subject;
  const lines = new Lines(source.text);
  const ask = (name: ImportedName): Query => ({ ask: "unused-in-file", path: source.path, name: name.local });
  const found = importsToLookAt(outline).flatMap((entry) => {
    const unused = namesOf(entry).filter(
      (name) => !outline.references.has(name.local) && !isKeptOnPurpose(name, lines),
    );
    if (unused.length === 0) return [];
    // A fix speaks of all names of the import at once, so it may hold only what will be proven.
    const proven = unused.filter((name) => survey.index.answer(ask(name)).holds);
    return [{ unused, edits: proven.length === 0 ? [] : removal(entry, proven, subject) }];
  });
  const fixes = oneFix(found, subject);
  return found.flatMap(({ unused }, i) =>
    unused.map((name) => ({
      at: name.span,
      issue: `\`${name.local}\` is imported and never used.`,
      queries: [ask(name)],
      edits: fixes[i] ?? [],
    })),
  );
}

interface Found {
  readonly unused: readonly ImportedName[];
  readonly edits: readonly Edit[];
}

/** All hits of a file are one finding, so its fix is that of all, unless a comment may have taken some of them out. */
function oneFix(found: readonly Found[], { source: { text } }: Subject): readonly (readonly Edit[])[] {
  const isWhole = found.every(({ edits }) => edits.length > 0) && !/session-review-ignore/.test(text);
  const all = found.flatMap(({ edits }) => edits);
  return found.map(({ edits }) => (isWhole ? all : edits));
}

/** Others' linters are told here, or readers are, that the name is meant to go unused. */
const keptOnPurpose =
  /\b(?:no-unused-vars|no-unused-imports|noqa(?::[^\n]*\bF401)?\b|pylint:\s*disable=[\w,-]*unused-import|(?:not|never|un)\s?used|side effects?)\b/i;

function isKeptOnPurpose({ span }: ImportedName, lines: Lines): boolean {
  const line = lines.lineAt(span.start);
  return [line - 2, line - 1, line].some((near) => {
    const [comment = ""] = near > 0 ? (/(?:\/\/|\/\*|#).*/.exec(lines.line(near)) ?? []) : [];
    // Ours is counted where it silences something, and names the rule, whose name would match.
    return !comment.includes("session-review-ignore") && keptOnPurpose.test(comment);
  });
}

/** Imports that neither pass their names on nor switch the language, such as `from __future__ import annotations`. */
function importsToLookAt(outline: Outline): readonly Import[] {
  return outline.imports.filter((entry) => !entry.isReExport && entry.module !== "__future__");
}

function namesOf({ names }: Import): readonly ImportedName[] {
  return names.filter((name) => !name.local.startsWith("_"));
}

/** Migrations come out of a template with its imports, and nobody edits them afterwards. */
function isMigration({ source: { text } }: Subject): boolean {
  return /^down_revision\b/m.test(text);
}

/** `__init__.py` and stubs import to pass names on. */
function isPackageSurface({ source }: Subject): boolean {
  return source.path.endsWith("__init__.py") || source.path.endsWith(".pyi");
}
