/** What the tracing asks of a language: its functions and top-level steps as terms. */
import type { SurveyedFile } from "../../model/survey.js";
import type { Code, Step, Type } from "./terms.js";

export interface Grammar {
  /** Functions that no other function holds, methods among them; their parts are read when asked for. */
  functions(file: SurveyedFile): readonly Code[];
  /** Steps outside of any function. */
  moduleSteps(file: SurveyedFile): readonly Step[];
  /** Types of the fields of a class or struct, by name. */
  fieldsOf(file: SurveyedFile, className: string): ReadonlyMap<string, Type>;
  /** Names of the object that a method belongs to. */
  readonly self: ReadonlySet<string>;
  /** Modules whose names need no import. */
  readonly implicit: readonly string[];
  /** True where a call that refuses its argument throws. */
  readonly throws: boolean;
  /** True where files of a folder see each other's names. */
  readonly sharesFolder: boolean;
  /** Calls of methods that mean nothing to outside data: what they give is a number or a truth value. */
  readonly plainMethods: RegExp;
}
