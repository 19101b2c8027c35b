/** Brings a pull request to where it should be: reads what stands, does what is missing, and looks again after doubt. */
import type { InlineComment } from "../pull/inline-comment.js";
import { type Telling, planHiding, planInline, planSummary } from "../pull/plan.js";
import type { Message, Standing } from "../pull/standing.js";
import { plural } from "../lib/text.js";
import { GithubFailure } from "./failure.js";
import type { PullRequest } from "./pull-request.js";

/** What became of the comments. */
export interface Delivery {
  /** Address of the summary comment; null where there is none. */
  readonly address: string | null;
  readonly posted: number;
  readonly restored: number;
  readonly hidden: number;
  /** Findings whose line GitHub did not take; they stand in the summary comment. */
  readonly refused: number;
  /** What could not be done; the next run does it. */
  readonly failures: readonly GithubFailure[];
}

export interface Way {
  readonly telling: Telling;
  /** @returns false where there is no time left to wait so long */
  readonly wait: (milliseconds: number) => Promise<boolean>;
}

/** So often is looked what stands, after a request of which nobody knows whether it was carried out. */
const mostRounds = 4;
/** Milliseconds until a comment that was written just before an answer was lost can be read. */
const untilSeen = 2000;

/**
 * Never writes anything twice: a request that may have been carried out is not repeated before looking.
 * Failures are told, not thrown.
 */
export async function deliver(message: Message, pull: PullRequest, way: Way): Promise<Delivery> {
  const course = new Course(message, pull, way.telling);
  for (let round = 1; ; round++) {
    try {
      await course.run();
      return course.outcome();
    } catch (error) {
      if (!(error instanceof GithubFailure)) throw error;
      const isWorthAnother =
        (error.isUnsure || error.word === "missing") && round < mostRounds && course.hasBegun;
      if (!isWorthAnother || !(await way.wait(untilSeen * round))) return course.outcome(error);
    }
  }
}

class Course {
  /** False until it was possible to read what stands: without that nothing is written. */
  hasBegun = false;
  readonly #refused = new Set<string>();
  readonly #restored = new Set<string>();
  readonly #hidden = new Set<string>();
  #failures: GithubFailure[] = [];
  #address: string | null = null;
  /** Signs of findings with a comment, when first looked and when last. */
  #first: ReadonlySet<string> | null = null;
  #last: ReadonlySet<string> = new Set();

  constructor(
    private readonly message: Message,
    private readonly pull: PullRequest,
    private readonly telling: Telling,
  ) {}

  outcome(last?: GithubFailure): Delivery {
    return {
      address: this.#address,
      posted: [...this.#last].filter((sign) => !this.#first?.has(sign)).length,
      restored: this.#restored.size,
      hidden: this.#hidden.size,
      refused: this.#refused.size,
      failures: last ? [...this.#failures, last] : this.#failures,
    };
  }

  /** Lines first, because the summary says which findings have one; hiding last, because the summary remembers it. */
  async run(): Promise<void> {
    this.#failures = [];
    const before = await this.#read();
    const { post, restore } = planInline(this.message, before, this.#refused);
    await this.#post(post);
    for (const { node } of restore)
      await this.#tolerantly(this.#restored, node, async () => this.pull.show(node));
    const after = post.length + restore.length === 0 ? before : await this.#read();
    await this.#tell(after);
    for (const [node, reason] of planHiding(this.message, after))
      await this.#tolerantly(this.#hidden, node, async () => this.pull.hide(node, reason));
  }

  async #read(): Promise<Standing> {
    const standing = await this.pull.standing();
    this.hasBegun = true;
    const [first] = standing.summaries;
    if (first) this.#address = first.address;
    this.#last = new Set(standing.comments.map(({ sign }) => sign));
    this.#first ??= this.#last;
    return standing;
  }

  async #post(comments: readonly InlineComment[]): Promise<void> {
    if (comments.length === 0) return;
    const why = await this.#attempt(async () => this.pull.review(comments, reviewBody(comments.length)));
    // One bad line spoils a whole review, and the answer does not say which.
    if (why?.word === "refused") await this.#postEach(comments);
    else if (why) this.#failures.push(why);
  }

  async #postEach(comments: readonly InlineComment[]): Promise<void> {
    for (const comment of comments) {
      const why = await this.#attempt(async () => this.pull.comment(comment));
      if (why?.word === "refused") this.#refused.add(comment.sign);
      else if (why) return void this.#failures.push(why);
    }
  }

  /** @returns why it was not done; what may have been done is thrown, because then somebody has to look */
  async #attempt(work: () => Promise<void>): Promise<GithubFailure | null> {
    try {
      await work();
      return null;
    } catch (error) {
      if (error instanceof GithubFailure && !error.isUnsure) return error;
      throw error;
    }
  }

  async #tell(standing: Standing): Promise<void> {
    const step = planSummary(this.message, standing, this.telling);
    if (step.kind === "create") this.#address = await this.pull.tell(step.body);
    else if (step.kind === "update") this.#address = await this.pull.tellAgain(step.number, step.body);
  }

  /** What cannot be hidden or shown is untidy, and no reason to leave the rest undone. */
  async #tolerantly(done: Set<string>, node: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      done.add(node);
    } catch (error) {
      if (!(error instanceof GithubFailure)) throw error;
      this.#failures.push(error);
    }
  }
}

function reviewBody(count: number): string {
  return `session-review: ${plural(count, "finding")} that ${count === 1 ? "was" : "were"} not commented on before. The summary comment lists all of them.`;
}
