/** Finding a change starts nothing that the repository's configuration names, which may have come with the folder. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { checkoutOf } from "../../../src/gather/checkout.js";
import { findRename } from "../../../src/gather/git-renames.js";
import { Project } from "../project.js";
import { change } from "./told.js";

const commands = [
  ...["filter.evil.clean", "filter.evil.smudge", "filter.a=b.process", "filter.a=b.clean"],
  ...["diff.evil.textconv", "diff.evil.command", "diff.external", "core.fsmonitor", "gpg.program"],
];

/** With a filter for every file, both ways of naming one, and a commit whose signature somebody could ask for. */
function trapped(): Project {
  const project = new Project({
    ".gitattributes": "*.ts filter=evil diff=evil\n*.js filter=a=b\n",
    "a.ts": "a\n",
    "a.js": "a\n",
    "b.ts": "b\n",
  }).commit();
  project.git("branch", "start").git("mv", "b.ts", "c.ts").git("commit", "-qm", "all");
  sign(project);
  project.write({ ".git/trap": `#!/bin/sh\ntouch '${project.at("proof")}'\nfalse\n` });
  chmodSync(project.at(".git/trap"), 0o700);
  for (const name of commands) project.git("config", name, project.at(".git/trap"));
  for (const name of ["filter.evil.required", "filter.a=b.required", "log.showSignature"])
    project.git("config", name, "true");
  return project;
}

function sign(project: Project): void {
  const ask = (args: readonly string[], input = ""): string =>
    execFileSync("git", args, { cwd: project.folder, input, encoding: "utf8" });
  const commit = ask(["cat-file", "commit", "HEAD"]);
  const signed = commit.replace(
    "\n\n",
    "\ngpgsig -----BEGIN PGP SIGNATURE-----\n -----END PGP SIGNATURE-----\n\n",
  );
  project.git("reset", "-q", "--soft", ask(["hash-object", "-t", "commit", "-w", "--stdin"], signed).trim());
}

test.each<[string, (project: Project) => Promise<unknown>]>([
  ["since a commit", (project) => change(project, { kind: "base", ref: "start" })],
  ["the commits", (project) => change(project, { kind: "commits", ref: "start" })],
  ["what is not committed", (project) => change(project, { kind: "uncommitted" })],
  ["what is staged", (project) => change(project, { kind: "staged" })],
  ["where a file went", (project) => findRename(project.folder, "b.ts")],
  ["how a checkout relates to a commit", (project) => checkoutOf(project.folder, "0".repeat(40))],
])("%s", async (_, ask) => {
  const project = trapped();
  project.write({ "a.ts": "b\n", "a.js": "b\n" });
  renameSync(project.at("c.ts"), project.at("d.ts"));
  // An index older than the files makes git compare what they hold.
  utimesSync(project.at(".git/index"), 1, 1);
  await ask(project);
  expect(existsSync(project.at("proof"))).toBe(false);
});

test("the trap is one: git itself falls into it", () => {
  const project = trapped().write({ "a.ts": "b\n" });
  utimesSync(project.at(".git/index"), 1, 1);
  expect(() => project.git("diff-index", "HEAD")).toThrow();
  expect(existsSync(project.at("proof"))).toBe(true);
});
