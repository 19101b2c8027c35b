/** Remembers what each model's server does not take, so that it is refused once and not in every call. */
import { CompletionError, type Completion, type CompletionRequest } from "../model/completion.js";

/** Requests of one call at most; each but the last was refused for another parameter, and none of those is billed. */
const mostRequests = 8;

/**
 * The habits after a refusal, or null where there is nothing left to change.
 * @param asked what was refused
 */
export type Adjust<Habits> = (
  habits: Habits,
  refusal: CompletionError,
  asked: CompletionRequest,
) => Habits | null;

/** How requests are written for each model; begins with the same for all, and learns from refusals. */
export class HabitBook<Habits> {
  readonly #learnt = new Map<string, Habits>();

  /** @param first how a request is written as long as nothing is known of a model */
  constructor(
    private readonly first: (model: string) => Habits,
    private readonly adjust: Adjust<Habits>,
  ) {}

  /**
   * Asks in the known way; a refusal that names a parameter changes it, and the question is put again.
   * @throws CompletionError for a refusal that no change can answer
   */
  async follow(
    request: CompletionRequest,
    ask: (habits: Habits) => Promise<Completion>,
  ): Promise<Completion> {
    for (let requests = 1; ; requests++) {
      const habits = this.#of(request.model);
      try {
        return await ask(habits);
      } catch (error) {
        if (!this.#learns(habits, error, request) || requests === mostRequests) throw error;
      }
    }
  }

  #of(model: string): Habits {
    const habits = this.#learnt.get(model) ?? this.first(model);
    this.#learnt.set(model, habits);
    return habits;
  }

  /** Whether there is another way to ask; a call beside this one may have found it already. */
  #learns(tried: Habits, error: unknown, asked: CompletionRequest): boolean {
    if (!(error instanceof CompletionError) || error.kind !== "unsupported-parameter") return false;
    const now = this.#of(asked.model);
    if (now !== tried) return true;
    const next = this.adjust(now, error, asked);
    if (next === null) return false;
    this.#learnt.set(asked.model, next);
    return true;
  }
}

/** An effort that was asked for and could not be passed on is not passed over in silence. */
export function noteEffort(
  completion: Completion,
  { effort }: CompletionRequest,
  { hasEffort }: { readonly hasEffort: boolean },
): Completion {
  return effort && !hasEffort ? { ...completion, isWithoutEffort: true } : completion;
}

/**
 * The most tokens a server allows, out of its refusal of a larger number; null where it names none.
 * Servers write `max_tokens: 200000 > 64000, …`, `at most 16384 … you provided 128000`, `range … [1, 8192]`.
 * Numbers below 1,024 are statuses and parts of names.
 */
export function allowedTokens(message: string, asked: number): number | null {
  const numbers = [...message.matchAll(/\b\d{4,7}\b/g)].map(([digits]) => Number(digits));
  const allowed = numbers.filter((number) => number >= 1024 && number < asked);
  return allowed.length > 0 ? Math.max(...allowed) : null;
}
