/** One model as a judge: what it says of a candidate or a pair, held against what it was shown. */
import { shareOfLevel } from "../lib/level-share.js";
import type { Judgement } from "../model/comparison.js";
import type { RubricCriterion } from "../model/rubric.js";
import {
  type AnsweredChoice,
  type AnsweredScore,
  type AnsweredScores,
  choiceSchema,
  readChoice,
  readScores,
  scoresSchema,
} from "./jury-answer.js";
import { cite } from "./jury-anchor.js";
import { Asker, type AskerInput } from "./jury-ask.js";
import type { Look, ShownCandidate } from "./jury-exhibit.js";
import { type Asked, type Lettered, pairPrompt, scorePrompt } from "./jury-prompt.js";
import { cannotTell, pairSchema, scoreSchema } from "./jury-wire.js";
import { promptTokens } from "./line.js";
import { type Tokens, noTokens } from "./prompt.js";

/** A judge may be left out of a comparison, but must not make a candidate look judged. */
export interface Scored {
  readonly judgements: readonly Judgement[];
  /** Why none of it counts; null where some does. */
  readonly failure: string | null;
}

export interface JurorInput extends AskerInput {
  /** As reports call it. */
  readonly name: string;
}

export class Juror {
  readonly #asker: Asker;

  constructor(
    private readonly input: JurorInput,
    private readonly asked: Asked & { readonly signal: AbortSignal },
    private readonly tokens: Tokens,
  ) {
    this.#asker = new Asker(input, asked.signal);
  }

  async score(candidate: ShownCandidate, look: Look): Promise<Scored> {
    const { asked, tokens } = this;
    const prompt = scorePrompt(candidate, look, { asked, tokens });
    const answer = await this.#asker.ask<AnsweredScores>({
      prompt,
      stable: scorePrompt(candidate, look, { asked, tokens: noTokens }),
      schema: scoreSchema,
      keys: ["scores"],
      read: readScores,
      recall: (stored) => this.#parsed(scoresSchema.safeParse(stored).data),
      objection: (said) => this.#strangeToken(said),
      tokens: promptTokens(prompt),
    });
    if (typeof answer === "string") return { judgements: [], failure: answer };
    const judgements = asked.criteria.map((criterion) => this.#judge(criterion, { answer, candidate, look }));
    return { judgements, failure: whyNoneCounts(judgements, { candidate, look, criteria: asked.criteria }) };
  }

  /** In that order; null, or else the reason why there is no verdict. */
  async choose(pair: readonly [Lettered, Lettered]): Promise<Choice | string> {
    const { asked, tokens } = this;
    const prompt = pairPrompt(pair, { asked, tokens });
    const letters = pair.map(({ letter }) => letter);
    const answer = await this.#asker.ask<AnsweredChoice>({
      prompt,
      stable: pairPrompt(pair, { asked, tokens: noTokens }),
      schema: pairSchema,
      keys: ["better"],
      read: readChoice,
      recall: (stored) => this.#parsed(choiceSchema.safeParse(stored).data),
      objection: (said) =>
        this.#strangeToken(said) ??
        (betterOf(said, letters) === null
          ? `it prefers ${JSON.stringify(said.better)}, which is neither of the two`
          : null),
      tokens: promptTokens(prompt),
    });
    if (typeof answer === "string") return answer;
    return { better: betterOf(answer, letters), reason: answer.reason };
  }

  /** The token of another run was the right one then: an answer with a wrong one is never kept. */
  #parsed<T extends { readonly canary: string }>(stored: T | undefined): T | null {
    return stored === undefined ? null : { ...stored, canary: this.tokens.canary };
  }

  #strangeToken({ canary }: { readonly canary: string }): string | null {
    if (canary === "") return "the answer lacks the token that shows who gave it";
    return canary === this.tokens.canary ? null : "the answer has another token than the one given";
  }

  #judge(
    criterion: RubricCriterion,
    { answer, candidate, look }: { answer: AnsweredScores; candidate: ShownCandidate; look: Look },
  ): Judgement {
    const blank = { judge: this.input.name, candidate: candidate.id, criterion: criterion.id, look };
    const score = scoreFor(criterion, answer);
    if (!score)
      return { ...blank, level: null, points: null, evidence: [], discarded: "it was not answered" };
    const level = levelIn(criterion, score);
    const { places, problem } = cite(score.citations, candidate, look);
    const share = level === null ? null : shareOfLevel(criterion.levels, level);
    return {
      ...blank,
      level,
      points: share === null ? null : Math.round(share * criterion.weight * 100) / 100,
      evidence: [...places],
      discarded: level === null ? whyNoLevel(score) : problem,
      reason: score.reason,
    };
  }
}

export interface Choice {
  /** Place in the pair as it was shown; null for a tie. */
  readonly better: number | "tie" | null;
  readonly reason: string;
}

function betterOf({ better }: AnsweredChoice, letters: readonly string[]): number | "tie" | null {
  const word = better.replace(/^candidate\s+/i, "").toUpperCase();
  if (/^(?:TIE|NEITHER|BOTH|EQUAL)$/.test(word)) return "tie";
  const at = letters.indexOf(word);
  return at === -1 ? null : at;
}

function scoreFor({ id, title }: RubricCriterion, { scores }: AnsweredScores): AnsweredScore | undefined {
  const names = [id, title ?? id].map((name) => name.toLowerCase());
  return scores.find(({ criterion }) => names.includes(criterion.toLowerCase()));
}

function levelIn({ levels }: RubricCriterion, { level }: AnsweredScore): string | null {
  const word = level.replace(/^"|"$/g, "").toLowerCase();
  return levels.find((each) => each.word.toLowerCase() === word)?.word ?? null;
}

function whyNoLevel({ level }: AnsweredScore): string {
  return level.toLowerCase() === cannotTell
    ? "it could not tell from the code"
    : `${JSON.stringify(level)} is no level of this criterion`;
}

/** Promise 1: what may have been bought with an order to the judge has not been judged. */
function whyNoneCounts(
  judgements: readonly Judgement[],
  {
    candidate,
    look,
    criteria,
  }: { candidate: ShownCandidate; look: Look; criteria: readonly RubricCriterion[] },
): string | null {
  const counting = judgements.filter(({ discarded }) => discarded === null);
  if (counting.length === 0) return "none of its scores cites a line that is there";
  const order = look === "as written" ? candidate.removed.find(({ what }) => what === "order") : undefined;
  const isAllBest = judgements.every(({ level, criterion }) =>
    criteria.some(({ id, levels: [best] }) => id === criterion && best?.word === level),
  );
  if (!order || !isAllBest) return null;
  const { path, lines } = order.place;
  return `it gives the best level everywhere, and ${path}:${lines?.start ?? 1} holds an order to who judges it`;
}
