/** When a number in the code needs no name: its call or a comment beside it says what it is. */
import type { Lines } from "../lib/text.js";
import type { Span } from "../model/source.js";

/** Calls that say what the number is, or whose number is an index, a base, a colour or a point. */
export const plainCall =
  /^(?:Date|Array|Error|parseInt|Number|BigInt|range|max|min|round|pow|log|sqrt|floor|ceil|pad\w*|to\w+|charCodeAt|fromCharCode|codePointAt|rgba?|hsla?|fill|status|sendStatus|writeHead|exit|set(?:Full)?(?:Year|Month|Date|Hours|Minutes|Seconds|Milliseconds)|translate|scale|rotate|rect|arc\w*|lineTo|moveTo|\w*random\w*|rand\w+|timedelta|datetime|date|time|chr|hex|Decimal|Fraction|int|float|string|varchar|char|length|limit|first|take|equal|expect|subarray|copy|\w*[pP]rogress|\w*[sS]tage|(?:get|set|read|write)(?:Big)?U?(?:Int|Uint|Float|Double)\w*|\w*[cC]olou?r|HTTPException|abort|jsonify|response|Response|[A-Z_]+)$/;

/** The lines of a comment and the one after it: whoever commented there has said what the number is. */
export function explainedLines(comment: Span, lines: Lines): readonly number[] {
  const { start, end } = lines.range(comment);
  return Array.from({ length: end - start + 2 }, (_, i) => start + i);
}
