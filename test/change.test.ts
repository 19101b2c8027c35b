/** What a change is made responsible for: real repositories, reviewed whole by the real rules. */
import { renameSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";
import type { ChangeScope } from "../src/model/change.js";
import type { Finding } from "../src/model/finding.js";
import type { Review } from "../src/model/review.js";
import { review } from "../src/review.js";
import { Project } from "./gather/project.js";

const catalog = await loadCatalog();

type Files = Readonly<Record<string, string>>;

/** The review of what happens between the two states. */
async function between(
  before: Files,
  after: (project: Project) => void,
  scope?: ChangeScope,
): Promise<Review> {
  const project = new Project(before).commit();
  project.git("branch", "start");
  after(project);
  const change = scope ?? { kind: "base", ref: "start" };
  return review({ cwd: project.folder, paths: ["."], change }, { catalog, toolVersion: "1.0.0" });
}

function told(findings: readonly Finding[] = []): readonly string[] {
  return findings.map(({ rule, path, lines }) => `${rule} ${path}:${lines?.start}`).sort();
}

/** Only this rule, so that a new rule on the shelf changes no test. */
function of(
  rule: string,
  { findings, preExisting }: Review,
): { introduced: readonly string[]; before: readonly string[] } {
  const own = (all: readonly Finding[] = []): readonly string[] =>
    told(all.filter((finding) => finding.rule === rule));
  return { introduced: own(findings), before: own(preExisting) };
}

const swallow = (name: string): string =>
  `export async function ${name}(order: Order): Promise<void> {\n  try {\n    await charge(order);\n  } catch (error) {}\n}\n`;

const reader = 'import { type Order, charge } from "./pay.js";\n\n';

describe("on changed lines", () => {
  test("what is new is introduced, what was there is not", async () => {
    const result = await between({ "a.ts": reader + swallow("first") }, (project) =>
      project.write({ "a.ts": reader + swallow("zeroth") + swallow("first") }),
    );
    expect(of("swallowed-error", result)).toEqual({
      introduced: ["swallowed-error a.ts:6"],
      before: ["swallowed-error a.ts:11"],
    });
  });

  test("moved, re-indented and renamed code was there; a copy of it is new", async () => {
    const moved = await between(
      { "a.ts": reader + swallow("first"), "b.ts": "export const b = 1;\n" },
      (project) =>
        project.write({
          "a.ts": "export const a = 1;\n",
          "b.ts": `${reader}export const b = 1;\n${swallow("first")}`,
        }),
    );
    expect(of("swallowed-error", moved)).toEqual({ introduced: [], before: ["swallowed-error b.ts:7"] });
    const renamed = await between({ "a.ts": reader + swallow("first") }, (project) => {
      renameSync(project.at("a.ts"), project.at("z.ts"));
    });
    expect(of("swallowed-error", renamed)).toEqual({ introduced: [], before: ["swallowed-error z.ts:6"] });
    const copied = await between({ "a.ts": reader + swallow("first") }, (project) =>
      project.write({ "b.ts": reader + swallow("second") }),
    );
    expect(of("swallowed-error", copied)).toEqual({ introduced: ["swallowed-error b.ts:6"], before: [] });
  });

  test("files nobody touched are not reviewed", async () => {
    const result = await between(
      { "a.ts": reader + swallow("first"), "b.ts": "export const b = 1;\n" },
      (project) => project.write({ "b.ts": "export const b = 2;\n" }),
    );
    expect([...result.findings, ...(result.preExisting ?? [])]).toEqual([]);
    expect(result.coverage.files.map(({ path }) => path)).toEqual(["b.ts"]);
    expect(result.facts.files).toBe(1);
  });
});

describe("caused by changed lines", () => {
  const locked = (release: string): string =>
    `package store\n\nimport "sync"\n\nvar mu sync.Mutex\nvar counts = map[string]int{}\n\nfunc Count(name string) int {\n\tmu.Lock()\n${release}\tif name == "" {\n\t\treturn 0\n\t}\n\tcounts[name]++\n\tcount := counts[name]\n\tmu.Unlock()\n\treturn count\n}\n`;

  test("a finding on a line that stayed, because another one went", async () => {
    const result = await between({ "a.go": locked("\tdefer mu.Unlock()\n") }, (project) =>
      project.write({ "a.go": locked("") }),
    );
    expect(of("lock-not-released", result)).toEqual({
      introduced: ["lock-not-released a.go:11"],
      before: [],
    });
  });

  test("a finding in a file that nobody touched, because of what it calls now", async () => {
    const route =
      'import express from "express";\nimport { pick } from "./pick.js";\nimport { exec } from "node:child_process";\n\nconst app = express();\napp.get("/log", (request, response) => {\n  exec(`git log ${pick(request)}`, (_, out) => response.send(out));\n});\n';
    const pick = (value: string): string => `export function pick(request) {\n  return ${value};\n}\n`;
    const result = await between({ "route.js": route, "pick.js": pick('"HEAD"') }, (project) =>
      project.write({ "pick.js": pick("request.query.ref") }),
    );
    expect(result.change?.affected).toEqual(["route.js"]);
    expect(
      result.findings.filter(({ path }) => path === "route.js").map(({ category }) => category),
    ).toContain("security");
  });
});

describe("who decides on the review", () => {
  const silenced =
    '// session-review-ignore-next-line unused-import -- next month\nimport { pay } from "./pay.js";\n\nexport const a = 1;\n';

  test("a suppression that a branch brings along counts only once it is merged", async () => {
    const brought = await between({ "b.ts": "export const b = 1;\n" }, (project) =>
      project.write({ "a.ts": silenced }),
    );
    expect(of("unused-import", brought).introduced).toHaveLength(1);
    expect(brought.suppressions.map(({ status }) => status)).toEqual(["from the change"]);
    const merged = await between({ "a.ts": silenced }, (project) =>
      project.write({ "a.ts": `${silenced}export const b = 1;\n` }),
    );
    expect(of("unused-import", merged)).toEqual({ introduced: [], before: [] });
    expect(merged.suppressions.map(({ status }) => status)).toEqual(["used"]);
  });

  test("on one's own machine it counts at once", async () => {
    const own = await between(
      { "b.ts": "export const b = 1;\n" },
      (project) => project.write({ "a.ts": silenced }),
      { kind: "uncommitted" },
    );
    expect(of("unused-import", own)).toEqual({ introduced: [], before: [] });
  });
});

test("a change that leaves nothing to read is reviewed, and says so", async () => {
  const result = await between({ "a.ts": swallow("a"), "b.ts": "export const b = 1;\n" }, (project) =>
    project.git("rm", "-q", "a.ts"),
  );
  expect([result.isComplete, result.findings, result.coverage.planned]).toEqual([true, [], 0]);
  expect(result.change?.files.map(({ status, path }) => `${status} ${path}`)).toEqual(["deleted a.ts"]);
});
