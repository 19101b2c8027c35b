/** Looks up quantities and defaults, and sees where the code has another number for the same name. */
import { stem, wordsOf } from "../../lib/words.js";
import type { Sighting, Where } from "./anchors.js";
import { type CodeFile, type Part, placeAt, textOf } from "./code.js";
import { wholeProject } from "./look-up.js";
import { type Quantity, numbersIn, valuesOf } from "./quantities.js";
import { escaped } from "./reach.js";

/** From here on a number is telling by itself. */
const telling = 1000;

export function lookForQuantity(quantity: Quantity, where: Where): Sighting {
  const values = valuesOf(quantity);
  const names = new Set([...where.stems]);
  for (const part of where.parts) {
    for (const { at, value } of numbersIn(textOf(part))) {
      if (!values.has(value) && !isEnough(value, quantity)) continue;
      const offset = part.start + at;
      if (isTelling(value, quantity) || isBeside(part.file, offset, names))
        return { state: "found", place: placeAt(part.file, offset) };
    }
  }
  return otherLimit(quantity, where) ?? { state: "absent" };
}

/** Eight characters are at least seven; what is far more is about something else. */
function isEnough(value: number, { unit, qualifier, value: least }: Quantity): boolean {
  return unit === "count" && qualifier === "at least" && value >= least && value <= least * 8;
}

function isTelling(value: number, { unit }: Quantity): boolean {
  return value >= telling || (unit !== "count" && value >= 60);
}

/** Whether the line of the number shares a word with the statement. */
function isBeside(file: CodeFile, at: number, stems: ReadonlySet<string>): boolean {
  const line = file.lines.lineAt(at);
  const around = file.text.slice(file.lines.startOf(line - 1 || 1), file.lines.startOf(line + 1));
  return wordsOf(around).some((word) => word.length > 2 && stems.has(stem(word)));
}

const limits = new Set(
  ["max", "maximum", "most", "limit", "cap", "min", "minimum", "least", "default"].map(stem),
);

/** "At most 10 sessions" against `MAX_SESSIONS = 20`. */
function otherLimit(quantity: Quantity, where: Where): Sighting | null {
  const { noun, qualifier } = quantity;
  const wanted = noun === null ? null : stem(noun);
  if (wanted === null || qualifier === null) return null;
  const kind = /most|max|up to|no more|limit/.test(qualifier)
    ? /^(?:max|maximum|most|limit|cap)$/
    : /least|min/.test(qualifier)
      ? /^(?:min|minimum|least)$/
      : null;
  if (!kind) return null;
  for (const constant of constantsIn(where.parts.length > 0 ? wholeProject(where.code) : [])) {
    const words = wordsOf(constant.name);
    const rest = words
      .filter((word) => !limits.has(stem(word)) && !/^(?:default|count|number|total|of)$/.test(word))
      .map(stem);
    if (!words.some((word) => kind.test(word)) || rest.length !== 1 || rest[0] !== wanted) continue;
    if (!valuesOf(quantity).has(constant.value)) return contradiction(constant, quantity.shown);
  }
  return null;
}

interface Constant {
  readonly name: string;
  readonly value: number;
  readonly file: CodeFile;
  readonly at: number;
}

function contradiction({ name, value, file, at }: Constant, wanted: string): Sighting {
  return {
    state: "contradicted",
    place: placeAt(file, at),
    says: `\`${name}\` is ${value} where the plan says ${wanted}`,
  };
}

const numeral = String.raw`(\d[\d_]*(?:\.\d+)?(?:\s*(?:\*\*|\*|<<)\s*(?:\d[\d_]*|time\.\w+))*)`;
/** Assignments, parameters' defaults, fields, and what stands in when a setting is absent. */
const constantForms = [
  String.raw`\b([A-Za-z_]\w*)\??(?:\s*:\s*[\w.\[\]| ]+?)?\s*:?=\s*${numeral}`,
  String.raw`\b([A-Za-z_]\w*)["'\`]?\s*\]?\s*(?:\?\?|\|\|)\s*["']?${numeral}`,
  String.raw`["'\`]([A-Za-z_]\w*)["'\`]\s*,\s*["']?${numeral}`,
  String.raw`\b([A-Za-z_]\w*)\s*:\s*[\w.\[\]| ]+=\s*Field\((?:default\s*=\s*)?${numeral}`,
  String.raw`\b([A-Za-z_]\w*)\s*:\s*z\.[^\n]*?\.default\(${numeral}\)`,
  String.raw`^[ \t]*([A-Za-z_]\w*)\s*:\s*${numeral}\s*,?[ \t]*$`,
];

function constantsIn(parts: readonly Part[]): readonly Constant[] {
  return parts.flatMap((part) =>
    constantForms.flatMap((form) =>
      Array.from(
        textOf(part).matchAll(new RegExp(form, "gm")),
        ({ index, 1: name = "", 2: number = "" }) => ({
          name,
          value: numbersIn(number)[0]?.value ?? Number.NaN,
          file: part.file,
          at: part.start + index,
        }),
      ),
    ),
  );
}

/** `maxAttempts` with the default 3: the same name with this number, with another one, or without any. */
export function lookForDefault(name: string, value: number, where: Where): Sighting {
  const wanted = wordsOf(name).join(" ");
  const same = constantsIn(wholeProject(where.code)).filter((constant) =>
    isSameSetting(constant.name, wanted),
  );
  const right = same.find((constant) => constant.value === value);
  if (right) return { state: "found", place: placeAt(right.file, right.at) };
  // Only what is called a default, or a parameter of that very name, can say otherwise.
  const wrong = same.find(
    ({ value: other, name: at }) =>
      other > 0 &&
      !isScaled(other, value) &&
      !/max|min/i.test(at.replace(new RegExp(escaped(name), "i"), "")),
  );
  return wrong ? contradiction(wrong, String(value)) : { state: "absent" };
}

function isScaled(a: number, b: number): boolean {
  return [1000, 60, 1024].some((scale) => a === b * scale || b === a * scale);
}

function isSameSetting(name: string, wanted: string): boolean {
  const words = wordsOf(name).filter((word) => word !== "default");
  return words.join(" ") === wanted;
}
