/** Versions out of lock files, in every form that is read, and what is made of claims about them. */
import { describe, expect, test } from "vitest";
import { readLock } from "../../src/survey/lock-formats.js";
import { PackageIndex } from "../../src/survey/package-index.js";

describe("lock files", () => {
  test.each<[path: string, text: string, packages: readonly string[]]>([
    [
      "package-lock.json",
      '{"packages":{"":{"version":"1.0.0"},"node_modules/a":{"version":"1.2.3"},"node_modules/a/node_modules/@b/c":{"version":"2.0.0"},"node_modules/d":{"name":"e","version":"3.0.0"}}}',
      ["a 1.2.3", "@b/c 2.0.0", "e 3.0.0"],
    ],
    [
      "npm-shrinkwrap.json",
      '{"dependencies":{"a":{"version":"1.2.3","dependencies":{"b":{"version":"2.0.0"}}}}}',
      ["a 1.2.3", "b 2.0.0"],
    ],
    [
      "yarn.lock",
      '# yarn lockfile v1\n\na@^1.0.0, a@~1.2:\n  version "1.2.3"\n  resolved "x"\n\n"@b/c@^2":\n  version "2.0.0"\n',
      ["a 1.2.3", "@b/c 2.0.0"],
    ],
    [
      "yarn.lock",
      '"a@npm:^1.0.0, a@npm:~1.2":\n  version: 1.2.3\n\n"@b/c@npm:2":\n  version: 2.0.0\n',
      ["a 1.2.3", "@b/c 2.0.0"],
    ],
    [
      "pnpm-lock.yaml",
      "packages:\n\n  a@1.2.3:\n    resolution: {x: y}\n\n  '@b/c@2.0.0(d@1.0.0)':\n    engines: {node: '>=4'}\n",
      ["a 1.2.3", "@b/c 2.0.0"],
    ],
    [
      "pnpm-lock.yaml",
      "packages:\n\n  /a/1.2.3:\n    x: y\n  /@b/c/2.0.0_d@1.0.0:\n    x: y\n  /e@3.0.0:\n    x: y\n",
      ["a 1.2.3", "@b/c 2.0.0", "e 3.0.0"],
    ],
    ["bun.lock", '{"packages":{"a":["a@1.2.3","",{}],"c":["@b/c@2.0.0"],}}', ["a 1.2.3", "@b/c 2.0.0"]],
    [
      "poetry.lock",
      '[[package]]\nname = "a"\nversion = "1.2.3"\n\n[[package]]\nname = "b"\nversion = "2"\n',
      ["a 1.2.3", "b 2"],
    ],
    ["uv.lock", 'version = 1\n[[package]]\r\nname = "a"\r\nversion = "1.2.3"\r\n', ["a 1.2.3"]],
    ["Cargo.lock", 'version = 4\n\n[[package]]\nname = "a"\nversion = "1.2.3"\n', ["a 1.2.3"]],
    [
      "Pipfile.lock",
      '{"_meta":{"hash":{"sha256":"x"}},"default":{"a":{"version":"==1.2.3"}},"develop":{"b":{"git":"x"}}}',
      ["a 1.2.3"],
    ],
    [
      "requirements-dev.txt",
      "# c==9\na==1.2.3 ; python_version > '3'\nb[x]==2.0 --hash=x\nd>=3\n",
      ["a 1.2.3", "b 2.0"],
    ],
    [
      "go.mod",
      "module example.com/m\n\ngo 1.22\n\nrequire example.com/a v1.2.3\nrequire (\n\texample.com/b/v2 v2.0.0 // indirect\n)\n",
      ["example.com/a 1.2.3", "example.com/b/v2 2.0.0"],
    ],
    ["go.sum", "example.com/a v1.2.3 h1:x=\nexample.com/b v1.0.0/go.mod h1:x=\n", ["example.com/a 1.2.3"]],
    ["mix.lock", '%{\n  "a": {:hex, :a, "1.2.3", "x", [:mix], [], "hexpm", "x"},\n}\n', ["a 1.2.3"]],
    ["package-lock.json", "{ broken", []],
    ["package-lock.json", '{"packages":[1,null],"dependencies":"x"}', []],
    ["Gemfile", "gem 'a', '1.2.3'", []],
  ])("%s: %j", (path, text, packages) => {
    expect(readLock(path, text).map(({ name, version }) => `${name} ${version}`)).toEqual(packages);
  });
});

const npm = { path: "package-lock.json", text: '{"packages":{"node_modules/lodash":{"version":"4.17.21"}}}' };
const inner = {
  path: "apps/a/package-lock.json",
  text: '{"packages":{"node_modules/lodash":{"version":"3.10.1"}}}',
};
const python = { path: "requirements.txt", text: "Flask_Login==0.6.2\n" };
const go = { path: "go.mod", text: "require github.com/gin-gonic/gin v1.9.1\n" };

type Verdict = "holds" | "contradicted" | "open";

describe("claims about versions", () => {
  test.each<[claim: string, path: string, verdict: Verdict, evidence: string]>([
    ["lodash 4.17.21", "src/a.ts", "holds", "package-lock.json has `lodash` at 4.17.21"],
    ["lodash v4.17", "src/a.ts", "holds", "package-lock.json has `lodash` at 4.17.21"],
    ["lodash 4.x", "src/a.ts", "holds", "package-lock.json has `lodash` at 4.17.21"],
    ["lodash ^4", "package.json", "holds", "package-lock.json has `lodash` at 4.17.21"],
    ["lodash <4.17.22", "src/a.ts", "holds", "package-lock.json has `lodash` at 4.17.21"],
    ["lodash <4.17.21", "src/a.ts", "contradicted", "package-lock.json has `lodash` at 4.17.21"],
    ["lodash 4.17.15", "src/a.ts", "contradicted", "package-lock.json has `lodash` at 4.17.21"],
    ["lodash 4.17.2", "src/a.ts", "contradicted", "package-lock.json has `lodash` at 4.17.21"],
    ["lodash 4.17.21", "apps/a/src/a.ts", "contradicted", "apps/a/package-lock.json has `lodash` at 3.10.1"],
    ["lodash 3.10.1", "apps/a/src/a.ts", "holds", "apps/a/package-lock.json has `lodash` at 3.10.1"],
    ["left-pad 1.0.0", "src/a.ts", "contradicted", "package-lock.json has no package `left-pad`"],
    ["left-pad 1.0.0", "index.html", "open", "go.mod have no package `left-pad`"],
    [
      "lodash ",
      "src/a.ts",
      "open",
      "not checked: package-lock.json has `lodash` at 4.17.21; the finding names",
    ],
    ["node 14.0.0", "src/a.ts", "open", "not checked: no lock file fixes a version of `node` for src/a.ts"],
    ["serde 1.0.0", "src/a.rs", "open", "not checked: no lock file fixes a version of `serde` for src/a.rs"],
    ["flask-login 0.6.2", "app.py", "holds", "requirements.txt has `flask-login` at 0.6.2"],
    ["gin 1.9.0", "main.go", "contradicted", "go.mod has `gin` at 1.9.1"],
  ])("%s in %s: %s", (claim, path, verdict, evidence) => {
    const [name = "", version = ""] = claim.split(" ");
    const answer = new PackageIndex([npm, inner, python, go]).answer({ path, name, version });
    const said: Verdict = answer.isOpen ? "open" : answer.holds ? "holds" : "contradicted";
    expect([said, answer.evidence]).toEqual([verdict, expect.stringContaining(evidence)]);
  });

  test("a lock file that cannot be read decides nothing", () => {
    const index = new PackageIndex([{ path: "package-lock.json", text: "<<<<<<< ours" }]);
    expect(index.answer({ path: "a.ts", name: "a", version: "1.0.0" }).isOpen).toBe(true);
  });
});
