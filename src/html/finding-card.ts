/** One remark as a card: what is wrong and what to do, and under it every place with its code. */
import { groupBy } from "../lib/group.js";
import { plural } from "../lib/text.js";
import { code, prose, sentence } from "../markdown/escape.js";
import { excerptOf, mostExcerptLines } from "../markdown/fence.js";
import { diffLines } from "../markdown/patch.js";
import { confidenceText, enumerate, placeText } from "../markdown/wording.js";
import type { Finding, Place } from "../model/finding.js";
import type { Severity } from "../model/severity.js";
import { type Content, Html, markup, slug } from "./escape.js";
import { inline } from "./inline.js";
import type { ListedRemark } from "./listing.js";

/** Titles of reviewers by their ids. */
export type TitleOf = (id: string) => string;

/** A sign beside the word, so that nothing hangs on colour alone. */
export const signs: Readonly<Record<Severity, string>> = {
  critical: "◆",
  high: "▲",
  medium: "■",
  low: "●",
  info: "○",
};

/** The severity as a word with its sign and colour. */
export function badge(severity: Severity): Html {
  return markup`<span class="badge ${severity}"
    ><span aria-hidden="true">${signs[severity]}</span> ${severity}</span
  >`;
}

/** The `id` of a finding's place in the page. */
export function anchorOf({ id }: Pick<Finding, "id">): string {
  return `f-${slug(id)}`;
}

/** Something a finding says, as it was written. */
interface Aspect {
  readonly label: string;
  readonly read: (finding: Finding, titleOf: TitleOf) => string;
}

const aspects: readonly Aspect[] = [
  { label: "Issue", read: ({ issue }) => issue },
  { label: "Scenario", read: ({ scenario = "" }) => scenario },
  { label: "Risk", read: ({ risk }) => risk },
  { label: "Fix", read: ({ recommendation }) => recommendation },
  {
    label: "Proof",
    read: ({ proof }) => [...new Set(proof.map(({ evidence }) => ended(evidence)))].join(" "),
  },
  { label: "Disagreement", read: dissent },
  { label: "Questioned by a model", read: ({ doubt = "" }) => doubt },
  { label: "Not examined by a second look", read: ({ unexamined = "" }) => unexamined },
];

/** How cards of one list look. */
export interface CardStyle {
  readonly titleOf: TitleOf;
  /** Level of their headings. */
  readonly level: 3 | 4;
  /** The `id` of the card. */
  readonly anchor: string;
}

/** What all findings of the remark say stands once; the rest stands with its place. */
export function findingCard(remark: ListedRemark, { titleOf, level, anchor }: CardStyle): Html {
  const { number, title, first, findings, extras } = remark;
  const isShared = (aspect: Aspect): boolean =>
    new Set(findings.map((finding) => aspect.read(finding, titleOf))).size === 1;
  const shared = aspects.filter(isShared);
  const own = aspects.filter((aspect) => !shared.includes(aspect));
  const places = findings.map((finding) => placeItem(finding, spoken(own, finding, titleOf), titleOf));
  const numbered = number === "" ? "" : markup`<span class="number">${number}</span> `;
  const words = markup`${numbered}${badge(first.severity)} <span>${inline(prose(title))}</span>`;
  const heading =
    level === 3
      ? markup`<h3 id="${anchor}-title" class="title">${words}</h3>`
      : markup`<h4 id="${anchor}-title" class="title">${words}</h4>`;
  return markup`<article class="card ${first.severity}" id="${anchor}" aria-labelledby="${anchor}-title">
    ${heading}
    <p class="facts">${facts(findings)}</p>
    ${spoken(shared, first, titleOf)}${rowsOf(extras.map(([label, text]) => row(label, inline(text))))}
    <ol class="places">
      ${places}
    </ol>
  </article>
`;
}

function facts(findings: readonly Finding[]): Html {
  const [first] = findings;
  const files = new Set(findings.map(({ path }) => path)).size;
  const rule: Content = first?.rule === undefined ? "" : markup` · rule <code>${first.rule}</code>`;
  const count =
    findings.length > 1 ? ` · ${plural(findings.length, "place")} in ${plural(files, "file")}` : "";
  const numbers = [...new Set(findings.flatMap(({ cwe }) => cwe ?? []))];
  const weaknesses = numbers.map(
    (n) =>
      markup` ·
        <a href="https://cwe.mitre.org/data/definitions/${n}.html" rel="noreferrer noopener">CWE-${n}</a>`,
  );
  return markup`${first?.category}${rule}${weaknesses}${count}`;
}

function spoken(told: readonly Aspect[], finding: Finding, titleOf: TitleOf): Html {
  return rowsOf(
    told.flatMap(({ label, read }) => {
      const text = read(finding, titleOf);
      return text === "" ? [] : [row(label, inline(sentence(text)))];
    }),
  );
}

function row(label: string, words: Html): Html {
  return markup`<div>
    <dt>${label}</dt>
    <dd>${words}</dd>
  </div>`;
}

function rowsOf(rows: readonly Html[]): Html {
  return rows.length === 0
    ? markup``
    : markup`<dl>${rows}</dl>
`;
}

function placeItem(finding: Finding, own: Html, titleOf: TitleOf): Html {
  const { severity, category, reviewers, path, lines } = finding;
  const who = enumerate(reviewers.map((id) => prose(titleOf(id))));
  const where = lines
    ? ""
    : ` the file as a whole${finding.quote === "" ? "" : "; the quote has no single place in it"} ·`;
  return markup`<li
    class="place"
    id="${anchorOf(finding)}"
    data-severity="${severity}"
    data-category="${category}"
    data-reviewers="${reviewers.join(" ")}"
    data-path="${path}"
  >
    <p class="where">
      <code class="at">${placeText(finding)}</code>
      <span class="by"
        >${where} ${inline(who)} · confidence ${confidenceText([finding])}${basis(finding)} · id
        <a href="#${anchorOf(finding)}">${finding.id}</a></span
      >
    </p>
    ${own}${excerpt(finding)}${wholeFix(finding)}${otherPlaces(finding)}${stepList(finding)}
  </li>
`;
}

function basis(finding: Finding): string {
  const names = (finding.tools ?? []).map(({ name, rule }) => (rule === null ? name : `${name} (${rule})`));
  const link = finding.origin === "tool" ? ", said by" : ", and by";
  return modelsBehind(finding) + (names.length === 0 ? "" : `${link} ${enumerate(names)}`);
}

function modelsBehind({ origin, models = [] }: Finding): string {
  if (origin === "rule" || origin === "tool") return "";
  const sayers = models.length === 0 ? "a model" : enumerate([...models].sort());
  return origin === "both" ? `, found by a rule and by ${sayers}` : `, said by ${sayers}`;
}

/** The code with the numbers of its lines, where the quote has any. */
export function excerpt({ quote, lines }: Pick<Place, "quote" | "lines">): Html {
  const { lines: shown, omitted } = excerptOf(quote);
  if (shown.length === 0 || isWholeFile(lines)) return markup``;
  const height = lines ? lines.end - lines.start + 1 : 0;
  const all = Math.max(shown.length + omitted, height);
  const blank = (/^(?:[^\S\n]*\n)*/u.exec(quote.replace(/\r\n?/gu, "\n"))?.[0] ?? "").split("\n").length - 1;
  // A quote that is longer than its place was put together from pieces, whose lines nobody knows.
  const first = lines && blank + shown.length + omitted <= height ? lines.start + blank : null;
  const rows = shown.map((line, i) => {
    const number: Content = first === null ? "" : markup` data-line="${first + i}"`;
    return markup`<span${number}>${Html.code(line)}\n</span>`;
  });
  const cut =
    shown.length === mostExcerptLines && all > shown.length
      ? markup`<p class="cut">The first ${shown.length} of ${all} lines.</p>`
      : "";
  return markup`<pre class="code"><code>${rows}</code></pre>
    ${cut} `;
}

function wholeFix(finding: Finding): Html {
  const lines = diffLines(finding);
  if (lines.length === 0) return markup``;
  const rows = lines.map((line) => {
    const kind = line.startsWith("+") ? "comes" : line.startsWith("-") ? "goes" : "stays";
    return markup`<span class="${kind}">${Html.code(line)}\n</span>`;
  });
  return markup`<p class="also">Fix:</p>
    <pre class="code fix"><code>${rows}</code></pre>`;
}

/** A finding about a whole file quotes its first lines, which are a licence and imports. */
function isWholeFile(lines: Finding["lines"]): boolean {
  return lines !== null && lines.start === 1 && lines.end > 5 * mostExcerptLines;
}

function otherPlaces({ also, path, lines, issue }: Finding): Html {
  const others = also.filter(
    (place) =>
      place.path !== path ||
      place.lines?.start !== lines?.start ||
      (place.note !== undefined && !issue.includes(place.note)),
  );
  if (others.length === 0) return markup``;
  const items = [...groupBy(others, otherPlace).keys()].map((text) => markup`<li>${inline(text)}</li>`);
  return markup`<p class="also">Also in:</p>
    <ul>
      ${items}
    </ul>`;
}

function stepList({ steps = [] }: Finding): Html {
  if (steps.length === 0) return markup``;
  const items = steps.map(
    (step) => markup`<li>${inline(`${code(placeText(step))}: ${prose(step.note ?? "")}`)}</li>`,
  );
  return markup`<p class="also">How the value gets there:</p>
    <ol>
      ${items}
    </ol>`;
}

function otherPlace(place: Place): string {
  const first = excerptOf(place.quote).lines[0]?.trim() ?? "";
  const says = [place.note === undefined ? "" : sentence(place.note), first === "" ? "" : code(first)];
  const said = says.filter((text) => text !== "").join(" ");
  return `${code(placeText(place))}${said === "" ? "" : `: ${said}`}`;
}

function dissent({ opinions = [], severity: held }: Finding, titleOf: TitleOf): string {
  const views = opinions.map(({ reviewer, severity, model, reason }) => {
    const by = model === undefined ? "" : ` (${model})`;
    return `${titleOf(reviewer)}${by} says ${severity}${reason === undefined ? "" : `: ${ended(reason)}`}`;
  });
  return views.length === 0 ? "" : `${held} here; ${views.map(ended).join(" ")}`;
}

function ended(text: string): string {
  const line = text.trim();
  return line === "" || /[.!?…]$/u.test(line) ? line : `${line}.`;
}
