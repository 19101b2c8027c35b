/** `session-review browse [review.json]`: looks through the findings of a saved review, one key at a time. */
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { plural } from "../lib/text.js";
import { visible, visibleCode } from "../lib/visible.js";
import { UserError } from "../model/errors.js";
import type { Finding } from "../model/finding.js";
import { type Desk, type Done, browse } from "../ui/browse/session.js";
import { sizeOr80x24 } from "../ui/rows.js";
import { openScreen } from "../ui/screen.js";
import { wantsColor } from "./display.js";
import { edit } from "./editor.js";
import { exitCodes } from "./exit-code.js";
import { browseOptionsSchema } from "./options.js";
import { withColors } from "./progress.js";
import { readReview } from "./report-command.js";
import { type Terminal, type World, interruptOf } from "./world.js";

/** Writes into the project's baseline that a finding is left as it is. */
export type Accept = (finding: Finding, reason: string, world: World) => Promise<Done>;

/**
 * @param accept null where nothing can be accepted
 * @throws UserError review-unreadable; usage where there is no terminal
 */
export async function browseCommand(
  file: string,
  rawOptions: unknown,
  world: World,
  accept: Accept | null,
): Promise<number> {
  const { color, folder } = browseOptionsSchema.parse(rawOptions);
  const review = await readReview(file, world.cwd);
  const terminal = terminalIn(world, file);
  if (review.findings.length === 0) {
    world.stderr.write(`${visible(file)} holds no findings.\n`);
    return exitCodes.clean;
  }
  const left = await browse(review.findings, deskFor(world, terminal, { color, folder, accept }));
  if (left === "asked") return exitCodes.clean;
  return exitCodes[interruptOf(world.interrupt) ?? "SIGINT"];
}

/** Says what to do instead where there is nobody to press a key. */
function terminalIn({ terminal, env }: World, file: string): Terminal {
  if (terminal?.input.isTTY && env["TERM"] !== "dumb") return terminal;
  throw new UserError("no-terminal", { file });
}

interface Choices {
  readonly color: boolean;
  /** Where the reviewed files lie. */
  readonly folder: string;
  readonly accept: Accept | null;
}

function deskFor(world: World, { input, output }: Terminal, { color, folder, accept }: Choices): Desk {
  const placeOf = (path: string): string => resolve(world.cwd, folder, path);
  return {
    open: (onKey) =>
      withColors(color && wantsColor(world.env, true), () => openScreen({ input, output }, { onKey })),
    size: () => sizeOr80x24(output.columns, output.rows),
    onResize: (redraw) => {
      output.on("resize", redraw);
      return () => void output.off("resize", redraw);
    },
    read: (path) => readNow(placeOf(path)),
    accept: accept && ((finding, reason) => accept(finding, reason, world)),
    edit: async ({ path, lines }) => {
      const place = placeOf(path);
      if ((await stat(place).catch(() => null))?.isFile())
        return edit({ path: place, line: lines?.start ?? 1 }, world.env);
      return `there is no ${visible(path)} here; --folder names the folder that was reviewed`;
    },
    copy: (finding) => copy(finding, output),
    suspend: async () => {
      process.kill(process.pid, "SIGSTOP");
      // The signal may arrive after the call returned.
      await new Promise((done) => setTimeout(done, 50));
    },
    interrupt: world.interrupt,
  };
}

/** Larger files are not shown around a finding. */
const mostBytes = 2 * 1024 * 1024;

/** Ordinary files only: opening a pipe of that name would wait for its other end. */
async function readNow(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= mostBytes ? await readFile(path, "utf8") : null;
  } catch {
    return null; // gone or unreadable: the quote is shown instead
  }
}

/** Xterm takes no more. */
const mostCopied = 70_000;

/** OSC 52, which works through ssh: the terminal, not this machine, has the clipboard. */
function copy({ patch, recommendation }: Finding, output: NodeJS.WriteStream): string {
  const text = visibleCode(patch && patch.text !== "" ? patch.text : recommendation);
  const encoded = Buffer.from(text, "utf8").toString("base64");
  if (encoded.length > mostCopied) return "the fix is too long for a terminal's clipboard";
  output.write(`\u001b]52;c;${encoded}\u0007`);
  const what = patch && patch.text !== "" ? plural(text.split("\n").length, "line") : "the advice";
  return `copied ${what} to the terminal's clipboard, where it has one`;
}
