/** Whether this run checks a pull request, and where that is to go, as the builder's environment says. */
import type { Target } from "../configuration/find.js";
import type { World } from "./world.js";

/**
 * Variables that builders set for pull requests and for nothing else, with the branch it goes to: GitHub Actions,
 * GitLab CI, Azure Pipelines, Bitbucket Pipelines, Jenkins, Buildkite, AppVeyor, Drone and Woodpecker, each as its
 * manual lists them (2026-11).
 */
const branchVariables = [
  "GITHUB_BASE_REF",
  "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
  "SYSTEM_PULLREQUEST_TARGETBRANCH",
  "BITBUCKET_PR_DESTINATION_BRANCH",
  "CHANGE_TARGET",
  "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
  "DRONE_PULL_REQUEST_TARGET",
  "CI_COMMIT_TARGET_BRANCH",
] as const;

/** GitLab names the commit too, which is there even where the branch was not fetched. */
const commitVariable = "CI_MERGE_REQUEST_DIFF_BASE_SHA";

/** Null where the environment speaks of no pull request. */
export function changeTarget(env: World["env"]): Target | null {
  const branch = branchVariables.map((name) => env[name]?.replace(/^refs\/heads\//, "")).find(Boolean);
  const commit = /^[0-9a-f]{7,64}$/.exec(env[commitVariable] ?? "")?.[0];
  if (!branch && !commit) return null;
  const refs = branch ? [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`] : [];
  return { name: branch ?? commit ?? "", refs: commit ? [commit, ...refs] : refs };
}
