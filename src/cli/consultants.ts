/** Who thinks in a run, made from the options; the offline engine needs none of it. */
import type { Listen } from "../model/event.js";
import type { EngineChoice } from "./choose-engine.js";
import { chooseEngines } from "./choose-engine.js";
import type { ReviewOptions } from "./options.js";
import type { Consultants } from "./think.js";
import type { World } from "./world.js";

/** The options that say who thinks, the same for every command that reviews. */
export type ThinkingOptions = Pick<
  ReviewOptions,
  | "engine"
  | "model"
  | "effort"
  | "baseUrl"
  | "isAddressFromFile"
  | "offline"
  | "budgetUsd"
  | "maxTokens"
  | "prices"
  | "redact"
  | "concurrency"
>;

export type Say = (line: string) => void;

/** Who hears what happens while models are asked. */
export interface Ears {
  readonly say: Say;
  readonly listen?: Listen;
}

/** Null for the offline engine. @throws UserError no-key, no-model, usage */
export async function consultantsFor(
  options: ThinkingOptions,
  world: World,
  ears: Ears,
): Promise<Consultants | null> {
  const choices = chooseEngines(options, world.env);
  // Loaded only when it is used: without a key no line of it runs.
  return choices.length > 0 ? consult(choices, options, { ...ears, world }) : null;
}

interface Surroundings extends Ears {
  readonly world: World;
}

async function consult(
  choices: readonly EngineChoice[],
  options: ThinkingOptions,
  { world, say, listen = () => undefined }: Surroundings,
): Promise<Consultants> {
  const { consultants } = await import("./think.js");
  const { readMoney } = await import("./money.js");
  const { concurrency, redact = [] } = options;
  const money = await readMoney(options, world.cwd);
  return consultants(choices, world, { concurrency, warn: say, listen, money, redact });
}

/** Tells where code goes when it is known how much, which is before the first of it is sent. */
export function announced(
  { announce, thinker }: Consultants,
  begin: (line: string) => void,
): Consultants["thinker"] {
  return (prepared, offline) => {
    begin(announce(prepared));
    return thinker(prepared, offline);
  };
}
