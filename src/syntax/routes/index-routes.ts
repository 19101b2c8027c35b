/** The routes of a project: which requests it answers, where, and what stands before each. */
import { compareText } from "../../lib/compare.js";
import { groupBy } from "../../lib/group.js";
import type { FunctionFact } from "../../model/outline.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { namesByAddress } from "./addresses.js";
import { calledNames, mentionsCaller } from "./checks.js";
import { controllerRoutes } from "./controllers.js";
import { nextRoutes, procedures } from "./exported.js";
import { turnsStrangersAway } from "./guards.js";
import { Functions, wrappersOf } from "./inherit.js";
import { phoenixRoutes } from "./phoenix.js";
import { decoratorNames, pythonRoutes } from "./python.js";
import { registeredRoutes } from "./registered.js";
import type { FileRoutes, Handler, Mount, Route, WrittenRoute } from "./route.js";

const known = new WeakMap<Survey, readonly Route[]>();

/** All routes outside of tests, in the order of files; made once a survey. */
export function routesOf(survey: Survey): readonly Route[] {
  const before = known.get(survey);
  if (before) return before;
  const read = [...survey.files.values()].filter(isOwn).flatMap((file) => readersOf(survey, file));
  const functions = new Functions(survey);
  const mounts = groupBy(
    read.flatMap((one) => one.mounts),
    ({ path }) => path,
  );
  const everywhere = [...new Set(read.flatMap((one) => one.everywhere))];
  const wrapped = read.flatMap((one) => one.wrapped ?? []);
  const rules = read.flatMap((one) => one.byAddress ?? []);
  const around = (route: WrittenRoute): readonly string[] => [
    ...mountedNames(mounts, route.file.source.path),
    ...everywhere,
    ...wrapped.filter(({ className }) => className === route.form).flatMap(({ names }) => names),
    ...(route.file.tree.family === "java" ? namesByAddress(rules, route.url) : []),
  ];
  const routes = withoutDoubles(read.flatMap((one) => one.routes).sort(byPlace)).map((route) =>
    complete(route, functions, around(route)),
  );
  known.set(survey, routes);
  return routes;
}

/** Programs that show something register routes nobody serves. */
const shown =
  /(?:^|\/)(?:examples?|docs?|demos?|samples?|e2e|integration|[\w-]+-tests?|mocks?|fixtures|benchmarks?|playground|scripts)\//i;

function isOwn({ source, tree, outline }: SurveyedFile): boolean {
  return (
    !source.isTest && tree.family !== "text" && outline.parseErrors.length === 0 && !shown.test(source.path)
  );
}

function readersOf(survey: Survey, file: SurveyedFile): readonly FileRoutes[] {
  const { tree } = file;
  switch (tree.family) {
    case "typescript":
      return [
        registeredRoutes(survey, file),
        controllerRoutes(survey, file),
        nextRoutes(survey, file),
        procedures(survey, file),
      ];
    case "go":
      return [registeredRoutes(survey, file)];
    case "python":
      return [pythonRoutes(survey, file)];
    case "java":
      return [controllerRoutes(survey, file)];
    case "elixir":
      return [phoenixRoutes(survey, file, tree)];
    default:
      return [];
  }
}

/** By the file that is mounted. */
type Mounts = ReadonlyMap<string, readonly Mount[]>;

/** What is given to a file by those that mount it, and by those that mount them. */
function mountedNames(mounts: Mounts, path: string, seen: readonly string[] = []): readonly string[] {
  if (seen.includes(path) || seen.length > 4) return [];
  return (mounts.get(path) ?? []).flatMap(({ from, names }) => [
    ...names,
    ...mountedNames(mounts, from, [...seen, path]),
  ]);
}

function byPlace(a: WrittenRoute, b: WrittenRoute): number {
  return compareText(a.file.source.path, b.file.source.path) || a.at.start - b.at.start;
}

function withoutDoubles(routes: readonly WrittenRoute[]): readonly WrittenRoute[] {
  const seen = new Set<string>();
  return routes.filter(({ file, at }) => {
    const key = `${file.source.path}:${at.start}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function complete(
  { answering, ...route }: WrittenRoute,
  functions: Functions,
  mounted: readonly string[],
): Route {
  const { file } = route;
  const named = route.handler ? undefined : answering.find((name) => functions.find(name, file));
  const handler = route.handler ?? (named === undefined ? null : functions.find(named, file));
  const own = [
    ...route.own.filter((name) => name !== named?.split(".").at(-1)),
    ...(handler === null ? answering : [handler.fact.name]).flatMap((name) =>
      wrappersOf(handler?.file ?? file, name),
    ),
    ...(route.form === "urlpatterns" && handler ? decoratorNames(handler) : []),
  ];
  const names = [...own, ...route.inherited, ...mounted, ...calledNames(handler?.code ?? "")];
  const codeOf = (name: string): string => functions.find(name, file)?.code ?? "";
  const turnsAway =
    route.turnsAway === true ||
    turnsStrangersAway(handler?.code ?? "") ||
    names.some((name) => name !== named && refuses(functions.find(name, file)));
  return {
    ...route,
    handler,
    turnsAway,
    asksBelow: handler !== null && handedTheRequest(handler).some((name) => mentionsCaller(codeOf(name))),
    guards: [...own, ...route.inherited, ...mounted].flatMap((name) => functions.find(name, file) ?? []),
    own: [...new Set(own)],
    inherited: [...new Set([...route.inherited, ...mounted])],
  };
}

const refusing = new WeakMap<FunctionFact, boolean>();

/** Asked of a guard for each route that it stands before. */
function refuses(found: Handler | null): boolean {
  if (!found) return false;
  let known = refusing.get(found.fact);
  if (known === undefined) refusing.set(found.fact, (known = turnsStrangersAway(found.code)));
  return known;
}

/** Names of what the answering function calls with the request: `h.refresh(w, r)`, `service.pay(request)`. */
function handedTheRequest({ code, fact }: Handler): readonly string[] {
  const calls = code.matchAll(/([A-Za-z_$][\w$]*)\(([^()]*)\)/g);
  return Array.from(calls, ([, name = "", given = ""]) => (request.test(given) ? name : "")).filter(
    (name) => name !== "" && name !== fact.name,
  );
}

const request = /(?:^|,)\s*(?:req|request|r|c|ctx|context|conn|self\.request)\s*(?:,|$)/;
