/** The checks that `init --workflow` writes, for GitHub Actions and GitLab CI. */

/** A file, and what its owner has to know or do besides. */
export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly remark: string;
}

/** @param version of the package that the check installs */
export function workflowFor(host: "github" | "gitlab", version: string): Workflow {
  return host === "github" ? github(version) : gitlab(version);
}

function github(version: string): Workflow {
  const text = `# Reviews every pull request: annotations, a summary and one comment. Written by "session-review init".
name: session-review

on:
  pull_request:
    types: [opened, synchronize, reopened, ready_for_review]

permissions:
  contents: read
  pull-requests: write # for the comment; without it there are annotations and the summary

concurrency:
  group: session-review-\${{ github.event.pull_request.number }}
  cancel-in-progress: true

jobs:
  review:
    if: \${{ !github.event.pull_request.draft }}
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      # Actions are pinned to the commit of the tag named beside it: a tag can be moved, a commit cannot.
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          fetch-depth: 0 # the commit that the change began at must be there
          persist-credentials: false
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          node-version: 24
      # Beside the checkout: settings of npm in the pull request have no say in what is installed.
      - run: npm install --prefix "$RUNNER_TEMP/tool" --ignore-scripts --no-audit --no-fund session-review@${version}
      - run: '"$RUNNER_TEMP/tool/node_modules/.bin/session-review" pr --fail-on high'
        env:
          GITHUB_TOKEN: \${{ github.token }}
          # With a key the code of the pull request is sent to a model; without one it stays here.
          # ANTHROPIC_API_KEY: \${{ secrets.ANTHROPIC_API_KEY }}
`;
  const remark = "pull requests are reviewed once it is on the default branch";
  return { path: ".github/workflows/session-review.yml", text, remark };
}

function gitlab(version: string): Workflow {
  const path = ".gitlab/session-review.yml";
  const text = `# Reviews every merge request and shows the findings in its widget. Written by "session-review init".
# Named in .gitlab-ci.yml:  include: [{ local: ${path} }]
session-review:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: "0" # the commit that the change began at must be there
  script:
    # Beside the checkout: settings of npm in the merge request have no say in what is installed.
    - npm install --prefix "$CI_BUILDS_DIR/tool" --ignore-scripts --no-audit --no-fund session-review@${version}
    - >-
      "$CI_BUILDS_DIR/tool/node_modules/.bin/session-review" review
      --base "$CI_MERGE_REQUEST_DIFF_BASE_SHA" --fail-on high
      -f gitlab=gl-code-quality-report.json -f markdown=review.md
  artifacts:
    when: always
    paths: [review.md]
    reports:
      codequality: gl-code-quality-report.json
`;
  return { path, text, remark: `name it in .gitlab-ci.yml: include: [{ local: ${path} }]` };
}
