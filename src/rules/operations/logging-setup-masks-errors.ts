/** A mistake in the logging configuration is caught and replaced by a default that nobody asked for. */
import type { SgNode } from "@ast-grep/napi";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree } from "../../model/tree.js";
import { isSameNode } from "../../syntax/python/ask.js";
import { callsWhere } from "../../syntax/python/calls.js";
import { ancestor, spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // That the error is dropped is read from the code; whether the default is good enough is the author's call.
  confidence: 0.75,
  judged: { right: 0, arguable: 0, wrong: 0, projects: 473 },
  title: "Logging falls back silently when its setup fails",
  risk: "A typing error in the configuration or a missing folder turns the intended handlers, levels and files off without a trace, and it is noticed on the day the logs are needed.",
  fix: "Let a broken configuration stop the start; where a fallback is wanted, catch only the error that is expected and report it through the fallback.",
  trial: {
    name: "a mistake in the logging configuration is told",
    arrange: "a logging configuration that names a handler nobody has",
    act: "set logging up as it is done here",
    assert: "the start fails, or the mistake stands in the log as an error",
  },
  cwe: [778],
  match: { python: maskedSetups },
  examples: [
    {
      language: "python",
      bad: "import logging\nimport logging.config\n\ndef setup(options):\n    try:\n        logging.config.dictConfig(options)\n    except Exception:\n        logging.basicConfig(level=logging.INFO)\n",
      good: "import logging\nimport logging.config\n\ndef setup(options):\n    try:\n        logging.config.dictConfig(options)\n    except Exception as error:\n        logging.basicConfig(level=logging.INFO)\n        logging.getLogger(__name__).error('bad logging options: %s', error)\n",
    },
    {
      language: "python",
      bad: "import logging\nfrom logging.handlers import RotatingFileHandler\n\ndef setup(path, log):\n    try:\n        log.addHandler(RotatingFileHandler(path))\n    except:\n        pass\n",
      good: "import logging\nfrom logging.handlers import RotatingFileHandler\n\ndef setup(path, log):\n    try:\n        log.addHandler(RotatingFileHandler(path))\n    except Exception as error:\n        raise RuntimeError(path) from error\n    try:\n        log.addHandler(logging.FileHandler(path))\n    except FileNotFoundError:\n        log.addHandler(logging.StreamHandler())\n",
    },
  ],
});

const setUpCalls =
  /^logging\.(?:config\.(?:dictConfig|fileConfig)|basicConfig|FileHandler|handlers\.(?!QueueHandler)\w+Handler)$/;
const reports =
  /\braise\b|\b(?:print|exit)\(|\.(?:warn|warning|error|exception|critical|info|debug|log|write|capture\w*)\(/;

function* maskedSetups(subject: Subject<PythonTree>): Iterable<Hit> {
  const seen = new Set<number>();
  for (const { call, node } of callsWhere(subject, ({ origin }) => setUpCalls.test(origin ?? ""))) {
    const guarded = tryAround(node);
    if (!guarded || seen.has(guarded.id())) continue;
    seen.add(guarded.id());
    const clause = guarded.children().find(isSilentCatchAll);
    if (!clause) continue;
    yield {
      at: { start: spanOf(guarded).start, end: spanOf(clause).end },
      issue: `Any error of \`${call.callee}\` is caught here and ${consequence(clause)}, so a mistake in the logging configuration is never seen.`,
    };
  }
}

/** The `try` in whose own body, not in a handler of which, the call stands. */
function tryAround(node: SgNode): SgNode | undefined {
  const statement = ancestor(node, "try_statement", "except_clause", "function_definition");
  if (statement?.kind() !== "try_statement") return undefined;
  const body = statement.field("body");
  return body && spanOf(node).end <= spanOf(body).end ? statement : undefined;
}

function isSilentCatchAll(clause: SgNode): boolean {
  return (
    clause.kind() === "except_clause" && isCatchAll(clause) && !reports.test(bodyOf(clause)?.text() ?? "")
  );
}

function isCatchAll(clause: SgNode): boolean {
  const caught = clause.children().find((child) => child.isNamed() && child.kind() !== "comment");
  if (isSameNode(caught, bodyOf(clause))) return true;
  return /^\(?(?:[\w.]+,\s*)*(?:Base)?Exception\b/.test(caught?.text() ?? "");
}

function bodyOf(clause: SgNode): SgNode | undefined {
  return clause.children().find((child) => child.kind() === "block");
}

function consequence(clause: SgNode): string {
  return /\bbasicConfig\b/.test(bodyOf(clause)?.text() ?? "")
    ? "replaced by `basicConfig` without a word"
    : "dropped without a word";
}
