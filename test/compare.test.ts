/** A comparison as a function: what counts for a candidate, and what it is not to blame for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import { compare } from "../src/compare.js";

const catalog = await loadCatalog();

async function compared(files: Readonly<Record<string, string>>, task?: string) {
  const cwd = mkdtempSync(join(tmpdir(), "session-review-compare-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(cwd, dirname(path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    }
    const candidates = ["one", "two"];
    return await compare({ cwd, candidates, ...(task ? { task } : {}) }, { catalog, toolVersion: "0.0.0" });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const parse = `export function parse(text) {
  if (text === "") throw new RangeError("nothing to parse");
  return JSON.parse(text);
}
`;
const faulty = `export function run(text, request) {
  try {
    return eval(request.query.code);
  } catch (error) {}
}
`;

test("what a bundler wrote of a candidate is found and costs it nothing", async () => {
  const files = { "one/src/parse.js": parse, "two/src/parse.js": parse, "two/dist/parse.js": faulty };
  const [one, two] = (await compared(files)).candidates;
  expect(two?.review?.findings.map(({ path }) => path)).toContain("dist/parse.js");
  expect(two?.scorecard?.total).toBe(one?.scorecard?.total);
  const mixed = { "one/src/parse.js": parse, "two/src/parse.js": parse, "two/src/run.js": faulty };
  const [whole, worse] = (await compared(mixed)).candidates;
  expect(worse?.scorecard?.total).toBeLessThan(whole?.scorecard?.total ?? 0);
});

test("a task in plain words tells candidates apart by what their code is about", async () => {
  const comparison = await compared(
    {
      "task.md": "Simulate weather. Let diseases spread from one animal to the other.\n",
      "one/src/zoo.js": "export function breed(animal) {\n  return [animal, animal];\n}\n",
      "two/src/zoo.js":
        "export function infect(animal, disease, weather) {\n  return spread(disease, animal, weather);\n}\nfunction spread(...all) {\n  return all;\n}\n",
    },
    "task.md",
  );
  expect(comparison.ranking.places[0]).toEqual(["two"]);
  const [one] = comparison.candidates;
  expect(one?.conformance?.statements.map(({ verdict }) => verdict)).toEqual(["not assessed", "missing"]);
});
