/** The ledger: how every (file × reviewer) pair ended. */
import { compareText } from "../lib/compare.js";
import { Lines } from "../lib/text.js";
import type { Notes, Plan, Task } from "../model/plan.js";
import type { Coverage, PairStatus } from "../model/review.js";
import type { SurveyedFile } from "../model/survey.js";

interface Ending {
  readonly status: PairStatus;
  readonly reason?: string;
}

export interface CoverInput {
  readonly plan: Plan;
  readonly files: ReadonlyMap<string, SurveyedFile>;
  readonly notes: readonly Notes[];
  readonly failures: readonly { readonly task: Task; readonly reason: string }[];
  /** Reviewers whose rules threw on a file. */
  readonly broken: Plan["failed"];
}

/** Every pair of the plan gets exactly one ending; a pair nobody spoke of has failed. */
export function cover({ plan, files, notes, failures, broken }: CoverInput): Coverage {
  const endings = new Map<string, Ending>();
  const settle = (path: string, reviewer: string, ending: Ending): void => {
    const key = pairKey(path, reviewer);
    if (!endings.has(key)) endings.set(key, ending);
  };
  for (const { path, reviewer, reason } of [...plan.failed, ...broken])
    settle(path, reviewer, { status: "failed", reason });
  for (const { path, reviewer, reason } of plan.skipped)
    settle(path, reviewer, { status: "skipped", reason });
  const reviewers = new Map(plan.tasks.map((task) => [task.id, task.reviewer]));
  for (const { task, reviewed, failed = [], isReused = false } of notes) {
    const reviewer = reviewers.get(task) ?? "";
    for (const { path, reason } of failed) settle(path, reviewer, { status: "failed", reason });
    for (const path of reviewed) settle(path, reviewer, { status: isReused ? "reused" : "reviewed" });
  }
  for (const { task, reason } of failures) {
    for (const path of task.paths) settle(path, task.reviewer, { status: "failed", reason });
  }
  const paths = [...new Set([...files.keys(), ...plan.failed.map(({ path }) => path)])].sort(compareText);
  return summarise(paths.map((path) => fileEntry(path, files.get(path), plan.reviewers, endings)));
}

function pairKey(path: string, reviewer: string): string {
  return `${reviewer}\u0000${path}`;
}

type FileEntry = Coverage["files"][number];

function fileEntry(
  path: string,
  file: SurveyedFile | undefined,
  reviewers: readonly string[],
  endings: ReadonlyMap<string, Ending>,
): FileEntry {
  const groups = new Map<string, FileEntry["pairs"][number]>();
  for (const reviewer of reviewers) {
    const { status, reason } = endings.get(pairKey(path, reviewer)) ?? {
      status: "failed",
      reason: "the reviewer's answer did not mention the file",
    };
    const key = `${status}\u0000${reason ?? ""}`;
    const group = groups.get(key) ?? { status, ...(reason === undefined ? {} : { reason }), reviewers: [] };
    group.reviewers.push(reviewer);
    groups.set(key, group);
  }
  return {
    path,
    language: file?.source.language ?? "text",
    lines: file ? new Lines(file.source.text).count : 0,
    depth: file && file.tree.family !== "text" && file.outline.parseErrors.length === 0 ? "parsed" : "text",
    pairs: [...groups.values()],
  };
}

function summarise(files: FileEntry[]): Coverage {
  const count = (status: PairStatus): number =>
    files.reduce(
      (sum, { pairs }) =>
        sum +
        pairs.filter((pair) => pair.status === status).reduce((all, pair) => all + pair.reviewers.length, 0),
      0,
    );
  const [reviewed, reused, skipped, failed] = [
    count("reviewed"),
    count("reused"),
    count("skipped"),
    count("failed"),
  ];
  return { planned: reviewed + reused + skipped + failed, reviewed, reused, skipped, failed, files };
}
