/** Decides who thinks, from options and environment; the keys are read here and nowhere else. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Effort } from "../model/completion.js";
import { UserError } from "../model/errors.js";
import type { ReviewOptions } from "./options.js";
import type { World } from "./world.js";

/** A model and the address it is asked at. */
export type EngineChoice =
  | {
      readonly kind: "anthropic" | "openai";
      readonly model: string;
      readonly apiKey: string;
      readonly baseUrl?: string;
      readonly effort?: Effort;
    }
  | { readonly kind: "command"; readonly model: string; readonly argv: readonly string[] };

type ServerChoice = Exclude<EngineChoice, { readonly kind: "command" }>;

type Asked = Pick<ReviewOptions, "engine" | "offline" | "model" | "baseUrl" | "isAddressFromFile" | "effort">;
type Kind = "anthropic" | "openai";

/** One name of `--model`: whose model it is where that was said. */
interface Named {
  readonly kind?: Kind;
  readonly model?: string;
}

/** What is asked when nobody names a model; dated 2026-11, both with prices in the table. */
const usualModels = { anthropic: "claude-sonnet-5-5", openai: "gpt-6.1-terra" } as const;

/**
 * The models to ask, in the order they are named, none twice; none at all stands for the offline engine. `auto` is
 * offline unless a key or an address is configured or a provider is named; `--offline` is offline whatever is configured.
 * @throws UserError for an engine without a key, an address without a model, or names that contradict each other
 */
export function chooseEngines(asked: Asked, env: World["env"]): readonly EngineChoice[] {
  const { engine, offline = false, baseUrl } = asked;
  if (offline || engine === "offline") return [];
  const { effort } = asked;
  if (engine.startsWith("command:")) {
    if (effort)
      throw new UserError("usage", {
        problem: "--effort is for models behind a key; a command has options of its own.",
      });
    return [commandOf(engine.slice("command:".length), asked.model)];
  }
  const usual = usualKind(asked, env);
  const choices = namesIn(asked.model).flatMap(({ kind = usual, model }): EngineChoice[] => {
    if (kind === null) return [];
    // `--base-url` is one server's; another provider's key must never be sent there.
    const address = kind === usual ? baseUrl : undefined;
    const named = { ...(model === undefined ? {} : { model }), ...(address ? { baseUrl: address } : {}) };
    const own = address && asked.isAddressFromFile ? withoutKeys(kind, env) : env;
    const choice = kind === "anthropic" ? anthropicOf(named, own) : openaiOf(named, own);
    return [effort === undefined ? choice : { ...choice, effort }];
  });
  if (baseUrl && !choices.some(({ kind }) => kind === usual))
    throw new UserError("usage", { problem: `--base-url is for ${usual} models, and --model names none.` });
  return choices;
}

/** A file of the project may name a server, and must not be able to collect keys with that. */
function withoutKeys(kind: Kind, env: World["env"]): World["env"] {
  if (kind === "anthropic")
    throw new UserError("usage", {
      problem:
        "No key is sent to an address that the configuration names; for Anthropic's models give it with --base-url or ANTHROPIC_BASE_URL.",
    });
  return { ...env, OPENAI_API_KEY: undefined };
}

/** Who is asked for a model that does not say whose it is; null for nobody. */
function usualKind({ engine, baseUrl }: Asked, env: World["env"]): Kind | null {
  if (engine === "anthropic" || engine === "openai") return engine;
  if (baseUrl) return "openai";
  if (env["ANTHROPIC_API_KEY"]) return "anthropic";
  return env["OPENAI_API_KEY"] || env["OPENAI_BASE_URL"] ? "openai" : null;
}

/** `a,b`, `anthropic:a,openai:b`; any other colon belongs to the name, as in `llama3:8b`. */
function namesIn(model: string | undefined): readonly Named[] {
  if (model === undefined) return [{}];
  const names = [...new Set(model.split(",").map((name) => name.trim()))];
  if (names.includes(""))
    throw new UserError("usage", { problem: "--model needs names with commas between them." });
  return names.map((name) => {
    const [, kind, rest = ""] = /^(anthropic|openai):(.*)$/s.exec(name) ?? [];
    if (kind === undefined) return { model: name };
    if (rest === "") throw new UserError("usage", { problem: `--model ${name} names no model.` });
    return { kind: kind === "anthropic" ? kind : "openai", model: rest };
  });
}

type Connection = Pick<Asked, "model" | "baseUrl">;

function anthropicOf(
  { model = usualModels.anthropic, baseUrl }: Connection,
  env: World["env"],
): ServerChoice {
  const apiKey = env["ANTHROPIC_API_KEY"];
  if (!apiKey) throw new UserError("no-key", { engine: "anthropic", variable: "ANTHROPIC_API_KEY" });
  const address = baseUrl ?? env["ANTHROPIC_BASE_URL"];
  return { kind: "anthropic", model, apiKey, ...(address ? { baseUrl: address } : {}) };
}

/** A server of one's own wants no key, but only its owner knows what its models are called. */
function openaiOf({ model, baseUrl }: Connection, env: World["env"]): ServerChoice {
  const apiKey = env["OPENAI_API_KEY"] ?? "";
  const address = baseUrl ?? env["OPENAI_BASE_URL"];
  if (!address && !apiKey) throw new UserError("no-key", { engine: "openai", variable: "OPENAI_API_KEY" });
  if (address && !model) throw new UserError("no-model", { address });
  return {
    kind: "openai",
    model: model ?? usualModels.openai,
    apiKey,
    ...(address ? { baseUrl: address } : {}),
  };
}

/** Where a choice leads; empty for a command. */
export function addressOf(choice: EngineChoice): string {
  if (choice.kind === "command") return "";
  return (
    choice.baseUrl ??
    (choice.kind === "anthropic" ? "https://api.anthropic.com" : "https://api.openai.com/v1")
  );
}

function commandOf(line: string, model = "default"): EngineChoice {
  const argv = splitWords(line);
  if (argv.length === 0) throw new UserError("usage", { problem: "--engine command: names no command." });
  if (model.includes(","))
    throw new UserError("usage", { problem: "A command is one model; --model names several." });
  return { kind: "command", model, argv };
}

/** Words at spaces, quotes keep them together; nothing else means anything, because no shell reads it. */
function splitWords(line: string): readonly string[] {
  return Array.from(
    line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g),
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

/** An empty folder, so that a command finds no instructions, settings or hooks of the reviewed project. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "session-review-command-"));
}
