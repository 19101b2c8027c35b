/** Whom the options and the environment send to, with whose key, at which address. */
import { describe, expect, test } from "vitest";
import { chooseEngines } from "../../src/cli/choose-engine.js";

const both = { ANTHROPIC_API_KEY: "key-a", OPENAI_API_KEY: "key-o" };
const onlyA = { ANTHROPIC_API_KEY: "key-a" };
const onlyO = { OPENAI_API_KEY: "key-o" };

type Asked = Partial<Parameters<typeof chooseEngines>[0]>;
type Env = Readonly<Record<string, string>>;

/** `kind model key address`, a line each. */
function chosen(asked: Asked, env: Env): readonly string[] {
  return chooseEngines({ engine: "auto", ...asked }, env).map((choice) =>
    choice.kind === "command"
      ? `command ${choice.model} ${choice.argv.join("|")}`
      : [choice.kind, choice.model, choice.apiKey || "no key", choice.baseUrl ?? ""].join(" ").trim(),
  );
}

describe("one model", () => {
  test.each<[name: string, asked: Asked, env: Env, expected: readonly string[]]>([
    ["nothing configured", {}, {}, []],
    ["offline asked for", { offline: true, model: "anthropic:a" }, both, []],
    ["the engine offline", { engine: "offline" }, both, []],
    ["both keys", {}, both, ["anthropic claude-sonnet-5-5 key-a"]],
    ["an OpenAI key", {}, onlyO, ["openai gpt-6.1-terra key-o"]],
    ["an address of one's own", { baseUrl: "http://own", model: "m" }, both, ["openai m key-o http://own"]],
    ["the same without a key", { baseUrl: "http://own", model: "m" }, {}, ["openai m no key http://own"]],
    [
      "the engine anthropic at an address",
      { engine: "anthropic", baseUrl: "http://own" },
      both,
      ["anthropic claude-sonnet-5-5 key-a http://own"],
    ],
    ["a colon of the name", { model: "llama3:8b" }, onlyO, ["openai llama3:8b key-o"]],
    ["a provider by its prefix", { model: "openai:gpt-x" }, both, ["openai gpt-x key-o"]],
    ["a command", { engine: "command:claude -p 'a b'" }, {}, ["command default claude|-p|a b"]],
  ])("%s", (_, asked, env, expected) => {
    expect(chosen(asked, env)).toEqual(expected);
  });
});

test("an effort is every model's; a command takes none", () => {
  const choices = chooseEngines({ engine: "auto", model: "anthropic:a,openai:b", effort: "low" }, both);
  expect(choices).toMatchObject([{ effort: "low" }, { effort: "low" }]);
  expect(() => chooseEngines({ engine: "command:claude -p", effort: "low" }, {})).toThrow(/--effort/);
});

describe("several models", () => {
  test.each<[name: string, asked: Asked, env: Env, expected: readonly string[]]>([
    ["of one provider", { model: "a,b" }, onlyA, ["anthropic a key-a", "anthropic b key-a"]],
    ["none twice", { model: "a, b,a" }, onlyA, ["anthropic a key-a", "anthropic b key-a"]],
    ["of two providers", { model: "anthropic:a,openai:b" }, both, ["anthropic a key-a", "openai b key-o"]],
    [
      "an address is for its own provider, never with the other's key",
      { model: "anthropic:a,openai:b", baseUrl: "http://own" },
      both,
      ["anthropic a key-a", "openai b key-o http://own"],
    ],
    [
      "addresses from the environment, each its own",
      { model: "anthropic:a,openai:b" },
      { ...both, ANTHROPIC_BASE_URL: "http://a", OPENAI_BASE_URL: "http://o" },
      ["anthropic a key-a http://a", "openai b key-o http://o"],
    ],
    ["with and without a prefix", { model: "a,openai:b" }, both, ["anthropic a key-a", "openai b key-o"]],
  ])("%s", (_, asked, env, expected) => {
    expect(chosen(asked, env)).toEqual(expected);
  });
});

describe("refused", () => {
  test.each<[name: string, asked: Asked, env: Env, said: string]>([
    ["a key that is missing", { model: "anthropic:a,openai:b" }, onlyA, "OPENAI_API_KEY is not set"],
    ["an address without a model", { baseUrl: "http://own" }, {}, "no model is named"],
    ["an address for nobody", { model: "anthropic:a", baseUrl: "http://own" }, onlyA, "--base-url is for"],
    ["an empty name", { model: "a,,b" }, onlyA, "--model needs names"],
    ["a prefix without a name", { model: "openai:" }, onlyO, "names no model"],
    ["a command with several", { engine: "command:x", model: "a,b" }, {}, "A command is one model"],
    ["no command", { engine: "command: " }, {}, "names no command"],
  ])("%s", (_, asked, env, said) => {
    expect(() => chosen(asked, env)).toThrow(said);
  });
});
