/** Test results in the words that test runners print for people. */
import { type Counts, type Failure, failure, total } from "./counts.js";
import { readGo } from "./go.js";

/** How one runner closes its output. */
interface Runner {
  /** Matches each summary; see `tally` for what the names of its groups mean. */
  readonly summary: RegExp;
  /** Matches each failure: `name`, and where it can be told `message` and `path`. */
  readonly failure?: RegExp;
}

/**
 * Groups of a summary: `passed`, `failed` (and `errors`, `invalid`), `skipped` (and `todo`, `excluded`) count as named;
 * `tests` counts all, where passed ones are not named. `list` holds words such as `3 passed, 1 failed`, and `zero`
 * stands where a runner says in words that there was nothing.
 */
const runners: Readonly<Record<string, Runner>> = {
  vitest: {
    summary:
      /^ +Tests {2}(?:(?<list>(?:\d+ (?:failed|passed|skipped|todo|expected fail)(?: \| )?)+) \(\d+\)|(?<zero>no tests))$/gm,
    failure: /^ FAIL {2}(?:\|[^|\n]+\| )?(?<path>\S+)(?: > (?<name>.+)| \[ \S+ \])\n(?<message>\S.*)/gm,
  },
  jest: {
    summary: /^Tests: +(?<list>(?:\d+ (?:failed|passed|skipped|todo), )*)(?<tests>\d+) total$/gm,
    failure: /^ {2}● (?<name>(?!Console$).+)\n\n {4}(?<message>\S.*)/gm,
  },
  mocha: {
    summary:
      /^ {2}(?<passed>\d+) passing \([^)]*\)\n(?: {2}(?<skipped>\d+) pending\n)?(?: {2}(?<failed>\d+) failing\n)?/gm,
    failure: /^ {2}\d+\) (?<name>\S.*(?:\n {7}.*)*):\n\n? {4,}(?<message>\S.*)/gm,
  },
  "node:test": {
    summary:
      /^ℹ tests \d+\n(?:ℹ suites \d+\n)?ℹ pass (?<passed>\d+)\nℹ fail (?<failed>\d+)\nℹ cancelled (?<errors>\d+)\nℹ skipped (?<skipped>\d+)\nℹ todo (?<todo>\d+)/gm,
    failure: /^test at (?<path>[^\n:]+)(?::\d+)*\n✖ (?<name>.+?)(?: \([\d.]+ms\))?\n {2}(?<message>\S.*)/gm,
  },
  pytest: {
    summary:
      /^=* ?(?:(?<list>\d+ (?:passed|failed|errors?|skipped|deselected|xfailed|xpassed|warnings?|rerun|subtests passed)(?:, \d+ [a-z ]+)*)|(?<zero>no tests ran|no tests collected)(?:, \d+ [a-z ]+)*) in [\d.]+s\b.*$/gm,
    failure:
      /^(?:FAILED|ERROR) (?<path>[^\s:]+\.py)(?:::(?<name>[^[\n]+?(?:\[.*?\])?)(?= - |$))?(?: - (?<message>.*))?$/gm,
  },
  unittest: {
    summary:
      /^Ran (?<tests>\d+) tests? in [\d.]+s\n\n(?:OK|NO TESTS RAN|FAILED)(?: \((?:failures=(?<failed>\d+))?(?:, )?(?:errors=(?<errors>\d+))?(?:, )?(?:skipped=(?<skipped>\d+))?(?:, )?(?:expected failures=\d+)?(?:, )?(?:unexpected successes=(?<invalid>\d+))?\))?$/gm,
    failure: /^(?:FAIL|ERROR): (?<name>.+)\n-{20,}\n(?:Traceback[^\n]*\n(?: .*\n|\n)*)?(?<message>\S.*)/gm,
  },
  cargo: {
    summary:
      /^test result: (?:ok|FAILED)\. (?<passed>\d+) passed; (?<failed>\d+) failed; (?<skipped>\d+) ignored;/gm,
    failure: /^---- (?<name>\S+)(?: - [^\n]*)? stdout ----\n+(?:thread [^\n]*\n)?(?<message>\S.*)/gm,
  },
  nextest: {
    summary:
      /^ *Summary \[ *[\d.]+s\] (?<tests>\d+) tests? run: (?<list>(?:\d+ (?:passed|failed|skipped)(?: \([^)]*\))?(?:, )?)+)$/gm,
  },
  mix: {
    summary:
      /^(?<list>(?:\d+ (?:doctests?|properties|property|features?), )*)(?<tests>\d+) tests?, (?<failed>\d+) failures?(?:, (?<excluded>\d+) excluded)?(?:, (?<invalid>\d+) invalid)?(?:, (?<skipped>\d+) skipped)?(?: \(\d+ excluded\))?$/gm,
    failure:
      /^ {2,}\d+\) (?<name>(?:test|doctest|property) .+)\n {5}(?<path>\S+?):\d+\n {5}(?<message>\S.*)/gm,
  },
  rspec: {
    summary:
      /^(?<tests>\d+) examples?, (?<failed>\d+) failures?(?:, (?<skipped>\d+) pending)?(?:, (?<errors>\d+) errors? occurred outside of examples)?$/gm,
    failure: /^rspec (?<path>\S+?):\d+ # (?<name>.+)$/gm,
  },
  maven: {
    summary:
      /^(?:\[\w+\] )?Tests run: (?<tests>\d+), Failures: (?<failed>\d+), Errors: (?<errors>\d+), Skipped: (?<skipped>\d+)$/gm,
    failure: /^\[ERROR\] {3}(?<name>[\w.$]+(?::\d+)?)(?:->\S+)? (?<message>.+)$/gm,
  },
  gradle: {
    summary: /^(?<tests>\d+) tests? completed(?:, (?<failed>\d+) failed)?(?:, (?<skipped>\d+) skipped)?$/gm,
    failure: /^(?<name>\w\S* > \S.*) FAILED\n {4}(?<message>\S.*)/gm,
  },
  dotnet: {
    summary:
      /^(?:Passed|Failed|Skipped)! +- Failed: +(?<failed>\d+), Passed: +(?<passed>\d+), Skipped: +(?<skipped>\d+), Total: +\d+/gm,
  },
};

/** All summaries in the text together, as of packages tested one after another; null where there is none. */
export function readPlain(text: string): Counts | null {
  const found = Object.values(runners).flatMap((runner) => readRunner(runner, text) ?? []);
  return total([...found, ...(readGo(text) ?? [])]);
}

function readRunner({ summary, failure: pattern }: Runner, text: string): Counts | null {
  const counts = total([...text.matchAll(summary)].map(({ groups = {} }) => tally(groups)));
  if (!counts || !pattern) return counts;
  const failures = new Map<string, Failure>();
  for (const { groups = {} } of text.matchAll(pattern)) {
    const one = failureFrom(groups);
    // Some runners repeat all failures at the end.
    if (!failures.has(`${one.path} ${one.name}`)) failures.set(`${one.path} ${one.name}`, one);
  }
  return { ...counts, failures: [...failures.values()] };
}

type Groups = Readonly<Record<string, string | undefined>>;

function failureFrom({ name, path, message = "" }: Groups): Failure {
  const title = (name ?? path ?? "").replace(/\s*\n\s*/g, " › ");
  return failure(title, message, path ?? null);
}

function tally(groups: Groups): Counts {
  const list = listed(groups["list"] ?? "");
  const number = (...names: readonly string[]): number =>
    names.reduce((sum, name) => sum + Number(groups[name] ?? 0), 0);
  const failed = number("failed", "errors", "invalid") + list.failed;
  const skipped = number("skipped", "todo", "excluded") + list.skipped;
  const named = number("passed") + list.passed;
  const isNamed = groups["tests"] === undefined || list.passed > 0;
  const others = number("tests") + list.other - failed - skipped;
  return { passed: isNamed ? named : Math.max(0, others), failed, skipped, failures: [] };
}

/** What the words of a list count as; pytest's expected failures count as skipped, as in its XML. */
const meanings: readonly (readonly [RegExp, "passed" | "failed" | "skipped" | "other"])[] = [
  [/^(?:passed|xpassed|expected fail)$/, "passed"],
  [/^(?:failed|errors?)$/, "failed"],
  [/^(?:skipped|todo|xfailed)$/, "skipped"],
  [/^(?:doctests?|properties|property|features?)$/, "other"],
];

function listed(text: string): Record<"passed" | "failed" | "skipped" | "other", number> {
  const counts = { passed: 0, failed: 0, skipped: 0, other: 0 };
  for (const [, count = "0", word = ""] of text.matchAll(/(\d+) ([a-z]+(?: [a-z]+)?)/g)) {
    const meaning = meanings.find(([pattern]) => pattern.test(word))?.[1];
    if (meaning) counts[meaning] += Number(count);
  }
  return counts;
}
