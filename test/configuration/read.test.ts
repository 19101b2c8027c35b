/** A configuration is read with the place of each value, or refused with the place and what was meant. */
import { expect, test } from "vitest";
import { readConfiguration } from "../../src/configuration/read.js";
import { UserError } from "../../src/model/errors.js";

function read(text: string) {
  return readConfiguration({ path: "config.yml", text, commit: null });
}

function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return `${error.message} ${error.hint}`;
    throw error;
  }
  return "accepted";
}

const usual =
  " Its keys are the options' own names; session-review config print shows which count, schema/config.schema.json all.";

test.each([
  ["YAML", "# ours\nfail-on: low\nreviewers:\n  - qa\n"],
  ["JSON", '{\n  "fail-on": "low",\n  "reviewers": ["qa"]\n}\n'],
  ["JSON with tabs", '{\n\t"fail-on": "low",\n\t"reviewers": ["qa"]\n}\n'],
])("%s", (_, text) => {
  const { values, lineOf } = read(text);
  expect(values).toEqual({ "fail-on": "low", reviewers: ["qa"] });
  expect([lineOf(["fail-on"]), lineOf(["reviewers"])]).toEqual([2, 3]);
});

test.each([
  ["an empty file", ""],
  ["comments", "# nothing\n"],
  ["no keys", "{}"],
])("%s sets nothing", (_, text) => {
  expect(read(text).values).toEqual({});
});

test.each([
  ["model: a\n", "a"],
  ["model: [anthropic:a, b]\n", ["anthropic:a", "b"]],
])("%s", (text, model) => {
  expect(read(text).values.model).toEqual(model);
});

const tokenOf = (beginning: string): string => beginning + "a1B2".repeat(6);

test.each<readonly [string, string, string, string]>([
  ["a misspelt key", "\nfail_on: low", '2:1: "fail_on" is not a setting.', ' Did you mean "fail-on"?'],
  [
    "a misspelt key of a section",
    "review:\n  knid: batch",
    '2:3: "knid" is not a setting.',
    ' Did you mean "kind"?',
  ],
  ["a key of another command", "compare:\n  kind: batch", '2:3: "kind" is not a setting.', ""],
  ["a key like nothing", "zzzzzzz: 1", '1:1: "zzzzzzz" is not a setting.', usual],
  [
    "a misspelt value",
    "kind: persona",
    '1:1: "kind" must be one of batch, personas, readiness.',
    ' Did you mean "personas"?',
  ],
  ["text for a list", "reviewers: qa", '1:1: "reviewers" must be a list, such as [a, b].', usual],
  ["an empty list", "reviewers: []", '1:1: "reviewers" must not be empty.', usual],
  ["a number in a list", "reviewers:\n  - qa\n  - 3", '3:5: "reviewers.1" must be text.', usual],
  ["text for a number", 'min-confidence: "0.5"', '1:1: "min-confidence" must be a number.', usual],
  ["too much", "concurrency: 257", '1:1: "concurrency" must be at most 256.', usual],
  ["too little", "budget-usd: 0", '1:1: "budget-usd" must be above 0.', usual],
  ["half a task", "concurrency: 1.5", '1:1: "concurrency" must be a whole number.', usual],
  ["a mapping for a name", "model: { a: b }", '1:1: "model" must be a name or a list of names.', usual],
  ["text for a section", "review: batch", '1:1: "review" must be a mapping of names to values.', usual],
  [
    "a list for everything",
    "- fail-on",
    '1:1: "the configuration" must be a mapping of names to values.',
    usual,
  ],
  ["a key twice", "title: a\ntitle: b", "2:1: is not YAML: Map keys must be unique.", usual],
  ["no end", "reviewers: [a\nb: 1", "", ""],
  ["an alias to nowhere", "title: *a", "", ""],
  [
    "what would run something",
    "run: [make]",
    '1:1: "run" does not belong in a file: only what is typed on the command line is ever run.',
    usual,
  ],
  [
    "a command as engine",
    'engine: "command:x"',
    '1:1: "engine" must be one of auto, offline, anthropic, openai.',
    usual,
  ],
  [
    "a file to write",
    "format: markdown=x.md",
    '1:1: "format" names a format alone; a file is named on the command line only.',
    usual,
  ],
  [
    "a path that climbs",
    "plan: [docs/../../x.md]",
    '1:8: "plan.0" must be a path below this folder, and must not climb with "..".',
    usual,
  ],
  [
    "an absolute path",
    "prices: /etc/x.json",
    '1:1: "prices" must be a path below this folder, and must not climb with "..".',
    usual,
  ],
  [
    "an address with a password",
    "base-url: http://u:p@h/",
    '1:1: "base-url" must be an http or https address without user, password or query.',
    usual,
  ],
  [
    "a key by name",
    "review:\n  api-key: x",
    '2:3: "api-key" does not belong in a file: keys come from the environment only (ANTHROPIC_API_KEY, OPENAI_API_KEY).',
    usual,
  ],
  [
    "a key by value",
    `title: ${tokenOf("sk-")}`,
    '1:1: "title" looks like a key; keys come from the environment only.',
    usual,
  ],
  [
    "a key among models",
    `model: [a, ${tokenOf("gsk_")}]`,
    '1:12: "model.1" looks like a key; keys come from the environment only.',
    usual,
  ],
  ["a key where a name belongs", `${tokenOf("hf_")}: 1`, "1:1: has a key where a name belongs.", usual],
])("%s is refused", (_, text, message, hint) => {
  const said = refusal(text);
  expect(said).toMatch(/^config\.yml:\d+:\d+: /);
  expect(said).toContain(message);
  expect(said.endsWith(hint)).toBe(true);
  expect(said).not.toContain("a1B2");
});

test.each([
  "claude-opus-5-20260801",
  "openrouter/meta-llama/Llama-4-Maverick-17B-128E-Instruct",
  "A night's *build*",
])("%s is no key", (title) => {
  expect(read(`title: "${title}"`).values.title).toBe(title);
});

test("what unfolds without end is refused", () => {
  const bomb = Array.from({ length: 9 }, (_, i) => `x${i}: &x${i} [${`*x${i - 1}, `.repeat(9)}]`).slice(1);
  expect(refusal(`x0: &x0 [a]\n${bomb.join("\n")}`)).toMatch(/^config\.yml:1:1: is not YAML: /);
});
