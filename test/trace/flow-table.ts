/** Traces pieces of code and writes the flows down as short lines, for tables of what is found and what is not. */
import type { Flow } from "../../src/model/flow.js";
import { surveyCode } from "../survey-code.js";

/** Harm, value and sink, then the lines of the steps: `sql request.args["id"] -> db.execute @ 3 4 5`. */
export async function flowsIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const survey = await surveyCode(files);
  const textOf = (path: string): string => survey.files.get(path)?.source.text ?? "";
  return survey.flows.map((flow) => `${flow.harm} ${flow.value} -> ${flow.sink} @ ${linesOf(flow, textOf)}`);
}

function linesOf({ steps }: Flow, textOf: (path: string) => string): string {
  const lines = steps.map(({ path, span }) => textOf(path).slice(0, span.start).split("\n").length);
  return lines.filter((line, i) => line !== lines[i - 1]).join(" ");
}

/** Confidence and guard of the only flow. */
export async function surenessIn(
  files: Readonly<Record<string, string>>,
): Promise<Pick<Flow, "confidence" | "guard">> {
  const { flows } = await surveyCode(files);
  const [flow] = flows;
  if (!flow || flows.length > 1) throw new Error(`${flows.length} flows`);
  return { confidence: flow.confidence, guard: flow.guard };
}
