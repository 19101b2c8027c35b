/** A route without what nearly all of its siblings do before they answer: a check, a limit, a wrapper, a transaction. */
import { groupBy } from "../../lib/group.js";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { askOnce, named } from "../../syntax/questions.js";
import { checksOf, hasCheck, isForStrangers } from "../../syntax/routes/checks.js";
import { type GuardKind, guardKinds, guardsAtRoute, guardsInBody } from "../../syntax/routes/guards.js";
import { calledNames } from "../../syntax/routes/checks.js";
import { isInDevelopment } from "../../syntax/routes/openness.js";
import { folderOf } from "../../syntax/routes/inherit.js";
import { routesOf } from "../../syntax/routes/index-routes.js";
import { type Route, isReading, nameOfRoute } from "../../syntax/routes/route.js";
import { examples } from "./sibling-lacks-guard/examples.js";

export default defineRule({
  asks: true,
  severity: "info",
  // The prototype's findings were true in 15 of 100 and worth asking in 38 (research, static.md B6); so it asks.
  // Reading is held against reading, a check against what needs one: of 16 on 15 projects 10 were worth it and 6 arguable.
  confidence: 0.6,
  judged: { right: 10, arguable: 6, wrong: 0, projects: 15 },
  title: "A route lacks what its siblings do",
  risk: "What the others are protected from happens here, and nobody notices that one of many is different.",
  fix: "Do here what the siblings do, or say in a comment why this one need not.",
  reads: ["typescript", "python", "go", "java", "elixir"],
  project: outliers,
  examples,
});

/** From five on a habit can be told from chance; four of five share it at least (issue 6, part 4). */
const fewestSiblings = 5;
const leastShare = 0.8;
/** More than this lack it: then there are two habits, not an exception. */
const mostLacking = 3;

interface Habit {
  readonly kind: GuardKind;
  /** How the siblings write it, the commonest first. */
  readonly names: readonly string[];
  readonly having: readonly Route[];
  readonly lacking: readonly Route[];
}

function* outliers(survey: Survey): Iterable<ProjectHit> {
  const asked = new Set<string>();
  const groups = siblings(routesOf(survey));
  for (const group of groups) {
    for (const kind of guardKinds) {
      const habit = habitOf(group, kind);
      if (!habit) continue;
      // Where nobody asks who is calling, a missing right is the same question again.
      const fresh = habit.lacking.filter(
        (route) =>
          !asked.has(`${kind} ${keyOf(route)}`) &&
          !(kind === "authorisation" && asked.has(`authentication ${keyOf(route)}`)),
      );
      for (const route of fresh) asked.add(`${kind} ${keyOf(route)}`);
      yield* ask({ ...habit, lacking: fresh });
    }
  }
}

function keyOf({ file, at }: Route): string {
  return `${file.source.path}:${at.start}`;
}

/** Routes of one form in one file, the narrowest first; then those of a folder whose files hold few each. */
function siblings(routes: readonly Route[]): readonly (readonly Route[])[] {
  const inFile = groupBy(routes, ({ file, form }) => `${file.source.path}\u0000${form}`);
  const inFolder = groupBy(routes, ({ file, form }) => `${folderOf(file.source.path)}\u0000${form}`);
  const above = groupBy(
    routes,
    ({ file, form }) => `${folderOf(folderOf(file.source.path).slice(0, -1))}\u0000${form}`,
  );
  const enough = [inFile, inFolder, above].flatMap((groups) => [...groups.values()]);
  return enough.filter((group) => group.length >= fewestSiblings);
}

function habitOf(group: readonly Route[], kind: GuardKind): Habit | undefined {
  const relevant = group.filter((route) => concerns(route, kind));
  if (relevant.length < fewestSiblings) return undefined;
  const has = checkOf(relevant, kind);
  const having = relevant.filter(has);
  const isLacking = (route: Route): boolean =>
    !has(route) &&
    !isExcused(route, kind) &&
    (kind !== "authentication" || !isReadByAll(route, relevant, has));
  const lacking = relevant.filter(isLacking);
  if (having.length / relevant.length < leastShare || lacking.length === 0 || lacking.length > mostLacking)
    return undefined;
  const names = namesOf(having, kind);
  return names.length === 0 ? undefined : { kind, names, having, lacking };
}

/** Many programs guard what is changed and show the rest: reading is held against reading alone. */
function isReadByAll(route: Route, group: readonly Route[], has: (route: Route) => boolean): boolean {
  if (!isReading(route)) return false;
  const readers = group.filter(isReading);
  return readers.length < fewestSiblings || readers.filter(has).length / readers.length < leastShare;
}

/** Where the siblings do it before the handler, a call in the body that sounds like it does not stand for it. */
function checkOf(group: readonly Route[], kind: GuardKind): (route: Route) => boolean {
  const isBefore = (route: Route): boolean => checksOf(route).before.has(kind);
  const isUsual = group.filter(isBefore).length / group.length >= leastShare;
  const isAboutCaller = kind === "authentication" || kind === "authorisation";
  // Bodies ask whether a number is one and a date valid: that is no habit of the routes.
  if (kind === "validation") return isBefore;
  return isUsual && !isAboutCaller ? isBefore : (route) => hasCheck(route, kind);
}

/** Reading changes nothing: there only who asks, and what happens on a failure, matter. */
const aboutWriting: ReadonlySet<GuardKind> = new Set([
  "CSRF protection",
  "validation",
  "rate limit",
  "transaction",
]);

function concerns(route: Route, kind: GuardKind): boolean {
  return !aboutWriting.has(kind) || !isReading(route) || checksOf(route).before.has(kind);
}

/** What was sent; an id in the address is checked by looking it up. */
const takesInput =
  /\b(?:req|request|ctx\.request|ctx\.req|ctx\.input|c\.req)\.(?:body|query|json|form|data|args)|\bctx\.(?:query|input)\b|\binput\b|\bpayload\b|\bBody\b|\bBind\w*\(|@RequestBody/;
const writes =
  /\b\w*(?:save|update|create|insert|delete|destroy|remove|upsert|increment|add|Save|Update|Create|Insert|Delete|Destroy|Remove)\w*!?\(/g;
const looksUp = /\b\w*(?:find|load|fetch|lookup|get)\w*\(/i;
/** Whoever holds what was sent by mail is let in by that alone. */
const bySecret = /token|signature|hmac|secret|challenge/i;
/** What is the caller's own needs no right. */
const own = /(?:^|[/._-])(?:me|my\w*|self|own|profile|preferences|account)(?=$|[/._-])/i;

/** Doors for strangers need no check of the caller, and what takes no input needs no check of it. */
function isExcused(route: Route, kind: GuardKind): boolean {
  const code = bodyOf(route);
  if (route.own.some((name) => /^(?:redirect|notFound|denyAll)$/.test(name)) || refuses(code)) return true;
  if (isInDevelopment(route)) return true;
  switch (kind) {
    case "authentication":
      return isForStrangers(route) || bySecret.test(`${route.url} ${code}`);
    case "authorisation":
      return (
        isForStrangers(route) ||
        isReading(route) ||
        own.test(route.url) ||
        !looksUp.test(code.replace(/get(?:Session|User|Current)\w*\(/g, "")) ||
        bySecret.test(route.url)
      );
    case "validation":
      return route.method === "DELETE" || /log-?in|sign-?in/i.test(route.url) || !takesInput.test(code);
    case "transaction":
      return (code.match(writes)?.length ?? 0) < 2;
    case "error wrapper":
      // Nothing is waited for, or it catches itself.
      return code !== "" && (!/\bawait\b|\.then\(/.test(code) || /\btry\b|\.catch\(/.test(code));
    case "rate limit":
      return /log-?out|sign-?out/i.test(route.url);
    default:
      return false;
  }
}

/** Without its own head: `def load_texts(` looks nothing up. */
function bodyOf({ handler }: Route): string {
  if (!handler) return "";
  const { span, bodySpan } = handler.fact;
  return handler.code.slice(bodySpan.start - span.start);
}

/** Longer ones do something before they refuse, or refuse only some. */
const longestRefusal = 300;

/** `405 Method Not Allowed`: there is nothing to guard. A check such as `not allowed_file(name)` is no refusal. */
function refuses(code: string): boolean {
  return (
    code.length <= longestRefusal &&
    /\b(?:405|501|410)\b|["'`][^"'`\n]*\bnot (?:allowed|implemented|supported)\b|\bStatus(?:MethodNotAllowed|NotImplemented|Gone)\b|\bNotImplemented(?:Error|Exception)?\b/i.test(
      code,
    ) &&
    !/\bif\b|\bcase\b|\?\s/.test(code)
  );
}

/** The names that the siblings share: at least one of them must stand at half of those that have the habit. */
function namesOf(having: readonly Route[], kind: GuardKind): readonly string[] {
  const counts = new Map<string, number>();
  for (const route of having) {
    const before = [...route.own, ...route.inherited].filter((name) => guardsAtRoute(name).includes(kind));
    const within = calledNames(route.handler?.code ?? "").filter((name) => guardsInBody(name).includes(kind));
    for (const name of new Set([...before, ...within])) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1]);
  return ranked
    .filter(([, count]) => count >= having.length / 2)
    .map(([name]) => name)
    .slice(0, 2);
}

function ask({ kind, names, having, lacking }: Habit): readonly ProjectHit[] {
  const places = lacking.map((route) => ({
    path: route.file.source.path,
    span: route.at,
    note: nameOfRoute(route),
  }));
  const shown = having.slice(0, 3).map((route) => ({
    path: route.file.source.path,
    span: route.at,
    note: `has it: ${nameOfRoute(route)}`,
  }));
  const all = having.length + lacking.length;
  return places.length === 0
    ? []
    : askOnce([...places, ...shown], () => ({
        title: `${nameOfRoute(lacking[0] ?? { method: "", url: "" })} lacks the ${kind} of its siblings`,
        issue: `${having.length} of ${all} routes like it have ${article(kind)} (${named(names)}); ${named(lacking.map(nameOfRoute))} ${lacking.length === 1 ? "has" : "have"} none. Is that on purpose?`,
        confidence: having.length / all >= 0.9 ? 0.65 : 0.55,
      }));
}

function article(kind: GuardKind): string {
  if (kind === "rate limit" || kind === "transaction") return `a ${kind}`;
  return kind === "error wrapper" ? "an error wrapper" : kind;
}
