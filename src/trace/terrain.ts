/** What an engine that follows values is given. */
import type { Framework } from "../model/framework.js";
import type { Survey, SurveyedFile } from "../model/survey.js";

/** What an engine for one family of parsers is given. */
export interface Terrain {
  /** The files of its family that could be parsed, in path order. */
  readonly files: readonly SurveyedFile[];
  /** The pages that count here. */
  readonly pages: readonly Framework[];
  readonly survey: Survey;
  readonly signal: AbortSignal;
  /** For what is asked of single files and known by them: the survey of which nothing is noted. */
  readonly beside?: Beside;
}

export interface Beside {
  readonly survey: Survey;
  /** To be told of each file that is asked. */
  readonly note: (path: string) => void;
}
