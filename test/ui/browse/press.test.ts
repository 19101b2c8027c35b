/** What keys do to what is browsed. */
import { describe, expect, test } from "vitest";
import { type Effect, type Room, press } from "../../../src/ui/browse/press.js";
import { type BrowseState, browsing, chosenOf } from "../../../src/ui/browse/state.js";
import type { Key } from "../../../src/ui/screen.js";
import { four } from "./findings.js";

const room: Room = { page: 3, length: 10, canAccept: true };

/** `j`, `<return>`, or a text that is typed: `:words`. */
function keysIn(words: readonly string[]): readonly Key[] {
  return words.flatMap((word): Key[] => {
    if (word.startsWith("<")) return [{ text: "", name: word.slice(1, -1) }];
    const typed = word.startsWith(":") ? word.slice(1) : word;
    return Array.from(typed).map((text) => ({ text, name: "" }));
  });
}

function after(
  words: string,
  state: BrowseState = browsing(four),
): { readonly state: BrowseState; readonly effects: readonly Effect[] } {
  const effects: Effect[] = [];
  const keys = keysIn(words.split(" ").filter((word) => word !== ""));
  const end = keys.reduce((now, key) => {
    const pressed = press(now, key, room);
    if (pressed.effect) effects.push(pressed.effect);
    return pressed.state;
  }, state);
  return { state: end, effects };
}

function titles({ listed }: BrowseState): string {
  return listed.map(({ title }) => title).join(" ");
}

test.each([
  ["", "First"],
  ["j", "Second"],
  ["<down> <down>", "Third"],
  ["j k", "First"],
  ["k", "First"],
  ["G", "Fourth"],
  ["G j", "Fourth"],
  ["G g", "First"],
  ["<end> <home>", "First"],
  ["<page-down>", "Fourth"],
  ["<page-down> <page-up>", "First"],
  ["<return> n", "Second"],
  ["j <return> p", "First"],
  ["<return> n <escape>", "Second"],
])("%s chooses %s", (words, title) => {
  expect(chosenOf(after(words).state)?.title).toBe(title);
});

describe("filters", () => {
  test.each([
    ["s", "First"],
    ["s s", "First Second"],
    ["s s s", "First Second Third"],
    ["s s s s", "First Second Third Fourth"],
    ["r", "Second Fourth"],
    ["r r", "First Third Fourth"],
    ["r r r", "First Second Third Fourth"],
    ["f", "First Third"],
    ["j f", "Second Fourth"],
    ["f f", "First Second Third Fourth"],
    ["f s s", "First"],
    ["f x", "First Second Third Fourth"],
    ["f <escape>", "First Second Third Fourth"],
    ["/ :second", "Second"],
    ["/ :SLOW <return>", "Third"],
    ["/ :b.ts", "Second Fourth"],
    ["/ :0003", "Third"],
    ["/ :nothing", ""],
    ["/ :secondx <backspace> <return>", "Second"],
    ["/ :second <escape>", "First Second Third Fourth"],
  ])("%s lists %s", (words, listed) => {
    expect(titles(after(words).state)).toBe(listed);
  });

  test("every word must occur, in any order", () => {
    const { state } = [..."/"].reduce(({ state: now }, key) => press(now, { text: key, name: "" }, room), {
      state: browsing(four),
    });
    const typed = Array.from("b.ts fourth").reduce(
      (now, text) => press(now, { text, name: "" }, room).state,
      state,
    );
    expect(titles(typed)).toBe("Fourth");
  });

  test("the chosen finding stays chosen where it passes", () => {
    expect(chosenOf(after("j j f").state)?.title).toBe("Third");
    expect(chosenOf(after("j j r").state)?.title).toBe("Second");
  });

  test("keys that choose and read do nothing where nothing is listed", () => {
    const { state, effects } = after("/ :nothing <return> j <return> e c a G");
    expect([state.pane, state.chosen, state.prompt, effects]).toEqual(["list", 0, null, []]);
  });
});

describe("panes", () => {
  test.each([
    ["<return>", "finding"],
    ["<right>", "finding"],
    ["<return> <escape>", "list"],
    ["<return> <left>", "list"],
    ["?", "help"],
    ["? j", "list"],
    ["<return> ?", "help"],
    ["<return> s", "list"],
    ["<return> / :x", "list"],
  ])("%s shows the %s", (words, pane) => {
    expect(after(words).state.pane).toBe(pane);
  });

  test.each([
    ["<return> j", 1],
    ["<return> k", 0],
    ["<return> <page-down>", 3],
    ["<return> G", 7],
    ["<return> G j", 7],
    ["<return> G n", 0],
  ])("%s scrolls to %i", (words, scroll) => {
    expect(after(words).state.scroll).toBe(scroll);
  });
});

describe("what the world is asked for", () => {
  test.each<[words: string, effects: readonly string[]]>([
    ["q", ["quit asked"]],
    ["<ctrl-c>", ["quit interrupted"]],
    ["/ :x <ctrl-c>", ["quit interrupted"]],
    ["<ctrl-z>", ["suspend"]],
    ["e", ["edit First"]],
    ["j <return> e", ["edit Second"]],
    ["c", ["copy First"]],
    ["a :known <return>", ["accept First: known"]],
    ["<return> a :known <return>", ["accept First: known"]],
    ["a :known <escape>", []],
    ["a <return>", []],
    ["/ :q", []],
    ["a :q", []],
  ])("%s: %j", (words, expected) => {
    const said = after(words).effects.map((effect) => {
      if (effect.do === "quit") return `quit ${effect.how}`;
      if (effect.do === "suspend") return "suspend";
      return `${effect.do} ${effect.finding.title}${effect.do === "accept" ? `: ${effect.reason}` : ""}`;
    });
    expect(said).toEqual(expected);
  });

  test("a reason is needed, and the screen says so", () => {
    expect(after("a <return>").state.note).toBe("nothing was accepted: that needs a reason");
    expect(after("a <return> j").state.note).toBe("");
  });

  test("nothing is accepted twice, or where there is no baseline", () => {
    const state = { ...browsing(four), accepted: new Set(["000000000001"]) };
    expect(press(state, { text: "a", name: "" }, room).state).toMatchObject({
      prompt: null,
      note: "it is accepted already",
    });
    expect(press(browsing(four), { text: "a", name: "" }, { ...room, canAccept: false }).state.prompt).toBe(
      null,
    );
  });
});
