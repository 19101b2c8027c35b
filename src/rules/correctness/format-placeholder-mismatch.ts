/** A format string and its values do not fit: too few, too many, or a name that is not given. */
import type { SgNode } from "@ast-grep/napi";
import { plural } from "../../lib/text.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { PythonTree } from "../../model/tree.js";
import { positionalArguments } from "../../syntax/python/ask.js";
import { callsWhere } from "../../syntax/python/calls.js";
import { fieldsOf, placeholdersOf, plainText } from "../../syntax/python/format-strings.js";
import { spanOf } from "../../syntax/nodes.js";

export default defineRule({
  severity: "medium",
  // Both sides are counted from literals; splats, names of mappings and odd texts are left alone.
  confidence: 0.93,
  judged: { right: 7, arguable: 0, wrong: 1, projects: 6 },
  title: "Format string does not fit its values",
  risk: "`%` and `format` raise when the line is reached, mostly on the way of an error; logging prints a trace of its own and loses the message.",
  fix: "Give one value for each placeholder.",
  tests: "include",
  match: { python: mismatches },
  examples: [
    {
      language: "python",
      bad: "import logging\n\nlogger = logging.getLogger(__name__)\n\ndef warn(name, size):\n    logger.warning('%s is too large: %d', name)\n",
      good: "import logging\n\nlogger = logging.getLogger(__name__)\n\ndef warn(name, size, rest):\n    logger.warning('%s is too large: %d', name, size)\n    logger.info('100% done')\n    logger.info('%(name)s', {'name': name})\n    logger.info('%s %s', *rest)\n    logger.log(logging.INFO, '%s: %.2f%%', name, size, extra={'a': 1})\n    logger.info('%-*s|', 10, name)\n",
    },
    {
      language: "python",
      bad: "import logging\n\nlogger = logging.getLogger(__name__)\n\ndef warn(name):\n    logger.error('cannot open', name)\n",
      good: "from loguru import logger\n\ndef warn(name):\n    logger.error('cannot open {}', name)\n    logger.error('cannot open', name)\n",
    },
    {
      language: "python",
      bad: "def label(name, size):\n    return '%s (%d of %d)' % (name, size)\n",
      good: "def label(name, size, pair):\n    one = '%s' % name\n    two = '%s %s' % pair\n    three = '%s %s' % (*pair,)\n    return '%s (%d %%)' % (name, size) + '%s, %s' % tuple(pair) + one + two + three\n",
    },
    {
      language: "python",
      bad: "def label(name):\n    return '{} of {}'.format(name)\n",
      good: "def label(name, rest, more):\n    a = '{0} of {0}'.format(name)\n    b = '{} {}'.format(*rest)\n    c = '{name} {size:>{width}}'.format(name=name, size=1, width=3)\n    d = '{name}'.format(**more)\n    e = '{0} {1}'.format(name, \\\n        rest)\n    return a + b + c + d + '{{}} {}'.format(name) + '{0.name} {kind[a]}'.format(name, kind=more)\n",
    },
    {
      language: "python",
      bad: "def label(name):\n    return '{title}: {name}'.format(name=name)\n",
      good: "def label(name):\n    return '{title}: {name}'.format(name=name, title='Dr')\n",
    },
  ],
});

function* mismatches(subject: Subject<PythonTree>): Iterable<Hit> {
  const { tree, source } = subject;
  const found = [
    ...loggedMismatches(subject),
    ...(source.text.includes("%") ? tree.nodes("binary_operator").map(inOperator) : []),
    ...(source.text.includes(".format(") ? callsOfFormat(subject).map(inFormat) : []),
  ];
  for (const hit of found) if (hit) yield hit;
}

const loggerCall =
  /(?:^|\.)_?(?:log|logger|logging)\.(?:debug|info|warning|warn|error|exception|critical|log)$/i;

/** Only the standard logger formats with `%`; others that go by its name fill braces or keep extra values. */
function loggedMismatches(subject: Subject<PythonTree>): readonly (Hit | undefined)[] {
  const { outline } = subject;
  const isStandard = outline.calls.some(
    ({ origin }) => origin === "logging.getLogger" || /^logging\.(?:info|warning|error)/.test(origin ?? ""),
  );
  if (!isStandard || outline.imports.some(({ module }) => /^(?:loguru|structlog|eliot)/.test(module)))
    return [];
  return callsWhere(subject, ({ callee }) => loggerCall.test(callee)).map(({ call, node }) =>
    inLogging(node, call.callee.endsWith(".log")),
  );
}

function inLogging(call: SgNode, hasLevel: boolean): Hit | undefined {
  const [format, ...values] = positionalArguments(call).slice(hasLevel ? 1 : 0);
  const text = plainText(format);
  if (!format || text === null || hasSplat(call) || text.includes("{")) return undefined;
  const { count, isNamed, isOdd } = placeholdersOf(text);
  if (isNamed || isOdd) return undefined;
  // Without values nothing is formatted, and a lone `%s` may be quoted on purpose.
  if (values.length === count || (values.length === 0 && !/(?:^|[\s:=('"])%[sdr](?!\w)/.test(text)))
    return undefined;
  return describe(call, count, values.length, "The message");
}

function hasSplat(call: SgNode): boolean {
  const given = call.field("arguments")?.children() ?? [];
  return given.some((child) => /^(?:list|dictionary)_splat$/.test(String(child.kind())));
}

function describe(at: SgNode, wanted: number, given: number, what: string): Hit {
  return {
    at: spanOf(at),
    issue: `${what} has ${plural(wanted, "placeholder")} and is given ${plural(given, "value")}.`,
  };
}

/** `"…" % (a, b)`; a name on the right may be a tuple of any length. */
function inOperator(node: SgNode): Hit | undefined {
  if (node.field("operator")?.text() !== "%") return undefined;
  const [text, right] = [plainText(node.field("left")), node.field("right")];
  if (text === null || right?.kind() !== "tuple") return undefined;
  const values = right.children().filter((child) => child.isNamed() && child.kind() !== "comment");
  const { count, isNamed, isOdd } = placeholdersOf(text);
  const isOpen = values.some((value) => value.kind() === "list_splat");
  if (isNamed || isOdd || isOpen || count === values.length) return undefined;
  return describe(node, count, values.length, "The text");
}

function callsOfFormat({ tree }: Subject<PythonTree>): readonly SgNode[] {
  return tree.nodes("call").filter((call) => {
    const callee = call.field("function");
    return callee?.kind() === "attribute" && callee.field("attribute")?.text() === "format";
  });
}

function inFormat(call: SgNode): Hit | undefined {
  const text = plainText(call.field("function")?.field("object"));
  const fields = text === null ? null : fieldsOf(text);
  if (!fields || hasSplat(call)) return undefined;
  const given = positionalArguments(call);
  if (given.some((value) => value.kind() === "generator_expression")) return undefined;
  if (fields.positions !== given.length) return describe(call, fields.positions, given.length, "The text");
  const keywords = (call.field("arguments")?.children() ?? [])
    .filter((child) => child.kind() === "keyword_argument")
    .map((child) => child.field("name")?.text());
  const missing = fields.names.find((name) => !keywords.includes(name));
  return missing === undefined
    ? undefined
    : {
        at: spanOf(call),
        issue: `The text has a field \`{${missing}}\`, and \`format\` is not given \`${missing}\`.`,
      };
}
