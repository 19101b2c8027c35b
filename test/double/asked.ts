/** A request as a script sees it: the same words for both wire formats. */
import type { ShapeLevel } from "../../src/model/completion.js";
import type { JsonObject } from "./json.js";

export type WireId = "anthropic" | "openai";

/** One block of a prompt, in the order in which the model reads them. */
export interface Part {
  readonly role: string;
  readonly text: string;
  /** An Anthropic cache breakpoint stands at its end. */
  readonly breakpoint: boolean;
}

export interface Asked {
  /** 1 for the first question of this server, in the order of arrival; refused questions count. */
  readonly number: number;
  readonly wire: WireId;
  readonly model: string;
  readonly parts: readonly Part[];
  readonly stream: boolean;
  /** Whether usage goes into a stream: always with Anthropic, on request with OpenAI. */
  readonly wantsUsage: boolean;
  readonly mostTokens: number;
  /** How firmly a shape is asked for by parameters. */
  readonly level: ShapeLevel;
  readonly schema: JsonObject | null;
  /** Names of all parameters, with those one level down as `stream_options.include_usage`. */
  readonly parameters: readonly string[];
  readonly key: string;
  readonly body: JsonObject;
}

/** Everything the model was told, as one text. */
export function wholeText({ parts }: Pick<Asked, "parts">): string {
  return parts.map(({ text }) => text).join("\n");
}

/** The parts up to the last cache breakpoint; all reviewers of a batch should send the same. */
export function frontOf({ parts }: Pick<Asked, "parts">): readonly Part[] {
  const last = parts.findLastIndex(({ breakpoint }) => breakpoint);
  return parts.slice(0, last + 1);
}
