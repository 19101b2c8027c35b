/** What a statement spells out and code must spell the same way: colours, rectangles, sizes, sentences on a screen. */
import { lookForColour, lookForNumbers, lookForPhrase } from "./look-up-literals.js";
import type { Anchor } from "./anchors.js";

const number = String.raw`-?\d+(?:\.\d+)?`;
const colour = /#[0-9a-f]{6}\b/gi;
/** `800x600`, `16 × 16`. */
const size = new RegExp(String.raw`^(\d+)\s*[x×]\s*(\d+)$`);
/** `(40, 112, 8, 96)`, `[1,-1,-1,1]`, and a call with nothing but numbers: `Rect(40,80,720,480)`. */
const numbers = new RegExp(String.raw`^(?:[\w.]*[([{])\s*(${number}(?:\s*,\s*${number})+)\s*[)\]}]$`);
/** `Press R to restart`, `Score: <n>`: words for people, up to where something is put in; `Accept: text` is a header. */
const phrase = /^(?=[A-Z])[\w'’!?.,:-]+(?: [\w'’!?.,:<>|-]+)+$/;

/** Names of products and headers are written like sentences; only what is to be shown is looked up word for word. */
const isShown =
  /\b(?:draws?|shows?|shown|displays?|prints?|titles?|texts?|messages?|labels?|says?|reads?|captions?|headings?|buttons?|HUD)\b|绘制|标题|字号|显示|文字/i;

/** Null where the span of code is no literal; `text` is the statement it stands in. */
export function literalAnchor(inner: string, text: string): Anchor | null {
  const shown = `\`${inner}\``;
  const listed = size.exec(inner)?.slice(1) ?? numbers.exec(inner)?.[1]?.split(/\s*,\s*/);
  if (listed)
    return {
      shown,
      isHard: true,
      weight: 1,
      look: ({ code }) => lookForNumbers(listed, code),
    };
  const fixed = phrase.test(inner) && isShown.test(text) ? (inner.split("<")[0] ?? "").trim() : "";
  if (fixed.length < 4 || /: \w/.test(fixed)) return null;
  return { shown, isHard: true, weight: 1, look: ({ code }) => lookForPhrase(fixed, code) };
}

/** Colours have a spelling of their own, in code spans and outside. */
export function colourAnchors(text: string): readonly Anchor[] {
  const shown = new Set((text.match(colour) ?? []).map((each) => each.toLowerCase()));
  return [...shown].map((each) => ({
    shown: each,
    isHard: true,
    weight: 1 / shown.size,
    look: ({ code }) => lookForColour(each, code),
  }));
}
