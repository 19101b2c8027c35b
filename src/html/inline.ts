/** One line of the Markdown that our reports write, as HTML. */
import { type Content, Html, markup } from "./escape.js";

/** The only addresses a report links to: its own headings, and the list of kinds of weakness. */
const followed = /^(?:#[\w-]+|https:\/\/cwe\.mitre\.org\/[\w./-]*)$/u;

const link = /^\[((?:[^[\]\\`]|\\.|`[^`]*`)*)\]\(([^()\s]*)\)/u;

const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

interface Step {
  readonly shown: Content;
  /** Characters of the Markdown that it stands for. */
  readonly length: number;
}

/** Code spans, bold, links, escapes; everything else is text. */
export function inline(markdown: string): Html {
  const parts: Content[] = [];
  let rest = markdown;
  while (rest !== "") {
    const { shown, length } = step(rest);
    parts.push(shown);
    rest = rest.slice(length);
  }
  return markup`${parts}`;
}

function step(text: string): Step {
  const plain = /^[^\\`*[&]+/u.exec(text)?.[0];
  if (plain !== undefined) return { shown: plain, length: plain.length };
  return escape(text) ?? codeSpan(text) ?? bold(text) ?? linked(text) ?? entity(text) ?? literal(text);
}

function escape(text: string): Step | null {
  const found = /^\\([!-/:-@[-`{-~])/u.exec(text);
  return found ? { shown: found[1], length: 2 } : null;
}

function codeSpan(text: string): Step | null {
  const ticks = /^`+/u.exec(text)?.[0];
  if (ticks === undefined) return null;
  const close = new RegExp(`(?<!\`)${ticks}(?!\`)`, "u").exec(text.slice(ticks.length));
  if (!close) return { shown: ticks, length: ticks.length };
  const inside = text.slice(ticks.length, ticks.length + close.index);
  const shown = /^ .*[^ ].* $/u.test(inside) ? inside.slice(1, -1) : inside;
  return { shown: markup`<code>${Html.code(shown)}</code>`, length: inside.length + 2 * ticks.length };
}

function bold(text: string): Step | null {
  const found = /^\*\*((?:[^*\\`]|\\.|(`+)(?!`).*?(?<!`)\2(?!`))+)\*\*/u.exec(text);
  return found
    ? { shown: markup`<strong>${inline(found[1] ?? "")}</strong>`, length: found[0].length }
    : null;
}

function linked(text: string): Step | null {
  const found = link.exec(text);
  const [all = "", label = "", address = ""] = found ?? [];
  if (!followed.test(address)) return null;
  const isOutside = address.startsWith("https:");
  const shown = isOutside
    ? markup`<a href="${address}" rel="noreferrer noopener">${inline(label)}</a>`
    : markup`<a href="${address}">${inline(label)}</a>`;
  return { shown, length: all.length };
}

function entity(text: string): Step | null {
  const found = /^&(?:amp|lt|gt);/u.exec(text)?.[0];
  return found === undefined ? null : { shown: entities[found], length: found.length };
}

function literal(text: string): Step {
  return { shown: text.charAt(0), length: 1 };
}
