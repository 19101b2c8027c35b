/** What a handler or a function reaches by the names it mentions. */
import { type Code, type CodeFile, type Part, textOf } from "./code.js";

/** Calls of calls of calls: a handler, its service, the store behind it, and what that stands on. */
const mostSteps = 4;
/** A name defined more often than this says nothing about which one is meant. */
const mostDefinitions = 6;

/** The parts and all they reach through names, with the lines that turn their errors into answers. */
export function reach(code: Code, from: readonly Part[], steps = mostSteps): readonly Part[] {
  const seen = new Map<string, Part>();
  let frontier = from.filter((part) => keep(part, seen));
  for (let step = 0; step < steps && frontier.length > 0; step++)
    frontier = frontier.flatMap((part) => reachedFrom(part, code)).filter((part) => keep(part, seen));
  const parts = [...seen.values()];
  return [...parts, ...errorLines(parts, code)];
}

function keep(part: Part, seen: Map<string, Part>): boolean {
  const key = `${part.file.path}:${part.start}:${part.end}`;
  if (seen.has(key)) return false;
  seen.set(key, part);
  return true;
}

function reachedFrom(part: Part, code: Code): readonly Part[] {
  return [...namesIn(part)].flatMap((name) => {
    const all = code.definitions.get(name) ?? [];
    const own = all.filter(({ file }) => file === part.file);
    const definitions = own.length > 0 && isPlain(name, part) ? own : all;
    return definitions.length > mostDefinitions ? [] : definitions;
  });
}

/** Whether the name is used here without an object before it. */
function isPlain(name: string, part: Part): boolean {
  return !new RegExp(`\\.\\s*${escaped(name)}\\b`).test(textOf(part));
}

export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

export function namesIn({ file, start, end }: Part): ReadonlySet<string> {
  return new Set(file.names.filter(({ at }) => at >= start && at < end).map(({ name }) => name));
}

const errorName =
  /(?:Error|Exception|Conflict|NotFound|Denied|Forbidden|Unauthori[sz]ed|Unavailable|Invalid\w*|Expired|Gone|TooLarge)$|^(?:[Ee]rr|Invalid|No)[A-Z]/;

/** Where an error of the parts is caught or mapped to an answer, a few lines each. */
function errorLines(parts: readonly Part[], code: Code): readonly Part[] {
  const errors = new Set(parts.flatMap((part) => [...namesIn(part)].filter((name) => errorName.test(name))));
  return code.files.flatMap((file) =>
    file.names.filter(({ name }) => errors.has(name)).map(({ at }) => linesFrom(file, at)),
  );
}

/** A line that already answers with a number stands for itself; otherwise the answer is given in the lines below. */
function linesFrom(file: CodeFile, at: number): Part {
  const line = file.lines.lineAt(at);
  const own = file.lines.line(line);
  const last = /\b[1-5]\d\d\b|HTTP_\d|Status[A-Z]/.test(own) ? line : line + 4;
  return { file, start: file.lines.startOf(line), end: file.lines.startOf(last + 1) };
}
