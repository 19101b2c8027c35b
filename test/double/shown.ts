/** What a review request shows a model: numbered files, the token to repeat, the leads to answer. */
import { type Severity, severities } from "../../src/model/severity.js";
import { type Asked, wholeText } from "./asked.js";
import { parseJson } from "./json.js";

export interface ShownLine {
  readonly number: number;
  readonly text: string;
}

export interface ShownFile {
  readonly path: string;
  readonly lines: readonly ShownLine[];
}

export interface ShownLead {
  readonly id: string;
  readonly severity: Severity;
}

/** `  42| code`; the line may be empty. */
const numbered = /^\s*(\d+)\| ?(.*)$/;

/** Runs of numbered lines that begin at 1 or after a line without a number; that line names the file. */
export function shownFiles(asked: Asked): readonly ShownFile[] {
  const files: { path: string; lines: ShownLine[] }[] = [];
  let heading = "";
  for (const line of linesOf(asked)) {
    const [, number, text] = numbered.exec(line) ?? [];
    if (number === undefined || text === undefined) {
      if (line.trim() !== "") heading = line;
      continue;
    }
    if (heading !== "") files.push({ path: pathIn(heading), lines: [] });
    heading = "";
    files.at(-1)?.lines.push({ number: Number(number), text });
  }
  return files.filter(({ path }) => isWanted(path, asked));
}

/** The quoted text of a heading, or its last word: `<file k3 "src/a.ts">`, `## src/a.ts`. */
function pathIn(heading: string): string {
  const quoted = /"(?:[^"\\]|\\.)*"/.exec(heading)?.[0];
  if (quoted !== undefined) return String(parseJson(quoted));
  return (
    heading
      .trim()
      .replace(/[>:`]+$/, "")
      .split(/[\s`]+/)
      .at(-1) ?? ""
  );
}

/** A task may be about some of the files shown. */
function isWanted(path: string, asked: Asked): boolean {
  const only = proseOf(asked).find((line) => line.startsWith("Look only at "));
  return only === undefined || only.includes(JSON.stringify(path));
}

/** `canary: ID`, `The token for "canary" is ID.`; empty when there is none. */
export function canaryIn(asked: Asked): string {
  const said = proseOf(asked).map((line) => /\bcanary"?(?::| is) +"?([\w-]+)/.exec(line)?.[1]);
  return said.find((canary) => canary !== undefined) ?? "";
}

/** Lines that begin with `L1`, with the severity they name. */
export function shownLeads(asked: Asked): readonly ShownLead[] {
  return proseOf(asked).flatMap((line) => {
    const id = /^(?:[-*] )?(L\d+)\b/.exec(line)?.[1];
    if (id === undefined) return [];
    return [{ id, severity: severities.find((severity) => line.includes(`, ${severity}.`)) ?? "medium" }];
  });
}

/** Lines that belong to no file: a file cannot say what the canary is. */
function proseOf(asked: Asked): readonly string[] {
  return linesOf(asked).filter((line) => !numbered.test(line));
}

/** Rules may show numbered lines as an example, so only what the user says counts. */
function linesOf({ parts }: Asked): readonly string[] {
  return wholeText({ parts: parts.filter(({ role }) => role === "user") }).split("\n");
}
