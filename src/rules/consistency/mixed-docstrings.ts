/** A module whose docstrings are written another way than those of the rest of the project. */
import type { SgNode } from "@ast-grep/napi";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey } from "../../model/survey.js";
import type { PythonTree } from "../../model/tree.js";
import { docstringOf } from "../../syntax/python/ask.js";
import { spanOf } from "../../syntax/nodes.js";

const usual = '"""A module."""\n\ndef run(name):\n    """Runs it."""\n    return name\n';
const google =
  '"""A module."""\n\ndef run(name):\n    """Runs it.\n\n    Args:\n        name: what to run\n    """\n    return name\n';
const others = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`app/${name}.py`, text]));

export default defineRule({
  severity: "info",
  // Counted from the syntax; style is a matter of agreement, so never more than a remark.
  confidence: 0.6,
  judged: { right: 15, arguable: 7, wrong: 0, projects: 22 },
  title: "Docstrings in another style than the rest",
  risk: "Documentation tools and readers meet two conventions, and each new file copies whichever stands nearest.",
  fix: "Write these docstrings the way the other files do, or let a formatter decide (Ruff's `D` and `Q` rules).",
  reads: ["python"],
  project: strangers,
  examples: [
    {
      language: "python",
      bad: { ...others(usual), "app/provider.py": usual.replaceAll('"""', "'''") },
      good: {
        ...others(usual),
        "app/provider.py":
          '"""Quotes \'\'\' inside."""\nTEXT = \'\'\'not a docstring\'\'\'\n\ndef run(name):\n    r"""Runs \\d."""\n    return name\n',
      },
    },
    {
      language: "python",
      bad: {
        ...others(google),
        "app/provider.py": google.replace(/Args:\n.*\n/, ":param name: what to run\n"),
      },
      good: {
        ...others(google),
        "app/provider.py": usual,
        "app/result.py": usual.replace("Runs it.", "Runs it.\n\n    :return: the name\n    "),
        "examples/provider.py": google.replace(/Args:\n.*\n/, ":param name: what to run\n"),
      },
    },
  ],
});

/** One way of writing docstrings; a file is judged by the style most of its docstrings have. */
interface Trait {
  readonly name: string;
  /** Style of one docstring, or null when it shows none. */
  styleOf(docstring: string): string | null;
}

const quotes: Trait = {
  name: "quotes",
  styleOf: (docstring) => /^[rRuU]?("""|'''|"|')/.exec(docstring)?.[1] ?? null,
};

/** How parameters are described in the three conventions that documentation tools read. */
const sections: Trait = {
  name: "sections",
  styleOf(docstring) {
    if (/^\s*:param\b[^\n]*:/m.test(docstring)) return "reST (`:param x:`)";
    if (/^\s*Parameters[ \t]*\n\s*-{3,}/m.test(docstring)) return "NumPy (underlined `Parameters`)";
    return /^\s*(?:Args|Arguments):[ \t]*$/m.test(docstring) ? "Google (`Args:`)" : null;
  },
};

const fewestOthers = 5;
const habit = 0.8;

interface Module {
  readonly path: string;
  readonly style: string;
  /** The first docstring in that style. */
  readonly at: Span;
}

function* strangers(survey: Survey): Iterable<ProjectHit> {
  const documented = [...survey.files.values()].flatMap(({ source, tree }) =>
    tree.family === "python" && !source.isTest && !isShown(source.path)
      ? [{ path: source.path, docstrings: docstringsOf(tree as PythonTree) }]
      : [],
  );
  for (const trait of [quotes, sections]) {
    const modules = documented.flatMap(({ path, docstrings }) => styleOf(path, docstrings, trait) ?? []);
    const found = modules.flatMap((module) => stranger(module, modules, trait) ?? []);
    const hit = together(found, modules.length - found.length, trait);
    // Of 17 hits on quotes none was more than arguable, so they are for the deep profile.
    if (hit) yield trait === quotes ? { ...hit, confidence: 0.45 } : hit;
  }
}

/** Examples are copied out of the project, and written by whoever sent them in. */
function isShown(path: string): boolean {
  return /(?:^|\/)(?:examples?|demos?|samples?|docs?|scripts?)\//.test(path);
}

/** One remark for the project: the habit is one thing to settle, however many files keep to another. */
function together(found: readonly Stranger[], usual: number, trait: Trait): ProjectHit | undefined {
  const [first, ...others] = found;
  if (!first) return undefined;
  const { path, at } = first.module;
  if (others.length === 0) return { path, at, issue: first.issue };
  const styles = [...new Set(found.map(({ module }) => module.style))].join(" or ");
  const verb = trait === quotes ? "quote their docstrings with" : "describe parameters in the style of";
  const rest = trait === quotes ? "other files with docstrings" : "other files that describe them";
  return {
    path,
    at,
    issue: `${found.length} files ${verb} ${styles}; the ${usual} ${rest} use ${first.usual}.`,
    also: others.map(({ module }) => ({ path: module.path, span: module.at })),
  };
}

interface Docstring {
  readonly text: string;
  readonly node: SgNode;
}

function docstringsOf(tree: PythonTree): readonly Docstring[] {
  // Past the tree's index, which would find many other kinds too, file after file, for this one question.
  const found = ["class_definition", "function_definition"].flatMap((kind) =>
    tree.root.findAll({ rule: { kind } }),
  );
  const holders = [tree.root, ...found];
  return holders.flatMap((holder) => {
    const node = docstringOf(holder);
    return node ? [{ node, text: node.text() }] : [];
  });
}

function styleOf(path: string, docstrings: readonly Docstring[], trait: Trait): Module | undefined {
  const styled = docstrings.flatMap(({ text, node }) => {
    const style = trait.styleOf(text);
    return style ? [{ style, node }] : [];
  });
  const style = mostFrequent(styled.map((entry) => entry.style));
  const first = styled.find((entry) => entry.style === style);
  return first ? { path, style: first.style, at: spanOf(first.node) } : undefined;
}

function mostFrequent(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

interface Stranger {
  readonly module: Module;
  /** The style of the others. */
  readonly usual: string;
  readonly issue: string;
}

function stranger(module: Module, modules: readonly Module[], trait: Trait): Stranger | undefined {
  const rest = modules.filter((other) => other !== module);
  const usualStyle = mostFrequent(rest.map(({ style }) => style));
  const same = rest.filter(({ style }) => style === usualStyle).length;
  if (!usualStyle || usualStyle === module.style) return undefined;
  if (rest.length < fewestOthers || same / rest.length < habit) return undefined;
  return {
    module,
    usual: usualStyle,
    issue:
      trait === quotes
        ? `The docstrings here are quoted with ${module.style}; ${same} of ${rest.length} other files with docstrings use ${usualStyle}.`
        : `The docstrings here describe parameters in the style of ${module.style}; ${same} of ${rest.length} other files that describe them use ${usualStyle}.`,
  };
}
