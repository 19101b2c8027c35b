/** The functions that answer requests: those of the routes, and those that look like it by their parameters. */
import type { Survey } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { learn } from "../learn.js";
import { isRequestHandler } from "../typescript/handlers.js";
import { functionNodes } from "../typescript/ask.js";
import { handlerOf, namedByVariable } from "./inherit.js";
import { routesOf } from "./index-routes.js";
import { type Handler, type Route, nameOfRoute } from "./route.js";

export interface Answer {
  readonly handler: Handler;
  /** Where it is registered, as far as that was found. */
  readonly routes: readonly Route[];
}

/** `GET /users/:id`, or the name of the function where its route was not found. */
export function nameOfAnswer({ handler, routes }: Answer): string {
  const [route] = routes;
  return route ? nameOfRoute(route) : handler.fact.name;
}

const known = new WeakMap<Survey, readonly Answer[]>();

/** One entry a function, in the order of files; made once a survey. */
export function answersOf(survey: Survey): readonly Answer[] {
  const before = known.get(survey);
  if (before) return before;
  const byPlace = new Map<string, { handler: Handler; routes: Route[] }>();
  const keyOf = ({ file, fact }: Handler): string => `${file.source.path}:${fact.span.start}`;
  for (const route of routesOf(survey)) {
    if (!route.handler || route.handler.file.source.isTest) continue;
    const entry = byPlace.get(keyOf(route.handler)) ?? { handler: route.handler, routes: [] };
    entry.routes.push(route);
    byPlace.set(keyOf(route.handler), entry);
  }
  for (const handler of looksLikeOne(survey)) {
    const inside = [...byPlace.values()].some(
      (other) => holds(other.handler, handler) && other.handler.file === handler.file,
    );
    if (!inside) byPlace.set(keyOf(handler), { handler, routes: [] });
  }
  const answers = [...byPlace.values()].sort((a, b) => (keyOf(a.handler) < keyOf(b.handler) ? -1 : 1));
  known.set(survey, answers);
  return answers;
}

function holds({ fact: outer }: Handler, { fact: inner }: Handler): boolean {
  return outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}

/** `(req, res) => …` in JavaScript, wherever it is registered. */
function looksLikeOne(survey: Survey): readonly Handler[] {
  return [...survey.files.values()].flatMap((file) => {
    const { tree, source, outline } = file;
    if (tree.family !== "typescript" || source.isTest || !/\b_?(?:req|request|ctx)\b/.test(source.text))
      return [];
    const starts = new Set(learn(file, "functions like handlers", () => startsOfHandlers(tree)));
    return outline.functions
      .filter(({ span }) => starts.has(span.start))
      .map((fact) => handlerOf(file, namedByVariable(file, fact)));
  });
}

function startsOfHandlers(tree: TypeScriptTree): readonly number[] {
  return functionNodes(tree)
    .filter((node) => isRequestHandler(tree, node))
    .map((node) => node.getStart(tree.root));
}
