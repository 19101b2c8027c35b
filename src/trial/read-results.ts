/** Reads test results from a file that another run left. */
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { problemOf } from "../lib/problem.js";
import { UserError } from "../model/errors.js";
import type { TestRun } from "../model/test-run.js";
import { longestDocument } from "./junit.js";
import { keptCounts, outcomeOf } from "./outcome.js";
import { type Results, parseResults } from "./parse-output.js";
import { plainText } from "./plain-text.js";

/**
 * JUnit's XML, TAP or the output of a known runner; how the run ended is not known, so only counts speak.
 * @param file as the user named it, relative to `cwd`
 * @throws UserError path-missing, test-results-unreadable
 */
export async function readTestResults(file: string, cwd: string): Promise<TestRun> {
  const { format, counts } = parse(file, plainText(await readText(file, resolve(cwd, file))));
  return {
    source: file,
    outcome: outcomeOf(counts, 0),
    format,
    exitCode: null,
    ...keptCounts(counts),
    tail: "",
  };
}

async function readText(file: string, path: string): Promise<string> {
  const stats = await stat(path).catch(() => null); // told below
  if (stats === null) throw new UserError("path-missing", { path: file });
  if (!stats.isFile()) throw unreadable(file, "it is not a file");
  if (stats.size > longestDocument) throw unreadable(file, "it is larger than 64 MiB");
  return readFile(path, "utf8").catch((error: unknown) => {
    throw unreadable(file, problemOf(error));
  });
}

function parse(file: string, text: string): Results {
  try {
    const results = parseResults(text);
    if (results) return results;
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error));
  }
  throw unreadable(file, "it holds neither JUnit's XML nor TAP nor the output of a test runner known here");
}

function unreadable(file: string, problem: string): UserError {
  return new UserError("test-results-unreadable", { file, problem });
}
