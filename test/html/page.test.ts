/** The page in a real browser: no script needed, everything by keyboard, readable in both schemes and on a small screen. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import page from "../../src/reports/html.js";
import { comparedSample } from "../reports/compared-sample.js";
import {
  emptyReview,
  finding,
  hostileReview,
  incompleteReview,
  sampleReview,
} from "../reports/sample-review.js";
import { Desk, findBrowser, type Tab, until } from "./browser.js";
import { complaintsAboutAccess, contrasts, visibleIds } from "./in-page.js";

const found = await findBrowser();
const reason = "missing" in found ? `skipped: ${found.missing}` : "in Chromium";

// A browser shares the machine with all other tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const small = { width: 320, height: 640 };
const many = Array.from({ length: 2000 }, (_, i) =>
  finding({
    id: `many-${i}`,
    title: i % 2 === 0 ? "Even" : "Odd",
    severity: i % 2 === 0 ? "high" : "low",
    path: `src/folder-${i % 40}/file-${i % 400}.py`,
    lines: { start: i + 1, end: i + 1 },
    ...(i % 3 === 0 ? {} : { rule: `rule-${i % 7}` }),
  }),
);

const pages = {
  sample: page.render(sampleReview({ kind: "personas" })),
  incomplete: page.render(incompleteReview()),
  empty: page.render(emptyReview()),
  hostile: page.render(hostileReview()),
  comparison: page.renderComparison(comparedSample()),
};
const cases = Object.entries(pages);
const { findings } = sampleReview();

describe.skipIf("missing" in found)(reason, () => {
  let desk: Desk;
  beforeAll(async () => {
    if ("open" in found) desk = await Desk.open(found.open);
  });
  afterAll(async () => {
    await desk.close();
  });

  describe.each(cases)("%s", (name, html) => {
    let tab: Tab;
    beforeAll(async () => {
      tab = await desk.show(html);
    });

    test("loads nothing and breaks no line of its policy", async () => {
      expect(await tab.evaluate<string>(`document.getElementById("theme").textContent`)).toBe(
        "Colours: system",
      );
      expect(
        await tab.evaluate<string>(`getComputedStyle(document.querySelector(".frame")).maxWidth`),
      ).not.toBe("none");
      expect(desk.complaints).toEqual([]);
    });

    test.each(["light", "dark"] as const)("all text can be read in the %s scheme", async (colorScheme) => {
      await tab.emulateMedia({ colorScheme });
      const told = await tab.evaluate<readonly { text: string; ratio: number }[]>(contrasts);
      expect(told.length).toBeGreaterThan(20);
      expect(told.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
    });

    test("controls have names, headings an order, drawings and tables words", async () => {
      expect(await tab.evaluate<readonly string[]>(complaintsAboutAccess)).toEqual([]);
    });

    test("is not wider than a small screen", async () => {
      await tab.setViewportSize(small);
      expect(await tab.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
        small.width,
      );
    });

    test("without script everything is there and no control pretends to work", async () => {
      const bare = await desk.show(html, { javaScriptEnabled: false });
      const controls = `[...document.querySelectorAll("button, input, select")].filter((node) => node.checkVisibility()).length`;
      expect(await bare.evaluate<number>(controls)).toBe(0);
      const total = await bare.evaluate<number>(`document.querySelectorAll(".place").length`);
      expect(await bare.evaluate<readonly string[]>(visibleIds)).toHaveLength(total);
      if (name === "sample") expect(total).toBe(findings.length);
    });
  });

  test("the scheme follows the system, and the button overrules it", async () => {
    const tab = await desk.show(pages.sample, { colorScheme: "dark" });
    const ground = `getComputedStyle(document.body).backgroundColor`;
    const dark = await tab.evaluate<string>(ground);
    await focus(tab, "#theme");
    await tab.keyboard.press("Enter");
    expect(await tab.evaluate<string>(ground)).not.toBe(dark);
    await tab.keyboard.press("Enter");
    expect(await tab.evaluate<string>(ground)).toBe(dark);
    await tab.reload();
    expect(await tab.evaluate<string>(`document.documentElement.dataset.theme`)).toBe("dark");
  });

  test("the first tab stop skips to the content", async () => {
    const tab = await desk.show(pages.sample);
    await tab.keyboard.press("Tab");
    expect(await tab.evaluate<string>("document.activeElement.textContent")).toBe("Skip to the content");
    await tab.keyboard.press("Enter");
    expect(await tab.evaluate<string>("document.activeElement.id")).toBe("content");
  });

  describe("filters, by keyboard alone", () => {
    const high = findings.filter(({ severity }) => severity === "high").map(({ id }) => `f-${id}`);

    test("severity: shows those, says how many, and the address keeps it", async () => {
      const tab = await desk.show(pages.sample);
      await focus(tab, "[name=severity][value=high]");
      expect(await tab.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle")).toBe(
        "solid",
      );
      await tab.keyboard.press("Space");
      await counts(tab, `${high.length} of ${findings.length} findings shown`);
      expect(await shown(tab)).toEqual(high.sort());
      expect(tab.url()).toMatch(/#\?severity=high$/);
      await tab.reload();
      expect(await shown(tab)).toEqual(high);
      await focus(tab, "[type=reset]");
      await tab.keyboard.press("Enter");
      await counts(tab, `${findings.length} findings`);
      expect(await shown(tab)).toHaveLength(findings.length);
    });

    test.each([
      ["category", ({ category }) => category],
      ["reviewer", ({ reviewers }) => reviewers[0] ?? ""],
      ["file", ({ path }) => path],
    ] as const satisfies readonly (readonly [string, (one: (typeof findings)[number]) => string])[])(
      "%s: the first choice shows its findings",
      async (name, read) => {
        const tab = await desk.show(pages.sample);
        await focus(tab, `[name=${name}]`);
        await tab.keyboard.press("ArrowDown");
        const value = await tab.evaluate<string>("document.activeElement.value");
        const own = findings.filter(
          (one) => read(one) === value || (name === "reviewer" && one.reviewers.includes(value)),
        );
        await counts(tab, `${own.length} of ${findings.length} findings shown`);
        expect(await shown(tab)).toEqual(own.map(({ id }) => `f-${id}`).sort());
      },
    );

    test("text: all words must be there; none fits is said", async () => {
      const tab = await desk.show(pages.sample);
      const [first] = findings;
      await focus(tab, "[name=text]");
      await tab.keyboard.type(`${first?.id ?? ""} ${first?.category ?? ""}`);
      await counts(tab, `1 of ${findings.length} findings shown`);
      await tab.keyboard.type(" no such word");
      await counts(tab, `0 of ${findings.length} findings shown`);
      expect(await tab.evaluate<boolean>(`document.getElementById("none").checkVisibility()`)).toBe(true);
    });

    test("a number of the heat table shows its findings", async () => {
      const tab = await desk.show(pages.sample);
      await focus(tab, ".heat a");
      const count = await tab.evaluate<string>("document.activeElement.textContent");
      await tab.keyboard.press("Enter");
      await counts(tab, `${count} of ${findings.length} findings shown`);
      expect(tab.url()).toMatch(/#\?severity=\w+&category=\w+$/);
    });

    test("a link to a finding shows it, whatever the filter", async () => {
      const tab = await desk.show(pages.sample);
      await focus(tab, "[name=text]");
      await tab.keyboard.type("no such word");
      await counts(tab, `0 of ${findings.length} findings shown`);
      await tab.evaluate(`location.hash = "#f-${findings[0]?.id ?? ""}"`);
      await counts(tab, `${findings.length} findings`);
    });
  });

  test("a place can be copied", async () => {
    const tab = await desk.show(pages.sample, { permissions: ["clipboard-read", "clipboard-write"] });
    await focus(tab, ".copy");
    await tab.keyboard.press("Enter");
    await until(tab, `document.getElementById("said").textContent.startsWith("Copied ")`);
    const place = await tab.evaluate<string>(`document.querySelector(".at").textContent`);
    expect(await tab.evaluate<string>(`document.getElementById("said").textContent`)).toBe(`Copied ${place}`);
  });

  test("on paper everything is there and no control", async () => {
    const tab = await desk.show(pages.sample, { colorScheme: "dark" });
    await tab.emulateMedia({ media: "print" });
    expect(await tab.evaluate<readonly string[]>(visibleIds)).toHaveLength(findings.length);
    expect(await tab.evaluate<boolean>(`document.getElementById("filters").checkVisibility()`)).toBe(false);
    expect(await tab.evaluate<string>("getComputedStyle(document.body).backgroundColor")).toBe(
      "rgb(255, 255, 255)",
    );
  });

  test("2,000 findings are all there, and can be filtered", async () => {
    const tab = await desk.show(page.render(sampleReview({ findings: many })));
    expect(await tab.evaluate<number>(`document.querySelectorAll(".place").length`)).toBe(2000);
    await focus(tab, "[name=severity][value=high]");
    await tab.keyboard.press("Space");
    await counts(tab, "1000 of 2000 findings shown");
    expect(desk.complaints).toEqual([]);
  });
});

async function focus(tab: Tab, selector: string): Promise<void> {
  const step = `document.activeElement.matches(${JSON.stringify(selector)})`;
  for (let i = 0; i < 100; i++) {
    await tab.keyboard.press("Tab");
    if (await tab.evaluate<boolean>(step)) return;
  }
  throw new Error(`no tab stop is ${selector}`);
}

async function counts(tab: Tab, text: string): Promise<void> {
  await until(tab, `document.getElementById("count").textContent === ${JSON.stringify(text)}`);
}

async function shown(tab: Tab): Promise<readonly string[]> {
  return [...(await tab.evaluate<readonly string[]>(visibleIds))].sort();
}
