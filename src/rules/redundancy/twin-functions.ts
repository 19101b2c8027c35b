/** Functions side by side whose bodies are the same but for a literal or a constant: one function with a parameter. */
import { groupBy } from "../../lib/group.js";
import { Lines, plural } from "../../lib/text.js";
import type { FunctionFact } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { withoutComments } from "../../syntax/growth.js";
import { type Token, tokensOf } from "../../syntax/tokens.js";
import { examples } from "./twin-functions/examples.js";

export default defineRule({
  severity: "low",
  // Of 25 pairs read in real code all were twins; icons and markup, and 4 that took other types, are now left alone.
  // On unseen projects 3 of 9 were true: pairs now need a longer body, and answers to an interface or to events are left alone.
  confidence: 0.85,
  judged: { right: 26, arguable: 14, wrong: 1, projects: 0 },
  title: "Functions that differ in a literal",
  risk: "A fix or a new check made in one of them is forgotten in the other.",
  fix: "Write the body once in a function with a parameter for what differs, and let both names call it.",
  fold: "file",
  match: { typescript: twins, python: twins, go: twins, rust: twins, java: twins, elixir: twins },
  examples,
});

interface Candidate {
  readonly fact: FunctionFact;
  readonly tokens: readonly Token[];
  readonly lines: number;
}

/** Below this the body is as short as the call that would replace it. */
const fewestTokens = 28;
const fewestLines = 3;
const mostLines = 25;
/** Of shorter pairs none was judged worth a change on the projects read. */
const fewestPairLines = 5;
/** More than two things that differ make a function that nobody wants to call. */
const mostDifferences = 2;
/** A body that only lists steps and values, with no decision in it, reads like the entry of a table: nothing in it goes stale. */
const longLine = 90;
/** Handing an error on (`catch`, Rust's `?`) is no decision of its own. */
const pairDecides = /^(?:if|for|while|switch|match|case|with|cond|unless|forEach)$/;
const decides = /^(?:if|for|while|switch|match|case|catch|except|rescue|with|cond|unless|forEach|\?)$/;

function* twins(subject: Subject): Iterable<Hit> {
  const { source } = subject;
  const lines = new Lines(source.text);
  const groups = groupBy(candidatesIn(subject, lines), ({ fact, tokens }) =>
    [fact.className, fact.isAsync, headOf(subject, fact), shapeOf(tokens)].join("\n"),
  );
  for (const group of groups.values()) {
    const [first, ...rest] = group;
    if (!first || rest.length === 0) continue;
    const alike = rest.flatMap((other) => compare(first, other));
    const isWorthIt = alike.length > 1 || (alike.length === 1 && isLong(first));
    if (isWorthIt && !isKnownCopy(subject, [first.fact, ...alike.map(({ fact }) => fact)]))
      yield hit(first, alike);
  }
}

/** One copy of a few lines is read with its twin at a glance; a third, or a longer body that decides something, is not. */
function isLong({ lines, tokens }: Candidate): boolean {
  return lines >= fewestPairLines && tokens.some(({ text }) => pairDecides.test(text));
}

function candidatesIn(subject: Subject, lines: Lines): readonly Candidate[] {
  const text = withoutComments(subject);
  const named = subject.outline.functions.filter((fact) => isOrdinary(fact) && !isAnswer(subject, fact));
  return named.flatMap((fact) => {
    const { start, end } = lines.range(fact.bodySpan);
    const count = end - start + 1;
    if (count < fewestLines || count > mostLines) return [];
    const tokens = tokensOf(withoutDocstring(text.slice(fact.bodySpan.start, fact.bodySpan.end)));
    const isMarkup = markup.test(text.slice(fact.bodySpan.start, fact.bodySpan.end));
    return isMarkup || tokens.length < fewestTokens || isOneCall(tokens)
      ? []
      : { fact, tokens, lines: count };
  });
}

function isOrdinary({ name, isTest }: FunctionFact): boolean {
  return (
    isTest !== true &&
    name !== "<anonymous>" &&
    !/^(?:constructor|__\w+__|up|down|upgrade|downgrade)$/.test(name)
  );
}

/** `@Override`, `onError`, a property: an interface or the data asks for one function each, however alike they are. */
function isAnswer({ source: { text } }: Subject, { name, nameSpan }: FunctionFact): boolean {
  if (/^(?:on|handle)[A-Z]/.test(name)) return true;
  const above = text.slice(Math.max(0, nameSpan.start - 200), nameSpan.start);
  return /(?:^|\n)[ \t]*@(?:Override|property|\w*\.?(?:field_)?validator)\b[^\n]*(?:\n[ \t]*@[^\n]*)*\n[^\n]*$/.test(
    above,
  );
}

const control = /^(?:if|unless|for|while|loop|switch|match|case|cond|try|with|when)$/;

/** `get` that only calls `request("GET", …)` is what the rule would ask for: the body is written once, elsewhere. */
function isOneCall(tokens: readonly Token[]): boolean {
  const calls = tokens.filter(({ text }) => text === "(");
  return calls.length <= 1 && !tokens.some(({ text }) => control.test(text));
}

/** Parameters and types: what takes or returns something else cannot be made one function as it is. */
function headOf({ source }: Subject, { nameSpan, bodySpan }: FunctionFact): string {
  return source.text.slice(nameSpan.end, bodySpan.start).replace(/\s+/g, " ");
}

const markup = /<\/\w|\/>/;

function withoutDocstring(body: string): string {
  return body.replace(/^\s*(?:"""[\s\S]*?"""|'''[\s\S]*?''')/, "");
}

/** Names count, literals and constants do not. */
function shapeOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (isValue(token) ? "\0" : token.text)).join(" ");
}

function isValue({ text, kind }: Token): boolean {
  // `self.0.alloc` is read as a number and a name.
  return (
    (kind === "literal" && !/^\d+\.[a-z_]{2}/.test(text)) ||
    (kind === "name" && /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(text))
  );
}

interface Alike {
  readonly fact: FunctionFact;
  /** What stands in the one and in the other. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly lines: number;
}

function compare(first: Candidate, other: Candidate): readonly Alike[] {
  if (first.fact.name === other.fact.name) return [];
  const pairs = new Map<string, readonly [string, string]>();
  first.tokens.forEach(({ text }, i) => {
    const there = other.tokens[i]?.text ?? "";
    if (there !== text) pairs.set(`${text}\n${there}`, [text, there]);
  });
  const isWorthIt =
    pairs.size === 0 ||
    first.tokens.length >= longLine ||
    first.tokens.some(({ text }) => decides.test(text));
  const isAlike =
    isWorthIt &&
    pairs.size <= mostDifferences &&
    [...pairs.values()].every(([here, there]) => insertsOf(here) === insertsOf(there));
  return isAlike ? [{ fact: other.fact, pairs: [...pairs.values()], lines: other.lines }] : [];
}

/** What a template puts between its text is code, not a value. */
function insertsOf(literal: string): string {
  return Array.from(literal.matchAll(/\{[^{}]*\}/g), ([insert]) => insert).join(" ");
}

const copies = new WeakMap<Survey, ReadonlySet<string>>();

/** Whole copies have a rule of their own. */
function isKnownCopy({ survey, source }: Subject, facts: readonly FunctionFact[]): boolean {
  const known =
    copies.get(survey) ??
    new Set(survey.clones.flatMap(({ places }) => places.map(({ path, span }) => `${path}:${span.start}`)));
  copies.set(survey, known);
  return facts.every(({ span }) => known.has(`${source.path}:${span.start}`));
}

const mostNamed = 3;

function hit(first: Candidate, alike: readonly Alike[]): Hit {
  const name = `\`${first.fact.name}\``;
  const others = alike.slice(0, mostNamed).map(({ fact }) => `\`${fact.name}\``);
  const more = alike.length > mostNamed ? ` and ${plural(alike.length - mostNamed, "other function")}` : "";
  const pairs = alike[0]?.pairs ?? [];
  const differences = pairs.map(([here, there]) => `\`${short(here)}\` here is \`${short(there)}\` there`);
  return {
    at: first.fact.nameSpan,
    also: alike.map(({ fact }) => fact.nameSpan),
    title: `${name} and ${others[0] ?? ""} have the same body`,
    issue:
      differences.length === 0
        ? `${name} and ${others.join(", ")}${more} have the same body of ${plural(first.lines, "line")}.`
        : `${name} and ${others.join(", ")}${more} have the same body but for ${plural(pairs.length, "value")}: ${differences.join(", ")}.`,
    ...(differences.length === 0
      ? { recommendation: "Keep one of them, or let the other call it if both names are wanted." }
      : {}),
  };
}

function short(text: string): string {
  const line = text.replaceAll("`", "'").replace(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
