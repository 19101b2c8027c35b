/** Routes of a Phoenix router, with the pipelines their scopes pass through. */
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { ElixirTree } from "../../model/tree.js";
import { argumentsOf, callsOf, holds, type WrittenCall } from "../elixir/ask.js";
import { withoutComments } from "../growth.js";
import { handlerOf } from "./inherit.js";
import type { FileRoutes, Handler, WrittenRoute } from "./route.js";

const verbs = /^(?:get|post|put|patch|delete|resources|live)$/;

export function phoenixRoutes(survey: Survey, file: SurveyedFile, tree: ElixirTree): FileRoutes {
  if (!/\bpipe_through\b/.test(file.source.text)) return { routes: [], mounts: [], everywhere: [] };
  const calls = callsOf(tree);
  const plugs = pipelines(calls);
  const scopes = calls.filter(({ target }) => target === "scope" || target === "live_session");
  const inDevelopment = calls.filter(
    (call) => call.target === "if" && /\bdev|:test\b/.test(argumentsText(call)),
  );
  const through = calls.filter(({ target }) => target === "pipe_through");
  const routes = calls.flatMap((call): WrittenRoute[] => {
    const around = scopes.filter(({ span }) => holds(span, call.span));
    if (!verbs.test(call.target) || around.length === 0) return [];
    if (inDevelopment.some(({ span }) => holds(span, call.span))) return [];
    const names = through
      .filter((one) => around.some(({ span }) => span === innermost(scopes, one)?.span))
      .flatMap((one) => atomsIn(argumentsText(one)))
      .flatMap((name) => [name, ...(plugs.get(name) ?? [])]);
    const sessions = around
      .filter(({ target }) => target === "live_session")
      .flatMap((one) => atomsIn(argumentsText(one)));
    return [routeOf(survey, file, call, [...names, ...sessions])];
  });
  return { routes, mounts: [], everywhere: [] };
}

function innermost(scopes: readonly WrittenCall[], { span }: WrittenCall): WrittenCall | undefined {
  return scopes.filter((scope) => holds(scope.span, span)).at(-1);
}

function pipelines(calls: readonly WrittenCall[]): ReadonlyMap<string, readonly string[]> {
  const all = calls.filter(({ target }) => target === "pipeline");
  return new Map(
    all.map((pipeline) => {
      const plugs = calls.filter(({ target, span }) => target === "plug" && holds(pipeline.span, span));
      const names = plugs.flatMap((plug) =>
        (argumentsOf(plug.node)[0]?.text() ?? "").split(/[.:]/).filter((part) => part !== ""),
      );
      return [atomsIn(argumentsText(pipeline))[0] ?? "", names] as const;
    }),
  );
}

function argumentsText({ node }: WrittenCall): string {
  return argumentsOf(node)
    .map((argument) => argument.text())
    .join(", ");
}

function atomsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![:\w]):([a-z_]\w*)/g)].map(([, name = ""]) => name);
}

function routeOf(
  survey: Survey,
  file: SurveyedFile,
  call: WrittenCall,
  inherited: readonly string[],
): WrittenRoute {
  const [path, controller, action] = argumentsOf(call.node).map((argument) => argument.text());
  const name = atomsIn(action ?? "")[0] ?? "";
  const handler = actionOf(survey, controller ?? "", name);
  return {
    file,
    at: call.span,
    method: call.target === "resources" || call.target === "live" ? "ANY" : call.target.toUpperCase(),
    url: (path ?? "").replace(/"/g, ""),
    form: "scope",
    own: [],
    inherited: [...inherited, ...(handler ? plugsOf(handler.file) : [])],
    handler,
    answering: [],
  };
}

/** `UserController` lies in `user_controller.ex`. */
function actionOf(survey: Survey, controller: string, name: string): Handler | null {
  const stem = (controller.split(".").at(-1) ?? "").replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  if (stem === "" || name === "") return null;
  for (const file of survey.files.values()) {
    if (!file.source.path.endsWith(`/${stem}.ex`)) continue;
    const fact = file.outline.functions.find((one) => one.name === name);
    if (fact) return handlerOf(file, fact);
  }
  return null;
}

function plugsOf(file: SurveyedFile): readonly string[] {
  return [...withoutComments(file).matchAll(/^\s*plug[ (]+:?([\w.]+)/gm)].map(
    ([, name = ""]) => name.split(".").at(-1) ?? "",
  );
}
