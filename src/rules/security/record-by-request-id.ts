/** Handlers that load a record by an id from the request, and never ask whose record it is. */
import { type OtherPlace, type ProjectHit, defineRule } from "../../model/rule.js";
import type { Survey } from "../../model/survey.js";
import { askOnce, named } from "../../syntax/questions.js";
import { type Answer, answersOf, nameOfAnswer } from "../../syntax/routes/answers.js";
import { isForStrangers, knowsCaller } from "../../syntax/routes/checks.js";
import { guardsAtRoute } from "../../syntax/routes/guards.js";
import { routesOf } from "../../syntax/routes/index-routes.js";
import { isSaidOpen } from "../../syntax/routes/openness.js";
import { type Handler, isReading } from "../../syntax/routes/route.js";
import { fieldsSetByProgram } from "../../syntax/routes/sent-fields.js";
import { examples } from "./record-by-request-id/examples.js";
import { isPersonal } from "./record-by-request-id/kinds.js";
import { type Load, loadsIn } from "./record-by-request-id/loads.js";
import { type Belonging, belongings } from "./record-by-request-id/owned-kinds.js";

export default defineRule({
  asks: true,
  severity: "info",
  // Records that belong to nobody (products, tags) are loaded the same way. So it asks about what is somebody's by its
  // nature, by a field of its model or because another handler asks. Of every load 14 of 63 questions were worth it, of
  // these 24 of 29, one a project.
  confidence: 0.55,
  judged: { right: 24, arguable: 3, wrong: 2, projects: 29 },
  title: "Records loaded by an id from the request",
  risk: "Whoever changes the id in the address sees or changes what belongs to somebody else.",
  fix: "Load by the id and the owner together, or compare the owner with the caller before answering.",
  cwe: [639],
  reads: ["typescript", "python", "go", "java", "elixir"],
  project: unowned,
  examples,
});

/** A look-up with the function it stands in. */
interface Found {
  readonly answer: Answer;
  readonly load: Load;
}

function* unowned(survey: Survey): Iterable<ProjectHit> {
  if (isWithoutCallers(survey)) return;
  const set = fieldsSetByProgram(survey);
  const all = answersOf(survey).flatMap((answer) =>
    loadsIn(answer.handler, set).map((load) => ({
      answer,
      load: { ...load, isWrite: isWriting(answer, load) },
    })),
  );
  const isBare = ({ answer, load }: Found): boolean => !load.isOwned && !isForOthers(answer);
  if (!all.some(isBare)) return;
  const owners = belongings(survey);
  const asked = [...firstOfEach(all.filter((one) => isBare(one) && isSomebodys(one, all, owners)))];
  asked.sort((a, b) => weightOf(b.load) - weightOf(a.load));
  const names = asked.map(({ answer }) => nameOfAnswer(answer));
  const kinds = named(asked.map(({ load }) => load.kind));
  const example = all.find(
    ({ load }) => load.proof !== null && asked.some((one) => one.load.kind === load.kind),
  );
  const places = asked.map(placeOf);
  yield* askOnce(places, (count) => ({
    issue: `${named(names)} ${count === 1 ? "takes" : "take"} an id from the request and ${count === 1 ? "loads" : "load"} a record by it (${kinds}); nothing there names the caller, an owner or a tenant${example ? `, as \`${nameOfAnswer(example.answer)}\` does` : ""}. May every caller have every one?`,
  })).map((hit) => (example ? { ...hit, also: [...(hit.also ?? []), exampleAt(example)] } : hit));
}

/** Where nobody is ever asked who is calling, that is the question, and another rule has it. */
function isWithoutCallers(survey: Survey): boolean {
  const routes = routesOf(survey);
  return routes.length >= fewestRoutes && !routes.some(knowsCaller);
}

const fewestRoutes = 3;

/** One for each function, the worst. */
function* firstOfEach(all: readonly Found[]): Iterable<Found> {
  const seen = new Set<Handler>();
  for (const one of all.toSorted((a, b) => weightOf(b.load) - weightOf(a.load))) {
    if (seen.has(one.answer.handler)) continue;
    seen.add(one.answer.handler);
    yield one;
  }
}

function weightOf({ kind, isWrite }: Load): number {
  return (isPersonal(kind) ? 2 : 0) + (isWrite ? 1 : 0);
}

/** What changes a record is a write; what is only asked for reads, even where a counter or a visit is kept. */
function isWriting({ routes, handler }: Answer, load: Load): boolean {
  if (/And(?:Update|Delete|Remove)\(|deleteById\(/.test(textOf(handler, load))) return true;
  return routes.length === 0 ? load.isWrite : routes.some((route) => !isReading(route)) && load.isWrite;
}

function textOf({ file }: Handler, { start, end }: Load): string {
  return file.source.text.slice(start, end);
}

/** By its nature; for changes also by a field of the model; and where another handler asks before it does the same. */
function isSomebodys(
  { answer: { routes }, load: { kind, isWrite } }: Found,
  all: readonly Found[],
  owners: ReadonlyMap<string, Belonging>,
): boolean {
  if (kind === "") return false;
  const same = all.filter(({ load }) => load.kind === kind);
  return (
    (isPersonal(kind) && owners.get(kind) !== "nobody") ||
    (isWrite && /^(?:user|account|profile)$/.test(kind)) ||
    // A field may only say who made it; where the route is not seen, neither is whose right it is.
    (isWrite && routes.length > 0 && owners.get(kind) === "owned") ||
    (isWrite && same.some(({ load }) => load.proof !== null)) ||
    // What all may read is often changed by one: only a look-up by the owner says that reading is his, too.
    same.some(({ load, answer }) => load.proof === "load" && answer.routes.some(isReading))
  );
}

function placeOf({ answer, load }: Found): { path: string; span: Load; note: string } {
  return { path: answer.handler.file.source.path, span: load, note: nameOfAnswer(answer) };
}

function exampleAt(found: Found): OtherPlace {
  const { path, span, note } = placeOf(found);
  return { path, span, note: `asks whose it is: ${note}` };
}

/** A check of the role opens all records on purpose; one that only asks who is calling says nothing about whose they are. */
const byRole = /admin|role|permission|staff|superuser|privilege/i;
/** Pages of the back office, by the folder they lie in or the address: every record is theirs to see. */
const backOffice = /(?:^|[/._-])(?:admin|backoffice)(?=$|[/._-])/i;

/** For administrators, for strangers, or behind a check of rights that this cannot look into. */
function isForOthers({ handler, routes }: Answer): boolean {
  return (
    isSaidOpen(handler) ||
    /\badmin/i.test(commentAbove(handler)) ||
    backOffice.test(handler.file.source.path.replace(/[^/]*$/, "")) ||
    byRole.test(aheadOf(handler)) ||
    (handler.file.tree.family === "typescript" && byRole.test(argumentsBefore(handler))) ||
    routes.some(
      (route) =>
        [...route.own, ...route.inherited].some((name) => byRole.test(name)) ||
        isForStrangers(route) ||
        [...route.own, ...route.inherited].some(asksForRight) ||
        (route.guards ?? []).some(({ code }) => asksForRecord.test(code) || asksForRole.test(code)) ||
        backOffice.test(route.url) ||
        /internal|public|avatar/i.test(route.url) ||
        ofOthers.test(route.url),
    )
  );
}

/** `isAuthorized` is the check of the sign-in in many programs; `authorize(…)` is one of a right. */
function asksForRight(name: string): boolean {
  return (
    guardsAtRoute(name).includes("authorisation") &&
    !/^(?:is|require|ensure|check|verify)?_?authori[sz](?:ed|ation)$/i.test(name)
  );
}

/** A function before the route that takes the id itself, and turns away who has no right to it. */
const asksForRecord = /\bparams\b[\s\S]*\b(?:40[134]|Forbidden|Unauthorized|throw|next\(\w)/;

/** What one does to the records of others. */
const ofOthers =
  /(?:^|[/._-])(?:report|flag|(?:un)?like|(?:un)?follow|(?:up|down)?vote|(?:un)?star|favou?rite|bookmark|collect|rate|views?)(?=$|[/._-])/i;

const asksForRole = /\bif\b[^\n]*(?:admin|role|permission)/i;

function commentAbove({ file, fact }: Handler): string {
  const { text } = file.source;
  const last = file.outline.comments.findLast(({ end }) => end <= fact.span.start);
  return last && /^[^;{}]*$/.test(text.slice(last.end, fact.span.start))
    ? text.slice(last.start, last.end)
    : "";
}

/** Decorators of the function, and those its class sets for all of its functions. */
function aheadOf({ file, fact }: Handler): string {
  const { text } = file.source;
  const above = text.slice(0, fact.span.start).split("\n").slice(-9, -1).reverse();
  const other = above.findIndex((line) => !/^\s*@/.test(line));
  const own = text.slice(fact.span.start, fact.span.end).split(/\n(?=\s*(?:async\s+)?def )/, 1)[0] ?? "";
  const within = text.slice(text.slice(0, fact.span.start).lastIndexOf("\nclass ") + 1, fact.span.start);
  const ofClass =
    /\bdecorators\s*=\s*\[[\s\S]*?\n?\s*\]/.exec(within)?.[0].replace(/\brequires?\(/g, "permission(") ?? "";
  return withoutTexts(
    [...above.slice(0, other < 0 ? above.length : other), /^\s*@/.test(own) ? own : "", ofClass].join("\n"),
  );
}

/** What is given to the guards in the statement that ends in the handler, as in `allow(Role.Editor)`. */
function argumentsBefore({ file, fact }: Handler): string {
  const ahead = file.source.text.slice(0, fact.span.start);
  const line = [...ahead.slice(-1000).matchAll(/^\w/gm)].at(-1)?.index;
  const statement = line === undefined ? "" : ahead.slice(-1000).slice(line);
  return withoutTexts(statement.slice(statement.indexOf("(") + 1));
}

function withoutTexts(code: string): string {
  return code.replace(/(["'`])(?:(?!\1)[^\n])*\1/g, '""');
}
