/** `pr --dry-run`: what would be sent, as a person reads it. */
import { plural } from "../lib/text.js";
import { linesText } from "../markdown/wording.js";
import { inlineComments } from "../pull/inline-comment.js";
import type { Message } from "../pull/standing.js";
import { summaryComment } from "../pull/summary-comment.js";
import type { PrOptions } from "./pr-options.js";
import type { Assignment } from "./pr-request.js";
import { forTerminal } from "./write.js";

/** Everything that would be posted if nothing stood there yet. */
export function presentSending(message: Message, { pull, because }: Assignment, options: PrOptions): string {
  const comments = inlineComments(message, new Set());
  const head = [
    `Pull request ${pull.number}, commit ${pull.head.slice(0, 12)}, compared with ${pull.base.slice(0, 12)}`,
    ...(because === null ? [] : [`Note: ${because}.`]),
  ];
  const summary =
    options.comment === "off"
      ? []
      : ["== summary comment", summaryComment(message, { addresses: new Map(), open: new Set() })];
  const inline = comments.flatMap(({ path, lines, body }) => [
    `== comment on ${path}:${linesText(lines)}`,
    body,
  ]);
  const count = `${plural(comments.length, "comment")} on lines`;
  return forTerminal(`${[...head, ...summary, `== ${count}`, ...inline].join("\n\n")}\n`);
}
