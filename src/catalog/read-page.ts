/** Reads a Markdown page with front matter; a broken one names its file, field and line. */
import { LineCounter, isMap, isScalar, parseDocument } from "yaml";
import type { z } from "zod";
import { type ErrorCode, UserError } from "../model/errors.js";

export interface Page<T> {
  readonly matter: T;
  /** The Markdown below the front matter. */
  readonly body: string;
  /** 1-based line of the file where the body begins. */
  readonly bodyLine: number;
}

type Document = ReturnType<typeof parseDocument>;
type PageError = Extract<ErrorCode, "broken-reviewer" | "broken-rubric">;

/** @throws UserError with the given code: front matter missing, not YAML, or not of the schema's shape */
export function readPage<T>(text: string, file: string, schema: z.ZodType<T>, code: PageError): Page<T> {
  const match = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!match) {
    throw new UserError(code, {
      file,
      line: 1,
      field: "front matter",
      problem: "is missing: the page must begin with ---",
    });
  }
  const counter = new LineCounter();
  const document = parseDocument(match[1] ?? "", { lineCounter: counter });
  const [broken] = document.errors;
  if (broken) {
    const line = counter.linePos(broken.pos[0]).line + 1;
    const problem = `is not YAML: ${broken.message.split("\n", 1)[0]?.replace(/ at line .*$/, "")}`;
    throw new UserError(code, { file, line, field: "front matter", problem });
  }
  const parsed = schema.safeParse(readValues(document, file, code), { reportInput: true });
  if (!parsed.success)
    throw describe(parsed.error, { file, code, lineOf: (path) => lineOf(document, counter, path) });
  return {
    matter: parsed.data,
    body: text.slice(match[0].length),
    bodyLine: match[0].split("\n").length,
  };
}

/** An alias to nowhere, or one that would unfold without end, only shows when the values are asked for. */
function readValues(document: Document, file: string, code: PageError): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    const problem = `is not YAML: ${error instanceof Error ? error.message : String(error)}`;
    throw new UserError(code, { file, line: 1, field: "front matter", problem });
  }
}

interface Where {
  readonly file: string;
  readonly code: PageError;
  lineOf(path: readonly PropertyKey[]): number;
}

function describe(error: z.ZodError, { file, code, lineOf }: Where): UserError {
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
  const field = path.length === 0 ? "front matter" : path.map(String).join(".");
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

/** Line in the file of a field, or of the nearest thing above it that exists; the first line is the `---`. */
function lineOf(document: Document, counter: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = keyOrItem(document, path.slice(0, depth));
    const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === "number") return counter.linePos(range[0]).line + 1;
  }
  return 1;
}
