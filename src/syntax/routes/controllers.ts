/** Routes of Nest's and Spring's controllers: methods with an annotation, in a class with one. */
import type { FunctionFact } from "../../model/outline.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { withoutComments } from "../growth.js";
import { addressRules } from "./addresses.js";
import { namesIn, pathText } from "./arguments.js";
import { type Decorator, classOf, decoratorsIn, headStart, inheritedNames } from "./decorators.js";
import { guardsAtRoute } from "./guards.js";
import { handlerOf } from "./inherit.js";
import { type FileRoutes, type WrittenRoute, noRoutes } from "./route.js";

const annotation = /^(Get|Post|Put|Patch|Delete|Request|All)(?:Mapping)?$/;

/** Nest's and Spring's controllers. */
export function controllerRoutes(survey: Survey, file: SurveyedFile): FileRoutes {
  // Looking for plain words first is several times as fast, and hardly any file has one.
  if (!telling.some((word) => file.source.text.includes(word))) return noRoutes;
  const code = withoutComments(file);
  const everywhere = guardOfAll(code);
  const global =
    everywhere === undefined
      ? []
      : [
          everywhere === "APP_GUARD" || everywhere === "useGlobalGuards"
            ? "AuthGuard"
            : "SecurityFilterChain",
        ];
  const byAddress = addressRules(code);
  if (!/@(?:Rest)?Controller\b/.test(code)) return { ...noRoutes, everywhere: global, byAddress };
  const routes = file.outline.functions.flatMap(
    (fact) => controllerRoute(survey, { file, code }, fact) ?? [],
  );
  return { routes, mounts: [], everywhere: global, byAddress };
}

/** What stands before every route of the program. */
function guardOfAll(code: string): string | undefined {
  return /\bAPP_GUARD\b|useGlobalGuards|SecurityFilterChain|WebSecurityConfigurerAdapter|addInterceptors|FilterRegistrationBean/.exec(
    code,
  )?.[0];
}

const telling = [
  "Controller",
  "APP_GUARD",
  "useGlobalGuards",
  "SecurityFilterChain",
  "WebSecurityConfigurerAdapter",
  "addInterceptors",
  "FilterRegistrationBean",
  "Matchers(",
  "ilterChainDefinition",
];

function controllerRoute(
  survey: Survey,
  { file, code }: { readonly file: SurveyedFile; readonly code: string },
  fact: FunctionFact,
): WrittenRoute | null {
  if (fact.className === null) return null;
  const inClass = classOf(file, fact.className);
  const start = Math.min(headStart(code, fact.nameSpan.start), fact.span.start);
  const head = code.slice(start, fact.nameSpan.start);
  const decorators = decoratorsIn(head);
  const told = decorators.find(({ name }) => annotation.test(name));
  if (!inClass || !told) return null;
  const ofClass = inClass.decorators.concat(
    decoratorsIn(code.slice(inClass.definition.span.start, inClass.definition.nameSpan.start)),
  );
  if (!ofClass.some(({ name }) => /Controller$/.test(name))) return null;
  const verb = annotation.exec(told.name)?.[1] ?? "";
  const named = /RequestMethod\.(\w+)/.exec(told.given)?.[1];
  const parameters = code.slice(fact.nameSpan.end, fact.bodySpan.start);
  const own = decorators
    .filter((one) => one !== told)
    .flatMap(({ name, given }) => [name, ...namesIn(guardsAtRoute(name).length > 0 ? bare(given) : given)]);
  return {
    file,
    at: { start: start + head.length - head.trimStart().length, end: fact.nameSpan.end },
    method: verb === "Request" || verb === "All" ? (named ?? "ANY") : verb.toUpperCase(),
    url: joined(prefixOf(ofClass), textIn(told.given)),
    form: fact.className,
    own: [...own, ...decoratorsIn(parameters).map(({ name }) => name)],
    inherited: inheritedNames(survey, file, fact.className),
    handler: handlerOf(file, fact),
    answering: [],
  };
}

/** `@RequestMapping("/orders")` above a Spring class, `@Controller("orders")` above Nest's. */
function prefixOf(decorators: readonly Decorator[]): string {
  const given = decorators.filter(({ name }) => /^(?:RequestMapping|(?:Rest)?Controller)$/.test(name));
  const prefix = given.map((one) => (one.name === "RestController" ? "" : textIn(one.given)));
  return prefix.find((text) => text !== "") ?? "";
}

function textIn(given: string): string {
  return pathText(/["'`][^"'`]*["'`]/.exec(given)?.[0] ?? "");
}

function joined(prefix: string, path: string): string {
  return prefix === "" ? path : `/${prefix}/${path}`.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}

/** What a guard is given in a string counts: `@PreAuthorize("hasRole('x')")`. */
function bare(given: string): string {
  return given.replace(/["'`@#]/g, " ");
}
