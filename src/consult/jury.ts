/** Models as judges: each candidate is scored by each of them, and pairs that points cannot tell apart are shown in both orders. */
import { compareText } from "../lib/compare.js";
import { grouped } from "../lib/text.js";
import type { Judgement, Pairwise } from "../model/comparison.js";
import type { Exhibit, Jury, JuryReport, Pair, Question } from "../model/jury.js";
import type { Consultation } from "../model/review.js";
import { type Choice, Juror, type JurorInput } from "./juror.js";
import { type ShownCandidate, showCandidate } from "./jury-exhibit.js";
import { withoutNames } from "./jury-names.js";
import type { Asked, Lettered } from "./jury-prompt.js";
import { type PrivateKind, maskPrivate } from "./private-data.js";
import { type Tokens, tokensBeside } from "./prompt.js";

export interface JuryInput {
  readonly jurors: readonly JurorInput[];
  readonly redact: readonly PrivateKind[];
  readonly consultations: () => readonly Consultation[];
  /** Told before the first question how many there are, and of how many tokens by an estimate. */
  readonly announce?: (calls: number, tokens: number) => void;
}

/** A larger candidate does not fit into one question beside another one, and models judge long ones badly (research D4). */
const mostTokens = 60_000;

export function makeJury(input: JuryInput): Jury {
  return new Panel(input);
}

class Panel implements Jury {
  readonly #shown: ShownCandidate[] = [];
  readonly #notJudged: JuryReport["notJudged"] = [];
  #names: readonly string[] = [];
  #bench: readonly Juror[] = [];

  constructor(private readonly input: JuryInput) {}

  show(exhibit: Exhibit): void {
    this.#names = exhibit.names;
    this.#shown.push(showCandidate(exhibit, this.input.redact));
  }

  async score(question: Question): Promise<readonly Judgement[]> {
    this.#bench = this.#seat(question);
    const candidates = this.#fitting();
    const questions = candidates.flatMap(({ looks, tokens }) => looks.map(() => tokens));
    const tokens = questions.reduce((a, b) => a + b, 0);
    const judges = this.#bench.length;
    this.input.announce?.(questions.length * judges, tokens * judges);
    const results = this.#bench.flatMap((juror, i) =>
      candidates.map(async (candidate) => this.#scoreBy(juror, this.#nameOf(i), candidate)),
    );
    return (await Promise.all(results)).flat();
  }

  async decide(pairs: readonly Pair[], question: Question): Promise<readonly Pairwise[]> {
    if (this.#bench.length === 0) this.#bench = this.#seat(question);
    const lettered = new Map(this.#lettered().map((each) => [each.candidate.id, each]));
    const results = this.#bench.flatMap((juror, i) =>
      pairs.map(async ([first, second]) => {
        const pair = [lettered.get(first), lettered.get(second)] as const;
        const [one, other] = pair;
        // Who was too large to be scored is too large for a pair as well, and that has been said.
        if (!one || !other || [one, other].some(({ candidate }) => candidate.tokens > mostTokens)) return [];
        return this.#choose(juror, this.#nameOf(i), [one, other]);
      }),
    );
    return (await Promise.all(results)).flat();
  }

  report(): JuryReport {
    return {
      judges: this.input.jurors.map(({ name }) => name),
      letters: this.#lettered().map(({ letter, candidate }) => ({ candidate: candidate.id, letter })),
      notJudged: this.#failures(),
      removed: this.#shown.flatMap(({ id, removed }) =>
        removed.map(({ what, place }) => ({ candidate: id, what, place })),
      ),
      consultations: [...this.input.consultations()],
    };
  }

  #seat(question: Question): readonly Juror[] {
    const { redact, jurors } = this.input;
    const rename = withoutNames(this.#names);
    const task = question.task.map((statement) => ({
      ...statement,
      text: rename(maskPrivate(statement.text, redact)),
    }));
    const asked: Asked & { signal: AbortSignal } = { ...question, task };
    return jurors.map((juror) => new Juror(juror, asked, this.#tokensFor(juror)));
  }

  #tokensFor({ timing }: JurorInput): Tokens {
    const texts = this.#shown.flatMap(({ files }) => files.flatMap(({ shown }) => shown["as written"]));
    return tokensBeside(texts, () => timing.random());
  }

  #fitting(): readonly ShownCandidate[] {
    const large = this.#shown.filter(({ tokens }) => tokens > mostTokens);
    for (const { id, tokens } of large)
      for (const { name } of this.input.jurors)
        this.#fail(
          name,
          [id],
          `it is too large: about ${grouped(tokens)} tokens, at most ${grouped(mostTokens)}`,
        );
    return this.#shown.filter((candidate) => !large.includes(candidate));
  }

  async #scoreBy(juror: Juror, name: string, candidate: ShownCandidate): Promise<readonly Judgement[]> {
    if (candidate.looks.length === 1) {
      const only = await juror.score(candidate, "as written");
      if (only.failure !== null) this.#fail(name, [candidate.id], only.failure);
      return only.judgements;
    }
    const [first, second] = await Promise.all([
      juror.score(candidate, "as written"),
      juror.score(candidate, "without praise"),
    ]);
    if (second.failure !== null) this.#fail(name, [candidate.id], second.failure);
    else if (first.failure !== null && first.judgements.length === 0)
      this.#fail(name, [candidate.id], `as written: ${first.failure}`);
    const why = first.failure ?? second.failure;
    return [
      ...first.judgements.map((each) =>
        why === null ? each : { ...each, discarded: each.discarded ?? why },
      ),
      ...second.judgements,
    ];
  }

  async #choose(
    juror: Juror,
    name: string,
    [one, other]: readonly [Lettered, Lettered],
  ): Promise<readonly Pairwise[]> {
    const choices = await Promise.all([juror.choose([one, other]), juror.choose([other, one])]);
    const [inOrder, inReverse] = choices;
    const ids = [one, other].map(({ candidate }) => candidate.id);
    if (typeof inOrder === "string" || typeof inReverse === "string") {
      this.#fail(name, ids, `as a pair: ${String(choices.find((choice) => typeof choice === "string"))}`);
      return [];
    }
    const [first = "", second = ""] = ids;
    const verdicts = [verdictOf(inOrder, 0), verdictOf(inReverse, 1)];
    return [{ judge: name, first, second, verdicts, reason: inOrder.reason }];
  }

  /** In an order drawn by content: neither the folder nor the command line can choose it. */
  #lettered(): readonly Lettered[] {
    return [...this.#shown]
      .sort((a, b) => compareText(a.content, b.content))
      .map((candidate, i) => ({ candidate, letter: letterOf(i) }));
  }

  #nameOf(juror: number): string {
    return this.input.jurors[juror]?.name ?? "";
  }

  /** In the order of judges and candidates, whoever failed first. */
  #failures(): JuryReport["notJudged"] {
    const judges = this.input.jurors.map(({ name }) => name);
    const ids = this.#shown.map(({ id }) => id);
    const rank = ({ judge, candidates: [first = ""] }: JuryReport["notJudged"][number]): number =>
      judges.indexOf(judge) * ids.length + ids.indexOf(first);
    return gathered(this.#notJudged)
      .map((each) => ({
        ...each,
        candidates: [...each.candidates].sort((a, b) => ids.indexOf(a) - ids.indexOf(b)),
      }))
      .sort((a, b) => rank(a) - rank(b) || compareText(a.reason, b.reason));
  }

  #fail(judge: string, candidates: string[], reason: string): void {
    this.#notJudged.push({ judge, candidates, reason });
  }
}

/** @param first where the pair's first candidate stood */
function verdictOf({ better }: Choice, first: 0 | 1): Pairwise["verdicts"][number] {
  if (better === "tie" || better === null) return "tie";
  return better === first ? "first" : "second";
}

/** `A` … `Z`, `AA` … */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** One line for each judge and reason. */
function gathered(failures: JuryReport["notJudged"]): JuryReport["notJudged"] {
  const known = new Map<string, JuryReport["notJudged"][number]>();
  for (const failure of failures) {
    const key = JSON.stringify([failure.judge, failure.reason]);
    const candidates = [...(known.get(key)?.candidates ?? []), ...failure.candidates];
    known.set(key, { ...failure, candidates: [...new Set(candidates)] });
  }
  return [...known.values()];
}
