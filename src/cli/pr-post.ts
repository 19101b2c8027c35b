/** Posts what a pull request is to be told, and says in one sentence what could not be posted. */
import { plural } from "../lib/text.js";
import { type Delivery, deliver } from "../github/deliver.js";
import type { FailureWord, GithubFailure } from "../github/failure.js";
import { PullRequest } from "../github/pull-request.js";
import type { Message } from "../pull/standing.js";
import type { Setting } from "./pr-options.js";
import type { Assignment } from "./pr-request.js";

export interface Posted {
  /** Address of the summary comment; empty where there is none. */
  readonly address: string;
  /** What a person should know was not posted; null where all was. */
  readonly notice: string | null;
  /** What was done, for the log. */
  readonly lines: readonly string[];
}

/** Never throws for what GitHub does: the review stands, whoever could not be told of it. */
export async function post(
  message: Message,
  { client, pull, because }: Assignment,
  setting: Setting,
): Promise<Posted> {
  const { options, runner } = setting;
  if (options.comment === "off" && !options.inlineComments) return { address: "", notice: null, lines: [] };
  if (client === null) return { address: "", notice: because, lines: [] };
  const at = { repository: runner.repository, number: pull.number, commit: pull.head, key: message.key };
  const delivery = await deliver(message, new PullRequest(client, at), {
    telling: options.comment,
    wait: async (milliseconds) => client.wait(milliseconds),
  });
  return {
    address: delivery.address ?? "",
    notice: noticeFor(delivery, message),
    lines: [doneLine(delivery), ...(delivery.address === null ? [] : [`comment  ${delivery.address}`])],
  };
}

function doneLine({ posted, hidden, restored, refused }: Delivery): string {
  const parts = [
    plural(posted, "new comment"),
    ...(hidden > 0 ? [`${hidden} hidden as outdated`] : []),
    ...(restored > 0 ? [`${restored} shown again`] : []),
    ...(refused > 0
      ? [`${refused} in the summary only, because GitHub takes no comment at their lines`]
      : []),
  ];
  return `posted   ${parts.join(", ")}`;
}

function noticeFor({ failures: [first] }: Delivery, { shifted }: Message): string | null {
  if (first) return `not everything was posted: ${reasonOf(first)}`;
  if (shifted === null)
    return "no comments on lines: git does not have the commit that the pull request ends in (actions/checkout: ref: ${{ github.event.pull_request.head.sha }}, fetch-depth: 0)";
  return null;
}

const advice: Partial<Record<FailureWord, string>> = {
  unknown: "GITHUB_TOKEN is not valid",
  forbidden: "the token may not do this; the job needs permissions: pull-requests: write",
  missing: "the token does not see this pull request; the job needs permissions: pull-requests: write",
  limited: "too many requests, and no time left to wait; the next push makes up for it",
  broken: "GitHub had trouble; the next push makes up for it",
  unreachable: "GitHub could not be reached; the next push makes up for it",
};

function reasonOf({ word, message }: GithubFailure): string {
  const hint = advice[word];
  return hint === undefined ? message : `${hint} (${message})`;
}
