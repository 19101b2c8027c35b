/** Notices a server that silently read only the end of a question, so that its answer is never taken for a review. */
import { type Completion, CompletionError, type Prompt } from "../model/completion.js";

/** Shorter questions fit everywhere. */
const leastCharacters = 8_000;

/** Code has three to five characters a token; even long runs of blanks do not lift a whole file to this. */
const mostCharactersPerToken = 8;

/**
 * Ollama cuts a question to its context window (4,096 tokens unless configured) and counts what is left: exactly the
 * window, a multiple of 1,024. Both signs together are needed, since some servers count only what was not cached.
 * @throws CompletionError of kind `too-large`
 */
export function refuseTruncated(completion: Completion, prompt: Prompt, host: string): Completion {
  const { input, cacheRead, cacheWrite } = completion.usage;
  const tokens = (input ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0);
  const characters = lengthOf(prompt);
  const isWindow = tokens > 0 && tokens % 1024 === 0;
  if (!isWindow || characters < leastCharacters || characters / tokens < mostCharactersPerToken)
    return completion;
  throw new CompletionError(
    "too-large",
    `${host} read only ${tokens} tokens of a request of ${characters} characters: its context window is too small.`,
    { usage: completion.usage },
  );
}

function lengthOf({ rules, shared, own, turns }: Prompt): number {
  return [rules, shared, own, ...turns.map(({ text }) => text)].join("").length;
}
