/** Test results as `go test` prints them: plain, with -v, and with -json. */
import { type Counts, failure } from "./counts.js";

interface Result {
  readonly package: string;
  readonly test: string;
  readonly how: "PASS" | "FAIL" | "SKIP";
  readonly message: string;
}

/** The counts, or nothing where no line is one of Go's. */
export function readGo(text: string): readonly Counts[] {
  const lines = text.split("\n");
  const events = lines.flatMap(eventIn);
  return events.length > 0 ? [countEvents(events)] : countLines(lines);
}

/** Tests inside of tests count, and those that only hold others do not. */
function count(results: readonly Result[]): Counts {
  const names = results.map((result) => `${result.package} ${result.test}`);
  const holders = new Set(names.flatMap((name) => holdersOf(name)));
  const leaves = results.filter((_, index) => !holders.has(names[index] ?? ""));
  const of = (how: Result["how"]): readonly Result[] => leaves.filter((result) => result.how === how);
  return {
    passed: of("PASS").length,
    failed: of("FAIL").length,
    skipped: of("SKIP").length,
    failures: of("FAIL").map((result) =>
      failure(result.package === "" ? result.test : `${result.package} › ${result.test}`, result.message),
    ),
  };
}

function holdersOf(name: string): readonly string[] {
  return [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index));
}

const packageLine = /^(ok {2}|FAIL|\? {3})\t(\S+)(?:\t(?:[\d.]+s|\(cached\)|\[.*\]).*| \[.*\])?$/;
const testLine = /^ *--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$/;

/** Without -v only failures are named, so how many passed stays unknown. */
function countLines(lines: readonly string[]): readonly Counts[] {
  const results: Result[] = [];
  const unbuilt: string[] = [];
  let own: Result[] = [];
  let packages = 0;
  lines.forEach((line, index) => {
    const [, how, test = ""] = testLine.exec(line) ?? [];
    if (how === "PASS" || how === "FAIL" || how === "SKIP")
      own.push({ package: "", test, how, message: messageAfter(lines, index) });
    const [, state, name = ""] = packageLine.exec(line) ?? [];
    if (state === undefined) return;
    packages++;
    if (state === "FAIL" && own.length === 0) unbuilt.push(name);
    results.push(...own.map((result) => ({ ...result, package: name })));
    own = [];
  });
  if (packages === 0) return [];
  const counts = count(results);
  const isVerbose = results.some(({ how }) => how !== "FAIL") || lines.some((line) => /^=== RUN /.test(line));
  const broken = unbuilt.map((name) => failure(name, "the package failed without a result of a test"));
  return [
    {
      passed: isVerbose || isEmpty(lines) ? counts.passed : null,
      failed: (counts.failed ?? 0) + broken.length,
      skipped: isVerbose || isEmpty(lines) ? counts.skipped : null,
      failures: [...counts.failures, ...broken],
    },
  ];
}

/** No package has a test. */
function isEmpty(lines: readonly string[]): boolean {
  return lines.every((line) => !/^(?:ok {2}|FAIL)\t/.test(line));
}

/** With -v the message stands before the result, otherwise behind it. */
function messageAfter(lines: readonly string[], index: number): string {
  const depth = /^ */.exec(lines[index] ?? "")?.[0].length ?? 0;
  const isOwn = (line: string | undefined): line is string =>
    line !== undefined && line.startsWith(" ".repeat(depth + 4)) && !testLine.test(line);
  const after: string[] = [];
  for (let at = index + 1; isOwn(lines[at]); at++) after.push((lines[at] ?? "").trim());
  if (after.length > 0) return after.join("\n");
  const before: string[] = [];
  for (let at = index - 1; isOwn(lines[at]); at--) before.unshift((lines[at] ?? "").trim());
  return before.join("\n");
}

interface Event {
  readonly action: string;
  readonly package: string;
  readonly test: string;
  readonly output: string;
}

function eventIn(line: string): readonly Event[] {
  if (!line.startsWith("{") || !line.includes('"Action"')) return [];
  try {
    const { Action, Package, Test, Output } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (typeof Action !== "string" || typeof Package !== "string") return [];
    return [{ action: Action, package: Package, test: text(Test), output: text(Output) }];
  } catch {
    return []; // another program's line that only looks like one
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function countEvents(events: readonly Event[]): Counts {
  const said = new Map<string, string>();
  const results: Result[] = [];
  const failedPackages: string[] = [];
  for (const { action, package: name, test, output } of events) {
    const key = `${name} ${test}`;
    if (action === "output" && !/^\s*(?:===|---)/.test(output)) said.set(key, (said.get(key) ?? "") + output);
    const how = action.toUpperCase();
    if (how !== "PASS" && how !== "FAIL" && how !== "SKIP") continue;
    if (test !== "") results.push({ package: name, test, how, message: said.get(key) ?? "" });
    else if (how === "FAIL") failedPackages.push(name);
  }
  const counts = count(results);
  const broken = failedPackages.filter(
    (name) => !results.some((result) => result.package === name && result.how === "FAIL"),
  );
  const failures = broken.map((name) => failure(name, said.get(`${name} `) ?? ""));
  return {
    ...counts,
    failed: (counts.failed ?? 0) + broken.length,
    failures: [...counts.failures, ...failures],
  };
}
