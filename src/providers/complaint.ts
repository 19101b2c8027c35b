/** Reads why a server refused out of the body it sent, whichever of the many shapes that has. */
import { duration } from "./limits.js";
import { countOf, field, parsed, textOf } from "./unknown.js";

/** What a refusal says. */
export interface Complaint {
  /** The sentences meant for people, at most 2,000 characters; empty where there are none. */
  readonly message: string;
  /** The words meant for programs: types, codes, statuses. */
  readonly codes: readonly string[];
  /** The parameters it names as such: OpenAI's `param`, the last part of pydantic's `loc`. */
  readonly parameters: readonly string[];
  /** Google's `retryDelay`, in milliseconds. */
  readonly wait?: number;
}

const longestMessage = 2000;
const deepest = 6;

/** Names under which servers put sentences. What they repeat of the request (`input`, `ctx`) is left out. */
const sentenceNames = ["message", "msg", "detail", "error", "title", "description", "raw"];
const codeNames = ["type", "code", "error_code", "status", "reason"];
const parameterNames = ["param", "loc"];

/** Reads the body of a refusal: JSON of any known shape, a web page, or plain text. */
export function readComplaint(body: string): Complaint {
  const value = parsed(body);
  return value === undefined ? readPage(body) : readValue(value);
}

/** The same for JSON that has been read already. */
export function readValue(value: unknown): Complaint {
  if (typeof value === "string")
    return { message: value.slice(0, longestMessage), codes: [], parameters: [] };
  const sentences = textsUnder(value, sentenceNames);
  const [wait] = textsUnder(value, ["retryDelay"]).flatMap((text) => duration(text) ?? []);
  return {
    message: [...new Set(sentences)].join("; ").slice(0, longestMessage),
    codes: textsUnder(value, codeNames),
    parameters: textsUnder(value, parameterNames),
    ...(wait === undefined ? {} : { wait }),
  };
}

/** Proxies answer with pages; their title says most. */
function readPage(body: string): Complaint {
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1] ?? "";
  const text = (title || body.replace(/<[^<>]*>/g, " ")).replace(/\s+/g, " ").trim();
  return { message: text.slice(0, longestMessage), codes: [], parameters: [] };
}

/** All texts and numbers below one of the names, in the order they stand. */
function textsUnder(value: unknown, names: readonly string[]): readonly string[] {
  const found: string[] = [];
  const look = (part: unknown, isNamed: boolean, depth: number): void => {
    const text = textOf(part) ?? countOf(part)?.toString();
    if (text !== undefined) {
      if (isNamed && text !== "") found.push(text);
    } else if (Array.isArray(part)) {
      for (const item of part.slice(0, 20)) if (depth < deepest) look(item, isNamed, depth + 1);
    } else if (typeof part === "object" && part !== null && depth < deepest) {
      for (const name of Object.keys(part).slice(0, 50))
        look(field(part, name), names.includes(name), depth + 1);
    }
  };
  look(value, false, 0);
  return found;
}
