/** Sends requests through the proxy that the environment names; Node's own fetch takes no notice of one. */
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { Socket } from "node:net";
import type { ReadableStream as WebStream } from "node:stream/web";
import { CompletionError } from "../model/completion.js";
import type { Send } from "./wire.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an address, by the variables that curl and most tools read: `https_proxy`, `http_proxy`, `all_proxy`
 * in small or capital letters, and `no_proxy` with hosts, their subdomains and `*`. Never one for this machine itself.
 * @returns null where requests go directly; what is no address counts as no proxy
 */
export function proxyFor(target: URL, environment: Environment): URL | null {
  if (isHere(target.hostname) || isExempt(target, read(environment, "no_proxy"))) return null;
  const own = target.protocol === "https:" ? "https_proxy" : "http_proxy";
  const named = read(environment, own) || read(environment, "all_proxy");
  const address = named.includes("://") ? named : `http://${named}`;
  return named !== "" && URL.canParse(address) ? new URL(address) : null;
}

function read(environment: Environment, name: string): string {
  return (environment[name] ?? environment[name.toUpperCase()] ?? "").trim();
}

function isHere(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127\./.test(host);
}

function isExempt({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const ownPort = port || (protocol === "https:" ? "443" : "80");
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      const [, host = entry, onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.replace(/^\*?\./, "")) ?? [];
      if (onlyPort !== undefined && onlyPort !== ownPort) return false;
      return entry === "*" || hostname === host || hostname.endsWith(`.${host}`);
    });
}

/**
 * A fetch for the SDKs: through the proxy where the environment names one, else the built-in one.
 * Bodies are texts, redirects are not followed.
 * @throws CompletionError where the proxy refuses, or is of a kind that is not spoken here
 */
export function throughProxy(environment: Environment): Send {
  return async (input, init = {}) => {
    const target = new URL(input instanceof Request ? input.url : input);
    const proxy = proxyFor(target, environment);
    if (proxy === null) return globalThis.fetch(input, init);
    if (proxy.protocol !== "http:" && proxy.protocol !== "https:")
      throw new CompletionError("bad-request", `The proxy ${proxy.host} is neither http nor https.`);
    const request = target.protocol === "https:" ? tunnelled : forwarded;
    const response = await exchange(await request(target, proxy, init), init);
    if (response.status === 407) throw refusal(proxy, 407);
    return response;
  };
}

/** A plain request is handed to the proxy with its whole address. */
async function forwarded(target: URL, proxy: URL, init: RequestInit): Promise<ClientRequest> {
  const headers = { ...Object.fromEntries(new Headers(init.headers)), host: target.host, ...password(proxy) };
  return openTo(proxy, { method: init.method ?? "GET", path: target.href, headers, ...abortable(init) });
}

/** An encrypted one passes through a tunnel, so that the proxy sees the host's name and nothing else. */
async function tunnelled(target: URL, proxy: URL, init: RequestInit): Promise<ClientRequest> {
  const [https, tls] = await Promise.all([import("node:https"), import("node:tls")]);
  const socket = await tunnel(`${target.hostname}:${target.port || "443"}`, proxy, init);
  return https.request(target, {
    method: init.method ?? "GET",
    headers: { ...Object.fromEntries(new Headers(init.headers)), host: target.host },
    // Heard only without an agent, which would open a connection of its own past the proxy.
    createConnection: () => tls.connect({ socket, servername: nameOf(target) }),
    ...abortable(init),
  });
}

/** RFC 6066, 3: an address of numbers is no name that a server can be asked for. */
function nameOf({ hostname }: URL): string {
  return /^[\d.]+$|^\[/.test(hostname) ? "" : hostname;
}

/** RFC 9110, 9.3.6. */
async function tunnel(authority: string, proxy: URL, init: RequestInit): Promise<Socket> {
  const headers = { host: authority, ...password(proxy) };
  const request = await openTo(proxy, { method: "CONNECT", path: authority, headers, ...abortable(init) });
  return new Promise((resolve, reject) => {
    request.once("error", reject);
    request.once("response", (response: IncomingMessage) => reject(refusal(proxy, response.statusCode)));
    request.once("connect", (response: IncomingMessage, socket: Socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refusal(proxy, response.statusCode));
    });
    request.end();
  });
}

function refusal({ host }: URL, status = 0): CompletionError {
  return status === 407
    ? new CompletionError("authentication", `The proxy ${host} wants a name and a password.`, { status })
    : new CompletionError("connection", `The proxy ${host} makes no connection (status ${status}).`, {
        status,
      });
}

async function openTo(proxy: URL, options: RequestOptions): Promise<ClientRequest> {
  const { request } = await (proxy.protocol === "https:" ? import("node:https") : import("node:http"));
  const port = proxy.port || (proxy.protocol === "https:" ? 443 : 80);
  return request({ host: proxy.hostname.replace(/^\[|\]$/g, ""), port, agent: false, ...options });
}

function password({ username, password: secret }: URL): Readonly<Record<string, string>> {
  if (username === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(secret)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

function abortable({ signal }: RequestInit): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

/** Sends the body, and hands back the answer as fetch would as soon as its headers are there. */
async function exchange(request: ClientRequest, { body }: RequestInit): Promise<Response> {
  const { Readable } = await import("node:stream");
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.on("error", reject);
    request.end(typeof body === "string" ? body : undefined);
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
  const status = response.statusCode ?? 502;
  const stream = Readable.toWeb(response) as WebStream<Uint8Array> as ReadableStream<Uint8Array>;
  return new Response([204, 205, 304].includes(status) ? null : stream, { status, headers });
}
