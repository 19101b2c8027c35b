/** The aspects of production readiness: what is asked under each, and which rules look. */
import type { Category } from "../../model/category.js";

/** One line of the checklist. */
export interface Topic {
  readonly title: string;
  /** Ids of rules, of any category. */
  readonly rules?: readonly string[];
  /** Rules of these categories that no topic names. */
  readonly others?: readonly Category[];
}

export interface Aspect {
  readonly title: string;
  /** What the review wants to know. */
  readonly question: string;
  /** Reviewers of these look here, whatever rules there are. */
  readonly categories: readonly Category[];
  readonly topics: readonly Topic[];
  /** What no rule can see, whoever reviews offline. */
  readonly unseen: readonly string[];
}

/** What goes wrong in operation comes first: it is what nobody sees in a code review otherwise. */
export const aspects: readonly Aspect[] = [
  {
    title: "Operations",
    question: "Does it start, wait, stop and stay up as a service must?",
    categories: ["operations"],
    topics: [
      {
        title: "Limits on waiting, retrying and queueing",
        rules: ["missing-timeout", "unbounded-retry", "unbounded-channel"],
      },
      {
        title: "Connections and their health",
        rules: [
          "connection-unchecked",
          "pool-left-at-default",
          "response-body-not-closed",
          "resource-not-closed",
          "global-client",
        ],
      },
      { title: "Start, stop and supervision", others: ["operations"], rules: ["unneeded-shared-restart"] },
    ],
    unseen: ["metrics, alerts and run books", "deployment and backups"],
  },
  {
    title: "Concurrency Safety",
    question: "What happens when two of these run at the same time?",
    categories: ["concurrency"],
    topics: [
      {
        title: "Lock management",
        rules: [
          "changing-lock",
          "check-outside-lock",
          "copied-lock",
          "guard-across-await",
          "guard-dropped-at-once",
          "initialised-outside-lock",
          "lock-held-during-io",
          "lock-not-released",
          "state-escapes-lock",
          "wait-outside-loop",
          "write-lock-per-event",
        ],
      },
      {
        title: "Race conditions",
        rules: [
          "changed-while-iterated",
          "check-then-act",
          "non-atomic-map-update",
          "shared-date-format",
          "unsynchronised-lazy-init",
          "waitgroup-add-in-goroutine",
        ],
      },
      {
        title: "Work that holds others up",
        rules: [
          "block-on-in-async",
          "blocking-call-in-async",
          "blocking-init",
          "self-call",
          "sleep-in-callback",
          "sync-client-in-async",
        ],
      },
      { title: "Tasks and threads with an owner", rules: ["unlinked-spawn"], others: ["concurrency"] },
    ],
    unseen: ["locks between instances of the service"],
  },
  {
    title: "Data Consistency",
    question: "Can stored data be lost, doubled, stale or read in two ways?",
    categories: [],
    topics: [
      { title: "Updates of stored values", rules: ["get-modify-set", "check-then-create"] },
      { title: "Expiry of stored values", rules: ["ttl-lost-on-update"] },
      { title: "Forms of dates and times", rules: ["datetime-in-two-forms", "naive-datetime"] },
    ],
    unseen: ["transactions over several stores", "migrations of stored data"],
  },
  {
    title: "Error Handling",
    question: "Does every failure reach somebody who can act on it?",
    categories: [],
    topics: [
      {
        title: "Errors kept and told",
        rules: [
          "discarded-result",
          "error-not-wrapped",
          "interrupt-swallowed",
          "logging-setup-masks-errors",
          "print-stack-trace",
          "return-in-finally",
          "swallowed-error",
        ],
      },
      {
        title: "Absent and unexpected values",
        rules: ["optional-get-unchecked", "panic-in-drop", "unguarded-lookup", "unwrap-on-outside-data"],
      },
    ],
    unseen: ["fallbacks, circuit breakers and graceful degradation"],
  },
  {
    title: "Security",
    question: "Can someone who should not be able to do something do it here?",
    categories: ["security"],
    topics: [
      {
        title: "Outside data that becomes a command, query, path or object",
        rules: [
          "atom-from-input",
          "command-injection",
          "dynamic-code",
          "external-entities",
          "mass-assignment",
          "nosql-from-request",
          "path-from-request",
          "redirect-from-request",
          "sql-concatenation",
          "template-escaping-off",
          "unsafe-deserialization",
          "unvalidated-boundary",
          "url-from-request",
        ],
      },
      {
        title: "Secrets and private data",
        rules: [
          "error-details-sent",
          "hardcoded-secret",
          "password-stored-plainly",
          "plaintext-session-data",
          "secret-compared-plainly",
          "secret-logged",
        ],
      },
      {
        title: "Ciphers, hashes and random numbers",
        rules: ["predictable-random", "weak-cipher", "weak-password-hash"],
      },
      { title: "Protections switched off or missing", others: ["security"] },
    ],
    unseen: ["who may do what (authorisation)", "steps of business logic out of order"],
  },
  {
    title: "Performance",
    question: "Does the cost grow faster than the use?",
    categories: ["performance"],
    topics: [
      { title: "Queries and searches", rules: ["key-space-scan", "query-in-loop"] },
      {
        title: "Memory that only grows",
        rules: ["defer-in-loop", "listener-or-interval-never-removed", "unbounded-collection"],
      },
      { title: "Work repeated without need", others: ["performance"] },
    ],
    unseen: ["behaviour under load, which takes measuring"],
  },
  {
    title: "Correctness",
    question: "Is there an input for which it does other than it says?",
    categories: ["correctness"],
    topics: [
      { title: "Conditions, comparisons and values", others: ["correctness"] },
      {
        title: "Traps of the language",
        rules: [
          "callback-without-return",
          "equals-without-hash-code",
          "identity-of-literal",
          "late-binding-closure",
          "sort-numbers-as-text",
          "string-compared-by-identity",
          "super-init-missing",
          "switch-fallthrough",
        ],
      },
    ],
    unseen: ["whether it does what its users need"],
  },
  {
    title: "Architecture",
    question: "Can a change stay in one place?",
    categories: ["design"],
    topics: [{ title: "Size, nesting and interfaces of the code", others: ["design"] }],
    unseen: ["layers and the direction of dependencies", "readiness for several instances"],
  },
  {
    title: "Testing",
    question: "Would a test turn red if this broke?",
    categories: ["testing"],
    topics: [{ title: "Tests that can fail", others: ["testing"], rules: ["repeated-test-setup"] }],
    unseen: ["lines and branches that tests reach"],
  },
  {
    title: "Documentation",
    question: "Does the text say what the code does?",
    categories: ["documentation"],
    topics: [{ title: "Text that agrees with the code", others: ["documentation"] }],
    unseen: ["whether what a reader needs is written down"],
  },
  {
    title: "Code Quality",
    question: "Will the next person understand it and dare to change it?",
    categories: ["idiom", "consistency", "redundancy"],
    topics: [
      { title: "Idioms of the language", others: ["idiom"] },
      { title: "One way of doing things, types included", others: ["consistency"] },
      { title: "Copies and leftovers", others: ["redundancy"] },
    ],
    unseen: [],
  },
];

const named = new Map<string, Topic>(
  aspects.flatMap(({ topics }) =>
    topics.flatMap((topic) => (topic.rules ?? []).map((rule) => [rule, topic] as const)),
  ),
);

/** Every id of a rule that a topic names. */
export const namedRules: readonly string[] = [...named.keys()];

interface Sorted {
  readonly rule?: string | undefined;
  readonly category: Category;
}

/** The line of the checklist that a rule, or a finding of no rule, belongs to. */
export function topicOf({ rule, category }: Sorted): Topic {
  const byRule = rule === undefined ? undefined : named.get(rule);
  const found =
    byRule ?? aspects.flatMap(({ topics }) => topics).find(({ others = [] }) => others.includes(category));
  if (!found) throw new Error(`no line of the checklist has the category ${category}`);
  return found;
}

/** Each finding belongs to exactly one aspect: that of its rule, or that of its category. */
export function aspectOf(finding: Sorted): Aspect {
  const topic = topicOf(finding);
  const found = aspects.find(({ topics }) => topics.includes(topic));
  if (!found) throw new Error(`no aspect has the topic ${topic.title}`);
  return found;
}
