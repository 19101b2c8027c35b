/** Reads from a name what it does before a request is answered: who is asking, what is sent, how often, what if it fails. */
import { wordsOf } from "../secret-names.js";

export const guardKinds = [
  "authentication",
  "authorisation",
  "CSRF protection",
  "validation",
  "rate limit",
  "error wrapper",
  "transaction",
] as const;
export type GuardKind = (typeof guardKinds)[number];

/** Standing at a route, these names say what is done before it. */
const atRoute: Readonly<Record<GuardKind, RegExp>> = {
  authentication:
    /\b(?:auth|authn|authed|authenticat\w*|login|logged|signed|signin|(?:verify|check|require|express|koa) jwt|jwt (?:auth|guard|required|verify|check)|jwt$|bearer|protect(?:ed)?|secured|requires? (?:user|session|token|sign)|req (?:token|sign|basic)|(?:current|active|session|logged) (?:\w+ )?user|user (?:session|required)|get (?:server )?session|api ?key|access token|(?:verify|validate|check|require) token|(?:verify|validate|check|ensure) (?:\w+ )?session|token required|security filter chain|guard|session auth|identity|principal)\b/,
  authorisation:
    /\b(?:authori[sz]\w*|permissions?|permit|polic(?:y|ies)|roles?|admin|administrator|acl|rbac|scopes?|pre authorize|owner|ownership|owns|(?:is|only|require|check|ensure|verify) (?:\w+ )?(?:members?|participants?|author)|can|(?:check|require|verify|has|control|enforce\w*) (?:\w+ )?access|access (?:control|check|guard|level|required)|allowed|superuser|staff|privileges?|entitle\w*|deny|forbid\w*|org owner|membership|req (?:repo|admin|org|site))\b/,
  "CSRF protection": /\b(?:csrf|xsrf|anti ?forgery|csrf protect)\b/,
  validation:
    /\b(?:validat\w*|valid|schema|schemas|validator|celebrate|sanitize\w*|bind|body parser schema|input|validation pipe|typebox|zod|joi)\b/,
  "rate limit":
    /\b(?:rate ?limit\w*|limiter|throttle\w*|slow down|brute\w*|rate limiting|limit by|limit rate)\b/,
  "error wrapper":
    /\b(?:async handler|catch (?:async|errors?|all)|async (?:wrap\w*|middleware|catch|error)|wrap (?:async|handler)|handle (?:async|errors?)|try catch|with error\w*|error (?:handler|wrapper|boundary)|express async)\b/,
  transaction: /\b(?:transaction(?:al)?|atomic|with (?:tx|transaction)|unit of work|in transaction)\b/,
};

/** In the body of a handler a name must say that it checks: `createToken` and `getRole` do not. */
const inBody: Readonly<Record<GuardKind, RegExp>> = {
  authentication:
    /\b(?:authenticat(?:e|ed)\w*|(?:require|ensure|check|verify|assert|get|is|must) (?:\w+ )?(?:auth\w*|login|logged|session|token|jwt|signed|current user)|current user|get (?:server )?session|jwt (?:verify|decode)|verify jwt|is logged in|validate (?:\w+ )?session|auth)\b/,
  authorisation:
    /\b(?:authori[sz]e\w*|(?:require|ensure|check|verify|assert|has|is|user|must|validate|enforce) (?:\w+ )*(?:permissions?|roles?|access|admin|owner|owns?|member\w*|allowed|authori[sz]ed|polic(?:y|ies)|scopes?|privileges?|rights?)|can|cannot|is (?:admin|owner|allowed|super ?user)|abort unless|deny access|forbid\w*|permit)\b/,
  "CSRF protection": /\b(?:csrf|xsrf)\b/,
  validation:
    /\b(?:validat(?:e|es|ed|or|ion)\w*|safe parse|parse (?:async|body|input|query|params)|sanitize\w*|check (?:schema|body|input|params)|is valid|bind (?:json|and validate|query|uri)|should bind\w*|valid)\b/,
  "rate limit": /\b(?:rate ?limit\w*|limiter|throttle\w*|consume)\b/,
  "error wrapper": /\b(?:async handler|catch async|try catch|handle errors?)\b/,
  transaction: /\b(?:transaction|atomic|with transaction|begin tx?|in transaction)\b/,
};

/** Names that only look alike: what makes a token, and words that are part of a path or a model. */
const harmless =
  /^(?:update|load|set|attach|append|populate|deserialize|initiali[sz]e|init)\b|\b(?:create|generate|issue|sign token|refresh|auth(?:or|ors)|update role|optional|public|skip|no auth|allow any|permit all|(?:feature|security|referrer|permissions|content security|cache|cookie|cors|retry|privacy) polic(?:y|ies)|authentication (?:service|repository|client)|anonymous|input stream)\b/;

const refusal =
  /\b(?:status|sendStatus|writeHead|WriteHeader|abort|AbortWithStatus\w*|HTTPException|status_code|createError)\b\W{0,4}(?:status_code\s*=\s*)?(?:\w+\.)*(?:HTTP_|Status)?(?:40[13]|Unauthorized|Forbidden)/;

const toSignIn = /\bredirect\w*\([^\n]{0,60}(?:log_?in|sign_?in)\b/i;

/** True where the code answers 401 or 403: it asks who is calling, whatever it is called itself. */
export function turnsStrangersAway(code: string): boolean {
  return refusal.test(code) || toSignIn.test(code);
}

export const guardsAtRoute = onceEach((name) => kindsOf(name, atRoute));

export const guardsInBody = onceEach((name) => kindsOf(name, inBody));

/** Routes of a project share a few hundred names, and each route is asked about all of its own. */
function onceEach(find: (name: string) => readonly GuardKind[]): (name: string) => readonly GuardKind[] {
  const known = new Map<string, readonly GuardKind[]>();
  return (name) => {
    let found = known.get(name);
    if (!found) known.set(name, (found = find(name)));
    return found;
  };
}

function kindsOf(name: string, vocabulary: Readonly<Record<GuardKind, RegExp>>): readonly GuardKind[] {
  const words = wordsOf(name).join(" ");
  if (harmless.test(words)) return [];
  const kinds = guardKinds.filter((kind) => vocabulary[kind].test(words));
  // `validateSession` looks at who is calling, not at what is sent.
  return kinds.includes("authentication") ? kinds.filter((kind) => kind !== "validation") : kinds;
}
