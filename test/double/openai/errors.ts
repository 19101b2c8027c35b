/** Errors of the Chat Completions API, in the shape OpenAI's documentation gives them. */
import type { Rejection } from "../answer.js";
import type { Errors } from "../wire.js";

interface Trouble {
  readonly message: string;
  readonly type: string;
  readonly param?: string;
  readonly code?: string;
}

function rejection(
  status: number,
  trouble: Trouble,
  headers: Readonly<Record<string, string>> = {},
): Rejection {
  return { kind: "rejection", status, headers, body: errorBody(trouble) };
}

export function errorBody({ message, type, param, code }: Trouble): unknown {
  return { error: { message, type, param: param ?? null, code: code ?? null } };
}

function invalid(message: string, code?: string, param?: string): Trouble {
  return { message, type: "invalid_request_error", ...(param ? { param } : {}), ...(code ? { code } : {}) };
}

export const overloaded: Trouble = {
  message: "The engine is currently overloaded, please try again later",
  type: "server_error",
  code: "overloaded",
};

export const openaiErrors: Errors = {
  badRequest: (message, parameter) => rejection(400, invalid(message, undefined, parameter)),
  unsupported: (parameter) =>
    rejection(
      400,
      invalid(
        `Unsupported parameter: '${parameter}' is not supported with this model.`,
        "unsupported_parameter",
        parameter,
      ),
    ),
  // OpenAI repeats the key with stars in it; some gateways repeat all of it, so this one is the worst of them.
  authentication: (key) => rejection(401, invalid(`Incorrect API key provided: ${key}.`, "invalid_api_key")),
  payment: () =>
    rejection(402, { message: "Insufficient Balance", type: "unknown_error", code: "invalid_request_error" }),
  permission: () =>
    rejection(403, {
      message: "Country, region, or territory not supported",
      type: "request_forbidden",
      code: "unsupported_country_region_territory",
    }),
  unknownModel: (model) =>
    rejection(
      404,
      invalid(`The model \`${model}\` does not exist or you do not have access to it.`, "model_not_found"),
    ),
  notFound: (path) => rejection(404, invalid(`Invalid URL (${path})`)),
  tooLarge: () => rejection(413, invalid("Request body too large")),
  contextLength: (tokens) =>
    rejection(
      400,
      invalid(
        `This model's maximum context length is 128000 tokens. However, your messages resulted in ${tokens} tokens.`,
        "context_length_exceeded",
        "messages",
      ),
    ),
  rateLimit: (headers) =>
    rejection(
      429,
      {
        message: "Rate limit reached on requests per min (RPM).",
        type: "requests",
        code: "rate_limit_exceeded",
      },
      headers,
    ),
  spendLimit: () =>
    rejection(429, {
      message: "You exceeded your current quota, please check your plan and billing details.",
      type: "insufficient_quota",
      code: "insufficient_quota",
    }),
  server: () =>
    rejection(500, {
      message: "The server had an error while processing your request",
      type: "server_error",
    }),
  overloaded: () => rejection(503, overloaded),
};
