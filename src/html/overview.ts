/** The first look at a review: figures, where the findings lie, and what costs points. */
import { grouped } from "../lib/text.js";
import { reviewedFiles } from "../markdown/files.js";
import { leftOutText } from "../markdown/left-out.js";
import { qualityText } from "../markdown/verdict.js";
import { countOf, inWords } from "../markdown/wording.js";
import { categories } from "../model/category.js";
import { followUpStatuses } from "../model/follow-up.js";
import type { Review } from "../model/review.js";
import { isAtLeast, type Severity, severities } from "../model/severity.js";
import { verdicts } from "../model/statement.js";
import { barChart } from "./charts.js";
import { type Html, markup } from "./escape.js";
import { anchorOf, signs } from "./finding-card.js";
import { inline } from "./inline.js";

export function overviewOf(review: Review): Html {
  return markup`${tiles(review)}
    <div class="figures">
      ${heatTable(review)}${severityBars(review)}${scoreBars(review)}${followUpBars(review)}${conformanceBars(review)}
    </div>`;
}

function tiles(review: Review): Html {
  const files = reviewedFiles(review);
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const leftOut = leftOutText(review);
  const figures: readonly (readonly [string, Html | string])[] = [
    ["Quality", inline(qualityText(review.scorecards[0]))],
    ["Findings", grouped(review.findings.length)],
    ...(leftOut === "" ? [] : [["Not counted", leftOut] as const]),
    ["Files reviewed", grouped(files.length)],
    ["Lines", grouped(lines)],
    ["Files left out", grouped(review.skippedFiles.length)],
    ["Engine", review.engine],
    ...(review.testRuns ?? []).map(({ outcome, passed, failed }) => {
      const counts = passed === null || failed === null ? "" : `, ${passed} passed, ${failed} failed`;
      return ["Tests", `${outcome}${counts}`] as const;
    }),
  ];
  return markup`<dl class="tiles">
    ${figures.map(
      ([label, value]) =>
        markup`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>
`;
}

/** Severity by category; each number leads to the first of its findings, and with script shows only those. */
function heatTable({ findings }: Review): Html {
  if (findings.length === 0) return markup``;
  const met = categories.filter((category) => findings.some((finding) => finding.category === category));
  const rows = met.map((category) => {
    const own = findings.filter((finding) => finding.category === category);
    const cells = severities.map((severity) =>
      heatCell(own.filter((finding) => finding.severity === severity)),
    );
    return markup`<tr>
      <th scope="row">${category}</th>
      ${cells}
      <td class="sum">${own.length}</td>
    </tr>
`;
  });
  const heads = severities.map(
    (severity) =>
      markup`<th scope="col" class="number">
        <span class="${severity}"><span aria-hidden="true">${signs[severity]}</span> ${severity}</span>
      </th>`,
  );
  const sums = severities.map((severity) => markup`<td>${countOf(findings, severity)}</td>`);
  return markup`<div class="scroll wide">
    <table class="heat">
      <caption>
        Findings by category and severity
      </caption>
      <thead>
        <tr>
          <th scope="col">Category</th>
          ${heads}
          <th scope="col" class="number">all</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">all</th>
          ${sums}
          <td class="sum">${findings.length}</td>
        </tr>
      </tfoot>
    </table>
  </div>
`;
}

function heatCell(findings: Review["findings"]): Html {
  const [first] = findings;
  if (!first) return markup`<td class="empty">0</td>`;
  const { severity, category } = first;
  const words = `${findings.length} ${severity} in ${category}`;
  return markup`<td class="${severity} heat-${heatOf(findings, severity)}">
    <a
      href="#${anchorOf(first)}"
      data-filter="severity=${severity}&category=${category}"
      aria-label="${words}"
      >${findings.length}</a
    >
  </td>`;
}

/** Steps of roughly tripling, so that one and a hundred look different; one critical finding never looks calm. */
function heatOf({ length }: Review["findings"], severity: Severity): number {
  const steps = [1, 3, 10, 30].filter((step) => length >= step).length;
  return isAtLeast(severity, "high") ? Math.min(4, steps + 2) : steps;
}

function severityBars({ findings }: Review): Html {
  if (findings.length === 0) return markup``;
  const most = Math.max(...severities.map((severity) => countOf(findings, severity)));
  return barChart(
    { id: "by-severity", title: "Findings by severity", columns: ["Severity", "Findings"] },
    severities.map((severity: Severity) => {
      const value = countOf(findings, severity);
      return {
        label: `${signs[severity]} ${severity}`,
        value,
        of: most,
        shown: grouped(value),
        tone: severity,
      };
    }),
  );
}

function scoreBars({ scorecards }: Review): Html {
  const charts = scorecards.map(({ rubric, criteria }, i) =>
    barChart(
      { id: `score-${i + 1}`, title: `Points by criterion (${rubric})`, columns: ["Criterion", "Points"] },
      criteria.map(({ id, points, max }) => ({
        label: inWords(id),
        value: points ?? 0,
        of: max,
        shown: points === null ? "not scored" : `${points}/${max}`,
      })),
    ),
  );
  return markup`${charts}`;
}

function followUpBars({ followUp }: Review): Html {
  if (!followUp) return markup``;
  const counts = followUpStatuses.map((status) => ({
    label: status,
    value: followUp.findings.filter((finding) => finding.status === status).length,
  }));
  const all = [...counts, { label: "new", value: followUp.introduced.length }];
  return barChart(
    {
      id: "follow-up-chart",
      title: "Earlier findings by what became of them",
      columns: ["Status", "Findings"],
    },
    bars(all),
  );
}

function conformanceBars({ conformance = [] }: Review): Html {
  const charts = conformance.map(({ path, statements }, i) =>
    barChart(
      { id: `plan-${i + 1}`, title: `Statements of ${path} by verdict`, columns: ["Verdict", "Statements"] },
      bars(
        verdicts.map((verdict) => ({
          label: verdict,
          value: statements.filter((statement) => statement.verdict === verdict).length,
        })),
      ),
    ),
  );
  return markup`${charts}`;
}

function bars(counts: readonly { readonly label: string; readonly value: number }[]) {
  const most = Math.max(1, ...counts.map(({ value }) => value));
  return counts.map(({ label, value }) => ({ label, value, of: most, shown: grouped(value) }));
}
