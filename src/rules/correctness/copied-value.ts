/** Two neighbours of a pair, such as width and height, are given one and the same value. */
import { wordsOf } from "../../lib/words.js";
import { type Hit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import { codeOf, isQuoted } from "../../syntax/code-text.js";
import { type Code, inFamilies } from "../../syntax/in-families.js";

export default defineRule({
  severity: "medium",
  // Of 4 hits that were read 3 were squares or equal margins, which are left out now.
  confidence: 0.7,
  judged: { right: 1, arguable: 0, wrong: 0, projects: 1 },
  title: "Value copied from the line above",
  risk: "The second of the two holds what belongs to the first, and nothing fails: it is only wrong.",
  fix: "Give the second its own value, or say in a comment that both are meant to be the same.",
  match: inFamilies(["typescript", "python", "go", "java", "rust"], copied),
  examples: [
    {
      language: "typescript",
      bad: "export function size(box: Box): Size {\n  if (box.height === 0) return none;\n  const width = box.width;\n  const height = box.width;\n  return { width, height };\n}\n",
      good: "export const square = (options: Options) => ({ width: options.width, height: options.width });\nexport const space = (image: Image) => ({ paddingLeft: image.left, paddingRight: image.left });\nexport function size(box: Box): Size {\n  const width = box.width;\n  const height = box.height;\n  return { width, height };\n}\nexport const schema = { minSales: z.number().min(1), maxSales: z.number().min(1) };\nexport const caret = (left: number) => ({ left: left, right: left });\nexport interface Edge { start: Point.Start; end: Point.End }\n",
    },
    {
      language: "javascript",
      bad: "exports.period = (query) => ({ startDate: query.startDate, endDate: query.startDate });\n",
      good: "exports.period = (query) => ({ startDate: query.startDate, endDate: query.endDate, name: query.name, title: query.name });\n",
    },
    {
      language: "python",
      bad: "def bounds(box):\n    x_min = box.min()\n    x_max = box.min()\n    return x_min, x_max\n",
      good: "def bounds(box):\n    x_min = box.min()\n    x_max = box.max()\n    created = box.now\n    updated = box.now\n    return x_min, x_max\n",
    },
    {
      language: "go",
      bad: "package box\n\nfunc bounds(b Box) (int, int) {\n\tif b.Bottom() == 0 {\n\t\treturn 0, 0\n\t}\n\ttop := b.Top()\n\tbottom := b.Top()\n\treturn top, bottom\n}\n",
      good: "package box\n\nfunc bounds(b Box) (int, int) {\n\ttop := b.Top()\n\tbottom := b.Bottom()\n\treturn top, bottom\n}\n",
    },
    {
      language: "java",
      bad: "class Box {\n  Box(Box other) {\n    this.width = other.width;\n    this.height = other.width;\n    this.depth = other.height;\n  }\n}\n",
      good: "class Box {\n  Box(Box other, int side) {\n    this.width = side;\n    this.height = side;\n    this.left = other.left;\n    this.right = other.right;\n  }\n}\n",
    },
    {
      language: "rust",
      bad: "fn span(node: &Node) -> Span {\n    Span { start: node.start, end: node.start }\n}\n",
      good: "fn span(node: &Node) -> Span {\n    Span { start: node.start, end: node.end }\n}\n",
    },
  ],
});

interface Entry {
  readonly key: string;
  readonly value: string;
  readonly at: Span;
}

/** Words that come in twos, each the other's counterpart. */
const counterparts: ReadonlySet<string> = new Set(
  [
    ["width", "height"],
    ["min", "max"],
    ["minimum", "maximum"],
    ["left", "right"],
    ["top", "bottom"],
    ["start", "end"],
    ["begin", "end"],
    ["from", "to"],
    ["source", "target"],
    ["source", "destination"],
    ["src", "dst"],
    ["src", "dest"],
    ["old", "new"],
    ["before", "after"],
    ["prev", "next"],
    ["previous", "next"],
    ["first", "last"],
    ["lat", "lng"],
    ["lat", "lon"],
    ["latitude", "longitude"],
    ["row", "column"],
    ["row", "col"],
    ["input", "output"],
    ["in", "out"],
    ["read", "write"],
    ["lower", "upper"],
    ["user", "password"],
    ["username", "password"],
    ["host", "port"],
    ["key", "value"],
    ["x", "y"],
    ["request", "response"],
    ["sender", "receiver"],
    ["buyer", "seller"],
    ["bid", "ask"],
    ["open", "close"],
    ["high", "low"],
    ["expected", "actual"],
    ["public", "private"],
    ["primary", "secondary"],
    ["up", "down"],
    ["download", "upload"],
    ["success", "error"],
    ["client", "server"],
    ["local", "remote"],
    ["parent", "child"],
    ["access", "refresh"],
    ["connect", "read"],
    ["hour", "minute"],
    ["minute", "second"],
    ["year", "month"],
    ["month", "day"],
    ["red", "green"],
    ["green", "blue"],
  ].flatMap(([a = "", b = ""]) => [`${a} ${b}`, `${b} ${a}`]),
);

/** The value of `key: value`, `key = value` or `key := value`: a path of names and calls. */
const given = /[:=][^\S\n]*([A-Za-z_$&*(][\w$.?!()[\]'"-]*\.[\w$.?!()[\]'"-]*)(?=[^\S\n]*(?:[,;})\n]|$))/g;
/** What stands before the sign, at the end of the text before it. */
const keyBefore = /(?:[\w$]+\.)*([A-Za-z_$][\w$]*)["']?[^\S\n]*:?$/;
const longestKey = 80;
/** Only separators and words that declare stand between two neighbours. */
const between = /^[\s,;]*(?:(?:const|let|var|final|int|long|double|float|String|self|this|mut)[\s.]+)*["']?$/;

function* copied(code: Code): Iterable<Hit> {
  const text = codeOf(code);
  let [before, sign] = ["", 0];
  for (const match of text.matchAll(given)) {
    const value = match[1] ?? "";
    if (value === before && !isQuoted(text, match.index)) {
      const [first, second] = [sign, match.index].map((at) => entryAt(text, at, value));
      const wanted = first && second && areNeighbours(text, first, second) && wantedFor(first, second);
      if (first && second && wanted && hasBoth(text, second, wanted)) yield hitOf(first, second, wanted);
    }
    [before, sign] = [value, match.index];
  }
}

function entryAt(text: string, sign: number, value: string): Entry | undefined {
  const lead = keyBefore.exec(text.slice(Math.max(0, sign - longestKey), sign));
  const key = lead?.[1];
  if (!lead || key === undefined) return undefined;
  return { key, value, at: { start: sign - lead[0].length, end: text.indexOf(value, sign) + value.length } };
}

function areNeighbours(text: string, first: Entry, second: Entry): boolean {
  return between.test(text.slice(first.at.end, second.at.start));
}

/** Sides and corners are the same on purpose where one number is all there is: a square, the same space on both sides. */
const geometry = /^(?:width|height|left|right|top|bottom|x|y|row|col|column)$/;

/** The counterpart of the value is there to be taken: `box.height` beside `box.width`. */
function hasBoth(text: string, first: Entry, wanted: string): boolean {
  if (!geometry.test(wanted)) return true;
  const [, receiver = "", member = ""] = /^(.*\.)([\w$]+)\W*$/.exec(first.value) ?? [];
  const own = wordsOf(member).find((word) => counterparts.has(`${word} ${wanted}`));
  const other = wordsOf(member).map((word) => (word === own ? wanted : word));
  return text
    .split(receiver)
    .slice(1)
    .some((rest) => wordsOf(/^[\w$]*/.exec(rest)?.[0] ?? "").join() === other.join());
}

function hitOf(first: Entry, second: Entry, wanted: string): Hit {
  return {
    at: { start: first.at.start, end: second.at.end },
    issue: `\`${first.key}\` and its counterpart \`${second.key}\` are both given \`${second.value}\`.`,
    recommendation: `Probably \`${second.key}\` was to be given what is named after \`${wanted}\`.`,
  };
}

/** The word the second value lacks: the keys differ in one word, and the value they share has that of the first. */
function wantedFor(first: Entry, second: Entry): string | undefined {
  const [a, b] = [wordsOf(first.key), wordsOf(second.key)];
  const differing = a.flatMap((word, i) => (word === b[i] ? [] : [i]));
  const [at] = differing;
  if (a.length !== b.length || differing.length !== 1 || at === undefined) return undefined;
  const [word = "", other = ""] = [a[at], b[at]];
  // A member of something: a lone name such as `left` may stand for an empty span on purpose.
  const member = /[\w$)\]]\??\.([\w$]+)\W*$/.exec(second.value)?.[1] ?? "";
  return counterparts.has(`${word} ${other}`) && wordsOf(member).includes(word) ? other : undefined;
}
