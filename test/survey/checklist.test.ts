/** Plans held against code: which items count, which names are looked for, and where they are found. */
import { describe, expect, test } from "vitest";
import { surveyCode } from "../survey-code.js";

const code = {
  "lib/state.ex":
    "defmodule App.State do\n  def get_state(id), do: id\n  def get_manager(id), do: get_state(id)\nend\n",
  "src/store.ts": "export class SessionStore {\n  save(): void {}\n}\n",
  "src/arrow_metrics.ts": "export const rate = 1;\n",
  "test/store.test.ts": 'test("x", () => { new SessionStore().save(); });\n',
};
const known = "- [x] `get_state/1`\n- [x] `SessionStore`\n- [x] `App.State`\n";

async function items(plan: string, path = "plan.md") {
  return (await surveyCode({ ...code, [path]: plan })).checklist;
}

describe("where a name is", () => {
  test.each<[name: string, place: { readonly path: string; readonly line: number | null } | null]>([
    ["get_manager/1", { path: "lib/state.ex", line: 3 }],
    ["App.State", { path: "lib/state.ex", line: 1 }],
    ["SessionStore", { path: "src/store.ts", line: 1 }],
    ["src/store.ts", { path: "src/store.ts", line: null }],
    ["arrow_metrics.ts", { path: "src/arrow_metrics.ts", line: null }],
    ["save()", { path: "src/store.ts", line: 2 }],
    ["health_check/1", null],
    ["src/none.ts", null],
  ])("%s", async (name, place) => {
    const all = await items(`${known}- [ ] Then \`${name}\`\n`);
    expect(all.at(-1)).toMatchObject({ line: 4, isDone: false, names: [{ name, place }] });
  });
});

test.each<[name: string, item: string]>([
  ["no name", "- [x] Write the tests"],
  ["a word that could be anything", "- [x] Use `redis` and `map`"],
  ["a command", "- [x] Run `npm run build`"],
  ["no box", "- `get_manager/1`"],
])("is no item: %s", async (_, item) => {
  expect(await items(`${known}${item}\n`)).toHaveLength(3);
});

test.each<[name: string, path: string, plan: string]>([
  ["a plan for other code", "plan.md", `- [x] \`SessionStore\`\n${"- [x] `not_here/2`\n".repeat(3)}`],
  ["a template", ".github/pull_request_template.md", known],
  ["another kind of file", "plan.txt", known],
])("is no plan: %s", async (_, path, plan) => {
  expect(await items(plan, path)).toEqual([]);
});

test("the text of an item is the author's, with its place", async () => {
  expect((await items(`# Plan\n\n1. [X] Add \`get_state/1\` stub\n${known}`))[0]).toMatchObject({
    path: "plan.md",
    line: 3,
    text: "Add `get_state/1` stub",
    isDone: true,
  });
});
