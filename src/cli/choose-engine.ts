/** Decides who thinks, from options and environment, and says where the code goes. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../model/errors.js";
import type { ReviewOptions } from "./options.js";
import type { World } from "./world.js";

/** A model and the address it is asked at; null stands for the offline engine. */
export type EngineChoice =
  | {
      readonly kind: "anthropic" | "openai";
      readonly model: string;
      readonly apiKey: string;
      readonly baseUrl?: string;
    }
  | { readonly kind: "command"; readonly model: string; readonly argv: readonly string[] }
  | null;

type Asked = Pick<ReviewOptions, "engine" | "offline" | "model" | "baseUrl">;

/** What is asked when nobody names a model; dated 2026-11, both with prices in the table. */
const usualModels = { anthropic: "claude-sonnet-5-5", openai: "gpt-6.1-terra" } as const;

/**
 * `auto` is offline unless a key or an address is configured; `--offline` is offline whatever is configured.
 * @throws UserError for an engine without a key, or an address without a model
 */
export function chooseEngine(asked: Asked, env: World["env"]): EngineChoice {
  const { engine, offline = false } = asked;
  if (offline || engine === "offline") return null;
  if (engine.startsWith("command:")) return commandOf(engine.slice("command:".length), asked.model);
  if (engine === "anthropic" || (engine === "auto" && env["ANTHROPIC_API_KEY"] && !asked.baseUrl))
    return anthropicOf(asked, env);
  if (engine === "openai" || asked.baseUrl || env["OPENAI_API_KEY"] || env["OPENAI_BASE_URL"])
    return openaiOf(asked, env);
  return null;
}

function anthropicOf({ model = usualModels.anthropic, baseUrl }: Asked, env: World["env"]): EngineChoice {
  const apiKey = env["ANTHROPIC_API_KEY"];
  if (!apiKey) throw new UserError("no-key", { engine: "anthropic", variable: "ANTHROPIC_API_KEY" });
  const address = baseUrl ?? env["ANTHROPIC_BASE_URL"];
  return { kind: "anthropic", model, apiKey, ...(address ? { baseUrl: address } : {}) };
}

/** A server of one's own wants no key, but only its owner knows what its models are called. */
function openaiOf({ model, baseUrl }: Asked, env: World["env"]): EngineChoice {
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

function commandOf(line: string, model = "default"): EngineChoice {
  const argv = splitWords(line);
  if (argv.length === 0) throw new UserError("usage", { problem: "--engine command: names no command." });
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
