/** Elixir, as the tracing reads it. */
import type { SgNode } from "@ast-grep/napi";
import type { SurveyedFile } from "../../../model/survey.js";
import { argumentsOf, attributeCall, doBlockOf } from "../../../syntax/elixir/ask.js";
import type { Grammar } from "../grammar.js";
import { partsOf, spanOf } from "../reading.js";
import { type Code, type Step, assign, build } from "../terms.js";
import { functionOf } from "./functions.js";
import { termOf } from "./terms.js";

export const elixir: Grammar = {
  functions: ({ tree }) =>
    tree.family === "elixir" ? modulesIn(tree.root, "").flatMap(({ name, body }) => codesIn(name, body)) : [],
  moduleSteps,
  fieldsOf: () => new Map(),
  self: new Set(["__MODULE__"]),
  implicit: [],
  throws: true,
  sharesFolder: false,
  // What is loaded by an outside key is the program's own.
  plainMethods:
    /^(?:\w+\?|length|\w*size|count\w*|index\w*|insert\w*!?|update\w*!?|delete\w*!?|one!?|all!?|aggregate|get\w*!?|fetch\w*!?|list\w*|find\w*!?|load\w*!?|lookup\w*|build\w*|make\w*|start\w*|parse\w*|log|debug|info|error)$/,
};

interface Module {
  readonly name: string;
  readonly body: readonly SgNode[];
}

function modulesIn(node: SgNode, around: string): readonly Module[] {
  return partsOf(node).flatMap((part): readonly Module[] => {
    const block = part.kind() === "call" ? doBlockOf(part) : undefined;
    if (!block || !/^(?:defmodule|defimpl|defprotocol)$/.test(part.field("target")?.text() ?? "")) return [];
    const written = argumentsOf(part)[0]?.text() ?? "";
    const name = around === "" ? written : `${around}.${written}`;
    return [{ name, body: partsOf(block) }, ...modulesIn(block, name)];
  });
}

function codesIn(className: string, body: readonly SgNode[]): readonly Code[] {
  return body.flatMap((node) => functionOf(node, className) ?? []);
}

/** `@allowed ~w(a b)`. */
function moduleSteps({ tree }: SurveyedFile): readonly Step[] {
  if (tree.family !== "elixir") return [];
  return modulesIn(tree.root, "").flatMap(({ body }) =>
    body.flatMap((node): readonly Step[] => {
      const call = attributeCall(node);
      const name = call?.field("target")?.text() ?? "doc";
      const value = call ? argumentsOf(call)[0] : undefined;
      if (!value || /^(?:\w*doc|spec|type\w*|opaque|callback|impl|behaviour)$/.test(name)) return [];
      return [assign(build.name(`@${name}`, spanOf(node)), termOf(value))];
    }),
  );
}
