/** One pull request at GitHub: what of ours stands on it, and the few things we do to it. */
import { z } from "zod";
import type { InlineComment } from "../pull/inline-comment.js";
import { findingOf, isSummaryOf } from "../pull/markers.js";
import type { Hiding } from "../pull/plan.js";
import type { Standing, StandingComment, StandingSummary } from "../pull/standing.js";
import type { Answer, Client } from "./client.js";
import { GithubFailure } from "./failure.js";

export interface Coordinates {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  /** The commit that comments are about. */
  readonly commit: string;
  /** Tells our comments from those of another job of ours. */
  readonly key: string;
}

const restComment = z.object({
  id: z.number(),
  node_id: z.string(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string(), type: z.string() }).nullish(),
});

const threadComment = z.object({
  id: z.string(),
  url: z.string(),
  body: z.string(),
  path: z.string(),
  isMinimized: z.boolean(),
  author: z.object({ login: z.string(), __typename: z.string() }).nullable(),
});

const threadPage = z.object({
  viewer: z.object({ login: z.string() }),
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({
        nodes: z.array(z.object({ comments: z.object({ nodes: z.array(threadComment) }) })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    }),
  }),
});

const threadsQuery = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        nodes { comments(first: 1) { nodes { id url body path isMinimized author { login __typename } } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const hideMutation = `mutation($node: ID!, $reason: ReportedContentClassifiers!) {
  minimizeComment(input: { subjectId: $node, classifier: $reason }) { minimizedComment { isMinimized } }
}`;

const showMutation = `mutation($node: ID!) {
  unminimizeComment(input: { subjectId: $node }) { unminimizedComment { isMinimized } }
}`;

/** Who wrote something, in the same words for both interfaces: GraphQL leaves the `[bot]` out. */
interface Author {
  readonly name: string;
  readonly isBot: boolean;
}

export class PullRequest {
  constructor(
    private readonly client: Client,
    private readonly at: Coordinates,
  ) {}

  /** @throws GithubFailure */
  async standing(): Promise<Standing> {
    const { us, comments } = await this.#threads();
    return { comments, summaries: await this.#summaries(us) };
  }

  /** All comments as one review, so that people get one message. None of them stands when one line is refused. */
  async review(comments: readonly InlineComment[], body: string): Promise<void> {
    const { commit } = this.at;
    await this.#create(`pulls/${this.at.number}/reviews`, {
      commit_id: commit,
      event: "COMMENT",
      body,
      comments: comments.map(lineComment),
    });
  }

  async comment(comment: InlineComment): Promise<void> {
    await this.#create(`pulls/${this.at.number}/comments`, {
      commit_id: this.at.commit,
      ...lineComment(comment),
    });
  }

  /** @returns the address of the new comment */
  async tell(body: string): Promise<string> {
    const { value } = await this.#create(`issues/${this.at.number}/comments`, { body });
    return read(restComment, value).html_url;
  }

  /** @returns the address of the comment */
  async tellAgain(number: number, body: string): Promise<string> {
    const { value } = await this.client.ask({
      method: "PATCH",
      path: this.#path(`issues/comments/${number}`),
      body: { body },
      isRepeatable: true,
    });
    return read(restComment, value).html_url;
  }

  async hide(node: string, reason: Hiding): Promise<void> {
    await this.client.query(hideMutation, { node, reason });
  }

  async show(node: string): Promise<void> {
    await this.client.query(showMutation, { node });
  }

  async #create(path: string, body: unknown): Promise<Answer> {
    return this.client.ask({ method: "POST", path: this.#path(path), body, isRepeatable: false });
  }

  #path(rest: string): string {
    return `/repos/${this.at.repository}/${rest}`;
  }

  async #threads(): Promise<{ us: Author; comments: readonly StandingComment[] }> {
    const [owner = "", name = ""] = this.at.repository.split("/");
    const comments: StandingComment[] = [];
    for (let after: string | null = null; ;) {
      const variables = { owner, name, number: this.at.number, after };
      const page: z.infer<typeof threadPage> = read(
        threadPage,
        await this.client.query(threadsQuery, variables),
      );
      const us = authorOf(page.viewer.login, page.viewer.login.endsWith("[bot]"));
      const { nodes, pageInfo } = page.repository.pullRequest.reviewThreads;
      const first = nodes.flatMap((thread) => thread.comments.nodes);
      comments.push(...first.flatMap((comment) => this.#ours(comment, us)));
      if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return { us, comments };
      after = pageInfo.endCursor;
    }
  }

  #ours(comment: z.infer<typeof threadComment>, us: Author): readonly StandingComment[] {
    const { id, url, body, path, isMinimized, author } = comment;
    const sign = findingOf(this.at.key, body);
    if (sign === null || !author || !isSame(us, authorOf(author.login, author.__typename === "Bot")))
      return [];
    return [{ node: id, address: url, sign, path, isHidden: isMinimized }];
  }

  async #summaries(us: Author): Promise<readonly StandingSummary[]> {
    const all = await this.client.all(this.#path(`issues/${this.at.number}/comments?per_page=100`));
    return all
      .map((value) => read(restComment, value))
      .filter(({ body, user }) => {
        const isOurs = user && isSame(us, authorOf(user.login, user.type === "Bot"));
        return isOurs && isSummaryOf(this.at.key, body ?? "");
      })
      .map(({ id, node_id: node, html_url: address, body }) => ({
        number: id,
        node,
        address,
        body: body ?? "",
      }));
  }
}

function lineComment({ path, lines: { start, end }, body }: InlineComment): object {
  const from = start < end ? { start_line: start, start_side: "RIGHT" } : {};
  return { path, body, line: end, side: "RIGHT", ...from };
}

function authorOf(login: string, isBot: boolean): Author {
  return { name: login.replace(/\[bot\]$/, "").toLowerCase(), isBot };
}

function isSame(a: Author, b: Author): boolean {
  return a.name === b.name && a.isBot === b.isBot;
}

/** @throws GithubFailure for an answer of another shape */
function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join(".") ?? "";
  throw new GithubFailure("unreadable", `field "${field}" of an answer: ${issue?.message ?? "wrong"}`);
}
