/** One word for every way in which asking GitHub can fail. */

/**
 * - `unknown`: the token is not one (401)
 * - `forbidden`: the token may not do this (403)
 * - `missing`: there is no such thing, or the token may not know of it (404, 410)
 * - `refused`: the request is understood and not acceptable (400, 422)
 * - `limited`: too many requests (429, 403 with a limit, GraphQL's RATE_LIMITED)
 * - `broken`: the server's own fault (5xx)
 * - `unreachable`: no answer, or one that was cut
 * - `unreadable`: an answer that is not what the API's description says
 * - `moved`: an answer that sends us to another host, where the token does not go
 */
export type FailureWord =
  | "unknown"
  | "forbidden"
  | "missing"
  | "refused"
  | "limited"
  | "broken"
  | "unreachable"
  | "unreadable"
  | "moved";

interface Details {
  /** Milliseconds after which the server wants to be asked again. */
  readonly wait?: number | null;
  readonly cause?: unknown;
}

export class GithubFailure extends Error {
  /** Milliseconds after which the server wants to be asked again; null where it does not say. */
  readonly wait: number | null;

  constructor(
    readonly word: FailureWord,
    message: string,
    { wait = null, cause }: Details = {},
  ) {
    super(message, { cause });
    this.name = "GithubFailure";
    this.wait = wait;
  }

  /** True where nobody can tell whether the request was carried out. */
  get isUnsure(): boolean {
    return ["broken", "unreachable", "unreadable"].includes(this.word);
  }
}

const byStatus: ReadonlyMap<number, FailureWord> = new Map([
  [400, "refused"],
  [401, "unknown"],
  [403, "forbidden"],
  [404, "missing"],
  [410, "missing"],
  [422, "refused"],
  [429, "limited"],
]);

export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a status other than 2xx means. A limit may come as 403; only its headers and its words tell. */
export function failureOf(refusal: Refusal): GithubFailure {
  const { status, headers, text } = refusal;
  const said = messageIn(text);
  const isLimit =
    status === 403 &&
    (headers.has("retry-after") ||
      headers.get("x-ratelimit-remaining") === "0" ||
      /secondary rate limit|abuse detection/iu.test(said));
  const word = isLimit ? "limited" : (byStatus.get(status) ?? (status >= 500 ? "broken" : "refused"));
  const message = said === "" ? `status ${status}` : `${said} (${status})`;
  return new GithubFailure(word, message, { wait: waitIn(refusal) });
}

/** Milliseconds as `retry-after` says, which may be seconds or a date, else `x-ratelimit-reset`. */
export function waitIn({ headers, now }: Pick<Refusal, "headers" | "now">): number | null {
  const after = headers.get("retry-after");
  if (after !== null) {
    const wait = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
    if (Number.isFinite(wait)) return Math.max(0, wait);
  }
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  // The reset is told with every answer; only an empty account has to wait for it.
  if (headers.get("x-ratelimit-remaining") !== "0" || !Number.isFinite(reset)) return null;
  return Math.max(0, reset * 1000 - now) + 1000;
}

const longestMessage = 200;

function messageIn(text: string): string {
  const value = jsonIn(text);
  if (typeof value !== "object" || value === null || !("message" in value)) return "";
  return String(value.message).slice(0, longestMessage);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's page; the status says enough
  }
}
