/** Follows an earlier review up: reviews what is there now and says what became of every finding. */
import { findAgain } from "./gather/find-again.js";
import { type EarlierDocument, readEarlier } from "./gather/read-earlier.js";
import { earlierReview } from "./judge/earlier-review.js";
import { earlierSarif } from "./judge/earlier-sarif.js";
import { alignedTo, follow } from "./judge/follow.js";
import { redactor } from "./judge/redact.js";
import { parentOf } from "./lib/paths.js";
import type { EarlierReview } from "./model/earlier.js";
import type { Language } from "./model/language.js";
import type { Review } from "./model/review.js";
import { type ReviewRequest, type ReviewWorld, reviewAndSurvey } from "./review.js";
import { survey as makeSurvey } from "./survey/survey.js";

export interface FollowUpRequest extends Omit<ReviewRequest, "kind"> {
  /** The earlier review: a JSON document of this program, or a SARIF 2.1.0 log. */
  readonly earlier: string;
  /** What is reviewed now; the folder that holds all files of the earlier review when empty. */
  readonly paths: readonly string[];
  /** `YYYY-MM-DD`; acceptances run out. */
  readonly today: string;
}

/**
 * Reviews the paths and holds the earlier review against what is found: `followUp` of the result says what became of
 * each finding. What nobody looked at again is "not reviewed", never "fixed".
 * @throws UserError path-missing, review-unreadable, and as `review`
 */
export async function followUp(request: FollowUpRequest, world: ReviewWorld): Promise<Review> {
  const earlier = await conceal(
    read(await readEarlier(request.cwd, request.earlier), request.earlier),
    world,
  );
  const paths = request.paths.length > 0 ? request.paths : [sharedFolder(earlier)];
  const title = request.title ?? titleOf(earlier);
  const { result, survey } = await reviewAndSurvey({ ...request, paths, title, kind: "follow-up" }, world);
  const aligned = alignedTo(earlier, result);
  const lost = earlier.findings
    .map(({ place }) => aligned(place.path))
    .filter((path) => !survey.files.has(path));
  const whereabouts = await findAgain({ ...request, paths }, lost);
  const { reviewers } = world.catalog;
  const present = { review: result, survey, reviewers, whereabouts, today: request.today };
  return { ...result, followUp: follow(earlier, present) };
}

function read(document: EarlierDocument, path: string): EarlierReview {
  return document.format === "sarif"
    ? earlierSarif(document.log, path)
    : earlierReview(document.review, path);
}

/** A log of another tool may quote a credential that is gone from the code and still opens a door. */
async function conceal(
  earlier: EarlierReview,
  { catalog, signal = new AbortController().signal }: ReviewWorld,
): Promise<EarlierReview> {
  if (earlier.format !== "sarif") return earlier;
  const sources = earlier.findings.map(({ place, title }, i) => ({
    path: `${i}/${place.path}`,
    language: languageOf(place.path, catalog.languages),
    text: `${place.quote}\n${title}`,
    isTest: false,
  }));
  const { survey } = await makeSurvey(sources, catalog.languages, signal);
  return redactor(survey)(earlier);
}

function languageOf(path: string, languages: readonly Language[]): string {
  const ending = /\.[^./]+$/.exec(path)?.[0] ?? "";
  return languages.find(({ extensions }) => extensions.includes(ending))?.id ?? "text";
}

/** New files lie beside the old ones, so a list of the old would miss them. */
function sharedFolder({ files, findings }: EarlierReview): string {
  const paths = files ?? findings.map(({ place }) => place.path);
  const [first = "", ...others] = [...new Set(paths.map(parentOf))];
  let shared = first;
  while (!others.every((folder) => folder === shared || folder.startsWith(`${shared}/`)) && shared !== "")
    shared = parentOf(shared);
  return shared === "" ? "." : shared;
}

const prefix = "Follow-up: ";

function titleOf({ title }: EarlierReview): string {
  return title.startsWith(prefix) ? title : prefix + title;
}
