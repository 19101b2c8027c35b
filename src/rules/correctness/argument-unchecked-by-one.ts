/** Methods side by side begin by checking the same argument in the same words, and one that takes it does not. */
import { groupBy } from "../../lib/group.js";
import type { FunctionFact } from "../../model/outline.js";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import { codeOf } from "../../syntax/code-text.js";
import { type EarlyExit, earlyExits } from "../../syntax/early-exits.js";
import { named } from "../../syntax/questions.js";
import { examples } from "./argument-unchecked-by-one/examples.js";

export default defineRule({
  asks: true,
  severity: "info",
  // Read on 3,818 files with repeated checks of some 300 projects: of 3 hits 2 true (one lets an organisation change
  // another's discounts), 1 meant to differ. With four siblings it were 2 of 8, so it takes five.
  confidence: 0.55,
  judged: { right: 2, arguable: 0, wrong: 1, projects: 3 },
  title: "An argument that the siblings check first",
  risk: "What the check keeps out of the others goes through this one.",
  fix: "Check it here as the others do, or say in a comment why it cannot be wrong here.",
  match: { typescript: unchecked, python: unchecked, go: unchecked, java: unchecked },
  examples,
});

/** From five on a habit can be told from chance; four of five share it at least, as with the checks of routes. */
const fewestSiblings = 5;
const leastShare = 0.8;

interface Sibling {
  readonly fact: FunctionFact;
  readonly body: string;
  readonly checks: readonly EarlyExit[];
}

function* unchecked(subject: Subject): Iterable<Hit> {
  const groups = groupBy(
    subject.outline.functions.filter(isOpen(subject)),
    ({ className }) => className ?? "",
  );
  for (const group of groups.values()) {
    if (group.length < fewestSiblings) continue;
    const byParameter = parametersOf(group).filter(([, facts]) => facts.length >= fewestSiblings);
    for (const [name, facts] of byParameter) yield* outliers(name, facts.map(siblingIn(subject)));
  }
}

/** What others may call; what is private is called after the check. */
function isOpen({ source, tree }: Subject): (fact: FunctionFact) => boolean {
  return ({ name, className, isExported, span, nameSpan, bodySpan, isTest }) => {
    if (name === "<anonymous>" || isTest === true || bodySpan.end - bodySpan.start < 20) return false;
    if (
      /^[_#]|^(?:constructor|is[A-Z_]|has[A-Z_]|validate|check|assert|ensure)|log_?in|sign_?in|sign_?up/i.test(
        name,
      )
    )
      return false;
    if (className === null || tree.family === "go") return isExported;
    return !/\b(?:private|protected)\b/.test(source.text.slice(span.start, nameSpan.start));
  };
}

function parametersOf(
  facts: readonly FunctionFact[],
): readonly (readonly [string, readonly FunctionFact[]])[] {
  const pairs = facts.flatMap((fact) =>
    fact.parameters
      .filter(({ hasDefault, name }) => !hasDefault && !/^(?:self|cls|this|t)$/.test(name))
      .map(({ name }) => ({ name, fact })),
  );
  const groups = groupBy(pairs, ({ name }) => name);
  return [...groups].map(([name, all]) => [name, all.map(({ fact }) => fact)]);
}

function siblingIn(subject: Subject): (fact: FunctionFact) => Sibling {
  const code = codeOf(subject);
  return (fact) => {
    const { end } = fact.bodySpan;
    // From the beginning of the line on: what stands in front of a statement says how deep it is in Python.
    const from =
      subject.tree.family === "python"
        ? code.lastIndexOf("\n", fact.bodySpan.start) + 1
        : fact.bodySpan.start;
    const checks = earlyExits(code, { start: from, end }, subject.tree.family).filter(({ at }) =>
      isAtStart(code, from, at.start),
    );
    return { fact, body: code.slice(fact.bodySpan.start, end), checks };
  };
}

/** A few lines may stand before: another check, a log line. */
const mostBefore = 200;

function isAtStart(code: string, body: number, at: number): boolean {
  return code.slice(body, at).replace(/\s+/g, " ").length <= mostBefore;
}

function* outliers(name: string, siblings: readonly Sibling[]): Iterable<Hit> {
  const asks = new RegExp(`(?<![\\w.])${name}\\b`);
  const keyed = siblings.flatMap((sibling) =>
    sibling.checks
      .filter(({ condition }) => asks.test(condition))
      .map((check) => ({ sibling, key: shown(check) })),
  );
  for (const [key, all] of groupBy(keyed, (each) => each.key)) {
    const having = siblings.filter((sibling) => all.some((each) => each.sibling === sibling));
    const [lacking, ...more] = siblings.filter((sibling) => !having.includes(sibling));
    if (!lacking || more.length > 0 || having.length < fewestSiblings - 1) continue;
    if (having.length / siblings.length < leastShare || !isBare(lacking, name, having)) continue;
    if (!concerns(key, name, lacking, having)) continue;
    yield hit(lacking, { name, key, having });
  }
}

function shown({ condition }: EarlyExit): string {
  return condition.replace(/\s+/g, " ");
}

/** Shorter ones only pass it on. */
const fewestLines = 2;

/** It uses the argument, asks nothing about it, and hands it to none that does. */
function isBare({ body, fact }: Sibling, name: string, having: readonly Sibling[]): boolean {
  const uses = body.match(new RegExp(`(?<![\\w.])${name}\\b`, "g")) ?? [];
  const isAsked = new RegExp(
    `\\b(?:if|while|switch|assert\\w*|check\\w*|require\\w*|validate\\w*|ensure\\w*)\\b[^\\n]*(?<![\\w.])${name}\\b|(?<![\\w.])${name}\\s*(?:\\?|\\|\\||&&|=[^=])|(?:!|not )\\s*${name}\\b`,
  ).test(body);
  const isHandedOn = having.some(
    (other) => other.fact.name !== fact.name && new RegExp(`\\b${other.fact.name}\\(`).test(body),
  );
  return uses.length > 0 && !isAsked && !isHandedOn && linesIn(body) >= fewestLines;
}

function linesIn(body: string): number {
  return body
    .replace(/^\{|\}$/g, "")
    .trim()
    .split("\n").length;
}

/** What is asked about is used there, too, and what it is asked with is handed in there as well. */
function concerns(key: string, name: string, lacking: Sibling, having: readonly Sibling[]): boolean {
  const subjects = key.match(new RegExp(`(?<![\\w.])${name}(?:\\.\\w+)*(?!\\w|\\()`, "g")) ?? [];
  const own = new Set(lacking.fact.parameters.map((each) => each.name));
  const needed =
    having[0]?.fact.parameters.filter((each) => new RegExp(`(?<![\\w.])${each.name}\\b`).test(key)) ?? [];
  // A look-up that may find nothing needs no question whether it will.
  const isLookup =
    /\bin\b|\bhas\(|contains/.test(key) && new RegExp(`\\.get\\(${name}\\b`).test(lacking.body);
  if (isLookup) return false;
  return subjects.every((each) => lacking.body.includes(each)) && needed.every((each) => own.has(each.name));
}

interface Habit {
  readonly name: string;
  readonly key: string;
  readonly having: readonly Sibling[];
}

function hit({ fact }: Sibling, { name, key, having }: Habit): Hit {
  const short = key.length > 60 ? `${key.slice(0, 59)}…` : key;
  return {
    at: fact.nameSpan,
    also: having.slice(0, 6).map((other) => other.fact.nameSpan),
    issue: `\`${fact.name}\` uses \`${name}\` at once; ${named(having.map((other) => other.fact.name))} beside it first ask \`${short.replaceAll("`", "'")}\`. Is there nothing to check here?`,
  };
}
