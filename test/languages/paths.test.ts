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
  ["java", "src/test/java/a/Data.java", true],
  ["java", "web/src/test/java/a/Data.java", true],
  ["java", "a/StoreTest.java", true],
  ["java", "a/StoreTests.java", true],
  ["java", "a/StoreIT.java", true],
  ["java", "a/Audit.java", false],
  ["java", "a/EXIT.java", false],
  ["java", "a/Latest.java", false],
  ["rust", "tests/store.rs", true],
  ["rust", "crates/a/benches/speed.rs", true],
  ["rust", "src/store/tests.rs", true],
  ["rust", "src/store_test.rs", true],
  ["rust", "src/latest.rs", false],
  ["rust", "src/testing/mod.rs", false],
  ["elixir", "lib/shop/cart_test.exs", true],
  ["elixir", "test/test_helper.exs", true],
  ["elixir", "lib/shop/cart_test.ex", false],
  ["elixir", "lib/shop/latest.exs", false],
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

test.each<[module: string, from: string, present: string[], found: string | undefined]>([
  [
    "a.b.Store",
    "src/main/java/a/c/App.java",
    ["src/main/java/a/b/Store.java"],
    "src/main/java/a/b/Store.java",
  ],
  ["a.Store.Key", "src/main/java/a/App.java", ["src/main/java/a/Store.java"], "src/main/java/a/Store.java"],
  [
    "a.Store",
    "web/src/test/java/a/AppTest.java",
    ["web/src/main/java/a/Store.java"],
    "web/src/main/java/a/Store.java",
  ],
  ["a.Store", "src/test/java/a/AppTest.java", ["src/main/java/a/Store.java"], "src/main/java/a/Store.java"],
  ["a.Store", "a/App.java", ["a/Store.java"], "a/Store.java"],
  ["java.util.Map", "src/main/java/a/App.java", ["src/main/java/a/Map.java"], undefined],
])("Java: %s from %s among %j", (module, from, present, found) => {
  const candidates = language("java").importCandidates(module, from);
  expect(candidates.find((path) => present.includes(path))).toBe(found);
});

test.each<[module: string, from: string, present: string[], found: string | undefined]>([
  ["crate::store::Store", "src/api/list.rs", ["src/store.rs", "src/lib.rs"], "src/store.rs"],
  ["crate::store", "src/lib.rs", ["src/store/mod.rs"], "src/store/mod.rs"],
  ["crate::Error", "src/api/list.rs", ["src/main.rs"], "src/main.rs"],
  ["self::store", "src/main.rs", ["src/store.rs"], "src/store.rs"],
  ["self::list", "src/api.rs", ["src/api/list.rs", "src/list.rs"], "src/api/list.rs"],
  ["self::list", "src/api/mod.rs", ["src/api/list.rs"], "src/api/list.rs"],
  ["super::get::Get", "src/api/list.rs", ["src/api/get.rs"], "src/api/get.rs"],
  ["super::Api", "src/api/list.rs", ["src/api.rs"], "src/api.rs"],
  ["super::super::Error", "src/api/list.rs", ["src/lib.rs"], "src/lib.rs"],
  ["store::Store", "src/main.rs", ["src/store.rs"], "src/store.rs"],
  [
    "session_store::Store",
    "crates/api/src/lib.rs",
    ["crates/session-store/src/lib.rs"],
    "crates/session-store/src/lib.rs",
  ],
  ["tokio::sync", "src/api/list.rs", ["src/sync.rs", "src/lib.rs"], undefined],
])("Rust: %s from %s among %j", (module, from, present, found) => {
  const candidates = language("rust").importCandidates(module, from);
  expect(candidates.find((path) => present.includes(path))).toBe(found);
});

test.each<[module: string, from: string, present: string[], found: string | undefined]>([
  ["Shop.CartItem", "lib/shop/cart.ex", ["lib/shop/cart_item.ex"], "lib/shop/cart_item.ex"],
  ["Shop.HTTPClient", "lib/shop.ex", ["lib/shop/http_client.ex"], "lib/shop/http_client.ex"],
  ["BullMQ.Job", "lib/bullmq.ex", ["lib/bullmq/job.ex"], "lib/bullmq/job.ex"],
  ["Shop.Cart", "test/shop/cart_test.exs", ["lib/shop/cart.ex"], "lib/shop/cart.ex"],
  ["Shop.Cart", "apps/web/lib/web.ex", ["apps/web/lib/shop/cart.ex"], "apps/web/lib/shop/cart.ex"],
  ["Shop.Setup", "test/shop/cart_test.exs", ["test/support/shop/setup.ex"], "test/support/shop/setup.ex"],
  ["Logger", "lib/shop.ex", ["lib/shop.ex"], undefined],
])("Elixir: %s from %s among %j", (module, from, present, found) => {
  const candidates = language("elixir").importCandidates(module, from);
  expect(candidates.find((path) => present.includes(path))).toBe(found);
});

test("Go imports folders, not files", () => {
  expect(language("go").importCandidates("example.com/app/store", "main.go")).toEqual([]);
});

test("other text imports nothing", () => {
  expect(language("text").importCandidates("./a", "b.txt")).toEqual([]);
});
