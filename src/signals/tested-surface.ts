/** How much of what a program offers is touched by its tests. */
import { defineSignal } from "../model/signal.js";
import type { FunctionFact } from "../model/outline.js";
import type { Span } from "../model/source.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { implementation } from "../syntax/implementation.js";
import { ownTests, placeOf, publicFunctions } from "../syntax/own-code.js";
import { testCases } from "../syntax/test-cases.js";
import { wordsOf } from "../lib/words.js";

/** Below this a function has nothing that could go wrong unseen. */
const leastLines = 3;
/** Tests reach the rest through these; nobody names every function. */
const enough = 0.6;
/** A function that a named one calls, at any depth: it may run under test, and nobody need look at what it does. */
const worthOfReached = 0.25;

export default defineSignal({
  title: "Surface under test",
  advice: "Test the public functions and routes that no test names",
  why: "Measured is the share of public functions and request handlers whose name or route stands in a test, in relation to six tenths; one that they reach through others counts a quarter. The number of tests does not matter.",
  sameFaults: ["untested-complexity"],
  measure({ survey }) {
    const surface = surfaceOf(survey);
    if (surface.length === 0) return { value: null, says: "nothing public to test" };
    const tests = ownTests(survey).filter((file) => testCases(file).some(({ isSkipped }) => !isSkipped));
    const named = new Set(tests.flatMap(({ outline }) => [...outline.mentions.keys()]));
    const texts = tests.map(({ source }) => source.text).join("\n");
    const inner = insideTests(survey);
    const isTouched = ({ name, route }: Offer): boolean =>
      named.has(name) || inner.has(name) || (route !== null && mentionsRoute(texts, route));
    const touched = surface.filter(isTouched);
    const called = reachedFrom(
      touched.map(({ name }) => name),
      survey,
    );
    const reached = surface.filter((offer) => !touched.includes(offer) && called.has(offer.name));
    const share = (touched.length + worthOfReached * reached.length) / surface.length;
    const throughThem = reached.length === 0 ? "" : ` and reach ${reached.length} more through them`;
    return {
      value: Math.min(1, share / enough),
      says: `tests name ${touched.length} of ${surface.length} public functions and routes${throughThem}`,
      places: surface
        .filter((offer) => !touched.includes(offer) && !reached.includes(offer))
        .slice(0, 3)
        .map(({ file, span }) => placeOf(file, span)),
    };
  },
});

interface Offer {
  readonly name: string;
  readonly route: string | null;
  readonly file: SurveyedFile;
  readonly span: Span;
}

/** What other code may call; a program that offers nothing is measured by all of its functions. */
function surfaceOf(survey: Survey): readonly Offer[] {
  const offered = implementation(survey).flatMap((file) =>
    publicFunctions(file).flatMap((fact) => offer(file, fact)),
  );
  return offered.length > 0
    ? offered
    : implementation(survey).flatMap((file) => file.outline.functions.flatMap((fact) => offer(file, fact)));
}

function offer(file: SurveyedFile, { name, span, isTest }: FunctionFact): readonly Offer[] {
  const lines = file.source.text.slice(span.start, span.end).split("\n").length;
  if (lines < leastLines || isTest === true || ["main", "<anonymous>"].includes(name)) return [];
  return [{ name, span, file, route: routeAbove(file.source.text, span.start) }];
}

/** `/sessions/{id}` of a decorator on the lines above a function. */
function routeAbove(text: string, start: number): string | null {
  const above = text.slice(Math.max(0, start - 300), start + 1);
  const all = [...above.matchAll(/@[\w.]+\.(?:get|post|put|patch|delete|route)\(\s*["']([^"']+)["']/g)];
  const last = all.at(-1);
  if (!last || above.slice(last.index).split("\n").length > 8) return null;
  return last[1] ?? null;
}

/** The fixed parts of a route stand in a test, with anything for its parameters. */
function mentionsRoute(texts: string, route: string): boolean {
  const parts = route.split("/").filter((part) => part !== "" && !/^[:{<]/.test(part));
  return parts.length > 0 && parts.every((part) => texts.includes(`/${part}`));
}

/** Rust names what it tests in the file itself. */
function insideTests(survey: Survey): ReadonlySet<string> {
  const texts = implementation(survey).flatMap(({ source, outline }) =>
    outline.functions
      .filter(({ isTest }) => isTest === true)
      .map(({ bodySpan }) => source.text.slice(bodySpan.start, bodySpan.end)),
  );
  return new Set(
    texts
      .flatMap((text) => [...text.matchAll(/\b[a-z_]\w+(?=\()/g)].map(([name]) => name))
      .filter((name) => wordsOf(name).length > 0),
  );
}

/** Names of what the named functions call, and what these call, and so on: by name, whoever's method it is. */
function reachedFrom(names: readonly string[], survey: Survey): ReadonlySet<string> {
  const callees = new Map<string, string[]>();
  for (const { outline } of implementation(survey)) {
    for (const { name, span } of outline.functions) {
      const called = outline.calls
        .filter((call) => call.span.start >= span.start && call.span.end <= span.end)
        .map(({ callee }) => callee.split(".").at(-1) ?? callee);
      callees.set(name, [...(callees.get(name) ?? []), ...called]);
    }
  }
  const reached = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const callee of callees.get(name) ?? []) {
      if (reached.has(callee)) continue;
      reached.add(callee);
      open.push(callee);
    }
  }
  return reached;
}
