/** What a task asks, without what differs from run to run: equal work has equal text, and may be answered from a store. */
import type { Prompt } from "../model/completion.js";
import type { Batch, Leads, Task } from "../model/plan.js";
import { type Reviewer, owns } from "../model/reviewer.js";
import type { Survey } from "../model/survey.js";
import { PromptWriter, noTokens } from "./prompt.js";
import { ShownSources } from "./shown-source.js";

export interface StablePromptInput {
  readonly survey: Survey;
  readonly batches: readonly Batch[];
  readonly reviewers: readonly Reviewer[];
  readonly guidance?: string;
}

/** A function that writes it for a task; `shared` is the batch, `own` the page and the leads. */
export function stablePrompts(input: StablePromptInput): (task: Task, leads: Leads) => Prompt {
  const { survey, batches, reviewers, guidance } = input;
  const parts = { survey, shown: new ShownSources(survey), tokens: noTokens };
  const writer = new PromptWriter(guidance === undefined ? parts : { ...parts, guidance });
  return (task, leads) => {
    const batch = batches.find(({ id }) => id === task.batch);
    const reviewer = reviewers.find(({ id }) => id === task.reviewer);
    if (!batch || !reviewer) throw new Error(`the task ${task.id} is of an unknown batch or reviewer`);
    const own = leads.claims.filter((claim) => task.paths.includes(claim.path) && owns(reviewer, claim));
    const named = own.map((claim, i) => ({ id: `L${i + 1}`, claim }));
    return writer.write({ batch, task, reviewer, leads: named });
  };
}
