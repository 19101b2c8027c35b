/** The text of a comment on one finding, below the line it is about. */
import { blocks } from "../markdown/document.js";
import { code, longestRun, prose, sentence } from "../markdown/escape.js";
import { confidenceText, inWords } from "../markdown/wording.js";
import type { Finding } from "../model/finding.js";
import type { LineRange } from "../model/source.js";
import { type Placed, deserving } from "./introduced.js";
import { markFinding } from "./markers.js";
import type { Message } from "./standing.js";

export interface InlineComment {
  readonly sign: string;
  readonly path: string;
  readonly lines: LineRange;
  readonly body: string;
}

/** The comments that a review is worth, worst first, whatever of them stands there already. */
export function inlineComments(message: Message, refused: ReadonlySet<string>): readonly InlineComment[] {
  return deserving(message, refused).map((placed) => ({
    sign: placed.sign,
    path: placed.spot.path,
    lines: placed.spot.lines,
    body: bodyOf(placed, message),
  }));
}

function bodyOf({ finding, spot }: Placed, { key, isForeign }: Message): string {
  const { severity, title, issue, risk, recommendation } = finding;
  return blocks(
    `${markFinding(key, finding.id)}\n**${inWords(severity)}: ${prose(title)}**`,
    sentence(issue),
    `**Risk:** ${sentence(risk)}`,
    `**Fix:** ${sentence(recommendation)}`,
    // Text of a stranger's run must not become code by one press of a button.
    spot.suggestion === null || isForeign ? "" : suggestionBlock(spot.suggestion),
    `<sub>${facts(finding)}</sub>`,
  );
}

/** A block whose text takes the place of the commented lines; an empty one takes them out. */
function suggestionBlock(text: string): string {
  const ticks = "`".repeat(Math.max(3, longestRun(text) + 1));
  return [`${ticks}suggestion`, ...(text === "" ? [] : [text]), ticks].join("\n");
}

function facts(finding: Finding): string {
  const { rule, id } = finding;
  const parts = [
    ...(rule === undefined ? [] : [code(rule)]),
    `confidence ${confidenceText([finding])}`,
    `more: ${code(`session-review explain ${rule ?? id}`)}`,
  ];
  return parts.join(" · ");
}
