/** One look of all rules at one file, which notes what may be remembered of it. */
import type { Memory, Remembered } from "../model/memory.js";
import type { Hit, Matcher, Subject } from "../model/rule.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import type { Family } from "../model/tree.js";

export class Look {
  /** A rule broke off: next time all of them look again. */
  hasFailed = false;
  readonly #hits: Record<string, readonly Hit[]> = {};
  readonly #asking: string[] = [];
  readonly #remembered: Remembered | undefined;

  /**
   * @param remembered what an earlier run found out about the same file
   * @param looked ids of the rules that will look; absent where that is everyone
   */
  constructor(
    readonly file: SurveyedFile,
    private readonly survey: Survey,
    remembered: Remembered | undefined,
    private readonly looked?: readonly string[],
  ) {
    this.#remembered = remembered && hasAsked(remembered, looked) ? remembered : undefined;
  }

  /** What the rule finds here; a rule that asked nothing but the file is not asked again. @throws what the rule throws */
  hitsOf({ id }: { readonly id: string }, matcher: Matcher<Family>): Iterable<Hit> {
    const remembered = this.#remembered;
    if (remembered && !remembered.asking.includes(id)) return remembered.hits[id] ?? [];
    const subject = watch(this.file, this.survey);
    return remembered ? matcher(subject) : this.#noted(id, subject, matcher);
  }

  *#noted(id: string, subject: Watched, matcher: Matcher<Family>): Iterable<Hit> {
    const hits: Hit[] = [];
    for (const hit of matcher(subject)) {
      hits.push(hit);
      yield hit;
    }
    if (subject.hasAsked()) this.#asking.push(id);
    else if (hits.length > 0) this.#hits[id] = hits;
  }

  /** Remembers the file, unless something went wrong, or it may hold a credential, which hits could quote. */
  keepIn(memory: Memory): void {
    const { source, outline, secrets, suspected, learned = new Map<string, unknown>() } = this.file;
    if (this.hasFailed || secrets.length > 0 || suspected.length > 0) return;
    const remembered = this.#remembered;
    const isKnown = remembered && Object.keys(remembered.learned).length === learned.size;
    if (isKnown) return;
    const now = { hits: this.#hits, asking: this.#asking, ...(this.looked ? { looked: this.looked } : {}) };
    memory.keep(source, { ...(remembered ?? now), outline, learned: Object.fromEntries(learned) });
  }
}

/** Whether all that will look have looked before. */
function hasAsked({ looked }: Remembered, now: readonly string[] | undefined): boolean {
  return looked === undefined || (now?.every((id) => looked.includes(id)) ?? false);
}

interface Watched extends Subject {
  readonly hasAsked: () => boolean;
}

/** The file as a rule sees it; whoever takes the survey may have asked it anything. */
function watch(file: SurveyedFile, survey: Survey): Watched {
  let hasAsked = false;
  return {
    ...file,
    hasAsked: () => hasAsked,
    // A property of its own, so that it is there in copies (`{ ...subject }`), which take it too.
    get survey() {
      hasAsked = true;
      return survey;
    },
  };
}
