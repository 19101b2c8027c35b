/** What each language says about paths: test files, and the files an import may mean. */
import { expect, test } from "vitest";
import { languages } from "../survey-code.js";

function language(id: string) {
  const found = languages.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no language ${id}`);
  return found;
}

test.each<[language: string, path: string, isTest: boolean]>([
  ["typescript", "src/store.test.ts", true],
  ["typescript", "src/store.spec.tsx", true],
  ["typescript", "e2e/login.e2e-spec.ts", true],
  ["typescript", "src/latest.ts", false],
  ["typescript", "src/test.ts", false],
  ["javascript", "cypress/login.cy.js", true],
  ["python", "app/test_store.py", true],
  ["python", "app/store_test.py", true],
  ["python", "conftest.py", true],
  ["python", "app/latest.py", false],
  ["python", "app/testing.py", false],
  ["go", "store/store_test.go", true],
  ["go", "store/test_store.go", false],
  ["go", "store/latest.go", false],
  ["text", "test_notes.txt", false],
])("%s: %s", (id, path, isTest) => {
  expect(language(id).isTestPath(path)).toBe(isTest);
});

test.each<[specifier: string, from: string, present: string[], found: string | undefined]>([
  ["./store.js", "src/a.ts", ["src/store.ts"], "src/store.ts"],
  ["./store.js", "src/a.ts", ["src/store.js", "src/store.ts"], "src/store.js"],
  ["./store.jsx", "src/a.tsx", ["src/store.tsx"], "src/store.tsx"],
  ["./store.mjs", "src/a.mts", ["src/store.mts"], "src/store.mts"],
  ["./store", "src/a.ts", ["src/store.ts", "src/store/index.ts"], "src/store.ts"],
  ["./store", "src/a.ts", ["src/store/index.ts"], "src/store/index.ts"],
  [".", "src/a.ts", ["src/index.ts"], "src/index.ts"],
  [".", "a.ts", ["index.ts"], "index.ts"],
  ["../", "src/a.ts", ["index.js"], "index.js"],
  ["../store", "src/b/a.ts", ["src/store.ts"], "src/store.ts"],
  ["../../x", "src/a.ts", ["x.ts"], undefined],
  ["@/store", "web/src/a.ts", ["web/src/store.ts"], "web/src/store.ts"],
  ["~/store", "web/src/a.ts", ["web/store.ts"], "web/store.ts"],
  ["src/store", "web/src/a.ts", ["web/src/store.ts"], "web/src/store.ts"],
  ["store", "src/a.ts", ["src/store.ts"], undefined],
  ["@scope/store", "src/a.ts", ["src/store.ts", "store.ts"], undefined],
])("TypeScript: %s from %s among %j", (specifier, from, present, found) => {
  const candidates = language("typescript").importCandidates(specifier, from);
  expect(candidates.find((path) => present.includes(path))).toBe(found);
});

test.each<[module: string, from: string, present: string[], found: string | undefined]>([
  ["app.store", "app/a.py", ["app/store.py"], "app/store.py"],
  ["app.store", "app/a.py", ["app/store/__init__.py"], "app/store/__init__.py"],
  ["app.store", "src/app/a.py", ["src/app/store.py"], "src/app/store.py"],
  ["store", "app/a.py", ["app/store.py", "store.py"], "app/store.py"],
  [".store", "app/a.py", ["app/store.py", "store.py"], "app/store.py"],
  ["..store", "app/b/a.py", ["app/store.py"], "app/store.py"],
  ["...store", "app/a.py", ["store.py"], undefined],
  [".", "app/a.py", ["app/__init__.py", "app.py"], "app/__init__.py"],
  [".", "a.py", ["__init__.py"], "__init__.py"],
  ["..", "app/b/a.py", ["app/__init__.py", "app/b/__init__.py"], "app/__init__.py"],
  ["os", "app/a.py", ["app/store.py"], undefined],
])("Python: %s from %s among %j", (module, from, present, found) => {
  const candidates = language("python").importCandidates(module, from);
  expect(candidates.find((path) => present.includes(path))).toBe(found);
});

test("Go imports folders, not files", () => {
  expect(language("go").importCandidates("example.com/app/store", "main.go")).toEqual([]);
});

test("other text imports nothing", () => {
  expect(language("text").importCandidates("./a", "b.txt")).toEqual([]);
});
