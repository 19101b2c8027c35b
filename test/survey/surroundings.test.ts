/** Which files a change has to do with, by what texts say before anything is parsed. */
import { describe, expect, test } from "vitest";
import { surroundingsOf } from "../../src/survey/surroundings.js";

const languages: Readonly<Record<string, string>> = {
  ts: "typescript",
  tsx: "typescript",
  js: "javascript",
  py: "python",
  go: "go",
  java: "java",
  rs: "rust",
  ex: "elixir",
  md: "text",
};

/** Files near a changed one that held nothing before, so that no name was given up. */
function near(files: Readonly<Record<string, string>>, changed: string): readonly string[] {
  return [...surroundings(files, changed, null).near].sort();
}

function surroundings(
  files: Readonly<Record<string, string>>,
  changed: string,
  before: string | null,
): ReturnType<typeof surroundingsOf> {
  const sources = Object.entries(files).map(([path, text]) => {
    const language = languages[path.slice(path.lastIndexOf(".") + 1)] ?? "text";
    return { path, text, language, isTest: false };
  });
  const now = files[changed] ?? null;
  const written = [{ start: 1, end: (now ?? "").split("\n").length }];
  return surroundingsOf(sources, new Map([[changed, { before, now, written }]]));
}

test.each([
  ["a relative import", "src/a.ts", 'import { b } from "./b.js";', "src/b.ts"],
  ["a folder's index", "src/a.ts", 'export * from "./parts";', "src/parts/index.ts"],
  ["require", "src/a.js", 'const b = require("../lib/b");', "lib/b.js"],
  ["an alias", "app/a.tsx", 'import User from "~/models/User";', "app/models/User.ts"],
  [
    "a package of the same repository",
    "apps/web/a.ts",
    'import { b } from "@acme/tools";',
    "packages/tools/src/index.ts",
  ],
  ["a Python module", "app/a.py", "from app.store import Session", "app/store.py"],
  ["a Python name that is a module", "app/a.py", "from . import store", "app/store.py"],
  ["a Python package", "app/sub/a.py", "from ..store import Session", "app/store/__init__.py"],
  [
    "a Go package",
    "cmd/main.go",
    'import (\n\t"example.com/app/internal/store"\n)',
    "internal/store/save.go",
  ],
  ["the same Go package", "store/a.go", "package store", "store/b.go"],
  ["a Java class", "src/a/A.java", "import com.app.store.Session;", "src/com/app/store/Session.java"],
  ["a Rust module", "src/main.rs", "use crate::store::session::Session;", "src/store/session.rs"],
  ["a Rust mod line", "src/main.rs", "mod store;", "src/store.rs"],
  [
    "an Elixir module by its whole name",
    "lib/app/a.ex",
    "MyApp.Store.UserSession.get(id)",
    "lib/my_app/store/user_session.ex",
  ],
])("%s is near, both ways", (_, user, text, used) => {
  const files = {
    [user]: text,
    [used]: "nothing",
    "other/place.ts": "nothing",
    "README.md": `${text} ${used}`,
  };
  expect(near(files, user)).toEqual([used]);
  expect(near(files, used)).toEqual([user]);
});

test.each([
  ["a package of the same name as a file", 'import React from "react";', "src/react-dom.ts"],
  ["a relative import of another folder's file", 'import { b } from "./b.js";', "other/b.ts"],
])("%s is not near", (_, text, other) => {
  expect(near({ "src/a.ts": text, [other]: "nothing" }, "src/a.ts")).toEqual([]);
});

describe("names", () => {
  test("whoever says a name that the change declares shows that it is used", () => {
    const files = {
      "a.ts": "export function rememberVisitor() {}",
      "far.ts": "hooks.rememberVisitor()",
      "no.ts": "x",
    };
    expect([...surroundings(files, "a.ts", null).far]).toEqual(["far.ts"]);
  });

  test("settings that hold for all", () => {
    const files = {
      "a.go": "package a",
      "go.mod": "go 1.20",
      "web/tsconfig.json": "{}",
      "go.sum": "",
      "b.json": "{}",
    };
    expect([...surroundings(files, "a.go", null).far]).toEqual(["go.mod", "web/tsconfig.json"]);
  });

  test("and so does whoever says one that it gives up; three of them are enough", () => {
    const users = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`far${n}.ts`, "hooks.rememberVisitor()"]));
    const { far } = surroundings({ "a.ts": "", ...users }, "a.ts", "rememberVisitor();");
    expect(far.size).toBe(3);
  });
});
