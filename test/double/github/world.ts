/** What a small GitHub holds: pull requests with their lines, and comments with their authors. */
import type { LineRange } from "../../../src/model/source.js";

export interface Author {
  readonly login: string;
  readonly isBot: boolean;
}

export interface HeldComment {
  readonly number: number;
  readonly node: string;
  readonly author: Author;
  body: string;
  isHidden: boolean;
  reason: string | null;
  /** Set for comments on lines. */
  readonly place: { readonly path: string; readonly start: number | null; readonly line: number } | null;
}

export interface HeldPull {
  readonly number: number;
  head: string;
  /** `owner/name` that the change is from. */
  readonly from: string;
  readonly branch: string;
  /** Lines of hunks, right side; what is in no hunk takes no comment. */
  shown: ReadonlyMap<string, readonly LineRange[]>;
  /** On the request as a whole. */
  readonly comments: HeldComment[];
  /** First comments of threads on lines. */
  readonly threads: HeldComment[];
}

/** A refusal with its status. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const bot: Author = { login: "github-actions[bot]", isBot: true };
export const repository = "acme/shop";
/** GitHub's own limit, in characters. */
const longestBody = 65_536;

export interface WishedComment {
  readonly path: string;
  readonly body: string;
  readonly line: number;
  readonly start_line?: number;
  readonly side?: string;
  readonly start_side?: string;
}

export class SmallWorld {
  readonly pulls = new Map<number, HeldPull>();
  #count = 0;

  constructor(readonly viewer: Author = bot) {}

  open(part: Partial<HeldPull> & Pick<HeldPull, "number" | "head">): HeldPull {
    const pull = { from: repository, branch: "change", shown: new Map(), comments: [], threads: [], ...part };
    this.pulls.set(pull.number, pull);
    return pull;
  }

  pull(number: number): HeldPull {
    const found = this.pulls.get(number);
    if (!found) throw new Refusal(404, "Not Found");
    return found;
  }

  /** A comment on the request as a whole. */
  comment(pull: HeldPull, body: string, author: Author = this.viewer): HeldComment {
    refuseLong(body);
    const comment = this.#make({ body, author, place: null });
    pull.comments.push(comment);
    return comment;
  }

  /** All of them or none. */
  review(pull: HeldPull, commit: string, wishes: readonly WishedComment[]): readonly HeldComment[] {
    if (commit !== pull.head) throw new Refusal(422, "commit_id is not part of the pull request");
    for (const wish of wishes) refuseBadLine(pull, wish);
    const made = wishes.map(({ body, path, line, start_line: start = null }) =>
      this.#make({ body, author: this.viewer, place: { path, start, line } }),
    );
    pull.threads.push(...made);
    return made;
  }

  change(number: number, body: string): HeldComment {
    refuseLong(body);
    const found = [...this.pulls.values()]
      .flatMap(({ comments }) => comments)
      .find((each) => each.number === number);
    if (!found) throw new Refusal(404, "Not Found");
    found.body = body;
    return found;
  }

  setHidden(node: string, reason: string | null): HeldComment {
    const found = [...this.pulls.values()]
      .flatMap(({ comments, threads }) => [...comments, ...threads])
      .find((each) => each.node === node);
    if (!found) throw new Refusal(404, `Could not resolve to a node with the global id of '${node}'`);
    found.isHidden = reason !== null;
    found.reason = reason;
    return found;
  }

  #make(part: Pick<HeldComment, "body" | "author" | "place">): HeldComment {
    this.#count += 1;
    return { number: this.#count, node: `N_${this.#count}`, isHidden: false, reason: null, ...part };
  }
}

function refuseLong(body: string): void {
  if (body.length > longestBody)
    throw new Refusal(422, `body is too long (maximum is ${longestBody} characters)`);
}

function refuseBadLine(
  { shown }: HeldPull,
  { path, line, start_line: start = line, side, start_side: startSide = side, body }: WishedComment,
): void {
  refuseLong(body);
  const hunk = shown.get(path)?.find((range) => range.start <= line && line <= range.end);
  if (!hunk || side !== "RIGHT" || startSide !== side || start < hunk.start || start > line)
    throw new Refusal(422, "pull_request_review_thread.line must be part of the diff");
}
