/** What is kept of single files: reviews are the same with and without it, and nothing damaged or foreign is believed. */
import {
  appendFile,
  chmod,
  cp,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/catalog.js";
import type { Memory } from "../../src/model/memory.js";
import { review } from "../../src/review.js";
import { type FileMemory, openFileMemory } from "../../src/store/file-memory.js";
import type { StorePlace } from "../../src/store/folder.js";
import { inPlace } from "./sample.js";

const scope = "5".repeat(64);
const catalog = await loadCatalog();
let top: string;
let projects: string;

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), "session-review-memory-"));
  projects = join(top, "projects");
  await cp(fileURLToPath(new URL("../../fixtures/projects", import.meta.url)), projects, { recursive: true });
});

afterAll(() => rm(top, { recursive: true, force: true }));

interface Opened {
  readonly memory: FileMemory;
  readonly warnings: readonly string[];
}

async function open(place: StorePlace, maker = "this build"): Promise<Opened> {
  const warnings: string[] = [];
  const warn = (line: string): void => void warnings.push(line);
  const options = { place: { ...place, kind: "files" }, scope, maker, warn, now: () => Date.now() } as const;
  return { memory: await openFileMemory(options), warnings };
}

async function report(cwd: string, memory?: Memory): Promise<string> {
  return JSON.stringify(await review({ cwd, paths: ["."] }, { catalog, toolVersion: "0.0.0", memory }));
}

/** Reviews, keeps what was found out, and counts the files that were known. */
async function reviewWith(place: StorePlace, maker?: string): Promise<{ text: string; known: number }> {
  const { memory } = await open(place, maker);
  const known = new Set<string>();
  const watched: Memory = {
    recall(source) {
      const found = memory.recall(source);
      if (found) known.add(source.path);
      return found;
    },
    keep: (source, remembered) => {
      memory.keep(source, remembered);
    },
    whole: memory.whole,
  };
  const text = await report(projects, watched);
  await memory.save();
  return { text, known: known.size };
}

function entryIn({ folder }: StorePlace): string {
  return join(folder, "files", `${scope}.json`);
}

describe("a review", () => {
  let plain: string;
  beforeAll(async () => {
    plain = await report(projects);
  });

  test("is the same the first time, the second time, and after one changed file", async () => {
    await inPlace(async (place) => {
      expect(await reviewWith(place)).toEqual({ text: plain, known: 0 });
      const again = await reviewWith(place);
      expect(again.text).toBe(plain);
      expect(again.known).toBeGreaterThan(20);

      const changed = join(projects, "typescript-session-api/src/added.ts");
      await writeFile(
        changed,
        "export async function added(a: string) {\n  return eval(a) === eval(a);\n}\n",
      );
      const mutated = await reviewWith(place);
      expect(mutated.text).toBe(await report(projects));
      expect(mutated.text).not.toBe(plain);
      expect(mutated.known).toBe(again.known);
      await rm(changed);
      expect((await reviewWith(place)).text).toBe(plain);
    });
  });

  const session = "typescript-session-api/src";

  test.each<[what: string, change: (folder: string) => Promise<void>]>([
    [
      "an export was added",
      (at) => appendFile(join(at, "session-store.ts"), "\nexport const addedHere = 1;\n"),
    ],
    ["an import was added", (at) => appendFile(join(at, "session-store.ts"), '\nimport "./other.js";\n')],
    ["a file was deleted", (at) => rm(join(at, "session-store.ts"))],
    ["a file was renamed", (at) => rename(join(at, "session-store.ts"), join(at, "renamed.ts"))],
    [
      "a handler came that hands on what it was sent",
      (at) =>
        writeFile(
          join(at, "handler.ts"),
          'import { exec } from "node:child_process";\nimport express from "express";\nconst app = express();\napp.get("/run", (req, res) => {\n  exec(String(req.query.command));\n  res.end();\n});\n',
        ),
    ],
  ])("is the same when %s", async (_, change) => {
    await inPlace(async (place) => {
      await reviewWith(place);
      const kept = await mkdtemp(join(top, "kept-"));
      await cp(projects, kept, { recursive: true });
      try {
        await change(join(projects, session));
        const expected = await report(projects);
        expect((await reviewWith(place)).text).toBe(expected);
      } finally {
        await rm(projects, { recursive: true });
        await rename(kept, projects);
      }
    });
  });

  test("follows values anew when a page of the project changes", async () => {
    await inPlace(async (place) => {
      await reviewWith(place);
      const frameworks = catalog.frameworks.map((page) => ({ ...page, sources: [] }));
      const other = { ...catalog, frameworks };
      const { memory } = await open(place);
      const world = { catalog: other, toolVersion: "0.0.0" };
      const request = { cwd: projects, paths: ["."] };
      const expected = JSON.stringify(await review(request, world));
      expect(expected).not.toBe(plain);
      expect(JSON.stringify(await review(request, { ...world, memory }))).toBe(expected);
    });
  });

  test("does not believe what another build found out", async () => {
    await inPlace(async (place) => {
      await reviewWith(place);
      expect(await reviewWith(place, "another build")).toEqual({ text: plain, known: 0 });
    });
  });

  test.each<[damage: string, harm: (text: string) => string]>([
    ["cut off", (text) => text.slice(0, text.length / 2)],
    ["emptied of its hits", (text) => text.replaceAll(/"hits":\{"[^}]*/g, '"hits":{')],
    [
      "put under other names",
      (text) => text.replaceAll(/^[0-9a-f]{64}/gm, (key) => key.replaceAll("a", "b")),
    ],
    ["no text at all", () => "\0\u2028{}"],
  ])("does not believe an entry that was %s", async (_, harm) => {
    await inPlace(async (place) => {
      await reviewWith(place);
      const text = await readFile(entryIn(place), "utf8");
      expect(harm(text)).not.toBe(text);
      await writeFile(entryIn(place), harm(text));
      expect((await reviewWith(place)).text).toBe(plain);
    });
  });
});

// Windows has no such bits.
describe.runIf(process.platform !== "win32")("the folder", () => {
  test("is for its owner alone", async () => {
    await inPlace(async (place) => {
      await reviewWith(place);
      const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
      expect(await modeOf(join(place.folder, "files"))).toBe(0o700);
      expect(await modeOf(entryIn(place))).toBe(0o600);
      expect(await readdir(join(place.folder, "files"))).toEqual([`${scope}.json`]);
    });
  });

  test("is neither read nor written when others may write to it", async () => {
    await inPlace(async (place) => {
      await reviewWith(place);
      await chmod(join(place.folder, "files"), 0o777);
      const before = await readFile(entryIn(place), "utf8");
      expect((await reviewWith(place, "another build")).known).toBe(0);
      expect(await readFile(entryIn(place), "utf8")).toBe(before);
      const { warnings } = await open(place);
      expect(warnings).toEqual([
        `what is known of files is not read from ${place.folder}: other users may write to "files" in it`,
      ]);
    });
  });
});

test("a file with a credential is not kept", async () => {
  await inPlace(async (place) => {
    const folder = await mkdtemp(join(top, "secret-"));
    const word = ["gh", "p_", "0123456789abcdefABCDEF0123456789abcd"].join("");
    for (let i = 0; i < 20; i++) await writeFile(join(folder, `a${i}.ts`), `export const a${i} = "x${i}";\n`);
    await writeFile(join(folder, "b.ts"), `export const markedName = 1;\nexport const token = "${word}";\n`);
    await appendFile(join(folder, "a1.ts"), "export const plainName = 1;\n");
    const { memory } = await open(place);
    await report(folder, memory);
    await memory.save();
    const text = await readFile(entryIn(place), "utf8");
    expect(text).toContain("plainName");
    expect(text).not.toContain("markedName");
  });
});

test("of a few files nothing is kept: looking again is quicker", async () => {
  await inPlace(async (place) => {
    const folder = await mkdtemp(join(top, "few-"));
    for (let i = 0; i < 3; i++) await writeFile(join(folder, `a${i}.ts`), `export const a${i} = ${i};\n`);
    const { memory } = await open(place);
    await report(folder, memory);
    await memory.save();
    expect(await readdir(place.folder).catch(() => [])).toEqual([]);
  });
});
