/** Every error a user can cause, in one table: what happened and where, then what to do. */

type Details = Readonly<Record<string, string | number>>;

/** A detail as text; a forgotten one must not print as `undefined`. */
function said(details: Details, name: string): string {
  return String(details[name] ?? `(no ${name} given)`);
}

interface Wording {
  readonly message: (details: Details) => string;
  readonly hint: (details: Details) => string;
}

function nearest(details: Details): string {
  return details["nearest"] ? `Did you mean "${details["nearest"]}"?` : "";
}

const wordings = {
  "path-missing": {
    message: (d) => `There is no file or folder "${said(d, "path")}".`,
    hint: (d) =>
      nearest(d) ||
      "Check the path; patterns such as 'src/**/*.ts' need quotes so that the shell leaves them alone.",
  },
  "command-or-path": {
    message: (d) => `"${said(d, "path")}" is neither a command nor a path.`,
    hint: (d) =>
      `Did you mean the command "${said(d, "nearest")}"? For a folder of that name write "./${said(d, "path")}".`,
  },
  "nothing-to-review": {
    message: (d) =>
      `No reviewable files in ${said(d, "paths")}${d["skipped"] ? ` (${said(d, "skipped")})` : ""}.`,
    hint: (d) =>
      d["skipped"]
        ? "To see which files are left out and why: session-review --dry-run PATH."
        : "There are no files at all there; name other paths.",
  },
  "not-a-pattern-match": {
    message: (d) => `The pattern "${said(d, "path")}" matches no file.`,
    hint: () =>
      "Patterns are matched below the current folder; quote them so that the shell does not expand them.",
  },
  "no-repository": {
    message: (d) =>
      `${said(d, "option")} compares with git, and ${said(d, "folder")} is in no git repository.`,
    hint: () => "Hand in the change itself: diff -ruN BEFORE AFTER | session-review --diff - .",
  },
  "unknown-commit": {
    message: (d) => `Git knows no commit "${said(d, "ref")}" here.`,
    hint: (d) =>
      d["isShallow"]
        ? "This clone holds only the newest commits: fetch the others (actions/checkout: fetch-depth: 0; git fetch --unshallow)."
        : `${nearest(d)} A branch of the remote is named with it: origin/main.`.trim(),
  },
  "no-common-commit": {
    message: (d) => `HEAD and ${said(d, "ref")} have no commit in common here.`,
    hint: (d) =>
      d["isShallow"]
        ? "This clone holds only the newest commits: fetch the others (actions/checkout: fetch-depth: 0; git fetch --unshallow)."
        : "They began apart, so there is no change between them; name a commit that HEAD came from.",
  },
  "history-unreadable": {
    message: (d) => `Git could not read the files as ${said(d, "ref")} has them: ${said(d, "problem")}.`,
    hint: () => "A partial clone fetches them when asked: git fetch --refetch, or clone without --filter.",
  },
  "diff-unreadable": {
    message: (d) => `${said(d, "name")} is no diff that fits these files: ${said(d, "problem")}.`,
    hint: () =>
      "The files must be as they are after the change: git diff main > change.diff makes one that fits.",
  },
  "document-unreadable": {
    message: (d) => `Cannot read ${said(d, "path")}: ${said(d, "problem")}.`,
    hint: (d) =>
      d["isFound"]
        ? "It was taken for the task because it lies beside the candidates: name another with --task FILE, or go without: --no-task."
        : "A task or a plan is a text file, best in Markdown.",
  },
  "several-tasks": {
    message: (d) => `More than one file could be the task: ${said(d, "files")}.`,
    hint: () => "Name the one that counts: --task FILE; or compare without a task: --no-task.",
  },
  "plan-without-statements": {
    message: (d) => `${said(d, "path")} holds no statement that code could be held against.`,
    hint: () =>
      "A plan has list items, table rows, or sentences with must, shall, should, returns, supports and the like.",
  },
  "too-few-candidates": {
    message: (d) =>
      `A comparison needs two candidates, and ${said(d, "count")} can take part${d["problems"] ? ` (${said(d, "problems")})` : ""}.`,
    hint: () => "Name two or more folders that do not hold each other: session-review compare ./a ./b.",
  },
  "unknown-rubric": {
    message: (d) => `There is no rubric "${said(d, "name")}".`,
    hint: (d) => nearest(d) || "session-review rubrics lists them.",
  },
  "unknown-reviewer": {
    message: (d) => `There is no reviewer "${said(d, "name")}".`,
    hint: (d) => nearest(d) || "session-review reviewers lists them.",
  },
  "unknown-rule": {
    message: (d) =>
      `There is no rule, practice, reviewer, signal, criterion or finding "${said(d, "name")}".`,
    hint: (d) =>
      nearest(d) || "session-review rules lists the rules; finding ids stand in the last saved review.",
  },
  "unknown-format": {
    message: (d) => `There is no report format "${said(d, "name")}".`,
    hint: (d) => `${nearest(d)} Formats: ${said(d, "formats")}.`.trim(),
  },
  "no-key": {
    message: (d) => `The engine ${said(d, "engine")} needs a key, and ${said(d, "variable")} is not set.`,
    hint: (d) => `Set ${said(d, "variable")} in the environment, or review without a key: --engine offline.`,
  },
  "no-model": {
    message: (d) => `There is a server at ${said(d, "address")}, but no model is named.`,
    hint: () => "Name one that it has: --model NAME.",
  },
  "no-reviewers-left": {
    message: () => "Every reviewer was skipped, so nobody would look at the code.",
    hint: () => "Leave at least one: --reviewers a,b names them, --skip-reviewers takes some away.",
  },
  "broken-reviewer": {
    message: (d) =>
      `${said(d, "file")}:${said(d, "line")}: field "${said(d, "field")}" ${said(d, "problem")}`,
    hint: () =>
      "A reviewer is front matter (title, lens, categories) and a page; see docs/write-a-reviewer.md.",
  },
  "broken-rubric": {
    message: (d) =>
      `${said(d, "file")}:${said(d, "line")}: field "${said(d, "field")}" ${said(d, "problem")}`,
    hint: () => "Weights sum to the scale and every criterion has a section; see docs/write-a-rubric.md.",
  },
  "broken-configuration": {
    message: (d) => `${said(d, "file")}:${said(d, "line")}:${said(d, "column")}: ${said(d, "problem")}.`,
    hint: (d) =>
      nearest(d) ||
      "Its keys are the options' own names; session-review config print shows which count, schema/config.schema.json all.",
  },
  "configuration-unreadable": {
    message: (d) => `${said(d, "file")} cannot be used: ${said(d, "problem")}.`,
    hint: () =>
      "It is a plain file of text; in the check of a pull request fetch the whole history (actions/checkout: fetch-depth: 0).",
  },
  "two-configurations": {
    message: (d) => `There are two configurations: ${said(d, "file")} and ${said(d, "other")}.`,
    hint: () => "Keep one of them; neither is read while there are two.",
  },
  "broken-framework": {
    message: (d) =>
      `${said(d, "file")}:${said(d, "line")}: field "${said(d, "field")}" ${said(d, "problem")}`,
    hint: () =>
      "A framework page is YAML (title, family, packages, sources, sinks); see docs/write-a-framework.md.",
  },
  "broken-baseline": {
    message: (d) =>
      `${said(d, "file")}:${said(d, "line")}: field "${said(d, "field")}" ${said(d, "problem")}`,
    hint: () =>
      "Each entry has path, rule, title, reason, owner, until and id; schema/baseline.schema.json says more.",
  },
  "baseline-unreadable": {
    message: (d) => `The baseline ${said(d, "file")} cannot be used: ${said(d, "problem")}.`,
    hint: () =>
      'session-review baseline create --reason "why" makes one; without any: --no-baseline for this run.',
  },
  "baseline-there": {
    message: (d) => `There is a baseline already: ${said(d, "file")}.`,
    hint: () =>
      "baseline update adds what is new and leaves the rest as it is; baseline prune takes out what nobody needs.",
  },
  "broken-shelf-entry": {
    message: (d) => `${said(d, "file")}: ${said(d, "problem")}`,
    hint: () => "Run npm test: test/house.test.ts names what every shelf entry must hold.",
  },
  "duplicate-id": {
    message: (d) => `${said(d, "file")}: the id "${said(d, "id")}" is already taken by ${said(d, "other")}.`,
    hint: () => "The file name is the id: rename one of the two files.",
  },
  "review-unreadable": {
    message: (d) => `${said(d, "file")} is not a saved review: ${said(d, "problem")}`,
    hint: () =>
      "Make one with: session-review PATH -f json=review.json (explain reads it with --review review.json).",
  },
  "no-terminal": {
    message: () => "browse needs a terminal, for its screen and for the keys you press.",
    hint: (d) => `To read the findings without one: session-review report ${said(d, "file")}.`,
  },
  "log-unreadable": {
    message: (d) => `${said(d, "file")} is not a SARIF 2.1.0 log: ${said(d, "problem")}`,
    hint: () =>
      "Most analysers write one on request: semgrep --sarif, ruff --output-format sarif, codeql … --format=sarif-latest.",
  },
  "test-results-unreadable": {
    message: (d) => `${said(d, "file")} holds no test results: ${said(d, "problem")}.`,
    hint: () => "--junit reads JUnit's XML, TAP and the closing words of common test runners.",
  },
  "no-pull-request": {
    message: (d) => `session-review pr has no pull request to check: ${said(d, "problem")}.`,
    hint: () =>
      "It runs in GitHub Actions on pull_request (docs/ci/README.md). Elsewhere the exit code is enough: session-review --base origin/main.",
  },
  "not-the-change": {
    message: (d) =>
      `What is checked out does not hold ${said(d, "head")}, the commit that the pull request ends in.`,
    hint: () =>
      "A review of it would look clean and say nothing. With actions/checkout: ref: ${{ github.event.pull_request.head.sha }} and fetch-depth: 0.",
  },
  "cannot-write": {
    message: (d) => `Cannot write ${said(d, "file")}: ${said(d, "problem")}`,
    hint: () => "Choose another place with -o FILE, or free some room; the review itself had finished.",
  },
  "store-unusable": {
    message: (d) =>
      `The store of finished tasks in ${said(d, "place")} cannot be used: ${said(d, "problem")}.`,
    hint: () => "Give it a folder of your own: XDG_CACHE_HOME names the folder it is made in.",
  },
  usage: {
    message: (d) => `${said(d, "problem")}`,
    hint: (d) => nearest(d) || "session-review --help shows every option with examples.",
  },
  internal: {
    message: (d) => `Something in session-review broke: ${said(d, "problem")}`,
    hint: () => "Run again with --debug for the stack trace, and please report it with the command you ran.",
  },
} as const satisfies Record<string, Wording>;

export type ErrorCode = keyof typeof wordings;

/** All codes, so that a test can hold each to a message and a hint. */
export const errorCodes = Object.keys(wordings) as readonly ErrorCode[];

/** An error whose text is meant for the user. Exit code 2. */
export class UserError extends Error {
  readonly hint: string;

  constructor(
    readonly code: ErrorCode,
    readonly details: Details = {},
    options?: ErrorOptions,
  ) {
    const wording: Wording = wordings[code];
    super(wording.message(details), options);
    this.name = "UserError";
    this.hint = wording.hint(details);
  }
}
