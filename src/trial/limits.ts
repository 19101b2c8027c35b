/** How much a command may take before it is ended: time, memory, output, processes, and the size of its copy. */
import { totalmem } from "node:os";

export interface Limits {
  /** Longest time the command may run, in milliseconds. */
  readonly milliseconds: number;
  /** Bytes of memory that all its processes hold together; pages they share count once for each. */
  readonly memory: number;
  /** Bytes it may print on both streams together. */
  readonly output: number;
  /** Processes at once. */
  readonly processes: number;
  /** Bytes of files that are copied. */
  readonly copy: number;
  /** Files, folders and links that are copied. */
  readonly entries: number;
}

const mebibyte = 1024 * 1024;

/** Ten minutes, 50 MiB of output, 1,024 processes, 4 GiB in a million files; of memory see `usualMemory`. */
export const usualLimits: Limits = {
  milliseconds: 10 * 60_000,
  memory: usualMemory(),
  output: 50 * mebibyte,
  processes: 1024,
  copy: 4096 * mebibyte,
  entries: 1_000_000,
};

/** Three quarters of the machine, or of the container, and at most 8 GiB: what is left must do for everybody else. */
function usualMemory(): number {
  const machine = totalmem();
  const container = process.constrainedMemory();
  const available = container > 0 ? Math.min(machine, container) : machine;
  return Math.min(8192 * mebibyte, Math.floor(available * 0.75));
}
