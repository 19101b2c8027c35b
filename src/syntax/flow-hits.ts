/** Turns flows of outside data into hits: one for each place that does harm, worded by who chooses the value. */
import { groupBy } from "../lib/group.js";
import type { Entry, Flow, FlowStep, Harm, ToldEntry } from "../model/flow.js";
import type { Hit, Matcher, Matchers, ProjectHit, Subject } from "../model/rule.js";
import type { Outline } from "../model/outline.js";
import type { Severity } from "../model/severity.js";
import type { Span } from "../model/source.js";
import type { Survey } from "../model/survey.js";
import type { Family } from "../model/tree.js";
import { functionsAround } from "./surroundings.js";
import { isShownAsText, isToolPath } from "./tool-paths.js";

/** What a rule says of the flows that are its own. */
export interface FlowWords {
  readonly harm: Harm;
  /** When whoever can reach the program chooses the value and nothing on the way checks it. */
  readonly worst: Severity;
  /**
   * Whether a flow that a stranger fills and nothing checks has that weight; all others are medium at most, and so are all
   * flows when absent (ARCHITECTURE.md, "High is earned").
   */
  readonly earns?: (flow: Flow, survey: Survey) => boolean;
  /** What comes of it: "a `;` or `$(…)` in it starts a command of its own". */
  readonly effect: string;
  /** Who may choose the value for the flow to be worth a finding; those who need no access to the machine when absent. */
  readonly entries?: readonly ToldEntry[];
  /** What such a flow does not do where it ends, or as the value comes in: an answer of another type than a page. */
  readonly isHarmless?: (flow: Flow, survey: Survey) => boolean;
  /** The most that a flow is told with. */
  readonly surest?: (flow: Flow, survey: Survey) => number;
  /** Whether a check on the way is taken for the right one where the flow is unsure besides. */
  readonly trustsChecks?: boolean;
}

/** Families whose trees values are followed through. */
export const followedFamilies = [
  "typescript",
  "python",
  "go",
  "java",
  "rust",
  "elixir",
] as const satisfies readonly Family[];

/** Whoever starts a program or writes its files may do there what the program can. */
const outsiders: readonly ToldEntry[] = ["http", "message", "browser"];

/** Below this a flow is not told in the standard profile, so that what else sees the place must speak. */
const leastSure = 0.5;

/**
 * The `project` of a rule. Several sources of one sink are one hit: the way of the worst and then the shortest is told, the
 * other places where a value comes in are `also`.
 */
export function fromFlows(words: FlowWords): (survey: Survey) => Iterable<ProjectHit> {
  return function* project(survey) {
    const own = survey.flows.filter((flow) => isTold(flow, words) && !words.isHarmless?.(flow, survey));
    for (const flows of groupBy(own, placeKey).values()) {
      const [first, ...others] = [...flows].sort(byWeight);
      if (first) yield hitOf(survey, words, first, others);
    }
  };
}

function isTold(flow: Flow, words: FlowWords): boolean {
  const { harm, entry, steps: way } = flow;
  const entries: readonly Entry[] = words.entries ?? outsiders;
  if (isMeantToRun(flow) || (words.trustsChecks && isDoubtful(flow))) return false;
  return harm === words.harm && entries.includes(entry) && !way.some(({ path }) => isShownAsText(path));
}

function isDoubtful({ guard, confidence }: Flow): boolean {
  return guard !== null && confidence < leastSure;
}

/** A library whose purpose is to run what it is told takes it as it is; one that puts a shell's line together does not. */
function isMeantToRun({ entry, sink, harm, steps: way }: Flow): boolean {
  if (harm !== "command" || entry !== "caller") return false;
  const isHandedOn = way.length <= 3 && !way.some(({ what }) => what.includes("longer text"));
  return isHandedOn || /(?:^|\.)(?:spawn|spawnSync|execFile|execFileSync|fork)$/.test(sink);
}

/**
 * The matchers without what a flow of that harm says better: hits on lines where such a flow ends, or in the functions
 * where one ends, for what is set up there before it does harm.
 */
export function besideFlows(harm: Harm, matchers: Matchers, told: Told = {}): Matchers {
  const wrapped = Object.entries(matchers).map(([family, match]) => [
    family,
    // The matcher stored under a family takes the subjects of that family.
    beside(harm, match as Matcher<Family>, told),
  ]);
  return Object.fromEntries(wrapped) as Matchers;
}

/** Which flows a rule tells, and how far they reach. */
interface Told {
  /** As in the rule's `FlowWords`. */
  readonly entries?: readonly ToldEntry[];
  readonly reach?: "line" | "function";
}

function beside(
  harm: Harm,
  match: Matcher<Family>,
  { entries = outsiders, reach = "line" }: Told,
): Matcher<Family> {
  const words: FlowWords = { harm, entries, worst: "high", effect: "" };
  const sinksOf = ({ survey, source }: Subject): readonly Span[] =>
    survey.flows
      .filter((flow) => flow.confidence >= leastSure && isTold(flow, words))
      .flatMap((flow) => sinksIn(flow, source.path));
  return function* withoutTold(subject) {
    const { source, outline } = subject;
    const isTogether = (sink: Span, { at }: Hit): boolean =>
      isOnSameLine(source.text, sink, at) || (reach === "function" && isInFunctionOf(outline, sink, at));
    let sinks: readonly Span[] | undefined;
    for (const hit of match(subject)) {
      sinks ??= sinksOf(subject); // only now: a file without a hit can be remembered without its surroundings
      if (!sinks.some((sink) => isTogether(sink, hit))) yield hit;
    }
  };
}

function sinksIn({ steps }: Flow, path: string): readonly Span[] {
  const last = steps.at(-1);
  return last?.path === path ? [last.span] : [];
}

function isInFunctionOf(outline: Outline, sink: Span, at: Span): boolean {
  const [home] = functionsAround(outline, at.start);
  return home !== undefined && home.span.start <= sink.start && sink.end <= home.span.end;
}

function isOnSameLine(text: string, a: Span, b: Span): boolean {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  return second.start <= first.end || !text.slice(first.end, second.start).includes("\n");
}

function placeKey({ steps }: Flow): string {
  const last = steps.at(-1);
  return last ? `${last.path}\u0000${last.span.start}` : "";
}

/** The severity each kind of entry takes away from the worst, by who can be it. */
const steps: Readonly<Record<Entry, number>> = {
  http: 0,
  message: 0,
  browser: 0,
  caller: 1,
  stored: 1,
  file: 1,
  arguments: 2,
  environment: 2,
};

function byWeight(a: Flow, b: Flow): number {
  return (
    steps[a.entry] - steps[b.entry] ||
    Number(a.guard !== null) - Number(b.guard !== null) ||
    a.steps.length - b.steps.length
  );
}

function hitOf(survey: Survey, words: FlowWords, flow: Flow, others: readonly Flow[]): ProjectHit {
  const last = flow.steps.at(-1);
  const at = last?.span ?? { start: 0, end: 0 };
  const also = others.flatMap(({ steps: [from] }) => (from ? [placeOf(from)] : []));
  return {
    path: last?.path ?? "",
    at,
    title: `\`${shorten(flow.value)}\` reaches \`${sinkName(flow)}\``,
    issue: sentenceOf(words, flow),
    severity: severityOf(survey, words, flow),
    confidence: Math.min(flow.confidence, words.surest?.(flow, survey) ?? 1),
    steps: flow.steps,
    ...(also.length > 0 ? { also: distinct(also) } : {}),
  };
}

function placeOf({ path, span }: FlowStep): { readonly path: string; readonly span: Span } {
  return { path, span };
}

function distinct<T extends { readonly path: string; readonly span: Span }>(places: readonly T[]): T[] {
  return [...new Map(places.map((place) => [`${place.path}\u0000${place.span.start}`, place])).values()];
}

const choosers: Readonly<Record<Entry, string>> = {
  http: "which the sender of the request chooses",
  message: "which the sender of the message chooses",
  browser: "which whoever made the link chooses",
  arguments: "which whoever starts the program chooses",
  environment: "which the environment sets",
  file: "which comes from a file",
  stored: "which was stored earlier",
  caller: "which the caller of this library chooses",
};

function sentenceOf({ effect }: FlowWords, flow: Flow): string {
  const guard = flow.guard === null ? "" : ` \`${shorten(flow.guard)}\` on the way may not be enough.`;
  return `\`${shorten(flow.value)}\`, ${choosers[flow.entry]}, reaches \`${sinkName(flow)}\`: ${effect}.${guard}`;
}

/** `child_process.exec` is `exec` to whoever reads the code; a property keeps its dots away too. */
function sinkName({ sink }: Flow): string {
  const parts = sink.split(".").filter((part) => part !== "" && part !== "*");
  return parts.slice(-2).join(".").replace(/^\?/, "").replace(/\(\)/g, "");
}

const order: readonly Severity[] = ["info", "low", "medium", "high", "critical"];

/** Who can reach it, and whether somebody looks at the value on the way. */
function severityOf(survey: Survey, words: FlowWords, flow: Flow): Severity {
  const { worst, earns } = words;
  const isEarned =
    isOpenToStrangers(flow) &&
    !isForAdmins(survey, flow) &&
    !isShownHow(flow) &&
    earns?.(flow, survey) === true;
  const lowered =
    steps[flow.entry] +
    (flow.guard === null ? 0 : 1) +
    (isKnownSender(survey, worst, flow) ? 1 : 0) +
    (isForTools(flow) ? 1 : 0);
  const rank = Math.max(order.indexOf("low"), order.indexOf(worst) - lowered);
  return order[isEarned ? rank : Math.min(rank, order.indexOf("medium"))] ?? worst;
}

/** A request or message brings the value, and no check was seen on its way. */
function isOpenToStrangers({ entry, guard }: Flow): boolean {
  return (entry === "http" || entry === "message") && guard === null;
}

const login =
  /\b(?:is|require|ensure|check|verify|with)_?(?:Auth\w*|Login|LoggedIn|Admin|User|Token|Session)\b|\bauthenticat\w+\(|\bpassport\b|\b(?:req|request)\.(?:user|session\.user\w*)\b|\bctx\.state\.user\b|\bcurrentUser\b/i;

const admin =
  /(?:admin|superuser|staff)\w*_?required|(?:require|ensure|is|only|check|verify)_?(?:super_?)?admin|permission_required|IsAdminUser|hasRole\(["'](?:ROLE_)?ADMIN/i;
/** Decorators and middleware stand this close before what they guard. */
const guardReach = 400;

/** Who may do nearly everything already gains little by more. */
function isForAdmins(survey: Survey, { steps: [from] }: Flow): boolean {
  if (!from) return false;
  const text = survey.files.get(from.path)?.source.text ?? "";
  const { start } = from.span;
  return (
    /(?:^|[/_.-])admin(?:[/_.-]|$)/i.test(from.path) ||
    admin.test(text.slice(Math.max(0, start - guardReach), start))
  );
}

/** Only what is critical for strangers is less so for those who have logged in. */
function isKnownSender(survey: Survey, worst: Severity, { entry, steps: [from] }: Flow): boolean {
  if (!from || worst !== "critical" || (entry !== "http" && entry !== "message")) return false;
  return login.test(survey.files.get(from.path)?.source.text ?? "");
}

/** The value comes in where somebody is shown how to use something: `flask_audit_example.py`. */
function isShownHow({ steps: way }: Flow): boolean {
  return way.some(({ path }) => /(?:^|[/_.-])(?:examples?|samples?|demos?)[/_.-]/i.test(path));
}

function isForTools({ steps: way, entry }: Flow): boolean {
  return entry !== "arguments" && way.some(({ path }) => isToolPath(path));
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").replaceAll("`", "'");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
