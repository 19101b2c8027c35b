/** Keeps finished tasks on disk under what they depend on; nothing that can go wrong here stops a run. */
import { randomBytes } from "node:crypto";
import { codeOf, problemOf } from "../lib/problem.js";
import { type Disk, realDisk } from "./disk.js";
import { type FinishedTask, decodeEntry, encodeEntry } from "./entry.js";
import { type StorePlace, entryPath, partialPath, entriesFolder, whyDistrusted } from "./folder.js";
import type { TaskKey } from "./key.js";
import { trim } from "./trim.js";

export interface Store {
  /** The finished task of that key; null when there is none that can be believed. Never rejects. */
  read(key: TaskKey): Promise<FinishedTask | null>;
  /** Resolves once the task survives the end of this process, or cannot be kept. Never rejects. */
  keep(key: TaskKey, finished: FinishedTask): Promise<void>;
}

export interface StoreOptions {
  /** Null where the machine offers none: the run goes on without a store. */
  readonly place: StorePlace | null;
  /** Told of each kind of trouble once; one line, it may hold names of folders. */
  readonly warn: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What all entries together may take; 256 MB when absent. */
  readonly mostBytes?: number;
  readonly disk?: Disk;
}

/** Notes of a task take 5 to 50 KB, so this holds 5,000 tasks and more: months of a busy project. */
export const usualMostBytes = 256 * 1024 * 1024;

/** A model's longest answer is a few hundred kilobytes; more than this was not written by a store. */
const mostEntryBytes = 16 * 1024 * 1024;

/** Other processes write too, so the folder is measured again every so many entries. */
const keepsBetweenTrims = 64;

/** One for a folder that is missing, the others for clearings that fall into the milliseconds of one write. */
const mostAttempts = 5;

/** A store in that place, or one that keeps nothing where there is no place. Touches no disk before it is used. */
export function openStore(options: StoreOptions): Store {
  const say = onceEach(options.warn);
  if (options.place !== null) return new DiskStore(options.place, options, say);
  return {
    read: async () => {
      say("finished tasks are not kept: no home or cache folder is set; the run goes on without a store");
      return Promise.resolve(null);
    },
    keep: async () => Promise.resolve(),
  };
}

class DiskStore implements Store {
  readonly #disk: Disk;
  readonly #mostBytes: number;
  /** What is known to be kept, in bytes; other processes may have added to it. */
  #bytes = 0;
  #keepsUntilTrim = 0;

  constructor(
    private readonly place: StorePlace,
    private readonly options: StoreOptions,
    private readonly say: Say,
  ) {
    this.#disk = options.disk ?? realDisk;
    this.#mostBytes = options.mostBytes ?? usualMostBytes;
  }

  async read(key: TaskKey): Promise<FinishedTask | null> {
    try {
      return (await this.#isTrusted()) ? await this.#find(key) : null;
    } catch (error) {
      return this.#refuse(key, problemOf(error));
    }
  }

  async keep(key: TaskKey, finished: FinishedTask): Promise<void> {
    try {
      if (!(await this.#isTrusted())) return;
      const text = encodeEntry(key, finished);
      const bytes = Buffer.byteLength(text);
      if (bytes > Math.min(mostEntryBytes, this.#mostBytes)) {
        this.say("a finished task is not kept: it is larger than the store allows");
        return;
      }
      await this.#write(key, text);
      await this.#stayBelowLimit(bytes);
    } catch (error) {
      this.say(
        `finished tasks are not kept in ${this.place.folder}: ${problemOf(error)}; the run goes on without a store`,
      );
    }
  }

  async #find(key: TaskKey): Promise<FinishedTask | null> {
    const path = entryPath(this.place, key);
    const text = await this.#disk.read(path, mostEntryBytes);
    if (text === null) return null;
    const decoded = decodeEntry(text, key);
    if ("problem" in decoded) return this.#refuse(key, decoded.problem);
    // An entry that cannot be marked as used is only removed sooner.
    await this.#disk.touch(path, this.options.now()).catch(() => undefined);
    return decoded.finished;
  }

  #refuse(key: TaskKey, problem: string): null {
    this.say(
      `an entry of the store in ${this.place.folder} is not used: ${problem}; its task is done again`,
      `(${key.slice(0, 12)}; others like it are not named)`,
    );
    return null;
  }

  /** Asked before each step, because the folder may be made, and by somebody else, at any time. */
  async #isTrusted(): Promise<boolean> {
    const problem = await whyDistrusted(this.place, this.#disk);
    if (problem === null) return true;
    this.say(`the store in ${this.place.folder} is not used: ${problem}; the run goes on without a store`);
    return false;
  }

  /** The folder may be missing, and somebody may clear the store between any two steps: then they are taken again. */
  async #write(key: TaskKey, text: string, attempts = mostAttempts): Promise<void> {
    try {
      await this.#put(key, text);
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || attempts === 1) throw error;
      await this.#disk.makeFolder(entriesFolder(this.place));
      if (await this.#isTrusted()) await this.#write(key, text, attempts - 1);
    }
  }

  /** Beside its place first: whoever reads sees a whole entry or none. A rename replaces a link, it never follows. */
  async #put(key: TaskKey, text: string): Promise<void> {
    const partial = partialPath(this.place, key, randomBytes(8).toString("hex"));
    try {
      await this.#disk.create(partial, text);
      await this.#disk.rename(partial, entryPath(this.place, key));
    } catch (error) {
      await this.#disk.remove(partial).catch(() => undefined); // the first error is the one to tell
      throw error;
    }
  }

  async #stayBelowLimit(bytes: number): Promise<void> {
    this.#bytes += bytes;
    if (this.#keepsUntilTrim-- > 0 && this.#bytes <= this.#mostBytes) return;
    this.#keepsUntilTrim = keepsBetweenTrims;
    try {
      const limits = { mostBytes: this.#mostBytes, now: this.options.now() };
      this.#bytes = await trim(this.place, limits, this.#disk);
    } catch (error) {
      this.say(`old entries of the store in ${this.place.folder} cannot be removed: ${problemOf(error)}`);
    }
  }
}

/** Says a line, with more to it that does not count when the line is compared with earlier ones. */
type Say = (line: string, detail?: string) => void;

function onceEach(warn: (line: string) => void): Say {
  const said = new Set<string>();
  return (line, detail) => {
    if (said.has(line)) return;
    said.add(line);
    warn(detail === undefined ? line : `${line} ${detail}`);
  };
}
