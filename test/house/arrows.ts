/** Which room may import what, and why: the table that test/house.test.ts reads and ARCHITECTURE.md prints. */

export interface Arrow {
  /** Rooms it may import. */
  readonly rooms: readonly string[];
  /** Rooms it may import types from, and nothing else. */
  readonly typesOf?: readonly string[];
  /** Packages and `node:` modules; `node:*` stands for all of Node's own. */
  readonly packages?: readonly string[];
  /** Packages it may import types from, and nothing else. */
  readonly packageTypes?: readonly string[];
  readonly because: string;
}

const vocabulary = ["model", "lib"];
const parsers = ["ts-morph", "@ast-grep/napi"];

/** From the bottom of the house to its roof; a room may only look at rooms above its own line in this table. */
export const arrows: Readonly<Record<string, Arrow>> = {
  lib: {
    rooms: [],
    packages: ["node:crypto"],
    because: "what everybody stands on may stand on nothing",
  },
  model: {
    rooms: [],
    packages: ["zod"],
    packageTypes: parsers,
    because: "the words of the house carry no machinery; the types of parsed trees are words too",
  },
  syntax: {
    rooms: vocabulary,
    packages: [
      "node:module",
      ...parsers,
      "@ts-morph/common",
      "@ast-grep/lang-elixir",
      "@ast-grep/lang-go",
      "@ast-grep/lang-java",
      "@ast-grep/lang-python",
      "@ast-grep/lang-rust",
    ],
    because: "parsers and the questions asked of their trees know nothing of rules",
  },
  languages: {
    rooms: [...vocabulary, "syntax"],
    because: "a language says how its files are named and which parser reads them",
  },
  rules: {
    rooms: [...vocabulary, "syntax", "languages"],
    packages: ["node:module", "scslre"],
    packageTypes: parsers,
    because: "a rule looks at one survey; it neither reads the disk nor knows who asked",
  },
  practices: {
    rooms: [...vocabulary, "syntax", "languages"],
    packageTypes: parsers,
    because: "a practice is a rule that praises, under the same limits",
  },
  signals: {
    rooms: [...vocabulary, "syntax", "languages"],
    because: "a signal measures one thing of one candidate, under the limits of a rule",
  },
  tools: {
    rooms: vocabulary,
    packages: ["zod"],
    because: "a tool is a command line and what is read from its output; running it is not its business",
  },
  catalog: {
    rooms: vocabulary,
    packages: ["node:fs/promises", "node:module", "yaml", "zod"],
    because: "shelves are found by scanning, so nothing on them is named in code",
  },
  gather: {
    rooms: [...vocabulary, "languages", "syntax"],
    packages: ["node:*", "diff", "ignore", "tinyglobby"],
    because: "the only room that reads the project; whatever it needs of the disk stays in it",
  },
  survey: {
    rooms: [...vocabulary, "languages", "syntax"],
    packages: [
      "@secretlint/core",
      "@secretlint/profiler",
      "@secretlint/secretlint-rule-preset-recommend",
      "zod",
    ],
    packageTypes: parsers,
    because: "it works on texts in memory, so that tests and other machines need no disk",
  },
  trace: {
    rooms: [...vocabulary, "languages", "syntax"],
    packageTypes: parsers,
    because:
      "what packages do with outside data stands in pages that are handed to it; it knows only how values travel",
  },
  examine: {
    rooms: [...vocabulary, "languages", "syntax"],
    packages: ["p-queue"],
    because: "rules and reviewers arrive as arguments; it decides only who looks at what",
  },
  judge: {
    rooms: vocabulary,
    because: "verdicts and grades must follow from the review alone, or nobody can check them",
  },
  markdown: {
    rooms: vocabulary,
    packages: ["markdown-table"],
    because: "pieces of text made from pieces of a review",
  },
  html: {
    rooms: [...vocabulary, "markdown"],
    because:
      "pieces of pages made from pieces of a review; alone in writing markup, and it escapes by default",
  },
  formats: {
    rooms: vocabulary,
    because:
      "pieces of what other programs read; alone in knowing their limits and how text stays text in them",
  },
  pull: {
    rooms: [...vocabulary, "markdown", "formats"],
    because:
      "what a pull request is told follows from the review and from what stands there; it sends nothing",
  },
  reports: {
    rooms: [...vocabulary, "markdown", "html", "formats"],
    because: "a report reads the saved review and nothing else, so it can be made again later",
  },
  consult: {
    rooms: vocabulary,
    packages: ["p-queue", "zod"],
    because:
      "what models are asked and what is believed of their answers must be testable without any of them",
  },
  providers: {
    rooms: vocabulary,
    packages: [
      "node:child_process",
      "node:http",
      "node:https",
      "node:stream",
      "node:tls",
      "@anthropic-ai/sdk",
      "openai",
    ],
    packageTypes: [
      "node:net",
      "node:stream/web",
      "@anthropic-ai/sdk/resources/messages",
      "openai/resources/chat/completions",
    ],
    because: "alone in opening connections to models; one file a provider, and one word for every failure",
  },
  github: {
    rooms: [...vocabulary, "pull"],
    packages: ["node:fs/promises", "zod"],
    because: "alone in speaking to GitHub, and in reading what its runner says; it decides nothing",
  },
  store: {
    rooms: vocabulary,
    packages: ["node:fs", "node:fs/promises", "node:crypto", "node:path", "zod"],
    because: "it keeps finished tasks and knows neither who finished them nor for whom",
  },
  baseline: {
    rooms: [...vocabulary, "catalog", "gather"],
    packages: ["node:crypto", "node:fs/promises", "node:path", "yaml", "zod"],
    because: "what a team has accepted is read, checked and written in one place, whoever asks for it",
  },
  configuration: {
    rooms: [...vocabulary, "gather", "consult"],
    packages: ["node:fs/promises", "node:path", "yaml", "zod"],
    because:
      "a file of the reviewed project that has a say must be checked in one place, before anybody obeys it",
  },
  ui: {
    rooms: vocabulary,
    packages: ["ink", "react"],
    because:
      "it draws what it is told and hands on what is pressed; clock, terminal and files arrive as arguments",
  },
  trial: {
    rooms: [...vocabulary, "gather"],
    packages: ["node:*"],
    because:
      "alone in running anything of the project: what the user typed, on a copy that it makes and removes",
  },
  review: {
    rooms: [...vocabulary, "gather", "survey", "trace", "examine", "judge"],
    typesOf: ["catalog"],
    because: "it holds the order of the steps; the shelves are handed to it",
  },
  compare: {
    rooms: [...vocabulary, "gather", "survey", "judge", "review"],
    because: "it holds the order of a comparison, whose largest step is a review of each candidate",
  },
  "follow-up": {
    rooms: [...vocabulary, "gather", "survey", "judge", "review"],
    because: "it holds the order of a follow-up, whose largest step is a review of what is there now",
  },
  cli: {
    rooms: [
      ...vocabulary,
      "catalog",
      "gather",
      "review",
      "compare",
      "follow-up",
      "reports",
      "markdown",
      "formats",
      "pull",
      "ui",
      "consult",
      "providers",
      "github",
      "store",
      "baseline",
      "configuration",
      "trial",
    ],
    packages: ["node:*", "commander", "picocolors", "zod"],
    because: "the one place that puts the parts together, reads arguments and knows the process",
  },
  index: {
    rooms: ["model", "catalog", "review", "compare", "follow-up", "cli"],
    because: "the public names, and the only file that passes names on",
  },
};

/** Rooms whose results must follow from their arguments alone. */
export const pureRooms = ["judge", "reports", "markdown", "pull", "html", "formats", "model"];

/** Names that reach outside a function's arguments. */
export const impureNames = [
  "process",
  "globalThis",
  "fetch",
  "Date",
  "performance",
  "setTimeout",
  "setInterval",
  "Math.random",
  "crypto",
];

/** Rooms that may name `process`, with what they need it for. */
export const processRooms: Readonly<Record<string, string>> = {
  cli: "it reads arguments and environment and sets the exit code",
  providers: "a command is ended with its whole group",
  trial: "a command gets a few of the caller's variables and is ended with all its processes",
  gather: "git is started with the caller's environment less what could redirect it",
};

/** Packages that cost more than a tenth of a second to load or that few runs need: by `import()` only. */
export const heavyPackages =
  /^(?:ts-morph|@ts-morph\/common|@ast-grep\/.*|@secretlint\/.*|ink|react|openai|@anthropic-ai\/sdk)(?:\/|$)/;

/** Names that say nothing about what is inside. */
export const emptyWords = ["util", "helper", "manager", "service", "base", "impl", "misc", "common"];

export const limits = { fileLines: 300, functionLines: 60, parameters: 4 };
