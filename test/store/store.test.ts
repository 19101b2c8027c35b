/** What is kept is found again; what is damaged, foreign or planted is not used, and nothing is written through links. */
import { spawnSync } from "node:child_process";
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type StorePlace, entryPath, entriesFolder } from "../../src/store/folder.js";
import { finishedTask, inPlace, keyOf, open } from "./sample.js";

const key = keyOf("page");
const isPosix = process.platform !== "win32";

describe("keeping", () => {
  test("what is kept is found by its key alone, also by another store in the same place", async () => {
    await inPlace(async (place) => {
      const first = open(place);
      expect(await first.store.read(key)).toBeNull();
      await first.store.keep(key, finishedTask());
      const second = open(place);
      expect(await second.store.read(key)).toEqual(finishedTask());
      expect(await second.store.read(keyOf("other page"))).toBeNull();
      expect([...first.warnings, ...second.warnings]).toEqual([]);
    });
  });

  test("what is kept twice is the later one", async () => {
    await inPlace(async (place) => {
      const { store } = open(place);
      await store.keep(key, finishedTask("first"));
      await store.keep(key, finishedTask("second"));
      expect(await store.read(key)).toEqual(finishedTask("second"));
      expect(await readdir(entriesFolder(place))).toEqual([`${key}.json`]);
    });
  });

  test("opening and reading write nothing", async () => {
    await inPlace(async (place) => {
      await open(place).store.read(key);
      await expect(stat(place.folder)).rejects.toThrow("ENOENT");
    });
  });

  test.runIf(isPosix)("its folders and files are for their owner alone, whatever the umask", async () => {
    await inPlace(async (place) => {
      const before = process.umask(0);
      try {
        await open(place).store.keep(key, finishedTask());
      } finally {
        process.umask(before);
      }
      const modes = [dirname(place.folder), place.folder, entriesFolder(place), entryPath(place, key)].map(
        async (path) => (await stat(path)).mode & 0o777,
      );
      expect(await Promise.all(modes)).toEqual([0o700, 0o700, 0o700, 0o600]);
    });
  });

  test("a folder that goes away during a run is made again", async () => {
    await inPlace(async (place) => {
      const { store, warnings } = open(place);
      await store.keep(key, finishedTask());
      await rm(dirname(place.folder), { recursive: true });
      await store.keep(key, finishedTask());
      expect(await store.read(key)).toEqual(finishedTask());
      expect(warnings).toEqual([]);
    });
  });

  test("an entry that was used counts as young", async () => {
    await inPlace(async (place) => {
      const { store } = open(place, { now: () => 1_700_000_000_000 });
      await store.keep(key, finishedTask());
      await utimes(entryPath(place, key), 1, 1);
      await store.read(key);
      expect((await stat(entryPath(place, key))).mtimeMs).toBe(1_700_000_000_000);
    });
  });
});

describe("an entry that cannot be believed is a miss with a warning, and is replaced", () => {
  const damages: readonly (readonly [string, string, (path: string, place: StorePlace) => Promise<void>])[] =
    [
      ["cut in the middle", "it is not whole", async (path) => truncate(path, 100)],
      ["empty", "it is not whole", async (path) => truncate(path, 0)],
      ["overwritten", "it is not whole", async (path) => writeFile(path, "hello")],
      [
        "changed",
        "its checksum does not fit",
        async (path) => writeFile(path, (await readFile(path, "utf8")).replace("Wrong", "Right")),
      ],
      [
        "another task's",
        "it belongs to another task",
        async (path, place) => {
          await open(place).store.keep(keyOf("other"), finishedTask("other"));
          await copyFile(entryPath(place, keyOf("other")), path);
        },
      ],
      ["not text", "it is not whole", async (path) => writeFile(path, Buffer.from([0xff, 0xfe, 0, 0x80]))],
      ["huge", "it is larger than any entry", async (path) => truncate(path, 17 * 1024 * 1024)],
    ];
  test.each(damages)("%s", async (_, problem, damage) => {
    await inPlace(async (place) => {
      await open(place).store.keep(key, finishedTask());
      await damage(entryPath(place, key), place);
      const { store, warnings } = open(place);
      expect(await store.read(key)).toBeNull();
      expect(warnings).toEqual([
        `an entry of the store in ${place.folder} is not used: ${problem}; its task is done again ` +
          `(${key.slice(0, 12)}; others like it are not named)`,
      ]);
      await store.keep(key, finishedTask("again"));
      expect(await store.read(key)).toEqual(finishedTask("again"));
    });
  });

  test("each kind of damage is told once, not once an entry", async () => {
    await inPlace(async (place) => {
      const keys = ["a", "b", "c", "d"].map(keyOf);
      const { store, warnings } = open(place);
      for (const [i, one] of keys.entries()) {
        await store.keep(one, finishedTask());
        await writeFile(
          entryPath(place, one),
          i < 3 ? "{" : (await readFile(entryPath(place, one), "utf8")).replace("Wrong", ""),
        );
      }
      for (const one of [...keys, ...keys]) expect(await store.read(one)).toBeNull();
      expect(warnings.map((line) => /not used: ([^;]+)/.exec(line)?.[1])).toEqual([
        "it is not whole",
        "its checksum does not fit",
      ]);
    });
  });
});

describe.runIf(isPosix)("what somebody planted", () => {
  test("a link at the place of an entry is neither read nor written through", async () => {
    await inPlace(async (place) => {
      const { store, warnings } = open(place);
      await store.keep(key, finishedTask());
      const target = join(place.folder, "target");
      await rename(entryPath(place, key), target);
      const before = await readFile(target, "utf8");
      await symlink(target, entryPath(place, key));
      expect(await store.read(key)).toBeNull();
      expect(warnings).toEqual([expect.stringContaining("is not used: it is a link")]);
      await store.keep(key, finishedTask("new"));
      expect(await readFile(target, "utf8")).toBe(before);
      expect(await store.read(key)).toEqual(finishedTask("new"));
    });
  });

  test("a link to nowhere makes no file there", async () => {
    await inPlace(async (place) => {
      const target = join(place.folder, "target");
      await mkdir(entriesFolder(place), { recursive: true, mode: 0o700 });
      await symlink(target, entryPath(place, key));
      const { store } = open(place);
      await store.keep(key, finishedTask());
      await expect(stat(target)).rejects.toThrow("ENOENT");
      expect(await store.read(key)).toEqual(finishedTask());
    });
  });

  test("a pipe does not hold up the run", async () => {
    await inPlace(async (place) => {
      await mkdir(entriesFolder(place), { recursive: true, mode: 0o700 });
      spawnSync("mkfifo", [entryPath(place, key)]);
      const { store, warnings } = open(place);
      expect(await store.read(key)).toBeNull();
      expect(warnings).toEqual([expect.stringContaining("is not used: it is not an ordinary file")]);
      await store.keep(key, finishedTask());
      expect(await store.read(key)).toEqual(finishedTask());
    });
  });

  test("a folder at the place of an entry: said, the run goes on", async () => {
    await inPlace(async (place) => {
      await mkdir(join(entryPath(place, key), "deep"), { recursive: true, mode: 0o700 });
      const { store, warnings } = open(place);
      expect(await store.read(key)).toBeNull();
      await store.keep(key, finishedTask());
      await store.keep(key, finishedTask());
      expect(warnings).toHaveLength(2);
      expect(await readdir(entriesFolder(place))).toEqual([`${key}.json`]);
    });
  });

  const folders: readonly (readonly [string, string, (place: StorePlace) => Promise<void>])[] = [
    [
      "a link in place of the folder of entries",
      '"tasks" in it is not a folder',
      async (place) => {
        await rename(entriesFolder(place), join(place.folder, "elsewhere"));
        await symlink("elsewhere", entriesFolder(place));
      },
    ],
    [
      "a folder of entries that others may write to",
      'other users may write to "tasks" in it',
      async (place) => chmod(entriesFolder(place), 0o770),
    ],
  ];
  const strangers: typeof folders = [
    [
      "a folder of entries of another user",
      '"tasks" in it belongs to another user',
      async (place) => chown(entriesFolder(place), 12345, 12345),
    ],
    [
      "a cache folder of another user",
      "it belongs to another user",
      async (place) => chown(place.folder, 12345, 12345),
    ],
  ];
  const canGiveAway = process.getuid?.() === 0;
  test.each(canGiveAway ? [...folders, ...strangers] : folders)(
    "%s: not used, said once",
    async (_, problem, plant) => {
      await inPlace(async (place) => {
        await open(place).store.keep(key, finishedTask());
        await plant(place);
        const { store, warnings } = open(place);
        expect(await store.read(key)).toBeNull();
        await store.keep(keyOf("other"), finishedTask());
        expect(await store.read(keyOf("other"))).toBeNull();
        expect(warnings).toEqual([
          `the store in ${place.folder} is not used: ${problem}; the run goes on without a store`,
        ]);
      });
    },
  );

  test("a store that belongs to another user is not used", async () => {
    await inPlace(async (place) => {
      await open(place).store.keep(key, finishedTask());
      const stranger = { ...place, owner: (place.owner ?? 0) + 1 };
      // What belongs to root is trusted: root could replace this program as well.
      const isRoot = place.owner === 0;
      expect(await open(stranger).store.read(key)).toEqual(isRoot ? finishedTask() : null);
    });
  });

  test("where the system knows no owners, none is asked for", async () => {
    await inPlace(async (place) => {
      await open(place).store.keep(key, finishedTask());
      await chmod(entriesFolder(place), 0o777);
      expect(await open({ ...place, owner: null }).store.read(key)).toEqual(finishedTask());
    });
  });
});
