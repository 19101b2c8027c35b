/** Reads YAML of a known shape; what is broken in it names its file, field and line. */
import { LineCounter, isMap, isScalar, parseDocument } from "yaml";
import type { z } from "zod";
import { type ErrorCode, UserError } from "../model/errors.js";

type Document = ReturnType<typeof parseDocument>;

/** Where a piece of YAML stands, and how errors in it are named. */
export interface YamlPlace {
  readonly file: string;
  readonly code: Extract<
    ErrorCode,
    "broken-reviewer" | "broken-rubric" | "broken-framework" | "broken-baseline"
  >;
  /** How the whole of it is called where no single field is meant: "front matter". */
  readonly whole: string;
  /** Lines of the file above it. */
  readonly linesAbove: number;
}

/** @throws UserError with the place's code: not YAML, or not of the schema's shape */
export function readYaml<T>(text: string, schema: z.ZodType<T>, place: YamlPlace): T {
  const { file, code, whole, linesAbove } = place;
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, merge: true });
  const [broken] = document.errors;
  if (broken) {
    const line = counter.linePos(broken.pos[0]).line + linesAbove;
    const problem = `is not YAML: ${broken.message.split("\n", 1)[0]?.replace(/ at line .*$/, "")}`;
    throw new UserError(code, { file, line, field: whole, problem });
  }
  const parsed = schema.safeParse(readValues(document, place), { reportInput: true });
  if (parsed.success) return parsed.data;
  const lineOf = (path: readonly PropertyKey[]): number => {
    const line = lineIn(document, counter, path);
    return line === undefined ? 1 : line + linesAbove;
  };
  throw describe(parsed.error, { ...place, lineOf });
}

/** An alias to nowhere, or one that would unfold without end, only shows when the values are asked for. */
function readValues(document: Document, { file, code, whole }: YamlPlace): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    const problem = `is not YAML: ${error instanceof Error ? error.message : String(error)}`;
    throw new UserError(code, { file, line: 1, field: whole, problem });
  }
}

interface Where extends YamlPlace {
  lineOf(path: readonly PropertyKey[]): number;
}

function describe(error: z.ZodError, { file, code, whole, lineOf }: Where): UserError {
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    return new UserError(code, {
      file,
      line: lineOf([...issue.path, key]),
      field: key,
      problem: "is not a field",
    });
  }
  const path = issue?.path ?? [];
  const field = path.length === 0 ? whole : path.map(String).join(".");
  const problem = issue ? wording(issue) : "is wrong";
  return new UserError(code, { file, line: lineOf(path), field, problem });
}

function wording(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type" && issue.input === undefined) return "is missing";
  if (issue.code === "invalid_type") return `must be ${issue.expected}`;
  if (issue.code === "too_small" && issue.minimum === 1) return "must not be empty";
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

/** The key of a field, because its value may begin lines below; an item of a list has no key. */
function keyOrItem(document: Document, path: readonly PropertyKey[]): unknown {
  const name = path.at(-1);
  const around: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(around)) return document.getIn(path, true);
  return around.items.find(({ key }) => isScalar(key) && key.value === name)?.key;
}

/** Line of a field, or of the nearest thing above it that exists. */
function lineIn(document: Document, counter: LineCounter, path: readonly PropertyKey[]): number | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const node = keyOrItem(document, path.slice(0, depth));
    const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === "number") return counter.linePos(range[0]).line;
  }
  return undefined;
}
