/** The numbers that a finding about consistency states, and what makes it worse. */
import { expect, test } from "vitest";
import { claimsOf } from "./run.js";

const typed = Array.from(
  { length: 5 },
  (_, i) => `def f${String(i)}(name: str) -> int:\n    return 0\n`,
).join("\n");
const untyped =
  "class Sessions:\n    def a(self, x):\n        ...\n\n    def b(self, x):\n        ...\n\n    def c(self, x) :\n        ...\n";
const project = { "app/a.py": typed, "app/b.py": typed, "app/c.py": typed, "app/sessions.py": untyped };

test("missing-type-hints states both shares and the functions' lines", async () => {
  const [claim] = await claimsOf("missing-type-hints", project);
  expect(claim).toMatchObject({ path: "app/sessions.py", severity: "low", lines: { start: 2, end: 2 } });
  expect(claim?.issue).toContain(
    "0 % of this file's parameters and results are annotated, 100 % in the other",
  );
  expect(claim?.also?.map(({ lines }) => lines?.start)).toEqual([5, 8]);
});

test("missing-type-hints says who uses the module's class", async () => {
  const main = "from app.sessions import Sessions\n\nsessions = Sessions()\n";
  const claims = await claimsOf("missing-type-hints", { ...project, "app/main.py": main });
  expect(claims.map(({ severity }) => severity)).toEqual(["low"]);
  expect(claims[0]?.issue).toContain("`Sessions` is used by 1 other file.");
});

test("mixed-docstrings needs a habit of four in five", async () => {
  const files = (quotes: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(quotes.map((quote, i) => [`app/m${String(i)}.py`, `${quote}A module.${quote}\n`]));
  const [double, single] = ['"""', "'''"];
  const strange = await claimsOf("mixed-docstrings", files([double, double, double, double, double, single]));
  expect(strange.map(({ path }) => path)).toEqual(["app/m5.py"]);
  const twice = await claimsOf(
    "mixed-docstrings",
    files([double, single, ...Array.from({ length: 9 }, () => double), single]),
  );
  expect(twice).toMatchObject([{ path: "app/m1.py", also: [{ path: "app/m11.py" }] }]);
  expect(twice[0]?.issue).toBe(
    `2 files quote their docstrings with ${single}; the 10 other files with docstrings use ${double}.`,
  );
  const split = await claimsOf(
    "mixed-docstrings",
    files([double, double, double, double, single, single, single]),
  );
  expect(split).toEqual([]);
});

test("datetime-in-two-forms reads a bundled file whose long texts are blanked out", async () => {
  const bundle = `const notes = \`${" \n".repeat(60_000)}\`;\nconst at = { createdAt: Date.now() };\n`;
  expect(await claimsOf("datetime-in-two-forms", { "src/bundle.js": bundle })).toEqual([]);
});
