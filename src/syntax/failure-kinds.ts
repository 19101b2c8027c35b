/** The kinds of failure a program tells apart: types of its own, status codes it answers, sentinel values. */
import type { Survey, SurveyedFile } from "../model/survey.js";
import type { Span } from "../model/source.js";
import { withoutComments } from "./growth.js";
import { ownCode } from "./own-code.js";

export interface FailureKind {
  /** A type's name, or a status code. */
  readonly name: string;
  /** A type or a value that code can catch or compare; a status code is told apart only by clients. */
  readonly isType: boolean;
  readonly file: SurveyedFile;
  readonly span: Span;
}

const types =
  /\bclass (\w+)\(\w*(?:Exception|Error)\w*\)|\bclass (\w+) extends \w*(?:Error|Exception)\b|\b([eE]rr[A-Z]\w*)\s*=\s*(?:errors\.New|fmt\.Errorf)\(|\bfunc \(\w+ \*?(\w+)\) Error\(\) string|#\[derive\([^)]*Error[^)]*\)\]\s*(?:pub )?(?:enum|struct) (\w+)|\bdefmodule ([\w.]+) do\s+defexception\b|\{:error, (:\w+)\}/g;
const answers =
  /\b(?:HTTPException|HttpException|createError|ResponseStatusException|abort)\([^)]{0,60}?(?:HTTP_)?\b([45]\d\d)|\bHTTP_([45]\d\d)_|\.(?:status|writeHead|sendStatus|code)\(\s*([45]\d\d)|\bhttp\.(Status(?:BadRequest|Unauthorized|Forbidden|NotFound|Conflict|Gone|TooManyRequests|InternalServerError|ServiceUnavailable|RequestEntityTooLarge|UnsupportedMediaType|UnprocessableEntity|MethodNotAllowed|BadGateway|GatewayTimeout))\b|\breturn ([45]\d\d)\b|JSONResponse\([^)]{0,80}status_code=([45]\d\d)|\bstatus_code\s*=\s*(?:status\.HTTP_)?([45]\d\d)/g;

/** One of each name, in the order of files. */
export function failureKinds(survey: Survey): readonly FailureKind[] {
  const found = new Map<string, FailureKind>();
  for (const file of ownCode(survey)) {
    const code = withoutComments(file);
    for (const [pattern, isType] of [
      [types, true],
      [answers, false],
    ] as const) {
      for (const match of code.matchAll(pattern)) {
        const name = match.slice(1).find((group) => group !== undefined);
        if (name === undefined || found.has(name)) continue;
        const end = match.index + (match[0].split("\n", 1)[0]?.length ?? 1);
        found.set(name, { name, isType, file, span: { start: match.index, end } });
      }
    }
  }
  return [...found.values()];
}

const refusal =
  /\braise\s+\w|\bthrow\s+\w|\breturn\b[^\n]*\b(?:err|[eE]rr[A-Z]\w*|Err\(|errors\.New|fmt\.Errorf)|\{:error,|\bbail!|\bHTTPException\(|\bhttp\.Error\(|\breject\(|\breturn 4\d\d\b|\.(?:status|writeHead|sendStatus|WriteHeader)\(\s*(?:4\d\d|http\.Status(?:Bad|Unauth|Forb|Conf|NotF|Gone|Too))/;

/** Whether the text refuses something: raises, throws or returns an error. */
export function refuses(text: string): boolean {
  return refusal.test(text);
}
