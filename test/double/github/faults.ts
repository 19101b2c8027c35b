/** Every way in which the small GitHub goes wrong, by name. */
import type { ServerResponse } from "node:http";

export interface Fault {
  /** Whether what was asked for is done all the same. */
  readonly isDone: boolean;
  /** Answers, or does not; `body` is the sound answer. */
  readonly answer: (response: ServerResponse, body: string) => void;
}

type Headers = Readonly<Record<string, string>>;

function says(status: number, message: string, headers: Headers = {}): Fault {
  return {
    isDone: false,
    answer: (response) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify({ message }));
    },
  };
}

const page = "<html><body>Unicorn!</body></html>";

function brokenPage(isDone: boolean): Fault {
  return {
    isDone,
    answer: (response) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end(page);
    },
  };
}

function cut(isDone: boolean): Fault {
  return { isDone, answer: (response) => void response.socket?.resetAndDestroy() };
}

const secondary = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

export const githubFaults = {
  unknown: says(401, "Bad credentials"),
  forbidden: says(403, "Resource not accessible by integration"),
  missing: says(404, "Not Found"),
  refused: says(422, "Validation Failed"),
  limited: says(429, "Too many requests", { "retry-after": "1" }),
  secondary: says(403, secondary),
  "secondary, with a time": says(403, secondary, { "retry-after": "1" }),
  /** The hour's requests are used up; they are given back one second after 1970 began, which is long ago. */
  exhausted: says(403, "API rate limit exceeded", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }),
  "broken before": brokenPage(false),
  "broken after": brokenPage(true),
  "cut before": cut(false),
  "cut after": cut(true),
  /** The answer ends in the middle and claims to be longer. */
  half: {
    isDone: true,
    answer: (response, body) => {
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
      });
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroySoon());
    },
  },
  /** The answer ends in the middle and nothing tells so but its text. */
  truncated: {
    isDone: true,
    answer: (response, body) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(body.slice(0, Math.max(1, Math.floor(body.length / 2))));
    },
  },
  /** As GraphQL does it; for REST an answer of a wrong shape. */
  "refused with 200": {
    isDone: false,
    answer: (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          data: null,
          errors: [{ message: "Something went wrong while executing your query." }],
        }),
      );
    },
  },
} as const satisfies Record<string, Fault>;

export type GithubFaultName = keyof typeof githubFaults;
export const githubFaultNames = Object.keys(githubFaults) as readonly GithubFaultName[];
