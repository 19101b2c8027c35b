/** Turns whatever the SDKs, fetch, sockets and servers can throw into the one error that the rest of the house knows. */
import { visible } from "../lib/visible.js";
import { CompletionError, type FailureKind, type Usage } from "../model/completion.js";
import { type Complaint, readComplaint, readValue } from "./complaint.js";
import { conceal, concealed } from "./conceal.js";
import type { Ending } from "./idle.js";
import { retryAfter } from "./limits.js";
import { statusOf, understand } from "./refusal.js";
import { field, textOf } from "./unknown.js";
import type { Exchange } from "./wire.js";

/** What is known of a call that failed. */
export interface Circumstances {
  /** Where it went, for people. */
  readonly destination: string;
  readonly exchange: Exchange;
  /** Why our own watch ended it; null where it did not. */
  readonly ending: Ending | null;
  /** Names of the parameters in the request that it could have gone without. */
  readonly sent: readonly string[];
  readonly partial: string;
  readonly usage: Usage;
  readonly secrets: readonly string[];
}

/** A failure before the secrets are taken out and what had been answered is put in. */
interface Diagnosis {
  readonly kind: FailureKind;
  readonly message: string;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly parameter?: string;
}

/** The one error for everything; it holds no secret, neither in its message nor in its cause. */
export function classify(thrown: unknown, circumstances: Circumstances): CompletionError {
  const { partial, usage, secrets } = circumstances;
  const { kind, message, ...details } = diagnose(thrown, circumstances);
  return new CompletionError(kind, conceal(message, secrets), {
    ...details,
    ...(partial === "" ? {} : { partial }),
    ...(usage.input === null && usage.output === null ? {} : { usage }),
    cause: concealed(thrown, secrets),
  });
}

function diagnose(thrown: unknown, circumstances: Circumstances): Diagnosis {
  const { destination, exchange, ending } = circumstances;
  const own = causes(thrown).find((cause) => cause instanceof CompletionError);
  if (own instanceof CompletionError) return { kind: own.kind, message: own.message };
  if (ending !== null) return ended(ending, destination);
  const { status } = exchange;
  if (status !== null && (status < 200 || status > 299))
    return refused(status, readComplaint(exchange.body ?? ""), circumstances);
  const complaint = complaintWithin(thrown);
  if (complaint !== null) return refused(statusOf(complaint), complaint, circumstances);
  return status === null ? unsent(thrown, destination) : broken(thrown, destination);
}

function ended(ending: Ending, to: string): Diagnosis {
  if (ending === "interrupted") return { kind: "interrupted", message: `The call to ${to} was interrupted.` };
  return {
    kind: "stalled",
    message: ending === "idle" ? silence(to) : `${to} had not finished its answer when time was up.`,
  };
}

function silence(to: string): string {
  return `${to} sent nothing for too long.`;
}

function refused(status: number, complaint: Complaint, circumstances: Circumstances): Diagnosis {
  const { destination, exchange, sent } = circumstances;
  const { headers } = exchange;
  if (status >= 300 && status < 400)
    return { kind: "bad-request", status, message: redirect(destination, headers) };
  const asked = headers.get("x-should-retry");
  const mayRetry = asked === "true" || asked === "false" ? asked === "true" : null;
  const { kind, parameter } = understand({ status, complaint, sent, mayRetry });
  const wait = retryAfter(headers, Date.now()) ?? complaint.wait;
  const reason = quoted(complaint.message) || noReason(status, kind);
  return {
    kind,
    status,
    message: `${opening(kind, destination)}: ${reason}`,
    ...(parameter === undefined ? {} : { parameter }),
    ...(wait === undefined ? {} : { retryAfter: wait }),
  };
}

function opening(kind: FailureKind, to: string): string {
  const openings: Readonly<Partial<Record<FailureKind, string>>> = {
    "unsupported-parameter": `${to} does not take a parameter`,
    authentication: `${to} does not accept the key`,
    payment: `${to} asks for payment`,
    permission: `${to} does not permit this`,
    "unknown-model": `${to} does not know the model`,
    "too-large": `The request is too large for ${to}`,
    "rate-limit": `${to} asks for fewer requests`,
    "spend-limit": `The spending limit at ${to} is reached`,
    overloaded: `${to} is overloaded`,
    server: `${to} has trouble of its own`,
  };
  return openings[kind] ?? `${to} refused the request`;
}

function noReason(status: number, kind: FailureKind): string {
  const hint = kind === "bad-request" && status === 404 ? "; is the base URL right?" : "";
  return `status ${status} without a reason${hint}`;
}

/** The server's words on one line: what it sends is foreign text, and may hold a page or control characters. */
function quoted(message: string): string {
  const line = visible(message.replace(/\s+/g, " ").trim());
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function redirect(to: string, headers: Headers): string {
  const target = headers.get("location") ?? "";
  const host = URL.canParse(target) ? new URL(target).host : "another address";
  return `${to} sends requests on to ${host}; code goes only where the base URL says, so set that if it is right.`;
}

/** An error that the server sent within its answer: an `error` event, or a chunk with an `error` in it. */
function complaintWithin(thrown: unknown): Complaint | null {
  const said = field(thrown, "error");
  if (!(thrown instanceof Error) || said === undefined || field(thrown, "status") !== undefined) return null;
  return readValue(said);
}

/** Codes of connections that waited in vain; undici gives up on headers and on bodies after 300 s. */
const waited = /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/;

const advice: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host's name could not be looked up",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  EPIPE: "the connection was cut",
  ETIMEDOUT: "the connection took too long",
  UND_ERR_CONNECT_TIMEOUT: "the connection took too long",
};

/** Nothing came back: the request was never right, or never arrived. */
function unsent(thrown: unknown, to: string): Diagnosis {
  const chain = causes(thrown);
  const codes = chain.flatMap((cause) => textOf(field(cause, "code")) ?? []);
  if (codes.some((code) => waited.test(code)) || isTimeout(thrown))
    return { kind: "stalled", message: silence(to) };
  if (chain.some((cause) => /invalid header value|ByteString/i.test(String(field(cause, "message")))))
    return { kind: "authentication", message: `The key for ${to} holds characters that no key has.` };
  const code = codes.find((found) => advice[found] !== undefined) ?? codes[0];
  const last = quoted(textOf(field(chain.at(-1), "message")) ?? String(thrown));
  const reason = (code && advice[code]) ?? (code ? `${code} ${last}` : last);
  const isOurs = code === undefined && chain.length === 1 && thrown instanceof TypeError;
  return isOurs
    ? { kind: "bad-request", message: `The request to ${to} cannot be made: ${reason}` }
    : { kind: "connection", message: `No connection to ${to}: ${reason}` };
}

/** Both SDKs have a class for it; only Anthropic's carries its name. */
function isTimeout(thrown: unknown): boolean {
  return (
    thrown instanceof Error && /APIConnectionTimeoutError/.test(`${thrown.name} ${thrown.constructor.name}`)
  );
}

/** The answer had begun. */
function broken(thrown: unknown, to: string): Diagnosis {
  const chain = causes(thrown);
  if (chain.some((cause) => cause instanceof SyntaxError))
    return { kind: "malformed", message: `${to} sent an answer that cannot be read.` };
  if (chain.some((cause) => waited.test(textOf(field(cause, "code")) ?? "")))
    return { kind: "stalled", message: silence(to) };
  return { kind: "cut-off", message: `The answer of ${to} broke off.` };
}

/** An error and what caused it, outermost first; tries of several addresses count as causes. */
function causes(thrown: unknown, depth = 0): readonly unknown[] {
  if (thrown === undefined || thrown === null || depth > 8) return [];
  const several = thrown instanceof AggregateError ? (thrown.errors as readonly unknown[]).slice(0, 1) : [];
  return [thrown, ...[field(thrown, "cause"), ...several].flatMap((cause) => causes(cause, depth + 1))];
}
