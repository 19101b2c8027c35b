/** How long a model is waited for, and by which clock. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Timing } from "../consult/retry.js";
import type { Patience } from "../providers/idle.js";

export interface Waits {
  readonly patience: Patience;
  readonly timing: Timing;
}

/** A thinking model is silent for a while; ten minutes for one answer is more than any review needs. */
export const usualWaits: Waits = {
  patience: { idleMs: 120_000, firstMs: 300_000, deadlineMs: 600_000 },
  timing: {
    now: () => performance.now(),
    random: () => Math.random(),
    sleep: async (milliseconds) => sleep(milliseconds),
  },
};
