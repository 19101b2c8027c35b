/** A terminal for ink in the test's own process: it keeps what is written and can be typed on and resized. */
import { EventEmitter } from "node:events";

/** Ink decides when it is loaded whether it runs in CI and whether there are colours. */
export function asOnADesk(): void {
  for (const name of Object.keys(process.env))
    if (name === "CI" || name === "CONTINUOUS_INTEGRATION" || name.startsWith("CI_"))
      Reflect.deleteProperty(process.env, name);
  process.env["FORCE_COLOR"] = "0";
}

class Output extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  written = "";

  constructor(
    public columns: number,
    public rows: number,
  ) {
    super();
  }

  write(text: string, done?: () => void): boolean {
    this.written += text;
    done?.();
    return true;
  }
}

class Input extends EventEmitter {
  readonly isTTY = true;
  isRaw = false;
  #waiting: string[] = [];

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  type(text: string): void {
    this.#waiting.push(text);
    this.emit("readable");
  }

  read(): string | null {
    return this.#waiting.shift() ?? null;
  }

  setEncoding(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  resume(): this {
    return this;
  }
  pause(): this {
    return this;
  }
}

export class FakeTerminal {
  readonly #output: Output;
  readonly #input = new Input();

  constructor(columns = 80, rows = 24) {
    this.#output = new Output(columns, rows);
  }

  /** As ink takes them. */
  get streams(): { readonly output: NodeJS.WriteStream; readonly input: NodeJS.ReadStream } {
    return {
      output: this.#output as unknown as NodeJS.WriteStream,
      input: this.#input as unknown as NodeJS.ReadStream,
    };
  }

  /** Everything that was written. */
  get written(): string {
    return this.#output.written;
  }

  get isRaw(): boolean {
    return this.#input.isRaw;
  }

  type(text: string): void {
    this.#input.type(text);
  }

  resize(columns: number, rows: number): void {
    Object.assign(this.#output, { columns, rows });
    this.#output.emit("resize");
  }

  /** What stands on the screen: the little of a terminal that ink makes use of. */
  get lines(): readonly string[] {
    return linesOf(this.written);
  }
}

const escape = "\u001b";
const order = new RegExp(`${escape}\\[(\\??[\\d;]*)([A-Za-z])|\\r?\\n|[^${escape}\\r\\n]+`, "g");

/** Follows line feeds, "up", "to column" and "erase line"; all else moves nothing. */
function linesOf(written: string): readonly string[] {
  const lines = [""];
  let at = 0;
  for (const [all, count = "", name] of written.matchAll(order)) {
    if (name === "A") at = Math.max(0, at - Number(count || 1));
    else if (name === "K") lines[at] = "";
    else if (name === undefined && /\n/.test(all)) lines[++at] ??= "";
    else if (name === undefined) lines[at] = (lines[at] ?? "") + all;
  }
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}
