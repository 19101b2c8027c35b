/** Java, as the tracing reads it. */
import type { SgNode } from "@ast-grep/napi";
import type { SurveyedFile } from "../../../model/survey.js";
import type { GrammarTree } from "../../../model/tree.js";
import type { Grammar } from "../grammar.js";
import { partsOf } from "../reading.js";
import type { Code, Type } from "../terms.js";
import { codeOf, constantSteps } from "./steps.js";
import { readType } from "./terms.js";

export const java: Grammar = {
  functions: readFunctions,
  moduleSteps: (file) => (treeOf(file)?.nodes("field_declaration") ?? []).flatMap(constantSteps),
  fieldsOf: (file, className) => fieldsIn(file).get(className) ?? none,
  self: new Set(["this"]),
  implicit: ["java.lang"],
  throws: true,
  sharesFolder: true,
  plainMethods:
    /^(?:length|size|isEmpty|isBlank|equals\w*|hashCode|indexOf|lastIndexOf|compareTo\w*|contains\w*|startsWith|endsWith|matches|exists|is[A-Z]\w*|has[A-Z]\w*|getId|count\w*|find\w*|save\w*|delete\w*|select\w*|query\w*|execute\w*|insert\w*|parse(?:Int|Long|Double|Float|Boolean)|intValue|longValue|ordinal|getClass|getContentLength|getSize)$/,
};

const none: ReadonlyMap<string, Type> = new Map();

function treeOf({ tree }: SurveyedFile): GrammarTree | undefined {
  return tree.family === "text" || tree.family === "typescript" ? undefined : tree;
}

const classKinds = ["class_declaration", "interface_declaration", "enum_declaration", "record_declaration"];

/** The class that directly holds a member. */
function classOf(member: SgNode): string | null {
  const holder = member.parent()?.parent();
  return holder && classKinds.includes(String(holder.kind())) ? (holder.field("name")?.text() ?? null) : null;
}

/** Methods of anonymous classes belong to the method around them. */
function readFunctions(file: SurveyedFile): readonly Code[] {
  const tree = treeOf(file);
  if (!tree) return [];
  const members = ["method_declaration", "constructor_declaration"].flatMap((kind) => tree.nodes(kind));
  return members.flatMap((node) => {
    const className = classOf(node);
    return className === null || !node.field("body") ? [] : [codeOf(node, className)];
  });
}

const known = new WeakMap<SurveyedFile, ReadonlyMap<string, ReadonlyMap<string, Type>>>();

function fieldsIn(file: SurveyedFile): ReadonlyMap<string, ReadonlyMap<string, Type>> {
  const before = known.get(file);
  if (before) return before;
  const found = new Map<string, Map<string, Type>>();
  for (const field of treeOf(file)?.nodes("field_declaration") ?? []) addField(field, found);
  known.set(file, found);
  return found;
}

function addField(field: SgNode, found: Map<string, Map<string, Type>>): void {
  const className = classOf(field);
  const type = readType(field.field("type")?.text() ?? null);
  if (className === null || !type) return;
  const fields = found.get(className) ?? new Map<string, Type>();
  for (const part of partsOf(field)) {
    const name = part.kind() === "variable_declarator" ? part.field("name")?.text() : undefined;
    if (name !== undefined) fields.set(name, type);
  }
  found.set(className, fields);
}
