/** The file of accepted findings: what is read, what is refused and where, what is written, and whose version counts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { accept } from "../../src/baseline/accept.js";
import { updateEntries } from "../../src/baseline/entries.js";
import { readBaseline, writeBaseline } from "../../src/baseline/file.js";
import { findBaseline, usualFile } from "../../src/baseline/find.js";
import { dayAfter, lastDay } from "../../src/baseline/last-day.js";
import type { Accepted } from "../../src/model/baseline.js";
import { Project } from "../gather/project.js";
import { makeFinding } from "../review-parts.js";

const today = "2026-11-21";

function entry(part: Partial<Accepted> = {}): Accepted {
  return {
    id: "0123456789ab",
    rule: "some-rule",
    path: "src/a.ts",
    title: "Title",
    reason: "Known: see #7",
    owner: "@team",
    until: "2027-05-20",
    ...part,
  };
}

describe("the text", () => {
  // Ids and names that YAML would take for something else than text.
  const odd = [
    entry({ id: "123456789012", path: "b.ts" }),
    entry({ id: "1234567890e1", path: "a.ts", rule: null, owner: null, reason: "two\nlines: #\n" }),
    entry({ id: "0123456789ab", path: "a.ts", owner: "true", title: "- `x`: {y}" }),
    entry({ id: "0123456789ac", path: "a.ts" }),
  ];

  test("comes back as it was, in one order whatever the order before", () => {
    const text = writeBaseline(odd);
    expect(writeBaseline([...odd].reverse())).toBe(text);
    expect(readBaseline(text, "b.yml")).toEqual([odd[1], odd[2], odd[3], odd[0]]);
    expect(text.endsWith("\n")).toBe(true);
    expect(readBaseline(writeBaseline([]), "b.yml")).toEqual([]);
  });

  test("an entry more is lines more and no line less", () => {
    const before = writeBaseline(odd.slice(1)).split("\n");
    const after = writeBaseline(odd).split("\n");
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect(after.length - before.length).toBe(8);
  });
});

describe("what is broken names file, line and field", () => {
  const good = writeBaseline([entry()]);
  test.each<[name: string, change: (text: string) => string, message: string]>([
    [
      "no reason",
      (text) => text.replace("Known: see #7", ""),
      '8: field "accepted.0.reason" must not be empty',
    ],
    ["a blank reason", (text) => text.replace(/reason: .*/, 'reason: "  "'), '8: field "accepted.0.reason"'],
    [
      "no such day",
      (text) => text.replace("2027-05-20", "2027-02-30"),
      '10: field "accepted.0.until" must be a day',
    ],
    ["forever", (text) => text.replace("2027-05-20", "never"), '10: field "accepted.0.until" must be a day'],
    [
      "an id without quotes",
      (text) => text.replace(/id: .*/, "id: 123456789012"),
      '11: field "accepted.0.id"',
    ],
    ["another field", (text) => text.replace("owner:", "ownr:"), '9: field "ownr" is not a field'],
    ["another version", (text) => text.replace("version: 1", "version: 2"), '3: field "version" must be'],
    ["no YAML", (text) => text.replace("version: 1", "version: [1"), "is not YAML"],
    [
      "twice",
      (text) => `${text}${text.slice(text.indexOf("\n  - "))}`,
      'field "accepted.1.id" stands there twice',
    ],
  ])("%s", (_, change, message) => {
    expect(readBaseline(good, "b.yml")).toHaveLength(1);
    expect(() => readBaseline(change(good), "b.yml")).toThrow(`b.yml:`);
    expect(() => readBaseline(change(good), "b.yml")).toThrow(message);
  });

  test("and the published schema agrees", () => {
    const schema: object = JSON.parse(
      readFileSync(new URL("../../schema/baseline.schema.json", import.meta.url), "utf8"),
    );
    const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(accepts({ version: 1, accepted: [entry()] })).toBe(true);
    expect(accepts({ version: 1, accepted: [{ ...entry(), reason: undefined }] })).toBe(false);
    expect(accepts({ version: 1, accepted: [{ ...entry(), line: 7 }] })).toBe(false);
  });
});

describe("the last day", () => {
  test.each([
    ["90d", "2027-02-19"],
    ["1 day", "2026-11-22"],
    ["2027-01-31", "2027-01-31"],
    [today, today],
  ])("%s: %s", (text, day) => {
    expect(lastDay(text, today)).toBe(day);
  });

  test.each([
    ["never", "has a last day"],
    ["2026-11-20", "is over already"],
    ["2027-02-30", "is neither"],
    ["soon", "is neither"],
    ["99999d", "more than ten years"],
  ])("%s is refused", (text, problem) => {
    expect(() => lastDay(text, today)).toThrow(problem);
  });

  test("180 days over the end of a year", () => {
    expect(dayAfter(today, 180)).toBe("2027-05-20");
  });
});

describe("update", () => {
  const words = { reason: "why", owner: null, until: "2027-05-20" };
  const [old, fresh] = [makeFinding({ id: "a" }), makeFinding({ id: "b", path: "b.ts" })];

  test("adds what is new and leaves what is there", () => {
    const known = entry({ id: "a", reason: "before", until: "2020-01-01" });
    const { entries, added } = updateEntries([known], { findings: [old, fresh], moved: undefined, words });
    expect(added.map(({ id, path, reason }) => [id, path, reason])).toEqual([["b", "b.ts", "why"]]);
    expect(entries[0]).toEqual(known);
  });

  test("adds nothing without a reason", () => {
    expect(updateEntries([], { findings: [old], moved: undefined, words: null }).entries).toEqual([]);
  });

  test("carries an entry to its file's new name, with all that was said", () => {
    const known = entry({ id: "z", path: "old.ts" });
    const moved = [{ entry: known, finding: "b", path: "b.ts" }];
    const { entries, added } = updateEntries([known], { findings: [fresh], moved, words });
    expect(entries).toEqual([{ ...known, id: "b", path: "b.ts" }]);
    expect(added).toEqual([]);
  });
});

describe("accepting one finding", () => {
  const finding = makeFinding({ id: "0123456789ab", path: "a.ts" });

  test("makes the file, and says it again in the same place", async () => {
    const { folder: cwd } = new Project({ "a.ts": "" });
    await accept(finding, { reason: " why " }, { cwd, today });
    await accept(finding, { reason: "other", owner: "@me", until: "2026-12-01" }, { cwd, today });
    const { entries } = await findBaseline(cwd);
    expect(entries).toMatchObject([{ id: finding.id, reason: "other", owner: "@me", until: "2026-12-01" }]);
  });

  test("needs a reason, and leaves no file without one", async () => {
    const { folder: cwd } = new Project({ "a.ts": "" });
    await expect(accept(finding, { reason: " " }, { cwd, today })).rejects.toThrow("needs a reason");
    expect((await findBaseline(cwd)).isThere).toBe(false);
  });

  test("nobody is named and 180 days hold unless somebody says otherwise", async () => {
    const { folder: cwd } = new Project({});
    const written = await accept(finding, { reason: "why" }, { cwd, file: "x/b.yml", today });
    expect(written).toMatchObject({ owner: null, until: "2027-05-20" });
    expect(readFileSync(join(cwd, "x/b.yml"), "utf8")).toBe(writeBaseline([written]));
  });
});

describe("in the check of a pull request", () => {
  const one = entry({ id: "111111111111" });
  const two = entry({ id: "222222222222" });

  function changed(before: readonly Accepted[] | null, after: readonly Accepted[] | string): Project {
    const first = { "a.ts": "", ...(before ? { [usualFile]: writeBaseline(before) } : {}) };
    const text = typeof after === "string" ? after : writeBaseline(after);
    return new Project(first)
      .git("init", "-q", "-b", "main")
      .commit()
      .git("switch", "-qc", "change")
      .write({ "b.ts": "", [usualFile]: text })
      .commit();
  }

  test.each<[string, Parameters<typeof changed>, counts: readonly Accepted[], proposed: readonly Accepted[]]>(
    [
      ["an entry of the change has no say", [[one], [one, two]], [one], [two]],
      ["nor has a whole file of it", [null, [one]], [], [one]],
      ["what it takes out counts until it is merged", [[one, two], [one]], [one, two], []],
      [
        "a day that it puts off has no say",
        [[one], [{ ...one, until: "2030-01-01" }]],
        [one],
        [{ ...one, until: "2030-01-01" }],
      ],
      ["a file that it breaks stops nothing", [[one], "accepted: ["], [one], []],
    ],
  )("%s", async (_, [before, after], counts, proposed) => {
    const { folder } = changed(before, after);
    expect(await findBaseline(folder, usualFile, "main")).toMatchObject({
      entries: counts,
      proposed,
      remarks: [],
    });
  });

  test("without the commit nothing is accepted, and that is said", async () => {
    const { folder } = changed([one], [one]);
    const found = await findBaseline(folder, usualFile, "refs/none");
    expect(found).toMatchObject({ entries: [], isThere: false });
    expect(found.remarks.join()).toContain("git does not have the commit");
  });
});
