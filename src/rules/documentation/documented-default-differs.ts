/** A default that the documentation gives and the function does not have. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import { type DocumentedParameter, documentedFunctions } from "../../syntax/documented-parameters.js";

export default defineRule({
  severity: "low",
  // Two literals compared; units are the one way known to be fooled, and they are left alone.
  confidence: 0.85,
  judged: { right: 4, arguable: 0, wrong: 0, projects: 2 },
  title: "Documented default differs from the code",
  risk: "Whoever leaves the argument out counts on another value than the one that is used.",
  fix: "Decide which of the two is meant and write it in both places.",
  match: {
    typescript: (subject) => differing(subject, "tags"),
    python: (subject) => differing(subject, "docstring"),
  },
  examples: [
    {
      language: "typescript",
      bad: '/**\n * Waits.\n * @param seconds how long (default: 30)\n * @param mode "slow"\n */\nexport function wait(seconds = 10, mode = "fast"): void {}\n',
      good: '/**\n * Waits.\n * @param seconds how long, 5 to 90 (default: 30)\n * @param ms how long, defaults to 30 seconds\n * @param mode defaults to "slow"\n */\nexport function wait(seconds: number = 30, ms = 30_000, mode = "slow"): void {}\n',
    },
    {
      language: "javascript",
      bad: "/** @param {number} [limit=100] how many */\nfunction list(limit = 50) {}\n",
      good: "/** @param {number} [limit=100] how many */\nfunction list(limit) {}\n",
    },
    {
      language: "python",
      bad: 'def wait(seconds: float = 10.0, deep=False):\n    """Waits.\n\n    Args:\n        seconds: how long, defaults to 30\n        deep: whether; default: False\n    """\n    return seconds\n',
      good: 'def wait(seconds: float = 30.0, deep=False, size=1024):\n    """Waits.\n\n    Args:\n        seconds (float, default 30): how long\n        deep: the default is False for children\n        size: defaults to 1 kilobyte\n    """\n    return seconds\n',
    },
  ],
});

function* differing({ source, outline }: Subject, style: "tags" | "docstring"): Iterable<Hit> {
  for (const { function: fact, header, parameters } of documentedFunctions(source, outline, style)) {
    for (const parameter of parameters) {
      const written = defaultInCode(header, parameter.name);
      const documented = defaultInText(parameter);
      if (written === undefined || documented === undefined) continue;
      const [a, b] = [readLiteral(written), readLiteral(documented)];
      if (a === undefined || b === undefined || typeof a !== typeof b || isSame(a, b)) continue;
      yield {
        at: parameter.at,
        issue: `The documentation of \`${fact.name}\` says that \`${parameter.name}\` is ${documented} by default; in the code it is ${written}.`,
      };
    }
  }
}

const literal = /(?:-?\d[\d_]*(?:\.\d+)?|"[^"]*"|'[^']*'|[Tt]rue|[Ff]alse)/.source;

/** The default in the signature, when it is a plain literal. */
function defaultInCode(header: string, name: string): string | undefined {
  return new RegExp(`[(,\\s]${name}\\??\\s*(?::[^=,]*)?=\\s*(${literal})\\s*[,)\\n]`).exec(header)?.[1];
}

/** `[name=30]`, `default: 30`, `(default 30)`, `defaults to 30`; followed by nothing that could be a unit. */
const said = new RegExp(
  `(?:^=\\s*|\\bdefault(?:s to|:|=| is| to)?\\s*)[\`(]?(${literal})[\`)]?(?=[\\].,;)]|\\s*$|\\]?\\s+[-–(])`,
  "i",
);

function defaultInText({ text }: DocumentedParameter): string | undefined {
  const [, value] = said.exec(text) ?? [];
  // Two defaults in one entry speak of two cases.
  return (text.match(/\bdefault/gi) ?? []).length > 1 ? undefined : value;
}

function readLiteral(text: string): string | number | boolean | undefined {
  if (/^["']/.test(text)) return text.slice(1, -1);
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  const number = Number(text.replaceAll("_", ""));
  return Number.isNaN(number) ? undefined : number;
}

/** Ratios between units people mix: milliseconds, minutes, hours, kilobytes, percent. */
const unitRatios = [60, 100, 1000, 1024, 3600, 60_000, 86_400, 1_000_000, 1_048_576];

function isSame(a: string | number | boolean, b: string | number | boolean): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return a === b || unitRatios.some((ratio) => a === b * ratio || b === a * ratio);
}
