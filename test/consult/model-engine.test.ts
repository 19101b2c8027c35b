/** The engine that asks a model: what it keeps, what it refuses to call reviewed, and what it never does twice. */
import { describe, expect, test } from "vitest";
import { type ModelEngineInput, modelEngine } from "../../src/consult/model-engine.js";
import type { StoredAnswer } from "../../src/consult/stored-answer.js";
import type { TaskReport } from "../../src/consult/task-report.js";
import { offlineEngine } from "../../src/examine/offline-engine.js";
import { runTasks } from "../../src/examine/run-tasks.js";
import { anchor } from "../../src/judge/anchor.js";
import { collectClaims } from "../../src/judge/claims.js";
import type { Claim } from "../../src/model/finding.js";
import type { Leads, Notes, Task } from "../../src/model/plan.js";
import { notesSchema } from "../../src/model/plan.js";
import { makeLeads, makeReviewer, never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";
import { answerText, finding, practice } from "./answers.js";
import {
  type FakeProvider,
  type Reply,
  type Script,
  canaryOf,
  completion,
  failure,
  fakeProvider,
  fakeTiming,
} from "./fake-provider.js";

const secret = ["ghp", "_", "0123456789abcdefABCDEF", "0123456789abcd"].join("");
const survey = await surveyCode({
  "src/a.ts": `const a = load();\nconst b = a.slice(1);\nconst token = "${secret}";\nexport const c = b;\n`,
  "src/b.ts": "export const used = 1;\n",
  "src/c.ts": 'import { used } from "./b.js";\nexport const d = used;\n',
});
const batches = [
  { id: "batch-1", paths: ["src/a.ts", "src/b.ts"], tokens: 10 },
  { id: "batch-2", paths: ["src/c.ts"], tokens: 10 },
];
const reviewers = ["security", "qa", "design"].map((id) => makeReviewer({ id, title: id }));
const hit: Claim = {
  category: "security",
  path: "src/a.ts",
  lines: { start: 1, end: 1 },
  quote: "const a = load();",
  title: "Title",
  confidence: 0.9,
  origin: "rule",
  rule: "some-rule",
  severity: "high",
  issue: "Issue.",
  risk: "Risk.",
  recommendation: "Recommendation.",
};
const leads = makeLeads({ claims: [hit], examined: [...survey.files.keys()] });

function taskOf(reviewer: string, batch = batches[0]): Task {
  if (!batch) throw new Error("no batch");
  return { id: `${batch.id}/${reviewer}`, batch: batch.id, reviewer, paths: batch.paths };
}

interface Run {
  readonly notes: readonly Notes[];
  readonly reports: readonly TaskReport[];
  readonly provider: FakeProvider;
}

interface Setting {
  readonly tasks?: readonly Task[];
  readonly leads?: Leads;
  readonly input?: Partial<ModelEngineInput>;
}

async function run(
  script: Script,
  { tasks = [taskOf("security")], input = {}, ...setting }: Setting = {},
): Promise<Run> {
  const provider = fakeProvider(script);
  const reports: TaskReport[] = [];
  const engine = modelEngine({
    provider,
    model: "fake-1",
    survey,
    batches,
    reviewers,
    offline: offlineEngine(reviewers),
    timing: fakeTiming(),
    onReport: (report) => void reports.push(report),
    ...input,
  });
  const options = { concurrency: 100, listen: () => undefined, signal: never };
  const { notes, failures } = await runTasks(tasks, setting.leads ?? leads, engine, options);
  expect(failures).toEqual([]);
  for (const note of notes) expect(notesSchema.parse(JSON.parse(JSON.stringify(note)))).toEqual(note);
  return { notes, reports, provider };
}

const confirmed = { id: "L1", verdict: "confirm", severity: "high", reason: "yes" };

function answering(part: Readonly<Record<string, unknown>> = {}): Script {
  return (request) =>
    completion(answerText({ canary: canaryOf(request), leads: [confirmed], findings: [finding], ...part }));
}

describe("an answer becomes notes", () => {
  test("findings are claims of a model, next to the static hits", async () => {
    const { notes, reports } = await run(answering({ practices: [practice] }));
    expect(notes[0]).toMatchObject({
      reviewed: ["src/a.ts", "src/b.ts"],
      claims: [
        hit,
        { origin: "model", path: "src/a.ts", severity: "medium", confidence: 0.85, category: "correctness" },
      ],
      practices: [{ title: "Loads once", reason: "Nothing is read twice." }],
    });
    expect(reports).toMatchObject([
      { outcome: "reviewed", calls: 1, level: "schema", drops: [], leads: [confirmed] },
    ]);
  });

  test("code decides the line by the quote, also where a credential was masked", async () => {
    const quote = `const token = "[secret${"*".repeat(secret.length - 8)}]";`;
    const { notes } = await run(answering({ findings: [{ ...finding, quote, line_start: 1, line_end: 1 }] }));
    const { kept } = anchor(
      collectClaims(notes, () => "security"),
      survey,
    );
    expect(kept.find(({ origin }) => origin === "model")?.lines).toEqual({ start: 3, end: 3 });
  });

  test.each([
    [{ claim: "unused", name: "used" }, { ask: "unused-anywhere", path: "src/c.ts", name: "d" }, "d"],
    [{ claim: "unused", name: "used" }, { ask: "unused-in-file", path: "src/c.ts", name: "used" }, "used"],
    [
      { claim: "untested", name: "Store.load()" },
      { ask: "untested", path: "src/c.ts", name: "load" },
      "Store.load()",
    ],
    [{ claim: "undefined" }, { ask: "undefined-in-file", path: "src/c.ts", name: "Store" }, "Store.load()"],
  ])("%j asks the index %j", async (part, query, name) => {
    const { notes } = await run(
      answering({ leads: [], findings: [{ ...finding, path: "src/c.ts", ...part, name }] }),
      {
        tasks: [taskOf("qa", batches[1])],
      },
    );
    expect(notes[0]?.claims[0]?.queries).toEqual([query]);
  });

  test.each([
    [{ path: "src/c.ts" }, "it names a file outside the batch"],
    [{ path: "../../etc/passwd" }, "it names a file outside the batch"],
    [
      { claim: "unused", name: " () " },
      "it makes a claim that could be checked and does not name what it is about",
    ],
  ])("%j is dropped and counted", async (part, reason) => {
    const { notes, reports } = await run(answering({ findings: [finding, { ...finding, ...part }] }));
    expect(notes[0]?.claims).toHaveLength(2);
    expect(reports[0]?.drops).toEqual([{ what: "finding", reason, count: 1 }]);
  });
});

describe("a finding that only its title shows to be a claim of absence", () => {
  test.each([
    ["Variable b is never used", "b", [{ ask: "unused-anywhere", path: "src/a.ts", name: "b" }], 0.85],
    ["Nothing is tested: no tests", "c", [{ ask: "untested", path: "src/a.ts", name: "c" }], 0.85],
    ["Variable b is never used", "", undefined, 0.4],
    ["Result may be undefined", "", undefined, 0.85],
  ])("%s (%s)", async (title, name, queries, confidence) => {
    const { notes } = await run(answering({ findings: [{ ...finding, title, name }] }));
    expect(notes[0]?.claims[1]).toMatchObject({ title, confidence });
    expect(notes[0]?.claims[1]?.queries).toEqual(queries);
  });
});

describe("an effort", () => {
  test("goes with every call of a batch, and a server that takes none is told of once a task", async () => {
    const script: Script = (request) =>
      completion(answerText({ canary: canaryOf(request), leads: [confirmed], findings: [finding] }), {
        isWithoutEffort: true,
      });
    const tasks = [taskOf("security"), taskOf("qa")];
    const { provider, reports } = await run(script, { tasks, input: { effort: "low" } });
    expect(provider.requests.map(({ effort }) => effort)).toEqual(["low", "low"]);
    expect(reports[0]?.warnings).toContain("it takes no effort of that name and was asked without one");
  });

  test("is part of what an answer is stored under, and none is sent unless asked", async () => {
    const keys: string[] = [];
    const memory = {
      recall: (key: string) => Promise.resolve(void keys.push(key)),
      keep: () => Promise.resolve(),
    };
    const { provider } = await run(answering(), { input: { memory } });
    expect(provider.requests[0]).not.toHaveProperty("effort");
    await run(answering(), { input: { memory, effort: "low" } });
    await run(answering(), { input: { memory, effort: "high" } });
    await run(answering(), { input: { memory, effort: "high" } });
    expect(new Set(keys).size).toBe(3);
  });
});

describe("a claim about the version of a package is a question to the lock files", () => {
  const lock = {
    path: "package-lock.json",
    text: '{"packages":{"node_modules/lodash":{"version":"4.17.21"}}}',
  };
  const asks = (name: string, version: string, path = "src/a.ts") => [
    { ask: "locked-version", path, name, version },
  ];
  test.each<[part: Partial<Record<keyof typeof finding, string>>, queries: unknown, confidence: number]>([
    [{ claim: "version", name: "lodash@4.17.15" }, asks("lodash", "4.17.15"), 0.85],
    [{ claim: "version", name: "@babel/core 7.1" }, asks("@babel/core", "7.1"), 0.85],
    [{ claim: "version", name: "lodash" }, asks("lodash", ""), 0.85],
    [{ claim: "version", name: "lodash <4.17.20" }, asks("lodash", "<4.17.20"), 0.85],
    [{ title: "lodash 4.17.15 pollutes prototypes" }, asks("lodash", "4.17.15"), 0.85],
    [{ issue: "`lodash` is pinned to 4.17.15, which is known for it." }, asks("lodash", "4.17.15"), 0.85],
    [{ title: "Section 4.2.1 of the RFC is not kept" }, undefined, 0.85],
    [{ title: "Vulnerable version of a dependency" }, undefined, 0.4],
    [{ title: "The version is parsed twice" }, undefined, 0.85],
    [
      {
        claim: "version",
        name: "actions/checkout@v1",
        path: ".github/ci.yml",
        quote: "uses: actions/checkout@v1",
      },
      undefined,
      0.85,
    ],
    [
      {
        claim: "version",
        name: "actions/checkout@v2",
        path: ".github/ci.yml",
        quote: "uses: actions/checkout@v1",
      },
      asks("actions/checkout", "v2", ".github/ci.yml"),
      0.85,
    ],
  ])("%j", async (part, queries, confidence) => {
    const locked = await surveyCode(
      {
        "src/a.ts": "const a = load();\nconst b = a.slice(1);\n",
        ".github/ci.yml": "uses: actions/checkout@v1\n",
      },
      [lock],
    );
    const batch = { id: "batch-1", paths: ["src/a.ts", ".github/ci.yml"], tokens: 10 };
    const { notes } = await run(answering({ leads: [], findings: [{ ...finding, ...part }] }), {
      input: { survey: locked, batches: [batch] },
      tasks: [taskOf("security", batch)],
      leads: makeLeads({ claims: [], examined: ["src/a.ts"] }),
    });
    expect(notes[0]?.claims[0]).toMatchObject({ origin: "model", confidence });
    expect(notes[0]?.claims[0]?.queries).toEqual(queries);
  });
});

describe("a static hit stays, whatever the model says", () => {
  test.each([
    [{ verdict: "confirm", severity: "high" }, undefined],
    [
      { verdict: "confirm", severity: "low" },
      { opinion: "low", because: "yes" },
    ],
    [
      { verdict: "refute", severity: "high", reason: "line 4" },
      { opinion: "info", because: "line 4" },
    ],
    [{ verdict: "unclear", severity: "low" }, undefined],
  ])("%j", async (part, said) => {
    const { notes, reports } = await run(answering({ leads: [{ ...confirmed, ...part }] }));
    expect(notes[0]?.claims[0]).toEqual({ ...hit, ...said });
    expect(reports[0]?.leads).toMatchObject([{ id: "L1", rule: "some-rule", verdict: part.verdict }]);
  });

  test("one that is passed over is noted", async () => {
    const { notes, reports } = await run(answering({ leads: [{ ...confirmed, id: "L9" }] }));
    expect(notes[0]?.claims[0]).toEqual(hit);
    expect(reports[0]?.leads).toMatchObject([{ id: "L1", verdict: "unanswered" }]);
  });
});

describe("what is no review is not called one, and the static hits remain", () => {
  const cut = answerText({ canary: "CANARY", leads: [confirmed], findings: [finding] });
  test.each<[string, Script, string]>([
    ["another token", answering({ canary: "guessed" }), "another token"],
    ["no token", answering({ canary: "" }), "lacks the token"],
    ["silence about a hit", answering({ leads: [], findings: [] }), "empty, although 1 static hits"],
    ["only other files", answering({ findings: [{ ...finding, path: "src/c.ts" }] }), "outside its batch"],
    ["prose twice", () => completion("All good!"), "no JSON object"],
    ["a refusal", () => completion("", { stop: "refusal", refusal: "no" }), "the model refused: no"],
    ["a wrong key", () => failure("authentication"), "authentication"],
    ["too large", () => failure("too-large"), "too-large"],
    ["a bug in a provider", () => Promise.reject(new TypeError("bug")), "bug"],
  ])("%s", async (_, script, reason) => {
    const { notes, reports } = await run(script);
    expect(notes[0]).toMatchObject({ reviewed: [], claims: [hit] });
    expect(notes[0]?.failed?.map(({ path }) => path)).toEqual(["src/a.ts", "src/b.ts"]);
    expect(notes[0]?.failed?.[0]?.reason).toContain(reason);
    expect(reports).toMatchObject([{ outcome: "not reviewed", reason: expect.stringContaining(reason) }]);
  });

  test("a cut answer gives what it says and no more", async () => {
    const { notes } = await run((request) =>
      completion(cut.replace("CANARY", canaryOf(request)).slice(0, -20), { stop: "length" }),
    );
    expect(notes[0]).toMatchObject({
      reviewed: [],
      failed: [{ reason: expect.stringContaining("broke off") }, {}],
    });
    expect(notes[0]?.claims.map(({ origin }) => origin)).toEqual(["rule", "model"]);
  });

  test("an answer that broke off for good gives what it had said", async () => {
    const { notes } = await run((request) =>
      failure("cut-off", { partial: cut.replace("CANARY", canaryOf(request)).slice(0, -20) }),
    );
    expect(notes[0]).toMatchObject({
      reviewed: [],
      failed: [{ reason: expect.stringContaining("gave up") }, {}],
    });
    expect(notes[0]?.claims.map(({ origin }) => origin)).toEqual(["rule", "model"]);
  });

  test("silence about a batch that talks to reviewers", async () => {
    const bait = { ...hit, rule: "instruction-to-reviewer", category: "design" as const };
    const silent = answering({ leads: [], findings: [] });
    const { notes } = await run(silent, { leads: makeLeads({ claims: [bait], examined: ["src/a.ts"] }) });
    expect(notes[0]?.failed?.[0]?.reason).toContain("src/a.ts:1 holds text meant for reviewers");
  });

  test("a task that may not begin makes no call", async () => {
    const { provider, reports } = await run(answering(), {
      input: { refuse: () => "the budget is used up" },
    });
    expect(provider.requests).toEqual([]);
    expect(reports).toMatchObject([
      { outcome: "not reviewed", reason: "the budget is used up", calls: 0, usage: null },
    ]);
  });
});

describe("calls", () => {
  const three = ["security", "qa", "design"].map((id) => taskOf(id));

  test("one reviewer of a batch goes ahead; the others wait for its first content", async () => {
    const answered: number[] = [];
    let release = (): void => undefined;
    const waits = new Promise<void>((resolve) => (release = resolve));
    const { provider, notes } = await run(
      async (request, call) => {
        if (call === 1) {
          for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
          expect(answered).toEqual([]);
          request.onFirstContent?.();
          await waits;
        }
        if (call === 3) release();
        answered.push(call);
        return answering({ leads: [confirmed] })(request, call, never);
      },
      { tasks: three },
    );
    expect(provider.requests).toHaveLength(3);
    expect(notes.map(({ reviewed }) => reviewed.length)).toEqual([2, 2, 2]);
    const [first] = provider.requests;
    for (const { prompt, schema } of provider.requests) {
      expect([prompt.rules, prompt.shared, schema]).toEqual([
        first?.prompt.rules,
        first?.prompt.shared,
        first?.schema,
      ]);
    }
  });

  test("when the first fails before its content, the next one goes ahead", async () => {
    const { notes, provider } = await run(
      (request, call) => (call === 1 ? failure("too-large") : answering()(request, call, never)),
      { tasks: three },
    );
    expect(notes.map(({ reviewed }) => reviewed.length)).toEqual([0, 2, 2]);
    expect(provider.requests).toHaveLength(3);
  });

  test("no more at once than allowed", async () => {
    let running = 0;
    let most = 0;
    const tasks = batches.flatMap((batch) => reviewers.map(({ id }) => taskOf(id, batch)));
    await run(
      async (request, call) => {
        most = Math.max(most, ++running);
        request.onFirstContent?.();
        for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
        running--;
        return answering({ leads: [confirmed] })(request, call, never);
      },
      { tasks, input: { concurrency: 2 } },
    );
    expect(most).toBe(2);
  });

  test("a failure that passes is tried again, and the bill is the sum of the answers", async () => {
    const replies: readonly (Reply | null)[] = [failure("overloaded"), completion("prose"), null];
    const { reports } = await run((request, call) => replies[call - 1] ?? answering()(request, call, never));
    expect(reports).toMatchObject([
      { outcome: "reviewed", calls: 3, usage: { input: 20, cacheRead: 10, cacheWrite: 0, output: 4 } },
    ]);
  });

  test("a call that broke off is on the bill as far as it was counted", async () => {
    const usage = { input: 7, cacheRead: 0, cacheWrite: 1, output: 3 };
    const { reports } = await run((request, call) =>
      call === 1 ? failure("cut-off", { usage }) : answering()(request, call, never),
    );
    expect(reports).toMatchObject([
      { calls: 2, usage: { input: 17, cacheRead: 5, cacheWrite: 1, output: 5 } },
    ]);
  });

  test("what a server does not count stays unknown in the sum", async () => {
    const usage = { input: 1, cacheRead: null, cacheWrite: null, output: 1 };
    const replies = [completion("prose"), null];
    const { reports } = await run((request, call) => {
      const reply =
        replies[call - 1] ?? completion(answerText({ canary: canaryOf(request), leads: [confirmed] }));
      return { ...reply, usage };
    });
    expect(reports[0]?.usage).toEqual({ input: 2, cacheRead: null, cacheWrite: null, output: 2 });
  });

  test("after a wrong key nobody else asks", async () => {
    const { provider, reports } = await run(() => failure("authentication", {}, "key refused"), {
      tasks: three,
    });
    expect(provider.requests).toHaveLength(1);
    expect(reports.map(({ reason }) => reason)).toEqual([
      "key refused",
      "not asked any more: key refused",
      "not asked any more: key refused",
    ]);
  });

  test("a cache that is never read is spoken of once", async () => {
    const cold = { input: 10, cacheRead: 0, cacheWrite: 10, output: 2 };
    const { reports } = await run(
      async (request, call) => ({ ...(await answering()(request, call, never)), usage: cold }) as Reply,
      { tasks: three },
    );
    expect(reports.flatMap(({ warnings }) => warnings)).toEqual([
      expect.stringContaining("read nothing from its cache"),
    ]);
  });

  test("an interrupted run ends in failures, not in notes", async () => {
    const controller = new AbortController();
    const provider = fakeProvider(() => {
      controller.abort();
      return failure("interrupted");
    });
    const input = { provider, model: "m", survey, batches, reviewers, offline: offlineEngine(reviewers) };
    const engine = modelEngine({ ...input, timing: fakeTiming() });
    const options = { concurrency: 9, listen: () => undefined, signal: controller.signal };
    const { notes, failures } = await runTasks(three, leads, engine, options);
    expect(notes).toEqual([]);
    expect(failures.map(({ reason }) => reason)).toEqual(["interrupted", "interrupted", "interrupted"]);
    expect(provider.requests).toHaveLength(1);
  });
});

describe("memory", () => {
  function makeMemory() {
    const kept = new Map<string, StoredAnswer>();
    const keep = (key: string, answer: StoredAnswer) => Promise.resolve(void kept.set(key, answer));
    return { kept, keep, recall: (key: string) => Promise.resolve<unknown>(kept.get(key)) };
  }

  test("unchanged work is not asked again, by another run with other random words", async () => {
    const memory = makeMemory();
    const first = await run(answering(), { input: { memory } });
    const second = await run(() => failure("connection"), { input: { memory, timing: fakeTiming(0.25) } });
    expect(second.provider.requests).toEqual([]);
    expect(second.notes).toEqual(first.notes.map((note) => ({ ...note, isReused: true })));
    expect(second.reports).toMatchObject([{ outcome: "reused", calls: 0, usage: null }]);
  });

  test("nothing secret is kept", async () => {
    const memory = makeMemory();
    const quote = `const token = "[secret${"*".repeat(secret.length - 8)}]";`;
    await run(answering({ findings: [{ ...finding, quote }] }), { input: { memory } });
    expect(memory.kept.size).toBe(1);
    expect(JSON.stringify([...memory.kept])).not.toContain(secret.slice(0, 8));
  });

  test.each<[string, Script]>([
    ["a failure", () => failure("too-large")],
    ["an answer that obeyed", answering({ canary: "x" })],
    ["a cut answer", (request) => completion(answerText({ canary: canaryOf(request) }), { stop: "length" })],
  ])("%s is not kept", async (_, script) => {
    const memory = makeMemory();
    await run(script, { input: { memory } });
    expect(memory.kept.size).toBe(0);
  });

  test.each([
    ["page", { reviewers: reviewers.map((reviewer) => ({ ...reviewer, page: "new" })) }],
    ["model", { model: "fake-2" }],
    ["guidance", { guidance: "Check the locks." }],
  ])("another %s is other work", async (_, input) => {
    const memory = makeMemory();
    await run(answering(), { input: { memory } });
    const { provider } = await run(answering(), { input: { memory, ...input } });
    expect(provider.requests).toHaveLength(1);
  });

  test("a store that is broken costs calls, not the review", async () => {
    const broken = () => Promise.reject(new Error("disk full"));
    const { reports } = await run(answering(), { input: { memory: { recall: broken, keep: broken } } });
    expect(reports).toMatchObject([{ outcome: "reviewed", calls: 1 }]);
    expect(reports[0]?.warnings).toHaveLength(2);
    const odd = { ...makeMemory(), recall: () => Promise.resolve({ answer: 1 }) };
    expect((await run(answering(), { input: { memory: odd } })).reports).toMatchObject([
      { outcome: "reviewed" },
    ]);
  });
});
