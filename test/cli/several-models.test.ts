/** The built program with two models, each behind its own wire format: what is asked of whom, and what one may miss. */
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Review } from "../../src/model/review.js";
import { reply } from "../double/answer.js";
import { type Asked, wholeText } from "../double/asked.js";
import { faults } from "../double/faults.js";
import { always, when } from "../double/script.js";
import { Double } from "../double/server.js";
import { thoughtful, thoughtfulAnswer } from "../double/thoughtful.js";
import { type Ended, build, readReview, runBin } from "./built.js";
import { type Files, writeFiles } from "./fake-world.js";

const code: Files = {
  "src/pay.py":
    "import os\n\n\ndef pay(order):\n    try:\n        charge(order)\n    except Exception:\n        pass\n\n\ndef run(name):\n    return eval(name)\n",
};

let top = "";
let double: Double;
let runs = 0;

beforeAll(async () => {
  await build();
  top = await mkdtemp(join(tmpdir(), "session-review-several-"));
}, 300_000);
afterAll(async () => rm(top, { recursive: true, force: true }));
beforeEach(async () => {
  double = await Double.start();
});
afterEach(async () => double.close());

async function review(...more: readonly string[]): Promise<Ended & { review: Review; markdown: string }> {
  const cwd = join(top, String(++runs));
  await mkdir(cwd);
  await writeFiles(cwd, code);
  const env = {
    XDG_CACHE_HOME: join(cwd, "cache"),
    HOME: cwd,
    ANTHROPIC_API_KEY: "key-one",
    ANTHROPIC_BASE_URL: double.url,
    OPENAI_API_KEY: "key-two",
    OPENAI_BASE_URL: double.openaiUrl,
  };
  const fixed = [
    "--reviewers",
    "security,qa",
    "--fail-on",
    "none",
    "-f",
    "json=out.json",
    "-f",
    "personas=out.md",
  ];
  const ended = await runBin(["src", ...fixed, "--model", "anthropic:seer,openai:blind", ...more], {
    cwd,
    env,
  });
  const result = await readReview(cwd, ended);
  return { ...ended, review: result, markdown: await readFile(join(cwd, "out.md"), "utf8") };
}

const isOf =
  (model: string) =>
  (asked: Asked): boolean =>
    asked.model === model;
/** Questions of reviewers carry the files; those of an opponent carry a finding. */
const isReview = (asked: Asked): boolean => wholeText(asked).includes('"canary"');

describe("two models", () => {
  test("each is asked everything with its own key; what both found is one finding with both names", async () => {
    const { code: exit, stderr, review: result, markdown } = await review();
    expect(exit).toBe(0);
    expect(stderr.split("\n")[0]).toMatch(
      /seer and blind at 127\.0\.0\.1:\d+: the reviewed code is sent there/,
    );
    expect(result.coverage).toMatchObject({ failed: 0, reviewed: 2 });
    const found = result.findings.filter(({ models }) => models !== undefined);
    expect(found.map(({ models }) => models)).toEqual([["blind", "seer"]]);
    expect(markdown).toMatch(/found by a rule and by blind and seer|said by blind and seer/);
    expect(result.consultations?.map(({ model, tasks }) => [model, tasks.reviewed])).toEqual([
      ["seer", 2],
      ["blind", 2],
    ]);
    const asked = double.recorder.asked;
    expect(
      asked
        .filter(isReview)
        .map(({ wire, model, key }) => `${wire} ${model} ${key}`)
        .sort(),
    ).toEqual([
      "anthropic seer key-one",
      "anthropic seer key-one",
      "openai blind key-two",
      "openai blind key-two",
    ]);
  }, 60_000);

  test("what one raised is attacked by the other", async () => {
    double.follow((asked) =>
      asked.model === "blind" && isReview(asked)
        ? reply(JSON.stringify({ ...thoughtfulAnswer(asked), findings: [] }))
        : thoughtful(asked),
    );
    const { review: result } = await review();
    const own = result.findings.filter(({ models }) => models !== undefined);
    expect(own.map(({ models }) => models)).toEqual([["seer"]]);
    const attacks = double.recorder.asked.filter(
      (asked) => !isReview(asked) && wholeText(asked).includes(own[0]?.title ?? "no finding"),
    );
    expect(new Set(attacks.map(({ model }) => model))).toEqual(new Set(["blind"]));
  }, 60_000);

  test("one that fails is told in report and on stderr; the other's review counts", async () => {
    double.follow(when(isOf("blind"), faults.unauthorized));
    const { code: exit, stderr, review: result, markdown } = await review();
    expect(exit).toBe(0);
    expect(result.isComplete).toBe(true);
    expect(result.coverage).toMatchObject({ failed: 0, reviewed: 2 });
    expect(result.consultations?.map(({ model, tasks }) => [model, tasks])).toEqual([
      ["seer", { reviewed: 2, reused: 0, failed: 0 }],
      ["blind", { reviewed: 0, reused: 0, failed: 2 }],
    ]);
    expect(markdown).toContain("blind did not review 1 task: ");
    expect(stderr).toMatch(/^warning: blind: did not review 1 task: /m);
    expect(stderr + markdown).not.toContain("key-two");
  }, 60_000);

  test("both fail: incomplete, exit 3, each with its reason, and the static findings are still there", async () => {
    double.follow(always(faults.refusal));
    const { code: exit, review: result } = await review();
    expect(exit).toBe(3);
    expect(result.coverage).toMatchObject({ failed: 2, reviewed: 0 });
    expect(result.failures[0]?.reason).toMatch(/^seer: .*; blind: /);
    expect(result.findings.map(({ rule }) => rule)).toContain("swallowed-error");
  }, 60_000);
});
