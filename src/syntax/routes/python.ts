/** Routes of Flask, FastAPI and Django: told by decorators, by classes of views and by lists of paths. */
import type { FunctionFact } from "../../model/outline.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { withoutComments } from "../growth.js";
import { namesIn, pathText } from "./arguments.js";
import { classOf, decoratorsIn, headStart, inheritedNames, upToClosing } from "./decorators.js";
import { fileOfName, handlerOf } from "./inherit.js";
import { guardsAtRoute } from "./guards.js";
import {
  type FileRoutes,
  type Handler,
  type Mount,
  type Wrapped,
  type WrittenRoute,
  noRoutes,
} from "./route.js";

const pythonVerbs = /^(?:route|get|post|put|patch|delete|head|websocket|api_route)$/;
const notRouters = /(?:^|\.)(?:mock|patch|requests|httpx|client|session|respx|responses|pytest|\w*mock\w*)$/i;

export function pythonRoutes(survey: Survey, file: SurveyedFile): FileRoutes {
  const code = withoutComments(file);
  const isView = /\b(?:View|ViewSet|Resource|MethodView|APIView|path|url|re_path)\b/.test(code);
  if (
    !/@[\w.]*\.(?:route|get|post|put|patch|delete|api_route)\s*\(|include_router|register_blueprint|PERMISSION_CLASSES|NinjaAPI|NinjaExtraAPI/.test(
      code,
    ) &&
    !isView
  )
    return noRoutes;
  const routers = routersIn(survey, file, code);
  const routes = file.outline.functions.flatMap(
    (fact) => pythonRoute({ survey, file, code, routers }, fact) ?? [],
  );
  const mounts = [...code.matchAll(/\.(?:include_router|register_blueprint|mount)\(/g)].flatMap(
    ({ index, 0: { length } }) => mountsFrom(survey, file, upToClosing(code.slice(index + length))),
  );
  const ninja = /\bNinja(?:Extra)?API\([^)]*\bauth\s*=/.test(code) ? "NinjaAuth" : "";
  const everywhere = /PERMISSION_CLASSES["']?\s*[:=]\s*[[(]([^\])]*)/.exec(code)?.[1] ?? "";
  const middleware = /\bMIDDLEWARE\s*=\s*\[([^\]]*)/.exec(code)?.[1] ?? "";
  return {
    routes: [...routes, ...djangoPaths(file, code)],
    mounts,
    wrapped: wrappedViews(code),
    everywhere: namesIn(
      `${everywhere} ${ninja} ${(middleware.match(/\w*(?:LoginRequired|Csrf)\w*/g) ?? []).join(" ")}`.replace(
        /["']/g,
        " ",
      ),
    ),
  };
}

interface PythonFile {
  readonly survey: Survey;
  readonly file: SurveyedFile;
  readonly code: string;
  readonly routers: ReadonlyMap<string, readonly string[]>;
}

/** `router = APIRouter(dependencies=[…])` and `@bp.before_request`: what holds for everything on the router. */
function routersIn(survey: Survey, file: SurveyedFile, code: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const match of code.matchAll(
    /^[ \t]*(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)?(\w*(?:Router|Blueprint|FastAPI|Flask|Namespace|Api))\(/gm,
  )) {
    const [all, name = "", type = ""] = match;
    const given = namesIn(upToClosing(code.slice(match.index + all.length)));
    const path = fileOfName(survey, file, type);
    const holder = path === null ? file : survey.files.get(path);
    const made = holder ? inheritedNames(survey, holder, type) : [];
    found.set(name, [type, ...given, ...made]);
  }
  for (const [, on = "", name = ""] of code.matchAll(
    /@(\w+)\.before_(?:app_)?request\s*\n(?:[ \t]*@[^\n]*\n)*[ \t]*(?:async )?def (\w+)/g,
  ))
    found.set(on, [...(found.get(on) ?? []), name]);
  return found;
}

const viewMethods = /^(?:get|post|put|patch|delete|list|create|retrieve|update|partial_update|destroy)$/;
const viewMethodVerbs: Readonly<Record<string, string>> = {
  list: "GET",
  retrieve: "GET",
  create: "POST",
  update: "PUT",
  partial_update: "PATCH",
  destroy: "DELETE",
};

function pythonRoute({ survey, file, code, routers }: PythonFile, fact: FunctionFact): WrittenRoute | null {
  const start = headStart(code, fact.span.start);
  const head = code.slice(start, fact.span.start);
  const decorators = decoratorsIn(head);
  const told = decorators.find(({ name, on }) => on !== "" && pythonVerbs.test(name) && !notRouters.test(on));
  const inClass = fact.className === null ? undefined : classOf(file, fact.className);
  const isView =
    inClass !== undefined &&
    viewMethods.test(fact.name) &&
    /(?:View|ViewSet|Resource|Endpoint)\b/.test(inClass.bases);
  const isApiView = decorators.some(({ name }) => name === "api_view");
  if (!told && !isView && !isApiView) return null;
  const parameters = code.slice(fact.nameSpan.end, fact.bodySpan.start);
  const first = told ? (/^\s*(?:path\s*=\s*)?([rf]?["'][^"']*["'])/.exec(told.given)?.[1] ?? "") : "";
  const named =
    /methods\s*=\s*[[({]\s*["'](\w+)/.exec(told?.given ?? head)?.[1] ??
    /api_view\(\s*\[\s*["'](\w+)/.exec(head)?.[1];
  const own = decorators.flatMap(({ name, given }) => [name, ...namesIn(given)]);
  return {
    file,
    at: {
      start: head.trim() === "" ? fact.span.start : start + head.length - head.trimStart().length,
      end: fact.nameSpan.end,
    },
    method: methodOf(told?.name, named, fact.name),
    url: told ? pathText(first) : fact.className === null ? fact.name : `${fact.className}.${fact.name}`,
    form: told ? `${fact.className ?? ""}@${told.on}` : (fact.className ?? ""),
    own: [...own.filter((name) => !pythonVerbs.test(name)), ...dependenciesIn(parameters)],
    inherited: [
      ...(routers.get(told?.on ?? "") ?? []),
      ...(fact.className === null ? [] : inheritedNames(survey, file, fact.className)),
    ],
    handler: handlerOf(file, fact),
    answering: [],
  };
}

/** `user: User = Depends(current_user)`, `user: CurrentUser`, `Annotated[…, Security(…)]`. */
function dependenciesIn(parameters: string): readonly string[] {
  const typed = parameters.match(/:\s*[\w.[\], ]+/g) ?? [];
  const made = [...parameters.matchAll(/\b(?:Depends|Security)\(([^)]*)/g)].map(([, name = ""]) => name);
  return [...made, ...typed].flatMap((text) => namesIn(text));
}

function methodOf(verb: string | undefined, named: string | undefined, method: string): string {
  if (verb === undefined) return named?.toUpperCase() ?? viewMethodVerbs[method] ?? method.toUpperCase();
  if (verb === "route" || verb === "api_route") return named?.toUpperCase() ?? "GET";
  return verb.toUpperCase();
}

function mountsFrom(survey: Survey, file: SurveyedFile, text: string): readonly Mount[] {
  const names = namesIn(text);
  const roots = text.match(/[A-Za-z_]\w*/g) ?? [];
  const paths = roots.flatMap((name) => fileOfName(survey, file, name) ?? []);
  return [...new Set(paths)].map((path) => ({ from: file.source.path, path, names }));
}

/** `login_required(OrderView.as_view())` in a list of addresses. */
function wrappedViews(code: string): readonly Wrapped[] {
  return Array.from(
    code.matchAll(/((?:\b[\w.]+\((?:[\w.]+\()?)\s*)?\b(\w+)\.as_view\(/g),
    ([, before = "", className = ""]) => ({ className, names: namesIn(before) }),
  ).filter(({ names }) => names.some((name) => guardsAtRoute(name).length > 0));
}

/** What stands above a function that a list of addresses names. */
export function decoratorNames({ file, fact }: Handler): readonly string[] {
  const code = withoutComments(file);
  const head = code.slice(headStart(code, fact.span.start), fact.nameSpan.start);
  return decoratorsIn(head).flatMap(({ name, given }) => [name, ...namesIn(given)]);
}

/** `path("users/", views.users)`: a view that is a class is read from its methods. */
function djangoPaths(file: SurveyedFile, code: string): readonly WrittenRoute[] {
  if (!/\burlpatterns\b/.test(code)) return [];
  return [...code.matchAll(/\b(?:path|re_path|url)\(\s*(r?["'][^"'\n]*["'])\s*,/g)].flatMap(
    (match): WrittenRoute[] => {
      const rest = upToClosing(code.slice(match.index + match[0].length)).split(/,\s*name\s*=/)[0] ?? "";
      // Django's own site for administrators asks for staff itself.
      if (/\.as_view\(|\binclude\(|\bsite\.urls\b/.test(rest)) return [];
      const names = namesIn(rest);
      const at = { start: match.index, end: match.index + match[0].length + rest.length };
      return [
        {
          file,
          at,
          method: "ANY",
          url: pathText(match[1] ?? ""),
          form: "urlpatterns",
          own: names.slice(0, -1),
          inherited: [],
          handler: null,
          answering: [...(/(\w+\.\w+)\)*[\s,]*$/.exec(rest)?.slice(1) ?? []), ...names.toReversed()],
        },
      ];
    },
  );
}
