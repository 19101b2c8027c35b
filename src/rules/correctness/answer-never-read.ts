/** An error, a verdict or a record is asked for and given a name, and nothing looks at it. */
import type { ts } from "ts-morph";
import { type Hit, type Subject, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { isWithin, spanOf, textOf } from "../../syntax/typescript/ask.js";
import { mentionsOf } from "../../syntax/typescript/mentions.js";

export default defineRule({
  severity: "medium",
  // One hit in thirteen projects, arguable: an error of a request that the page does not show. Nothing shows yet that more is right.
  confidence: 0.45,
  title: "Answer that nobody looks at",
  risk: "What was asked for to decide whether to go on decides nothing: the code goes on after an error, for a record that exists already, or for somebody who was turned down.",
  fix: "Look at the answer and leave where it says so, or ask no longer.",
  cwe: [252, 754],
  match: { typescript: unread },
  examples: [
    {
      language: "typescript",
      bad: "export async function register(email: string) {\n  const existingUser = await users.findOne({ where: { email } });\n  return users.save({ email });\n}\n",
      good: 'export async function register(email: string) {\n  const existingUser = await users.findOne({ where: { email } });\n  if (existingUser) throw new Error("taken");\n  const user = await users.save({ email });\n  const _found = await users.findOne({ where: { email } });\n}\nexport const found = await users.findOne({});\n',
    },
    {
      language: "typescript",
      path: "src/titles.tsx",
      bad: "export function Titles() {\n  const { data, error } = useSWR(`/titles`);\n  return <List items={data} />;\n}\n",
      good: "export function Titles() {\n  const { data, error } = useSWR(`/titles`);\n  const { error: _failed, ...rest } = useForm();\n  if (error) return <Failed />;\n  return <List items={data} {...rest} />;\n}\n",
    },
  ],
});

const decides =
  /^(?:error|err|errors|success|ok|exists|allowed|permitted|authori[sz]ed|(?:is|has|can)(?:Valid|Allowed|Auth|Access|Permi|Owner|Admin|Error|Exist|Member|Locked|Expired)\w*|existing\w*|already\w*|duplicate\w*)$/;
const looksUp = /^find(?:One|First|Unique|ByPk|ById)$/;

function* unread({ tree, source }: Subject<TypeScriptTree>): Iterable<Hit> {
  if (!/\b(?:const|let)\b/.test(source.text)) return;
  const { ts } = tree;
  for (const declaration of tree.nodes(ts.SyntaxKind.VariableDeclaration)) {
    const call = calledIn(tree, declaration.initializer);
    const scope = call && scopeOf(tree, declaration);
    if (!call || !scope) continue;
    for (const name of namesOf(tree, declaration.name)) {
      if (!(decides.test(name.text) || isFetched(tree, declaration, call)) || name.text.startsWith("_"))
        continue;
      if (isMentioned(tree, name, scope)) continue;
      yield {
        at: spanOf(tree, declaration.name),
        issue: `\`${name.text}\` is what \`${short(textOf(tree, call.expression))}\` gives, and nothing looks at it.`,
      };
    }
  }
}

function calledIn({ ts }: TypeScriptTree, value: ts.Expression | undefined): ts.CallExpression | undefined {
  const inner = value && ts.isAwaitExpression(value) ? value.expression : value;
  return inner && ts.isCallExpression(inner) ? inner : undefined;
}

/** A record that is waited for under a name of its own. */
function isFetched(
  { ts }: TypeScriptTree,
  { name, initializer }: ts.VariableDeclaration,
  call: ts.CallExpression,
): boolean {
  return (
    ts.isIdentifier(name) &&
    initializer !== undefined &&
    ts.isAwaitExpression(initializer) &&
    ts.isPropertyAccessExpression(call.expression) &&
    looksUp.test(call.expression.name.text)
  );
}

/** What is left out of the rest, `{ error, ...rest }`, is named to be left out. */
function namesOf({ ts }: TypeScriptTree, target: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(target)) return [target];
  if (!ts.isObjectBindingPattern(target)) return [];
  if (target.elements.some(({ dotDotDotToken }) => dotDotDotToken)) return [];
  return target.elements.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
}

function isMentioned(tree: TypeScriptTree, name: ts.Identifier, scope: ts.Node): boolean {
  return mentionsOf(tree, name.text).some(
    (node) => node !== name && node.pos > name.pos && isWithin(node, scope),
  );
}

/** The block around the variable; at the top of a file others may take it. */
function scopeOf({ ts }: TypeScriptTree, node: ts.Node): ts.Node | undefined {
  for (let scope = node.parent; !ts.isSourceFile(scope); scope = scope.parent)
    if (ts.isBlock(scope) || ts.isCaseBlock(scope)) return scope;
  return undefined;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 50 ? `…${line.slice(-49)}` : line;
}
