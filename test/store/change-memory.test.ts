/** The review of a change with what earlier pushes found out: the same as without, and all that did not change is known. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/catalog.js";
import type { Memory } from "../../src/model/memory.js";
import type { Review } from "../../src/model/review.js";
import { review } from "../../src/review.js";
import { openFileMemory } from "../../src/store/file-memory.js";
import type { StorePlace } from "../../src/store/folder.js";
import { Project } from "../gather/project.js";
import { inPlace } from "./sample.js";

const catalog = await loadCatalog();
const scope = "7".repeat(64);

const run = `import { execSync } from "node:child_process";
export function archive(name: string): string {
  return execSync("tar -cf out.tar " + name).toString();
}
`;
const routes = `import express from "express";
import { archive } from "./archive.js";
export const app = express();
app.get("/archive", (req, res) => {
  res.send(archive(String(req.query.name)));
});
`;
const swallow = (name: string): string =>
  `export async function ${name}(): Promise<void> {\n  try {\n    await fetch("/x");\n  } catch (error) {}\n}\n`;

/** As many more files as it takes for a store to be kept, and one that uses them all. */
const numbers = Array.from({ length: 24 }, (_, i) => i);
const others = Object.fromEntries(
  numbers.map((i) => [`src/part-${i}.ts`, `export const part${i} = ${i};\n`]),
);
const all = numbers.map((i) => `export { part${i} } from "./part-${i}.js";\n`).join("");

const before = {
  "package.json": '{ "name": "shop", "private": true, "dependencies": { "express": "^5.0.0" } }\n',
  "src/archive.ts": run,
  "src/routes.ts": routes,
  "src/quiet.ts": swallow("quiet"),
  "src/all.ts": all,
  ...others,
};

/** In every push, so that the parts are read for its sake. */
const first = { "src/all.ts": `${all}export const many = 24;\n` };

function pullRequest(): Project {
  const project = new Project(before).commit();
  project.git("branch", "start");
  return project.write(first);
}

type Push = Readonly<Record<string, string>>;
const pushes: readonly (readonly [what: string, files: Push])[] = [
  ["a file of its own", { "src/part-1.ts": swallow("first") }],
  ["the same file again", { "src/part-1.ts": swallow("second") }],
  [
    "a file beside a flow",
    { "src/part-2.ts": 'import { app } from "./routes.js";\nexport const two = app;\n' },
  ],
  ["the file a flow begins in", { "src/routes.ts": routes.replace("/archive", "/archives") }],
  ["the file a flow ends in", { "src/archive.ts": run.replace("out.tar", "all.tar") }],
  ["nothing", {}],
];

function opened(place: StorePlace): ReturnType<typeof openFileMemory> {
  const warn = (line: string): never => {
    throw new Error(line);
  };
  return openFileMemory({
    place: { ...place, kind: "files" },
    scope,
    maker: "m",
    warn,
    now: () => Date.now(),
  });
}

/** What earlier pushes know of each file the review looks at. */
function counting(memory: Memory): { readonly memory: Memory; readonly unknown: string[] } {
  const unknown: string[] = [];
  const recall: Memory["recall"] = (source) => {
    const found = memory.recall(source);
    if (!found) unknown.push(source.path);
    return found;
  };
  const keep: Memory["keep"] = (source, remembered) => {
    memory.keep(source, remembered);
  };
  return { memory: { ...(memory.whole ? { whole: memory.whole } : {}), recall, keep }, unknown };
}

function reviewed(project: Project, memory?: Memory): Promise<Review> {
  const change = { kind: "base", ref: "start" } as const;
  return review({ cwd: project.folder, paths: ["."], change }, { catalog, toolVersion: "1.0.0", memory });
}

describe("pushes to one pull request", () => {
  test("say the same with what the pushes before found out, and look only at files that changed", async () => {
    await inPlace(async (place) => {
      const project = pullRequest();
      const found: string[][] = [];
      for (const [what, files] of pushes) {
        project.write(files);
        const memory = await opened(place);
        const seen = counting(memory);
        const result = await reviewed(project, seen.memory);
        await memory.save();
        expect(result, what).toEqual(await reviewed(project));
        found.push([...new Set(seen.unknown)].filter((path) => !(path in files)));
      }
      // The first push meets everything for the first time, the second only what it wrote itself.
      expect(found[1]).toEqual([]);
      expect(found[5]).toEqual([]);
    });
  });

  test("keep where values went before the change", async () => {
    await inPlace(async (place) => {
      const project = pullRequest().write({ "src/archive.ts": `${run}export const later = 1;\n` });
      const memory = await opened(place);
      const result = await reviewed(project, memory);
      await memory.save();
      expect(result.preExisting?.map(({ path, rule }) => `${rule} ${path}`)).toContain(
        "command-injection src/archive.ts",
      );
      const text = await readFile(join(place.folder, "files", `${scope}.json`), "utf8");
      expect(text).toMatch(/^answers over all files, now /mu);
      expect(text).toMatch(/^answers over all files, before /mu);
    });
  });
});
