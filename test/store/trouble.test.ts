/** A disk that fails in any way costs the store, never the run, and is told once. */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Task } from "../../src/model/plan.js";
import { type Disk, realDisk } from "../../src/store/disk.js";
import { entriesFolder } from "../../src/store/folder.js";
import { storedEngine } from "./stored-engine.js";
import { finishedTask, inPlace, keyOf, notes, open, owner, task } from "./sample.js";

const never = new AbortController().signal;
const noLeads = { claims: [], practices: [], examined: [], failures: [] };

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: the system's words`), { code });
}

/** A disk on which one of its operations always fails. */
function failingDisk(operation: keyof Disk, code: string): Disk {
  return { ...realDisk, [operation]: async () => Promise.reject(systemError(code)) };
}

const five: readonly Task[] = ["1", "2", "3", "4", "5"].map((id) => task(id, `reviewer-${id}`));

describe("a run over a failing disk", () => {
  const troubles: readonly (readonly [keyof Disk, string, string])[] = [
    [
      "create",
      "ENOSPC",
      "finished tasks are not kept in PLACE: the disk is full; the run goes on without a store",
    ],
    [
      "create",
      "EDQUOT",
      "finished tasks are not kept in PLACE: the disk quota is used up; the run goes on without a store",
    ],
    [
      "create",
      "EROFS",
      "finished tasks are not kept in PLACE: the disk is read-only; the run goes on without a store",
    ],
    [
      "create",
      "EMFILE",
      "finished tasks are not kept in PLACE: EMFILE: the system's words; the run goes on without a store",
    ],
    [
      "rename",
      "ENOSPC",
      "finished tasks are not kept in PLACE: the disk is full; the run goes on without a store",
    ],
    [
      "rename",
      "EACCES",
      "finished tasks are not kept in PLACE: permission denied; the run goes on without a store",
    ],
    [
      "makeFolder",
      "EACCES",
      "finished tasks are not kept in PLACE: permission denied; the run goes on without a store",
    ],
    [
      "makeFolder",
      "EROFS",
      "finished tasks are not kept in PLACE: the disk is read-only; the run goes on without a store",
    ],
    [
      "read",
      "EIO",
      `an entry of the store in PLACE is not used: EIO: the system's words; its task is done again (${keyOf("reviewer-1").slice(0, 12)}; others like it are not named)`,
    ],
    ["list", "EACCES", "old entries of the store in PLACE cannot be removed: permission denied"],
  ];
  test.each(troubles)("%s fails with %s", async (operation, code, warning) => {
    await inPlace(async (place) => {
      const { store, warnings } = open(place, { disk: failingDisk(operation, code) });
      const engine = storedEngine(
        async ({ id }) => Promise.resolve(notes(id)),
        store,
        ({ reviewer }) => keyOf(reviewer),
      );
      const results = await Promise.all(five.map((one) => engine(one, noLeads, never)));
      expect(results).toEqual(five.map(({ id }) => notes(id)));
      expect(warnings).toEqual([warning.replace("PLACE", place.folder)]);
      const left = await readdir(entriesFolder(place)).catch(() => []);
      expect(left.filter((name) => name.endsWith(".partial"))).toEqual([]);
    });
  });

  test("look fails: neither read nor written", async () => {
    await inPlace(async (place) => {
      const { store, warnings } = open(place, { disk: failingDisk("look", "EACCES") });
      expect(await store.read(keyOf("a"))).toBeNull();
      await store.keep(keyOf("a"), finishedTask());
      expect(warnings).toHaveLength(2);
      await expect(readdir(place.folder)).rejects.toThrow("ENOENT");
    });
  });

  test("an entry that cannot be marked as used is used all the same", async () => {
    await inPlace(async (place) => {
      const { store, warnings } = open(place, { disk: failingDisk("touch", "EROFS") });
      await store.keep(keyOf("a"), finishedTask());
      expect(await store.read(keyOf("a"))).toEqual(finishedTask());
      expect(warnings).toEqual([]);
    });
  });

  test("a partial file that cannot be removed does not hide the first error", async () => {
    await inPlace(async (place) => {
      const disk = {
        ...failingDisk("rename", "ENOSPC"),
        remove: async () => Promise.reject(systemError("EIO")),
      };
      const { store, warnings } = open(place, { disk });
      await store.keep(keyOf("a"), finishedTask());
      expect(warnings).toEqual([expect.stringContaining("the disk is full")]);
    });
  });

  test("room on the disk again: tasks are kept again", async () => {
    await inPlace(async (place) => {
      let isFull = true;
      const create: Disk["create"] = async (path, text) =>
        isFull ? Promise.reject(systemError("ENOSPC")) : realDisk.create(path, text);
      const { store, warnings } = open(place, { disk: { ...realDisk, create } });
      await store.keep(keyOf("a"), finishedTask());
      isFull = false;
      await store.keep(keyOf("b"), finishedTask());
      expect([await store.read(keyOf("a")), await store.read(keyOf("b"))]).toEqual([null, finishedTask()]);
      expect(warnings).toHaveLength(1);
    });
  });
});

describe("places that are none", () => {
  test("no home folder: said once, nothing kept", async () => {
    const { store, warnings } = open(null);
    expect(await store.read(keyOf("a"))).toBeNull();
    await store.keep(keyOf("a"), finishedTask());
    expect(await store.read(keyOf("a"))).toBeNull();
    expect(warnings).toEqual([
      "finished tasks are not kept: no home or cache folder is set; the run goes on without a store",
    ]);
  });

  test("below a file", async () => {
    await inPlace(async (place) => {
      await mkdir(dirname(place.folder), { recursive: true });
      await writeFile(place.folder, "a file");
      const { store, warnings } = open(place);
      expect(await store.read(keyOf("a"))).toBeNull();
      await store.keep(keyOf("a"), finishedTask());
      expect(warnings.join("\n")).toContain("part of its path is a file");
    });
  });

  test.runIf(process.platform === "linux")("in a system folder", async () => {
    const { store, warnings } = open({ folder: "/proc/session-review", owner });
    expect(await store.read(keyOf("a"))).toBeNull();
    await store.keep(keyOf("a"), finishedTask());
    await store.keep(keyOf("b"), finishedTask());
    expect(warnings).toEqual([
      "finished tasks are not kept in /proc/session-review: its folder is not there and cannot be made; " +
        "the run goes on without a store",
    ]);
  });

  // Root may write anywhere, so only other users can see this one fail.
  test.runIf(process.platform !== "win32" && owner !== 0)("in a folder that is read-only", async () => {
    await inPlace(async (place) => {
      await mkdir(dirname(place.folder), { recursive: true, mode: 0o500 });
      const { store, warnings } = open(place);
      await store.keep(keyOf("a"), finishedTask());
      expect(warnings).toEqual([expect.stringContaining("permission denied")]);
    });
  });

  test("what is larger than the store is not kept", async () => {
    await inPlace(async (place) => {
      const { store, warnings } = open(place, { mostBytes: 500 });
      await store.keep(keyOf("a"), finishedTask("x".repeat(500)));
      expect(await store.read(keyOf("a"))).toBeNull();
      expect(warnings).toEqual(["a finished task is not kept: it is larger than the store allows"]);
      await rm(join(place.folder), { recursive: true, force: true });
    });
  });
});
