/** Lays out the live view: what is known of a run as rows that fit the terminal; pure. */
import { grouped, plural } from "../../lib/text.js";
import { visible } from "../../lib/visible.js";
import { fitEnd } from "../../lib/width.js";
import { type Row, type Size, fitRow, padded, span } from "../rows.js";
import { moneyRow } from "./money.js";
import { type LiveState, type Progress, type ReviewerState, claimsText, remaining } from "./state.js";

/** Ink wipes screen and scrollback when what it redraws is as tall as the terminal. */
const mostRows = 14;
const mostReviewers = 8;
/** Below this the columns of reviewers do not fit beside each other. */
const leastColumns = 40;
const leastRows = 6;

/** At most `min(rows - 2, 14)` rows, none as wide as the terminal; one row where there is no room for more. */
export function frame(state: LiveState, now: number, size: Size): readonly Row[] {
  const columns = Math.max(1, size.columns - 1);
  const height = Math.min(size.rows - 2, mostRows);
  if (size.columns < leastColumns || size.rows < leastRows) return [fitRow(shortRow(state, now), columns)];
  const below = [nowRow(state, { now, columns }), ...moneyRow(state.consultations)];
  const room = height - 1 - below.length;
  const rows = [headerRow(state), ...reviewerRows(reviewersIn(state), room, columns), ...below];
  return rows.slice(0, Math.max(1, height)).map((row) => fitRow(row, columns));
}

/** What stays on the screen when the view goes. */
export function closingRow(state: LiveState, now: number): Row {
  const { candidate, files, lines, reviewers } = state;
  if (candidate) {
    const { number, of } = candidate;
    const reached = number === of ? plural(of, "candidate") : `candidate ${number} of ${of}`;
    return [span(`${reached} · ${clock(now - state.began)}`, "dim")];
  }
  const what = [
    files === null ? "reading the folder" : plural(files, "file"),
    ...(lines === null ? [] : [plural(lines, "line")]),
    ...(reviewers.length === 0 ? [] : [plural(reviewers.length, "reviewer")]),
  ];
  return [span(`${[...what, clock(now - state.began)].join(" · ")}`, "dim")];
}

function headerRow(state: LiveState): Row {
  const { candidate } = state;
  if (!candidate) return countsRow(state);
  const { id, number, of } = candidate;
  if (state.isJudging) return [span(`judging ${plural(of, "candidate")}`, "bold")];
  return [span(`${visible(id)} (${number} of ${of})`, "bold"), span(" · "), ...countsRow(state)];
}

function countsRow({ files, leftOut, lines, languages, batches, reviewers }: LiveState): Row {
  if (files === null) return [span("reading the folder", "bold")];
  const left = leftOut > 0 ? ` (${grouped(leftOut)} left out)` : "";
  const more = [
    ...(lines === null ? [] : [plural(lines, "line")]),
    ...(reviewers.length === 0
      ? []
      : [`${plural(batches, "batch", "batches")} × ${plural(reviewers.length, "reviewer")}`]),
    ...(languages.length === 0 ? [] : [languages.join(", ")]),
  ];
  return [span(`${plural(files, "file")}${left}`, "bold"), span(more.map((text) => ` · ${text}`).join(""))];
}

/** Offline every rule of every reviewer looks at a file before the next one's turn comes: their rows count files. */
function reviewersIn({ reviewers, isOffline, progress }: LiveState): readonly ReviewerState[] {
  if (!isOffline || progress?.on !== "running rules") return reviewers;
  return reviewers.map((reviewer) => ({ ...reviewer, tasks: progress.of, done: progress.done }));
}

/** In the order of the plan; where not all fit, those that are done go first, into the last line. */
function reviewerRows(reviewers: readonly ReviewerState[], room: number, columns: number): readonly Row[] {
  if (room <= 0 || reviewers.length === 0) return [];
  const width = Math.min(20, Math.max(...reviewers.map(({ id }) => id.length)));
  const bar = Math.max(6, Math.min(16, columns - width - 40));
  const draw = (reviewer: ReviewerState): Row => reviewerRow(reviewer, width, bar);
  if (reviewers.length <= Math.min(mostReviewers, room)) return reviewers.map(draw);
  const shown = leading(reviewers, Math.min(mostReviewers, room - 1));
  const others = reviewers.filter((reviewer) => !shown.includes(reviewer));
  const done = others.filter(isDone).length;
  return [
    ...shown.map(draw),
    [span(`  +${others.length} more${done > 0 ? `, ${done} of them done` : ""}`, "dim")],
  ];
}

function leading(reviewers: readonly ReviewerState[], count: number): readonly ReviewerState[] {
  const chosen = [...reviewers.filter((each) => !isDone(each)), ...reviewers.filter(isDone)].slice(0, count);
  return reviewers.filter((reviewer) => chosen.includes(reviewer));
}

function isDone({ tasks, done }: ReviewerState): boolean {
  return done >= tasks;
}

function reviewerRow(reviewer: ReviewerState, width: number, bar: number): Row {
  const { id, tasks, done, failed } = reviewer;
  const name = padded(fitEnd(visible(id), width), width);
  const counts = `${done}/${tasks}`.padEnd(`${tasks}/${tasks}`.length);
  const claims = claimsText(reviewer);
  return [
    span(`  ${name} `),
    span(barText(done, tasks, bar), isDone(reviewer) ? "green" : "cyan"),
    span(` ${counts}`),
    ...(failed > 0 ? [span(` ${failed} failed`, "red")] : []),
    ...(claims === "" ? [] : [span(`  ${claims}`, "dim")]),
  ];
}

/** `██████░░░░`; full only when all is done. */
function barText(done: number, of: number, width: number): string {
  const full = of === 0 ? 0 : done >= of ? width : Math.min(width - 1, Math.round((done / of) * width));
  return "█".repeat(full) + "░".repeat(width - full);
}

function nowRow(state: LiveState, { now, columns }: { readonly now: number; readonly columns: number }): Row {
  const times = timesText(state, now);
  const room = columns - times.length - 3;
  return [span(padded(fitRowText(`  ${doing(state)}`, room), room)), span(`   ${times}`, "dim")];
}

function fitRowText(text: string, columns: number): string {
  return fitRow([span(text)], columns)
    .map((part) => part.text)
    .join("");
}

/** `now: qa · src/a.ts, and 3 more`, `parsing 812 of 1,500 files`. */
function doing({ running, paths, progress, files, isJudging }: LiveState): string {
  const [latest, ...others] = running;
  if (latest !== undefined) {
    const reviewer = latest.slice(latest.lastIndexOf("/") + 1);
    const more = others.length > 0 ? `, and ${others.length} more` : "";
    return `now: ${visible(reviewer)} · ${visible(paths.get(latest) ?? "")}${more}`;
  }
  if (isJudging) return "asking the judges";
  if (!progress) return files === null ? "finding files" : "weighing what was found";
  return `${progress.on}${countText(progress)}`;
}

function countText({ on, done, of }: Progress): string {
  if (of === 0) return "";
  const what = on === "reviewing" ? plural(of, "task") : plural(of, "file");
  return ` ${grouped(done)} of ${what}`;
}

function timesText({ began, progress }: LiveState, now: number): string {
  const left = progress && remaining(progress, now);
  // The steps after this one take their time too, and nobody knows how much.
  const ofWhat = progress?.on === "reviewing" ? "" : " of this step";
  const rest = left === null || left < 1000 ? "" : `, about ${clock(left)} left${ofWhat}`;
  return `${clock(now - began)} elapsed${rest}`;
}

function shortRow(state: LiveState, now: number): Row {
  const { progress } = state;
  const what = progress
    ? `${progress.on}${progress.of > 0 ? ` ${progress.done}/${progress.of}` : ""}`
    : "reviewing";
  return [span(`${what} ${clock(now - state.began)}`)];
}

/** `0:04`, `12:30`, `1:02:30`. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const last = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${last}` : `${minutes}:${last}`;
}
