/** Calls in Java and Go, and of date libraries in TypeScript, that give back a changed copy. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { Example, Subject } from "../../../model/rule.js";
import type { GoTree, JavaTree, TypeScriptTree } from "../../../model/tree.js";
import { dottedName } from "../../../syntax/typescript/ask.js";

export interface Dropped {
  readonly node: SgNode;
  readonly name: string;
  readonly receiver: string;
}

/** Names that only `String` and the classes of `java.time` have; `replaceAll` of a list takes one argument. */
const javaMethods =
  /^(?:trim|strip|stripLeading|stripTrailing|toLowerCase|toUpperCase|(?:plus|minus)(?:Nanos|Millis|Seconds|Minutes|Hours|Days|Weeks|Months|Years)|with(?:DayOfMonth|Month|Year|Hour|Minute|Second|Nano)|truncatedTo)$/;
const javaReplacing = /^replace(?:All|First)?$/;
const javaNumbers = /^(?:add|subtract|multiply|divide|negate|setScale|pow|mod)$/;

/** Statements that are nothing but such a call. */
export function* droppedInJava({ tree, source: { text } }: Subject<JavaTree>): Iterable<Dropped> {
  if (
    !/^\s*[\w.()"]+\.(?:trim|strip|to(?:Lower|Upper)Case|plus|minus|with|truncatedTo|replace|add|subtract|multiply|divide|negate|setScale|pow|mod)\w*\(/m.test(
      text,
    )
  )
    return;
  for (const statement of tree.nodes("expression_statement")) {
    const node = statement.child(0);
    if (node?.kind() !== "method_invocation") continue;
    const [name, receiver] = [node.field("name")?.text() ?? "", node.field("object")?.text() ?? ""];
    const given =
      node
        .field("arguments")
        ?.children()
        .filter((child) => child.isNamed()) ?? [];
    // Maps and JSON nodes have a `replace` of their own.
    const isReplacing =
      javaReplacing.test(name) &&
      /^\w+$/.test(receiver) &&
      given.length === 2 &&
      new RegExp(`\\bString\\s+${receiver}\\b`).test(text);
    const isNumber =
      javaNumbers.test(name) &&
      /^\w+$/.test(receiver) &&
      new RegExp(`\\bBig(?:Decimal|Integer)\\s+${receiver}\\b`).test(text);
    if (receiver !== "" && (javaMethods.test(name) || isReplacing || isNumber))
      yield { node, name, receiver };
  }
}

const goCalls = /^strings\.(?:Replace|ReplaceAll|Trim\w*|ToLower|ToUpper|ToTitle|Repeat)$/;

/** `strings.TrimSpace(name)` and `when.AddDate(0, 0, 1)` as statements. */
export function* droppedInGo({ tree, source: { text } }: Subject<GoTree>): Iterable<Dropped> {
  if (!/^\s*(?:strings\.(?:Re|Tr|To)\w+|[\w.]+\.AddDate)\(/m.test(text)) return;
  for (const statement of tree.nodes("expression_statement")) {
    const node = statement.child(0);
    const callee = node?.kind() === "call_expression" ? (node.field("function")?.text() ?? "") : "";
    const first = node
      ?.field("arguments")
      ?.children()
      .find((child) => child.isNamed());
    if (!node || !(goCalls.test(callee) || callee.endsWith(".AddDate"))) continue;
    const receiver = goCalls.test(callee) ? (first?.text() ?? "") : callee.slice(0, -".AddDate".length);
    yield { node, name: callee.slice(callee.lastIndexOf(".") + 1), receiver };
  }
}

/** `addDays(day, 1)` of date-fns, `day.plus({ days: 1 })` of Luxon, `day.add(1, "day")` of Day.js; Moment changes its own. */
export function dateResult(
  { tree, outline }: Subject<TypeScriptTree>,
  call: ts.CallExpression,
): { readonly name: string; readonly receiver: string } | undefined {
  const { ts } = tree;
  const modules = new Set(outline.imports.map(({ module }) => module));
  const name = dottedName(tree, call.expression);
  const [first, second] = call.arguments;
  if (name === null || !first) return undefined;
  const receiver = name.slice(0, Math.max(0, name.lastIndexOf(".")));
  const last = name.slice(name.lastIndexOf(".") + 1);
  const own = (given: ts.Node): string => given.getText(tree.root);
  const origin = outline.imports.find(
    ({ module, names }) => module === "date-fns" && names.some(({ local }) => local === name),
  );
  if (origin && /^(?:add|sub|set|startOf|endOf)/.test(name)) return { name, receiver: own(first) };
  if (receiver === "" || modules.has("moment")) return undefined;
  const isLuxon = modules.has("luxon") && /^(?:plus|minus|set|startOf|endOf)$/.test(last);
  const isDayjs =
    modules.has("dayjs") &&
    /^(?:add|subtract)$/.test(last) &&
    second !== undefined &&
    ts.isStringLiteralLike(second);
  return isLuxon || isDayjs ? { name: last, receiver } : undefined;
}

/** `list.filter((item) => item.open)`: a test that does nothing but compare has no other use than its result. */
export function isPureFilter({ ts }: TypeScriptTree, name: string, given: readonly ts.Expression[]): boolean {
  const [test] = given;
  if (name !== "filter" || given.length !== 1 || !test || !ts.isArrowFunction(test)) return false;
  const { body } = test;
  return (
    ts.isBinaryExpression(body) || ts.isPrefixUnaryExpression(body) || ts.isPropertyAccessExpression(body)
  );
}

export const unchangingExamples: readonly Example[] = [
  {
    language: "java",
    bad: 'class Names {\n  String clean(String name) {\n    name.trim();\n    name.replace(" ", "_");\n    return name;\n  }\n}\n',
    good: 'class Names {\n  String clean(String name, List<String> all, Counter total) {\n    name = name.trim();\n    all.replaceAll(String::trim);\n    all.add(name);\n    total.add(1);\n    editor.replace("a", "b", true);\n    result.replace("list", all);\n    return name.replace(" ", "_");\n  }\n}\n',
  },
  {
    language: "java",
    bad: "class Bill {\n  BigDecimal total(BigDecimal sum, LocalDate due) {\n    sum.add(BigDecimal.ONE);\n    due.plusDays(1);\n    return sum;\n  }\n}\n",
    good: "class Bill {\n  BigDecimal total(BigDecimal sum, Set<BigDecimal> all) {\n    all.add(sum);\n    return sum.add(BigDecimal.ONE);\n  }\n}\n",
  },
  {
    language: "go",
    bad: "package names\n\nfunc clean(name string) string {\n\tstrings.TrimSpace(name)\n\treturn name\n}\n",
    good: "package names\n\nfunc clean(name string, w *strings.Replacer) string {\n\tname = strings.TrimSpace(name)\n\tw.Replace(name)\n\treturn strings.ToLower(name)\n}\n",
  },
  {
    language: "typescript",
    bad: 'import dayjs from "dayjs";\nexport function due(): Date {\n  const day = dayjs();\n  day.add(1, "day");\n  return day.toDate();\n}\n',
    good: 'import moment from "moment";\nexport function due(): Date {\n  const day = moment();\n  day.add(1, "day");\n  cart.add(1, "day");\n  return day.toDate();\n}\n',
  },
  {
    language: "typescript",
    bad: 'import { addDays } from "date-fns";\nexport function due(day: Date): Date {\n  addDays(day, 1);\n  return day;\n}\n',
    good: 'import { addDays } from "date-fns";\nstart();\nexport function due(day: Date): Date {\n  return addDays(day, 1);\n}\nexport function other(rows: Row[]): Row[] {\n  rows.filter((row) => send(row));\n  query.filter(row => { row.open = true; });\n  return rows.filter((row) => row.open);\n}\n',
  },
  {
    language: "javascript",
    bad: "exports.open = (rows) => {\n  rows.filter((row) => row.state === 'open');\n  return rows;\n};\n",
    good: "exports.open = (rows) => rows.filter((row) => row.state === 'open');\n",
  },
];
