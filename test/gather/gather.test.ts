/** Gathering as the commands call it: paths, links, globs, texts and what is listed as skipped. */
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pathsOf, Project, proofOf, skipsOf } from "./project.js";

describe("what the user names", () => {
  const files = {
    "src/a.ts": "a",
    "src/b.py": "b",
    "src/deep/c.ts": "c",
    "docs/d.md": "d",
    "-dash.ts": "-",
    "[id].ts": "i",
  };

  it.each([
    { paths: ["."], expected: ["-dash.ts", "[id].ts", "docs/d.md", "src/a.ts", "src/b.py", "src/deep/c.ts"] },
    { paths: ["src"], expected: ["src/a.ts", "src/b.py", "src/deep/c.ts"] },
    { paths: ["src/"], expected: ["src/a.ts", "src/b.py", "src/deep/c.ts"] },
    { paths: ["src/b.py", "src/a.ts"], expected: ["src/a.ts", "src/b.py"] },
    { paths: ["src", "src/a.ts", "./src/../src/a.ts"], expected: ["src/a.ts", "src/b.py", "src/deep/c.ts"] },
    { paths: ["src/*.ts"], expected: ["src/a.ts"] },
    {
      paths: ["**/*.{ts,py}", "docs"],
      expected: ["-dash.ts", "[id].ts", "docs/d.md", "src/a.ts", "src/b.py", "src/deep/c.ts"],
    },
    { paths: ["s*/**/c.ts"], expected: ["src/deep/c.ts"] },
    { paths: ["-dash.ts"], expected: ["-dash.ts"] },
    { paths: ["-*.ts"], expected: ["-dash.ts"] },
    { paths: ["[id].ts"], expected: ["[id].ts"] },
  ])("$paths", async ({ paths, expected }) => {
    for (const project of [new Project(files), new Project(files).commit()]) {
      expect(pathsOf(await project.gather({ paths }))).toEqual(expected);
    }
  });

  it.each([
    { path: "sorc", error: { code: "path-missing", details: { path: "sorc", nearest: "src" } } },
    {
      path: "src/a.tsx",
      error: { code: "path-missing", details: { path: "src/a.tsx", nearest: "src/a.ts" } },
    },
    { path: "nothing-like-it", error: { code: "path-missing", details: { path: "nothing-like-it" } } },
    { path: "src/a.ts/below", error: { code: "path-missing", details: { path: "src/a.ts/below" } } },
    { path: "", error: { code: "path-missing", details: { path: "" } } },
    { path: "a\0b", error: { code: "path-missing", details: { path: "a\0b" } } },
    { path: "src/*.go", error: { code: "not-a-pattern-match", details: { path: "src/*.go" } } },
    { path: "gone/**/*.ts", error: { code: "not-a-pattern-match", details: { path: "gone/**/*.ts" } } },
    { path: "!src/*.ts", error: { code: "not-a-pattern-match", details: { path: "!src/*.ts" } } },
  ])("refuses $path", async ({ path, error }) => {
    await expect(new Project(files).gather({ paths: [path] })).rejects.toMatchObject(error);
  });
});

describe("paths are shown", () => {
  const project = (): Project => new Project({ "one/src/a.ts": "a", "two/b.ts": "b", "home/c.ts": "c" });

  it.each([
    {
      what: "relative to cwd when all lie below it",
      cwd: ".",
      paths: ["one/src", "two"],
      expected: ["one/src/a.ts", "two/b.ts"],
    },
    {
      what: "relative to the one folder outside cwd",
      cwd: "home",
      paths: ["../one"],
      expected: ["src/a.ts"],
    },
    {
      what: "relative to the folder of the one file outside cwd",
      cwd: "home",
      paths: ["../one/src/a.ts"],
      expected: ["a.ts"],
    },
    {
      what: "relative to the folder that holds all inputs",
      cwd: "home",
      paths: ["../one", "../two/*.ts"],
      expected: ["one/src/a.ts", "two/b.ts"],
    },
    {
      what: "relative to the folder that also holds cwd",
      cwd: "home",
      paths: [".", "../two"],
      expected: ["home/c.ts", "two/b.ts"],
    },
  ])("$what", async ({ cwd, paths, expected }) => {
    const made = project();
    expect(pathsOf(await made.gather({ cwd: made.at(cwd), paths }))).toEqual(expected);
  });

  it("with names as they are: spaces, quotes, line breaks, backslashes, other scripts", async () => {
    const names = [
      "a b.ts",
      'it\'s "x".ts',
      "line\nbreak.ts",
      "back\\slash.ts",
      "naïve 日本.ts",
      "#h.ts",
      "!b.ts",
    ];
    const files = Object.fromEntries(names.map((name) => [name, name]));
    for (const made of [new Project(files), new Project(files).commit()]) {
      const { sources } = await made.gather();
      expect(sources.map(({ path, text }) => [path, text])).toEqual(
        [...names].sort().map((name) => [name, name]),
      );
    }
  });

  it("with bytes that are not UTF-8 escaped, and reads such files", async () => {
    for (const isRepository of [false, true]) {
      const made = new Project({ "f\\xff.py": "a look-alike" });
      if (isRepository) made.commit();
      writeFileSync(made.bytesAt(Buffer.from([0x66, 0xff, 0x2e, 0x70, 0x79])), "x = 1\n");
      mkdirSync(made.bytesAt(Buffer.from([0x64, 0xe9])));
      writeFileSync(made.bytesAt(Buffer.from([0x64, 0xe9, 0x2f, 0x67, 0x2e, 0x70, 0x79])), "y = 2\n");
      const { sources, unreadable } = await made.gather();
      expect(sources.map(({ path, text, language }) => [path, text, language])).toEqual([
        ["d\\xe9/g.py", "y = 2\n", "python"],
        ["f\\x5cxff.py", "a look-alike", "python"],
        ["f\\xff.py", "x = 1\n", "python"],
      ]);
      expect(unreadable).toEqual([]);
    }
  });
});

describe("links", () => {
  it("named by the user are followed once, to a folder or a file, and never below", async () => {
    const outside = new Project({ "real/a.ts": "a", "real/deep/b.ts": "b" });
    symlinkSync("..", outside.at("real/loop"));
    const project = new Project({ "own.ts": "own" });
    symlinkSync(outside.at("real"), project.at("folder"));
    symlinkSync(outside.at("real/a.ts"), project.at("file.ts"));
    const folder = await project.gather({ paths: ["folder"] });
    expect(pathsOf(folder)).toEqual(["folder/a.ts", "folder/deep/b.ts"]);
    expect(skipsOf(folder)).toEqual(["folder/loop: symbolic link"]);
    expect(pathsOf(await project.gather({ paths: ["file.ts"] }))).toEqual(["file.ts"]);
    expect(skipsOf(await project.gather())).toEqual(["file.ts: symbolic link", "folder: symbolic link"]);
  });

  it("that lead nowhere are skipped, and a secret stays one under another name", async () => {
    const project = new Project({ ".env": "A=1" });
    symlinkSync("gone", project.at("dangling"));
    symlinkSync(".env", project.at("plain.txt"));
    const gathered = await project.gather({ paths: ["dangling", "plain.txt"] });
    expect(pathsOf(gathered)).toEqual([]);
    expect(skipsOf(gathered)).toEqual(["dangling: symbolic link", "plain.txt: secret file"]);
  });

  it("to the same file give it once", async () => {
    const project = new Project({ "a/x.ts": "x" });
    symlinkSync("a", project.at("b"));
    expect(pathsOf(await project.gather({ paths: ["b", "a"] }))).toEqual(["a/x.ts"]);
  });
});

describe("--include and --exclude", () => {
  const files = {
    "src/a.ts": "a",
    "src/a.test.ts": "t",
    "src/b.tsx": "b",
    "docs/d.md": "d",
    "docs/old/e.md": "e",
    "vendor/v.ts": "v",
  };

  it.each([
    {
      include: ["*.{ts,tsx}"],
      expected: ["src/a.test.ts", "src/a.ts", "src/b.tsx"],
      skipped: ["vendor/: vendored"],
    },
    { include: ["docs"], expected: ["docs/d.md", "docs/old/e.md"] },
    { include: ["./src/**/*.tsx"], expected: ["src/b.tsx"] },
    {
      exclude: ["*.test.ts", "vendor/"],
      expected: ["docs/d.md", "docs/old/e.md", "src/a.ts", "src/b.tsx"],
      skipped: ["src/a.test.ts: excluded", "vendor/: excluded"],
    },
    { include: ["*.md"], exclude: ["docs/old"], expected: ["docs/d.md"], skipped: ["docs/old/: excluded"] },
    {
      paths: ["docs/d.md", "src/a.ts"],
      exclude: ["docs"],
      expected: ["src/a.ts"],
      skipped: ["docs/d.md: excluded"],
    },
  ])("include $include, exclude $exclude", async ({ expected, skipped = [], ...request }) => {
    const gathered = await new Project(files).commit().gather(request);
    expect(pathsOf(gathered)).toEqual(expected);
    expect(skipsOf(gathered)).toEqual(skipped);
  });

  it("names the glob as proof", async () => {
    const gathered = await new Project(files).gather({ exclude: ["docs", "*.{tsx,jsx}"] });
    expect(proofOf(gathered, "docs/")).toBe("--exclude docs");
    expect(proofOf(gathered, "src/b.tsx")).toBe("--exclude *.{tsx,jsx}");
  });
});

describe("a file's text, language and role", () => {
  it("keeps line ends, drops byte order marks, reads UTF-16 and windows-1252, and takes empty files", async () => {
    const utf16be = Buffer.from("\uFEFFb = 'ü'\n", "utf16le").swap16();
    const project = new Project({
      "bom.ts": "\uFEFFlet a;\n",
      "crlf.ts": "a\r\nb\r\n",
      "empty.ts": "",
      "le.py": Buffer.from("\uFEFFa = 'ü'\r\n", "utf16le"),
      "be.py": utf16be,
      "latin.py": Buffer.from([0x61, 0x20, 0x80, 0xe4, 0x0a]),
    });
    const { sources, skipped } = await project.gather();
    expect(skipped).toEqual([]);
    expect(Object.fromEntries(sources.map(({ path, text }) => [path, text]))).toEqual({
      "bom.ts": "let a;\n",
      "crlf.ts": "a\r\nb\r\n",
      "empty.ts": "",
      "le.py": "a = 'ü'\r\n",
      "be.py": "b = 'ü'\n",
      "latin.py": "a €ä\n",
    });
  });

  it("names the language and tells tests", async () => {
    const project = new Project({
      "a.test.ts": "",
      tool: "#!/usr/bin/env python3\n",
      Dockerfile: "FROM x\n",
      "tests/helper.py": "",
      "fixtures/demo/app.py": "",
    });
    const { sources } = await project.gather();
    expect(sources.map(({ path, language, isTest }) => `${path} ${language} ${String(isTest)}`)).toEqual([
      "Dockerfile text false",
      "a.test.ts typescript true",
      "fixtures/demo/app.py python true",
      "tests/helper.py python true",
      "tool python false",
    ]);
    const named = await project.gather({ paths: ["fixtures/demo"] });
    expect(named.sources).toMatchObject([{ path: "fixtures/demo/app.py", isTest: false }]);
  });
});

describe("what is not reviewed is listed", () => {
  const generated = `// Code ${"generated"} by tool. DO NOT EDIT.\n`;

  it("with its reason, in git and outside it", async () => {
    const files = {
      "a.ts": "a",
      ".env": "A=1",
      "app.min.js": "x",
      "bundle.js": `${"a();".repeat(3000)}\n`,
      "gen.go": `${generated}package a\n`,
      "image.png": Buffer.from([0x89, 0x50, 0, 1]),
      "yarn.lock": "",
      "a.js.map": "{}",
      "x.snap": "",
      ".session-review/report.md": "old",
      ".session-review/reviewers/me.md": "mine",
      "src/__generated__/q.ts": "",
      "third_party/lib/l.c": "",
      "third_party/lib/m.c": "",
      "env/pyvenv.cfg": "",
      "env/lib/x.py": "",
    };
    for (const project of [new Project(files), new Project(files).commit()]) {
      truncateSync(project.write({ "large.csv": "" }).at("large.csv"), 52_428_800);
      const gathered = await project.gather();
      expect(pathsOf(gathered)).toEqual([".session-review/reviewers/me.md", "a.ts"]);
      expect(skipsOf(gathered)).toEqual([
        ".env: secret file",
        ".session-review/report.md: own output",
        "a.js.map: generated",
        "app.min.js: minified",
        "bundle.js: minified",
        "env/: vendored",
        "gen.go: generated",
        "image.png: binary",
        "large.csv: too large",
        "src/__generated__/: generated",
        "third_party/: vendored",
        "x.snap: generated",
        "yarn.lock: lock file",
      ]);
      expect(proofOf(gathered, "large.csv")).toBe("52,428,800 bytes; the limit is 1,048,576");
      expect(proofOf(gathered, "image.png")).toBe("byte 3 is NUL");
      expect(proofOf(gathered, "gen.go")).toBe('line 1 says "Code generated by tool. DO NOT EDIT."');
      expect(proofOf(gathered, "bundle.js")).toBe("line 1 is 12,000 characters long");
    }
  });

  it("unless the user names it, where only its place speaks against it", async () => {
    const project = new Project({
      ".gitignore": "out/\n",
      ".session-reviewignore": "old.ts\n",
      "out/a.ts": "a",
      "old.ts": "o",
      "node_modules/p/index.js": "p",
      "out/blob": Buffer.from([0]),
      ".npmrc": "x",
    }).commit();
    const paths = ["out/a.ts", "old.ts", "node_modules/p/index.js", "out/blob", ".npmrc", "."];
    const gathered = await project.gather({ paths });
    expect(pathsOf(gathered)).toEqual([
      ".gitignore",
      ".session-reviewignore",
      "node_modules/p/index.js",
      "old.ts",
      "out/a.ts",
    ]);
    expect(skipsOf(gathered)).toEqual([".npmrc: secret file", "node_modules/: vendored", "out/blob: binary"]);
  });

  it("and a folder the user names is entered, whatever its name", async () => {
    const project = new Project({ "vendor/lib/a.ts": "a", "vendor/lib/vendor/b.ts": "b" });
    const gathered = await project.gather({ paths: ["vendor/lib"] });
    expect(pathsOf(gathered)).toEqual(["vendor/lib/a.ts"]);
    expect(skipsOf(gathered)).toEqual(["vendor/lib/vendor/: vendored"]);
  });
});

it("stops when it is told to", async () => {
  const project = new Project({ "a.ts": "a" });
  const reason = new Error("enough");
  await expect(project.gather({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it("gives the same answer each time, in the order of the paths", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [join(`d${n % 7}`, `${n}.ts`), `${n}`]),
  );
  const project = new Project(files);
  const first = await project.gather();
  expect(pathsOf(first)).toEqual([...pathsOf(first)].sort());
  expect(await project.gather()).toEqual(first);
});
