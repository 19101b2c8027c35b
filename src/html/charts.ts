/** Bars and the matrix of a comparison as drawings, each with words for those who do not see it. */
import type { Severity } from "../model/severity.js";
import { type Content, type Html, markup } from "./escape.js";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Length of a full bar. */
  readonly of: number;
  /** What stands behind the bar: `3`, `12/20`. */
  readonly shown: string;
  /** Where the value could lie, on the same scale. */
  readonly range?: { readonly low: number; readonly high: number } | null;
  readonly tone?: Severity;
}

export interface Chart {
  /** Names its elements; unique on the page. */
  readonly id: string;
  readonly title: string;
  /** Headings of the table that says the same. */
  readonly columns: readonly [what: string, value: string];
}

const width = 360;
const row = 22;
const labels = 130;
const values = 64;

/** Horizontal bars, with a table that says the same. */
export function barChart({ id, title, columns }: Chart, bars: readonly Bar[]): Html {
  if (bars.length === 0) return markup``;
  const height = bars.length * row + 2;
  const said = bars.map(({ label, shown }) => `${label}: ${shown}`).join("; ");
  const rows = bars.map(
    ({ label, shown }) =>
      markup`<tr>
        <th scope="row">${label}</th>
        <td class="number">${shown}</td>
      </tr>`,
  );
  return markup`<figure class="chart">
    <figcaption id="${id}-caption">${title}</figcaption>
    <svg
      role="img"
      aria-labelledby="${id}-title ${id}-desc"
      viewBox="0 0 ${width} ${height}"
      width="${width}"
      height="${height}"
    >
      <title id="${id}-title">${title}</title>
      <desc id="${id}-desc">${said}.</desc>
      ${bars.map(barAt)}
    </svg>
    <details>
      <summary>${title} as a table</summary>
      <table>
        <caption class="unseen">
          ${title}
        </caption>
        <thead>
          <tr>
            <th scope="col">${columns[0]}</th>
            <th scope="col" class="number">${columns[1]}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </details>
  </figure>
`;
}

function barAt({ label, value, of, shown, range, tone }: Bar, i: number): Html {
  const room = width - labels - values;
  const scale = (points: number): number =>
    Math.round((of === 0 ? 0 : Math.max(0, points) / of) * room * 10) / 10;
  const y = i * row;
  const spread: Content = range
    ? markup`<path
        class="range"
        d="M${labels + scale(range.low)} ${y + 12}H${labels + scale(range.high)}M${labels + scale(range.low)} ${y + 8}v8M${labels + scale(range.high)} ${y + 8}v8"
      />`
    : "";
  return markup`<g
    ><text x="0" y="${y + 16}">${short(label, 20)}</text
    ><rect class="track" x="${labels}" y="${y + 5}" width="${room}" height="14" /><rect
      class="bar ${tone ?? "plain"}"
      x="${labels}"
      y="${y + 5}"
      width="${scale(value)}"
      height="14"
    />${spread}<text class="value" x="${width}" y="${y + 16}">${shown}</text></g
  >`;
}

export interface Matrix {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    /** Share of the points, 0 to 1; null where nothing was scored. */
    readonly cells: readonly {
      readonly share: number | null;
      readonly shown: string;
      readonly word: string;
    }[];
  }[];
}

const cellWidth = 118;
const cellHeight = 38;
const firstColumn = 150;

/** A grid whose cells are filled as far as points were given; its table stands below it in the page. */
export function matrixChart({ title, columns, rows }: Matrix): Html {
  const full = firstColumn + columns.length * cellWidth;
  const height = 28 + rows.length * cellHeight;
  const heads = columns.map(
    (column, i) =>
      markup`<text class="head" x="${firstColumn + i * cellWidth + 6}" y="18">${short(column, 15)}</text>`,
  );
  const said = rows
    .map(
      ({ label, cells }) =>
        `${label}: ${cells.map(({ shown }, i) => `${columns[i] ?? ""} ${shown}`).join(", ")}`,
    )
    .join("; ");
  return markup`<div class="scroll" role="region" aria-label="${title}, drawn" tabindex="0">
    <svg
      class="matrix"
      role="img"
      aria-labelledby="matrix-title matrix-desc"
      viewBox="0 0 ${full} ${height}"
      width="${full}"
      height="${height}"
    >
      <title id="matrix-title">${title}</title>
      <desc id="matrix-desc">${said}.</desc>
      ${heads}${rows.map(matrixRow)}
    </svg>
  </div>
`;
}

function matrixRow({ label, cells }: Matrix["rows"][number], r: number): Html {
  const y = 28 + r * cellHeight;
  const drawn = cells.map(({ share, shown, word }, i) => {
    const x = firstColumn + i * cellWidth;
    const inner = cellWidth - 4;
    const filled = Math.round((share ?? 0) * inner * 10) / 10;
    return markup`<rect class="track" x="${x}" y="${y}" width="${inner}" height="${cellHeight - 4}" /><rect
        class="bar ${toneOf(share)}"
        x="${x}"
        y="${y + cellHeight - 9}"
        width="${filled}"
        height="5"
      /><text x="${x + 6}" y="${y + 13}">${short(word, 16)}</text
      ><text class="small" x="${x + 6}" y="${y + 25}">${shown}</text>`;
  });
  return markup`<g><text x="0" y="${y + 20}">${short(label, 22)}</text>${drawn}</g>`;
}

function toneOf(share: number | null): string {
  if (share === null) return "none";
  if (share >= 0.75) return "good";
  return share >= 0.5 ? "fair" : "poor";
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
