/** Reads checks of named fields: chains of methods, tables of checks by field, and groups of which one has to hold. */
import type { ts } from "ts-morph";
import { literalText } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import { type Shape, maskOf } from "./facts.js";
import type { Knowledge } from "./knowledge.js";
import type { Models, Validator } from "./models.js";
import type { Located } from "./project.js";
import type { Schemas } from "./schemas.js";
import { keyText, unwrap } from "./things.js";

/** What the checks before a function say: some for sure, some only once their result was tested. */
export interface Said {
  readonly sure: Shape;
  readonly tested: Shape;
}

/** Methods after which a check counts under a condition, or the other way round. */
const conditional = new Set(["if", "not"]);

export class FieldChecks {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly models: Models,
    private readonly schemas: Schemas,
  ) {}

  /** `body("email").trim().isEmail()` and `checkSchema({ email: { isEmail: true } })`; null for anything else. */
  saidBy(item: Located): Said | null {
    return this.#chain(item) ?? this.#table(item);
  }

  /** The groups of which one has to hold: `oneOf([check("email").isEmail(), [check("phone").isInt()]])`. */
  groupsOf({ file, node }: Located): readonly Located[] {
    const { ts } = file.tree;
    const isGroup =
      ts.isCallExpression(node) &&
      this.models.groups.match(this.knowledge.originOf(file, node.expression)).length > 0;
    const [first] = isGroup ? node.arguments : [];
    const list = first && this.schemas.madeBy({ file, node: first });
    if (!list || !list.file.tree.ts.isArrayLiteralExpression(list.node)) return [];
    return list.node.elements.map((each) => ({ file: list.file, node: each }));
  }

  #chain({ file, node }: Located): Said | null {
    const matchOf = (call: ts.CallExpression) =>
      this.models.fields.match(this.knowledge.originOf(file, call.expression))[0]?.value;
    const chain = this.schemas.chainOf({ file, node }, (call) => matchOf(call) !== undefined);
    const validator = chain && matchOf(chain.begin.node);
    if (!chain || !validator) return null;
    const names = chain.methods.map(({ name }) => name);
    if (names.some((name) => conditional.has(name) && !isNegatedHarmlessly(names, name))) return null;
    return said(validator, {
      names,
      fields: namesIn(file, chain.begin.node.arguments[0]),
      members: validator.of ?? [],
    });
  }

  /** A field without a place is looked for everywhere. */
  #table({ file, node }: Located): Said | null {
    const { ts } = file.tree;
    if (!ts.isCallExpression(node)) return null;
    const [match] = this.models.tables.match(this.knowledge.originOf(file, node.expression));
    const [first, second] = node.arguments;
    if (!match || !first) return null;
    const table = this.schemas.madeBy({ file, node: first });
    if (!table.file.tree.ts.isObjectLiteralExpression(table.node)) return null;
    const places = second ? namesIn(file, second) : (match.value.of ?? []);
    const all = table.node.properties.flatMap((property) =>
      this.#row({ file: table.file, node: property }, match.value, places),
    );
    return { sure: together(all.map(({ sure }) => sure)), tested: together(all.map(({ tested }) => tested)) };
  }

  #row(
    { file, node }: Located<ts.ObjectLiteralElementLike>,
    validator: Validator,
    places: readonly string[],
  ): readonly Said[] {
    const { ts } = file.tree;
    const field = keyText(file.tree, node.name);
    if (field === null || !ts.isPropertyAssignment(node)) return [];
    const checks = this.schemas.madeBy({ file, node: node.initializer });
    if (!checks.file.tree.ts.isObjectLiteralExpression(checks.node)) return [];
    const given = new Map(
      checks.node.properties.flatMap((property) =>
        ts.isPropertyAssignment(property)
          ? [[keyText(checks.file.tree, property.name) ?? "", property.initializer] as const]
          : [],
      ),
    );
    const place = given.get("in");
    const names = [...given]
      .filter(([, value]) => value.kind !== ts.SyntaxKind.FalseKeyword && !isUnder(checks.file, value))
      .map(([name]) => name);
    return [
      said(validator, { names, fields: [field], members: place ? namesIn(checks.file, place) : places }),
    ];
  }
}

/** `isEmail: { if: …, negated: true }` */
function isUnder({ tree }: CodeFile, value: ts.Node): boolean {
  const { ts } = tree;
  return (
    ts.isObjectLiteralExpression(value) &&
    value.properties.some(({ name }) => /^(?:if|negated)$/.test(keyText(tree, name) ?? ""))
  );
}

function said(
  { checks = [], casts = [], harms }: Validator,
  {
    names,
    fields,
    members,
  }: {
    readonly names: readonly string[];
    readonly fields: readonly string[];
    readonly members: readonly string[];
  },
): Said {
  const isCast = names.some((name) => casts.includes(name));
  const isChecked = isCast || names.some((name) => checks.includes(name));
  const shape = new Map(
    isChecked
      ? members.flatMap((member) => fields.map((field) => [`${member}.${field}`, maskOf(harms)] as const))
      : [],
  );
  return isCast ? { sure: shape, tested: new Map() } : { sure: new Map(), tested: shape };
}

/** `not()` before a check that says nothing about objects: `not().isEmpty()`. */
function isNegatedHarmlessly(names: readonly string[], name: string): boolean {
  // The last method comes first in the list.
  return name === "not" && names[names.indexOf(name) - 1] === "isEmpty";
}

function namesIn(file: CodeFile, argument: ts.Node | undefined): readonly string[] {
  const { ts } = file.tree;
  if (!argument) return [];
  const node = unwrap(file.tree, argument);
  const items = ts.isArrayLiteralExpression(node) ? node.elements : [node];
  return items.flatMap((item) => literalText(file.tree, item) ?? []);
}

function together(shapes: readonly Shape[]): Shape {
  return new Map(shapes.flatMap((shape) => [...shape]));
}
