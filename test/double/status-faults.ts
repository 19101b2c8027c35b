/** Faults a server tells by a status: what it does not accept, will not do, or cannot do now. */
import type { Asked } from "./asked.js";
import { anthropicErrors } from "./anthropic/errors.js";
import { openaiErrors } from "./openai/errors.js";
import type { Fault } from "./script.js";
import type { Errors } from "./wire.js";

function errorsFor({ wire }: Asked): Errors {
  return wire === "anthropic" ? anthropicErrors : openaiErrors;
}

function says(name: "payment" | "permission" | "tooLarge" | "spendLimit" | "server" | "overloaded"): Fault {
  return (asked) => errorsFor(asked)[name]();
}

/** Refuses questions that use the parameter and answers those that do not. */
export function withoutParameter(parameter: Readonly<Record<Asked["wire"], string>>): Fault {
  return (asked, sound) => {
    const name = parameter[asked.wire];
    return asked.parameters.includes(name) ? errorsFor(asked).unsupported(name) : sound;
  };
}

/** @param retryAfter the header's value: seconds, or a date */
export function rateLimited(retryAfter: string): Fault {
  return (asked) => errorsFor(asked).rateLimit({ "retry-after": retryAfter });
}

const secondsInYear = 31_536_000;

export const statusFaults = {
  /** Older compatible servers know neither of these; both wire formats do without. */
  "unsupported-parameter": withoutParameter({ anthropic: "output_config", openai: "stream_options" }),
  "unsupported-schema": (asked, sound) => (asked.level === "schema" ? unsupportedSchema(asked) : sound),
  /** Neither a schema nor JSON can be asked for. */
  "unsupported-json": withoutParameter({ anthropic: "output_config", openai: "response_format" }),
  unauthorized: (asked) => errorsFor(asked).authentication(asked.key),
  payment: says("payment"),
  forbidden: says("permission"),
  "unknown-model": (asked) => errorsFor(asked).unknownModel(asked.model),
  "too-large": says("tooLarge"),
  "context-length": (asked) => errorsFor(asked).contextLength(1_234_567),
  "rate-limit-seconds": rateLimited("1"),
  /** HTTP dates have whole seconds. */
  "rate-limit-date": (asked, sound) => rateLimited(new Date(Date.now() + 2_000).toUTCString())(asked, sound),
  "rate-limit-absurd": rateLimited(String(secondsInYear)),
  /** No header says how long. */
  "rate-limit-silent": (asked) => errorsFor(asked).rateLimit({}),
  "spend-limit": says("spendLimit"),
  "server-error": says("server"),
  /** 529 from Anthropic, 503 from the others. */
  overloaded: says("overloaded"),
} as const satisfies Readonly<Record<string, Fault>>;

/** As servers word it whose grammar engine is missing or does not take the schema. */
function unsupportedSchema(asked: Asked): ReturnType<Errors["badRequest"]> {
  const parameter = asked.wire === "anthropic" ? "output_config.format" : "response_format";
  return errorsFor(asked).badRequest(
    "This model does not support structured output with json_schema.",
    parameter,
  );
}
