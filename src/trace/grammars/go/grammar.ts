/** Go, as the tracing reads it. */
import type { SurveyedFile } from "../../../model/survey.js";
import type { Grammar } from "../grammar.js";
import { partsOf } from "../reading.js";
import type { Code, Step, Type } from "../terms.js";
import { codeOf, stepsOf } from "./steps.js";
import { readType } from "./terms.js";

export const go: Grammar = {
  functions: readFunctions,
  moduleSteps,
  fieldsOf,
  self: new Set(),
  implicit: [],
  throws: false,
  sharesFolder: true,
  plainMethods:
    /^(?:len|cap|Len|Size|Is[A-Z]\w*|Has[A-Z]\w*|Count|Index\w*|Equal\w*|Compare|Contains\w*|Int\w*|Bool\w*|Float\w*|Unix\w*|Close|Scan|Next|Err|Error|Exists|Lookup\w*|Find\w*|Fetch\w*|Query\w*|Exec\w*)$/,
};

function readFunctions({ tree }: SurveyedFile): readonly Code[] {
  if (tree.family === "text" || tree.family === "typescript") return [];
  return partsOf(tree.root)
    .filter((node) => node.kind() === "function_declaration" || node.kind() === "method_declaration")
    .map((node) => codeOf(node));
}

function moduleSteps({ tree }: SurveyedFile): readonly Step[] {
  if (tree.family === "text" || tree.family === "typescript") return [];
  return partsOf(tree.root)
    .filter((node) => node.kind() === "var_declaration" || node.kind() === "const_declaration")
    .flatMap(stepsOf);
}

const structs = new WeakMap<SurveyedFile, ReadonlyMap<string, ReadonlyMap<string, Type>>>();

function fieldsOf(file: SurveyedFile, className: string): ReadonlyMap<string, Type> {
  const known = structs.get(file) ?? readStructs(file.source.text);
  structs.set(file, known);
  return known.get(className) ?? none;
}

const none: ReadonlyMap<string, Type> = new Map();

/** From the text: a struct is a list of lines with names and a type. */
function readStructs(text: string): ReadonlyMap<string, ReadonlyMap<string, Type>> {
  const found = [...text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)];
  return new Map(found.map(([, name = "", body = ""]) => [name, fieldsIn(body)]));
}

function fieldsIn(body: string): ReadonlyMap<string, Type> {
  const lines = [...body.matchAll(/^\s+([A-Za-z_]\w*(?:\s*,\s*\w+)*)\s+([^\s`/]+)/gm)];
  return new Map(
    lines.flatMap(([, names = "", type = ""]) => {
      const read = readType(type);
      return read ? names.split(",").map((name) => [name.trim(), read] as const) : [];
    }),
  );
}
