/** Chooses how a run says where it is: a live view on a terminal that a person watches, lines elsewhere, or nothing. */
import type { Listen } from "../model/event.js";
import { progressLines } from "../ui/lines.js";
import { LiveView } from "../ui/live/live.js";
import { sizeOr80x24 } from "../ui/rows.js";
import { type Streams, openScreen } from "../ui/screen.js";
import { wantsColor } from "./display.js";
import type { World } from "./world.js";

export interface ProgressOptions {
  readonly quiet?: boolean | undefined;
  /** False after --no-color. */
  readonly color: boolean;
}

/** Where a run's lines go, and who hears its events. */
export interface Progress {
  /** A line on stderr; nothing after --quiet. */
  readonly say: (line: string) => void;
  /** @param say for lines about events, where there is no view */
  readonly listener: (say: (line: string) => void) => Listen;
  /** Does the work; a view comes and goes within it, so that whatever is written afterwards has the terminal to itself. */
  readonly during: <T>(work: () => Promise<T>, isOffline: boolean) => Promise<T>;
}

export function progressOf(world: World, { quiet = false, color }: ProgressOptions): Progress {
  const silent = (): void => undefined;
  const during: Progress["during"] = (work) => work();
  if (quiet) return { say: silent, listener: () => silent, during };
  const write = (line: string): void => void world.stderr.write(`${line}\n`);
  const { terminal } = world;
  if (!terminal || !isWatched(world)) return { say: write, listener: (say) => progressLines(say), during };
  return watched(world, terminal, { color, write });
}

/** A CI log is nobody's screen, even where it pretends to be one. */
export function isWatched({ isTerminal, env }: Pick<World, "isTerminal" | "env">): boolean {
  return isTerminal.stderr && env["TERM"] !== "dumb" && !isInCi(env);
}

function isInCi(env: World["env"]): boolean {
  const isSet = (name: string): boolean => !["", "0", "false"].includes(env[name] ?? "");
  return isSet("CI") || isSet("CONTINUOUS_INTEGRATION");
}

interface Voice {
  readonly color: boolean;
  readonly write: (line: string) => void;
}

function watched(world: World, terminal: Streams, { color, write }: Voice): Progress {
  const { output } = terminal;
  const view = new LiveView({
    now: () => performance.now(),
    every: (milliseconds, tick) => {
      const timer = setInterval(tick, milliseconds);
      return () => clearInterval(timer);
    },
    size: () => sizeOr80x24(output.columns, output.rows),
    open: () => withColors(color && wantsColor(world.env, true), () => openScreen({ output })),
    write,
  });
  return {
    say: view.say,
    listener: () => view.listen,
    async during(work, isOffline) {
      const release = onSuspension(view.pause);
      world.interrupt.addEventListener("abort", view.end, { once: true });
      view.begin(isOffline);
      try {
        return await work();
      } finally {
        release();
        world.interrupt.removeEventListener("abort", view.end);
        view.end();
      }
    },
  };
}

/** Ink asks FORCE_COLOR alone, once, when it is loaded, and looks at stdout although it draws on stderr. */
export async function withColors<T>(hasColor: boolean, load: () => Promise<T>): Promise<T> {
  const { FORCE_COLOR: before } = process.env;
  process.env["FORCE_COLOR"] = hasColor ? "1" : "0";
  try {
    return await load();
  } finally {
    if (before === undefined) delete process.env["FORCE_COLOR"];
    else process.env["FORCE_COLOR"] = before;
  }
}

/** Ctrl-Z: the shell gets a clean line and its cursor back; `fg` goes on where the run was. */
function onSuspension(leave: () => void): () => void {
  const suspend = (): void => {
    leave();
    process.kill(process.pid, "SIGSTOP");
  };
  process.on("SIGTSTP", suspend);
  return () => void process.off("SIGTSTP", suspend);
}
