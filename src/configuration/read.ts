/** Reads a configuration's text, YAML or JSON, and refuses what it does not know, with the place and what was meant. */
import { type Document, LineCounter, isMap, isScalar, parseDocument } from "yaml";
import type { z } from "zod";
import { nearest } from "../lib/nearest.js";
import { UserError } from "../model/errors.js";
import type { ConfigurationText } from "./find.js";
import { onlyTyped } from "./only-typed.js";
import { type Configuration, configurationSchema, keysAt } from "./schema.js";
import { isKeyLike } from "./values.js";

/** A configuration, and where each of its values stands. */
export interface ReadConfiguration {
  readonly values: Configuration;
  /** Line of the key at this path, counted from 1. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Where in the file something stands, both counted from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** @throws UserError broken-configuration with file, line and column */
export function readConfiguration({ path: file, text }: ConfigurationText): ReadConfiguration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const broken = (position: Position, problem: string, meant?: string): UserError =>
    new UserError("broken-configuration", { file, ...position, problem, nearest: meant ?? "" });
  const [error] = document.errors;
  if (error) throw broken(at(error.pos[0]), `is not YAML: ${firstLine(error.message)}`);
  const place = (path: readonly PropertyKey[]): Position => at(offsetOf(document, path));
  const parsed = configurationSchema.safeParse(valuesOf(document, broken), { reportInput: true });
  const [issue] = parsed.error?.issues ?? [];
  if (issue) {
    const { path, problem, meant } = describe(issue);
    throw broken(place(path), problem, meant);
  }
  return { values: parsed.data ?? {}, lineOf: (path) => place(path).line };
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0]?.replace(/ at line .*$/, "") ?? message;
}

/** An empty file is one without values; an alias that unfolds without end only shows here. */
function valuesOf(document: Document, broken: (position: Position, problem: string) => UserError): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 }) ?? {};
  } catch (error) {
    const problem = error instanceof Error ? firstLine(error.message) : String(error);
    throw broken({ line: 1, column: 1 }, `is not YAML: ${problem}`);
  }
}

interface Description {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
  readonly meant?: string | undefined;
}

/** Never holds a value: it may be a key. */
function describe(issue: z.core.$ZodIssue): Description {
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const path = [...issue.path, key];
    // Somebody may have put a key where a name belongs.
    if (isKeyLike(key)) return { path, problem: "has a key where a name belongs" };
    const reason = onlyTyped(key);
    if (reason !== undefined) return { path, problem: `"${key}" does not belong in a file: ${reason}` };
    const meant = nearest(key, keysAt(issue.path));
    return { path, problem: `"${key}" is not a setting`, meant };
  }
  const { path } = issue;
  const name = path.length === 0 ? "the configuration" : path.map(String).join(".");
  return { path, ...wording(name, issue) };
}

function wording(name: string, issue: z.core.$ZodIssue): Omit<Description, "path"> {
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    const meant = typeof issue.input === "string" ? nearest(issue.input, allowed) : undefined;
    return { problem: `"${name}" must be one of ${allowed.join(", ")}`, meant };
  }
  if (issue.code === "invalid_union") {
    const inner = issue.errors.flat().find(({ code }) => code === "custom");
    return { problem: inner ? `"${name}" ${inner.message}` : `"${name}" must be a name or a list of names` };
  }
  return { problem: `"${name}" ${demandOf(issue)}` };
}

const words: Readonly<Record<string, string>> = {
  array: "a list, such as [a, b]",
  string: "text",
  object: "a mapping of names to values",
  number: "a number",
  int: "a whole number",
};

function demandOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${words[issue.expected] ?? issue.expected}`;
    case "too_small":
      if (issue.origin === "string" || issue.origin === "array") return "must not be empty";
      return `must be ${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/** Where the key of a setting begins, or an item of a list; else the nearest thing around it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = keyOrItem(document, path.slice(0, depth));
    const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === "number") return range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOrItem(document: Document, path: readonly PropertyKey[]): unknown {
  const around: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(around)) return document.getIn(path, true);
  return around.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))?.key;
}
