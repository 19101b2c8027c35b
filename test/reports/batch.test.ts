/** The Markdown report: whole, honest about gaps, and not to be broken or forged by the code it quotes. */
import { describe, expect, test } from "vitest";
import batch from "../../src/reports/batch.js";
import { severities } from "../../src/model/severity.js";
import {
  coverageOf,
  emptyReview,
  file,
  finding,
  hostile,
  hostileReview,
  incompleteReview,
  sampleReview,
} from "./sample-review.js";

const manyFiles = sampleReview({
  facts: { ...sampleReview().facts, files: 60 },
  coverage: coverageOf(
    Array.from({ length: 60 }, (_, i) =>
      file(`packages/${i % 3}/src/${i % 2 === 0 ? "a/" : ""}file-${i}.py`, {
        depth: i === 7 ? "text" : "parsed",
      }),
    ),
  ),
});

const reviews = {
  sample: sampleReview(),
  incomplete: incompleteReview(),
  empty: emptyReview(),
  hostile: hostileReview(),
  "many-files": manyFiles,
};
const cases = Object.entries(reviews);

describe.each(cases)("%s", (name, review) => {
  const text = batch.render(review);

  test("golden", async () => {
    await expect(text).toMatchFileSnapshot(`../golden/batch-${name}.md`);
  });

  test("every finding can be explained by its id", () => {
    for (const { id } of review.findings) expect(text).toContain(`\`${id}\``);
  });

  test("counts equal the list", () => {
    expect(text).toContain(`- Total issues: ${review.findings.length}\n`);
    for (const severity of severities) {
      const count = review.findings.filter((each) => each.severity === severity).length;
      expect(text.toLowerCase()).toContain(`- ${severity}: ${count}\n`);
    }
  });

  test("the pairs in the ledger sum to the plan", () => {
    const [planned, ...parts] = (/^.*pairs? planned = .*$/m.exec(text)?.[0].match(/\d+/g) ?? []).map(Number);
    expect(parts.reduce((a, b) => a + b, 0)).toBe(planned);
    expect(parts).toHaveLength(4);
  });

  test("no trailing spaces, one line feed at the end, no blank lines in a row", () => {
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/\n\n\n/);
  });

  test("nothing in it is live: no HTML, link, mention or reference from the review", () => {
    const prose = withoutCode(text).replaceAll(/\]\(https:\/\/cwe\.mitre\.org\/[\w/]+\.html\)/g, "]");
    expect(prose).not.toMatch(/<[a-z/!?]/i);
    expect(prose).not.toMatch(/(?<!\w)@\w/);
    expect(prose).not.toMatch(/#\d/);
    expect(prose).not.toMatch(/:\/\/|(?<!\\)\[[^\]]*\]\(/);
  });

  test("nothing a build runner would obey, no control characters", () => {
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toContain("##[");
    expect(text).not.toMatch(/(?!\n|\t)[\p{Cc}\p{Cf}]/u);
  });
});

/** What is left when fences, code spans and escaped characters are taken out. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/^(`{3,})[^\n`]*\n[\s\S]*?^\1$/gm, "")
    .replaceAll(/\\[`[*_~$\\]/g, "")
    .replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
}

describe("incomplete", () => {
  test("the banner comes first and says what nobody looked at", () => {
    const text = batch.render(reviews.incomplete);
    const banner = text.slice(0, text.indexOf("\n# "));
    expect(banner).toMatch(/^> \*\*INCOMPLETE\.\*\* The run was interrupted: 3 of 32 /);
    for (const path of ["app/provider.py", "app/store.py", "app/ws_server.py"])
      expect(banner).toContain(path);
    expect(banner).toContain("the model's answer was cut off");
  });

  test.each([
    ["isComplete", sampleReview({ isComplete: false })],
    ["isInterrupted", sampleReview({ isInterrupted: true })],
    ["a failed pair", sampleReview({ coverage: { ...sampleReview().coverage, reviewed: 29, failed: 1 } })],
    ["sums that do not add up", sampleReview({ coverage: { ...sampleReview().coverage, planned: 40 } })],
  ])("%s is enough for a banner", (_, review) => {
    expect(batch.render(review)).toMatch(/^> \*\*INCOMPLETE\./);
  });

  test("a complete review has none", () => {
    expect(batch.render(reviews.sample)).not.toContain("INCOMPLETE");
  });

  test("many failed files are capped, and the cap is told", () => {
    const paths = Array.from({ length: 25 }, (_, i) => `src/${i}.py`);
    const failures = [{ what: "qa", reason: "timed out", paths }];
    const text = batch.render(sampleReview({ isComplete: false, failures }));
    expect(text).toContain("`src/19.py` and 5 more (see the JSON report): timed out.");
    expect(text).not.toContain("src/20.py");
  });
});

describe("the same remark", () => {
  const hits = (count: number): ReturnType<typeof finding>[] =>
    Array.from({ length: count }, (_, i) =>
      finding({
        id: `id${i}`,
        title: "Broad exception",
        path: `src/${i}.py`,
        issue: `\`f${i}\` swallows everything.`,
        rule: "broad-except",
      }),
    );

  test.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [40, 1],
  ])("%i findings of one rule make %i blocks", (count, blocks) => {
    const text = batch.render(sampleReview({ findings: hits(count) }));
    expect(text.match(/^### MEDIUM: /gm)).toHaveLength(blocks);
    expect(text.match(/Mend it/g)).toHaveLength(blocks);
    for (let i = 0; i < count; i++) expect(text).toContain(`src/${i}.py`);
  });

  test("another severity is another block", () => {
    const findings = [...hits(3), ...hits(3).map((each) => ({ ...each, severity: "low" as const }))];
    const text = batch.render(sampleReview({ findings }));
    expect(text.match(/^### (?:MEDIUM|LOW): /gm)).toHaveLength(2);
  });

  test("findings without a rule are never lumped together", () => {
    const findings = hits(4).map((each) => ({ ...each, rule: undefined, origin: "model" as const }));
    expect(batch.render(sampleReview({ findings })).match(/^### MEDIUM: /gm)).toHaveLength(4);
  });

  const differing = (): ReturnType<typeof finding>[] =>
    hits(3).map((each, i) => ({
      ...each,
      title: `\`f${i}\` is broad`,
      recommendation: `Catch what \`g${i}\` throws.`,
    }));

  test("what differs stays with its place, and what is shared is said once", () => {
    const text = batch.render(sampleReview({ findings: differing() }));
    expect(text).toContain(
      "**Issue:** `…` swallows everything.\n\n- `src/0.py:10` (`id0`): `f0` – `pass`\n- `src/1.py:10` (`id1`)",
    );
    expect(text.match(/Recommendation/g)).toHaveLength(1);
    expect(text).toContain("**Recommendation:** Catch what `…` throws.");
  });

  test.each<[name: string, rules: ReturnType<typeof sampleReview>["rules"], heading: string]>([
    ["the rule's title", [ruleWith("Broad catch")], "Broad catch"],
    ["the rule's name where an older document has no title", [ruleWith(undefined)], "Broad except"],
    ["the rule's name where the document has no rules", undefined, "Broad except"],
  ])("findings whose titles name their places stand under %s", (_, rules, heading) => {
    const text = batch.render(sampleReview({ findings: differing(), rules }));
    expect(text).toContain(`### MEDIUM: ${heading}\n`);
  });

  test("advice that is worded differently is told with the number of its places", () => {
    const findings = hits(3).map((each, i) => (i < 2 ? each : { ...each, recommendation: "Or leave it." }));
    const text = batch.render(sampleReview({ findings }));
    expect(text).toContain("**Recommendation:**\n\n- Mend it. (2 places)\n- Or leave it. (`src/2.py:10`)\n");
  });

  test("each file is named once, with all its lines", () => {
    const at = (path: string, line: number): ReturnType<typeof finding>["also"][number] => ({
      path,
      lines: { start: line, end: line },
      quote: "pass",
    });
    const also = [at("src/0.py", 12), at("src/0.py", 14), at("b.py", 3), at("b.py", 5), at("c.py", 1)];
    const [first, ...rest] = hits(2);
    const findings = first ? [{ ...first, also }, ...rest] : [];
    expect(batch.render(sampleReview({ findings }))).toContain(
      "- `src/0.py:10` and lines 12, 14, `b.py` lines 3, 5, `c.py:1` (`id0`)",
    );
  });
});

function ruleWith(title: string | undefined): NonNullable<ReturnType<typeof sampleReview>["rules"]>[number] {
  const rule = { id: "broad-except", category: "correctness" as const };
  return title === undefined
    ? rule
    : { ...rule, about: { title, severity: "medium", risk: "It hides errors.", fix: "Catch less." } };
}

describe("what models made of a finding", () => {
  const first = finding({ id: "x", title: "T" });
  const opinions: NonNullable<typeof first.opinions> = [
    { reviewer: "qa", severity: "info", model: "m-1", reason: "The *caller* checks it" },
  ];
  const said = "QA (m-1) says info: The \\*caller\\* checks it.";

  test.each<[name: string, fields: Partial<typeof first>, line: string]>([
    ["its reason against a lead", { opinions }, `**Why the disagreement:** ${said}`],
    [
      "its proof against it",
      { doubt: "a.ts:1 has `x`: no" },
      "**Questioned by a model:** a.ts:1 has `x`: no.",
    ],
    ["nothing, and why", { unexamined: "no money" }, "**Not examined by a second look:** no money."],
  ])("%s", (_, fields, line) => {
    const render = (...findings: (typeof first)[]): string => batch.render(sampleReview({ findings }));
    expect(render({ ...first, ...fields })).toContain(`\n${line}\n`);
    const ofOne = render(first, { ...first, id: "y", path: "b.py", ...fields });
    expect(ofOne).toContain(`(\`y\`): \`pass\`. ${line.replaceAll("**", "")}\n`);
    const ofAll = render({ ...first, ...fields }, { ...first, id: "y", path: "b.py", ...fields });
    expect(ofAll.split(`\n${line}\n`)).toHaveLength(2);
  });

  test("how the attempts ended", () => {
    const counts = { destination: "d", model: "m", calls: 9, tasks: { reviewed: 1, reused: 0, failed: 0 } };
    const unknown = { input: null, cacheRead: null, cacheWrite: null, output: null, dollars: null };
    const attempts = { stood: 4, refuted: 1, questioned: 2, notExamined: 1 };
    expect(batch.render(sampleReview({ consultations: [{ ...counts, ...unknown }], attempts }))).toContain(
      "to prove 8 findings of medium severity or above wrong: 4 stood, 1 fell, 2 stayed with a doubt and 1 was not examined.",
    );
  });

  test("what of an answer was set aside, and why", () => {
    const counts = { destination: "d", model: "m", calls: 9, tasks: { reviewed: 1, reused: 0, failed: 0 } };
    const unknown = { input: null, cacheRead: null, cacheWrite: null, output: null, dollars: null };
    const setAside = [{ reason: "finding: it names a file outside the batch", items: 2 }];
    expect(batch.render(sampleReview({ consultations: [{ ...counts, ...unknown, setAside }] }))).toContain(
      "- Of the answers of m, 2 items were set aside; finding: it names a file outside the batch\n",
    );
  });
});

describe("a name that differs from place to place", () => {
  const unused = (name: string, quote: string, path: string) =>
    finding({ id: path, title: "T", path, quote, issue: `\`${name}\` is imported and never used.` });

  test.each([
    ["is told where the line lists several", "import { Icon, Row } from 'ui';", "`Icon` – `import {"],
    ["is not repeated where it stands alone", "import { Icon } from 'ui';", "(`a.ts`): `import {"],
  ])("%s", (_, quote, shown) => {
    const findings = [unused("Icon", quote, "a.ts"), unused("Text", "import { Text } from 'ui';", "b.ts")];
    expect(batch.render(sampleReview({ findings }))).toContain(shown);
  });
});

describe("places", () => {
  const render = (fields: Partial<ReturnType<typeof finding>>): string =>
    batch.render(sampleReview({ findings: [finding({ id: "x", title: "T", ...fields })] }));

  test("a finding about the file has no lines and says so", () => {
    expect(render({ lines: null })).toContain(
      "- **Lines:** the file as a whole; the quote has no single place",
    );
    expect(render({ lines: null, quote: "" })).toMatch(/- \*\*Lines:\*\* the file as a whole$/m);
  });

  test("an excerpt is dedented and cut at twelve lines", () => {
    const quote = Array.from({ length: 30 }, (_, i) => `    line_${i + 1}`).join("\n");
    const text = render({ quote, lines: { start: 1, end: 30 } });
    expect(text).toContain("```python\nline_1\n");
    expect(text).toContain("line_12\n```\n\nThe first 12 of 30 lines.");
    expect(text).not.toContain("line_13");
  });

  test("a fence is longer than any run of backticks in it", () => {
    expect(render({ quote: hostile.quote })).toMatch(/^`{5}python\n```\n[\s\S]*?\n`{5}$/m);
  });

  test("two hits on one line are shown once, with what the second adds", () => {
    const also = [
      { path: "app/session_manager.py", lines: { start: 10, end: 10 }, quote: "pass", note: "Known." },
      { path: "app/session_manager.py", lines: { start: 10, end: 10 }, quote: "pass", note: "New." },
    ];
    const text = render({ issue: "Known.", also });
    expect(text).toContain("**Also in:**\n\n- line 10: New. `pass`\n\n");
    expect(text).not.toContain("line 10: `pass`");
  });

  test("many other places are named by line", () => {
    const at = (path: string, line: number): ReturnType<typeof finding>["also"][number] => ({
      path,
      lines: { start: line, end: line },
      quote: "import x",
    });
    const also = [
      ...Array.from({ length: 9 }, (_, i) => at("app/session_manager.py", 20 + i)),
      at("other.py", 3),
    ];
    expect(render({ also })).toContain(
      "**Also in:** lines 20, 21, 22, 23, 24, 25, 26, 27, 28; `other.py` line 3.",
    );
  });
});

describe("no findings", () => {
  test("says what was looked for and what stays open", () => {
    const text = batch.render(reviews.empty);
    expect(text).toContain("**Nothing was found, which does not mean that nothing is wrong.**");
    expect(text).toContain("What 4 rules (security 1, concurrency 1, redundancy 2) asked of 8 files:");
    expect(text).toContain("- **Security:** Can someone");
    expect(text).toContain("3 questions stay open");
    expect(text).toContain("quality by the rubric: not scored.");
  });

  test("a review that looked at nothing claims nothing", () => {
    const nobody = coverageOf([
      file("a.py", { pairs: [{ status: "failed", reason: "timed out", reviewers: ["qa"] }] }),
    ]);
    const text = batch.render({ ...reviews.empty, isComplete: false, coverage: nobody });
    expect(text).toContain("## Findings\n\nNone, because no file was looked at.");
    expect(text).toContain("## Files reviewed\n\nNone.");
  });
});

test("rendering twice gives the same text", () => {
  for (const [, review] of cases) expect(batch.render(structuredClone(review))).toBe(batch.render(review));
});
