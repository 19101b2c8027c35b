/** Which files tools wrote: nobody is to blame for what stands in them. */
import { Lines } from "../lib/text.js";
import type { Survey } from "../model/survey.js";
import { builtFiles } from "../syntax/implementation.js";

export interface Built {
  readonly paths: ReadonlySet<string>;
  readonly lines: number;
}

/** Output of compilers and bundlers that was committed beside the code it was made of. */
export function builtIn(survey: Survey): Built {
  const files = builtFiles(survey);
  return {
    paths: new Set(files.map(({ source }) => source.path)),
    lines: files.reduce((sum, { source }) => sum + new Lines(source.text).count, 0),
  };
}
