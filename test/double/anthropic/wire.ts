/** Anthropic's Messages API as a wire format of the double. */
import type { Wire } from "../wire.js";
import { anthropicErrors } from "./errors.js";
import { readMessages, useCache } from "./request.js";
import { errorEvent, limitHeaders, messageBody, messageEvents } from "./response.js";

export const anthropicWire: Wire = {
  id: "anthropic",
  read: readMessages,
  useCache,
  events: messageEvents,
  json: messageBody,
  errorEvent,
  limitHeaders,
  requestIdHeader: "request-id",
  errors: anthropicErrors,
};
