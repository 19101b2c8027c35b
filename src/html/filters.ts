/** The filter bar: hidden until the script that makes it work has started. */
import { groupBy } from "../lib/group.js";
import { plural } from "../lib/text.js";
import type { Finding } from "../model/finding.js";
import { severities } from "../model/severity.js";
import { countOf } from "../markdown/wording.js";
import { signs, type TitleOf } from "./finding-card.js";
import { type Html, markup } from "./escape.js";

export function filterBar(findings: readonly Finding[], titleOf: TitleOf): Html {
  if (findings.length < 2) return markup``;
  const found = severities.filter((severity) => countOf(findings, severity) > 0);
  const boxes = found.map(
    (severity) =>
      markup`<label class="box"
        ><input type="checkbox" name="severity" value="${severity}" />
        <span class="${severity}"><span aria-hidden="true">${signs[severity]}</span> ${severity}</span>
        <span class="count">${countOf(findings, severity)}</span></label
      >`,
  );
  return markup`<form class="filters" id="filters" role="search" aria-label="Filter findings" hidden>
    <fieldset>
      <legend>Severity</legend>
      ${boxes}
    </fieldset>
    <div class="fields">
      ${choice(
        "category",
        "Category",
        counted(findings, ({ category }) => [category]),
      )}
      ${choice(
        "reviewer",
        "Reviewer",
        counted(findings, ({ reviewers }) => reviewers, titleOf),
      )}
      ${choice(
        "file",
        "File",
        counted(findings, ({ path }) => [path]),
      )}
      <label class="field"
        >Search <input type="search" name="text" autocomplete="off" spellcheck="false"
      /></label>
      <button type="reset">Show all</button>
    </div>
    <p role="status" aria-live="polite" id="count">${plural(findings.length, "finding")}</p>
  </form>
`;
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

function counted(
  findings: readonly Finding[],
  read: (finding: Finding) => readonly string[],
  titleOf: TitleOf = (id) => id,
): readonly Option[] {
  const groups = groupBy(findings.flatMap(read), (value) => value);
  return [...groups].map(([value, own]) => ({ value, label: titleOf(value), count: own.length }));
}

function choice(name: string, label: string, options: readonly Option[]): Html {
  const items = options.map(
    (option) => markup`<option value="${option.value}">${option.label} (${option.count})</option>`,
  );
  return markup`<label class="field"
    >${label}
    <select name="${name}">
      <option value="">all</option>
      ${items}
    </select></label
  >`;
}
