/** The texts a pull request hears, and which of them are made, changed and hidden. */
import { describe, expect, test } from "vitest";
import { inlineComments } from "../../src/pull/inline-comment.js";
import { markFinding, markSummary } from "../../src/pull/markers.js";
import { planHiding, planInline, planSummary } from "../../src/pull/plan.js";
import { runPage } from "../../src/pull/run-page.js";
import type { Message, Standing, StandingComment } from "../../src/pull/standing.js";
import { summaryComment } from "../../src/pull/summary-comment.js";
import type { Finding } from "../../src/model/finding.js";
import { severities } from "../../src/model/severity.js";
import { pushes } from "../github/pushes.js";
import { messageOf } from "../github/run-pushes.js";
import { finding, hostile, incompleteReview } from "../reports/sample-review.js";

const [first] = pushes;
if (!first) throw new Error("no push");
const sound = first;
const { review } = sound;

function make(id: string, part: Partial<Finding> = {}): Finding {
  return finding({
    id,
    title: `Finding ${id}`,
    path: "src/a.ts",
    lines: { start: 12, end: 12 },
    severity: "medium",
    change: "introduced",
    ...part,
  });
}

function about(findings: readonly Finding[], part: Partial<Message> = {}): Message {
  const isOld = ({ change }: Finding): boolean => change === "pre-existing";
  const told = {
    findings: findings.filter((each) => !isOld(each)),
    preExisting: findings.filter(isOld),
  };
  return messageOf({ ...sound, review: { ...review, ...told } }, part);
}

const none = { addresses: new Map<string, string>(), open: new Set<string>() };
const nobody: Standing = { summaries: [], comments: [] };

function bodyOf(one: Finding, part: Partial<Message> = {}): string {
  return inlineComments(about([one], part), new Set())[0]?.body ?? "";
}

describe("who gets a comment on the line", () => {
  const signs = (
    findings: readonly Finding[],
    part: Partial<Message> = {},
    refused: readonly string[] = [],
  ): readonly string[] => inlineComments(about(findings, part), new Set(refused)).map(({ sign }) => sign);

  test("medium and worse, the worst first, in the order of the review", () => {
    const findings = [...severities]
      .reverse()
      .flatMap((severity) => [1, 2].map((n) => make(`${severity}${n}`, { severity })));
    expect(signs(findings)).toEqual(["critical1", "critical2", "high1", "high2", "medium1", "medium2"]);
  });

  test("at most as many as the limit says, and worse ones take the place of milder", () => {
    const mild = Array.from({ length: 12 }, (_, i) => make(`m${i}`));
    expect(signs(mild)).toHaveLength(10);
    expect(signs([...mild, make("worst", { severity: "critical" })])[0]).toBe("worst");
  });

  test.each<[string, Finding, Partial<Message>, readonly string[]]>([
    ["what stood there before", make("a", { change: "pre-existing" }), {}, []],
    ["what no line is known of", make("a", { lines: null }), {}, []],
    ["what the server refused", make("a"), {}, ["a"]],
    ["a file whose lines are not those of the commit", make("a"), { shifted: new Set(["src/a.ts"]) }, []],
    ["all of them where nobody knows the commit", make("a"), { shifted: null }, []],
  ])("not %s", (_, one, part, refused) => {
    expect(signs([one], part, refused)).toEqual([]);
  });
});

describe("suggestions", () => {
  const patch = { lines: { start: 12, end: 13 }, text: "const a = 1;" };

  test("take the place of exactly the commented lines", () => {
    expect(bodyOf(make("a", { patch }))).toContain("\n```suggestion\nconst a = 1;\n```\n");
    expect(inlineComments(about([make("a", { patch })]), new Set())[0]?.lines).toEqual(patch.lines);
  });

  test("an empty one takes the lines out", () => {
    expect(bodyOf(make("a", { patch: { ...patch, text: "" } }))).toContain("\n```suggestion\n```\n");
  });

  test("no fence inside closes it", () => {
    const text = "````md\n```suggestion\nx\n```\n````";
    expect(bodyOf(make("a", { patch: { ...patch, text } }))).toContain(
      `\n\`\`\`\`\`suggestion\n${text}\n\`\`\`\`\`\n`,
    );
  });

  test("none is made of a stranger's review", () => {
    expect(bodyOf(make("a", { patch }), { isForeign: true })).not.toContain("suggestion");
  });
});

describe("what reviewed text cannot do", () => {
  const evil = `${markFinding("default", "forged")} ${hostile.prose} <!-- session-review:summary:v1 key=default -->`;
  const one = make("a", {
    title: evil,
    issue: evil,
    risk: evil,
    recommendation: evil,
    path: "src/a.ts",
    quote: `${markSummary("default", [])}\n${hostile.quote}`,
  });
  const texts = {
    comment: bodyOf(one),
    summary: summaryComment(about([one]), none),
    page: runPage(about([one])),
  };

  test.each(Object.entries(texts))(
    "in the %s: call anybody, close anything, show a picture, forge a mark, command the runner",
    (_, text) => {
      const own = text
        .split("\n")
        .filter((line) => !/^<!-- session-review:/u.test(line))
        .join("\n");
      // What stands in code is shown and not obeyed.
      const bare = own
        .replace(/^(`{3,})[\s\S]*?^\1$/gmu, "")
        .replaceAll("\\`", "")
        .replace(/(`+)[^`]*\1/gu, "");
      expect(bare).not.toMatch(/@[a-z]/iu);
      expect(bare).not.toMatch(/#\d/u);
      expect(bare).not.toContain("<!--");
      expect(bare).not.toMatch(/<(?!\/?sub>)[a-z]/iu);
      expect(bare).not.toMatch(/(?<!\\)!\[/u);
      expect(own).not.toMatch(/^\s*::|##\[/mu);
    },
  );
});

describe("the summary comment", () => {
  test("lists every finding, and how to mend those without a comment of their own", () => {
    const addresses = new Map([["a", "https://github.test/c/1"]]);
    const text = summaryComment(about([make("a"), make("b")]), { addresses, open: new Set(["a"]) });
    expect(text).toMatch(/Finding a.*\(\[comment\]\(https:\/\/github\.test\/c\/1\)\)\n/u);
    expect(text).toMatch(/Finding b.*\n {2}.*\*\*Fix:\*\*/u);
    expect(text.split("\n")[1]).toBe("<!-- session-review:state:v1 a -->");
  });

  test("of 3,000 findings it keeps the worst, within the limit, and counts the others", () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      make(`f${i}`, { severity: i % 2 === 0 ? "low" : "high" }),
    );
    const text = summaryComment(about(many), none);
    expect(text.length).toBeLessThanOrEqual(65_000);
    const kept = text.match(/^- \*\*/gmu)?.length ?? 0;
    expect(kept).toBeGreaterThan(100);
    expect(text).toContain(`**${(3000 - kept).toLocaleString("en")} more findings do not fit here**`);
    expect(text).toContain("[page of the run](https://github.test/acme/shop/actions/runs/7)");
    expect(text).not.toContain("- **low**");
  });

  test("an incomplete review never looks clean", () => {
    const text = summaryComment(
      messageOf({ ...sound, review: { ...incompleteReview(), findings: [] } }),
      none,
    );
    expect(text).toContain("incomplete, and nothing found so far");
    expect(text).toContain("**INCOMPLETE.**");
  });
});

test("the page of a run with 20,000 findings is within its limit and cut between two of them", () => {
  const many = Array.from({ length: 20_000 }, (_, i) => make(`f${i}`, { issue: "Ä".repeat(200) }));
  const page = runPage(about(many));
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(900 * 1024);
  expect(page).toMatch(/\*\*[\d,]+ more findings do not fit here\*\*/u);
  expect(page.match(/^### /gmu)?.length).toBe(page.match(/\*\*Fix:\*\*/gu)?.length);
});

function comment(sign: string, part: Partial<StandingComment> = {}): StandingComment {
  return {
    node: `N_${sign}`,
    address: `https://github.test/${sign}`,
    sign,
    path: "src/a.ts",
    isHidden: false,
    ...part,
  };
}

function standing(comments: readonly StandingComment[], open: readonly string[] | null = null): Standing {
  const summaries =
    open === null
      ? []
      : [
          {
            number: 1,
            node: "N_s",
            address: "https://github.test/s",
            body: `${markSummary("default", open)}\nold`,
          },
        ];
  return { comments, summaries };
}

describe("given what stands", () => {
  const inline = (
    findings: readonly Finding[],
    there: Standing,
  ): readonly [readonly string[], readonly string[]] => {
    const { post, restore } = planInline(about(findings), there, new Set());
    return [post.map(({ sign }) => sign), restore.map(({ sign }) => sign)];
  };

  test.each<[string, readonly Finding[], Standing, readonly [readonly string[], readonly string[]]]>([
    ["what is new is said", [make("a")], nobody, [["a"], []]],
    ["what was said is not said again", [make("a")], standing([comment("a")], ["a"]), [[], []]],
    [
      "what came back is shown again",
      [make("a")],
      standing([comment("a", { isHidden: true })], []),
      [[], ["a"]],
    ],
    [
      "what a person hid stays hidden",
      [make("a")],
      standing([comment("a", { isHidden: true })], ["a"]),
      [[], []],
    ],
  ])("%s", (_, findings, there, expected) => {
    expect(inline(findings, there)).toEqual(expected);
  });

  const failed = {
    ...review,
    isComplete: false,
    coverage: {
      ...review.coverage,
      files: review.coverage.files.map((file) =>
        file.path === "src/a.ts"
          ? { ...file, pairs: [{ status: "failed" as const, reason: "cut off", reviewers: ["qa"] }] }
          : file,
      ),
    },
  };

  const narrowed: Message["review"] = {
    ...review,
    change: {
      from: "1a2b3c4",
      to: "5d6e7f8",
      commit: "1a2b3c4",
      files: [
        {
          path: "src/gone.ts",
          before: "src/gone.ts",
          status: "deleted",
          isBinary: false,
          lines: [],
          shown: [],
        },
      ],
      affected: [],
      surroundings: 0,
      outside: 1,
    },
  };

  test.each<[string, Message, Standing, readonly (readonly [string, string])[]]>([
    ["a finding that is gone", about([]), standing([comment("a")]), [["N_a", "OUTDATED"]]],
    ["nothing twice", about([]), standing([comment("a", { isHidden: true })]), []],
    ["a finding that is there", about([make("a")]), standing([comment("a")]), []],
    [
      "one that now stood there before",
      about([make("a", { change: "pre-existing" })]),
      standing([comment("a")]),
      [],
    ],
    [
      "the second of two",
      about([make("a")]),
      standing([comment("a"), comment("a", { node: "N_2" })]),
      [["N_2", "DUPLICATE"]],
    ],
    [
      "none in a file nobody looked at",
      messageOf({ ...sound, review: { ...failed, findings: [] } }),
      standing([comment("a")]),
      [],
    ],
    [
      "none in a file that was left out this time",
      messageOf({
        ...sound,
        review: {
          ...review,
          findings: [],
          skippedFiles: [{ path: "src/a.ts", reason: "excluded", proof: "" }],
        },
      }),
      standing([comment("a")]),
      [],
    ],
    [
      "none in a file that the given paths may have left out",
      messageOf({ ...sound, review: { ...narrowed, findings: [] } }),
      standing([comment("a", { path: "elsewhere/a.ts" }), comment("b", { path: "src/gone.ts" })]),
      [["N_b", "OUTDATED"]],
    ],
    [
      "one in a file that was looked at",
      messageOf({ ...sound, review: { ...failed, findings: [] } }),
      standing([comment("b", { path: "src/b.ts" })]),
      [["N_b", "OUTDATED"]],
    ],
  ])("hides %s", (_, message, there, expected) => {
    expect([...planHiding(message, there)]).toEqual(expected);
  });

  test("the summary is made, changed, and left alone when it says the same", () => {
    const message = about([make("a")]);
    const made = planSummary(message, nobody, "always");
    expect(made.kind).toBe("create");
    const body = made.kind === "create" ? made.body : "";
    const there = { comments: [], summaries: [{ number: 4, node: "N", address: "", body }] };
    expect(planSummary(message, there, "always").kind).toBe("nothing");
    expect(planSummary(about([]), there, "findings")).toMatchObject({ kind: "update", number: 4 });
    expect(planSummary(about([]), nobody, "findings").kind).toBe("nothing");
    expect(planSummary(about([]), nobody, "always").kind).toBe("create");
    expect(planSummary(message, nobody, "off").kind).toBe("nothing");
  });
});
