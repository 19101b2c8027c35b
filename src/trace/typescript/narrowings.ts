/** Says what a schema's methods leave of a text: nothing harmful where only named characters, forms or words pass. */
import type { ts } from "ts-morph";
import { literalText } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import { isConstant } from "./comparisons.js";
import { importAround } from "./expressions.js";
import { cleanForAll } from "./facts.js";
import { judgePattern } from "./patterns.js";
import type { Located, Project } from "./project.js";
import { unwrap } from "./things.js";

/** Forms that have no room for anything else. */
const forms =
  /^(?:uuid|guid|cuid2?|ulid|nanoid|ip|ipv4|ipv6|hex|alphanum|token|isoDate|datetime|date|time|duration|int|integer)$/;
const patterns = /^(?:regex|pattern|matches)$/;
const choices = /^(?:valid|oneOf)$/;
/** A name is followed from file to file this often. */
const mostHops = 6;

/** Harms that a text can no longer do once the method has let it pass. */
export function maskLeftBy(
  project: Project,
  { file, node }: Located<ts.CallExpression>,
  method: string,
): number {
  const [first] = node.arguments;
  if (forms.test(method)) return cleanForAll;
  if (patterns.test(method) && first) {
    const { file: home, node: pattern } = givenTo(project, { file, node: first }, 0);
    const { ts } = home.tree;
    return ts.isRegularExpressionLiteral(pattern) ? judgePattern(pattern.text, true).clean : 0;
  }
  return choices.test(method) && areConstants({ file, node }) ? cleanForAll : 0;
}

/** `valid("a", "b")`, `oneOf(["a", "b"])` */
function areConstants({ file, node }: Located<ts.CallExpression>): boolean {
  const { ts } = file.tree;
  const words = node.arguments.flatMap((argument): readonly ts.Node[] => {
    const inner = unwrap(file.tree, argument);
    return ts.isArrayLiteralExpression(inner) ? inner.elements : [inner];
  });
  return words.length > 0 && words.every((word) => isConstant(file, word));
}

/** What a constant was given, in this file or the one it is imported from. */
function givenTo(project: Project, { file, node }: Located, depth: number): Located {
  const { ts } = file.tree;
  const inner = unwrap(file.tree, node);
  const declaration = ts.isIdentifier(inner) ? file.bindingOf(inner)?.declaration : undefined;
  if (!declaration || depth > mostHops) return { file, node: inner };
  if (ts.isVariableDeclaration(declaration) && declaration.initializer)
    return givenTo(project, { file, node: declaration.initializer }, depth + 1);
  const module = literalText(file.tree, importAround(file, declaration)?.moduleSpecifier);
  const target = module === null ? undefined : project.resolve(file, module);
  if (!target || !ts.isImportSpecifier(declaration)) return { file, node: inner };
  const exported = (declaration.propertyName ?? declaration.name).text;
  return exportedBy(project, target, { name: exported, depth: depth + 1 }) ?? { file, node: inner };
}

/** What a file gives under the name, itself or by way of others. */
function exportedBy(
  project: Project,
  file: CodeFile,
  { name, depth }: { readonly name: string; readonly depth: number },
): Located | null {
  if (depth > mostHops) return null;
  const { named, passedOn, stars } = project.exportsOf(file);
  const own = named.get(name);
  if (own) return givenTo(project, { file, node: own }, depth);
  const passed = passedOn.get(name);
  const ways = passed ? [passed] : stars.map((module) => ({ module, name }));
  for (const way of ways) {
    const target = project.resolve(file, way.module);
    const found = target && exportedBy(project, target, { name: way.name, depth: depth + 1 });
    if (found) return found;
  }
  return null;
}
