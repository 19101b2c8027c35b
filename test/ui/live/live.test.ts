/** The live view on a terminal of the test's own: when it comes, what stays, and that it leaves nothing behind. */
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { LiveView } from "../../../src/ui/live/live.js";
import { openScreen } from "../../../src/ui/screen.js";
import { FakeTerminal, asOnADesk } from "../fake-terminal.js";
import { planOf, started } from "./events.js";

const escape = "\u001b";

class Desk {
  readonly terminal: FakeTerminal;
  readonly view: LiveView;
  clock = 0;
  tickers = 0;
  #tick: () => void = () => undefined;

  constructor(columns = 80, rows = 24) {
    this.terminal = new FakeTerminal(columns, rows);
    const { output } = this.terminal.streams;
    this.view = new LiveView({
      now: () => this.clock,
      every: (_, tick) => {
        this.#tick = tick;
        this.tickers++;
        return () => void this.tickers--;
      },
      size: () => ({ columns: output.columns, rows: output.rows }),
      open: () => openScreen({ output }),
      write: (line) => void output.write(`${line}\n`),
    });
    desks.push(this);
  }

  /** Lets time pass until the view has drawn. */
  async pass(milliseconds: number): Promise<void> {
    this.clock += milliseconds;
    this.#tick();
    await vi.waitFor(
      () => expect(this.terminal.written).toContain(`0:0${Math.floor(this.clock / 1000)} elapsed`),
      { timeout: 30_000 },
    );
  }

  /** Lets time pass in which nothing should be drawn. */
  async passQuietly(milliseconds: number): Promise<void> {
    this.clock += milliseconds;
    this.#tick();
    await new Promise((done) => setTimeout(done, 20));
  }
}

const desks: Desk[] = [];

beforeAll(asOnADesk);

afterEach(() => {
  for (const { view } of desks.splice(0)) view.end();
});

test("a run that is over soon shows no view", async () => {
  const { view, terminal } = new Desk();
  const desk = desks[0];
  view.begin(true);
  view.listen({ type: "gathered", sources: 1, skipped: 0 });
  await desk?.passQuietly(600);
  view.end();
  expect(terminal.written).toBe("");
});

test("the view comes, moves, and leaves one line", async () => {
  const desk = new Desk();
  desk.view.say("first line");
  desk.view.begin(false);
  desk.view.listen({ type: "gathered", sources: 2, skipped: 0 });
  await desk.pass(1000);
  desk.view.listen({ type: "planned", plan: planOf(["qa"], ["src/a.ts", "src/b.ts"]) });
  desk.view.listen(started("batch-1/qa"));
  await desk.pass(1000);
  expect(desk.terminal.lines.slice(0, 4).map((line) => line.trimEnd())).toEqual([
    "first line",
    "2 files · 2 batches × 1 reviewer",
    "  qa ░░░░░░░░░░░░░░░░ 0/2",
    "  now: qa · src/a.ts                                               0:02 elapsed",
  ]);
  desk.view.end();
  desk.view.say("digest");
  expect(desk.terminal.lines).toEqual(["first line", "2 files · 1 reviewer · 0:02", "digest"]);
});

test("the cursor is hidden while the view is there, and no longer", async () => {
  const desk = new Desk();
  desk.view.begin(false);
  await desk.pass(1000);
  expect(desk.terminal.written).toContain(`${escape}[?25l`);
  desk.view.end();
  const { written } = desk.terminal;
  expect(written.lastIndexOf(`${escape}[?25h`)).toBeGreaterThan(written.lastIndexOf(`${escape}[?25l`));
});

test("what is said meanwhile stands above it", async () => {
  const desk = new Desk();
  desk.view.begin(false);
  await desk.pass(1000);
  desk.view.say("warning: something");
  await desk.pass(1000);
  expect(desk.terminal.lines[0]).toBe("warning: something");
  expect(desk.terminal.lines[1]).toBe("reading the folder");
  desk.view.end();
  expect(desk.terminal.lines).toEqual(["warning: something", "reading the folder · 0:02"]);
});

test("suspended and resumed: the shell gets a clean line, the view comes back", async () => {
  const desk = new Desk();
  desk.view.begin(false);
  await desk.pass(1000);
  desk.view.pause();
  expect(desk.terminal.lines).toEqual(["reading the folder · 0:01"]);
  await desk.pass(1000);
  expect(desk.terminal.lines.slice(0, 2)).toEqual(["reading the folder · 0:01", "reading the folder"]);
});

test("nothing ticks before it began and after it ended, however often it ends", () => {
  const desk = new Desk();
  expect(desk.tickers).toBe(0);
  desk.view.begin(false);
  expect(desk.tickers).toBe(1);
  desk.view.end();
  desk.view.end();
  expect(desk.tickers).toBe(0);
});

test("a screen that opens after the end is closed at once", async () => {
  const desk = new Desk();
  desk.view.begin(false);
  desk.clock = 1000;
  const passing = desk.passQuietly(0);
  desk.view.end();
  await passing;
  await desk.passQuietly(100);
  expect(desk.terminal.lines.join("").trim()).toBe("");
});

test("a terminal that cannot be drawn on costs the view and nothing else", async () => {
  const lines: string[] = [];
  const view = new LiveView({
    now: () => 5000,
    every: (_, tick) => {
      setTimeout(tick, 0);
      return () => undefined;
    },
    size: () => ({ columns: 80, rows: 24 }),
    open: () => Promise.reject(new Error("no terminal")),
    write: (line) => void lines.push(line),
  });
  view.begin(false);
  await new Promise((done) => setTimeout(done, 20));
  view.say("still here");
  view.end();
  expect(lines).toEqual(["still here"]);
});

test("a narrower terminal leaves no rest of the old rows", async () => {
  const desk = new Desk(80, 24);
  desk.view.begin(false);
  await desk.pass(1000);
  desk.terminal.resize(45, 24);
  await desk.pass(1000);
  // The row of 79 columns was broken in two by the terminal: one more is taken away.
  expect(desk.terminal.written).toContain(`${escape}[2K${escape}[1A`);
});

test("no frame clears the screen or the scrollback, at any height", async () => {
  for (const rows of [3, 6, 24]) {
    const desk = new Desk(80, rows);
    desk.view.begin(false);
    desk.view.listen({
      type: "planned",
      plan: planOf(
        Array.from({ length: 20 }, (_, i) => `r${i}`),
        ["a.ts"],
      ),
    });
    await desk.passQuietly(1000);
    await desk.passQuietly(1000);
    desk.view.end();
    expect(desk.terminal.written).not.toContain(`${escape}[2J`);
    expect(desk.terminal.written).not.toContain(`${escape}[3J`);
  }
});

test("no colours where there are to be none", async () => {
  const desk = new Desk();
  desk.view.begin(false);
  await desk.pass(1000);
  expect(desk.terminal.written).not.toMatch(new RegExp(`${escape}\\[[\\d;]*m`));
});
