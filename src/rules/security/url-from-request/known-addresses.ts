/** How sure it is that strangers have the server call an address nobody meant. */
import type { Flow, FlowStep } from "../../../model/flow.js";
import type { Survey } from "../../../model/survey.js";
import { type Sending, sendingOf } from "../../../syntax/flow-senders.js";
import { textAround } from "../../../syntax/flow-text.js";

/** Only the deep profile tells what is no surer. */
export const doubtful = 0.45;

/**
 * The most a flow is told with. Of 45 read hits in as many programs those of users who set up a server, a feed or a hook of their
 * own were what the program is for, and where something on the way looks at hosts it was enough.
 */
export function surestOf(flow: Flow, survey: Survey): number {
  const isDoubtful =
    isMeant(sendingOf(survey, flow), namesOf(flow)) ||
    flow.steps.some((step) => isLookedAt(survey, step, flow));
  return isDoubtful ? doubtful : 1;
}

function namesOf({ value, steps: way }: Flow): string {
  return [value, ...way.map(({ what }) => what)].join(" ");
}

/** What users of a program set up: a server of their own, a hook, a feed. A picture to fetch is none. */
const ownServer =
  /api_?(?:url|server|base)|\bserver|base_?url|endpoint|proxy|hook|feed|provider|backend|reverse|\bhost\b/i;

/**
 * Who is signed in sends what the program asks for; a GET can be had from whoever is by a link.
 * @param names what the value is called on its way
 */
export function isMeant(sending: Sending | null, names: string): boolean {
  if (!sending) return false;
  const isByLink = sending.methods.some((method) => /^(?:GET|ANY)$/.test(method));
  return sending.isForAdministrators || (sending.isSignedIn && !isByLink && ownServer.test(names));
}

const ofHosts =
  /ssrf_?(?:filter|guard|protect|check|safe|agent)|(?:anti|block|prevent|assert|check|validate)\w*_?ssrf|safe_?(?:url|fetch|transport|agent|request)|(?:valid\w*|safe\w*|assert\w*|check\w*|allow\w*|trusted\w*|is_?)_?(?:fetch_?)?(?:url|uri|host|address|domain|origin)|is_?(?:private|loopback|internal|blocked|public)|private_?(?:ip|network|address)|\b(?:hostname|netloc)\b|advocate|allow_?list|white_?list/i;
/** `startsWith("https://example.com/")`. */
const ofBeginning =
  /(?:starts_?with|HasPrefix)\([^)]*["'`]https?:\/\/\w|HasPrefix\((?:string\()?\w*ur[il]\b/i;

function isLookedAt(survey: Survey, step: FlowStep, { guard }: Flow): boolean {
  const { text } = textAround(survey, step);
  return (
    (guard !== null && ofHosts.test(guard)) ||
    ofHosts.test(step.what) ||
    ofHosts.test(text) ||
    ofBeginning.test(text)
  );
}
