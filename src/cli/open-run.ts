/** How every command that reviews begins: who hears of it, who thinks in it, what stands on the shelves. */
import { loadCatalog } from "../catalog/catalog.js";
import { visible } from "../lib/visible.js";
import type { ReviewWorld } from "../review.js";
import { Opening } from "../ui/opening.js";
import { type ThinkingOptions, announced, consultantsFor } from "./consultants.js";
import { pagesFor } from "./own-pages.js";
import { type ProgressOptions, progressOf } from "./progress.js";
import type { Consultants } from "./think.js";
import { type World, readToolVersion } from "./world.js";

export interface RunOptions extends ThinkingOptions, ProgressOptions {
  /** In the check of a pull request, the commit that the project's own pages are read from. */
  readonly before?: string | undefined;
  /** What is to be told about the configuration. */
  readonly remarks: readonly string[];
}

export interface OpenedRun {
  /** For lines of the run; until its first one they wait. */
  readonly say: (line: string) => void;
  /** The first line: who runs, and what of it leaves this machine. */
  readonly greet: (rest: string) => void;
  /** Null for the offline engine. */
  readonly consultants: Consultants | null;
  readonly reviewWorld: ReviewWorld & Required<Pick<ReviewWorld, "listen">>;
  /** Does the work before the eyes of whoever watches; lines that still wait are told whatever comes of it. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
}

/** What `greet` says where no model is asked. */
export const nothingLeaves = "offline engine: nothing leaves this machine";

/** @throws UserError no-key, no-model, usage, and what is wrong with a page of the project */
export async function openRun(options: RunOptions, world: World): Promise<OpenedRun> {
  const toolVersion = await readToolVersion();
  const progress = progressOf(world, options);
  const opening = new Opening(progress.say);
  const { say } = opening;
  const listen = progress.listener(say);
  for (const remark of options.remarks) say(visible(remark));
  const consultants = await consultantsFor(options, world, { say, listen });
  const greet = (rest: string): void => opening.begin(`session-review ${toolVersion} · ${rest}`);
  const reviewWorld = {
    catalog: await loadCatalog(await pagesFor(world.cwd, options, say)),
    toolVersion,
    ...(consultants ? { thinker: announced(consultants, greet) } : {}),
    listen,
    signal: world.interrupt,
  };
  return {
    say,
    greet,
    consultants,
    reviewWorld,
    during: (work) => progress.during(work, consultants === null).finally(() => opening.release()),
  };
}
