/** An answer of Chat Completions as it grows, from OpenAI or any of the servers that speak nearly the same. */
import type { Completion, CompletionRequest, RateLimits, Usage } from "../model/completion.js";
import { type Draft, Growing } from "./call.js";
import { countOf, field, listOf, path, textOf } from "./unknown.js";

export class OpenAiDraft implements Draft {
  readonly #growing: Growing;
  #model: string;
  #finish: string | null = null;
  #refusal = "";
  #usage: Usage = { input: null, cacheRead: null, cacheWrite: null, output: null };

  constructor({ model, onFirstContent }: CompletionRequest) {
    this.#model = model;
    this.#growing = new Growing(onFirstContent);
  }

  /** Some servers end with this reason instead of an error; it is no end of an answer. */
  get isFinished(): boolean {
    return this.#finish !== null && this.#finish !== "error";
  }

  get text(): string {
    return withoutThoughts(this.#growing.text);
  }

  get usage(): Usage {
    return this.#usage;
  }

  take(event: unknown): void {
    this.#model = textOf(field(event, "model")) || this.#model;
    const [choice] = listOf(field(event, "choices"));
    this.#grow(field(choice, "delta") ?? field(choice, "message"));
    this.#finish = textOf(field(choice, "finish_reason")) || this.#finish;
    // Groq counts under a name of its own.
    this.#usage = counted(field(event, "usage") ?? path(event, "x_groq", "usage")) ?? this.#usage;
  }

  takeWhole(answer: unknown): void {
    this.take(answer);
  }

  completion(limits: RateLimits): Completion {
    const { text, usage } = this;
    const stop = this.#stop();
    const refusal = stop === "refusal" ? { refusal: this.#refusal || `the server says ${this.#finish}` } : {};
    return { text, stop, ...refusal, usage, model: this.#model, limits };
  }

  #stop(): Completion["stop"] {
    const finish = this.#finish ?? "";
    // Servers in front of other models pass on those models' own words: `SAFETY`, `model_length`.
    if (this.#refusal !== "" || /filter|safety|refus|prohibited|recitation|blocklist|spii/i.test(finish))
      return "refusal";
    return /length|max_?tokens/i.test(finish) ? "length" : "end";
  }

  #grow(delta: unknown): void {
    // Open models think aloud under one of these two names.
    for (const name of ["reasoning_content", "reasoning"])
      if (textOf(field(delta, name))) this.#growing.begin();
    this.#growing.add(contentOf(field(delta, "content")));
    const refusal = textOf(field(delta, "refusal")) ?? "";
    if (refusal !== "") this.#growing.begin();
    this.#refusal = (this.#refusal + refusal).slice(0, 2000);
  }
}

/** A text, or with Mistral's models that think a list of parts, of which only texts are the answer. */
function contentOf(content: unknown): string {
  const parts = listOf(content).flatMap((part) =>
    field(part, "type") === "text" ? (textOf(field(part, "text")) ?? []) : [],
  );
  return textOf(content) ?? parts.join("");
}

/** Servers that do not know a model's way of thinking leave its thoughts at the front of the answer. */
function withoutThoughts(text: string): string {
  return text.replace(/^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>\s*/, "");
}

/**
 * OpenAI's `prompt_tokens` holds the cached ones, ours does not. Where nothing is said of a cache, all input counts
 * as uncached and the cache stays unknown. DeepSeek names its cache hits otherwise; Gemini and Grok leave thoughts
 * out of `completion_tokens` but not out of `total_tokens`.
 */
function counted(usage: unknown): Usage | null {
  const prompt = countOf(field(usage, "prompt_tokens"));
  const completion = countOf(field(usage, "completion_tokens"));
  const total = countOf(field(usage, "total_tokens"));
  if (prompt === null && completion === null) return null;
  const details = field(usage, "prompt_tokens_details");
  const cacheRead =
    countOf(field(details, "cached_tokens")) ?? countOf(field(usage, "prompt_cache_hit_tokens"));
  const cacheWrite = countOf(field(details, "cache_write_tokens"));
  return {
    input: prompt === null ? null : Math.max(0, prompt - (cacheRead ?? 0) - (cacheWrite ?? 0)),
    cacheRead,
    cacheWrite,
    output: completion === null ? null : Math.max(completion, (total ?? 0) - (prompt ?? total ?? 0)),
  };
}
