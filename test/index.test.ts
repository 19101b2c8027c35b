/** The public API does what its example says. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Finding,
  type Review,
  UserError,
  loadCatalog,
  loadReports,
  prepare,
  readToolVersion,
  review,
  reviewSchema,
} from "../src/index.js";

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "session-review-index-"));
  await writeFile(join(cwd, "app.py"), "import os\n\nprint(1)\n");
});

afterAll(() => rm(cwd, { recursive: true, force: true }));

async function world() {
  return { catalog: await loadCatalog(), toolVersion: await readToolVersion() };
}

test("review resolves to a document that the schema accepts and a report can render", async () => {
  const result: Review = await review({ cwd, paths: ["app.py"] }, await world());
  const rules = result.findings.map(({ rule }: Finding) => rule);
  expect(rules).toContain("unused-import");
  expect(reviewSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  const report = (await loadReports()).find(({ id }) => id === "batch");
  expect(report?.render(result)).toContain("app.py");
});

test("a reviewer of some languages joins only where one of them is present, or when named", async () => {
  const names = async (request: { readonly reviewers?: readonly string[] }): Promise<readonly string[]> =>
    (await prepare({ cwd, paths: ["app.py"], ...request }, await world())).reviewers.map(({ id }) => id);
  const joined = await names({});
  expect(joined).toContain("python");
  expect(joined).not.toContain("elixir");
  expect(await names({ reviewers: ["elixir"] })).toEqual(["elixir"]);
});

test("prepare tells what would be looked at", async () => {
  const { plan, reviewers } = await prepare({ cwd, paths: ["."] }, await world());
  expect(plan.batches.flatMap(({ paths }) => paths)).toEqual(["app.py"]);
  expect(plan.tasks.length).toBe(reviewers.length);
});

test("what the caller can mend is a UserError with a hint", async () => {
  const error: unknown = await review({ cwd, paths: ["nowhere"] }, await world()).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ code: "path-missing", hint: expect.stringMatching(/\w/) as string });
});
