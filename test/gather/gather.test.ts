/** Gathering as the commands call it: paths, links, globs, texts and their order. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
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
