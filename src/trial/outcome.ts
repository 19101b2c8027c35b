/** Puts together what is known of a run: how it ended, what it printed and what it wrote. */
import { join } from "node:path";
import { plural } from "../lib/text.js";
import type { TestRun, testOutcomes } from "../model/test-run.js";
import type { Counts } from "./counts.js";
import type { Written } from "./find-results.js";
import type { Limits } from "./limits.js";
import { type Results, parseResults } from "./parse-output.js";
import { plainText } from "./plain-text.js";
import type { Ran } from "./run-command.js";

export interface RunFacts {
  readonly command: string;
  readonly ran: Ran;
  readonly limits: Limits;
  /** What the copy lacks. */
  readonly missing: readonly string[];
  readonly written: Written;
  readonly places: { readonly project: string; readonly home: string; readonly temporary: string };
}

type Outcome = (typeof testOutcomes)[number];

/** Lines of output that are kept where the outcome needs explaining. */
const tailLines = 100;

/** Failures that are kept; all of them are counted. */
const mostFailures = 500;

const nothing = { passed: null, failed: null, skipped: null, failures: [] };

/** A run that never began, and why. */
export function notStarted(source: string, outcome: Outcome, reason: string): TestRun {
  return { source, outcome, format: null, exitCode: null, ...nothing, tail: `session-review: ${reason}.` };
}

export function withNote(run: TestRun, note: string): TestRun {
  return { ...run, tail: `session-review: ${note}.\n${run.tail}`.trimEnd() };
}

export function concludeRun(facts: RunFacts): TestRun {
  const { command, ran, written } = facts;
  const clean = (text: string): string => withoutPlaces(plainText(text), facts.places);
  const base = { source: command, exitCode: ran.exitCode };
  if (ran.ending !== null) {
    const tail = tailOf([endingNote(ran.ending, facts.limits)], clean(ran.output.tail));
    return { ...base, outcome: ran.ending, format: null, ...nothing, tail };
  }
  const problems: string[] = [];
  const results = written.counts
    ? { format: "junit" as const, counts: cleanCounts(written.counts, clean) }
    : resultsIn([clean(ran.output.stdout), clean(ran.output.stderr)], problems);
  const outcome = outcomeOf(results?.counts ?? null, ran.exitCode);
  const notes = [...notesOn(facts, results?.counts ?? null, outcome), ...problems, ...written.broken];
  const isExplained =
    notes.length === 0 && (outcome === "passed" || (results?.counts.failures.length ?? 0) > 0);
  return {
    ...base,
    outcome,
    format: results?.format ?? null,
    ...keptCounts(results?.counts ?? nothing),
    tail: isExplained ? "" : tailOf(notes, clean(ran.output.tail)),
  };
}

/** The counts as a run keeps them. */
export function keptCounts(counts: Counts): Pick<TestRun, "passed" | "failed" | "skipped" | "failures"> {
  return { ...counts, failures: counts.failures.slice(0, mostFailures) };
}

/** What counts alone say: of a file, whose command nobody saw end. */
export function outcomeOf(counts: Counts | null, exitCode: number | null): Outcome {
  if (counts && (counts.failed ?? 0) > 0) return "failed";
  if (exitCode !== 0) return counts === null && isNotFound(exitCode) ? "could not start" : "failed";
  return counts === null || isEmpty(counts) ? "no results" : "passed";
}

/** Passed may be unknown, as with `go test`, and then something ran. */
function isEmpty({ passed, skipped }: Counts): boolean {
  return passed === 0 && (skipped ?? 0) === 0;
}

/** The shell's answers for a command that is not there or may not be run (POSIX 2.8.2); 9009 is that of Windows. */
function isNotFound(exitCode: number | null): boolean {
  return exitCode === 126 || exitCode === 127 || exitCode === 9009;
}

function resultsIn(streams: readonly string[], problems: string[]): Results | null {
  try {
    return parseResults(...streams);
  } catch (error) {
    problems.push(`what it printed is not read: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

function notesOn({ ran, missing }: RunFacts, counts: Counts | null, outcome: Outcome): readonly string[] {
  const failed = counts?.failed ?? 0;
  const notes: string[] = [];
  if (ran.endedBy !== null)
    notes.push(`the command was ended by ${ran.endedBy}, which did not come from here`);
  else if (ran.exitCode === 0 && failed > 0)
    notes.push(`the command ended with 0 although ${plural(failed, "test")} failed`);
  else if (ran.exitCode !== 0 && counts !== null && failed === 0)
    notes.push(`the command ended with ${ran.exitCode} although no test failed`);
  if (counts === null && ran.endedBy === null)
    notes.push(`the command ended with ${ran.exitCode} and gave no results that are known here`);
  if (missing.length > 0 && outcome !== "passed")
    notes.push(`left out of the copy: ${missing.slice(0, 5).join("; ")}${missing.length > 5 ? "; …" : ""}`);
  return notes;
}

function endingNote(ending: NonNullable<Ran["ending"]>, limits: Limits): string {
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
  switch (ending) {
    case "timed out":
      return `ended after ${limits.milliseconds / 1000} seconds`;
    case "out of memory":
      return `ended when its processes held more than ${mebibytes(limits.memory)}`;
    case "too much output":
      return `ended when it had printed more than ${mebibytes(limits.output)}`;
    case "too many processes":
      return `ended when it ran more than ${limits.processes} processes`;
    case "interrupted":
      return "ended because the review was interrupted";
  }
}

function tailOf(notes: readonly string[], output: string): string {
  const lines = output.trimEnd().split("\n").slice(-tailLines);
  return [...notes.map((note) => `session-review: ${note}.`), ...lines].join("\n").trimEnd();
}

function cleanCounts(counts: Counts, clean: (text: string) => string): Counts {
  const failures = counts.failures.map(({ name, message, path }) => ({
    name: clean(name),
    message: clean(message),
    path: path === null ? null : clean(path),
  }));
  return { ...counts, failures };
}

/** The copy has another name in each run; what is said about it is about the folder. */
function withoutPlaces(text: string, { project, home, temporary }: RunFacts["places"]): string {
  return text
    .replaceAll(`file://${project}/`, "")
    .replaceAll(`${project}/`, "")
    .replaceAll(join(project, "x").slice(0, -1), "")
    .replaceAll(project, ".")
    .replaceAll(home, "~")
    .replaceAll(temporary, "TMPDIR");
}
