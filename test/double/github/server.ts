/** A server on this machine that stands in for GitHub, remembers every request, and misbehaves as its script says. */
import { once } from "node:events";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { type Fault, type GithubFaultName, githubFaults } from "./faults.js";
import { type Asked, answerGraphql } from "./graphql.js";
import { type Reply, answerRest } from "./rest.js";
import { Refusal, SmallWorld } from "./world.js";

/** One request, as the log has it. */
export interface Call {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  /** As it was sent. */
  readonly body: string;
  readonly fault: GithubFaultName | null;
  /** Whether what was asked for was done. */
  readonly isDone: boolean;
  readonly status: number;
}

/** Decides which requests go wrong; `number` counts from the last `follow`. */
export type Script = (call: Pick<Call, "method" | "path" | "body" | "number">) => GithubFaultName | null;

export interface Options {
  readonly world?: SmallWorld;
  /** Entries of a page, however many are asked for. */
  readonly pageSize?: number;
  /** The only token that is let in; any when absent. */
  readonly token?: string;
}

export class GithubDouble {
  readonly log: Call[] = [];
  readonly world: SmallWorld;
  #script: Script = () => null;
  #since = 0;

  private constructor(
    private readonly server: Server,
    private readonly options: Options,
  ) {
    this.world = options.world ?? new SmallWorld();
  }

  static async start(options: Options = {}): Promise<GithubDouble> {
    const server = createServer();
    const double = new GithubDouble(server, options);
    server.on("request", (request, response) => void double.#handle(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return double;
  }

  get origin(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the double is closed");
    return `http://127.0.0.1:${address.port}`;
  }

  /** As `GITHUB_API_URL` of an Enterprise Server. */
  get api(): string {
    return `${this.origin}/api/v3`;
  }

  get graphql(): string {
    return `${this.origin}/api/graphql`;
  }

  /** From the next request on. */
  follow(script: Script): void {
    this.#script = script;
    this.#since = this.log.length;
  }

  /** Requests that wrote something, by the words that only their bodies have. */
  written(text: string): readonly Call[] {
    return this.log.filter(({ isDone, method, body }) => isDone && method !== "GET" && body.includes(text));
  }

  async close(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    } catch {
      return; // the client left in the middle of its request
    }
    const { method = "GET", url: path = "/", headers } = request;
    const { authorization = "" } = headers;
    const body = Buffer.concat(chunks).toString("utf8");
    const number = this.log.length - this.#since + 1;
    const name = this.#script({ method, path, body, number });
    const fault: Fault | null = name === null ? null : githubFaults[name];
    const isCarriedOut = fault === null || fault.isDone;
    const reply = isCarriedOut
      ? this.#reply({ method, path, authorization, body })
      : { status: 0, value: null };
    const isDone = isCarriedOut && reply.status < 400;
    this.log.push({
      number: this.log.length + 1,
      method,
      path,
      authorization,
      body,
      fault: name,
      isDone,
      status: reply.status,
    });
    if (fault) fault.answer(response, JSON.stringify(reply.value));
    else this.#answer(response, path, reply);
  }

  #reply(call: Pick<Call, "method" | "path" | "authorization" | "body">): Reply {
    const { token } = this.options;
    if (call.authorization === "" || (token !== undefined && call.authorization !== `Bearer ${token}`))
      return { status: 401, value: { message: "Bad credentials" } };
    try {
      return this.#carryOut(call);
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, value: { message: error.message } };
      return { status: 500, value: { message: String(error) } };
    }
  }

  #carryOut({ method, path, body }: Pick<Call, "method" | "path" | "body">): Reply {
    const { pageSize = 100 } = this.options;
    const { pathname, searchParams } = new URL(path, this.origin);
    const value = (body === "" ? {} : JSON.parse(body)) as Readonly<Record<string, unknown>>;
    if (pathname === "/api/graphql")
      return { status: 200, value: answerGraphql(value as unknown as Asked, this.world, pageSize) };
    if (!pathname.startsWith("/api/v3/")) throw new Refusal(404, "Not Found");
    const rest = {
      method,
      path: decodeURI(pathname.slice("/api/v3".length)),
      search: searchParams,
      body: value,
    };
    return answerRest(rest, this.world, pageSize);
  }

  #answer(response: ServerResponse, path: string, { status, value, next }: Reply): void {
    const link =
      next === undefined
        ? {}
        : { link: `<${this.#page(path, next)}>; rel="next", <${this.origin}>; rel="last"` };
    // Told with every answer; only who has none left may wait for it.
    const account = { "x-ratelimit-remaining": "4999", "x-ratelimit-reset": "4102444800" };
    response.writeHead(status, { "content-type": "application/json", ...account, ...link });
    response.end(JSON.stringify(value));
  }

  #page(path: string, next: number): string {
    const address = new URL(path, this.origin);
    address.searchParams.set("page", String(next));
    return address.href;
  }
}
