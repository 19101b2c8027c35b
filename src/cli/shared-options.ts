/** Options that every command which reviews has, in the same words. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { profileSchema } from "../model/profile.js";
import { efforts } from "../model/completion.js";
import { amount, collect, fraction, list, positiveInteger, privateList } from "./option-values.js";

/** Which files, which reviewers, and who thinks. */
export function addScope(command: Command): Command {
  command
    .option("--include <pattern>", "only files that match, repeatable", collect)
    .option("--exclude <pattern>", "leave out files that match, repeatable", collect)
    .option("--reviewers <ids>", "only these reviewers, comma-separated", list)
    .option("--skip-reviewers <ids>", "all but these reviewers, comma-separated", list);
  addModelOptions(command);
  return command;
}

export function addOutput(command: Command, formats: string): void {
  command
    .option("-f, --format <name[=file]>", `report format, repeatable: ${formats}`, collect)
    .option("-o, --output <file>", "write the report to a file; the ending chooses the format")
    .option("--title <text>", "heading of the report");
}

export function addProgress(command: Command): void {
  command
    .addOption(
      new Option(
        "--profile <name>",
        "how sure a finding must be: strict (80 %), standard (50 %) or deep (30 %); the rules are the same",
      ).choices(profileSchema.options),
    )
    .option(
      "--min-confidence <0-1>",
      "the same as a number; what is less sure stands under what was dropped",
      fraction,
    )
    .option("-q, --quiet", "no progress on stderr")
    .option("--no-color", "no colours")
    .option("--debug", "stack traces for errors");
}

/** Who thinks, what that may cost, and what is kept from them. */
function addModelOptions(command: Command): void {
  command
    .addOption(
      new Option(
        "--engine <engine>",
        "who thinks: auto (offline without a key), offline, anthropic, openai, or command:'claude -p'",
      )
        .default("auto")
        .argParser(engineName),
    )
    .option("--model <id>", "the model that is asked; several: a,b or anthropic:a,openai:b")
    .option("--base-url <url>", "a server that speaks Chat Completions: Ollama, vLLM, OpenRouter and others")
    .addOption(
      new Option(
        "--effort <level>",
        "how hard the model is told to think; its own measure when absent",
      ).choices([...efforts]),
    )
    .option("--budget-usd <amount>", "begin no task that could cost more in all", amount)
    .option("--max-tokens <n>", "begin no task that could take more tokens in all", amount)
    .option("--prices <file>", "prices of models in LiteLLM's JSON form, before the built-in ones")
    .option("--offline", "open no socket, whatever else is configured")
    .option(
      "--redact <kinds>",
      "what models are not shown besides secrets: emails, hosts, ips, phones, or all",
      privateList,
    )
    .option("--concurrency <n>", "tasks at once", positiveInteger, 4);
}

const engines = ["auto", "offline", "anthropic", "openai"];

function engineName(text: string): string {
  if (engines.includes(text) || text.startsWith("command:")) return text;
  throw new InvalidArgumentError(`Allowed choices are ${engines.join(", ")}, command:….`);
}
