/** Browsing on a terminal of the test's own: keys typed, rows shown, the world asked, the terminal given back. */
import { beforeAll, expect, test, vi } from "vitest";
import type { Finding } from "../../../src/model/finding.js";
import { type Desk, type Leaving, browse } from "../../../src/ui/browse/session.js";
import { openScreen } from "../../../src/ui/screen.js";
import { FakeTerminal, asOnADesk } from "../fake-terminal.js";
import { finding, four } from "./findings.js";

const escape = "\u001b";

beforeAll(asOnADesk);

interface Sitting {
  readonly terminal: FakeTerminal;
  readonly left: Promise<Leaving>;
  readonly asked: string[];
  /** Types, and waits until the screen says so. */
  readonly type: (text: string, shown: string) => Promise<void>;
}

async function sit(findings: readonly Finding[], change: Partial<Desk> = {}): Promise<Sitting> {
  const terminal = new FakeTerminal(60, 12);
  const asked: string[] = [];
  const { input, output } = terminal.streams;
  const left = browse(findings, {
    open: (onKey) => openScreen({ input, output }, { onKey }),
    size: () => ({ columns: output.columns, rows: output.rows }),
    onResize: (redraw) => {
      output.on("resize", redraw);
      return () => void output.off("resize", redraw);
    },
    read: (path) => Promise.resolve(`// ${path}\n\nrun(text)\n`),
    accept: ({ title }, reason) => {
      asked.push(`accept ${title}: ${reason}`);
      return Promise.resolve({ isDone: true, said: "written" });
    },
    edit: ({ title }) => {
      asked.push(`edit ${title}, raw ${String(terminal.isRaw)}`);
      return Promise.resolve("");
    },
    copy: ({ title }) => `copied ${title}`,
    suspend: () => {
      asked.push(`suspend, raw ${String(terminal.isRaw)}`);
      return Promise.resolve();
    },
    interrupt: new AbortController().signal,
    ...change,
  });
  const shows = (text: string): Promise<void> =>
    vi.waitFor(() => expect(terminal.lines.join("\n")).toContain(text), { timeout: 30_000 });
  await shows("finding");
  await vi.waitFor(() => expect(terminal.isRaw).toBe(true));
  return {
    terminal,
    left,
    asked,
    async type(text, shown) {
      terminal.type(text);
      await shows(shown);
    },
  };
}

test("moves, reads, goes back and leaves; the terminal is as it was", async () => {
  const { terminal, left, type } = await sit(four);
  await type("j", "> ✖ high     Second");
  await type("\r", "finding 2 of 4");
  expect(terminal.lines.join("\n")).toContain("> 3 run(text)");
  await type(escape, "4 findings");
  terminal.type("q");
  expect(await left).toBe("asked");
  expect(terminal.isRaw).toBe(false);
  const { written } = terminal;
  expect(written.startsWith(`${escape}[?1049h`)).toBe(true);
  expect(written.endsWith(`${escape}[?1049l`)).toBe(true);
  expect(written.lastIndexOf(`${escape}[?25h`)).toBeGreaterThan(written.lastIndexOf(`${escape}[?25l`));
  expect(written).not.toMatch(new RegExp(`${escape}\\[[23]J`));
});

test("several keys that arrive at once are several keys", async () => {
  const { terminal, left, type } = await sit(four);
  await type("jj\r", "finding 3 of 4");
  terminal.type("q");
  expect(await left).toBe("asked");
});

test("accepts with a reason; a line end inside pasted text does not send it", async () => {
  const { terminal, left, type, asked } = await sit(four);
  await type("a", "reason for accepting it: _");
  await type("known\nq", "known q_");
  await type("\r", "written");
  expect(asked).toEqual(["accept First: known q"]);
  expect(terminal.lines.join("\n")).toContain("accepted: First");
  terminal.type("q");
  await left;
});

test("what could not be written is told, and not shown as accepted", async () => {
  const { terminal, left, type } = await sit(four, {
    accept: () => Promise.resolve({ isDone: false, said: "the disk is full" }),
  });
  await type("a", "reason");
  await type("x", "x_");
  await type("\r", "the disk is full");
  expect(terminal.lines.join("\n")).not.toContain("accepted");
  terminal.type("q");
  await left;
});

test("the editor gets the terminal as it was, and gives it back", async () => {
  const { terminal, left, type, asked } = await sit(four, {});
  terminal.type("e");
  await vi.waitFor(() => expect(asked).toEqual(["edit First, raw false"]));
  await vi.waitFor(() => expect(terminal.isRaw).toBe(true));
  await type("j", "> ✖ high     Second");
  terminal.type("\u001a");
  await vi.waitFor(() => expect(asked.at(-1)).toBe("suspend, raw false"));
  await vi.waitFor(() => expect(terminal.isRaw).toBe(true));
  await type("c", "copied Second");
  terminal.type("q");
  await left;
});

test.each([
  ["Ctrl-C", (terminal: FakeTerminal) => terminal.type("\u0003")],
  ["a signal", (_: FakeTerminal, stop: () => void) => stop()],
])("%s ends it", async (_, end) => {
  const stop = new AbortController();
  const { terminal, left } = await sit(four, { interrupt: stop.signal });
  end(terminal, () => stop.abort());
  expect(await left).toBe("interrupted");
  expect(terminal.isRaw).toBe(false);
  expect(terminal.written.endsWith(`${escape}[?1049l`)).toBe(true);
});

test("another size is another window, and the screen is not wiped", async () => {
  const { terminal, left, type } = await sit(
    Array.from({ length: 1000 }, (_, i) => finding({ id: String(i), title: `Number ${i}` })),
  );
  terminal.resize(40, 6);
  await type("G", "Number 999");
  expect(terminal.written).not.toMatch(new RegExp(`${escape}\\[[23]J`));
  terminal.type("q");
  await left;
});
