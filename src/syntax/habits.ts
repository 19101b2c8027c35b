/** Which files of a project stand alone against what nearly all others do. */
import type { Survey, SurveyedFile } from "../model/survey.js";
import type { Family } from "../model/tree.js";

/** Files of this family that are not tests, in path order. */
export function codeFiles(survey: Survey, family: Family): readonly SurveyedFile[] {
  return [...survey.files.values()].filter(
    ({ source, tree, outline }) =>
      tree.family === family && !source.isTest && outline.parseErrors.length === 0,
  );
}

export interface Habit {
  /** Files that must follow it before one speaks of a habit. */
  readonly fewest: number;
  /** Share of files, 0–1, that must follow it. */
  readonly share: number;
}

/** The files that break a habit the others keep; none when there is no habit. */
export function strangersTo<T>(
  files: readonly T[],
  follows: (file: T) => boolean,
  { fewest, share }: Habit,
): { readonly strangers: readonly T[]; readonly followers: number } {
  const strangers = files.filter((file) => !follows(file));
  const followers = files.length - strangers.length;
  const isHabit = followers >= fewest && followers / files.length >= share;
  return { strangers: isHabit ? strangers : [], followers };
}
