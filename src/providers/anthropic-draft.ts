/** An answer of the Messages API as it grows, event by event. */
import type { Completion, CompletionRequest, RateLimits, Usage } from "../model/completion.js";
import { type Draft, Growing } from "./call.js";
import { countOf, field, listOf, path, textOf } from "./unknown.js";

/** Ends at which something is missing; a pause belongs to tools that this house does not send. */
const cuts = ["max_tokens", "model_context_window_exceeded", "pause_turn"];

export class AnthropicDraft implements Draft {
  readonly #growing: Growing;
  #model: string;
  #stopReason: string | null = null;
  #hasStopped = false;
  #refusal = "";
  #usage: Usage = { input: null, cacheRead: null, cacheWrite: null, output: null };

  constructor({ model, onFirstContent }: CompletionRequest) {
    this.#model = model;
    this.#growing = new Growing(onFirstContent);
  }

  get isFinished(): boolean {
    return this.#hasStopped || this.#stopReason !== null;
  }

  get text(): string {
    return this.#growing.text;
  }

  get usage(): Usage {
    return this.#usage;
  }

  take(event: unknown): void {
    switch (field(event, "type")) {
      case "message_start":
        this.#begin(field(event, "message"));
        break;
      case "content_block_start":
        this.#growing.begin();
        this.#growing.add(textOf(path(event, "content_block", "text")) ?? "");
        break;
      case "content_block_delta":
        if (path(event, "delta", "type") === "text_delta")
          this.#growing.add(textOf(path(event, "delta", "text")) ?? "");
        break;
      case "message_delta":
        this.#end(field(event, "delta"), field(event, "usage"));
        break;
      case "message_stop":
        this.#hasStopped = true;
        break;
    }
  }

  takeWhole(answer: unknown): void {
    for (const block of listOf(field(answer, "content")))
      if (field(block, "type") === "text") this.#growing.add(textOf(field(block, "text")) ?? "");
    this.#begin(answer);
    this.#end(answer, undefined);
  }

  completion(limits: RateLimits): Completion {
    const { text, usage } = this;
    const stop = this.#stop();
    const refusal = stop === "refusal" ? { refusal: this.#refusal || "no reason given" } : {};
    return { text, stop, ...refusal, usage, model: this.#model, limits };
  }

  #stop(): Completion["stop"] {
    if (this.#stopReason === "refusal") return "refusal";
    return cuts.includes(this.#stopReason ?? "") ? "length" : "end";
  }

  #begin(message: unknown): void {
    this.#model = textOf(field(message, "model")) ?? this.#model;
    this.#count(field(message, "usage"));
  }

  #end(delta: unknown, usage: unknown): void {
    this.#stopReason = textOf(field(delta, "stop_reason")) ?? this.#stopReason;
    const details = field(delta, "stop_details");
    const words = ["category", "explanation"].flatMap((name) => textOf(field(details, name)) ?? []);
    if (words.length > 0) this.#refusal = words.join(": ");
    this.#count(usage);
  }

  /** Counts are cumulative, and each event may leave some out. */
  #count(usage: unknown): void {
    const { input, cacheRead, cacheWrite, output } = this.#usage;
    this.#usage = {
      input: countOf(field(usage, "input_tokens")) ?? input,
      cacheRead: countOf(field(usage, "cache_read_input_tokens")) ?? cacheRead,
      cacheWrite: countOf(field(usage, "cache_creation_input_tokens")) ?? cacheWrite,
      output: countOf(field(usage, "output_tokens")) ?? output,
    };
  }
}
