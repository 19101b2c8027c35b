/** The one place that draws with ink: rows in, keys out, and the terminal as it was when it is closed. */
import type { Key as InkKey } from "ink";
import { displayWidth } from "../lib/width.js";
import { type Row, type Span, type Style, textOf } from "./rows.js";

/** A key as ink reads it. */
export interface Key {
  /** The character that was typed, for keys that type one. */
  readonly text: string;
  /** `up`, `return`, `ctrl-c`; empty for keys that type something. */
  readonly name: string;
}

export interface Streams {
  readonly output: NodeJS.WriteStream;
  /** Only for a screen that listens to keys. */
  readonly input?: NodeJS.ReadStream;
}

/** A screen of its own, which gives back the terminal as it was, and the keys that are pressed meanwhile. */
export interface Whole {
  readonly onKey: (key: Key) => void;
}

export interface Screen {
  /** Shows these rows in place of those before. */
  draw(rows: readonly Row[]): void;
  /** Prints a line above the rows, where it stays. */
  keep(line: string): void;
  /** Leaves these rows behind and gives the terminal back. */
  close(rows: readonly Row[]): void;
}

/** Frames a second at most: enough to see that something goes on, and so that a key is answered at once. */
const mostFrames = { watching: 10, typing: 30 } as const;

/** Xterm's alternate screen, which all terminals of today have; what is left is as it was. */
const otherScreen = { enter: "\u001b[?1049h\u001b[H", leave: "\u001b[?1049l" } as const;

/**
 * Loads ink, a quarter of a second of work, and opens a screen. Colours are decided when ink is loaded for the first
 * time: FORCE_COLOR must be set by then, because ink knows no NO_COLOR.
 */
export async function openScreen(streams: Streams, whole?: Whole): Promise<Screen> {
  const ink = await import("ink");
  const { createElement } = await import("react");
  const kept: string[] = [];
  let rows: readonly Row[] = [];
  const line = (row: Row, i: number) =>
    createElement(ink.Text, { key: i, wrap: "truncate" }, ...(row.length === 0 ? [" "] : row.map(spanOf)));
  const spanOf = ({ text, style }: Span, i: number) =>
    createElement(ink.Text, { key: i, ...looks[style] }, text);
  const Keys = (): null => {
    ink.useInput((text, key) => {
      for (const each of keysOf(text, key)) whole?.onKey(each);
    });
    return null;
  };
  const tree = () =>
    createElement(
      ink.Box,
      { flexDirection: "column" },
      createElement(ink.Static<string>, {
        items: [...kept],
        children: (text, i) => createElement(ink.Text, { key: i }, text),
      }),
      ...rows.map(line),
      whole ? createElement(Keys, { key: "keys" }) : null,
    );
  const { output, input } = streams;
  // Another screen of the terminal does not break its lines anew.
  const canvas = canvasOn(output, () => (whole ? [] : rows));
  if (whole) output.write(otherScreen.enter);
  const shown = ink.render(tree(), {
    stdout: canvas.stream,
    stderr: canvas.stream,
    ...(input ? { stdin: input } : {}),
    maxFps: whole ? mostFrames.typing : mostFrames.watching,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  return {
    draw(next) {
      rows = next;
      shown.rerender(tree());
    },
    keep(text) {
      kept.push(text);
      shown.rerender(tree());
    },
    close(last) {
      rows = last;
      shown.rerender(tree());
      shown.unmount();
      canvas.release();
      if (whole) output.write(otherScreen.leave);
    },
  };
}

interface Looks {
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly color?: string;
  readonly inverse?: boolean;
}

const looks: Readonly<Record<Style, Looks>> = {
  plain: {},
  bold: { bold: true },
  dim: { dimColor: true },
  red: { color: "red" },
  yellow: { color: "yellow" },
  green: { color: "green" },
  cyan: { color: "cyan" },
  chosen: { inverse: true },
};

const names = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "page-up"],
  ["pageDown", "page-down"],
  ["home", "home"],
  ["end", "end"],
  ["return", "return"],
  ["escape", "escape"],
  ["tab", "tab"],
  ["backspace", "backspace"],
  // The key that takes back a character says "delete" on most terminals.
  ["delete", "backspace"],
] as const;

/** One key, or as many as characters arrived at once because somebody types fast or pastes. */
function keysOf(text: string, key: InkKey): readonly Key[] {
  const found = names.find(([flag]) => key[flag]);
  if (found) return [{ text: "", name: found[1] }];
  if (key.meta) return [];
  if (key.ctrl) return [{ text: "", name: `ctrl-${text}` }];
  const characters = Array.from(text.replaceAll("\r\n", "\r"));
  return characters.map((character, i) => typedKey(character, i === characters.length - 1));
}

/** A line end in the midst of what was pasted is no Enter: the rest of it would be taken for keys. */
function typedKey(character: string, isLast: boolean): Key {
  if (!/[\r\n]/.test(character)) return { text: /\p{Cc}/u.test(character) ? "" : character, name: "" };
  return isLast ? { text: "", name: "return" } : { text: " ", name: "" };
}

/** A terminal as ink is shown it. */
interface Canvas {
  readonly stream: NodeJS.WriteStream;
  readonly release: () => void;
}

/**
 * Ink wipes screen and scrollback when the terminal has no more rows than what it drew, also where somebody only made
 * the window smaller. So it is told of no limit; the rows it is given fit.
 */
function canvasOn(output: NodeJS.WriteStream, rowsShown: () => readonly Row[]): Canvas {
  const listeners = new Set<() => void>();
  let columns = output.columns || 80;
  const resized = (): void => {
    const narrower = output.columns || 80;
    if (narrower < columns) mendReflow(output, rowsShown(), narrower);
    columns = narrower;
    for (const listener of listeners) listener();
  };
  output.on("resize", resized);
  const stream = {
    isTTY: true,
    writable: true,
    writableLength: 0,
    rows: Number.POSITIVE_INFINITY,
    get columns() {
      return output.columns || 80;
    },
    write: (text: string, done?: () => void) => output.write(text, done),
    on: (_: "resize", listener: () => void) => listeners.add(listener),
    off: (_: "resize", listener: () => void) => listeners.delete(listener),
  };
  // All of a stream that ink makes use of.
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    release: () => void output.off("resize", resized),
  };
}

/**
 * Most terminals break lines anew when they get narrower, and ink, which counts the lines it wrote, then takes away too
 * few. Takes away what came in addition, before ink hears of it.
 */
function mendReflow(output: NodeJS.WriteStream, rows: readonly Row[], columns: number): void {
  const extra = rows.reduce((sum, row) => sum + foldsOf(row, columns), 0);
  output.write("\u001b[2K\u001b[1A".repeat(extra));
}

function foldsOf(row: Row, columns: number): number {
  return Math.max(0, Math.ceil(displayWidth(textOf(row)) / columns) - 1);
}
