/** What conditions around a place say about a value: allow-lists, casts, containment, and checks nobody can judge. */
import type { ts } from "ts-morph";
import { type FunctionNode, isFunctionNode } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import { plainText } from "./comparisons.js";
import type { Conditions } from "./conditions.js";
import { type Verdict, bothVerdicts, noVerdict } from "./facts.js";
import { isLeft } from "./leaving.js";
import { unwrap } from "./things.js";
import type { Validators } from "./validators.js";

/** Functions around a place that are looked through for checks; further out stands what belongs to other work. */
const mostFunctions = 3;

export class Checks {
  readonly #known = new Map<ts.Node, Verdict>();

  constructor(
    private readonly conditions: Conditions,
    private readonly validators: Validators,
  ) {}

  /** What is known of the expression where it stands. */
  at(file: CodeFile, node: ts.Node): Verdict {
    let verdict = this.#known.get(node);
    if (!verdict) this.#known.set(node, (verdict = this.#look(file, node)));
    return verdict;
  }

  #look(file: CodeFile, node: ts.Node): Verdict {
    const text = plainText(file, node);
    if (text === null) return noVerdict;
    const subject = { file, text };
    const home = homeOf(file, node);
    let verdict = noVerdict;
    let functions = 0;
    for (
      let inner = node, outer = node.parent as ts.Node | undefined;
      outer;
      inner = outer, outer = outer.parent
    ) {
      verdict = bothVerdicts(verdict, this.#around(subject, outer, inner));
      if (isFunctionNode(file.tree, outer)) {
        verdict = bothVerdicts(verdict, this.#atStart(file, outer));
        functions++;
      }
      if (outer === home || functions >= mostFunctions) break;
    }
    return verdict;
  }

  /** What was checked before a handler of requests is called. */
  #atStart(file: CodeFile, node: FunctionNode): Verdict {
    const shape = this.validators.before(file, node);
    return shape.size > 0 ? { ...noVerdict, shapes: [shape] } : noVerdict;
  }

  /** What the branch or the statements before say. */
  #around(
    subject: { readonly file: CodeFile; readonly text: string },
    outer: ts.Node,
    inner: ts.Node,
  ): Verdict {
    const { ts } = subject.file.tree;
    const judge = (condition: ts.Expression, holds: boolean): Verdict =>
      this.conditions.judge(subject, condition, holds);
    if (ts.isIfStatement(outer)) {
      if (inner === outer.thenStatement) return judge(outer.expression, true);
      return inner === outer.elseStatement ? judge(outer.expression, false) : noVerdict;
    }
    if (ts.isConditionalExpression(outer)) {
      if (inner === outer.whenTrue) return judge(outer.condition, true);
      return inner === outer.whenFalse ? judge(outer.condition, false) : noVerdict;
    }
    if (ts.isBinaryExpression(outer) && inner === outer.right) {
      const { kind } = outer.operatorToken;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return judge(outer.left, true);
      return kind === ts.SyntaxKind.BarBarToken ? judge(outer.left, false) : noVerdict;
    }
    if (ts.isWhileStatement(outer) && inner === outer.statement) return judge(outer.expression, true);
    if (ts.isCaseClause(outer)) return this.#case(subject, outer, inner);
    if (ts.isBlock(outer) || ts.isSourceFile(outer)) return this.#before(subject, outer.statements, inner);
    return noVerdict;
  }

  #case(
    subject: { readonly file: CodeFile; readonly text: string },
    clause: ts.CaseClause,
    inner: ts.Node,
  ): Verdict {
    if (inner === clause.expression) return noVerdict;
    const { expression } = clause.parent.parent;
    const isSubject = plainText(subject.file, expression) === subject.text;
    return bothVerdicts(
      isSubject ? this.conditions.sameAs(subject, clause.expression) : noVerdict,
      this.#before(subject, clause.statements, inner),
    );
  }

  #before(
    subject: { readonly file: CodeFile; readonly text: string },
    statements: readonly ts.Statement[],
    inner: ts.Node,
  ): Verdict {
    const { ts } = subject.file.tree;
    let verdict = noVerdict;
    for (const statement of statements) {
      if (statement === inner || statement.pos >= inner.pos) break;
      if (ts.isIfStatement(statement)) verdict = bothVerdicts(verdict, this.#afterIf(subject, statement));
      else if (ts.isTryStatement(statement))
        verdict = bothVerdicts(verdict, this.#afterTry(subject, statement, inner));
      else if (ts.isExpressionStatement(statement))
        verdict = bothVerdicts(verdict, this.conditions.afterCall(subject, statement.expression));
      else if (ts.isVariableStatement(statement))
        for (const { initializer } of statement.declarationList.declarations)
          if (initializer)
            verdict = bothVerdicts(verdict, this.conditions.afterThrowing(subject, initializer));
    }
    return verdict;
  }

  /** What was checked inside holds afterwards where the way through `catch` leads elsewhere. */
  #afterTry(
    subject: { readonly file: CodeFile; readonly text: string },
    { tryBlock, catchClause }: ts.TryStatement,
    inner: ts.Node,
  ): Verdict {
    const isOver = !catchClause || isLeft(subject.file, catchClause.block);
    return isOver ? this.#before(subject, tryBlock.statements, inner) : noVerdict;
  }

  #afterIf(
    subject: { readonly file: CodeFile; readonly text: string },
    { expression, thenStatement, elseStatement }: ts.IfStatement,
  ): Verdict {
    if (isLeft(subject.file, thenStatement)) return this.conditions.judge(subject, expression, false);
    if (elseStatement && isLeft(subject.file, elseStatement))
      return this.conditions.judge(subject, expression, true);
    return this.#replaced(subject, thenStatement)
      ? this.conditions.judge(subject, expression, false)
      : noVerdict;
  }

  /** `if (!ok(x)) x = fallback`: afterwards x is fine either way. */
  #replaced(
    { file, text }: { readonly file: CodeFile; readonly text: string },
    statement: ts.Statement,
  ): boolean {
    const { ts } = file.tree;
    const only =
      ts.isBlock(statement) && statement.statements.length === 1 ? statement.statements[0] : statement;
    if (!only || !ts.isExpressionStatement(only) || !ts.isBinaryExpression(only.expression)) return false;
    const { left, right, operatorToken } = only.expression;
    const isConstant = ts.isLiteralExpression(right) || right.kind === ts.SyntaxKind.NullKeyword;
    return operatorToken.kind === ts.SyntaxKind.EqualsToken && isConstant && plainText(file, left) === text;
  }
}

/** The function that declares the name the expression begins with; conditions outside speak of another. */
function homeOf(file: CodeFile, node: ts.Node): ts.Node | undefined {
  const { ts } = file.tree;
  let root = unwrap(file.tree, node);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = unwrap(file.tree, root.expression);
  const declaration = ts.isIdentifier(root) ? file.bindingOf(root)?.declaration : undefined;
  let home: ts.Node | undefined = declaration;
  while (home && !isFunctionNode(file.tree, home) && !ts.isSourceFile(home))
    home = home.parent as ts.Node | undefined;
  return home;
}
