/** What a route is, whatever framework registers it: where it is answered, by what, and what stands before that. */
import type { FunctionFact } from "../../model/outline.js";
import type { Span } from "../../model/source.js";
import type { SurveyedFile } from "../../model/survey.js";

/** The function that answers. */
export interface Handler {
  readonly file: SurveyedFile;
  readonly fact: FunctionFact;
  /** Its code without comments. */
  readonly code: string;
}

export interface Route {
  readonly file: SurveyedFile;
  /** The registration, as far as the answering function where that stands in it. */
  readonly at: Span;
  /** `GET`; `ANY` where the registration names none. */
  readonly method: string;
  /** As written; the name of a procedure or function where there is no path. */
  readonly url: string;
  /** Routes of one form in one place are siblings: `router.post`, a controller. */
  readonly form: string;
  /** Names that stand at the route itself: middleware, decorators, wrappers, dependencies. */
  readonly own: readonly string[];
  /** Names that hold for a whole router, class, scope or program. */
  readonly inherited: readonly string[];
  /** Code of the project that runs before it, or that it calls, answers 401 or 403, whatever its name is. */
  readonly turnsAway?: boolean;
  /** What it hands the request to names who is asking. */
  readonly asksBelow?: boolean;
  /** Functions of the project that stand before it. */
  readonly guards?: readonly Handler[];
  readonly handler: Handler | null;
}

/** A route as one file tells of it. */
export interface WrittenRoute extends Omit<Route, "handler"> {
  readonly handler: Handler | null;
  /** Names that may be that of the function that answers, likeliest first, where it stands elsewhere. */
  readonly answering: readonly string[];
}

/** `app.use("/api", guard, router)`: names that hold for the routes of another file. */
export interface Mount {
  /** File that mounts. */
  readonly from: string;
  /** File that is mounted. */
  readonly path: string;
  readonly names: readonly string[];
}

/** What one file adds to the index. */
export interface FileRoutes {
  readonly routes: readonly WrittenRoute[];
  readonly mounts: readonly Mount[];
  /** Names that hold for every route of the program. */
  readonly everywhere: readonly string[];
  /** `login_required(OrderView.as_view())`: names that hold for all that a class answers. */
  readonly wrapped?: readonly Wrapped[];
  /** What a list of addresses says of routes wherever they are written, the first that fits counts. */
  readonly byAddress?: readonly ByAddress[];
}

export interface Wrapped {
  readonly className: string;
  readonly names: readonly string[];
}

export interface ByAddress {
  /** `/admin/**`. */
  readonly pattern: string;
  readonly names: readonly string[];
}

export const noRoutes: FileRoutes = { routes: [], mounts: [], everywhere: [] };

/** `documents.list`: programs that send every call by POST say in the name what it does. */
const reads = /(?:^|[./_-])(?:list|info|get|search|find|show|read|count|preview|status)(?:[A-Z]\w*)?$/;

/** True where the route is only asked for, by its method or by its name. */
export function isReading({ method, url }: Pick<Route, "method" | "url">): boolean {
  return /^(?:GET|HEAD|OPTIONS)$/.test(method) || reads.test(url);
}

/** `GET /users/:id`. */
export function nameOfRoute({ method, url }: Pick<Route, "method" | "url">): string {
  return `${method} ${url === "" ? "/" : url}`;
}
