/** Where a run begins and ends: arguments in, exit code out. Never calls process.exit(), which would cut piped output. */
import { fstatSync } from "node:fs";
import { exitCodes } from "./exit-code.js";
import { presentError } from "./present-error.js";
import { buildProgram } from "./program.js";
import { unheeded } from "./write.js";
import { type LineTaker, type Terminal, type World, interruptOf, signals } from "./world.js";

/** Runs one command and returns its exit code; every error becomes a message with a way out. */
export async function main(args: readonly string[], outside: World): Promise<number> {
  const world = { ...outside, stderr: unheeded(outside.stderr) };
  try {
    return await buildProgram(world).run(args);
  } catch (error) {
    return presentError(error, { world, isDebug: args.includes("--debug") });
  }
}

/**
 * Runs the command of this process.
 * @param build names the very code that runs, where that is known
 */
export async function runProcess(build?: string): Promise<void> {
  const { stdin, stdout, stderr, env } = process;
  const interrupt = new AbortController();
  abortOnSignal(interrupt, stderr);
  // Without a listener a closed pipe (`| head`) would end the process with a stack trace.
  for (const stream of [stdout, stderr]) stream.on("error", () => undefined);
  const code = await main(process.argv.slice(2), {
    cwd: process.cwd(),
    env,
    stdin,
    stdout,
    stderr,
    isTerminal: { stdout: stdout.isTTY, stderr: stderr.isTTY },
    isFile: { stdout: isFile(1) },
    columns: stdout.columns > 0 ? stdout.columns : 80,
    ...(stderr.isTTY ? { terminal: terminalOf(stderr) } : {}),
    interrupt: interrupt.signal,
    build,
  });
  const stopped = interruptOf(interrupt.signal);
  process.exitCode = stopped ? exitCodes[stopped] : code;
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false; // closed
  }
}

/** Whoever asks for keys opens stdin: a run that does not must not touch it. */
function terminalOf(output: NodeJS.WriteStream): Terminal {
  return {
    output,
    get input() {
      return process.stdin;
    },
  };
}

/** The first signal lets the run end in order; without listeners the next one ends the process at once. */
function abortOnSignal(interrupt: AbortController, stderr: LineTaker): void {
  const leave = (): void => {
    for (const name of signals) process.off(name, stop);
  };
  const stop = (signal: NodeJS.Signals): void => {
    if (interrupt.signal.aborted) {
      leave();
      process.kill(process.pid, signal);
      return;
    }
    // First, so that a screen is gone before anything is written.
    interrupt.abort(signal);
    // A listener that is alone on a signal, such as a screen's, takes it for the end: ours must not go before it ran.
    setImmediate(() => {
      leave();
      // Only now: a signal on its way while its listener goes is lost, so nobody may be asked for one before.
      stderr.write("\nsession-review: stopping; writing what is known so far (again to stop at once)\n");
    });
  };
  for (const name of signals) process.on(name, stop);
}
