/** Splits code of any language into words, literals and signs: enough to compare two pieces of it. */

export interface Token {
  readonly text: string;
  readonly kind: "name" | "literal" | "sign";
}

const pattern =
  /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|:[a-z_]\w*[?!]?(?![\w:])|\d[\w.]*|@?[\p{L}_$][\p{L}\p{N}_$]*[?!]?|=>|->|::|[^\s]/gu;

/** Tokens of code without comments. An Elixir atom is a literal; in other languages a colon comes with a space. */
export function tokensOf(code: string): readonly Token[] {
  return Array.from(code.matchAll(pattern), ([text]) => ({ text, kind: kindOf(text) }));
}

function kindOf(text: string): Token["kind"] {
  if (/^(?:["'`\d]|:[a-z_])/.test(text)) return "literal";
  return /^@?[\p{L}_$]/u.test(text) ? "name" : "sign";
}
