/** A value that a remembered function is made anew for, and never looks at. */
import type { ts } from "ts-morph";
import { type ProjectHit, defineRule } from "../../model/rule.js";
import type { Span } from "../../model/source.js";
import type { Survey, SurveyedFile } from "../../model/survey.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { learn } from "../../syntax/learn.js";
import { isWithin, spanOf, textOf } from "../../syntax/typescript/ask.js";
import { mentionsOf } from "../../syntax/typescript/mentions.js";
import { scriptFiles } from "../../syntax/typescript/project-functions.js";

/** Seventy values that are listed because they are read. */
const careful = Array.from(
  { length: 35 },
  (_, i) =>
    `export function Row${String(i)}({ row, open }) {\n  const show = useCallback(() => open(row), [open, row]);\n  return <Item onClick={show} />;\n}\n`,
).join("");

export default defineRule({
  severity: "low",
  // Of 10 hits read in five projects 6 true, 2 arguable, 2 there to have the value made anew.
  confidence: 0.55,
  judged: { right: 6, arguable: 2, wrong: 2, projects: 5 },
  title: "Dependency that nothing reads",
  risk: "Either the function is made anew for nothing, or a check that looked at the value is gone.",
  fix: "Take the value out of the list, or look at it where it was meant to decide.",
  reads: ["typescript"],
  project: unreadDependencies,
  examples: [
    {
      language: "javascript",
      path: "src/tasks.jsx",
      bad: `${careful}export function Tasks({ tasks, toggle }) {\n  const open = useCallback((event) => {\n    event.stopPropagation();\n    toggle();\n  }, [toggle, tasks.length]);\n  return <List onClick={open} items={tasks} />;\n}\n`,
      good: `${careful}export function Tasks({ tasks, toggle, version }) {\n  const open = useCallback((event) => {\n    if (tasks.length === 0) return;\n    toggle();\n  }, [toggle, tasks.length]);\n  const rows = useMemo(() => readRows(), [version]);\n  const shown = useMemo(() => ({ ...rows, tasks }), [rows, tasks]);\n  useEffect(() => scrollUp(), [tasks]);\n  // eslint-disable-next-line react-hooks/exhaustive-deps\n  const again = useCallback(() => toggle(), [toggle, tasks]);\n  return <List onClick={open} items={shown} again={again} />;\n}\n`,
    },
  ],
});

const remembers = /^(?:React\.)?use(?:Callback|Memo)$/;
/** What is there to have the value made anew: `[version]`, `[locale]`. */
const triggers =
  /version|revision|tick|nonce|refresh|reload|trigger|force|update|locale|lang|theme|now|time|counter|seed|i18n/i;

/** From this many listed values on one may speak of a habit, of which these are the most and the share of exceptions. */
const fewest = 60;
const most = 3;
const share = 0.02;

interface Listed {
  readonly at: Span;
  readonly shown: string;
  readonly hook: string;
  readonly isRead: boolean;
}

function* unreadDependencies(survey: Survey): Iterable<ProjectHit> {
  const all = scriptFiles(survey).flatMap((file) =>
    learn(file, "dependency-never-read", () => listedIn(file)).map((one) => ({
      path: file.source.path,
      one,
    })),
  );
  const unread = all.filter(({ one }) => !one.isRead);
  if (all.length < fewest || unread.length > most || unread.length / all.length > share) return;
  for (const { path, one } of unread)
    yield {
      path,
      at: one.at,
      issue: `\`${one.shown}\` has the function of \`${one.hook}\` made anew, and the function never looks at it; all but ${unread.length === 1 ? "this one" : `${String(unread.length)}`} of the ${String(all.length)} such values of the project are read. Is it left over, or is a check gone?`,
    };
}

function listedIn({
  tree,
  source,
}: Pick<SurveyedFile, "source"> & { readonly tree: TypeScriptTree }): readonly Listed[] {
  if (!/\buse(?:Callback|Memo)\(/.test(source.text)) return [];
  return tree.nodes(tree.ts.SyntaxKind.CallExpression).flatMap((call) => {
    const [made, list] = call.arguments;
    const hook = textOf(tree, call.expression);
    if (!made || !list || !tree.ts.isArrayLiteralExpression(list) || !remembers.test(hook)) return [];
    if (isSaid(source.text, call)) return [];
    return list.elements.flatMap((dependency) => {
      const name = rootOf(tree, dependency);
      const shown = textOf(tree, dependency);
      if (!name || triggers.test(shown)) return [];
      return [{ at: spanOf(tree, dependency), shown, hook, isRead: isRead(tree, name, made) }];
    });
  });
}

/** The author has told the linter that the list is as it should be. */
function isSaid(text: string, { pos, end }: ts.Node): boolean {
  return /exhaustive-deps/.test(text.slice(Math.max(0, pos - 120), end + 80));
}

/** `tasks` of `tasks.length`. */
function rootOf({ ts }: TypeScriptTree, node: ts.Expression): ts.Identifier | undefined {
  let inner = node;
  while (ts.isPropertyAccessExpression(inner) || ts.isNonNullExpression(inner)) inner = inner.expression;
  return ts.isIdentifier(inner) ? inner : undefined;
}

function isRead(tree: TypeScriptTree, { text }: ts.Identifier, made: ts.Node): boolean {
  return mentionsOf(tree, text).some((node) => isWithin(node, made));
}
