/** A module that prints where the rest of the project logs. */
import type { SgNode } from "@ast-grep/napi";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { PythonTree } from "../../model/tree.js";
import { calleeOf, enclosingFunction, keywordArgument } from "../../syntax/python/ask.js";
import { callsWhere } from "../../syntax/python/calls.js";
import { codeFiles, strangersTo } from "../../syntax/habits.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

const logging =
  "import logging\n\nlogger = logging.getLogger(__name__)\n\ndef run(name):\n    logger.info('ran %s', name)\n";
const project = (last: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`app/part_${i}.py`, logging])),
  "app/store.py": last,
});

export default defineRule({
  severity: "low",
  // Counted: nine in ten modules that report anything log it. What is printed on purpose mostly lies in scripts.
  confidence: 0.8,
  judged: { right: 12, arguable: 5, wrong: 8, projects: 12 },
  title: "Prints where the project logs",
  risk: "Printed lines have no level, time or module, cannot be turned off or searched for, and are lost where standard output is not kept.",
  fix: "Use the module's logger like the other modules.",
  reads: ["python"],
  fold: "file",
  project: printers,
  examples: [
    {
      language: "python",
      bad: project("def load(name):\n    print('loading', name)\n    return name\n"),
      good: project(
        "import sys\n\ndef load(name):\n    print('bad name', name, file=sys.stderr)\n    return name\n\nif __name__ == '__main__':\n    print(load('x'))\n",
      ),
    },
    {
      language: "python",
      bad: project(`${logging}\ndef load(name):\n    print(name)\n`),
      good: {
        ...project("def print_table(rows):\n    print(rows)\n"),
        "scripts/load.py": "def load(name):\n    print(name)\n",
        "app/handler.py":
          "import logging\n\nclass Mailer(logging.Handler):\n    def emit(self, record):\n        print('cannot send', record)\n",
        "app/fetch.py":
          "def fetch(show_progress):\n    if show_progress:\n        print('10 %')\n    return show_progress\n",
        "app/cli.py": "import argparse\n\ndef main():\n    print(argparse.ArgumentParser().parse_args())\n",
      },
    },
  ],
});

/** Places whose output is for the person at the terminal. */
const isForPeople =
  /(?:^|\/)(?:scripts?|tools?|bin|examples?|docs?|demos?|benchmarks?|migrations?|dev|devtools|cli|commands|notebooks?|build|setup)(?:\/|\.py$|_)|(?:^|\/)(?:setup|conftest|manage|main|__main__|console|\w*cli\w*)\.py$/;
const readsTerminal =
  /^(?:argparse|click|typer|rich|fire|docopt|getpass|cmd|readline|prompt_toolkit)(?:\.|$)/;

function* printers(survey: Survey): Iterable<ProjectHit> {
  const modules = codeFiles(survey, "python").filter(isLibrary);
  const reporting = modules
    .map((file) => ({ file, prints: printsIn(file) }))
    .filter(({ file, prints }) => prints.length > 0 || isLogging(file));
  const { strangers, followers } = strangersTo(reporting, ({ prints }) => prints.length === 0, {
    fewest: 10,
    share: 0.9,
  });
  for (const { file, prints } of strangers) {
    const [first, ...rest] = prints;
    if (!first) continue;
    const { path } = file.source;
    yield {
      path,
      at: spanOf(first),
      also: rest.slice(0, 7).map((node) => ({ path, span: spanOf(node) })),
      issue: `This module prints; ${followers} of the ${reporting.length} modules that report anything only log.`,
    };
  }
}

function isLibrary({ source, outline }: SurveyedFile): boolean {
  return (
    !isForPeople.test(source.path) &&
    !source.text.startsWith("#!") &&
    // What carries the log lines cannot log itself.
    !/\(logging\.Handler\b|\blogging\.Handler\)|\bstdout\b/.test(source.text) &&
    !outline.imports.some(({ module }) => readsTerminal.test(module))
  );
}

function isLogging({ outline }: SurveyedFile): boolean {
  return outline.calls.some(({ callee }) =>
    /(?:^|\.)_?(?:log|logger|logging)\.(?:debug|info|warning|error|exception)$/i.test(callee),
  );
}

function printsIn({ outline, tree }: SurveyedFile): readonly SgNode[] {
  if (outline.imports.some(({ names }) => names.some(({ local }) => local === "print"))) return [];
  return callsWhere({ tree: tree as PythonTree, outline }, ({ callee }) => callee === "print")
    .map(({ node }) => node)
    .filter((node) => keywordArgument(node, "file") === null && !isWantedOutput(node));
}

/** Under `if __name__ == "__main__"`, outside of any function, or in a function that is there to print. */
function isWantedOutput(node: SgNode): boolean {
  const owner = enclosingFunction(node);
  if (!owner) return true;
  if (
    /print|show|display|dump|main|help|usage|banner|input|prompt|lint|report/i.test(
      owner.field("name")?.text() ?? "",
    )
  )
    return true;
  const condition = ancestor(node, "if_statement", "function_definition")?.field("condition")?.text() ?? "";
  if (/show|progress|verbose|quiet|debug/i.test(condition)) return true;
  const asks =
    ancestor(node, "function_definition")?.findAll({ rule: { kind: "call", regex: "^input\\(" } }) ?? [];
  return asks.some((call) => calleeOf(call) === "input");
}
