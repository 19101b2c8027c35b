/** Two functions that are the same but for one check: the one was mended, its twin was left behind. */
import { hash } from "../../lib/hash.js";
import { groupBy } from "../../lib/group.js";
import { Lines } from "../../lib/text.js";
import type { FunctionFact } from "../../model/outline.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { type EarlyExit, earlyExits } from "../../syntax/early-exits.js";
import { withoutComments } from "../../syntax/growth.js";
import { learn } from "../../syntax/learn.js";
import { type Token, tokensOf } from "../../syntax/tokens.js";
import { examples } from "./guard-missing-in-twin/examples.js";

export default defineRule({
  severity: "medium",
  // Read on 20 projects: of 18 hits 4 true, 9 worth the question and 5 meant to differ, nearly all of them questions;
  // of the 2 that are told and not asked, both plain, one is true.
  confidence: 0.6,
  judged: { right: 13, arguable: 0, wrong: 5, projects: 0 },
  title: "A check that its twin does not have",
  risk: "What the check keeps out of the one goes through the other.",
  fix: "Make the check in both, or let one call the other.",
  reads: ["typescript", "python", "go", "java", "rust"],
  project: drifted,
  examples,
});

/** Shorter remainders are equal by chance: two lines that read a field and return it. */
const fewestTokens = 40;
const mostTokens = 1500;
/** A body with more twins than this is a frame that many functions share. */
const mostTwins = 3;

interface Twin {
  readonly file: SurveyedFile;
  readonly fact: FunctionFact;
}

/** A function with a check, and one that is the same without it. */
interface Pair {
  readonly twin: Twin;
  readonly other: Twin;
  readonly exit: EarlyExit;
}

/** What is compared of a function: the shape of its body, and of its body without each of its guards. */
interface Shapes {
  readonly body: string | null;
  readonly without: readonly { readonly exit: EarlyExit; readonly shape: string | null }[];
}

function* drifted(survey: Survey): Iterable<ProjectHit> {
  const bodies = new Map<string, Twin[]>();
  const functions = [...survey.files.values()].flatMap(shapedFunctions);
  for (const { twin, shapes } of functions)
    if (shapes.body !== null) bodies.set(shapes.body, [...(bodies.get(shapes.body) ?? []), twin]);
  const pairs = functions.flatMap(({ twin, shapes }) =>
    shapes.without.flatMap(({ exit, shape }): Pair[] => {
      const twins = bodies.get(shape ?? "") ?? [];
      const others = twins.filter((other) => other.fact !== twin.fact && isComparable(twin, other));
      return others.length > mostTwins ? [] : others.slice(0, 1).map((other) => ({ twin, other, exit }));
    }),
  );
  for (const group of groupBy(pairs, ({ other }) => other.fact).values()) yield* hitOf(group);
}

function shapedFunctions(file: SurveyedFile): readonly { readonly twin: Twin; readonly shapes: Shapes }[] {
  const twins = ownFunctions(file);
  const shapes = learn(file, "guard-missing-in-twin", () => twins.map(shapesOf));
  return twins.flatMap((twin, i) => (shapes[i] ? { twin, shapes: shapes[i] } : []));
}

function shapesOf(twin: Twin): Shapes {
  const { name } = twin.fact;
  // A condition that names its own function is about recursion, which the twin does not have.
  const exits = exitsOf(twin).filter((each) => isGuard(each) && !each.condition.includes(name));
  return {
    body: shapeOf(twin.file, codeOf(twin)),
    without: exits.map((exit) => ({ exit, shape: shapeOf(twin.file, codeWithout(twin, exit)) })),
  };
}

const generated =
  /(?:^|\/)(?:migrations?|generated|gen|examples?|docs|fixtures|dist|vendor|third_party|public|static|assets)\//i;

function ownFunctions(file: SurveyedFile): readonly Twin[] {
  const { source, tree, outline } = file;
  if (
    source.isTest ||
    generated.test(source.path) ||
    /^\/\/ Code generated|DO NOT EDIT|@generated/m.test(source.text.slice(0, 400)) ||
    !/^(?:typescript|python|go|java|rust)$/.test(tree.family)
  )
    return [];
  return outline.functions
    .filter((fact) => fact.isTest !== true && fact.name !== "<anonymous>")
    .map((fact) => ({ file, fact }));
}

function codeOf({ file, fact }: Twin): string {
  return withoutComments(file).slice(fact.bodySpan.start, fact.bodySpan.end);
}

function exitsOf({ file, fact }: Twin): readonly EarlyExit[] {
  const { start, end } = fact.bodySpan;
  // A body of a few lines has no room for a check and forty tokens beside it.
  return end - start < 120 ? [] : earlyExits(withoutComments(file), fact.bodySpan, file.tree.family);
}

function codeWithout({ file, fact }: Twin, { at }: EarlyExit): string {
  const code = withoutComments(file);
  return code.slice(fact.bodySpan.start, at.start) + code.slice(at.end, fact.bodySpan.end);
}

const keywords = new Set(
  "if else elif for while do try except catch finally return raise throw with async await yield in is not and or new switch case match break continue null undefined None True False true false nil this self".split(
    " ",
  ),
);

/** Members keep their names, other names and literals do not; null for what is too short or too long. */
function shapeOf({ tree }: SurveyedFile, code: string): string | null {
  const tokens = tokensOf(code.replace(/^\s*(?:"""[\s\S]*?"""|'''[\s\S]*?''')/, "")).filter(
    ({ text }) => text !== ";",
  );
  if (tokens.length < fewestTokens || tokens.length > mostTokens) return null;
  const calls = tokens.filter(({ text }) => text === "(").length;
  if (calls < 2) return null;
  return hash(`${tree.family} ${tokens.map((token, i) => textOf(token, tokens[i - 1])).join(" ")}`, 24);
}

function textOf({ text, kind }: Token, before: Token | undefined): string {
  if (kind === "literal") return "L";
  if (kind === "sign" || keywords.has(text)) return text;
  return before?.text === "." || before?.text === "::" ? text : "I";
}

/** What is asked must make sense in the twin: the names of the condition are parameters or fields there, too. */
function isComparable({ file, fact }: Twin, other: Twin): boolean {
  if (fact.parameters.length !== other.fact.parameters.length) return false;
  return !(file === other.file && isNested(fact, other.fact));
}

/** Missing, empty, out of bounds or not allowed; any other condition may be what the two functions differ in. */
const guards =
  /^!\s*[\w.?[\]]+(?:\([^()]*\))?(?:\s*\|\|[^&]*)?$|^not [\w.]+(?:\([^()]*\))?$|^[^&]*(?:[!=]==? ?(?:null|undefined|nil|None|""|''|0\b)|is None|\.isEmpty\(\)|<= ?0|< ?0|>=? ?[\w.]*(?:length|size|len|count|limit|max)\w*)[^&]*$|(?:assert|check|(?<!in)validate|ensure|require|verify|authori[sz]e|may|can|permi|allow)\w*\(/i;

function isGuard({ condition }: EarlyExit): boolean {
  return guards.test(condition.trim()) && !isAboutKind(condition);
}

/** `if (type === "user")`: the functions differ in what they are about, and the check with them. */
function isAboutKind(condition: string): boolean {
  return (
    /\b(?:type|kind|mode|version|debug|verbose|dry_?run|platform|env)\b/i.test(condition) ||
    /\blog\w*\b/i.test(condition)
  );
}

function isNested(a: FunctionFact, b: FunctionFact): boolean {
  return (
    (a.span.start <= b.span.start && b.span.end <= a.span.end) ||
    (b.span.start <= a.span.start && a.span.end <= b.span.end && a !== b)
  );
}

/** Same names are asked for there: then nothing but the check tells the two apart. */
function isPlain({ twin: { file, fact }, other, exit: { condition } }: Pair): boolean {
  const own = new Set(fact.parameters.map(({ name }) => name));
  const names = condition.match(/(?<![.\w])[A-Za-z_]\w*/g) ?? [];
  const code = codeOf(other);
  const subject = names.filter(
    (name) => !keywords.has(name) && !/^[A-Z]/.test(name) && !/^(?:len|typeof|isinstance|err)$/.test(name),
  );
  return (
    file.source.path === other.file.source.path &&
    fact.className === other.fact.className &&
    subject.length > 0 &&
    subject.every(
      (name) =>
        own.has(name) &&
        (new RegExp(`\\b${name}\\b`).test(code) ||
          other.fact.parameters.some((parameter) => parameter.name === name)),
    )
  );
}

/** One for each function that lacks the check, however many twins make it. */
function hitOf(pairs: readonly Pair[]): ProjectHit[] {
  const [first, ...others] = [...pairs].sort((a, b) => Number(isPlain(b)) - Number(isPlain(a)));
  if (!first) return [];
  const { other } = first;
  const { name } = other.fact;
  const plain = isPlain(first);
  const twins = pairs.length === 1 ? nameBeside(first) : `${pairs.length} twins`;
  const leaving = [first, ...others].map((pair) => `${nameBeside(pair)} when ${conditionOf(pair)}`);
  const told =
    others.length === 0
      ? `\`${name}\` and ${twins} have the same body, but only the latter leaves when ${conditionOf(first)}.`
      : `${pairs.length} functions with the same body as \`${name}\` leave where it goes on: ${leaving.join(", ")}.`;
  return [
    {
      path: other.file.source.path,
      at: other.fact.nameSpan,
      also: [first, ...others].map(({ twin: { file, fact }, exit }) => ({
        path: file.source.path,
        span: exit.at,
        note: `\`${fact.name}\` asks here`,
      })),
      title: `\`${name}\` lacks a check that ${twins} ${others.length === 0 ? "makes" : "make"}`,
      issue: plain ? told : `${told} Was this one forgotten?`,
      ...(plain ? {} : { asks: true as const, confidence: 0.55 }),
    },
  ];
}

/** Handlers of one name in files of their own are told apart by being another. */
function nameBeside({ twin, other }: Pair): string {
  const { name } = twin.fact;
  return name === other.fact.name ? `another \`${name}\`` : `\`${name}\``;
}

function conditionOf({ twin, other, exit }: Pair): string {
  const line = new Lines(twin.file.source.text).lineAt(exit.at.start);
  const where = twin.file === other.file ? `line ${line}` : `${twin.file.source.path}:${line}`;
  return `\`${short(exit.condition)}\` (${where})`;
}

function short(text: string): string {
  const line = text.replaceAll("`", "'").replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
