/** The parsed files of a project, code and tests apart, and places in them. */
import { Lines } from "../lib/text.js";
import type { Place } from "../model/finding.js";
import type { FunctionFact } from "../model/outline.js";
import type { Span } from "../model/source.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import { handedOut } from "./commonjs.js";
import { withoutComments } from "./growth.js";

export function ownCode({ files }: Survey): readonly SurveyedFile[] {
  return parsed(files).filter(({ source }) => !source.isTest);
}

export function ownTests({ files }: Survey): readonly SurveyedFile[] {
  return parsed(files).filter(({ source }) => source.isTest);
}

function parsed(files: Survey["files"]): readonly SurveyedFile[] {
  return [...files.values()].filter(({ tree }) => tree.family !== "text");
}

/** Lines that are neither empty nor comment: what a length may be measured in. */
export function codeLines(file: SurveyedFile): number {
  return withoutComments(file)
    .split("\n")
    .filter((line) => line.trim() !== "").length;
}

/** The lines of a span, quoted by the first of them. */
export function placeOf({ source }: SurveyedFile, span: Span): Place {
  const lines = new Lines(source.text).range(span);
  const quote = source.text.slice(span.start, span.end).split("\n", 1)[0]?.trim() ?? "";
  return { path: source.path, lines, quote };
}

export function placeOfFile({ source }: SurveyedFile): Place {
  return { path: source.path, lines: null, quote: "" };
}

const hidden = /\b(?:private|protected)\s+(?:\w+\s+)*$|#$/;

/** Functions that other files may call: exported ones, and the open methods of exported classes. */
export function publicFunctions(file: SurveyedFile): readonly FunctionFact[] {
  const { source, outline } = file;
  const handed = handedOut(file);
  const classes = new Set(
    outline.definitions
      .filter(({ kind, isExported, name }) => kind === "class" && (isExported || handed.has(name)))
      .map(({ name }) => name),
  );
  return outline.functions.filter(
    ({ name, className, isExported, isTest, nameSpan }) =>
      isTest !== true &&
      name !== "<anonymous>" &&
      name !== "constructor" &&
      !/^[_#]/.test(name) &&
      (isExported || handed.has(name) || (className !== null && classes.has(className))) &&
      !hidden.test(source.text.slice(Math.max(0, nameSpan.start - 40), nameSpan.start)),
  );
}

const handlers: Readonly<Record<string, RegExp>> = {
  python:
    /^[ \t]*@[\w.]+\.(?:route|get|post|put|patch|delete|websocket)\(|\bpath\(\s*["']|class \w+\((?:\w*APIView|\w*ViewSet|\w*View)\)/m,
  typescript:
    /\b(?:app|router|server|api|fastify|\w+Router|\w+Routes)\s*\.\s*(?:get|post|put|patch|delete|all|route|use)\(|@(?:Get|Post|Put|Patch|Delete|Controller)\(|\bcreateServer\(|export (?:async )?function (?:GET|POST|PUT|PATCH|DELETE)\b/,
  go: /\bhttp\.(?:HandleFunc|Handle|ListenAndServe\w*|HandlerFunc)\b|\bhttp\.ResponseWriter\b|\*gin\.Context|echo\.Context|\*fiber\.Ctx/,
  java: /@(?:Rest)?Controller\b|@(?:Get|Post|Put|Patch|Delete|Request)Mapping\b|@Path\(/,
  rust: /\bRouter::new\(|\bHttpServer::new\(|#\[(?:get|post|put|patch|delete)\(|\bwarp::path\b/,
  elixir: /\buse \w+, :(?:controller|router)\b|\buse Plug\.Router\b|\bplug :match\b/,
};

/** Those of the files that answer requests over HTTP. */
export function handlerFiles(code: readonly SurveyedFile[]): readonly SurveyedFile[] {
  return code.filter((file) => handlers[file.tree.family]?.test(withoutComments(file)) ?? false);
}
