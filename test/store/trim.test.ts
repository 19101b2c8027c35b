/** The store stays below its limit: oldest first, never somebody else's file, never an entry in use. */
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/model/errors.js";
import { type Disk, realDisk } from "../../src/store/disk.js";
import { type StorePlace, entryPath, partialPath, entriesFolder } from "../../src/store/folder.js";
import { clearStore, inspectStore } from "../../src/store/inspect.js";
import { trim } from "../../src/store/trim.js";
import { finishedTask, inPlace, keyOf, open } from "./sample.js";

const now = 1_800_000_000_000;
const hour = 3_600_000;

/** A file of 1,000 bytes that was last used so many hours ago. */
async function plant(path: string, hoursAgo: number): Promise<void> {
  await writeFile(path, "x".repeat(1000));
  const seconds = (now - hoursAgo * hour) / 1000;
  await utimes(path, seconds, seconds);
}

/** Ten entries, `0` used last and `9` unused for longest. */
async function plantTen(place: StorePlace): Promise<void> {
  await mkdir(entriesFolder(place), { recursive: true, mode: 0o700 });
  for (let i = 0; i < 10; i++) await plant(entryPath(place, keyOf(String(i))), i + 1);
}

/** Which of the ten are still there. */
async function left(place: StorePlace): Promise<string> {
  const names = await readdir(entriesFolder(place));
  return [..."0123456789"].filter((i) => names.includes(`${keyOf(i)}.json`)).join("");
}

describe("trimming", () => {
  test.each([
    [10_000, "0123456789", 10_000],
    [9_999, "01234567", 8_000],
    [5_000, "0123", 4_000],
    [1_500, "0", 1_000],
    [1, "", 0],
  ])("to %i bytes leaves %s", async (mostBytes, expected, bytes) => {
    await inPlace(async (place) => {
      await plantTen(place);
      expect(await trim(place, { mostBytes, now }, realDisk)).toBe(bytes);
      expect(await left(place)).toBe(expected);
    });
  });

  test("old partial files go, young ones stay", async () => {
    await inPlace(async (place) => {
      await plantTen(place);
      await plant(partialPath(place, keyOf("0"), "aa"), 1.1);
      await plant(partialPath(place, keyOf("0"), "bb"), 0.9);
      await trim(place, { mostBytes: 20_000, now }, realDisk);
      const names = await readdir(entriesFolder(place));
      expect(names.filter((name) => name.endsWith(".partial"))).toEqual([`.${keyOf("0")}.bb.partial`]);
      expect(await left(place)).toBe("0123456789");
    });
  });

  test("what the store did not write is neither counted nor removed", async () => {
    await inPlace(async (place) => {
      await plantTen(place);
      const foreign = [
        "notes.txt",
        ".hidden",
        `${keyOf("0")}.json.bak`,
        "abc.json",
        `${keyOf("z").toUpperCase()}.json`,
      ];
      for (const name of foreign) await plant(join(entriesFolder(place), name), 99);
      await mkdir(join(entriesFolder(place), `${keyOf("folder")}.json`));
      expect(await trim(place, { mostBytes: 10_000, now }, realDisk)).toBe(10_000);
      expect(await trim(place, { mostBytes: 1, now }, realDisk)).toBe(0);
      expect((await readdir(entriesFolder(place))).sort()).toEqual(
        [...foreign, `${keyOf("folder")}.json`].sort(),
      );
    });
  });

  test("an entry that is used while the store is trimmed stays", async () => {
    await inPlace(async (place) => {
      await plantTen(place);
      const remove: Disk["remove"] = async (path) => {
        await realDisk.remove(path);
        await realDisk.touch(entryPath(place, keyOf("8")), now);
      };
      expect(await trim(place, { mostBytes: 9_000, now }, { ...realDisk, remove })).toBe(8_000);
      expect(await left(place)).toBe("01234568");
    });
  });

  test("entries that another process removes meanwhile count as removed", async () => {
    await inPlace(async (place) => {
      await plantTen(place);
      const remove: Disk["remove"] = async (path) => {
        for (const i of "6789") await realDisk.remove(entryPath(place, keyOf(i)));
        await realDisk.remove(path);
      };
      expect(await trim(place, { mostBytes: 7_000, now }, { ...realDisk, remove })).toBe(6_000);
      expect(await left(place)).toBe("012345");
    });
  });

  test("several at once remove no more than one would", async () => {
    await inPlace(async (place) => {
      await plantTen(place);
      await Promise.all(
        Array.from({ length: 5 }, async () => trim(place, { mostBytes: 5_000, now }, realDisk)),
      );
      expect(await left(place)).toBe("0123");
    });
  });

  test("a store trims itself when it has kept too much, and forgets the oldest", async () => {
    await inPlace(async (place) => {
      const { store, warnings } = open(place, { mostBytes: 20_000 });
      const keys = Array.from({ length: 60 }, (_, i) => keyOf(String(i)));
      for (const [i, key] of keys.entries()) {
        await store.keep(key, finishedTask("x".repeat(1000)));
        // A minute apart: the clock of some disks is too coarse to tell them apart by.
        await utimes(entryPath(place, key), 1_600_000_000 + i * 60, 1_600_000_000 + i * 60);
      }
      const { bytes, entries } = await inspectStore(place);
      expect(bytes).toBeLessThanOrEqual(20_000);
      const found = await Promise.all(keys.map(async (key) => (await store.read(key)) !== null));
      expect(found.lastIndexOf(false)).toBe(keys.length - entries - 1);
      expect(warnings).toEqual([]);
    });
  });

  test("what other processes have added is seen after 64 tasks at most", async () => {
    await inPlace(async (place) => {
      const { store } = open(place, { mostBytes: 200_000 });
      await store.keep(keyOf("first"), finishedTask());
      await writeFile(entryPath(place, keyOf("other")), "x".repeat(300_000));
      await utimes(entryPath(place, keyOf("other")), 1, 1);
      for (let i = 0; i < 65; i++) await store.keep(keyOf(String(i)), finishedTask());
      expect((await inspectStore(place)).bytes).toBeLessThan(200_000);
    });
  });
});

describe("people's view", () => {
  const empty = { entries: 0, bytes: 0, oldest: null };

  test("a store that is not there is empty, and stays away", async () => {
    await inPlace(async (place) => {
      expect(await inspectStore(place)).toEqual(empty);
      expect(await clearStore(place)).toEqual(empty);
      await expect(readdir(place.folder)).rejects.toThrow("ENOENT");
    });
  });

  test("entries, bytes and the oldest; then nothing", async () => {
    await inPlace(async (place) => {
      await plantTen(place);
      await plant(partialPath(place, keyOf("0"), "aa"), 0);
      await plant(join(place.folder, "beside"), 0);
      await plant(join(entriesFolder(place), "foreign"), 0);
      const contents = { entries: 10, bytes: 10_000, oldest: now - 10 * hour };
      expect(await inspectStore(place)).toEqual(contents);
      expect(await clearStore(place)).toEqual(contents);
      expect(await inspectStore(place)).toEqual(empty);
      expect(await readdir(entriesFolder(place))).toEqual(["foreign"]);
      expect((await readdir(place.folder)).sort()).toEqual(["beside", "tasks"]);
    });
  });

  test("a store that is cleared during a run goes on keeping", async () => {
    await inPlace(async (place) => {
      let isCleared = false;
      const rename: Disk["rename"] = async (from, to) => {
        if (!isCleared) await clearStore(place);
        isCleared = true;
        await realDisk.rename(from, to);
      };
      const { store, warnings } = open(place, { disk: { ...realDisk, rename } });
      await store.keep(keyOf("a"), finishedTask());
      expect(await store.read(keyOf("a"))).toEqual(finishedTask());
      expect(warnings).toEqual([]);
    });
  });

  test.each([
    ["info", inspectStore],
    ["clear", clearStore],
  ])("%s of a store that cannot be used is an error for people", async (_, act) => {
    await inPlace(async (place) => {
      await mkdir(place.folder, { recursive: true });
      await writeFile(entriesFolder(place), "a file");
      const error: unknown = await act(place).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({
        code: "store-unusable",
        message: `The store of finished tasks in ${place.folder} cannot be used: "tasks" in it is not a folder.`,
      });
    });
  });
});
