/** How bad a copy is, and where the kept one should go. */
import { expect, test } from "vitest";
import { claimsOf } from "./run.js";

const copy = (name: string): string =>
  `def ${name}(rows, limit):\n    kept = []\n    seen = set()\n    for row in rows:\n        if row.name == "" or row.size > limit:\n            continue\n        key = row.name.strip().lower()\n        if key in seen:\n            continue\n        seen.add(key)\n        kept.append(key)\n    kept.sort()\n    if len(kept) > limit:\n        return kept[:limit]\n    return kept\n`;

test.each([
  ["two copies", { "app/a.py": copy("a"), "app/b.py": copy("b") }, ["low"]],
  ["three copies", { "app/a.py": copy("a"), "app/b.py": copy("b"), "app/c.py": copy("c") }, ["low"]],
  [
    "four copies",
    { "app/a.py": copy("a"), "app/b.py": copy("b"), "app/c.py": copy("c"), "app/d.py": copy("d") },
    ["medium"],
  ],
  ["one copy in a test", { "app/a.py": copy("a"), "tests/test_a.py": copy("a") }, []],
  ["a frozen migration", { "app/a.py": copy("a"), "app/migrations/m1.py": copy("a") }, []],
])("duplicate-block: %s", async (_, files, severities) => {
  const claims = await claimsOf("duplicate-block", files);
  expect(claims.map(({ severity }) => severity)).toEqual(severities);
});

test("duplicate-block names both functions and the folder they share", async () => {
  const [claim] = await claimsOf("duplicate-block", { "app/x/a.py": copy("a"), "app/x/b.py": copy("b") });
  expect(claim?.issue).toContain("`a` is the same code as `b` in app/x/b.py");
  expect(claim?.recommendation).toContain("in a module under app/x");
});

/** `count` functions of different shapes, each with the name given. */
const many = (name: string, count: number): string =>
  Array.from({ length: count }, (_, i) =>
    copy(`${name}${String(i)}`).replace(
      "    kept.sort()\n",
      "    kept.sort()\n" + "    kept.pop()\n".repeat(i),
    ),
  ).join("\n");

test("duplicate-block tells copies between the same two files once", async () => {
  const claims = await claimsOf("duplicate-block", { "app/a.py": many("a", 3), "app/b.py": many("b", 3) });
  expect(claims.map(({ title }) => title)).toEqual(["`a2` and 2 other functions are written more than once"]);
  expect(claims[0]?.also).toHaveLength(5);
  expect(claims[0]?.issue).toContain("Copied between these files too: `a1`, `a0`.");
});

test("duplicate-block tells the ten largest and the others together", async () => {
  const files = Array.from({ length: 12 }, (_, i) => {
    const code = copy("one").replace("    kept.sort()\n", "    kept.sort()\n" + "    kept.pop()\n".repeat(i));
    return [
      [`app/m${String(i)}/a.py`, code],
      [`app/m${String(i)}/b.py`, code],
    ] as const;
  });
  const claims = await claimsOf("duplicate-block", Object.fromEntries(files.flat()));
  expect(claims).toHaveLength(11);
  expect(
    claims.filter(({ title }) => title === "2 smaller functions are written more than once"),
  ).toHaveLength(1);
});
