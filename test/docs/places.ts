/** The projects that the pages' commands run in: one a page, small, and written or copied anew for each run. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Files, writeFiles } from "../cli/fake-world.js";
import { clean, flawed } from "../cli/projects.js";
import { root } from "../house/read-code.js";
import { blockOf } from "./commands.js";

/** Fills an empty folder. */
type Place = (cwd: string) => Promise<void>;

/** The same files below `src`. */
function inSource(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.replace(/^app\//, "src/"), text]),
  );
}

const sound = inSource(clean);
/** One high and one medium finding. */
const faulty = inSource(flawed);
/** The medium one alone: the gate lets it through. */
const mild = Object.fromEntries(Object.entries(faulty).filter(([path]) => path !== "src/load.py"));

const plan =
  "# Plan\n\n- [x] `add` gives the sum of two numbers\n- [ ] `load` returns the price of an item\n";

const emptyLog = JSON.stringify({
  version: "2.1.0",
  runs: [{ tool: { driver: { name: "Example" } }, results: [] }],
});

function page(name: string): string {
  return readFileSync(new URL(`docs/${name}`, root), "utf8");
}

function written(files: Files): Place {
  return async (cwd) => writeFiles(cwd, files);
}

/** A branch with one commit after `origin/main`, one file staged, one not tracked, and the state before in `before`. */
async function branch(cwd: string, change: Files): Promise<void> {
  const git = (...args: readonly string[]): void => {
    const identity = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@example.org",
      "-c",
      "commit.gpgsign=false",
    ];
    execFileSync("git", [...identity, ...args], { cwd, stdio: "pipe" });
  };
  git("init", "-q", "-b", "main");
  await writeFiles(cwd, { ...mild, ".gitignore": "before/\n*.xml\n*.sarif\nreview.md\n" });
  git("add", ".");
  git("commit", "-q", "-m", "Begin");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  await cp(join(cwd, "src"), join(cwd, "before"), { recursive: true });
  git("checkout", "-q", "-b", "prices");
  await writeFiles(cwd, change);
  git("add", ".");
  git("commit", "-q", "-m", "Ask the shop for prices");
  const add = sound["src/add.py"] ?? "";
  await writeFiles(cwd, { "src/add.py": add.replace("Gives the sum", "Gives the sum of both") });
  git("add", ".");
  await writeFiles(cwd, { "src/subtract.py": add.replaceAll("add", "subtract").replace("+", "-") });
}

async function candidates(cwd: string): Promise<void> {
  const from = fileURLToPath(new URL("fixtures/candidates/", root));
  await mkdir(cwd, { recursive: true });
  await cp(join(from, "session-manager"), cwd, { recursive: true });
  await cp(join(from, "session-manager.task.md"), join(cwd, "task.md"));
}

const tested: Files = {
  ...mild,
  "package.json": '{ "name": "example", "private": true, "scripts": { "test": "node --test" } }\n',
  "test/one.test.js": 'require("node:test")("one", () => {});\n',
  "reports/junit.xml":
    '<testsuite name="example" tests="1"><testcase name="one" classname="example"/></testsuite>\n',
  "codeql.sarif": emptyLog,
  "semgrep.sarif": emptyLog,
};

const routes = `import { router, database } from "@acme/router";

router().get("/orders", async (request) => {
  return database().run("select * from orders where customer = '" + request.query.customer + "'");
});
`;

/** By page; a page that is not named shows nothing that is run. */
export const places: Readonly<Record<string, Place>> = {
  "README.md": written(mild),
  "docs/first-review.md": written({ ...faulty, "PLAN.md": plan }),
  "docs/ci.md": async (cwd) => branch(cwd, faulty),
  "docs/ci/README.md": async (cwd) => branch(cwd, { "src/more.py": sound["src/add.py"] ?? "" }),
  "docs/changes.md": async (cwd) => branch(cwd, faulty),
  "docs/models-and-privacy.md": written(mild),
  "docs/compare.md": candidates,
  "docs/follow-up.md": written(faulty),
  "docs/baseline.md": written(faulty),
  "docs/formats.md": written(mild),
  "docs/test-results.md": written(tested),
  "docs/troubleshooting.md": written(mild),
  "docs/configuration.md": async (cwd) =>
    writeFiles(cwd, { ...mild, ".session-review/config.yml": blockOf(page("configuration.md"), "yaml") }),
  "docs/write-a-reviewer.md": async (cwd) =>
    writeFiles(cwd, {
      ...mild,
      ".session-review/reviewers/payments.md": blockOf(page("write-a-reviewer.md"), "markdown"),
    }),
  "docs/write-a-rubric.md": async (cwd) => {
    await candidates(cwd);
    const rubric = blockOf(page("write-a-rubric.md"), "markdown");
    await writeFiles(cwd, { ".session-review/rubrics/robust.md": rubric });
  },
  "docs/write-a-framework.md": async (cwd) =>
    writeFiles(cwd, {
      "src/orders.ts": routes,
      ".session-review/frameworks/router.yml": blockOf(page("write-a-framework.md"), "yaml"),
    }),
};
