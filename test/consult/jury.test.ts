/** The judges at work on a provider in memory: what they are asked, what is believed, what is told when they fail. */
import { describe, expect, test } from "vitest";
import { makeJury } from "../../src/consult/jury.js";
import type { JurorInput } from "../../src/consult/juror.js";
import type { CompletionRequest } from "../../src/model/completion.js";
import type { Jury, Question } from "../../src/model/jury.js";
import type { RubricCriterion } from "../../src/model/rubric.js";
import { never } from "../review-parts.js";
import { surveyCode } from "../survey-code.js";
import {
  type FakeProvider,
  type Script,
  canaryOf,
  completion,
  failure,
  fakeProvider,
  fakeTiming,
} from "./fake-provider.js";

const criteria: readonly RubricCriterion[] = ["testing", "security"].map((id) => ({
  id,
  title: id.toUpperCase(),
  weight: 10,
  categories: [],
  signals: {},
  levels: [
    { min: 0.5, word: "Good", says: "it is" },
    { min: 0, word: "Poor", says: "it is not" },
  ],
}));
const question: Question = {
  criteria,
  task: [{ id: "R1", line: 1, section: null, text: "Better than grok" }],
  signal: never,
};
const score = (criterion: string, part: object = {}): object => ({
  criterion,
  level: "Good",
  reason: "It is there.",
  citations: [{ path: "a.py", line_start: 1, line_end: 1, quote: "value = 1" }],
  ...part,
});
const scores = (request: CompletionRequest, ...list: readonly object[]): string =>
  JSON.stringify({ canary: canaryOf(request), scores: list });
const both: Script = (request) => completion(scores(request, score("testing"), score("security")));

async function seat(script: Script, files: Readonly<Record<string, string>>, more: Partial<JurorInput> = {}) {
  const provider = fakeProvider(script);
  const juror = { name: "m", provider, model: "m", timing: fakeTiming(), ...more };
  const jury = makeJury({ jurors: [juror], redact: [], consultations: () => [] });
  for (const [id, text] of Object.entries(files))
    jury.show({
      id,
      survey: await surveyCode({ "a.py": text }),
      review: { findings: [] },
      names: Object.keys(files),
    });
  return { jury, provider };
}

const one = { grok: "value = 1\n" };
const failuresOf = ({ jury }: { readonly jury: Jury }): unknown =>
  jury.report().notJudged.map(({ candidates, reason }) => [candidates, reason]);

describe("scores", () => {
  test("one for each criterion, with level, points, lines and reason", async () => {
    const { jury } = await seat(both, one);
    const [first] = await jury.score(question);
    expect(first).toEqual({
      judge: "m",
      candidate: "grok",
      criterion: "testing",
      look: "as written",
      level: "Good",
      points: 7.5,
      evidence: [{ path: "a.py", lines: { start: 1, end: 1 }, quote: "value = 1" }],
      discarded: null,
      reason: "It is there.",
    });
    expect(jury.report().notJudged).toEqual([]);
  });

  test("the question holds levels and task, and no name", async () => {
    const { jury, provider } = await seat(both, one);
    await jury.score(question);
    const { own, shared } = provider.requests[0]?.prompt ?? { own: "", shared: "" };
    expect(shared).toContain('testing (TESTING), from best to worst:\n- "Good": it is\n- "Poor": it is not');
    expect(shared).toContain("R1: Better than candidate");
    expect(own + shared).not.toMatch(/grok/i);
  });

  test.each<[name: string, list: readonly object[], discarded: readonly (string | null)[]]>([
    [
      "a title for an id, another case",
      [score("TESTING", { level: "good" }), score("security")],
      [null, null],
    ],
    [
      "a level that is none",
      [score("testing", { level: "Superb" }), score("security")],
      ['"Superb" is no level of this criterion', null],
    ],
    [
      "cannot tell",
      [score("testing", { level: "cannot tell", citations: [] }), score("security")],
      ["it could not tell from the code", null],
    ],
    ["a criterion left out", [score("security")], ["it was not answered", null]],
    ["no citations", [score("testing", { citations: [] }), score("security")], ["it cites no line", null]],
    [
      "rubbish",
      [score("testing", { citations: "a.py" }), score("security"), { criterion: 7 }],
      ["it cites no line", null],
    ],
  ])("%s", async (_, list, discarded) => {
    const { jury } = await seat((request) => completion(scores(request, ...list)), one);
    expect((await jury.score(question)).map((each) => each.discarded)).toEqual(discarded);
  });
});

describe("who is not judged", () => {
  test.each<[name: string, script: Script, reason: string]>([
    [
      "no token",
      () => completion('{"canary":"","scores":[{"criterion":"testing"}]}'),
      "the answer lacks the token",
    ],
    [
      "another token",
      () => completion('{"canary":"x","scores":[{"criterion":"testing"}]}'),
      "the answer has another token",
    ],
    ["a refusal", () => completion("", { stop: "refusal", refusal: "no" }), "the model refused: no"],
    [
      "prose twice",
      () => completion("They are all fine."),
      "the answer was not of the form asked for, twice",
    ],
    [
      "no scores, twice",
      (request) => completion(scores(request)),
      "the answer was not of the form asked for, twice",
    ],
    ["a wrong key", () => failure("authentication"), "failed: authentication"],
    [
      "nothing that is there",
      (request) => completion(scores(request, score("testing", { citations: [] }))),
      "none of its scores cites a line",
    ],
  ])("%s", async (_, script, reason) => {
    const seated = await seat(script, one);
    expect((await seated.jury.score(question)).every(({ discarded }) => discarded !== null)).toBe(true);
    expect(failuresOf(seated)).toEqual([[["grok"], expect.stringContaining(reason)]]);
  });

  test("one that is too large for a question, without being asked about", async () => {
    const seated = await seat(both, { grok: "value = 1\n".repeat(30_000) });
    expect(await seated.jury.score(question)).toEqual([]);
    expect(seated.provider.requests).toEqual([]);
    expect(failuresOf(seated)).toEqual([
      [["grok"], expect.stringMatching(/^it is too large: about [\d,]+ tokens, at most 60,000$/)],
    ]);
  });

  test("nobody after an interruption", async () => {
    const seated = await seat(both, one);
    expect(await seated.jury.score({ ...question, signal: AbortSignal.abort() })).toEqual([]);
    expect(failuresOf(seated)).toEqual([[["grok"], "the run was interrupted"]]);
  });

  test("a budget that is used up", async () => {
    const seated = await seat(both, one, { refuse: (_, tokens) => (tokens > 100 ? "no money" : null) });
    await seated.jury.score(question);
    expect(seated.provider.requests).toEqual([]);
    expect(failuresOf(seated)).toEqual([[["grok"], "no money"]]);
  });
});

test("an answer of no use is asked for once more", async () => {
  const script: Script = (request, call) => (call === 1 ? completion("Fine!") : both(request, call, never));
  const { jury, provider } = await seat(script, one);
  expect((await jury.score(question)).map(({ discarded }) => discarded)).toEqual([null, null]);
  expect(provider.requests[1]?.prompt.turns.map(({ role }) => role)).toEqual(["assistant", "user"]);
});

test("what was answered is kept and not asked again; what was not believed is", async () => {
  const kept = new Map<string, unknown>();
  const memory = {
    recall: async (key: string) => Promise.resolve(kept.get(key)),
    keep: async (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  const bad = await seat(() => completion('{"canary":"x","scores":[{"criterion":"a"}]}'), one, { memory });
  await bad.jury.score(question);
  expect(kept.size).toBe(0);
  const first = await seat(both, one, { memory });
  const said = await first.jury.score(question);
  const again = await seat(both, one, { memory, timing: fakeTiming(0.7) });
  expect(await again.jury.score(question)).toEqual(said);
  expect(again.provider.requests).toEqual([]);
});

describe("pairs", () => {
  const two = { grok: "value = 1\n", gemini: "value = 2\nother = 3\n" };
  const lettersIn = ({ prompt }: CompletionRequest): readonly string[] =>
    Array.from(prompt.own.matchAll(/^# Candidate (\w+)$/gm), ([, letter = ""]) => letter);
  const preferring =
    (choose: (letters: readonly string[], request: CompletionRequest) => string): Script =>
    (request) =>
      completion(
        JSON.stringify({
          canary: canaryOf(request),
          reason: "so",
          better: choose(lettersIn(request), request),
        }),
      );
  const decide = async (script: Script, files: Readonly<Record<string, string>> = two) => {
    const seated = await seat(script, files);
    return { ...seated, pairs: await seated.jury.decide([["grok", "gemini"]], question) };
  };
  /** The letter under which the request shows a text. */
  const letterOf = ({ prompt }: CompletionRequest, text: string): string =>
    lettersIn({ prompt } as CompletionRequest).find((letter) =>
      prompt.own.split(`# Candidate ${letter}\n`)[1]?.split("# Candidate")[0]?.includes(text),
    ) ?? "";

  test.each<[name: string, script: Script, verdicts: readonly string[]]>([
    ["the first each time", preferring(([first = ""]) => first), ["first", "second"]],
    ["the last each time", preferring((letters) => letters.at(-1) ?? ""), ["second", "first"]],
    [
      "the same one each time",
      preferring((_, request) => letterOf(request, "other = 3")),
      ["second", "second"],
    ],
    ["a tie", preferring(() => "tie"), ["tie", "tie"]],
    [
      "with a word before the letter",
      preferring((_, request) => `Candidate ${letterOf(request, "value = 1")}`),
      ["first", "first"],
    ],
  ])("%s", async (_, script, verdicts) => {
    const { pairs, provider } = await decide(script);
    expect(pairs).toEqual([{ judge: "m", first: "grok", second: "gemini", verdicts, reason: "so" }]);
    const [one = [], other = []] = provider.requests.map(lettersIn);
    expect([...one].reverse()).toEqual(other);
  });

  test("a letter nobody has is no verdict", async () => {
    const seated = await decide(preferring(() => "Z"));
    expect(seated.pairs).toEqual([]);
    expect(failuresOf(seated)).toEqual([
      [["grok", "gemini"], 'as a pair: it prefers "Z", which is neither of the two'],
    ]);
  });

  test("letters follow the content, not the order of the command line", async () => {
    const lettersFor = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
      const { jury } = await seat(both, files);
      return new Map(jury.report().letters.map(({ candidate, letter }) => [candidate, letter]));
    };
    expect(await lettersFor({ gemini: two.gemini, grok: two.grok })).toEqual(await lettersFor(two));
  });
});

test("several judges are asked the same, and one that fails is told beside the other's scores", async () => {
  const good: FakeProvider = fakeProvider(both);
  const bad: FakeProvider = fakeProvider(() => failure("payment"));
  const juror = (name: string, provider: FakeProvider) => ({
    name,
    provider,
    model: name,
    timing: fakeTiming(),
  });
  const jury = makeJury({
    jurors: [juror("good", good), juror("bad", bad)],
    redact: [],
    consultations: () => [],
  });
  jury.show({
    id: "grok",
    survey: await surveyCode({ "a.py": "value = 1\n" }),
    review: { findings: [] },
    names: ["grok"],
  });
  expect((await jury.score(question)).map(({ judge }) => judge)).toEqual(["good", "good"]);
  expect(jury.report()).toMatchObject({
    judges: ["good", "bad"],
    notJudged: [{ judge: "bad", candidates: ["grok"], reason: "failed: payment" }],
  });
});
