/** `session-review cache info` and `cache clear`: what is kept of tasks and files, and emptying it. */
import { grouped, plural } from "../lib/text.js";
import type { StorePlace } from "../store/folder.js";
import { mostFileBytes } from "../store/file-memory.js";
import { type StoreContents, clearStore, inspectStore } from "../store/inspect.js";
import { usualMostBytes } from "../store/store.js";
import { usualFolder } from "../store/usual-folder.js";
import { exitCodes } from "./exit-code.js";
import type { World } from "./world.js";
import { forTerminal, writeStream } from "./write.js";

export type CacheAction = "info" | "clear";

/** Prints one line a fact, or what was removed; a machine that offers no place has an empty store. */
export async function cacheCommand(action: CacheAction, world: World): Promise<number> {
  const place = storePlace(world);
  const text = await (action === "clear" ? clear(place) : describe(place));
  await writeStream(world.stdout, forTerminal(`${text}\n`));
  return exitCodes.clean;
}

/** Where this user's finished tasks are kept; null when neither a cache nor a home folder is set. */
export function storePlace({ env }: Pick<World, "env">): StorePlace | null {
  const folder = usualFolder({ env, platform: process.platform });
  return folder === null ? null : { folder, owner: process.getuid?.() ?? null };
}

/** Where it is kept what reviews found out about single files. */
export function filesPlace(place: StorePlace): StorePlace {
  return { ...place, kind: "files" };
}

const nowhere = "no home or cache folder is set, so finished tasks are not kept";

async function describe(place: StorePlace | null): Promise<string> {
  if (place === null) return `place    ${nowhere}`;
  const { entries, bytes, oldest } = await inspectStore(place);
  return [
    `place    ${place.folder}`,
    `entries  ${grouped(entries)}`,
    `size     ${sizeOf(bytes)} of at most ${sizeOf(usualMostBytes)}`,
    `oldest   ${oldest === null ? "none" : `last used ${new Date(oldest).toISOString().slice(0, 10)}`}`,
    `files    ${ofScopes(await inspectStore(filesPlace(place)))} of at most ${sizeOf(mostFileBytes)}`,
  ].join("\n");
}

async function clear(place: StorePlace | null): Promise<string> {
  if (place === null) return `nothing to remove: ${nowhere}`;
  const removed = await clearStore(place);
  const files = await clearStore(filesPlace(place));
  const also = files.entries === 0 ? "" : ` and what is known of the files of ${ofScopes(files)}`;
  return `removed ${finishedTasks(removed)}${also} from ${place.folder}`;
}

/** One entry holds what one review, of these paths in this folder, found out about its files. */
function ofScopes({ entries, bytes }: StoreContents): string {
  return `${plural(entries, "review")}, ${sizeOf(bytes)}`;
}

function finishedTasks({ entries, bytes }: StoreContents): string {
  return `${plural(entries, "finished task")} (${sizeOf(bytes)})`;
}

const units = ["B", "kB", "MB", "GB"] as const;

/** `0 B`, `13 kB`, `1.2 MB`: powers of 1,024, one decimal below ten. */
function sizeOf(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  const digits = power > 0 && amount < 9.95 ? 1 : 0;
  return `${amount.toFixed(digits)} ${units[power] ?? "B"}`;
}
