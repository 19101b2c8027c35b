/** Keeps what is known of single files between runs, one file of the store for what is reviewed together. */
import { randomBytes } from "node:crypto";
import { problemOf } from "../lib/problem.js";
import type { KeptAnswers } from "../model/kept.js";
import type { Memory, Remembered, State, WholeMemory } from "../model/memory.js";
import type { Source } from "../model/source.js";
import { type Disk, realDisk } from "./disk.js";
import { type StorePlace, entriesFolder, entryPath, partialPath, whyDistrusted } from "./folder.js";
import {
  type FileKey,
  answersKey,
  decodeAnswers,
  decodeRemembered,
  encodeAnswers,
  encodeRemembered,
  fileKey,
} from "./remembered.js";
import { trim } from "./trim.js";

export interface FileMemoryOptions {
  /** Its `kind` is `files`. */
  readonly place: StorePlace;
  /** 64 hex digits that name what is reviewed together: a folder and the paths in it. */
  readonly scope: string;
  /** Names the code that looks at files; what other code found out is not believed. */
  readonly maker: string;
  /** Told of trouble; one line, it may hold names of folders. */
  readonly warn: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly disk?: Disk;
}

/** All folders together; 2,500 files take about 40 MB. */
export const mostFileBytes = 512 * 1024 * 1024;

/** A string in V8 holds no more. */
const mostScopeBytes = 256 * 1024 * 1024;

/** Reading and keeping its entry takes longer than looking at a few files again. */
const fewestFiles = 20;

/** What is remembered of the scope; nothing where there is trouble. Never rejects. */
export async function openFileMemory(options: FileMemoryOptions): Promise<FileMemory> {
  return new FileMemory(options, await readLines(options));
}

async function readLines({
  place,
  scope,
  warn,
  disk = realDisk,
}: FileMemoryOptions): Promise<readonly string[]> {
  try {
    const problem = await whyDistrusted(place, disk);
    if (problem !== null) throw new Error(problem);
    const text = await disk.read(entryPath(place, scope), mostScopeBytes);
    return text === null ? [] : text.split("\n");
  } catch (error) {
    warn(`what is known of files is not read from ${place.folder}: ${problemOf(error)}`);
    return [];
  }
}

export class FileMemory implements Memory {
  readonly #lines: ReadonlyMap<FileKey, string>;
  readonly #known = new Map<Source, Remembered | undefined>();
  readonly #keys = new Map<Source, FileKey>();
  /** Lines of the files of this run. */
  readonly #used = new Map<FileKey, string>();
  #hasNew = false;

  constructor(
    private readonly options: FileMemoryOptions,
    lines: readonly string[],
  ) {
    this.#lines = new Map(lines.map((line) => [line.slice(0, 64), line]));
  }

  recall(source: Source): Remembered | undefined {
    if (this.#known.has(source)) return this.#known.get(source);
    const found = this.#find(this.#keyOf(source));
    this.#known.set(source, found);
    return found;
  }

  #find(key: FileKey): Remembered | undefined {
    const line = this.#lines.get(key);
    const found = this.#decoded(key);
    if (line !== undefined && found) this.#used.set(key, line);
    return found;
  }

  #decoded(key: FileKey): Remembered | undefined {
    const line = this.#lines.get(key);
    return line === undefined ? undefined : (decodeRemembered(line, key, this.options.maker) ?? undefined);
  }

  #keyOf(source: Source): FileKey {
    let key = this.#keys.get(source);
    if (key === undefined) this.#keys.set(source, (key = fileKey(source)));
    return key;
  }

  keep(source: Source, remembered: Remembered): void {
    const key = this.#keyOf(source);
    this.#used.set(key, encodeRemembered(key, remembered, this.options.maker));
    this.#hasNew = true;
  }

  readonly whole = (state: State): WholeMemory => {
    const key = answersKey(state);
    const { maker } = this.options;
    return {
      keyOf: (source) => this.#keyOf(source),
      recallKey: (of) => this.#decoded(of),
      recallAnswers: () => {
        const line = this.#lines.get(key);
        return line === undefined ? undefined : (decodeAnswers(line, key, maker) ?? undefined);
      },
      keepAnswers: (answers: KeptAnswers) => {
        const line = encodeAnswers(key, answers, maker);
        this.#used.set(key, line);
        if (line !== this.#lines.get(key)) this.#hasNew = true;
      },
    };
  };

  /** Writes down what is known now, and forgets what this run did not meet. Never rejects. */
  async save(): Promise<void> {
    const { place, warn, disk = realDisk } = this.options;
    if (this.#used.size < fewestFiles) return;
    try {
      const problem = await whyDistrusted(place, disk);
      if (problem !== null) return;
      await this.#write(disk);
      await trim(place, { mostBytes: mostFileBytes, now: this.options.now() }, disk);
    } catch (error) {
      warn(`what is known of files is not kept in ${place.folder}: ${problemOf(error)}`);
    }
  }

  /** Beside its place first: whoever reads sees all of it or what was there before. */
  async #write(disk: Disk): Promise<void> {
    const { place, scope, now } = this.options;
    const path = entryPath(place, scope);
    if (!this.#hasNew) return disk.touch(path, now());
    const partial = partialPath(place, scope, randomBytes(8).toString("hex"));
    await disk.makeFolder(entriesFolder(place));
    try {
      await disk.create(partial, `${[...this.#used.values()].join("\n")}\n`);
      await disk.rename(partial, path);
    } catch (error) {
      await disk.remove(partial).catch(() => undefined); // the first error is the one to tell
      throw error;
    }
  }
}
