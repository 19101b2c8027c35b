/** What is done before and in the answer to a request, as far as names tell. */
import { type GuardKind, guardsAtRoute, guardsInBody } from "./guards.js";
import { isOpenOnPurpose } from "./openness.js";
import type { Route } from "./route.js";

export interface Checks {
  /** By what stands at the route or holds for all around it. */
  readonly before: ReadonlySet<GuardKind>;
  /** By what the answering function calls. */
  readonly within: ReadonlySet<GuardKind>;
}

const known = new WeakMap<Route, Checks>();

export function checksOf(route: Route): Checks {
  const found = known.get(route);
  if (found) return found;
  const names = [...route.own, ...route.inherited];
  const checks = {
    before: new Set(names.flatMap(guardsAtRoute)),
    within: new Set(calledNames(route.handler?.code ?? "").flatMap(guardsInBody)),
  };
  known.set(route, checks);
  return checks;
}

export function hasCheck(route: Route, kind: GuardKind): boolean {
  const { before, within } = checksOf(route);
  return before.has(kind) || within.has(kind);
}

/** Last names of what is called in the code. */
export function calledNames(code: string): readonly string[] {
  return [
    ...new Set(Array.from(code.matchAll(/([A-Za-z_$][\w$]*)\s*(?:<[\w., ]*>)?\(/g), ([, name = ""]) => name)),
  ];
}

const caller =
  /\b(?:req|request|ctx|context|c|conn|socket|event|info)\.(?:state\.|locals\.|assigns\.)?(?:user|auth|session|account|identity|principal|viewer|tenant|apiKey|credentials)|current_?(?:user|account|member|tenant)|(?:signed|logged)_?in|authenticat|getServerSession|getSession\b|getUser\b|SecurityContext|\bPrincipal\b|get_jwt_identity|\bg\.user\b|\bsession\.(?:get|user)|\bsession\[|\bviewer\b|\bidentity\b|signature|hmac|\b\w*(?:token|secret|api_?key)\b|\b(?:user|tenant|owner|workspace|team|org\w*|household|group)_?(?:id|scope)\b|userInfo|\bwhoami\b/i;

/** True where the code names who is asking, by a user, session, tenant, token or signature. */
export function mentionsCaller(code: string): boolean {
  return caller.test(code);
}

/** True where something tells who is asking, or the answer hangs on it. */
export function knowsCaller(route: Route): boolean {
  return (
    route.turnsAway === true ||
    route.asksBelow === true ||
    hasCheck(route, "authentication") ||
    hasCheck(route, "authorisation") ||
    mentionsCaller(route.handler?.code ?? "")
  );
}

/** Doors that strangers must find open, pages that hold nothing of anybody, and visitors that are only counted. */
const forStrangers =
  /(?:^|[/._-])(?:log-?in|log-?out|sign-?in|sign-?up|sign-?out|register|registration|forgot\w*|reset\w*|password|oauth\w*|oidc|sso|saml|callback|webhooks?|hooks?|slack|events|health\w*|healthz|ready\w*|live\w*|ping|version|favicon\w*|robots\w*|assets|static|public|well-known|docs?|openapi|swagger\w*|locales?|i18n|manifest\w*|captcha|csrf\w*|verify\w*|confirm\w*|activate|invit\w*|unsubscribe|auth|authenticate|authorize|token|session|setup|install\w*|welcome|about|contact|terms|privacy|search|embed\w*|badge|share\w*|opengraph|og|rss|feed|sitemap\w*|cron|markdown|errors?|redirect|bootstrap|subscribe|active|pv|page-?views?|track(?:ing)?|analytics|telemetry|beacon|vitals|log-?errors?|client-?login|(?:\w+-)?notify|newsletter|feedback|first-?run|init|success|fail(?:ed|ure)?|ipn|(?:\w+-)?otp|refresh|guests?|create-?admin)(?=$|[/._-])/i;

/** Keys that stand in the page of a shop anyway. */
const forPages = /(?:^|\/)(?:config|keys?)\/(?:paypal|stripe|razorpay|google|maps|recaptcha)\/?$/i;

export function isForStrangers(route: Route): boolean {
  const { url, method, handler } = route;
  const name = handler?.fact.name ?? "";
  return (
    forStrangers.test(url) ||
    isSignUp(route) ||
    (method === "POST" && /(?:^|\/)reports?\/?$/i.test(url)) ||
    (method !== "GET" && /\/views?\/?$/i.test(url)) ||
    forPages.test(url) ||
    /^\/?\*?$|^$/.test(url.replace(/\$?\{[^}]*\}/g, "")) ||
    method === "OPTIONS" ||
    /log_?(?:in|out)|sign_?(?:in|up|out)|register|redirect|not_?found|health|webhook|callback|unimplemented/i.test(
      name,
    ) ||
    isOpenOnPurpose(route)
  );
}

/** `POST /users`: nobody has an account before. What an administrator does there has a check. */
function isSignUp(route: Route): boolean {
  const { url, method, form, handler } = route;
  const isMade = /^(?:create|new|add|save|post)_?(?:user|account|customer|member)s?$/i;
  return (
    method === "POST" &&
    !hasCheck(route, "authentication") &&
    (/(?:^|\/)(?:users?|accounts?|customers?|members?)\/?$/i.test(url) ||
      isMade.test(handler?.fact.name ?? "") ||
      isMade.test(form.replace(/(?:Api|API|View)+$/, "").replace(/^(User|Account)Create$/, "create$1")) ||
      /^Users?(?:View|Controller|Resource|Api|List)+$/.test(form))
  );
}
