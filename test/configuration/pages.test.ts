/** A pull request is reviewed by the reviewers and rubrics of where it began, never by those it brings. */
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { pagesBefore } from "../../src/configuration/pages.js";
import { run } from "../cli/fake-world.js";
import { Project } from "../gather/project.js";

const folder = ".session-review/reviewers/";
const page = (title: string): string =>
  `---\ntitle: ${title}\nlens: Is it?\ncategories: [security]\n---\n\nPage.\n`;

/** A branch on which one page was changed, one removed and one added. */
function changed(): Project {
  const project = new Project({
    "a.py": "x = 1\n",
    [`${folder}kept.md`]: page("Kept"),
    [`${folder}changed.md`]: page("Old"),
    [`${folder}gone.md`]: page("Gone"),
  });
  project.git("init", "-q", "-b", "main").commit().git("switch", "-qc", "change");
  rmSync(project.at(`${folder}gone.md`));
  return project
    .write({ [`${folder}changed.md`]: page("New"), [`${folder}added.md`]: page("Added") })
    .commit();
}

test("pages of the commit, and what is said of the others", async () => {
  const { pages, remarks } = await pagesBefore(changed().folder, folder, "main");
  expect(pages?.map(({ name, text }) => [name, /title: (.*)/.exec(text)?.[1]])).toEqual([
    ["changed.md", "Old"],
    ["gone.md", "Gone"],
    ["kept.md", "Kept"],
  ]);
  expect(remarks).toEqual([
    `${folder}added.md is not used: the commit this pull request began at does not have it`,
    `${folder}changed.md is used as the commit has it that this pull request began at`,
    `${folder}gone.md is used as the commit has it that this pull request began at`,
  ]);
});

test.each([
  ["a commit that is not here", "refs/session-review/none", []],
  ["no such folder in the commit", "main", []],
])("%s has no pages", async (_, ref, none) => {
  const project = new Project({ "a.py": "" }).git("init", "-q", "-b", "main").commit();
  project.write({ [`${folder}added.md`]: page("Added") });
  const { pages, remarks } = await pagesBefore(project.folder, folder, ref);
  expect(pages).toEqual(none);
  expect(remarks).toHaveLength(1);
});

test("outside of a repository the folder counts", async () => {
  const project = new Project({ [`${folder}a.md`]: page("A") });
  expect(await pagesBefore(project.folder, folder, "main")).toEqual({ pages: null, remarks: [] });
});

test("a run goes by them", async () => {
  const { folder: cwd } = changed();
  const asked = ["a.py", "--reviewers", "added"];
  expect((await run(asked, { cwd })).code).toBe(0);
  const checked = await run(asked, { cwd, env: { GITHUB_BASE_REF: "main" } });
  expect(checked).toMatchObject({ code: 2, stderr: expect.stringContaining('no reviewer "added"') });
  const old = await run(["a.py", "--reviewers", "gone"], { cwd, env: { GITHUB_BASE_REF: "main" } });
  expect(old).toMatchObject({ code: 0, stderr: expect.stringContaining("added.md is not used") });
});
