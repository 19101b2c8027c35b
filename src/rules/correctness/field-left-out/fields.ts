/** Reads which fields the objects of a class have, in four languages. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { Subject } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import type { GoTree, JavaTree, PythonTree, TypeScriptTree } from "../../../model/tree.js";
import { hasModifier } from "../../../syntax/java/ask.js";
import { spanOf as spanOfNode } from "../../../syntax/nodes.js";
import { spanOf, textOf } from "../../../syntax/typescript/ask.js";

export interface Field {
  readonly name: string;
  readonly at: Span;
  /** As written, with what it begins as; empty where nothing is said. */
  readonly type: string;
}

export interface Fielded {
  readonly name: string;
  readonly span: Span;
  readonly fields: readonly Field[];
}

type File = Pick<Subject, "tree" | "outline" | "source">;

/** Classes and structs of the file, each with the fields it declares itself. */
export function fieldedIn(file: File): readonly Fielded[] {
  const { tree } = file;
  if (tree.family === "typescript") return typescriptClasses(tree);
  if (tree.family === "python") return pythonClasses(tree, file);
  if (tree.family === "go") return goStructs(tree);
  return tree.family === "java" ? javaClasses(tree) : [];
}

function typescriptClasses(tree: TypeScriptTree): readonly Fielded[] {
  const { ts } = tree;
  return tree.nodes(ts.SyntaxKind.ClassDeclaration).flatMap((node): readonly Fielded[] => {
    if (!ts.isClassDeclaration(node) || !node.name) return [];
    const fields = node.members.flatMap((member) => typescriptFields(tree, member));
    return [{ name: node.name.text, span: spanOf(tree, node), fields: distinct(fields) }];
  });
}

function typescriptFields(tree: TypeScriptTree, member: ts.ClassElement): readonly Field[] {
  const { ts } = tree;
  const field = (name: ts.Node, type: ts.Node): Field => ({
    name: textOf(tree, name),
    at: spanOf(tree, name),
    type: textOf(tree, type).slice(0, 300),
  });
  if (ts.isPropertyDeclaration(member)) {
    const isOwn = !/^(?:[\w\s@()'"]*\s)?(?:static|declare|abstract)\s/.test(textOf(tree, member));
    return isOwn && !ts.isComputedPropertyName(member.name) ? [field(member.name, member)] : [];
  }
  if (!ts.isConstructorDeclaration(member)) return [];
  const declared = member.parameters.filter((each) => ts.isParameterPropertyDeclaration(each, member));
  const assigned = (member.body?.statements ?? ts.factory.createNodeArray<ts.Statement>()).flatMap((each) =>
    assignedField(tree, each),
  );
  return [
    ...declared.map((each) => field(each.name, each)),
    ...assigned.map(({ name, statement }) => field(name, statement)),
  ];
}

/** `this.name = …` */
function assignedField(
  { ts }: TypeScriptTree,
  statement: ts.Statement,
): readonly { readonly name: ts.Node; readonly statement: ts.Node }[] {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
  const { left, operatorToken } = statement.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return [];
  return left.expression.kind === ts.SyntaxKind.ThisKeyword ? [{ name: left.name, statement }] : [];
}

function pythonClasses(tree: PythonTree, { outline, source }: File): readonly Fielded[] {
  return tree.nodes("class_definition").flatMap((node): readonly Fielded[] => {
    const name = node.field("name")?.text();
    const body = node.field("body");
    if (name === undefined || !body) return [];
    const span = spanOfNode(node);
    const starts = outline.functions.filter(
      (each) => each.name === "__init__" && each.className === name && isWithin(each.span, span),
    );
    const assigned = starts.flatMap(({ bodySpan }) => selfFields(source.text, bodySpan));
    return [{ name, span, fields: distinct([...annotatedFields(body), ...assigned]) }];
  });
}

function annotatedFields(body: SgNode): readonly Field[] {
  return body.children().flatMap((statement): readonly Field[] => {
    const assignment = statement.kind() === "expression_statement" ? statement.child(0) : null;
    const type = assignment?.kind() === "assignment" ? assignment.field("type")?.text() : undefined;
    const left = assignment?.field("left");
    if (type === undefined || left?.kind() !== "identifier" || /ClassVar|InitVar/.test(type)) return [];
    return [{ name: left.text(), at: spanOfNode(left), type: assignment?.text().slice(0, 300) ?? "" }];
  });
}

function selfFields(text: string, { start, end }: Span): readonly Field[] {
  const assignments = text.slice(start, end).matchAll(/^[ \t]*self\.(\w+)[ \t]*(?::[^=\n]+)?=(?!=)[^\n]*/gm);
  return Array.from(assignments, ({ 0: line, 1: name = "", index }) => {
    const at = start + index + line.indexOf("self.") + "self.".length;
    return { name, at: { start: at, end: at + name.length }, type: line.trim() };
  });
}

function goStructs(tree: GoTree): readonly Fielded[] {
  return tree.nodes("type_spec").flatMap((spec): readonly Fielded[] => {
    const name = spec.field("name")?.text();
    const list = spec.field("type")?.children()[1];
    if (name === undefined || list?.kind() !== "field_declaration_list") return [];
    const fields = list.children().flatMap((declaration) =>
      declaration
        .children()
        .filter((child) => child.kind() === "field_identifier")
        .map((child) => ({
          name: child.text(),
          at: spanOfNode(child),
          type: declaration.field("type")?.text() ?? "",
        })),
    );
    return [{ name, span: spanOfNode(spec), fields }];
  });
}

function javaClasses(tree: JavaTree): readonly Fielded[] {
  return tree.nodes("class_declaration").flatMap((node): readonly Fielded[] => {
    const name = node.field("name")?.text();
    const members = node.field("body")?.children() ?? [];
    if (name === undefined) return [];
    const fields = members
      .filter((member) => member.kind() === "field_declaration")
      .filter((member) => !hasModifier(member, "static") && !hasModifier(member, "transient"))
      .flatMap((member) =>
        member.findAll({ rule: { kind: "variable_declarator", inside: { kind: "field_declaration" } } }),
      )
      .flatMap((declarator): readonly Field[] => {
        const id = declarator.field("name");
        return id ? [{ name: id.text(), at: spanOfNode(id), type: declarator.parent()?.text() ?? "" }] : [];
      });
    return [{ name, span: spanOfNode(node), fields: distinct(fields) }];
  });
}

function distinct(fields: readonly Field[]): readonly Field[] {
  const seen = new Set<string>();
  return fields.filter(({ name }) => !seen.has(name) && seen.add(name));
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
