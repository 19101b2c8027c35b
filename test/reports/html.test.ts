/** The page: whatever the Markdown report tells, nothing of the reviewed code as markup, no power beyond its own script. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { loadReports } from "../../src/catalog/load-shelves.js";
import { type Comparison, comparisonSchema } from "../../src/model/comparison.js";
import { kinds } from "../../src/model/kind.js";
import { type Review, reviewSchema } from "../../src/model/review.js";
import comparisonReport from "../../src/reports/comparison.js";
import page from "../../src/reports/html.js";
import personas from "../../src/reports/personas.js";
import { comparedSample } from "./compared-sample.js";
import {
  emptyReview,
  finding,
  hostile,
  hostileReview,
  incompleteReview,
  sampleReview,
} from "./sample-review.js";

const markdown = new Map((await loadReports()).map((report) => [report.id, report]));

const reviews = kinds.flatMap((kind): readonly (readonly [string, Review])[] => [
  [`${kind}, sample`, sampleReview({ kind })],
  [`${kind}, incomplete`, { ...incompleteReview(), kind }],
  [`${kind}, empty`, { ...emptyReview(), kind }],
  [`${kind}, hostile`, { ...hostileReview(), kind }],
]);

describe.each(reviews)("%s", (_, review) => {
  const text = page.render(review);

  test("is well-formed: every element that opens closes", () => {
    expect(unbalanced(text)).toEqual([]);
  });

  test("has no element, attribute or address that could load, run or send anything", () => {
    expect([...new Set(elements(text))].filter((name) => !allowed.has(name))).toEqual([]);
    expect(text.match(/<[^>]*\s(?:on\w+|style|src|srcset|srcdoc|action|formaction)\s*=/giu)).toBeNull();
    expect(text.match(/href="(?!#|https:\/\/cwe\.mitre\.org\/data\/definitions\/\d+\.html")/gu)).toBeNull();
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/u);
  });

  test("its policy allows exactly the style sheet and the script that are in it", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/u.exec(text)?.[1] ?? "";
    expect(policy.replaceAll("&#39;", "'").split("; ")).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${sha256(inside(text, "style"))}'`,
      `script-src 'sha256-${sha256(inside(text, "script"))}'`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]);
  });

  test("every id is there once, and every link inside the page has its target", () => {
    const ids = [...text.matchAll(/\sid="([^"]*)"/gu)].map(([, id]) => id ?? "");
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    const targets = [...text.matchAll(/href="#([^"]*)"/gu)].map(([, id]) => id ?? "");
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    const named = [...text.matchAll(/aria-labelledby="([^"]*)"/gu)].flatMap(([, own = ""]) => own.split(" "));
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("headings go down one level at a time, under a single first one", () => {
    const levels = [...text.matchAll(/<h([1-6])[\s>]/gu)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
  });

  test("tells every word that the Markdown report tells outside its list of findings", () => {
    expect(
      missingWords(
        markdown.get(review.kind)?.render(withoutFindings(review)) ?? review.kind,
        page.render(withoutFindings(review)),
      ),
    ).toEqual([]);
  });

  test("tells every finding with its place, words, code and id", () => {
    const told = textOf(text);
    for (const { id, recommendation } of review.findings) {
      expect(text).toContain(`id="f-${id}"`);
      expect(told).toContain(id);
      expect(told).toContain(recommendation.split(" ")[0]);
    }
    expect(text.match(/<li\s+class="place"/gu) ?? []).toHaveLength(review.findings.length);
  });

  test("comes out byte for byte the same from the saved review", () => {
    expect(page.render(reviewSchema.parse(JSON.parse(JSON.stringify(review))))).toBe(text);
  });

  test("no character of it is unseen", () => {
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  });

  test("holds nothing a build runner would obey", () => {
    expect(text).not.toContain("##[");
    expect(text).not.toMatch(/^\s*::/mu);
  });
});

describe("text of others", () => {
  test.each([
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}",
    "<img src=x onerror=alert(1)>",
    `" autofocus onfocus="alert(1)`,
    "' onmouseover='alert(1)",
    "]]><!-- --><svg onload=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](https://evil.example)",
    "&lt;b&gt; &amp;lt; &#60;script&#62;",
    "a\u202eb\u200bc",
    "`<b>` **<b>** <b>",
  ])("%j stays text wherever it stands", (words) => {
    const review = reviewOf(words);
    const plain = reviewOf("harmless");
    const text = page.render(review);
    expect(elements(text).filter(isStructure)).toEqual(elements(page.render(plain)).filter(isStructure));
    expect(unbalanced(text)).toEqual([]);
    expect(inside(text, "script")).toBe(inside(page.render(plain), "script"));
  });

  test("names of candidates stay text in drawings and tables", () => {
    const named = (id: string): Comparison =>
      JSON.parse(JSON.stringify(comparedSample()).replaceAll('"grok"', JSON.stringify(id)));
    const text = page.renderComparison(named("<svg onload=alert(1)>\u202e"));
    expect(elements(text)).toEqual(elements(page.renderComparison(named("plain"))));
    expect(text).toContain("&lt;svg onload=alert(1)&gt;\\u{202e}");
  });
});

describe("lists of findings", () => {
  test("personas keep the numbers of their report", () => {
    const review = sampleReview({ kind: "personas" });
    const numbers = [...personas.render(review).matchAll(/^### ([BCS]\d+): /gmu)].map(([, number]) => number);
    const shown = [...page.render(review).matchAll(/<span class="number">([^<]+)<\/span>/gu)];
    expect(shown.map(([, number]) => number)).toEqual(numbers);
  });

  test("lines of code have their numbers where the place is known, and none where it is not", () => {
    const known = pageWith({ quote: "one\n\ntwo", lines: { start: 7, end: 9 } });
    expect([...known.matchAll(/data-line="(\d+)"/gu)].map(([, line]) => line)).toEqual(["7", "8", "9"]);
    expect(pageWith({ quote: "one", lines: null })).not.toContain("data-line=");
    expect(pageWith({ quote: "one\ntwo\nthree", lines: { start: 7, end: 8 } })).not.toContain("data-line=");
    expect(pageWith({ quote: "\n\none", lines: { start: 7, end: 9 } })).toContain('data-line="9"');
  });

  test("a review of one finding has no filters, one of two has", () => {
    const one = finding({ id: "1", title: "One" });
    expect(page.render(sampleReview({ findings: [one] }))).not.toContain('id="filters"');
    expect(page.render(sampleReview({ findings: [one, { ...one, id: "2" }] }))).toContain('id="filters"');
  });
});

describe("comparison", () => {
  const comparison = comparedSample();
  const text = page.renderComparison(comparison);

  test("tells every word of its Markdown report", () => {
    expect(missingWords(comparisonReport.renderComparison(comparison), text)).toEqual([]);
  });

  test("draws totals and matrix, each with title, description and a table", () => {
    expect(text.match(/<svg\s/gu)).toHaveLength(2);
    expect(text.match(/<svg\s[^>]*role="img"/gu)).toHaveLength(2);
    expect(text.match(/<title id="[^"]+">[^<]+<\/title>\s*<desc id="[^"]+">[^<]+<\/desc>/gu)).toHaveLength(2);
    expect(text.match(/<table>/gu)?.length).toBeGreaterThan(2);
  });

  test("comes out byte for byte the same from the saved comparison", () => {
    expect(page.renderComparison(comparisonSchema.parse(JSON.parse(JSON.stringify(comparison))))).toBe(text);
    expect(unbalanced(text)).toEqual([]);
  });
});

const allowed = new Set(
  "html head meta title style body a div header nav ul ol li main section h1 h2 h3 h4 p span strong code pre dl dt dd table caption thead tbody tfoot tr th td figure figcaption svg desc g text rect path details summary form fieldset legend label input select option button article blockquote hr footer script".split(
    " ",
  ),
);

/** Without the contents of style and script, whose bytes are checked by their hashes. */
function bodyOf(text: string): string {
  return text.replace(/<(style|script)>[\s\S]*?<\/\1>/gu, "<$1></$1>");
}

function elements(text: string): readonly string[] {
  return [...bodyOf(text).matchAll(/<([a-z][a-z0-9-]*)/giu)].map(([, name = ""]) => name);
}

/** Backticks and addresses in prose are shown as code, by our own hand. */
function isStructure(name: string): boolean {
  return name !== "code";
}

const empty = new Set(["meta", "input", "hr"]);

function unbalanced(text: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = "", closed] of bodyOf(text).matchAll(
    /<(\/?)([a-z][a-z0-9-]*)(?:"[^"]*"|[^">])*?(\/?)>/giu,
  )) {
    if (closed === "/" || empty.has(name)) continue;
    if (slash !== "/") open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

function inside(text: string, name: "style" | "script"): string {
  return new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "u").exec(text)?.[1] ?? "";
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function textOf(text: string): string {
  return bodyOf(text)
    .replace(/<[^>]+>/gu, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** Words of letters and digits, which neither Markdown nor HTML writes differently. */
function missingWords(report: string, text: string): readonly string[] {
  const told = new Set(wordsOf(textOf(text)));
  return [
    ...new Set(wordsOf(report.replace(/&(?:lt|gt|amp);|\]\(#[\w-]+\)|^\d+\. |^- \[x\] /gmu, " "))),
  ].filter((word) => !told.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The list itself is told in cards, whose words are checked on their own. */
function withoutFindings(review: Review): Review {
  return { ...review, findings: [] };
}

function reviewOf(words: string): Review {
  const text = JSON.stringify(hostileReview());
  const seeds = [hostile.prose, hostile.path, hostile.quote];
  const replaced = seeds.reduce(
    (all, seed) => all.replaceAll(JSON.stringify(seed).slice(1, -1), JSON.stringify(words).slice(1, -1)),
    text,
  );
  return reviewSchema.parse(JSON.parse(replaced));
}

function pageWith(fields: Partial<Review["findings"][number]>): string {
  return page.render(sampleReview({ findings: [finding({ id: "1", title: "One", ...fields })] }));
}
