/** HTML that cannot hold an unescaped word of somebody else: strings become `Html` only by being escaped. */
import { visible, visibleCode } from "../lib/visible.js";

/** Finished HTML. Nothing outside this file can make one of a plain string without escaping it. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Literal text of this program as it is, without its indentation, and values escaped. */
  static of(literal: TemplateStringsArray, values: readonly Content[]): Html {
    return new Html(literal.map((text, i) => withoutIndent(text) + written(values[i])).join(""));
  }

  /** Literal text of this program, to the byte. */
  static verbatim(literal: TemplateStringsArray): Html {
    return new Html(literal.raw.join(""));
  }

  /** One line of somebody else's code: tabs and joiners of emoji keep their meaning, all else unseen is written out. */
  static code(text: string): Html {
    return new Html(escaped(visibleCode(text)));
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template: text is escaped, lists are put together, null and undefined are nothing. */
export type Content = Html | string | number | null | undefined | readonly Content[];

/** Escapes by default: `` markup`<p>${anything}</p>` ``. Attribute values stand in double quotes. */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return Html.of(strings, values);
}

/** A literal of this program that is no markup: a style sheet or a script. It takes no values. */
export function verbatim(literal: TemplateStringsArray): Html {
  return Html.verbatim(literal);
}

/** An `id` that a link can name, whatever the text. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/gu, "");
}

/** Templates are indented for who reads this program, not for who loads a page. */
function withoutIndent(text: string): string {
  return text.replace(/\n[ \n]*/gu, "\n");
}

function written(value: Content): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "object") return value.map(written).join("");
  return escaped(visible(String(value)));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? "");
}
