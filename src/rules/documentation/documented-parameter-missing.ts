/** A documented parameter that the function does not have. */
import { nearest } from "../../lib/nearest.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import { type DocumentedFunction, documentedFunctions } from "../../syntax/documented-parameters.js";

export default defineRule({
  severity: "low",
  // Both lists are read from the text; what is left is a parameter that documentation means in another sense.
  confidence: 0.85,
  judged: { right: 16, arguable: 0, wrong: 1, projects: 14 },
  title: "Documented parameter does not exist",
  risk: "Callers pass what the documentation names, and it is ignored or refused; editors show the wrong help.",
  fix: "Rename or remove the entry so that the documentation has the parameters of the function.",
  fold: "file",
  match: {
    typescript: (subject) => missing(subject, "tags"),
    java: (subject) => missing(subject, "tags"),
    python: (subject) => missing(subject, "docstring"),
  },
  examples: [
    {
      language: "typescript",
      bad: "/**\n * Saves it.\n * @param session what to save\n * @param ttl seconds\n */\nexport function save(session: Session, seconds: number): void {}\n",
      good: "/**\n * Saves it.\n * @param session what to save\n * @param options.ttl seconds\n */\nexport function save(session: Session, options: Options): void {}\n\n/** @param a one\n * @param b two */\nexport function open({ a, b }: Options): void {}\n\n/** @param rest all */\nexport const call = (...rest: string[]): void => {};\n",
    },
    {
      language: "javascript",
      bad: "/**\n * @param {string} name - who\n * @param {number} [tiemout=3] - seconds\n */\nfunction greet(name, timeout) {}\n",
      good: "/**\n * @param {{ a: string }} name - who\n * @param {number} [timeout=3] - seconds\n */\nfunction greet(name, timeout) {}\n\n/** @param {Event} event sent with the callback */\nfunction listen() {\n  return arguments[0];\n}\n\n/**\n * @name Cloud.define\n * @param {string} name of the function\n * @param {Function} func what to run\n */\nfunction define(functionName, handler) {}\n",
    },
    {
      language: "java",
      bad: "class Store {\n  /**\n   * Saves it.\n   * @param key where\n   * @param value what\n   */\n  void save(String key, String text) {}\n}\n",
      good: "class Store {\n  /**\n   * Saves it.\n   * @param <T> kind\n   * @param key where\n   */\n  @Override\n  public <T> void save(final String key, T value) {}\n}\n\nrecord Place(String path, int line) {\n  /**\n   * Makes it.\n   * @param path where\n   * @param line from 1\n   */\n  public Place {\n    check(path);\n  }\n}\n",
    },
    {
      language: "python",
      bad: 'def save(session, seconds):\n    """Saves it.\n\n    Args:\n        session: what to save\n        ttl (int): seconds until it goes\n    """\n    return session\n',
      good: 'def save(session, *, seconds=3, **options):\n    """Saves it.\n\n    Args:\n        session: what to save\n        seconds: until it goes\n        path: one of the options\n    """\n    return session\n\n\ndef load(name):\n    """Loads it.\n\n    Args:\n        name: a name with\n            more: text below\n\n    Returns:\n        session: what was found\n    """\n    return name\n\n\ndef find(key, limit):\n    """Finds.\n\n    Parameters\n    ----------\n    key, limit : str\n        What and how many.\n\n    Returns\n    -------\n    list\n    """\n    return key\n',
    },
    {
      language: "python",
      bad: 'class Store:\n    @staticmethod\n    def load(name):\n        """Loads it.\n\n        :param key: which\n        """\n        return name\n',
      good: 'class Store:\n    @limited(seconds=3)\n    async def load(self, name):\n        """Loads it.\n\n        :param name: which\n        :param timeout: seconds, taken by the decorator\n        """\n        return name\n',
    },
    {
      language: "python",
      bad: 'def load(name):\n    """Loads it.\n\n    :param str nmae: whose\n    :returns: it\n    """\n    return name\n',
      good: 'def load(name):\n    """Loads it.\n\n    :param str name: whose\n    :returns: it\n    """\n    return name\n',
    },
  ],
});

function* missing({ source, outline }: Subject, style: "tags" | "docstring"): Iterable<Hit> {
  for (const documented of documentedFunctions(source, outline, style)) {
    // A record's short constructor has the parameters of the record.
    if (source.language === "java" && !documented.header.includes("(")) continue;
    if (!hasPlainParameters(documented, source.text)) continue;
    const { function: fact, parameters } = documented;
    const names = fact.parameters.map(({ name }) => name);
    const unknown = parameters.filter(({ name }) => !names.includes(name));
    if (isByPosition(names, unknown.length, parameters.length)) continue;
    for (const { name, at } of unknown) {
      const free = names.filter(
        (each) => !/^(?:self|cls|this)$/.test(each) && parameters.every((other) => other.name !== each),
      );
      const meant = nearest(name, free);
      yield {
        at,
        issue: /^(?:an?|the)$/i.test(name)
          ? `The documentation of \`${fact.name}\` leaves out the parameter's name: the text begins with \`${name}\`, and tools take that for the name.`
          : `The documentation of \`${fact.name}\` has a parameter \`${name}\`, the function does not${meant === undefined ? "" : `; perhaps \`${meant}\` is meant`}.`,
      };
    }
  }
}

/** As many entries as parameters, and not one name in common: public documentation that calls them otherwise, in order. */
function isByPosition(names: readonly string[], unknown: number, documented: number): boolean {
  return unknown > 1 && unknown === documented && documented === names.length;
}

/** Destructured, rest and keyword parameters, and those a decorator takes, are documented without being in the list. */
function hasPlainParameters({ function: fact, header }: DocumentedFunction, text: string): boolean {
  if (isWrapped(text.slice(0, fact.span.start))) return false;
  if (fact.parameters.some(({ name }) => !/^[\w$]+$/.test(name))) return false;
  const body = text.slice(fact.bodySpan.start, fact.bodySpan.end);
  return !/\.{3}|\*\*?\w|[({,]\s*[{[]/.test(header) && !/\barguments\b/.test(body);
}

/** Decorators that pass on the parameters as they are. */
const transparent =
  /^@(?:staticmethod|classmethod|property|override|final|overload|(?:abc\.)?abstractmethod|(?:functools\.)?(?:lru_cache|cache|wraps)\b)/;

/** Whether the line above the function is a decorator that may take parameters of its own. */
function isWrapped(before: string): boolean {
  const line = before.trimEnd().split("\n").at(-1)?.trim() ?? "";
  return /^@[\w.]+(?:\(.*\))?$/.test(line) && !transparent.test(line);
}
