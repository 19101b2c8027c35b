/** Prompt caches with the rules of both vendors: byte-exact prefixes, readable once their first answer has begun. */
import { createHash } from "node:crypto";
import { bytesPerToken } from "./tokens.js";

/** A block of a prompt as the cache sees it; `lives` in milliseconds where a breakpoint stands at its end. */
export interface CacheBlock {
  readonly bytes: string;
  readonly lives: number | null;
}

/** What a prompt finds in a cache and leaves there, in tokens. */
export interface CacheUse {
  readonly total: number;
  readonly read: number;
  readonly written: number;
  readonly writtenHour: number;
  /** The first event of the answer is on its way: from now on others can read what this one wrote. */
  readonly publish: () => void;
}

interface Prefix {
  readonly key: string;
  readonly tokens: number;
}

export const fiveMinutes = 5 * 60_000;
export const oneHour = 60 * 60_000;

/** Blocks before a breakpoint that are looked at for an earlier entry: 20, by Anthropic's documentation. */
const lookBack = 20;

/** OpenAI's documentation: prompts from 1024 tokens, in steps of 128. */
const openaiLeast = 1024;
const openaiStep = 128;
/** OpenAI's documentation: entries go after five to ten minutes without use. */
const openaiLives = 10 * 60_000;

export class PrefixCache {
  readonly #expires = new Map<string, number>();

  /**
   * @param now milliseconds
   * @param least shortest prefix with a breakpoint that is kept, in tokens; vendors name 512 to 4096 by model
   */
  constructor(
    private readonly now: () => number,
    private readonly least = 1024,
  ) {}

  /** Anthropic: an entry for each breakpoint, found again from the same breakpoint or a later one. */
  useBreakpoints(salt: string, blocks: readonly CacheBlock[]): CacheUse {
    const prefixes = prefixesOf(salt, blocks);
    const marked = blocks.flatMap(({ lives }, i) => (lives === null ? [] : [{ i, lives }]));
    const candidates = marked.flatMap(({ i }) => prefixes.slice(Math.max(0, i - lookBack), i + 1));
    const read = this.#longest(candidates);
    const kept = marked
      .map(({ i, lives }) => ({ prefix: prefixes[i], lives }))
      .flatMap(({ prefix, lives }) => (prefix && prefix.tokens >= this.least ? [{ ...prefix, lives }] : []));
    const written = writtenFrom(read, kept);
    const started = this.now();
    return {
      total: prefixes.at(-1)?.tokens ?? 0,
      read,
      ...written,
      publish: () => {
        for (const { key, lives } of kept) this.#expires.set(key, started + lives);
      },
    };
  }

  /** OpenAI: no breakpoints; the longest prefix of whole steps that any earlier prompt had. */
  useSteps(salt: string, prompt: string): CacheUse {
    const steps = stepsOf(salt, prompt);
    const read = this.#longest(steps);
    const longest = steps.at(-1)?.tokens ?? 0;
    const started = this.now();
    return {
      total: Math.ceil(Buffer.byteLength(prompt) / bytesPerToken),
      read,
      written: longest - read,
      writtenHour: 0,
      publish: () => {
        for (const { key } of steps) this.#expires.set(key, started + openaiLives);
      },
    };
  }

  #longest(prefixes: readonly Prefix[]): number {
    const readable = prefixes.filter(({ key }) => (this.#expires.get(key) ?? 0) > this.now());
    return Math.max(0, ...readable.map(({ tokens }) => tokens));
  }
}

function prefixesOf(salt: string, blocks: readonly CacheBlock[]): readonly Prefix[] {
  const running = createHash("sha256").update(salt);
  let bytes = 0;
  return blocks.map((block) => {
    bytes += Buffer.byteLength(block.bytes);
    running.update(block.bytes).update("\0");
    return { key: running.copy().digest("hex"), tokens: Math.ceil(bytes / bytesPerToken) };
  });
}

/** What lies behind the part that was read is written, each stretch for as long as its breakpoint says. */
function writtenFrom(
  read: number,
  kept: readonly (Prefix & { readonly lives: number })[],
): { written: number; writtenHour: number } {
  let from = read;
  let written = 0;
  let writtenHour = 0;
  for (const { tokens, lives } of kept) {
    const stretch = Math.max(0, tokens - from);
    if (lives >= oneHour) writtenHour += stretch;
    else written += stretch;
    from = Math.max(from, tokens);
  }
  return { written, writtenHour };
}

function stepsOf(salt: string, prompt: string): readonly Prefix[] {
  const bytes = Buffer.from(prompt);
  const running = createHash("sha256").update(salt);
  const prefixes: Prefix[] = [];
  for (let tokens = openaiStep; tokens * bytesPerToken <= bytes.length; tokens += openaiStep) {
    running.update(bytes.subarray((tokens - openaiStep) * bytesPerToken, tokens * bytesPerToken));
    if (tokens >= openaiLeast) prefixes.push({ key: running.copy().digest("hex"), tokens });
  }
  return prefixes;
}
