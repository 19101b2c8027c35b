/** The packed build: every module of dist is in it once, with the same exports, and the pages read as they are read anew. */
import { readFile, readdir, stat } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import { valuesRead } from "../src/catalog/read-yaml.js";
import { build } from "./cli/built.js";

const root = new URL("../", import.meta.url);

beforeAll(async () => {
  await build();
  if (await isPacked()) return; // other tests may be running it
  const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL("bin/pack.js", root))], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}, 120_000);

async function isPacked(): Promise<boolean> {
  const changedAt = async (path: string): Promise<number> => (await stat(new URL(path, root))).mtimeMs;
  const packed = await changedAt("dist/packed/pages.json").catch(() => 0);
  return packed >= Math.max(await changedAt("dist/cli/main.js"), await changedAt("bin/pack.js"));
}

/** Exports by module, as a process of its own sees them: packed ones and those of the files. */
function exportsOf(paths: readonly string[], isPacked: boolean): unknown {
  const script = `
    import { load } from ${JSON.stringify(new URL("bin/packed.js", root).href)};
    const names = {};
    for (const path of ${JSON.stringify(paths)}) {
      const module = await ${isPacked ? 'load("./" + path)' : `import(${JSON.stringify(new URL("dist/", root).href)} + path)`};
      names[path] = Object.keys(module).sort();
    }
    console.log(JSON.stringify(names));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

test("every module has the exports of its file", async () => {
  const files = await readdir(new URL("dist/", root), { recursive: true });
  const paths = files
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".js") && !path.startsWith("packed/"));
  expect(paths.length).toBeGreaterThan(500);
  expect(exportsOf(paths, true)).toEqual(exportsOf(paths, false));
});

test("pages have the values that reading them anew gives", async () => {
  const { frameworks } = await loadCatalog();
  for (const framework of frameworks) void framework.title; // which reads the rest of the page
  const written: unknown = JSON.parse(await readFile(new URL("dist/packed/pages.json", root), "utf8"));
  expect(written).toEqual(Object.fromEntries(valuesRead));
});
