/** Whose branches a clone holds, as the address of its origin says. */
import { expect, test } from "vitest";
import { fetchedTip } from "../../src/gather/checkout.js";
import { Project } from "./project.js";

const branch = { repository: "github.com/acme/shop", name: "main" };

test.each([
  ["https://github.com/acme/shop", true],
  ["https://github.com/Acme/Shop.git", true],
  ["https://token@github.com/acme/shop.git/", true],
  ["git@github.com:acme/shop.git", true],
  ["ssh://git@github.com/acme/shop", true],
  ["https://github.com/stranger/shop", false],
  ["https://github.com/acme/shop-fork", false],
  ["https://github.com/acme/shop/../../stranger/shop", false],
  ["https://github.com.example.org/acme/shop", false],
  ["https://example.org/github.com/acme/shop", false],
  ["https://github.com@example.org/acme/shop", false],
  ["ext::sh -c true https://github.com/acme/shop", false],
  ["../shop", false],
])("origin %s", async (url, isOurs) => {
  const project = new Project({ "a.ts": "a\n" }).commit();
  project.git("update-ref", "refs/remotes/origin/main", "HEAD").git("config", "remote.origin.url", url);
  project.write({ "a.ts": "b\n" }).commit();
  expect((await fetchedTip(project.folder, branch)) !== undefined).toBe(isOurs);
});

test("no origin, or no such branch fetched", async () => {
  const project = new Project({ "a.ts": "a\n" }).commit();
  expect(await fetchedTip(project.folder, branch)).toBeUndefined();
  project.git("config", "remote.origin.url", "https://github.com/acme/shop");
  expect(await fetchedTip(project.folder, branch)).toBeUndefined();
});
