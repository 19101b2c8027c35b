/** Runs one rule over files given as text. */
import { loadRules } from "../../src/catalog/load-shelves.js";
import { runRules } from "../../src/examine/run-rules.js";
import type { Claim } from "../../src/model/finding.js";
import { surveyCode } from "../survey-code.js";

const rules = await loadRules();

export async function claimsOf(
  rule: string,
  files: Readonly<Record<string, string>>,
): Promise<readonly Claim[]> {
  const survey = await surveyCode(files);
  const own = rules.filter(({ id }) => id === rule);
  const leads = await runRules(survey, { rules: own, practices: [] }, new AbortController().signal);
  if (leads.failures.length > 0) throw new Error(JSON.stringify(leads.failures));
  return leads.claims.filter((claim) =>
    (claim.queries ?? []).every((query) => survey.index.answer(query).holds),
  );
}
