/** Reviews written by hand, for the tests of reports. */
import type { Finding, Practice } from "../../src/model/finding.js";
import type { Coverage, Review } from "../../src/model/review.js";

type CoveredFile = Coverage["files"][number];

export const reviewers: Review["reviewers"] = [
  {
    id: "security",
    categories: ["security"],
    first: ["9f2c41d07a3e"],
    title: "Security",
    lens: "Can someone who should not be able to do something do it here?",
  },
  {
    id: "concurrency",
    title: "Concurrency",
    lens: "What happens when two of these run at the same time?",
    categories: ["concurrency"],
    first: ["1b7d90e2c4aa"],
  },
  {
    id: "qa",
    title: "QA",
    lens: "Which behaviour could break without a test turning red?",
    categories: ["correctness", "testing"],
    first: ["77aa03bd5e10"],
  },
  {
    id: "senior-engineer",
    categories: ["design", "redundancy"],
    first: ["9f2c41d07a3e"],
    title: "Senior Engineer",
    lens: "Will the next person understand and dare to change it?",
  },
];

export function finding(fields: Partial<Finding> & Pick<Finding, "id" | "title">): Finding {
  return {
    severity: "medium",
    category: "design",
    path: "app/session_manager.py",
    lines: { start: 10, end: 10 },
    quote: "pass",
    issue: "Something is wrong here.",
    risk: "Somebody is hurt.",
    recommendation: "Mend it.",
    also: [],
    origin: "rule",
    rule: "some-rule",
    reviewers: ["senior-engineer"],
    proof: [],
    confidence: 0.8,
    ...fields,
  };
}

function practice(fields: Partial<Practice> & Pick<Practice, "title" | "path" | "reason">): Practice {
  return {
    category: "design",
    lines: { start: 5, end: 9 },
    quote: "pass",
    confidence: 0.9,
    practice: "a-practice",
    reviewers: ["senior-engineer"],
    ...fields,
  };
}

export function file(path: string, fields: Partial<CoveredFile> = {}): CoveredFile {
  return {
    path,
    language: "python",
    lines: 120,
    depth: "parsed",
    pairs: [{ status: "reviewed", reviewers: reviewers.map(({ id }) => id) }],
    ...fields,
  };
}

/** Coverage whose sums are those of its files. */
export function coverageOf(files: CoveredFile[]): Coverage {
  const count = (status: string): number =>
    files
      .flatMap(({ pairs }) => pairs)
      .filter((pair) => pair.status === status)
      .reduce((sum, pair) => sum + pair.reviewers.length, 0);
  const [reviewed, reused] = [count("reviewed"), count("reused")];
  const [skipped, failed] = [count("skipped"), count("failed")];
  return { planned: reviewed + reused + skipped + failed, reviewed, reused, skipped, failed, files };
}

const unusedImports = ["TYPE_CHECKING", "Any", "Optional"];

const sampleFindings: Finding[] = [
  finding({
    id: "9f2c41d07a3e",
    severity: "critical",
    category: "security",
    title: "Session data is unpickled from Redis",
    path: "app/store.py",
    lines: { start: 41, end: 43 },
    quote: "        raw = await self._redis.get(key)\n        if raw:\n            return pickle.loads(raw)",
    issue: "`SessionStore.load` passes bytes from Redis to `pickle.loads`.",
    risk: "Whoever can write to that Redis runs code of their choice in this process.",
    scenario:
      "Another service with write access to the shared Redis stores a crafted value under `session:<id>`; the next request for that session executes it.",
    recommendation: "Store JSON and parse it into the `SessionData` dataclass.",
    cwe: [502],
    rule: "unsafe-deserialisation",
    reviewers: ["security", "senior-engineer"],
    opinions: [{ reviewer: "senior-engineer", severity: "high" }],
    origin: "both",
    confidence: 0.95,
  }),
  finding({
    id: "1b7d90e2c4aa",
    severity: "high",
    category: "concurrency",
    title: "`ensure` publishes a session before it is ready",
    path: "app/session_manager.py",
    lines: { start: 22, end: 29 },
    quote:
      "    async def ensure(self, session_id: str) -> Session:\n        async with self._lock:\n            if session_id not in self._sessions:\n                self._sessions[session_id] = Session(session_id)\n        session = self._sessions[session_id]\n        if session.semaphore is None:\n            session.semaphore = asyncio.Semaphore(self._limit)\n        return session",
    issue: "`ensure` adds the session under the lock and sets its semaphore after the lock is released.",
    risk: "Two callers can each create a semaphore, so the limit of concurrent turns does not hold.",
    recommendation: "Create the semaphore inside the `async with` block, before the session is stored.",
    cwe: [362],
    rule: "published-before-ready",
    reviewers: ["concurrency"],
    confidence: 0.85,
  }),
  finding({
    id: "77aa03bd5e10",
    severity: "high",
    category: "testing",
    title: "`rotate_token` has no test",
    path: "app/ws_server.py",
    lines: { start: 88, end: 88 },
    quote: "    async def rotate_token(self, user: str) -> str:",
    issue: "No test refers to `rotate_token`, which invalidates every open connection of a user.",
    risk: "A change that stops old tokens from being refused would go unnoticed.",
    recommendation: "Test that the old token is refused after rotation and the new one accepted.",
    rule: "untested-critical-function",
    reviewers: ["qa"],
    confidence: 0.8,
    proof: [
      {
        query: { ask: "untested", path: "app/ws_server.py", name: "rotate_token" },
        holds: true,
        evidence: "no mention of `rotate_token` in 2 test files",
      },
    ],
  }),
  finding({
    id: "c03d5f8812b6",
    severity: "medium",
    category: "design",
    title: "Connection handling and message handling are one function",
    path: "app/ws_server.py",
    lines: { start: 350, end: 450 },
    quote: Array.from({ length: 12 }, (_, i) => `        step_${i + 1}(message)`).join("\n"),
    issue: "`_handle_message` spans 101 lines with cleanup in three `finally` clauses.",
    risk: "A failure during one cleanup skips the ones after it.",
    recommendation: "Give each resource its own `async with`, and each message type its own function.",
    origin: "model",
    rule: undefined,
    reviewers: ["senior-engineer", "concurrency"],
    confidence: 0.7,
  }),
  ...(["45", "30", "90"] as const).map((value, i) =>
    finding({
      id: `5e1f00000${i}a1`,
      severity: "medium",
      category: "consistency",
      title: "Number without a name",
      path: "app/ws_server.py",
      lines: { start: 60 + i * 4, end: 60 + i * 4 },
      quote: `    timeout=${value},`,
      issue: `\`${value}\` is passed as a timeout and has no name.`,
      risk: "The next person changes one of them and misses the others.",
      recommendation: "Name each as a constant with its unit.",
      rule: "magic-number",
      confidence: i === 2 ? 0.75 : 0.6,
    }),
  ),
  finding({
    id: "e88b21c90d4f",
    severity: "low",
    category: "redundancy",
    title: "Unused import",
    path: "app/base.py",
    lines: { start: 15, end: 15 },
    quote: "from typing import TYPE_CHECKING",
    issue: unusedImports.map((name) => `\`${name}\` is imported and never used.`).join(" "),
    risk: "Readers look for the use that is not there.",
    recommendation: "Remove the imports.",
    rule: "unused-import",
    reviewers: ["senior-engineer"],
    confidence: 0.9,
    also: unusedImports.slice(1).map((name, i) => ({
      path: "app/base.py",
      lines: { start: 16 + i, end: 16 + i },
      quote: `from typing import ${name}`,
      note: `\`${name}\` is imported and never used.`,
    })),
    proof: unusedImports.map((name) => ({
      query: { ask: "unused-in-file" as const, path: "app/base.py", name },
      holds: true,
      evidence: `no reference to \`${name}\` in app/base.py`,
    })),
  }),
  finding({
    id: "404e2d1b7c33",
    severity: "info",
    category: "operations",
    title: "No health endpoint among the routes",
    path: "app/main.py",
    lines: null,
    quote: "",
    issue: "None of the 6 routes answers a health check.",
    risk: "An orchestrator can only see whether the port is open.",
    recommendation: "Add a route that checks Redis and answers within a second.",
    origin: "model",
    rule: undefined,
    reviewers: ["senior-engineer"],
    confidence: 0.6,
  }),
];

const samplePractices: Practice[] = [
  practice({
    practice: "constant-time-comparison",
    category: "security",
    title: "Secrets are compared in constant time",
    path: "app/ws_server.py",
    lines: { start: 102, end: 102 },
    reason:
      "An ordinary comparison stops at the first different byte, which lets an attacker guess a token byte by byte.",
  }),
  practice({
    practice: "abstract-provider",
    title: "Providers share one abstract class",
    path: "app/base.py",
    lines: { start: 30, end: 64 },
    reason: "Callers depend on five methods and not on a vendor, so a provider can be replaced in one file.",
  }),
  ...["app/capabilities.py", "app/provider.py"].map((path) =>
    practice({
      practice: "fails-at-start",
      title: "Missing configuration fails at start",
      path,
      reason: "A wrong deployment is seen at once and not at the first request.",
    }),
  ),
];

/** A complete review of a small batch with every kind of entry. */
export function sampleReview(fields: Partial<Review> = {}): Review {
  const files = [
    file("app/base.py", { lines: 188 }),
    file("app/capabilities.py", { lines: 74 }),
    file("app/main.py", { lines: 96 }),
    file("app/provider.py", { lines: 143 }),
    file("app/session_manager.py", { lines: 45 }),
    file("app/store.py", { lines: 120 }),
    file("app/welcome.txt", {
      language: "text",
      lines: 8,
      depth: "text",
      pairs: [
        { status: "reviewed", reviewers: ["security", "senior-engineer"] },
        {
          status: "skipped",
          reason: "no parser for this language, and this reviewer has no text rules",
          reviewers: ["concurrency", "qa"],
        },
      ],
    }),
    file("app/ws_server.py", { lines: 512 }),
  ];
  return {
    version: 1,
    kind: "batch",
    tool: { name: "session-review", version: "0.1.0" },
    title: "Batch 2 Code Review",
    engine: "offline",
    isComplete: true,
    isInterrupted: false,
    reviewers,
    rules: [
      { id: "unsafe-deserialisation", category: "security" },
      { id: "published-before-ready", category: "concurrency" },
      { id: "unused-import", category: "redundancy" },
      { id: "duplicate-function", category: "redundancy" },
    ],
    plan: { batches: [{ id: "b1", paths: files.map(({ path }) => path), tokens: 9100 }], tasks: 4 },
    coverage: coverageOf(files),
    skippedFiles: [
      { path: "app/static/app.min.js", reason: "minified", proof: "line 1 has 48,211 characters" },
      { path: "poetry.lock", reason: "lock file", proof: "named poetry.lock" },
      { path: "app/__pycache__/base.cpython-312.pyc", reason: "binary", proof: "byte 0 at offset 3" },
      { path: "app/static/chart.min.js", reason: "minified", proof: "line 1 has 9,120 characters" },
    ],
    facts: {
      files: 8,
      lines: 1186,
      languages: [
        { id: "python", title: "Python", files: 7, lines: 1178, isParsed: true },
        { id: "text", title: "Text", files: 1, lines: 8, isParsed: false },
      ],
      functions: 61,
      classes: 9,
      longestFunctionLines: 101,
      medianFunctionLines: 11,
      highestComplexity: 23,
      deepestNesting: 6,
      commentRatio: 0.08,
      annotationRatio: 0.71,
      testLinesPerCodeLine: null,
      tests: [],
      cloneGroups: 1,
    },
    findings: sampleFindings,
    practices: samplePractices,
    practicesFound: samplePractices.length + 3,
    dropped: [
      {
        title: "`_legacy_key` is never used",
        path: "app/store.py",
        lines: { start: 12, end: 12 },
        rule: "unused-function",
        reviewers: ["senior-engineer"],
        stage: "prove",
        reason: 'asked "unused-anywhere": `_legacy_key` is used in app/session_manager.py',
      },
      {
        title: "Lock may not be released",
        path: "app/session_manager.py",
        lines: null,
        reviewers: ["concurrency"],
        stage: "anchor",
        reason: "the file is not among the reviewed ones",
      },
      {
        title: "Broad exception",
        path: "app/main.py",
        lines: { start: 52, end: 52 },
        rule: "broad-except",
        reviewers: ["senior-engineer"],
        stage: "suppress",
        reason: "suppressed at line 51: the outermost handler of the process",
      },
    ],
    suppressions: [
      {
        path: "app/main.py",
        line: 51,
        rules: ["broad-except"],
        reason: "the outermost handler of the process",
        status: "used",
        findings: ["broad-except, line 52"],
      },
      {
        path: "app/store.py",
        line: 7,
        rules: ["magic-number"],
        reason: null,
        status: "no reason",
        findings: [],
      },
    ],
    failures: [],
    scorecards: [
      {
        subject: "Batch 2 Code Review",
        rubric: "batch-quality",
        criteria: [
          { id: "security", points: 2.1, max: 25, reasons: ["1 critical"], findings: ["9f2c41d07a3e"] },
          { id: "correctness", points: 20, max: 20, reasons: ["no findings"], findings: [] },
          { id: "concurrency", points: 8.1, max: 15, reasons: ["1 high"], findings: ["1b7d90e2c4aa"] },
          { id: "operations", points: 10, max: 10, reasons: ["1 info"], findings: ["404e2d1b7c33"] },
          {
            id: "testing",
            points: null,
            max: 10,
            reasons: ["not scored: no test files among the reviewed ones"],
            findings: [],
          },
          { id: "design", points: 8.2, max: 10, reasons: ["1 medium"], findings: ["c03d5f8812b6"] },
          { id: "consistency", points: 2.2, max: 5, reasons: ["3 medium"], findings: [] },
          { id: "redundancy", points: 4.8, max: 5, reasons: ["1 low"], findings: ["e88b21c90d4f"] },
        ],
        total: 61.6,
        stars: 2,
        grade: "D",
        verdict: "poor",
        formula: [
          "size = max(1, √(1186 lines ÷ 1000)) = 1.09",
          "points of a criterion = weight × max(0, 1 − Σ penalty ÷ size)",
          "penalties: critical 1, high 0.5, medium 0.2, low 0.05, info 0",
          "total = 55.4 ÷ 90 × 100 = 61.6",
        ],
      },
    ],
    notAssessed: [
      { reviewer: "qa", question: "Do the tests cover what the product owner calls done?" },
      { reviewer: "security", question: "Does each route check that the caller may act on this object?" },
      { reviewer: "security", question: "Can a step of a workflow be skipped, repeated or reordered?" },
    ],
    ...fields,
  };
}

/** The same batch after one reviewer failed on three files and the user pressed Ctrl-C. */
export function incompleteReview(): Review {
  const review = sampleReview();
  const lost = ["app/provider.py", "app/store.py", "app/ws_server.py"];
  const files = review.coverage.files.map((each) =>
    lost.includes(each.path)
      ? {
          ...each,
          pairs: [
            { status: "reviewed" as const, reviewers: ["security", "concurrency", "senior-engineer"] },
            { status: "failed" as const, reason: "the model's answer was cut off", reviewers: ["qa"] },
          ],
        }
      : each,
  );
  return {
    ...review,
    isComplete: false,
    isInterrupted: true,
    coverage: coverageOf(files),
    failures: [
      { what: "the run", reason: "interrupted; this is what was known by then", paths: [] },
      { what: "qa", reason: "the model's answer was cut off", paths: lost },
    ],
  };
}

/** Nothing found: which is not the same as nothing wrong. */
export function emptyReview(): Review {
  return sampleReview({
    findings: [],
    practices: [],
    practicesFound: 0,
    dropped: [],
    suppressions: [],
    skippedFiles: [],
    scorecards: [],
  });
}

/** Text that tries to break out of its place, wherever the reviewed code can put it. */
export const hostile = {
  path: "src/`|\n# Approved <script>alert(1)</script> @team ::error::\u202e.ts",
  quote:
    "```\n# All clear, merge it\n::error file=a.ts::forged\n````\n| a | b |\n@team #123 <img src=x>\n##[set-output name=x]y\n\u001b[31mred\u202e",
  prose:
    "<script>alert(1)</script> @acme/owners fixes #123, see https://evil.example/x?y=1, ![x](http://evil.example/p.png) [link](http://evil.example) | cell | `unpaired **bold** _it_ ~~gone~~ <!-- hidden\n# Heading\n::warning::forged",
} as const;

export function hostileReview(): Review {
  const hostileFinding = finding({
    id: "aa00000000aa",
    severity: "high",
    category: "security",
    title: hostile.prose,
    path: hostile.path,
    lines: { start: 3, end: 9 },
    quote: hostile.quote,
    issue: hostile.prose,
    risk: hostile.prose,
    scenario: hostile.prose,
    recommendation: hostile.prose,
    also: [
      { path: hostile.path, lines: { start: 20, end: 20 }, quote: hostile.quote, note: `${hostile.prose}!` },
    ],
    proof: [
      {
        query: { ask: "untested", path: hostile.path, name: "x" },
        holds: true,
        evidence: hostile.prose,
      },
    ],
  });
  const many = [1, 2, 3].map((n) =>
    finding({
      id: `bb000000000${n}`,
      severity: "low",
      title: hostile.prose,
      path: hostile.path,
      lines: { start: n, end: n },
      quote: hostile.quote,
      issue: `${n} ${hostile.prose}`,
      rule: "many-rule",
    }),
  );
  return sampleReview({
    title: hostile.prose,
    isComplete: false,
    reviewers: [
      { id: "security", title: hostile.prose, lens: hostile.prose, categories: ["security"], first: [] },
    ],
    findings: [hostileFinding, ...many],
    practices: [practice({ title: hostile.prose, path: hostile.path, reason: hostile.prose })],
    practicesFound: 1,
    coverage: coverageOf([
      file(hostile.path, {
        language: "`x\n# forged",
        pairs: [
          { status: "failed", reason: hostile.prose, reviewers: ["qa"] },
          { status: "skipped", reason: hostile.prose, reviewers: ["concurrency"] },
          { status: "reviewed", reviewers: ["security"] },
        ],
      }),
    ]),
    skippedFiles: [{ path: hostile.path, reason: "binary", proof: hostile.prose }],
    failures: [{ what: "qa", reason: hostile.prose, paths: [hostile.path] }],
    dropped: [
      {
        title: hostile.prose,
        path: hostile.path,
        lines: null,
        reviewers: ["qa"],
        stage: "anchor",
        reason: hostile.prose,
      },
    ],
    suppressions: [
      {
        path: hostile.path,
        line: 4,
        rules: ["some-rule"],
        reason: hostile.prose,
        status: "unused",
        findings: [],
      },
    ],
    notAssessed: [{ reviewer: "security", question: hostile.prose }],
    scorecards: [
      {
        subject: hostile.prose,
        rubric: "batch-quality",
        criteria: [{ id: "security", points: 5, max: 10, reasons: [hostile.prose], findings: [] }],
        total: 50,
        stars: 1,
        grade: "E",
        verdict: "poor",
        formula: [hostile.prose],
      },
    ],
  });
}
