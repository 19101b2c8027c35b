/** A real terminal to run commands in: a pane of tmux that nobody looks at. */
import { spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { bin, plainEnv } from "./built.js";

export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

export interface PaneOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

let count = 0;

/** A shell without a terminal, as tmux has it in between, forgets the prompt. */
const shell = "exec env PS1='ready$ ' bash --norc --noprofile";

/** A shell in which "$NODE" "$BIN" starts the program; `close` ends it and everything in it. */
export class Pane {
  readonly #socket = `session-review-test-${process.pid}-${++count}`;

  constructor({ cwd, columns = 80, rows = 24, env = {} }: PaneOptions) {
    const size = ["-x", String(columns), "-y", String(rows)];
    this.#tmux(["-f", "/dev/null", "new-session", "-d", ...size, shell], {
      cwd,
      env: plainEnv({ ...env, NODE: process.execPath, BIN: bin, LANG: "C.UTF-8" }),
    });
  }

  #tmux(
    args: readonly string[],
    options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ): string {
    const { status, stdout, stderr } = spawnSync("tmux", ["-u", "-L", this.#socket, ...args], {
      ...options,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`tmux ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  /** Types a line and Enter. */
  async run(line: string): Promise<void> {
    await this.shows("ready$");
    this.#tmux(["send-keys", "-l", line]);
    this.press("Enter");
  }

  /** Keys by tmux's names: `C-c`, `Enter`, `j`. */
  press(...keys: readonly string[]): void {
    this.#tmux(["send-keys", ...keys]);
  }

  resize(columns: number, rows: number): void {
    this.#tmux(["resize-window", "-x", String(columns), "-y", String(rows)]);
  }

  /** What stands on the screen, as a person reads it. */
  get screen(): string {
    return this.#tmux(["capture-pane", "-p"]);
  }

  /** The same with colours, and what was scrolled away before it. */
  get everything(): string {
    return this.#tmux(["capture-pane", "-p", "-e", "-S", "-"]);
  }

  get isCursorShown(): boolean {
    return this.#tmux(["display-message", "-p", "#{cursor_flag}"]).trim() === "1";
  }

  /** Waits until the screen holds the text. */
  async shows(text: string): Promise<string> {
    const until = performance.now() + 40_000;
    while (performance.now() < until) {
      const { screen } = this;
      if (screen.includes(text)) return screen;
      await wait(50);
    }
    throw new Error(`the screen never showed "${text}":\n${this.screen}`);
  }

  close(): void {
    spawnSync("tmux", ["-L", this.#socket, "kill-server"]);
  }
}
