/** Errors of the Messages API, in the shape its documentation gives them. */
import type { Rejection } from "../answer.js";
import type { Errors } from "../wire.js";

interface Trouble {
  readonly type: string;
  readonly message: string;
  /** The stable code that newer versions add. */
  readonly code?: string;
}

function rejection(
  status: number,
  trouble: Trouble,
  headers: Readonly<Record<string, string>> = {},
): Rejection {
  return { kind: "rejection", status, headers, body: errorBody(trouble) };
}

export function errorBody({ type, message, code }: Trouble): unknown {
  const details = code === undefined ? {} : { details: { error_code: code } };
  return { type: "error", error: { type, message, ...details }, request_id: "req_double" };
}

function invalid(message: string): Trouble {
  return { type: "invalid_request_error", message };
}

export const overloaded: Trouble = { type: "overloaded_error", message: "Overloaded" };

export const anthropicErrors: Errors = {
  badRequest: (message, parameter) =>
    rejection(400, invalid(parameter === undefined ? message : `${parameter}: ${message}`)),
  unsupported: (parameter) => rejection(400, invalid(`${parameter}: Extra inputs are not permitted`)),
  // Real servers do not repeat the key; some gateways do, so this one is the worst of them.
  authentication: (key) =>
    rejection(401, { type: "authentication_error", message: `invalid API key ${key}` }),
  payment: () =>
    rejection(402, { type: "billing_error", message: "Your credit balance is too low to access the API." }),
  permission: () =>
    rejection(403, { type: "permission_error", message: "Your API key may not use this resource." }),
  unknownModel: (model) => rejection(404, { type: "not_found_error", message: `model: ${model}` }),
  notFound: (path) => rejection(404, { type: "not_found_error", message: `Not found: ${path}` }),
  tooLarge: () =>
    rejection(413, {
      type: "request_too_large",
      message: "Request exceeds the maximum allowed number of bytes",
    }),
  contextLength: (tokens) => rejection(400, invalid(`prompt is too long: ${tokens} tokens > 200000 maximum`)),
  rateLimit: (headers) =>
    rejection(
      429,
      { type: "rate_limit_error", message: "This request would exceed your organization's rate limit." },
      headers,
    ),
  spendLimit: () =>
    rejection(429, {
      type: "rate_limit_error",
      message: "You have reached your specified API usage limits.",
      code: "enforced_spend_limit_reached",
    }),
  server: () => rejection(500, { type: "api_error", message: "Internal server error" }),
  overloaded: () => rejection(529, overloaded),
};
