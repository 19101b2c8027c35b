/** What a model is asked and what it answers: the same words for every provider. */
import type { JsonSchema } from "./json-schema.js";

/** A prompt in the order of how often its parts change, so that a provider can cache the front of it. */
export interface Prompt {
  /** The same for every call of a run. */
  readonly rules: string;
  /** The same for every reviewer of one batch; a cache breakpoint belongs at its end. */
  readonly shared: string;
  /** For this call alone: the reviewer's page and its leads. */
  readonly own: string;
  /** What was said since, oldest first, beginning with the model's answer; for repairs and questions. */
  readonly turns: readonly Turn[];
}

export interface Turn {
  readonly role: "assistant" | "user";
  readonly text: string;
}

/** How firmly the shape of the answer is asked for; each is weaker than the one before. */
export const shapeLevels = ["schema", "json", "text"] as const;
export type ShapeLevel = (typeof shapeLevels)[number];

/** How hard a model is told to think; where nothing is said, each model's own measure holds. */
export const efforts = ["low", "medium", "high"] as const;
export type Effort = (typeof efforts)[number];

export interface CompletionRequest {
  readonly model: string;
  readonly effort?: Effort;
  readonly prompt: Prompt;
  readonly level: ShapeLevel;
  readonly schema: { readonly name: string; readonly schema: JsonSchema };
  /** Tokens the answer may have at most. */
  readonly mostTokens: number;
  /** Called once, at the first piece of the answer: from then on the shared part can be read from a cache. */
  readonly onFirstContent?: () => void;
}

/** Tokens as the server counted them; null where it did not say, never zero for unknown. */
export interface Usage {
  /** Input that was neither read from nor written to a cache. */
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly output: number | null;
}

export interface Completion {
  readonly text: string;
  /** `length`: cut at `mostTokens`; `refusal`: the model would not. */
  readonly stop: "end" | "length" | "refusal";
  /** Why it would not, in the provider's words. */
  readonly refusal?: string;
  readonly usage: Usage;
  /** The model that answered, as the server names it. */
  readonly model: string;
  readonly limits: RateLimits;
  /** It was asked without an effort, because it takes none. */
  readonly isWithoutEffort?: true;
}

/** What the server says is left; null where it does not say. Times are milliseconds from now. */
export interface RateLimits {
  readonly requests: Allowance | null;
  readonly tokens: Allowance | null;
}

export interface Allowance {
  readonly remaining: number;
  readonly resetsIn: number;
}

/** One attempt, no retry: whoever calls decides whether to try again. */
export interface Provider {
  /** `anthropic`, `openai`, `command`. */
  readonly id: string;
  /** Where code goes, for people: `api.anthropic.com`, `127.0.0.1:11434`, `the command claude`. */
  readonly destination: string;
  /** @throws CompletionError for everything that can go wrong */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion>;
}

export type FailureKind =
  | "unsupported-parameter"
  | "bad-request"
  | "authentication"
  | "payment"
  | "permission"
  | "unknown-model"
  | "too-large"
  | "rate-limit"
  | "spend-limit"
  | "overloaded"
  | "server"
  | "connection"
  | "stalled"
  | "cut-off"
  | "malformed"
  | "interrupted";

/** The one error providers throw; everything an SDK, a socket or a server can do is one of its kinds. */
export class CompletionError extends Error {
  override readonly name = "CompletionError";

  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly details: {
      readonly status?: number;
      /** Milliseconds the server asks to wait. */
      readonly retryAfter?: number;
      /** The parameter a server does not know. */
      readonly parameter?: string;
      /** What had been answered before it broke off. */
      readonly partial?: string;
      /** What had been counted, and is likely to be billed, before it broke off. */
      readonly usage?: Usage;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
  }
}
