/** A whole page: one file that loads nothing, runs nothing but its own script, and reads without it. */
import { integrity } from "../lib/hash.js";
import { disarm } from "../lib/visible.js";
import { type Content, type Html, markup, slug } from "./escape.js";
import { blocksOf, type Section } from "./from-markdown.js";
import { inline } from "./inline.js";
import { script } from "./script.js";
import { style } from "./style.js";

/** What stands under one heading of the page. */
export interface Part {
  /** Markdown of one line. */
  readonly heading: string;
  readonly id: string;
  readonly body: Html;
}

export interface Page {
  readonly title: string;
  /** Notice that something was not looked at; stands before everything else. */
  readonly incomplete: Html | null;
  /** Heading of the page and the first words under it. */
  readonly opening: Html;
  readonly parts: readonly Part[];
  readonly closing: Html;
}

/** A section of the Markdown report as it is. */
export function partOf({ heading, lines }: Section): Part {
  return { heading, id: slug(heading), body: blocksOf(lines, heading) };
}

export function pageOf(page: Page): string {
  const { title, incomplete, opening, parts, closing } = page;
  const contents = parts.map(
    ({ heading, id }) => markup`<li><a href="#${id}">${inline(heading)}</a></li>
`,
  );
  const notice: Content =
    incomplete &&
    markup`<section class="incomplete" aria-label="Incomplete">${incomplete}</section>
`;
  const whole = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>${style}</style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <div class="frame">
          ${notice}
          <header>
            <div class="bar-top" id="controls"></div>
            ${opening}
          </header>
          <div class="columns">
            <nav class="contents" aria-label="Contents">
              <ul>
                ${contents}
              </ul>
            </nav>
            <main id="content" tabindex="-1">${parts.map(section)}</main>
          </div>
          <footer>${closing}</footer>
        </div>
        <p class="unseen" role="status" aria-live="polite" id="said"></p>
        <script>${script}</script>
      </body>
    </html>
`;
  return disarm(whole.toString());
}

function section({ heading, id, body }: Part): Html {
  return markup`<section id="${id}" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${inline(heading)}</h2>
    ${body}
  </section>
`;
}

/** Only this style sheet and this script, known by their hashes; nothing is fetched, framed, sent or written as markup. */
function policy(): string {
  return [
    "default-src 'none'",
    `style-src '${integrity(style.toString())}'`,
    `script-src '${integrity(script.toString())}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}
