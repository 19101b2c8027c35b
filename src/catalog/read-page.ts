/** Reads a Markdown page with front matter; a broken one names its file, field and line. */
import type { z } from "zod";
import { type ErrorCode, UserError } from "../model/errors.js";
import { readYaml } from "./read-yaml.js";

export interface Page<T> {
  readonly matter: T;
  /** The Markdown below the front matter. */
  readonly body: string;
  /** 1-based line of the file where the body begins. */
  readonly bodyLine: number;
}

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
  const place = { file, code, whole: "front matter", linesAbove: 1 };
  return {
    matter: readYaml(match[1] ?? "", schema, place),
    body: text.slice(match[0].length),
    bodyLine: match[0].split("\n").length,
  };
}
