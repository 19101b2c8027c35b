/** The steps before examination: what there is to look at, who looks, in which batches; and how far a change reaches. */
import { type Guidance, baitRules, chooseGuidance, noGuidance } from "../examine/guidance.js";
import { makePlan } from "../examine/make-plan.js";
import { runRules } from "../examine/run-rules.js";
import { findGuidance } from "../gather/find-guidance.js";
import { findLocks } from "../gather/find-locks.js";
import { type GatherRequest, gather } from "../gather/gather.js";
import type { JudgeInput } from "../judge/judge.js";
import { redactor } from "../judge/redact.js";
import type { ChangeScope } from "../model/change.js";
import type { ReviewEvent } from "../model/event.js";
import type { Leads, Plan } from "../model/plan.js";
import { type Limit, limitOf } from "../model/profile.js";
import { type Survey, filesInFocus } from "../model/survey.js";
import type { Prepared, ReviewRequest, ReviewWorld } from "../review.js";
import { cutBatches } from "../survey/cut-batches.js";
import { survey as makeSurvey } from "../survey/survey.js";
import { readLogs } from "./borrow.js";
import { type Entered, affectedBy, enterChange, focusOn, lookBefore, summarise } from "./change.js";
import { type Chosen, chooseReviewers, joining } from "./choose-reviewers.js";
import { readDocuments } from "./documents.js";
import { telling } from "./telling.js";

const never = new AbortController().signal;

/** The steps before examination: what would be reviewed, by whom, in which batches; possibly nothing. */
export async function prepare(request: ReviewRequest, world: ReviewWorld): Promise<Prepared> {
  const chosen = chooseReviewers(world.catalog.reviewers, request);
  return planReview(await gatherFiles(request, world), chosen, { request, world });
}

interface Given {
  readonly request: ReviewRequest;
  readonly world: ReviewWorld;
}

type Found = Pick<Prepared, "gathered" | "entered">;

/** The files, or a change with what is connected to it. @throws as `review` */
export async function gatherFiles(request: ReviewRequest, world: ReviewWorld): Promise<Found> {
  const { catalog, listen = () => undefined, signal = never } = world;
  const wanted = { ...request, languages: catalog.languages, signal };
  const entered = request.change ? await enter(wanted, request.change) : undefined;
  const gathered = entered?.gathered ?? (await gather(wanted));
  const sources = entered?.changed.size ?? gathered.sources.length;
  listen({ type: "gathered", sources, skipped: gathered.skipped.length });
  return { gathered, ...(entered ? { entered } : {}) };
}

/** Comparing texts takes a package that no other review needs. */
async function enter(wanted: GatherRequest, change: ChangeScope): Promise<Entered> {
  const { gatherChange } = await import("../gather/change/gather-change.js");
  return enterChange(await gatherChange(wanted, change));
}

/** Surveys the files, and plans who looks at which. @throws UserError no-reviewers-left, and for documents and logs */
export async function planReview(found: Found, chosen: Chosen, { request, world }: Given): Promise<Prepared> {
  const { gathered, entered } = found;
  const { catalog, thinker, memory, listen = () => undefined, signal = never } = world;
  const documents = await readDocuments(request);
  const logs = await readLogs(request);
  // Only models make claims about versions.
  const locks = thinker ? await findLocks({ ...request, gathered }) : [];
  const sources = telling(gathered.sources, "parsing", listen);
  const beside = { locks, memory, measured: entered?.changed };
  const { survey: whole, failures } = await makeSurvey(sources, catalog.languages, signal, beside);
  const survey = entered ? focusOn(whole, entered.changed, catalog) : whole;
  listen(surveyed(survey));

  const reviewers = joining(chosen, {
    sources: [...filesInFocus(survey).values()].map(({ source }) => source),
  });
  const lost = [...gathered.unreadable, ...failures];
  const prepared = {
    ...found,
    reviewers,
    survey,
    lost,
    documents,
    logs,
    guidance: await readGuidance(request, world),
  };
  const plan = planFor(prepared, world);
  // What a change reaches into is known only when rules have looked.
  if (!entered) listen({ type: "planned", plan });
  return { ...prepared, plan };
}

function planFor(
  { survey, reviewers, lost }: Omit<Prepared, "plan">,
  { catalog, thinker }: ReviewWorld,
): Plan {
  const full = makePlan({
    survey,
    batches: cutBatches(survey),
    reviewers,
    rules: catalog.rules,
    readsAnything: thinker !== undefined,
    lost,
  });
  return redactor(survey)(full); // a parser's message may quote a credential, and listeners print the plan
}

/** The same where no change is reviewed; else with the unchanged files that the change reaches into. */
export async function withReach(
  prepared: Prepared,
  leads: Leads,
  { request, world }: Given,
): Promise<Prepared & Pick<JudgeInput, "change">> {
  const { entered, survey } = prepared;
  if (!entered) return prepared;
  const { catalog, memory, listen = () => undefined, signal = never } = world;
  const limit = limitIn(request);
  const before = await lookBefore(entered, { survey, leads }, { catalog, signal, limit, memory });
  const affected = affectedBy(before, leads, entered, limit);
  const reached = {
    ...prepared,
    survey: focusOn(survey, new Set([...entered.changed, ...affected]), catalog),
  };
  const plan = planFor(reached, world);
  listen({ type: "planned", plan });
  const isTrusted = request.change?.kind === "staged" || request.change?.kind === "uncommitted";
  return { ...reached, plan, change: { summary: summarise(entered, affected), before, isTrusted } };
}

export function limitIn({ limit }: ReviewRequest): Limit {
  return limit ?? limitOf("standard", undefined);
}

function surveyed({ facts }: Survey): ReviewEvent {
  const languages = facts.languages.filter(({ isParsed }) => isParsed).map(({ id }) => id);
  const { files, lines, tests } = facts;
  return { type: "surveyed", files, lines, languages, hasTests: tests.length > 0 };
}

/** Notes are data like any other file: searched for credentials and for orders to reviewers before anyone reads them. */
async function readGuidance(request: ReviewRequest, world: ReviewWorld): Promise<Guidance> {
  const { thinker, catalog, signal = never } = world;
  if (!thinker) return noGuidance;
  const { notes, remarks } = await findGuidance(request);
  if (notes.length === 0) return { ...noGuidance, remarks };
  const { survey } = await makeSurvey(notes, catalog.languages, signal);
  const chosen = chooseGuidance(survey, await runRules(survey, baitRules(catalog), signal));
  return redactor(survey)({ ...chosen, remarks: [...remarks, ...chosen.remarks] });
}
