/** Routes that a framework finds by the name of a file or of an export: Next's handlers and tRPC's procedures. */
import type { Survey, SurveyedFile } from "../../model/survey.js";
import { withoutComments } from "../growth.js";
import { Latest } from "../latest.js";
import { namesIn } from "./arguments.js";
import { guardsInBody } from "./guards.js";
import { functionWithin } from "./inherit.js";
import { type FileRoutes, type WrittenRoute, noRoutes } from "./route.js";

const verbs = /^(?:GET|POST|PUT|PATCH|DELETE)$/;

/** `app/users/route.ts` exports one function a method, `pages/api/users.ts` one for all. */
export function nextRoutes(survey: Survey, file: SurveyedFile): FileRoutes {
  const { path } = file.source;
  const place = /(?:^|\/)app\/(.*?)\/?route\.[cm]?[jt]sx?$|(?:^|\/)pages\/(api\/.*)\.[cm]?[jt]sx?$/.exec(
    path,
  );
  const mayBeMiddleware = /(?:^|\/)middleware\.[jt]s$/.test(path);
  if (!place && !mayBeMiddleware) return noRoutes;
  const code = withoutComments(file);
  const isMiddleware = mayBeMiddleware && /\b(?:auth|session|token|clerk)/i.test(code);
  const everywhere = isMiddleware ? ["authMiddleware"] : [];
  if (!place) return { routes: [], mounts: [], everywhere };
  const url = `/${place[1] ?? place[2] ?? ""}`;
  const routes = file.outline.definitions.flatMap((definition): WrittenRoute[] => {
    if (!definition.isExported || definition.container !== null || !verbs.test(definition.name)) return [];
    const from = definition.nameSpan.end;
    const wrapper = /^\s*(?::[^=\n]+)?=\s*([^\n]*)/.exec(code.slice(from, from + 200))?.[1] ?? "";
    const lineStart = code.lastIndexOf("\n", definition.nameSpan.start) + 1;
    const handler = functionWithin(file, { start: lineStart, end: followingExport(code, from) });
    const at = { start: definition.nameSpan.start, end: definition.nameSpan.end };
    const named = namesIn(wrapper.split(/=>|\bfunction\b/)[0] ?? "");
    const own = [...named, ...named.flatMap((name) => checksInWrapper(survey, name))];
    return [
      { file, at, method: definition.name, url, form: "next", own, inherited: [], handler, answering: own },
    ];
  });
  return {
    routes: [...routes, ...(place[2] === undefined ? [] : defaultExport(file, code, url))],
    mounts: [],
    everywhere,
  };
}

const wrappers = new Latest<Survey, Map<string, readonly string[]>>();

/** `withWorkspace(handler)`: what the project's own wrapper of that name calls to know who is asking. */
function checksInWrapper(survey: Survey, name: string): readonly string[] {
  if (!/^with[A-Z]/.test(name)) return [];
  const seen = wrappers.of(survey, () => new Map());
  const before = seen.get(name);
  if (before) return before;
  const codes = [...survey.files.values()].flatMap((file) =>
    file.source.isTest || file.tree.family !== "typescript"
      ? []
      : file.outline.functions
          .filter((fact) => fact.name === name)
          .map(({ bodySpan }) => withoutComments(file).slice(bodySpan.start, bodySpan.end)),
  );
  const names = codes.flatMap((code) =>
    [...code.matchAll(/([A-Za-z_$][\w$]*)\s*\(/g)].map(([, called = ""]) => called),
  );
  const checks = [...new Set(names)].filter((called) =>
    guardsInBody(called).some((kind) => /^auth/.test(kind)),
  );
  seen.set(name, checks);
  return checks;
}

function followingExport(code: string, from: number): number {
  const next = code.indexOf("\nexport ", from);
  return next === -1 ? code.length : next;
}

function defaultExport(file: SurveyedFile, code: string, url: string): readonly WrittenRoute[] {
  const match = /\bexport default\s+([^\n;]*)/.exec(code);
  if (!match) return [];
  const at = { start: match.index, end: match.index + match[0].length };
  const handler = functionWithin(file, { start: match.index, end: code.length });
  const own = namesIn((match[1] ?? "").replace(/\bdefault\b/, "").split(/=>|function/)[0] ?? "");
  return [{ file, at, method: "ANY", url, form: "next", own, inherited: [], handler, answering: own }];
}

/** `list: protectedProcedure.input(schema).query(async …)` */
export function procedures(survey: Survey, file: SurveyedFile): FileRoutes {
  if (!/[pP]rocedure\b/.test(file.source.text) || survey.files.size === 0) return noRoutes;
  const code = withoutComments(file);
  const found = [...code.matchAll(/(\w+)\s*(?::|=)\s*(\w*[pP]rocedure\w*)\b/g)].flatMap(
    (match): WrittenRoute[] => {
      const ending = /\.(query|mutation|subscription)\s*\(/g;
      ending.lastIndex = match.index;
      const end = ending.exec(code);
      const next = /\n\s*\w+\s*:\s*\w*[pP]rocedure\b/g;
      next.lastIndex = match.index + match[0].length;
      const following = next.exec(code)?.index ?? code.length;
      if (!end || end.index > following) return [];
      const text = code.slice(match.index + match[0].length - (match[2] ?? "").length, end.index);
      const handler = functionWithin(file, { start: end.index, end: following });
      const own = [match[2] ?? "", ...namesIn(text.replace(/=>[\s\S]*/, ""))];
      const at = { start: match.index, end: match.index + match[0].length };
      const method = end[1] === "mutation" ? "POST" : "GET";
      return [
        {
          file,
          at,
          method,
          url: match[1] ?? "",
          form: "procedure",
          own,
          inherited: [],
          handler,
          answering: handler
            ? []
            : namesIn(code.slice(end.index + end[0].length, end.index + end[0].length + 60)),
        },
      ];
    },
  );
  return { routes: found, mounts: [], everywhere: [] };
}
