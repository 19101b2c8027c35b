/** README, ARCHITECTURE and some pages of docs/ hold generated parts; `npx vitest run test/pages -u` rewrites them. */
import { readFileSync, readdirSync } from "node:fs";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import { loadReports } from "../src/catalog/load-shelves.js";
import { main } from "../src/cli/main.js";
import { review } from "../src/review.js";
import { arrows } from "./house/arrows.js";
import { root } from "./house/read-code.js";
import { excerpt, fenced, fillRegions } from "./pages/regions.js";
import { categoriesTable, formatsTable } from "./pages/shelf-pages.js";

const catalog = await loadCatalog();
const reports = await loadReports();

function pageText(name: string): string {
  return readFileSync(new URL(name, root), "utf8");
}

/** What the program prints for these arguments. */
async function printed(...args: readonly string[]): Promise<string> {
  let text = "";
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString("utf8");
      done();
    },
  });
  await main(args, {
    cwd: fileURLToPath(root),
    env: {},
    stdout: sink,
    stderr: sink,
    isTerminal: { stdout: false, stderr: false },
    columns: 80,
    interrupt: new AbortController().signal,
  });
  return text;
}

async function helpOf(command: string): Promise<string> {
  return fenced(await printed(command, "--help"), "text");
}

/** The report that `session-review app` prints in the fixture's folder. */
async function exampleReport(): Promise<string> {
  const cwd = fileURLToPath(new URL("fixtures/projects/python-session-api/", root));
  const result = await review({ cwd, paths: ["app"] }, { catalog, toolVersion: "0.0.0" });
  const batch = reports.find(({ id }) => id === "batch");
  if (!batch) throw new Error("the report batch is missing from the shelf");
  return batch.render(result);
}

describe("README.md", () => {
  test("is fresh", async () => {
    const regions = {
      example: fenced(excerpt(await exampleReport(), ["Findings", "Good patterns", "Coverage"]), "markdown"),
      categories: categoriesTable(catalog.rules, catalog.reviewers),
      commands: fenced(await printed("--help"), "text"),
    };
    await expect(fillRegions(pageText("README.md"), regions)).toMatchFileSnapshot("../README.md");
  });

  test("names only rules that exist", async () => {
    const ids = Array.from((await printed("--help")).matchAll(/ explain ([a-z-]+)/g), (match) => match[1]);
    expect(ids.length).toBeGreaterThan(0);
    expect(catalog.rules.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });

  test("names only scripts that exist", () => {
    const { scripts } = JSON.parse(pageText("package.json")) as { scripts: Record<string, string> };
    const named = Array.from(
      pageText("README.md").matchAll(/`npm run ([a-z]+)`/g),
      (match) => match[1] ?? "",
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    // `npm it` is `npm install` followed by this.
    expect(scripts["test"]).toBe("vitest run");
  });
});

describe("docs", () => {
  test.each<readonly [page: string, regions: () => Promise<Readonly<Record<string, string>>>]>([
    ["formats.md", async () => Promise.resolve({ formats: formatsTable(reports) })],
    ["compare.md", async () => ({ "compare-help": await helpOf("compare") })],
    ["follow-up.md", async () => ({ "follow-up-help": await helpOf("follow-up") })],
    ["baseline.md", async () => ({ "baseline-help": await helpOf("baseline") })],
  ])("%s is fresh", async (page, regions) => {
    const fresh = fillRegions(pageText(`docs/${page}`), await regions());
    await expect(fresh).toMatchFileSnapshot(`../docs/${page}`);
  });
});

describe("ARCHITECTURE.md", () => {
  const text = pageText("ARCHITECTURE.md");

  test("is fresh", async () => {
    const table = Object.entries(arrows).map(
      ([room, { rooms, typesOf = [], packages = [], packageTypes = [], because }]) => {
        const targets = [...rooms, ...typesOf.map((other) => `${other} (types)`)].join(" ") || "(nothing)";
        const bought = [...packages, ...packageTypes.map((name) => `${name} (types)`)]
          .map((name) => ` + ${name}`)
          .join("");
        return `${room.padEnd(10)} → ${targets}${bought}\n${" ".repeat(13)}${because}`;
      },
    );
    const regions = { arrows: fenced(table.join("\n"), "text") };
    await expect(fillRegions(text, regions)).toMatchFileSnapshot("../ARCHITECTURE.md");
  });

  test.each(Object.keys(arrows))("the tree shows %s", (room) => {
    expect(text).toMatch(new RegExp(`[├└]─ (?:[\\w.]+\\.ts  ?)*${room}(?:/|\\.ts)`));
  });
});

describe("links", () => {
  const docs = readdirSync(new URL("docs/", root)).filter((name) => name.endsWith(".md"));
  const all = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", ...docs.map((name) => `docs/${name}`)];
  test.each(all)("%s leads to files that exist", (name) => {
    const targets = Array.from(
      pageText(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g),
      (match) => match[1] ?? "",
    );
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets)
      expect(() => readFileSync(new URL(target, new URL(name, root))), target).not.toThrow(/ENOENT/);
  });

  test.each(all)("%s leads to headings that exist", (name) => {
    const targets = Array.from(
      pageText(name).matchAll(/\]\((?!https?:)([^)#]*\.md)?#([^)]+)\)/g),
      ([, page = "", heading = ""]) => [page, heading] as const,
    );
    const missing = targets.filter(([page, heading]) => {
      const text = readFileSync(
        page === "" ? new URL(name, root) : new URL(page, new URL(name, root)),
        "utf8",
      );
      return !headingsOf(text).includes(heading);
    });
    expect(missing).toEqual([]);
  });
});

/** As GitHub names them in addresses; two of one name are not told apart. */
function headingsOf(page: string): readonly string[] {
  return Array.from(page.matchAll(/^#+ (.+)$/gm), ([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
