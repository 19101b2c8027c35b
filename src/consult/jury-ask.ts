/** Asks one model for one object: from the store, or down the ladder of forms with one repair. */
import { hash } from "../lib/hash.js";
import type { Completion, Prompt, Turn } from "../model/completion.js";
import type { JsonSchema } from "../model/json-schema.js";
import { type Levels, NotReviewed, askAtSomeLevel } from "./ladder.js";
import { Line, type LineOptions } from "./line.js";
import { juryVersion } from "./jury-wire.js";
import { interrupted } from "./retry.js";
import { type Salvaged, salvage } from "./salvage.js";
import type { Memory } from "./stored-answer.js";
import type { Bill } from "./usage.js";

export interface AskerInput extends LineOptions {
  readonly levels?: Levels;
  /** Answers of earlier runs to the same question. */
  readonly memory?: Memory<unknown>;
  readonly mostTokens?: number;
  /** Why a question of about so many tokens may not be asked, such as a budget that is used up; null when it may. */
  readonly refuse?: (work: string, tokens: number) => string | null;
  /** Told of every question when it is done with. */
  readonly onDone?: (work: string, done: Done) => void;
}

export interface Done extends Bill {
  readonly outcome: "reviewed" | "reused" | "not reviewed";
  readonly reason?: string;
}

/** A question in the words sent and in words that are the same in every run. */
export interface Inquiry<T> {
  readonly prompt: Prompt;
  /** The prompt without random words: equal questions have equal keys. */
  readonly stable: Prompt;
  readonly schema: { readonly name: string; readonly schema: JsonSchema };
  /** Fields of which the answer must have one. */
  readonly keys: readonly string[];
  /** Null for an object that is no answer. */
  readonly read: (found: Salvaged) => T | null;
  /** Parses what a store had; null for what has another form. */
  readonly recall: (stored: unknown) => T | null;
  /** Why an answer shows that the question was not what was answered; such an answer is not kept. */
  readonly objection: (answer: T) => string | null;
  readonly tokens: number;
}

type Asked = Pick<Inquiry<unknown>, "prompt" | "stable" | "schema">;

const mostTokens = 8_000;

export class Asker {
  readonly #line: Line;
  readonly #levels: Levels;

  constructor(
    private readonly input: AskerInput,
    private readonly signal: AbortSignal,
  ) {
    this.#line = input.line ?? new Line(input);
    this.#levels = input.levels ?? new Map();
  }

  /** The answer, or in one sentence why there is none. */
  async ask<T extends object>(inquiry: Inquiry<T>): Promise<T | string> {
    const key = this.#keyOf(inquiry);
    const bill: Bill = { calls: 0, usage: null };
    const stored = await this.#recall(key, inquiry);
    if (stored) {
      this.#tell(key, { ...bill, outcome: "reused" });
      return stored;
    }
    try {
      const answer = await this.#line.inTurn(() => this.#discuss(inquiry, { key, bill }), false);
      this.#tell(key, { ...bill, outcome: "reviewed" });
      return answer;
    } catch (error) {
      const reason = this.signal.aborted ? "the run was interrupted" : messageOf(error);
      this.#tell(key, { ...bill, outcome: "not reviewed", reason });
      return reason;
    }
  }

  #tell(key: string, done: Done): void {
    this.input.onDone?.(key, done);
  }

  async #discuss<T>(
    inquiry: Inquiry<T>,
    { key, bill }: { readonly key: string; readonly bill: Bill },
  ): Promise<T> {
    if (this.signal.aborted) throw interrupted();
    const refusal = this.input.refuse?.(key, inquiry.tokens) ?? null;
    if (refusal !== null) throw new NotReviewed(refusal);
    const first = await this.#once(inquiry, [], bill);
    const answer = readIn(first, inquiry) ?? (await this.#repaired(first, inquiry, bill));
    const objection = inquiry.objection(answer);
    if (objection !== null) throw new NotReviewed(objection);
    // A store that fails is a store without the answer.
    await this.input.memory?.keep(key, answer).catch(() => undefined);
    return answer;
  }

  async #repaired<T>({ text }: Completion, inquiry: Inquiry<T>, bill: Bill): Promise<T> {
    const turns: readonly Turn[] =
      text.trim() === ""
        ? []
        : [
            { role: "assistant", text: text.slice(0, longestRepeated) },
            { role: "user", text: repair },
          ];
    const answer = readIn(await this.#once(inquiry, turns, bill), inquiry);
    if (answer === null) throw new NotReviewed("the answer was not of the form asked for, twice");
    return answer;
  }

  /** @throws NotReviewed on a refusal: asking again would be arguing */
  async #once({ prompt, schema }: Asked, turns: readonly Turn[], bill: Bill): Promise<Completion> {
    const most = this.input.mostTokens ?? mostTokens;
    const { completion } = await askAtSomeLevel(
      {
        levels: this.#levels,
        server: this.#line.server,
        ask: async (level) =>
          this.#line.ask(
            { prompt: { ...prompt, turns }, level, schema, mostTokens: most },
            this.signal,
            bill,
          ),
      },
      turns,
    );
    const { stop, refusal } = completion;
    if (stop === "refusal") throw new NotReviewed(`the model refused${refusal ? `: ${refusal}` : ""}`);
    return completion;
  }

  async #recall<T>(key: string, { recall }: Inquiry<T>): Promise<T | null> {
    const stored: unknown = await this.input.memory?.recall(key).catch(() => undefined);
    return recall(stored);
  }

  /** Everything that decides the answer, and nothing that changes from run to run. */
  #keyOf({ stable: { rules, shared, own } }: Asked): string {
    const { provider, model, effort = "" } = this.input;
    const asked = ["jury", juryVersion, provider.id, provider.destination, model, effort];
    return hash(JSON.stringify([...asked, rules, shared, own]), 64);
  }
}

const longestRepeated = 20_000;
const repair =
  "That answer could not be used: give the whole answer again as one JSON object in the form of the rules, and nothing else.";

function readIn<T>({ text, stop }: Completion, { keys, read }: Inquiry<T>): T | null {
  const found = salvage(text, keys);
  return found && read(stop === "length" ? { ...found, isCut: true } : found);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
