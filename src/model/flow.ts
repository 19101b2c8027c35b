/** The way of a value from where it comes in from outside to where it can do harm. */
import { z } from "zod";
import type { Span } from "./source.js";

/** What a value from outside does where it arrives; each is the subject of one rule. */
export const harms = [
  "command",
  "path",
  "sql",
  "nosql",
  "code",
  "url",
  "redirect",
  "markup",
  "template",
  "deserialization",
  "archive",
  "regular-expression",
  "prototype",
  "xml",
  "ldap",
  "header",
] as const;
export const harmSchema = z.enum(harms);
export type Harm = z.infer<typeof harmSchema>;

/**
 * Who chooses a value. `http`: whoever can reach the server; `message`: who can send to a queue or socket; `browser`: who
 * makes the link a victim opens; `arguments`: who starts the program; `environment`: who sets it up; `file`: who wrote
 * it; `stored`: who once saved it; `caller`: who calls an exported function of a library.
 */
export const entries = [
  "http",
  "message",
  "browser",
  "arguments",
  "environment",
  "file",
  "stored",
  "caller",
] as const;
export const entrySchema = z.enum(entries);
export type Entry = z.infer<typeof entrySchema>;

/** Entries of flows that rules tell of: whoever starts a program or sets it up can do there what the program can. */
export const toldEntries = [
  "http",
  "message",
  "browser",
  "file",
  "stored",
  "caller",
] as const satisfies readonly Entry[];
export type ToldEntry = (typeof toldEntries)[number];

/** One place on the way, in the order the value passes them. */
export interface FlowStep {
  readonly path: string;
  readonly span: Span;
  /** What happens here, for a reader: "`req.query.id` is read", "passed to `find` as `id`", "given to `exec`". */
  readonly what: string;
}

export interface Flow {
  readonly harm: Harm;
  readonly entry: Entry;
  /** From where the value comes in to where it does harm; never empty, the last is the sink. */
  readonly steps: readonly FlowStep[];
  /** What the value is given to, as the framework page names it: `child_process.exec`. */
  readonly sink: string;
  /** The value as the code writes it where it comes in: `req.query.id`. */
  readonly value: string;
  /** A check on the way that may be enough and cannot be judged: `isAllowed(name)`; null when none was seen. */
  readonly guard: string | null;
  /** Computed from the entry, the guard, how callees were resolved and what kind of file it is, 0–1. */
  readonly confidence: number;
}
