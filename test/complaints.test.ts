/** The page of complaints is true: every named mark stands on its line, every question on its page, and the counts are right. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { loadCatalog } from "../src/catalog/catalog.js";

const fixtures = new URL("../fixtures/", import.meta.url);
const page = await readFile(new URL("complaints.md", fixtures), "utf8");
const { rules, reviewers } = await loadCatalog();

interface Row {
  readonly complaint: string;
  readonly rule: string;
  readonly where: string;
}

interface Review {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A heading, and the rows under it without the two that name the columns. */
function readReview(section: string): Review {
  const [title = "", ...lines] = section.split("\n");
  const rows = lines.filter((line) => line.startsWith("|")).slice(2);
  return { title, rows: rows.map(readRow) };
}

function readRow(line: string): Row {
  const [, complaint = "", rule = "", where = "", ...more] = line.split("|").map((cell) => cell.trim());
  expect(more, `three columns in: ${line}`).toEqual([""]);
  return { complaint, rule, where };
}

const reviews = page.split(/^## /m).slice(1).map(readReview);
const rows = reviews.flatMap((review) => review.rows);
const found = rows.filter(({ rule }) => rule.startsWith("`"));
const asked = rows.filter(({ rule }) => rule.startsWith("["));
const missing = rows.filter(({ rule }) => rule === "none");

/** The rules that the mark at `path:line` of the fixture projects expects. */
async function expectedAt(place: string): Promise<readonly string[]> {
  const [, path = "", line = ""] = /^(\S+):(\d+)$/.exec(place) ?? [];
  const text = await readFile(new URL(`projects/${path}`, fixtures), "utf8");
  const marked = / expect: ([a-z-]+(?:, [a-z-]+)*)\s*$/.exec(text.split("\n")[Number(line) - 1] ?? "");
  return (marked?.[1] ?? "").split(", ");
}

describe("a complaint that a rule finds", () => {
  test.each(found)("$complaint", async ({ rule, where }) => {
    const id = rule.replaceAll("`", "");
    expect(rules.map((each) => each.id)).toContain(id);
    const places = Array.from(where.matchAll(/`([^`]+)`/g), ([, place = ""]) => place);
    expect(where).toBe(places.map((place) => `\`${place}\``).join(", "));
    expect(places).not.toEqual([]);
    for (const place of places) expect(await expectedAt(place), place).toContain(id);
  });
});

describe("a complaint that becomes a question", () => {
  test.each(asked)("$complaint", ({ rule, where }) => {
    const [, title, id] = /^\[(.+)\]\(\.\.\/reviewers\/([\w-]+)\.md\)$/.exec(rule) ?? [];
    const reviewer = reviewers.find((each) => each.id === id);
    expect(reviewer?.title).toBe(title);
    expect(reviewer?.questions).toContain(where);
  });
});

test("a complaint that is not found says why", () => {
  expect(missing.filter(({ where }) => !/^Not found: \S.{10,}$/.test(where))).toEqual([]);
});

test("every row is one of the three, and no complaint stands twice", () => {
  expect(found.length + asked.length + missing.length).toBe(rows.length);
  const complaints = rows.map(({ complaint }) => complaint);
  expect([...new Set(complaints)]).toEqual(complaints);
});

test("five reviews are on the page, none without a row", () => {
  expect(reviews.map(({ title }) => title)).toEqual([
    "A comparison of three session managers",
    "A batch review of a WebSocket server",
    "A review of SSE sessions in Rust",
    "A review of an Elixir session supervisor",
    "A readiness review of a session store",
  ]);
  expect(reviews.filter((review) => review.rows.length === 0)).toEqual([]);
});

test("the page states the counts", () => {
  expect(page).toContain(
    `Of ${String(rows.length)} complaints, ${String(found.length)} are found, ${String(asked.length)} are asked and ${String(missing.length)} are not found.`,
  );
});
