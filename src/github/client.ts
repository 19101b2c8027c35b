/** Asks GitHub's REST and GraphQL: waits where it is told to, tries again where that is harmless, and gives up in time. */
import { GithubFailure, failureOf } from "./failure.js";
import { waitAfter } from "./patience.js";

export type Send = (input: string, init: RequestInit) => Promise<Response>;

export interface Timing {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface Connection {
  /** `https://api.github.com`, `https://ghes.example/api/v3`. */
  readonly api: string;
  /** `https://api.github.com/graphql`; on the same host. */
  readonly graphql: string;
  readonly token: string;
  readonly send: Send;
  readonly timing: Timing;
  /** Milliseconds that all waits together may take. */
  readonly mostWait: number;
  readonly signal?: AbortSignal;
}

export interface Question {
  readonly method: "GET" | "POST" | "PATCH";
  /** Behind the API's address, or a whole address on its host. */
  readonly path: string;
  readonly body?: unknown;
  /** False where doing it twice would be seen: it is never sent again after a failure that leaves this open. */
  readonly isRepeatable: boolean;
}

export interface Answer {
  readonly headers: Headers;
  readonly value: unknown;
}

/** A server that says nothing for so long says nothing at all. */
const mostSilence = 30_000;
/** GitHub asks for a second between requests that write. */
const betweenWrites = 1000;
/** Renamed repositories answer with the address of their number. */
const mostRedirects = 3;

export class Client {
  readonly #connection: Connection;
  readonly #host: string;
  #waited = 0;
  #lastWrite = Number.NEGATIVE_INFINITY;

  /** @throws GithubFailure where the two addresses are on different hosts: the token belongs to one */
  constructor(connection: Connection) {
    this.#connection = connection;
    this.#host = new URL(connection.api).origin;
    if (new URL(connection.graphql).origin !== this.#host)
      throw new GithubFailure("moved", `${connection.graphql} is on another host than ${connection.api}`);
  }

  /** @throws GithubFailure */
  async ask(question: Question): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#keepApart(question);
        return await this.#once(question);
      } catch (error) {
        if (!(error instanceof GithubFailure)) throw error;
        const wait = waitAfter(error, attempt, question.isRepeatable);
        if (wait === null || !(await this.wait(wait))) throw error;
      }
    }
  }

  /**
   * @param isRepeatable false for a mutation that does more when sent twice
   * @throws GithubFailure, also for errors in an answer with status 200
   */
  async query(query: string, variables: object, isRepeatable = true): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const { graphql } = this.#connection;
      const { value } = await this.ask({
        method: "POST",
        path: graphql,
        body: { query, variables },
        isRepeatable,
      });
      const failure = failureInGraphql(value);
      if (failure === null) return typeof value === "object" && value && "data" in value ? value.data : null;
      const wait = waitAfter(failure, attempt, isRepeatable);
      if (wait === null || !(await this.wait(wait))) throw failure;
    }
  }

  /** All pages of a list. A page may be short and not the last: only the server says which is. */
  async all(path: string): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    for (let next: string | null = path; next !== null;) {
      const { value, headers }: Answer = await this.ask({ method: "GET", path: next, isRepeatable: true });
      if (!Array.isArray(value)) throw new GithubFailure("unreadable", `${path} is no list`);
      items.push(...(value as readonly unknown[]));
      next = nextIn(headers.get("link") ?? "");
    }
    return items;
  }

  /** @returns false where there is no time left to wait so long */
  async wait(milliseconds: number): Promise<boolean> {
    const { mostWait, timing, signal } = this.#connection;
    if (this.#waited + milliseconds > mostWait || signal?.aborted) return false;
    this.#waited += milliseconds;
    await timing.sleep(milliseconds);
    return true;
  }

  async #keepApart({ method, path }: Question): Promise<void> {
    if (method === "GET" || path === this.#connection.graphql) return;
    const { now, sleep } = this.#connection.timing;
    const rest = this.#lastWrite + betweenWrites - now();
    if (rest > 0) await sleep(rest);
    this.#lastWrite = now();
  }

  async #once(question: Question): Promise<Answer> {
    let address = this.#addressOf(question.path);
    for (let redirects = 0; ; redirects++) {
      const response = await this.#send(address, question);
      const target = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || target === null || redirects === mostRedirects)
        return this.#read(response);
      await response.body?.cancel();
      if (question.method !== "GET" && ![307, 308].includes(response.status))
        throw new GithubFailure("moved", `${address} has moved (${response.status})`);
      address = this.#addressOf(new URL(target, address).href);
    }
  }

  /** The token goes to one host and to no other, whatever an answer says. */
  #addressOf(path: string): string {
    const address = path.startsWith("/") ? `${this.#connection.api.replace(/\/+$/, "")}${path}` : path;
    const { origin } = new URL(address);
    if (origin !== this.#host)
      throw new GithubFailure("moved", `an answer led to ${origin}, which is not ${this.#host}`);
    return address;
  }

  async #send(address: string, { method, body }: Question): Promise<Response> {
    const { send, token, signal } = this.#connection;
    const silence = AbortSignal.timeout(mostSilence);
    try {
      return await send(address, {
        method,
        redirect: "manual",
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${token}`,
          "user-agent": "session-review",
          "x-github-api-version": "2022-11-28",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: signal ? AbortSignal.any([silence, signal]) : silence,
      });
    } catch (error) {
      throw unreachable(error);
    }
  }

  async #read(response: Response): Promise<Answer> {
    const text = await response.text().catch((error: unknown) => {
      throw unreachable(error);
    });
    const { status, headers } = response;
    if (!response.ok) throw failureOf({ status, headers, text, now: this.#connection.timing.now() });
    if (text === "") return { headers, value: null };
    try {
      return { headers, value: JSON.parse(text) as unknown };
    } catch (cause) {
      throw new GithubFailure("unreadable", "the answer is not whole JSON", { cause });
    }
  }
}

/** Node's fetch says "fetch failed" and hides the reason in the cause. */
function unreachable(error: unknown): GithubFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new GithubFailure("unreachable", `no answer: ${reason}`, { cause: error });
}

/** RFC 8288. */
function nextIn(link: string): string | null {
  return /<([^<>]+)>\s*;[^,]*\brel="?next\b/u.exec(link)?.[1] ?? null;
}

/** GraphQL answers with status 200 when it refuses. */
function failureInGraphql(value: unknown): GithubFailure | null {
  if (typeof value !== "object" || value === null)
    return new GithubFailure("unreadable", "no GraphQL answer");
  const errors: unknown = "errors" in value ? value.errors : undefined;
  if (!Array.isArray(errors) || errors.length === 0) return null;
  const [first] = errors as readonly { readonly type?: unknown; readonly message?: unknown }[];
  const message = String(first?.message ?? "an error without words");
  switch (first?.type) {
    case "RATE_LIMITED":
      return new GithubFailure("limited", message);
    case "FORBIDDEN":
    case "INSUFFICIENT_SCOPES":
      return new GithubFailure("forbidden", message);
    case "NOT_FOUND":
      return new GithubFailure("missing", message);
    default:
      // Errors without a type are the server's: a query that took too long.
      return new GithubFailure(first?.type === undefined ? "broken" : "refused", message);
  }
}
