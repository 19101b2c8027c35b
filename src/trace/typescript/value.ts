/** A value at a place on its way, and how it got there. */
import type { ts } from "ts-morph";
import type { Entry, FlowStep } from "../../model/flow.js";
import type { FunctionNode } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import type { Facts } from "./facts.js";

/** What a handler is handed that is no outside data itself but holds some: `req`. */
export interface Carrier {
  readonly readings: readonly Reading[];
  /** Members gone through already: `request` of `ctx.request.body`. */
  readonly members: readonly string[];
}

/** One source of a page, as far as it says what to read. */
export interface Reading {
  readonly entry: Entry;
  /** Members whose reading gives outside data, dotted where it takes several. */
  readonly members: readonly string[];
  readonly calls: readonly string[];
  readonly isText: boolean;
  /** The handler is only known by names. */
  readonly isByName: boolean;
}

/** A function that was gone into, so that the value leaves it where it came in. */
export interface Frame {
  readonly call: ts.Node;
  readonly entered: FunctionNode;
  readonly up: Frame | null;
  readonly depth: number;
}

export interface Value {
  readonly file: CodeFile;
  /** The expression that has the value. */
  readonly node: ts.Node;
  /** Where in it the outside data lies: `["body", "id"]`; `[]` for any element of a list. */
  readonly path: readonly string[];
  readonly facts: Facts;
  readonly stack: Frame | null;
  /** Set while no outside data was read yet. */
  readonly carrier: Carrier | null;
}

/** Where a value goes next, and what a reader is told of that. */
export interface Arrival {
  readonly value: Value;
  readonly step: FlowStep | null;
}

/** Any element of a list. */
export const element = "[]";
/** A member whose name is computed. */
export const anyMember = "*";

/** Deeper than this nobody's data lies; it bounds how many places of one object are told apart. */
const deepestPath = 5;

/** Puts a value into a member of something larger. */
export function within(name: string, path: readonly string[]): readonly string[] {
  return [name, ...path].slice(0, deepestPath);
}

/** What is left of the path when the member is read; null where the member holds nothing from outside. */
export function readMember(path: readonly string[], name: string): readonly string[] | null {
  const [first, ...rest] = path;
  if (first === undefined) return path;
  return first === name || first === anyMember || name === anyMember ? rest : null;
}

/** A longer excerpt would not be read in a sentence. */
const longestExcerpt = 60;

/** The code of a node in a sentence. */
export function excerpt(file: CodeFile, node: ts.Node): string {
  const text = node.getText(file.tree.root).replace(/\s+/g, " ");
  return text.length > longestExcerpt ? `${text.slice(0, longestExcerpt - 1)}…` : text;
}

export function stepAt(file: CodeFile, node: ts.Node, what: string): FlowStep {
  return { path: file.path, span: { start: node.getStart(file.tree.root), end: node.end }, what };
}
