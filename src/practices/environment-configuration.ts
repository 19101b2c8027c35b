/** Settings come from the environment in one place, with defaults or converted to what they mean. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { type ProjectHit, definePractice } from "../model/rule.js";
import type { Survey, SurveyedFile } from "../model/survey.js";
import type { PythonTree, TypeScriptTree } from "../model/tree.js";
import { learn } from "../syntax/learn.js";
import { isAssignment } from "../syntax/typescript/ask.js";
import * as python from "../syntax/python/ask.js";
import { type Read, writtenReads } from "./environment-configuration/written.js";
import { spanOf } from "../syntax/nodes.js";

export default definePractice({
  category: "operations",
  // Every read is counted; what is not seen is whether the defaults are good ones.
  confidence: 0.85,
  title: "Settings read from the environment in one module",
  reason: "A deployment changes its settings without a change to the code, and one file shows all of them.",
  project: configurations,
  examples: [
    {
      language: "python",
      bad: 'import os\n\nHOST = os.environ.get("HOST", "localhost")\nPORT = int(os.getenv("PORT", "8080"))\nDEBUG = os.getenv("DEBUG", "") == "1"\nLIMIT = int(os.environ["LIMIT"])\n',
      good: 'import os\n\nHOME = os.environ["HOME"]\nUSER = os.environ["USER"]\nSHELL = os.environ["SHELL"]\nTERM = os.environ["TERM"]\n',
    },
    {
      language: "typescript",
      bad: 'export const port = Number(process.env.PORT ?? "8080");\nexport const host = process.env.HOST || "localhost";\nexport const isDebug = process.env.DEBUG === "1";\n',
      good: {
        "src/a.ts":
          'export const port = Number(process.env.PORT ?? "8080");\nexport const host = process.env.HOST || "x";\nexport const isDebug = process.env.DEBUG === "1";\n',
        "src/b.ts": 'export const a = process.env.A ?? "1";\nexport const b = process.env.B ?? "2";\n',
        "src/c.ts": 'export const c = process.env.C ?? "3";\n',
      },
    },
    {
      language: "go",
      bad: 'package config\n\nimport (\n\t"os"\n\t"strconv"\n)\n\nfunc Load() (*Config, error) {\n\tport, err := strconv.Atoi(os.Getenv("STORE_PORT"))\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\turl, ok := os.LookupEnv("STORE_URL")\n\tif !ok {\n\t\turl = local\n\t}\n\treturn &Config{port, url, os.Getenv("STORE_DEBUG") == "1"}, nil\n}\n',
      good: 'package config\n\nimport "os"\n\nfunc Load() *Config {\n\treturn &Config{home: os.Getenv("HOME"), a: os.Getenv("A"), b: os.Getenv("B"), c: os.Getenv("C")}\n}\n',
    },
    {
      language: "java",
      bad: 'package config;\n\nclass Config {\n  final int port = Integer.parseInt(System.getenv("STORE_PORT"));\n  final String url = Objects.requireNonNullElse(System.getenv("STORE_URL"), LOCAL);\n  final boolean isLoud = "1".equals(System.getenv("STORE_DEBUG"));\n}\n',
      good: 'package config;\n\nclass Config {\n  final String port = System.getenv("STORE_PORT");\n  final String url = System.getenv("STORE_URL");\n  final String debug = System.getenv("STORE_DEBUG");\n}\n',
    },
    {
      language: "rust",
      bad: 'use std::env;\n\npub fn load() -> Result<Config, Error> {\n    let url = env::var("STORE_URL").unwrap_or_else(|_| LOCAL.into());\n    let port = env::var("STORE_PORT")?.parse()?;\n    Ok(Config { url, port, debug: env::var("STORE_DEBUG").is_ok() })\n}\n',
      good: 'use std::env;\n\npub fn load() -> Config {\n    Config { url: env::var("STORE_URL").unwrap(), port: env::var("STORE_PORT").unwrap(), debug: env::var("STORE_DEBUG").unwrap() }\n}\n',
    },
    {
      language: "elixir",
      path: "config/runtime.exs",
      bad: 'import Config\n\nconfig :shop,\n  url: System.fetch_env!("SHOP_URL"),\n  port: String.to_integer(System.get_env("SHOP_PORT", "4000")),\n  debug: System.get_env("SHOP_DEBUG") == "1"\n',
      good: 'import Config\n\nconfig :shop,\n  url: System.get_env("SHOP_URL"),\n  port: System.get_env("SHOP_PORT"),\n  debug: System.get_env("SHOP_DEBUG")\n',
    },
  ],
});

const fewestReads = 3;
/** Share of all reads that must stand in the one module. */
const concentrated = 0.6;
/** Share of them that must have a default or a conversion. */
const treated = 0.6;

function* configurations(survey: Survey): Iterable<ProjectHit> {
  const modules = [...survey.files.values()]
    .filter(
      (file) =>
        !file.source.isTest &&
        /process\.env|environ|[gG]et_?env|LookupEnv|fetch_env|env::var/.test(file.source.text),
    )
    .map((file) => ({ path: file.source.path, reads: readsOf(file) }))
    .filter(({ reads }) => reads.length > 0);
  const total = modules.reduce((sum, { reads }) => sum + reads.length, 0);
  const [first] = [...modules].sort((a, b) => b.reads.length - a.reads.length);
  if (!first || first.reads.length < fewestReads || first.reads.length < total * concentrated) return;
  const good = first.reads.filter(({ isTreated }) => isTreated);
  const [telling] = good;
  if (!telling || good.length < first.reads.length * treated) return;
  yield {
    path: first.path,
    at: telling.at,
    issue: `${String(first.reads.length)} of the project's ${String(total)} reads of the environment stand in this module, ${String(good.length)} of them with a default or a conversion.`,
  };
}

function readsOf(file: SurveyedFile): readonly Read[] {
  return learn(file, "environment reads", () => readsIn(file));
}

function readsIn(file: SurveyedFile): readonly Read[] {
  const { tree } = file;
  if (tree.family === "typescript") return typescriptReads(tree as TypeScriptTree);
  return tree.family === "python" ? pythonReads(tree as PythonTree) : writtenReads(file);
}

function typescriptReads(tree: TypeScriptTree): readonly Read[] {
  const { ts } = tree;
  return tree.nodes(ts.SyntaxKind.PropertyAccessExpression).flatMap((node) => {
    if (node.expression.getText(tree.root) !== "process.env") return [];
    const at = { start: node.getStart(tree.root), end: node.end };
    return { at, isTreated: isTreatedInTypeScript(tree, node) };
  });
}

/** Compared, defaulted, or handed to something that converts or checks it. */
function isTreatedInTypeScript(tree: TypeScriptTree, node: ts.Node): boolean {
  const { ts } = tree;
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isTreatedInTypeScript(tree, parent);
  if (ts.isBinaryExpression(parent)) return parent.left === node && !isAssignment(tree, parent);
  return ts.isCallExpression(parent) && parent.arguments.some((argument) => argument === node);
}

function pythonReads(tree: PythonTree): readonly Read[] {
  const calls = tree.nodes("call").flatMap((call): Read[] => {
    if (!/^(?:os\.)?(?:environ\.get|getenv)$/.test(python.calleeOf(call) ?? "")) return [];
    const hasDefault =
      python.positionalArguments(call).length > 1 || python.keywordArgument(call, "default") !== null;
    return [{ at: spanOf(call), isTreated: hasDefault || isConverted(call) }];
  });
  const subscripts = tree.nodes("subscript").flatMap((node): Read[] => {
    if (!/^(?:os\.)?environ$/.test(python.dottedName(node.field("value")) ?? "")) return [];
    if (node.parent()?.kind() === "assignment" && python.isSameNode(node.parent()?.field("left"), node))
      return [];
    return [{ at: spanOf(node), isTreated: isConverted(node) }];
  });
  return [...calls, ...subscripts];
}

function isConverted(read: SgNode): boolean {
  const parent = read.parent();
  return ["argument_list", "comparison_operator", "boolean_operator"].includes(String(parent?.kind()));
}
