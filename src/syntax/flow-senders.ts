/** Who sends what a flow begins with, as far as the route tells that the value comes in by. */
import type { Flow } from "../model/flow.js";
import type { Survey } from "../model/survey.js";
import { hasCheck } from "./routes/checks.js";
import { routesOf } from "./routes/index-routes.js";
import type { Route } from "./routes/route.js";

export interface Sending {
  /** `GET`; `ANY` where a registration names none. */
  readonly methods: readonly string[];
  /** Whether all of the routes turn strangers away. */
  readonly isSignedIn: boolean;
  /** Whether all of them are for administrators. */
  readonly isForAdministrators: boolean;
}

/** Null where no request brings the value, or the route was not found. */
export function sendingOf(survey: Survey, { entry, steps }: Flow): Sending | null {
  if (entry !== "http") return null;
  for (const { path, span } of steps) {
    const sending = sendingAt(survey, path, span.start);
    if (sending) return sending;
  }
  return null;
}

/** Null where no route is answered there. */
export function sendingAt(survey: Survey, path: string, offset: number): Sending | null {
  const own = routesOf(survey).filter((route) => isAnsweredAt(route, path, offset));
  if (own.length === 0) return null;
  return {
    methods: own.map(({ method }) => method),
    isSignedIn: own.every(isForUsers),
    isForAdministrators: own.every(isForAdministrators),
  };
}

function isAnsweredAt({ handler }: Route, path: string, offset: number): boolean {
  if (!handler || handler.file.source.path !== path) return false;
  const { start, end } = handler.fact.span;
  return start <= offset && offset < end;
}

function isForUsers(route: Route): boolean {
  return route.turnsAway === true || hasCheck(route, "authentication") || hasCheck(route, "authorisation");
}

const administrators =
  /(?:^|[^a-z])(?:super_?)?(?:admin|administrator|superuser|staff)(?=$|[^a-z]|[A-Z])|Admin(?![a-z])/;

function isForAdministrators({ file, url, own, inherited }: Route): boolean {
  return [file.source.path, url, ...own, ...inherited].some((name) => administrators.test(name));
}
