/** Asks a command on this machine, such as `claude -p`: the question on its stdin, the answer on its stdout. */
import { visible } from "../lib/visible.js";
import {
  type Completion,
  CompletionError,
  type CompletionRequest,
  type FailureKind,
  type Prompt,
  type Provider,
} from "../model/completion.js";
import { type Opened, openEnvelope } from "./envelope.js";
import { Watch } from "./idle.js";
import { type Ended, run } from "./processes.js";
import { field } from "./unknown.js";

export interface CommandSettings {
  /** The command and its arguments, each as it is: no shell reads them. */
  readonly argv: readonly string[];
  /**
   * The folder it starts in, best an empty one: commands of this kind read instructions, settings and hooks from
   * where they start, and those of the reviewed project may not be obeyed.
   */
  readonly folder: string;
  /** Longest time for one answer, in milliseconds; silence is no sign, as most print only when they are done. */
  readonly deadlineMs: number;
}

/** Characters a command may print; 128,000 tokens of code are about half a million. */
const longestOutput = 4 * 1024 * 1024;

/** Answers at level `text` alone: a command cannot be held to a shape. */
export function commandProvider(settings: CommandSettings): Provider {
  const [command = ""] = settings.argv;
  const destination = `the command ${visible(command.split(/[\\/]/).at(-1) ?? command)}`;
  return {
    id: "command",
    destination,
    complete: async (request, signal): Promise<Completion> => {
      if (request.level !== "text")
        throw new CompletionError("unsupported-parameter", `${destination} cannot be held to a shape.`, {
          parameter: "response_format",
        });
      const ended = await finish(request, settings, { destination, signal });
      return answerOf(ended, request, destination);
    },
  };
}

interface Call {
  readonly destination: string;
  readonly signal: AbortSignal;
}

async function finish(
  { prompt, onFirstContent }: CompletionRequest,
  { argv, folder, deadlineMs }: CommandSettings,
  { destination, signal }: Call,
): Promise<Ended> {
  const watch = new Watch({ idleMs: deadlineMs, deadlineMs }, signal);
  const tooLong = new AbortController();
  let isBegun = false;
  const onOutput = (characters: number): void => {
    if (!isBegun) onFirstContent?.();
    isBegun = true;
    if (characters > longestOutput) tooLong.abort();
  };
  try {
    signal.throwIfAborted();
    const stop = AbortSignal.any([watch.signal, tooLong.signal]);
    const ended = await run({ argv, folder, input: inputOf(prompt), onOutput }, stop);
    if (watch.ending === null && !tooLong.signal.aborted) return ended;
    throw stopped(watch, ended.output.slice(0, longestOutput), destination);
  } catch (thrown) {
    throw thrown instanceof CompletionError ? thrown : notStarted(thrown, watch, destination);
  } finally {
    watch.close();
  }
}

function inputOf({ rules, shared, own, turns }: Prompt): string {
  const said = turns.map(({ role, text }) =>
    role === "assistant" ? `You answered:\n\n${text}` : `To that:\n\n${text}`,
  );
  return [rules, shared, own, ...said].filter((text) => text !== "").join("\n\n");
}

function stopped({ ending }: Watch, output: string, destination: string): CompletionError {
  const partial = output === "" ? {} : { partial: output };
  if (ending === "interrupted")
    return new CompletionError("interrupted", `The call of ${destination} was interrupted.`, partial);
  if (ending !== null)
    return new CompletionError("stalled", `${destination} had not finished when time was up.`, partial);
  return new CompletionError("malformed", `${destination} printed more than an answer can be.`, partial);
}

function notStarted(thrown: unknown, watch: Watch, destination: string): CompletionError {
  if (watch.ending === "interrupted") return stopped(watch, "", destination);
  const isMissing = field(thrown, "code") === "ENOENT";
  const reason = isMissing ? "there is no such command or folder" : clipped(String(thrown));
  return new CompletionError("bad-request", `${destination} cannot be started: ${reason}.`, {
    cause: thrown,
  });
}

function answerOf(ended: Ended, { model }: CompletionRequest, destination: string): Completion {
  const opened = openEnvelope(ended.output);
  if (ended.code !== 0 || opened.isError) throw failed(ended, opened, destination);
  const { text, usage } = opened;
  return { text, stop: "end", usage, model: opened.model ?? model, limits: { requests: null, tokens: null } };
}

/** Longer output is an answer, in which words like "rate limit" are about the code under review. */
const longestExcuse = 1000;

function failed({ code, complaint }: Ended, { text, isError }: Opened, destination: string): CompletionError {
  const isExcuse = isError || text.length <= longestExcuse;
  const words = [complaint.trim(), isExcuse ? text.trim() : ""].filter((said) => said !== "").join(" ");
  const kind = kinds.find(([pattern]) => pattern.test(words))?.[1] ?? "server";
  const reason = clipped(words) || (code === null ? "it was ended by a signal" : `exit code ${code}`);
  const partial = isExcuse ? {} : { partial: text };
  return new CompletionError(kind, `${destination} failed: ${reason}`, partial);
}

/** What commands say when they fail, the most certain first. */
const kinds: readonly (readonly [RegExp, FailureKind])[] = [
  [/prompt is too long|context (?:length|window|limit)/i, "too-large"],
  [/usage limit|limit reached|quota/i, "spend-limit"],
  [/credit balance|billing|payment/i, "payment"],
  [/rate.?limit|too many requests|\b429\b/i, "rate-limit"],
  [/overloaded|\b529\b/i, "overloaded"],
  [/log ?in|api key|unauthori[sz]ed|authenticat|\b401\b/i, "authentication"],
  [/\bmodel\b.{0,80}(?:not found|not exist|unknown)/i, "unknown-model"],
  [/unknown option|unrecognized (?:option|argument)|usage:/i, "bad-request"],
  [/ECONNREFUSED|ENOTFOUND|connection error|network/i, "connection"],
];

function clipped(text: string): string {
  const line = visible(text.replace(/\s+/g, " ").trim());
  return line.length > 300 ? `…${line.slice(-299)}` : line;
}
