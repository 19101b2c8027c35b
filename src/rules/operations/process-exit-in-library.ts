/** A function that other modules call ends the whole program. */
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { codeOf } from "../../syntax/code-text.js";
import { holderOf } from "../../syntax/key-value-calls.js";

export default defineRule({
  severity: "low",
  // Who imports the module is looked up; whether its caller would have had something to close is open.
  confidence: 0.6,
  judged: { right: 7, arguable: 7, wrong: 0, projects: 10 },
  title: "Program ended from inside a library function",
  risk: "The caller cannot handle the failure, close what it has opened or answer the other requests, and a test that reaches this line ends the test run.",
  fix: "Throw an error, and let the entry point decide to end the program and with which code.",
  trial: {
    name: "the caller decides what a failure means",
    arrange: "input that leads to the exit",
    act: "call {it} with it",
    assert: "the caller gets an error, and the process lives on",
  },
  cwe: [382],
  fold: "file",
  match: { typescript: exits, python: exits },
  examples: [
    {
      language: "typescript",
      bad: {
        "src/load.ts":
          'export function load(path: string) {\n  if (path === "") {\n    console.error("no path");\n    process.exit(1);\n  }\n  return path;\n}\n',
        "src/server.ts": 'import { load } from "./load.js";\nload("x");\n',
      },
      good: {
        "src/load.ts":
          'export function load(path: string) {\n  if (path === "") throw new Error("no path");\n  return path;\n}\nexport function onSignal() {\n  process.on("SIGTERM", () => process.exit(0));\n}\nexport function shutdown() {\n  process.exit(0);\n}\nexport async function connectDatabase(url: string) {\n  if (url === "") process.exit(1);\n}\nexport function validateEnv() {\n  process.exit(1);\n}\nexport class Store {\n  constructor() {\n    process.exit(1);\n  }\n}\n',
        "src/server.ts": 'import { load } from "./load.js";\nload("x");\nprocess.exit(0);\n',
      },
    },
    {
      language: "python",
      bad: {
        "app/load.py":
          "import sys\n\ndef load(path):\n    if not path:\n        print('no path')\n        sys.exit(1)\n    return path\n",
        "app/server.py": "from app.load import load\n\nload('x')\n",
      },
      good: {
        "app/load.py":
          "import sys\n\ndef load(path):\n    if not path:\n        raise ValueError('no path')\n    return path\n\ndef main():\n    sys.exit(load('x'))\n\ndef complete(words):\n    if not words:\n        return ''\n    print(words)\n    sys.exit(0)\n",
        "app/server.py": "from app.load import load\n\nload('x')\n",
        "app/alone.py": "import sys\n\ndef check(path):\n    if not path:\n        sys.exit(1)\n",
      },
    },
  ],
});

const ends = /^(?:process\.exit|sys\.exit|os\._exit)$/;
/** Functions whose purpose is the end of the program, or that are an entry point in all but name. */
const isMeant =
  /exit|quit|shut_?down|stop|terminat|die|fatal|abort|kill|main|cli|^run|start|boot|init|args|usage|signal|crash|panic|restart|re_?load|upgrade|update|command|fail|worker|child|fork|daemon|migrat|detach|seed|uncaught|unhandled|exception|sigterm|sigint/i;
const isEntry =
  /(?:^|\/)(?:scripts?|bin|cli|cmd|commands?|tools?|build|examples?|benchmarks?|codemods?|migrations?|artifacts|workers?|release|extra|startup|install)\/|(?:^|\/)(?:__main__|main|cli|index|server|app|manage|setup|startup|build|loader|install|reset|seed\w*|(?:fix|test|wait|check|pre-?check|health)(?:[_-][\w-]+)?|.*[_-](?:cli|check|healthcheck)|\w*shutdown\w*)\.\w+$/i;

/** What runs once before anything is served: settings read, the database opened, the program put together. */
const isBefore =
  /^(?:constructor|serve|listen|connect\w*|open_?(?:db|database)|create_?app)$|(?:^|_|[a-z])(?:env|config|settings|version)(?:$|_|[A-Z])|^(?:env|config|settings|unhealthy)/i;
/** An end that is no failure is what the function is for: a completion that was printed, a question that was answered. */
function isSuccess(code: string, { start, end }: Span): boolean {
  if (!/\(\s*0?\s*\)$/.test(code.slice(start, end))) return false;
  const before = code
    .slice(Math.max(0, start - 300), start)
    .split("\n")
    .slice(-3);
  return !/except|catch|err(?:or)?\b|fail|invalid/i.test(before.join("\n"));
}

/** Whoever asks for a value goes on with it; what only does something may well be a step of the start. */
const givesValue = /\breturn[ \t]+[^\s;})]/;
const settings = /(?:^|\/)(?:config|settings|env|environment)(?:\/|\.\w+$)/i;

function* exits(subject: Subject): Iterable<Hit> {
  const { source, outline } = subject;
  if (
    isEntry.test(source.path) ||
    settings.test(source.path) ||
    !/process\.exit|sys\.exit|os\._exit/.test(source.text)
  )
    return;
  const { survey } = subject;
  const users = survey.index
    .importersOf(source.path)
    .filter((path) => survey.files.get(path)?.source.isTest === false);
  const [user] = users;
  if (user === undefined || /^#!/.test(source.text) || /__name__\s*==/.test(source.text)) return;
  const code = codeOf({ source, outline });
  for (const { callee, span } of outline.calls) {
    if (!ends.test(callee)) continue;
    const holder = holderOf(outline, span);
    // A callback may be that of a signal or of a child process.
    if (!holder || holder.name === "<anonymous>" || isMeant.test(holder.name) || isBefore.test(holder.name))
      continue;
    if (isSuccess(code, span)) continue;
    yield {
      at: span,
      // Of 14 hits read in functions that give back a value 7 were right, of all others one in ten.
      ...(givesValue.test(code.slice(holder.bodySpan.start, holder.bodySpan.end))
        ? {}
        : { confidence: 0.45 }),
      issue: `\`${holder.name}\` calls \`${callee}\`, although the module is one that others import, ${user} for one.`,
    };
  }
}
