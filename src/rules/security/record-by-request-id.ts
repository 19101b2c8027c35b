/** Handlers that load a record by an id from the request, and never ask whose record it is. */
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey } from "../../model/survey.js";
import { askOnce, named } from "../../syntax/questions.js";
import { type Answer, answersOf, nameOfAnswer } from "../../syntax/routes/answers.js";
import { calledNames, isForStrangers } from "../../syntax/routes/checks.js";
import { guardsInBody } from "../../syntax/routes/guards.js";
import type { Handler } from "../../syntax/routes/route.js";
import { examples } from "./record-by-request-id/examples.js";
import { namesCaller } from "./record-by-request-id/owners.js";

export default defineRule({
  asks: true,
  severity: "info",
  // Records that belong to nobody (products, tags) are loaded the same way: which ones these are, the author knows.
  confidence: 0.55,
  judged: { right: 14, arguable: 10, wrong: 39, projects: 63 },
  title: "Records loaded by an id from the request",
  risk: "Whoever changes the id in the address sees or changes what belongs to somebody else.",
  fix: "Load by the id and the owner together, or compare the owner with the caller before answering.",
  cwe: [639],
  reads: ["typescript", "python", "go", "java", "elixir"],
  project: unowned,
  examples,
});

function* unowned(survey: Survey): Iterable<ProjectHit> {
  const found = answersOf(survey).flatMap((answer) => {
    const span = loadIn(answer);
    return span && !isForAdministrators(answer) ? [{ answer, span }] : [];
  });
  const ranked = found.sort((a, b) => weightOf(b.answer) - weightOf(a.answer));
  const names = ranked.map(({ answer }) => nameOfAnswer(answer));
  const places = ranked.map(({ answer, span }) => ({
    path: answer.handler.file.source.path,
    span,
    note: nameOfAnswer(answer),
  }));
  yield* askOnce(places, (count) => ({
    issue: `${named(names)} ${count === 1 ? "takes" : "take"} an id from the request and ${count === 1 ? "loads" : "load"} a record by it; nothing there names the caller, an owner or a tenant. May every caller have every record?`,
  }));
}

/** Whose records they are by their name: the more personal, the worse. */
const personal =
  /user|account|profile|order|basket|cart|invoice|payment|address|message|note|document|file|card|wallet|allocation|booking|contract|medical|patient/i;

function weightOf({ handler, routes }: Answer): number {
  return (
    (personal.test(`${handler.fact.name} ${routes[0]?.url ?? ""}`) ? 2 : 0) + (routes.length > 0 ? 1 : 0)
  );
}

/** A check of the role opens all records on purpose; one that only asks who is calling says nothing about whose they are. */
const byRole = /admin|role|permission|staff|superuser|privilege/i;
/** Pages of the back office, by the folder they lie in or the address: every record is theirs to see. */
const backOffice = /(?:^|[/._-])(?:admin|backoffice)(?=$|[/._-])/i;

function isForAdministrators({ handler, routes }: Answer): boolean {
  return (
    backOffice.test(handler.file.source.path.replace(/[^/]*$/, "")) ||
    byRole.test(aheadOf(handler)) ||
    (handler.file.tree.family === "typescript" && byRole.test(argumentsBefore(handler))) ||
    routes.some(
      (route) =>
        [...route.own, ...route.inherited].some((name) => byRole.test(name)) ||
        isForStrangers(route) ||
        backOffice.test(route.url) ||
        /internal|public|avatar/i.test(route.url),
    )
  );
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

const fromRequest: Readonly<Record<string, RegExp>> = {
  typescript:
    /\b(?:const|let|var)\s+(?:\{[^}]*?\b(\w*[iI]d)\b[^}]*\}|(\w*[iI]d))\s*=\s*[^\n;]*?\b(?:req|request|ctx|c)\.(?:request\.)?(?:params|query|body|param)\b|\b((?:req|request|ctx|c)\.(?:params|query|body)(?:\.\w*[iI]d|\.id|\[["'`]\w*[iI]d["'`]\]))\b/g,
  go: /\b(\w*[iI][dD])\s*(?:,\s*\w+)?\s*:?=\s*[^\n]*(?:\.Param\("|URLParam\(|mux\.Vars\(|PathValue\(|\.Query\("|FormValue\()/g,
  java: /@(?:PathVariable|RequestParam)(?:\([^)]*\))?\s+(?:final\s+)?[\w<>]+\s+(\w*[iI]d)\b/g,
  elixir: /"(?:\w*_)?id"\s*=>\s*(\w+)/g,
};

const loads =
  /\b(?:findByPk|findById|findOne|findOneBy|findUnique|findUniqueOrThrow|findFirst|find|findByIdAnd(?:Update|Delete|Remove)|getById|get\w*By\w*Id\w*|get_by_id|get_object_or_404|get_or_404|get_one|getOne|getReferenceById|deleteById|Repo\.get!?|First|Take|Find\w*ByID|Get\w*ByID|get_\w+!?|objects\.get|query\.get|session\.get|scalar_one)\(/g;

/** The load that hangs on an id of the request, where nothing before or in it names the caller and no condition after. */
function loadIn({ handler }: Answer): Span | undefined {
  const { code, file, fact } = handler;
  const names = idsIn(
    code,
    file.tree.family,
    fact.parameters.map(({ name }) => name),
  );
  if (names.length === 0) return undefined;
  for (const match of code.matchAll(loads)) {
    const end = closing(code, match.index + match[0].length - 1);
    const given = code.slice(match.index + match[0].length, end);
    if (isDeclared(code.slice(0, match.index)) || isNoRecord(match[0], given)) continue;
    if (!names.some((name) => hasWord(given, name)) || isOwned(code, { start: match.index, end, names }))
      continue;
    return { start: fact.span.start + match.index, end: fact.span.start + end };
  }
  return undefined;
}

/** `def get_order(id)` and `Order getOrderById(Long id) {` load nothing: they are what answers. */
function isDeclared(before: string): boolean {
  return (
    /[\w>\])][ \t]+$/.test(before) &&
    !/\b(?:return|await|yield|case|not|in|if|else|do|when|throw|and|or|of|with)[ \t]+$/.test(before)
  );
}

/** A folder or a setting by its name, and a search through a list in memory. */
function isNoRecord(call: string, given: string): boolean {
  return (
    /^get_\w*(?:dir|directory|folder|path|url|status|config|settings?|locale|logger)\($/.test(call) ||
    (call === "find(" && /^\s*(?:\(?\w+\)?\s*=>|function\b|fn\b|lambda\b)/.test(given))
  );
}

function idsIn(code: string, family: string, parameters: readonly string[]): readonly string[] {
  if (family === "python") return parameters.filter((name) => /(?:^|_)(?:id|pk|uuid)$/.test(name));
  const pattern = fromRequest[family];
  const found = pattern
    ? [...code.matchAll(pattern)].map((match) => match.slice(1).find((group) => group !== undefined) ?? "")
    : [];
  return found.filter((name) => name !== "");
}

function hasWord(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`).test(text);
}

const owner =
  /\b(?:req|request|ctx|context|c|conn|event)\.(?:state\.|locals\.|assigns\.)?(?:user|auth|session|account|identity|tenant)|current_?user|\b(?:owner|author|tenant|principal|viewer|whoami)\w*\b|\b(?:user|org|organi[sz]ation|workspace|team|group|household|tenant|account|company)_?id\b(?=\s*[:=,}])|\buser\s*[:=,]|getUser|\bctx\.User\b|\bself\.(?:user|group|household|repos?|mixins?)\b|\bc\.(?:User|Repo|Org)\b/i;

interface Load extends Span {
  /** What the request says which record it is. */
  readonly names: readonly string[];
}

/** A load by the id itself: `findOne({ where: { userId } })` and `getByUserId(userId)` name no owner. */
function withoutNames(load: string, names: readonly string[]): string {
  const bare = load.replace(/^\w+\(/, "(");
  return names.reduce(
    (text, name) =>
      text.replaceAll(
        new RegExp(`(?:\\b\\w+: *)?(?<![\\w.])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "g"),
        "",
      ),
    bare,
  );
}

/** The caller is named before the record is loaded or in the load; after it only a condition or a check counts. */
function isOwned(code: string, { start, end, names }: Load): boolean {
  const before = code
    .slice(0, start)
    .replace(/\{[^{}]*\}\s*=\s*(?:req|request|ctx)\.(?:params|query|body)/g, "")
    // The header is not the author of anything.
    .replace(/["']authorization["']/gi, "");
  const after = code.slice(end).split("\n");
  return (
    namesCaller(code) ||
    owner.test(before.replace(/\b\w+Id\b/g, "")) ||
    owner.test(withoutNames(code.slice(start, end), names)) ||
    after.some(
      (line) =>
        /\b(?:if|unless|where|throw|raise|assert|when)\b|[!=]==?|^\s*(?:or|and|&&|\|\|)\s|\bin request\.user/.test(
          line,
        ) && owner.test(line),
    ) ||
    calledNames(code).some((name) => guardsInBody(name).some((kind) => /^auth/.test(kind)))
  );
}

function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if ("([{".includes(code.charAt(at))) depth++;
    else if (")]}".includes(code.charAt(at)) && --depth === 0) return at + 1;
  }
  return code.length;
}
