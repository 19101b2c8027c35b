/** Whose browser shows an answer: another site must be able to make it ask, with the login of who sits before it. */
import type { Flow } from "../../../model/flow.js";
import type { Survey } from "../../../model/survey.js";
import { sendingOf } from "../../../syntax/flow-senders.js";

/** No link and no form of another site makes a browser send that request and show what comes back. */
export function isNeverShown(flow: Flow, survey: Survey): boolean {
  if (flow.entry !== "http") return false;
  const sending = sendingOf(survey, flow);
  if (sending?.methods.every((method) => unlinked.test(method))) return true;
  const habits = habitsOf(survey);
  if (sending?.isSignedIn && isByHeader(habits)) return true;
  return inBody.test(flow.value) && (habits.isGuarded || isJsonOnly(flow, habits));
}

/** Who is known by a header alone has nothing at the address of the API that a script there could take. */
export function hasNothingToTake({ entry }: Flow, survey: Survey): boolean {
  return entry === "http" && isByHeader(habitsOf(survey));
}

/** Links ask by GET, forms by GET and POST. */
const unlinked = /^(?:PUT|PATCH|DELETE|HEAD|OPTIONS)$/;
const inBody = /\.(?:body|form|POST|json)\b|get_json\(|@Body\b/;

/** How a program knows who is asking, and which bodies it reads. */
interface Habits {
  readonly readsHeader: boolean;
  readonly readsCookie: boolean;
  /** A token of the form is asked for, which other sites do not have. */
  readonly isGuarded: boolean;
  readonly readsJson: boolean;
  readonly readsForms: boolean;
}

const signs: Readonly<Record<keyof Habits, RegExp>> = {
  readsHeader: /\bauthorization\b|x-access-token|AuthHeaderAsBearerToken|HTTPBearer|OAuth2PasswordBearer/i,
  readsCookie:
    /\bcookie-?parser\b|\b(?:express|cookie|koa|fastify)-session\b|@fastify\/(?:cookie|session)|\b(?:req|request|ctx)\.(?:signedC|c)ookies\b|\bcookies\(\)|\b(?:res|response|reply)\b[\w.()]*\.cookie\(|\bset_cookie\(|\blogin_user\(|SessionMiddleware|SessionAuthentication|\b(?:req|request)\.session\b|getSession\(/,
  isGuarded:
    /\bcsurf\b|\bcsrf-(?:csrf|sync)\b|\blusca\b|\bCSRFProtect\b|\bCsrfViewMiddleware\b|csrf-protection/,
  readsJson: /\b(?:express|bodyParser|body_?parser)\.json\(|\bjson\(\)/,
  readsForms:
    /urlencoded|\bbodyParser\(\)|\bmulter\b|\bformidable\b|\bkoa-?body\b|\bmultiparty\b|\bbusboy\b|express-fileupload|@fastify\/(?:formbody|multipart)/,
};

function isByHeader({ readsHeader, readsCookie }: Habits): boolean {
  return readsHeader && !readsCookie;
}

function isJsonOnly({ value }: Flow, { readsJson, readsForms }: Habits): boolean {
  return /\.json\b|get_json\(/.test(value) || (/\bbody\b/.test(value) && readsJson && !readsForms);
}

const known = new WeakMap<Survey, Habits>();

function habitsOf(survey: Survey): Habits {
  const before = known.get(survey);
  if (before) return before;
  const texts = [...survey.files.values()]
    .filter(({ source, tree }) => !source.isTest && tree.family !== "text")
    .map(({ source }) => source.text);
  const shows = (habit: keyof Habits): boolean => texts.some((text) => signs[habit].test(text));
  const habits = {
    readsHeader: shows("readsHeader"),
    readsCookie: shows("readsCookie"),
    isGuarded: shows("isGuarded"),
    readsJson: shows("readsJson"),
    readsForms: shows("readsForms"),
  };
  known.set(survey, habits);
  return habits;
}
