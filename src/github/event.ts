/** Reads what the runner says about itself and about the pull request: from the environment and the file of the event. */
import { readFile } from "node:fs/promises";
import { z } from "zod";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the run is and what it may write to. */
export interface Runner {
  readonly api: string;
  readonly graphql: string;
  readonly server: string;
  /** `owner/name` of the repository that the workflow belongs to. */
  readonly repository: string;
  /** Page of this run; null where the runner does not tell its number. */
  readonly page: string | null;
  /** Empty where none was handed in. */
  readonly token: string;
  /** Files that the runner reads when the step is over; null where it has none. */
  readonly summaryFile: string | null;
  readonly outputFile: string | null;
}

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const side = z.object({
  sha,
  ref: z.string().optional(),
  repo: z.object({ full_name: z.string() }).nullable(),
});

/** As the events and the API tell it. */
export const pullSchema = z.object({ number: z.number().int().positive(), head: side, base: side });

const eventSchema = z.object({
  pull_request: pullSchema.optional(),
  workflow_run: z
    .object({
      head_sha: sha,
      head_branch: z.string().nullable(),
      head_repository: z.object({ full_name: z.string() }).nullable(),
    })
    .optional(),
});

/** The pull request that a run is about. */
export interface Pull {
  readonly number: number;
  readonly head: string;
  /** As old as the pull request, or as its last push. */
  readonly base: string;
  /** The branch that it goes to; null where nobody says. */
  readonly branch: string | null;
  /** True where the change comes from another repository, whose runs get a token that only reads. */
  readonly isFork: boolean;
}

/** A run that follows another one, which reviewed; the request must be looked up. */
export interface Followed {
  readonly head: string;
  readonly branch: string;
  readonly owner: string;
}

export type Event =
  /** `isTrusted` for the event whose workflow is the base's own, with a token that writes. */
  | { readonly kind: "pull"; readonly pull: Pull; readonly isTrusted: boolean }
  | { readonly kind: "followed"; readonly run: Followed }
  /** Why there is no pull request to speak of, as the end of a sentence. */
  | { readonly kind: "none"; readonly problem: string };

/** Null outside of GitHub Actions. */
export function readRunner(env: Environment): Runner | null {
  const repository = env["GITHUB_REPOSITORY"];
  if (!env["GITHUB_EVENT_PATH"] || !repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  const named = env["GITHUB_SERVER_URL"] ?? "";
  const server = URL.canParse(named) ? named : "https://github.com";
  const api = env["GITHUB_API_URL"] || "https://api.github.com";
  const run = env["GITHUB_RUN_ID"];
  return {
    api,
    graphql: env["GITHUB_GRAPHQL_URL"] || `${api.replace(/\/v3\/?$/, "")}/graphql`,
    server,
    repository,
    page: run && /^\d+$/.test(run) ? `${server}/${repository}/actions/runs/${run}` : null,
    token: env["GITHUB_TOKEN"] || env["GH_TOKEN"] || "",
    summaryFile: env["GITHUB_STEP_SUMMARY"] || null,
    outputFile: env["GITHUB_OUTPUT"] || null,
  };
}

export async function readEvent(env: Environment): Promise<Event> {
  const path = env["GITHUB_EVENT_PATH"] ?? "";
  const name = env["GITHUB_EVENT_NAME"] ?? "";
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null)
    return { kind: "none", problem: "the file of the event (GITHUB_EVENT_PATH) cannot be read" };
  const parsed = eventSchema.safeParse(jsonOf(text));
  if (!parsed.success)
    return { kind: "none", problem: "the file of the event (GITHUB_EVENT_PATH) is not what GitHub writes" };
  const { pull_request: pull, workflow_run: run } = parsed.data;
  if (pull) return { kind: "pull", pull: pullOf(pull), isTrusted: name === "pull_request_target" };
  if (!run) return { kind: "none", problem: `the event "${name}" is about no pull request` };
  const owner = run.head_repository?.full_name.split("/")[0];
  if (!owner || run.head_branch === null)
    return { kind: "none", problem: "the run before this one names no branch" };
  return { kind: "followed", run: { head: run.head_sha, branch: run.head_branch, owner } };
}

export function pullOf({ number, head, base }: z.infer<typeof pullSchema>): Pull {
  // A deleted fork has no repository left.
  const isFork = head.repo === null || head.repo.full_name !== base.repo?.full_name;
  return { number, head: head.sha, base: base.sha, branch: base.ref ?? null, isFork };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // refused by the schema
  }
}
