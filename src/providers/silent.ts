/** Options that keep an SDK from printing: stdout belongs to the report, and debug logs hold whole prompts. */

function nothing(): void {
  // what an SDK logs is either in the error it throws or nobody's business
}

/** For the constructors of both SDKs; given explicitly, so that no variable of the environment turns logs on. */
export const silent = {
  logLevel: "off",
  logger: { error: nothing, warn: nothing, info: nothing, debug: nothing },
} as const;
