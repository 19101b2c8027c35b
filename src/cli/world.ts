/** Everything outside the program that a command may touch, so that tests can hand in another world. */
import type { Writable } from "node:stream";
import type { Streams } from "../ui/screen.js";
import type { Waits } from "./waits.js";

export interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Nothing when absent. */
  readonly stdin?: AsyncIterable<string | Uint8Array>;
  readonly stdout: Writable;
  readonly stderr: LineTaker;
  readonly isTerminal: { readonly stdout: boolean; readonly stderr: boolean };
  /** Whether it goes into a file; not, when absent. */
  readonly isFile?: { readonly stdout: boolean };
  /** Columns of the terminal; 80 when unknown. */
  readonly columns: number;
  /** What can be drawn on and asked for keys; absent where nobody sits there. */
  readonly terminal?: Terminal;
  /** Aborts with "SIGINT" or "SIGTERM" as its reason. */
  readonly interrupt: AbortSignal;
  /** The usual ones when absent. */
  readonly waits?: Waits;
  /** Names the very code that runs; absent where nobody can tell, as in development. */
  readonly build?: string | undefined;
}

/** What takes whole lines, none of which anybody waits for. */
export interface LineTaker {
  readonly write: (text: string) => unknown;
}

/** Screens are drawn on stderr, so that stdout may go elsewhere. */
export type Terminal = Required<Streams>;

export const signals = ["SIGINT", "SIGTERM"] as const;

/** The signal that stopped the run, if one did. */
export function interruptOf({ aborted, reason }: AbortSignal): (typeof signals)[number] | undefined {
  if (!aborted) return undefined;
  return reason === "SIGTERM" ? "SIGTERM" : "SIGINT";
}

/** The version in package.json. */
export async function readToolVersion(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
