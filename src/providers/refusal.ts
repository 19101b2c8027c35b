/** Which kind of failure a refusal is, from its status and what the server says of it. */
import type { FailureKind } from "../model/completion.js";
import type { Complaint } from "./complaint.js";

/** A refusal as far as it is understood. */
export interface Refusal {
  readonly kind: FailureKind;
  readonly parameter?: string;
}

/**
 * How servers speak of a parameter, by the name it is sent under. A request sends few of them, and only those it
 * sent can be what the server dislikes.
 */
const mentions: Readonly<Record<string, RegExp>> = {
  response_format:
    /response_format|json_schema|json_object|json[ _]mode|structured[ _-]outputs?|guided_json|\bgrammar\b|requested parameters/i,
  "output_config.format":
    /output_config(?!\.effort)|output_format|json_schema|structured[ _-]outputs?|\bgrammar\b/i,
  "output_config.effort": /output_config(?!\.format)|\beffort\b/i,
  reasoning_effort: /reasoning[_. ]?effort/i,
  stream_options: /stream_options|include_usage/i,
  max_completion_tokens: /max_completion_tokens/i,
  max_tokens: /\bmax_tokens\b/i,
  prompt_cache_breakpoint: /prompt_cache/i,
  cache_control: /cache_control|prompt caching/i,
  developer:
    /['"`]developer['"`]|\bdeveloper (?:role|message)|\bmessages\W+0\W+role\b|unexpected (?:message )?role/i,
  system:
    /\bsystem['"`]? (?:role|message|prompt|instruction)|['"`]system['"`]|\bmessages\W+0\W+role\b|roles? must alternate|only user and assistant/i,
};

/** A server's own trouble is put down to a parameter only if it says that it cannot have it. */
const refuses =
  /unsupported|not (?:\w+ )?support|unknown|unrecogni[sz]ed|unexpected|not permitted|failed to parse|must alternate|only user and assistant/i;

const tooLarge =
  /context[ _](?:length|limit|window|size)|prompt is too long|too many (?:input )?tokens|request too large|request_too_large|reduce the length|input token count|input is too long|exceeds? the (?:available|maximum) context/i;

const noBalance =
  /credit balance|insufficient[ _]balance|insufficient credits|payment required|billing_error/i;

const spent =
  /insufficient_quota|billing_hard_limit|spend_limit|spend limit|reached your specified api usage limits|key limit exceeded|usage limit (?:has been )?reached|spending (?:cap|limit)/i;

const badKey =
  /api[ _]key[ _](?:is )?(?:not valid|invalid)|(?:invalid|incorrect|no|missing)[ _](?:x-)?api[ _-]key|authentication_error/i;

const noModel =
  /\bmodel\b.{0,160}(?:not[ _](?:be )?(?:found|exist)|does not exist|not available|no access)|model_not_found|unknown model|invalid model|no such model|model[ _]not[ _](?:found|exist)|not_found_error.*\bmodel\b|try pulling it/i;

/** Limits on what one request may hold; waiting does not make it smaller. */
const neverFits = /request too large for/i;

const overload = /overloaded|loading model|unavailable_error|capacity/i;

/** Kinds that stand for themselves, whatever the body says. */
const kindOfStatus: Readonly<Record<number, FailureKind>> = {
  401: "authentication",
  402: "payment",
  403: "permission",
  408: "server",
  409: "server",
  413: "too-large",
  425: "server",
  429: "rate-limit",
  498: "overloaded",
  499: "server",
  503: "overloaded",
  529: "overloaded",
};

/** The types Anthropic sends within a stream, where there is no status. */
const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** The status that an error within a stream would have had; a server's own trouble unless it says otherwise. */
export function statusOf({ codes }: Complaint): number {
  for (const code of codes) {
    const status = statusOfType[code] ?? (/^[45]\d\d$/.test(code) ? Number(code) : undefined);
    if (status !== undefined) return status;
  }
  return 500;
}

/** A refusal as it came. */
export interface Refused {
  readonly status: number;
  readonly complaint: Complaint;
  /** Names of the parameters in the request that it could have gone without. */
  readonly sent: readonly string[];
  /** The header `x-should-retry`, which both SDKs obey before anything else; null where it is absent. */
  readonly mayRetry: boolean | null;
}

export function understand(refused: Refused): Refusal {
  const { mayRetry } = refused;
  const refusal = fromWords(refused);
  if (mayRetry === true && refusal.kind === "bad-request") return { kind: "server" };
  if (mayRetry === false && passes(refusal.kind))
    return { kind: refusal.kind === "rate-limit" ? "spend-limit" : "bad-request" };
  return refusal;
}

/** Kinds that may have passed when one asks again. */
function passes(kind: FailureKind): boolean {
  return ["rate-limit", "overloaded", "server"].includes(kind);
}

function fromWords(refused: Refused): Refusal {
  const { status, complaint } = refused;
  const words = [...complaint.codes, complaint.message].join(" ");
  if (status === 429) return { kind: kindOfRate(words) };
  if (status === 403) return { kind: kindOf403(words) };
  const kind = kindOfStatus[status];
  if (status >= 500) return fromTrouble(refused, words);
  return kind === undefined ? fromRequest(refused, words) : { kind };
}

function kindOfRate(words: string): FailureKind {
  if (spent.test(words)) return "spend-limit";
  if (noBalance.test(words)) return "payment";
  return neverFits.test(words) ? "too-large" : "rate-limit";
}

function kindOf403(words: string): FailureKind {
  if (spent.test(words)) return "spend-limit";
  return noModel.test(words) ? "unknown-model" : "permission";
}

function fromTrouble(refused: Refused, words: string): Refusal {
  if (tooLarge.test(words)) return { kind: "too-large" };
  const parameter = refuses.test(words) ? disliked(refused) : null;
  if (parameter !== null) return { kind: "unsupported-parameter", parameter };
  return { kind: kindOfStatus[refused.status] ?? (overload.test(words) ? "overloaded" : "server") };
}

function fromRequest(refused: Refused, words: string): Refusal {
  if (tooLarge.test(words)) return { kind: "too-large" };
  if (spent.test(words)) return { kind: "spend-limit" };
  if (noBalance.test(words)) return { kind: "payment" };
  if (badKey.test(words)) return { kind: "authentication" };
  const parameter = [400, 404, 422].includes(refused.status) ? disliked(refused) : null;
  if (parameter !== null) return { kind: "unsupported-parameter", parameter };
  return { kind: noModel.test(words) ? "unknown-model" : "bad-request" };
}

/** The parameter a server names as such, or else the one that its sentence names first. */
function disliked({ complaint, sent }: Refused): string | null {
  const { parameters, message, codes } = complaint;
  const named = sent.find((name) => parameters.some((parameter) => mentions[name]?.test(parameter)));
  if (named !== undefined) return named;
  const text = [message, ...codes].join(" ");
  const places = sent.flatMap((name) => {
    const place = mentions[name] ? text.search(mentions[name]) : -1;
    return place === -1 ? [] : [{ name, place }];
  });
  return places.sort((a, b) => a.place - b.place)[0]?.name ?? null;
}
