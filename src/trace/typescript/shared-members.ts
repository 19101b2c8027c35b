/** Finds what handlers of one request leave for each other: `res.locals.name`, `ctx.state.name`. */
import type { ts } from "ts-morph";
import type { CodeFile } from "./code-file.js";
import { rootOf } from "./expressions.js";
import type { Located, Project } from "./project.js";

/** Where frameworks let one handler leave something for the next. */
const shelves = new Set(["locals", "state"]);

/** `locals` for `res.locals` where `res` is a parameter; null for anything else. */
export function sharedShelf(file: CodeFile, node: ts.Node): string | null {
  const { ts } = file.tree;
  if (!ts.isPropertyAccessExpression(node) || !shelves.has(node.name.text)) return null;
  const root = rootOf(file, node);
  const declaration = root && file.bindingOf(root)?.declaration;
  return declaration && ts.isParameter(declaration) ? node.name.text : null;
}

/** Every place that reads the member from such a shelf. */
export function readingsOf(project: Project, shelf: string, name: string): readonly Located[] {
  const found: Located[] = [];
  const { files } = project.terrain.survey;
  // Members are called alike everywhere, and binding a file's names costs a walk through its tree.
  const speaksOfShelf = (path: string): boolean => files.get(path)?.outline.mentions.has(shelf) === true;
  for (const file of project.mentioning(name, speaksOfShelf))
    for (const identifier of file.named(name)) {
      const { ts } = file.tree;
      const access = identifier.parent;
      if (!ts.isPropertyAccessExpression(access) || access.name !== identifier) continue;
      const { parent } = access;
      const isTarget = ts.isBinaryExpression(parent) && parent.left === access;
      if (!isTarget && sharedShelf(file, access.expression) === shelf) found.push({ file, node: access });
    }
  return found;
}
