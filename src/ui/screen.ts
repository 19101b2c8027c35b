/** The one place that draws with ink: rows in, keys out, and the terminal as it was when it is closed. */
import type { Key as InkKey } from "ink";
import { displayWidth } from "../lib/width.js";
import { type Row, type Span, type Style, textOf } from "./rows.js";

/** A key as ink reads it. */
export interface Key {
  /** What was typed, for keys that type something; several characters where text was pasted. */
  readonly text: string;
  /** `up`, `return`, `ctrl-c`; empty for keys that type something. */
  readonly name: string;
}

export interface Streams {
  readonly output: NodeJS.WriteStream;
  /** Only for a screen that listens to keys. */
  readonly input?: NodeJS.ReadStream;
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

/**
 * Loads ink, a quarter of a second of work, and opens a screen. Colours are decided when ink is loaded for the first
 * time: FORCE_COLOR must be set by then, because ink knows no NO_COLOR.
 */
export async function openScreen(streams: Streams, onKey?: (key: Key) => void): Promise<Screen> {
  const ink = await import("ink");
  const { createElement } = await import("react");
  const kept: string[] = [];
  let rows: readonly Row[] = [];
  const line = (row: Row, i: number) =>
    createElement(ink.Text, { key: i, wrap: "truncate" }, ...(row.length === 0 ? [" "] : row.map(spanOf)));
  const spanOf = ({ text, style }: Span, i: number) =>
    createElement(ink.Text, { key: i, ...looks[style] }, text);
  const Keys = (): null => {
    ink.useInput((text, key) => onKey?.(keyOf(text, key)));
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
      onKey ? createElement(Keys, { key: "keys" }) : null,
    );
  const { output, input } = streams;
  const stopReflow = mendReflow(output, () => rows);
  const shown = ink.render(tree(), {
    stdout: output,
    stderr: output,
    ...(input ? { stdin: input } : {}),
    maxFps: onKey ? mostFrames.typing : mostFrames.watching,
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
      stopReflow();
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

function keyOf(text: string, key: InkKey): Key {
  const found = names.find(([flag]) => key[flag]);
  if (found) return { text: "", name: found[1] };
  if (key.ctrl) return { text: "", name: `ctrl-${text}` };
  return { text, name: "" };
}

/**
 * Most terminals break lines anew when they get narrower, and ink, which counts the lines it wrote, then takes away too
 * few. Takes away what came in addition, before ink hears of it.
 */
function mendReflow(output: NodeJS.WriteStream, rowsShown: () => readonly Row[]): () => void {
  let columns = output.columns || 80;
  const mend = (): void => {
    const narrower = output.columns || 80;
    if (narrower < columns) {
      const extra = rowsShown().reduce((sum, row) => sum + foldsOf(row, narrower), 0);
      output.write("\u001b[2K\u001b[1A".repeat(extra));
    }
    columns = narrower;
  };
  output.on("resize", mend);
  return () => void output.off("resize", mend);
}

function foldsOf(row: Row, columns: number): number {
  return Math.max(0, Math.ceil(displayWidth(textOf(row)) / columns) - 1);
}
