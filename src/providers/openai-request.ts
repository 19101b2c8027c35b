/** How a question is written for Chat Completions, as each model's server likes it. */
import { hash } from "../lib/hash.js";
import type { CompletionRequest, Prompt } from "../model/completion.js";
import { type Adjust, allowedTokens } from "./habits.js";
import type {
  ChatCompletionContentPartText,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";

type LimitName = "max_completion_tokens" | "max_tokens";
type RulesRole = "developer" | "system" | "user";

/** How requests are written for one model; of each list the first is used, and dropped when it is refused. */
export interface Habits {
  /** Names for the limit on the answer; where none is left, the server's own limit holds. */
  readonly limits: readonly LimitName[];
  /** Whose words the rules are; templates of some open models know no role but the user's. */
  readonly roles: readonly RulesRole[];
  /** Whether it takes `stream_options`, without which OpenAI does not count. */
  readonly isCounted: boolean;
  /** Whether it takes marks of where a cache should end. */
  readonly isMarked: boolean;
  /** Whether it takes `reasoning_effort`: models that do not think refuse it. */
  readonly hasEffort: boolean;
  /** Most tokens of an answer that it allows, as far as it has said. */
  readonly mostTokens: number;
}

/** @param isOpenAi whether the server is OpenAI's own; others know the older names */
export function firstHabits(model: string, isOpenAi: boolean): Habits {
  const isNewer = isOpenAi || takesNewerLimit.test(model);
  return {
    limits: isNewer ? ["max_completion_tokens", "max_tokens"] : ["max_tokens", "max_completion_tokens"],
    roles: isOpenAi ? ["developer", "system", "user"] : ["system", "user"],
    isCounted: true,
    isMarked: isOpenAi && takesMarks(model),
    hasEffort: true,
    mostTokens: Infinity,
  };
}

/** OpenAI's models that think refuse the older name, also behind other people's gateways. */
const takesNewerLimit = /^(?:openai\/)?(?:gpt-(?:[5-9]|\d\d)|o\d)/;

/** Breakpoints came with gpt-5.6; before, the longest common beginning is cached without being told. */
function takesMarks(model: string): boolean {
  const [, major, minor] = /^gpt-(\d+)(?:\.(\d+))?(?:-|$)/.exec(model) ?? [];
  const version = Number(major ?? 0) + Number(minor ?? 0) / 10;
  return version >= 5.6;
}

/** Names of the parameters in a request that it could go without. */
export function parametersOf({ level, effort }: CompletionRequest, habits: Habits): readonly string[] {
  const [role = "user"] = habits.roles;
  return [
    ...(level === "text" ? [] : ["response_format"]),
    ...(effort && habits.hasEffort ? ["reasoning_effort"] : []),
    ...(habits.isCounted ? ["stream_options"] : []),
    ...(habits.isMarked ? ["prompt_cache_breakpoint"] : []),
    ...habits.limits.slice(0, 1),
    ...(role === "user" ? [] : [role]),
  ];
}

/** No temperature: models that think refuse it, and for the others it would make the two kinds differ. */
export function bodyOf(request: CompletionRequest, habits: Habits): ChatCompletionCreateParamsStreaming {
  const { model, prompt, mostTokens, effort } = request;
  const [limit] = habits.limits;
  return {
    model,
    messages: messagesOf(prompt, habits),
    stream: true,
    ...(habits.isCounted ? { stream_options: { include_usage: true } } : {}),
    ...(limit ? { [limit]: Math.min(mostTokens, habits.mostTokens) } : {}),
    ...(effort && habits.hasEffort ? { reasoning_effort: effort } : {}),
    ...shapeOf(request),
    ...(isMarkable(prompt, habits)
      ? {
          prompt_cache_key: hash(prompt.rules + prompt.shared, 32),
          prompt_cache_options: { mode: "explicit" },
        }
      : {}),
  };
}

function shapeOf({ level, schema }: CompletionRequest): Partial<ChatCompletionCreateParamsStreaming> {
  if (level === "text") return {};
  if (level === "json") return { response_format: { type: "json_object" } };
  const format = { name: schema.name, strict: true, schema: { ...schema.schema } };
  return { response_format: { type: "json_schema", json_schema: format } };
}

function messagesOf(prompt: Prompt, habits: Habits): ChatCompletionMessageParam[] {
  const [role = "user"] = habits.roles;
  const isFolded = role === "user" || prompt.rules === "";
  const rules: ChatCompletionMessageParam[] = isFolded ? [] : [{ role, content: prompt.rules }];
  return [
    ...rules,
    { role: "user", content: question(prompt, habits, isFolded) },
    ...prompt.turns.map(({ role: speaker, text }) => ({ role: speaker, content: text })),
  ];
}

/** One plain text wherever possible: that is what every server understands. */
function question(
  prompt: Prompt,
  habits: Habits,
  isFolded: boolean,
): string | ChatCompletionContentPartText[] {
  const { rules, shared, own } = prompt;
  const front = [isFolded ? rules : "", shared].filter((text) => text !== "").join("\n\n");
  if (!isMarkable(prompt, habits)) return [front, own].filter((text) => text !== "").join("\n\n");
  return [
    { type: "text", text: front, prompt_cache_breakpoint: { mode: "explicit" } },
    ...(own === "" ? [] : [{ type: "text" as const, text: own }]),
  ];
}

function isMarkable({ shared }: Prompt, { isMarked }: Habits): boolean {
  return isMarked && shared !== "";
}

/** Without `response_format` the question is another one; whoever asks decides that. */
export const adjust: Adjust<Habits> = (habits, { message, details }, asked) => {
  const { limits, roles } = habits;
  switch (details.parameter) {
    case "stream_options":
      return { ...habits, isCounted: false };
    case "reasoning_effort":
      return { ...habits, hasEffort: false };
    case "prompt_cache_breakpoint":
      return { ...habits, isMarked: false };
    case "developer":
    case "system":
      return roles.length > 1 ? { ...habits, roles: roles.slice(1) } : null;
    case "max_tokens":
    case "max_completion_tokens": {
      const mostTokens = allowedTokens(message, Math.min(asked.mostTokens, habits.mostTokens));
      return mostTokens === null ? { ...habits, limits: limits.slice(1) } : { ...habits, mostTokens };
    }
    default:
      return null;
  }
};
