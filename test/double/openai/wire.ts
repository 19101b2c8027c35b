/** OpenAI's Chat Completions API as a wire format of the double. */
import type { Wire } from "../wire.js";
import { openaiErrors } from "./errors.js";
import { readChat, useCache } from "./request.js";
import { chatBody, chatEvents, errorEvent, limitHeaders } from "./response.js";

export const openaiWire: Wire = {
  id: "openai",
  read: readChat,
  useCache,
  events: chatEvents,
  json: chatBody,
  errorEvent,
  limitHeaders,
  requestIdHeader: "x-request-id",
  errors: openaiErrors,
};
