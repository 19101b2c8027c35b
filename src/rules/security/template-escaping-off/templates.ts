/** Values that template files of EJS, Handlebars, Pug and Nunjucks put into pages as they are. */
import type { Hit, Subject } from "../../../model/rule.js";

/** The unescaped form of each engine, by the end of the file's name; the value is the first group. */
const forms: readonly (readonly [name: RegExp, form: RegExp])[] = [
  [/\.ejs$/i, /<%-\s*([^%]+?)\s*-?%>/g],
  [/\.(?:hbs|handlebars|mustache)$/i, /\{\{\{\s*([^}]+?)\s*\}\}\}/g],
  [/\.(?:pug|jade)$/i, /!\{([^}]+)\}/g],
  [/\.(?:njk|nunjucks|swig)$/i, /\{\{\s*([^}]+?)\s*\|\s*safe\s*\}\}/g],
];

/** What is made to be markup: other templates, generated pieces, rendered documents. */
const meant =
  /^(?:include|partial|block|yield|body|content|children|contents?For|render|script|style|css|js|layout|head|foot|slot)\w*\b|\b(?:include|partial)\(|html|markdown|sanit|escape|JSON\.stringify|serialize|nonce|csrf|icon|svg|url_?for|asset|webpack|vite|livereload|\bi18n\b|\b__\(|\bt\(|\btranslate|lang\.|messages?\.|locale/i;

/** The value of a record or of a search, by its last name. */
const written =
  /(?:\.|\[["'])(?:name|title|description|comment|message|text|body|bio|tags?|email|login|user_?name|search\w*|query|q|author|subject|code|id|term|value)(?:["']\])?$/i;

const assignment = /\.innerHTML\s*=\s*((?:\w+|\[\w+\]|\.)+)\s*;?/g;

/** Values a template writes unescaped, lines that follow each other as one place. */
export function* inTemplates({ source }: Subject): Iterable<Hit> {
  const form = forms.find(([name]) => name.test(source.path))?.[1];
  if (!form) return;
  const found = [...source.text.matchAll(form), ...scripted(source.text)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length, value: match[1] ?? "" }))
    .filter(({ value }) => written.test(value) && !meant.test(value))
    .sort((a, b) => a.start - b.start);
  for (const group of neighbours(found, source.text)) {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last) continue;
    const values = [...new Set(group.map(({ value }) => `\`${value.replaceAll("`", "'")}\``))];
    yield {
      at: { start: first.start, end: last.end },
      issue: `The template puts ${values.slice(0, 4).join(", ")} into the page as HTML.`,
    };
  }
}

function* scripted(text: string): Iterable<RegExpExecArray> {
  for (const match of text.matchAll(assignment)) yield match;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

function neighbours(found: readonly Found[], text: string): readonly Found[][] {
  const groups: Found[][] = [];
  for (const one of found) {
    const before = groups.at(-1)?.at(-1);
    const between = before ? text.slice(before.end, one.start) : "\n\n\n";
    if ((between.match(/\n/g) ?? []).length <= 1) groups.at(-1)?.push(one);
    else groups.push([one]);
  }
  return groups;
}
