/** Judges one condition: what it says about a value when it holds, and when it does not. */
import type { ts } from "ts-morph";
import { literalText } from "../../syntax/typescript/ask.js";
import type { CodeFile } from "./code-file.js";
import { type Verdict, allClean, bitOf, bothVerdicts, noVerdict } from "./facts.js";
import { foundBy, isConstant, isSubject } from "./comparisons.js";
import type { Knowledge } from "./knowledge.js";
import type { Models } from "./models.js";
import { checkOfWhole } from "./outcomes.js";
import { judgePattern } from "./patterns.js";
import { asText, callsAsText, typeVerdict } from "./text-proofs.js";
import { unwrap } from "./things.js";
import type { Validators } from "./validators.js";
import { excerpt } from "./value.js";

/** The expression a condition is asked about, by its text: the same text at two places is taken for the same value. */
export interface CheckSubject {
  readonly file: CodeFile;
  readonly text: string;
}

/** Methods that ask whether their argument is one of theirs. */
const memberships = new Set(["includes", "has", "hasOwnProperty", "hasOwn", "contains", "indexOf"]);
const numberTests = /^(?:Number\.)?(?:isInteger|isSafeInteger|isFinite)$/;
const checkNames =
  /^_?(?:is|has|can|check|valid|verify|allow|assert|ensure|matches|safe|authori[sz]e|test|within|some|every)/i;
const containment = /\b(?:resolve|join|normalize|realpath|realpathSync)\(/;
/** Calls that throw where their argument is not what they want. */
const throwing = /(?:^|\.)verify$/;

export class Conditions {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly models: Models,
    private readonly validators: Validators,
  ) {}

  judge(subject: CheckSubject, condition: ts.Expression, holds: boolean, depth = 0): Verdict {
    const { ts } = subject.file.tree;
    const node = unwrap(subject.file.tree, condition);
    // Conditions that long are generated; deeper ones would need the stack for themselves.
    if (depth > 30) return noVerdict;
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      return this.judge(subject, node.operand, !holds, depth + 1);
    const shape = this.validators.afterCondition(subject.file, node, holds);
    if (shape) return { ...noVerdict, shapes: [shape] };
    const check = checkOfWhole(subject, node, holds);
    if (check) return guardOf(subject, check);
    if (ts.isBinaryExpression(node)) return this.#binary(subject, node, { holds, depth });
    if (ts.isIdentifier(node)) return this.#named(subject, node, { holds, depth });
    if (ts.isCallExpression(node)) return this.#call(subject, node, holds);
    if (ts.isElementAccessExpression(node) && holds && isSubject(subject, node.argumentExpression))
      return allClean;
    return noVerdict;
  }

  /** What holds of a value that equals this one. */
  sameAs({ file }: CheckSubject, other: ts.Expression): Verdict {
    return isConstant(file, other) ? allClean : noVerdict;
  }

  /** What a call that stands alone says: it threw if it did not like the value. */
  afterCall(subject: CheckSubject, expression: ts.Expression): Verdict {
    const { ts } = subject.file.tree;
    const call = unwrap(subject.file.tree, expression);
    if (!ts.isCallExpression(call)) return noVerdict;
    const shape = this.validators.afterCall(subject.file, call);
    if (shape) return { ...noVerdict, shapes: [shape] };
    const asserted = this.#asserted(subject, call);
    if (asserted) return asserted;
    if (!this.#takes(subject, call)) return noVerdict;
    const mask = this.models.checked(this.knowledge.originOf(subject.file, call.expression));
    if (mask !== 0) return { clean: mask, guard: null };
    return this.#isCheck(subject, call) ? guardOf(subject, call) : noVerdict;
  }

  /** What a call says whose result is kept: it threw if the request did not fit. */
  afterThrowing(subject: CheckSubject, expression: ts.Expression): Verdict {
    const { file } = subject;
    const call = unwrap(file.tree, expression);
    if (!file.tree.ts.isCallExpression(call)) return noVerdict;
    if (callsAsText(subject, call)) return { clean: bitOf("nosql"), guard: null };
    const shape = this.validators.afterCall(file, call);
    if (shape) return { ...noVerdict, shapes: [shape] };
    const isThrowing = throwing.test(call.expression.getText(file.tree.root)) && this.#takes(subject, call);
    const clean = isThrowing ? this.models.checked(this.knowledge.originOf(file, call.expression)) : 0;
    return { clean, guard: null };
  }

  /** `assert.strictEqual(typeof x, "string")`, `assert(typeof x === "string")` */
  #asserted(subject: CheckSubject, call: ts.CallExpression): Verdict | null {
    const { file } = subject;
    const { ts } = file.tree;
    const name = call.expression.getText(file.tree.root);
    const [first, second] = call.arguments;
    if (!first || !/^(?:assert|invariant|ok)\b/.test(name)) return callsAsText(subject, call) ? asText : null;
    if (second && /\.(?:strictEqual|equal|deepStrictEqual)$/.test(name))
      return ts.isTypeOfExpression(first) && isSubject(subject, first.expression)
        ? typeVerdict(subject, second)
        : null;
    const verdict = this.judge(subject, first, true);
    return verdict.clean === 0 ? null : verdict;
  }

  #binary(
    subject: CheckSubject,
    node: ts.BinaryExpression,
    { holds, depth }: { readonly holds: boolean; readonly depth: number },
  ): Verdict {
    const { SyntaxKind } = subject.file.tree.ts;
    const { kind } = node.operatorToken;
    const isAnd = kind === SyntaxKind.AmpersandAmpersandToken;
    if (isAnd || kind === SyntaxKind.BarBarToken) {
      const left = this.judge(subject, node.left, holds, depth + 1);
      const right = this.judge(subject, node.right, holds, depth + 1);
      if (isAnd === holds) return bothVerdicts(left, right);
      return this.#either(subject, node, [left, right]);
    }
    if (kind === SyntaxKind.InKeyword) return holds && isSubject(subject, node.left) ? allClean : noVerdict;
    return this.#comparison(subject, node, holds);
  }

  /** One of two holds, and nobody knows which: enough where the other only asks whether there is a value at all. */
  #either(
    subject: CheckSubject,
    node: ts.BinaryExpression,
    [left, right]: readonly [Verdict, Verdict],
  ): Verdict {
    if (this.#asksForPresence(subject, node.left)) return right;
    if (this.#asksForPresence(subject, node.right)) return left;
    return { clean: left.clean & right.clean, guard: left.guard ?? right.guard };
  }

  #asksForPresence(subject: CheckSubject, node: ts.Expression): boolean {
    const text = node.getText(subject.file.tree.root).replace(/\s/g, "");
    const bare = text
      .replace(/^!+/, "")
      .replace(/^typeof/, "")
      .replace(/[!=]==?(?:undefined|null|""|'').*$/, "");
    return bare === subject.text;
  }

  #comparison(subject: CheckSubject, node: ts.BinaryExpression, holds: boolean): Verdict {
    const operator = node.operatorToken.getText(subject.file.tree.root);
    const isFound = foundBy(operator, node.right.getText(subject.file.tree.root));
    const left = unwrap(subject.file.tree, node.left);
    const { ts } = subject.file.tree;
    if (isFound !== null && ts.isCallExpression(left)) return this.#call(subject, left, isFound === holds);
    const isEqual = /^===?$/.test(operator);
    if (!isEqual && !/^!==?$/.test(operator)) return noVerdict;
    if (isEqual !== holds) return noVerdict;
    if (ts.isTypeOfExpression(left) && isSubject(subject, left.expression))
      return typeVerdict(subject, node.right);
    if (isSubject(subject, node.left)) return this.sameAs(subject, node.right);
    return isSubject(subject, node.right) ? this.sameAs(subject, node.left) : noVerdict;
  }

  /** `const isFine = ALLOWED.includes(x); if (!isFine) …` */
  #named(
    subject: CheckSubject,
    node: ts.Identifier,
    { holds, depth }: { readonly holds: boolean; readonly depth: number },
  ): Verdict {
    const declaration = subject.file.bindingOf(node)?.declaration;
    const { ts } = subject.file.tree;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return noVerdict;
    return this.judge(subject, declaration.initializer, holds, depth + 1);
  }

  #call(subject: CheckSubject, call: ts.CallExpression, holds: boolean): Verdict {
    const { file } = subject;
    const { ts } = file.tree;
    const callee = call.expression;
    if (this.#takes(subject, call)) {
      const origin = this.knowledge.originOf(file, callee);
      const mask = this.models.checked(origin);
      if (mask !== 0) return holds ? { clean: mask, guard: null } : noVerdict;
      const name = origin.known?.join(".") ?? "";
      if (numberTests.test(name)) return holds ? allClean : noVerdict;
      if (/^(?:Number\.)?isNaN$/.test(name)) return holds ? noVerdict : allClean;
    }
    if (!ts.isPropertyAccessExpression(callee))
      return this.#takes(subject, call) && this.#isCheck(subject, call) ? guardOf(subject, call) : noVerdict;
    return this.#method(subject, { call, callee, holds });
  }

  #method(
    subject: CheckSubject,
    asked: {
      readonly call: ts.CallExpression;
      readonly callee: ts.PropertyAccessExpression;
      readonly holds: boolean;
    },
  ): Verdict {
    const { call, callee, holds } = asked;
    const name = callee.name.text;
    if (name === "test" || name === "exec" || name === "match" || name === "search")
      return this.#pattern(subject, asked);
    if (callsAsText(subject, call)) return bothVerdicts(asText, this.#start(subject, asked));
    if (isSubject(subject, callee.expression)) return this.#start(subject, asked);
    const relative = this.#relative(subject, asked);
    if (relative) return relative;
    if (!this.#takes(subject, call)) return noVerdict;
    if (memberships.has(name)) return holds ? allClean : guardOf(subject, call);
    return this.#isCheck(subject, call) ? guardOf(subject, call) : noVerdict;
  }

  /** `/^[a-z]+$/.test(x)` and `x.match(/^[a-z]+$/)` */
  #pattern(
    subject: CheckSubject,
    {
      call,
      callee,
      holds,
    }: {
      readonly call: ts.CallExpression;
      readonly callee: ts.PropertyAccessExpression;
      readonly holds: boolean;
    },
  ): Verdict {
    const { ts } = subject.file.tree;
    const [first] = call.arguments;
    if (!first) return noVerdict;
    const isAsked = isSubject(subject, callee.expression);
    if (!isAsked && !isSubject(subject, first)) return noVerdict;
    const pattern = this.#initial(subject.file, isAsked ? first : callee.expression);
    const verdict = ts.isRegularExpressionLiteral(pattern) ? judgePattern(pattern.text, holds) : noVerdict;
    return verdict.clean === 0 ? guardOf(subject, call) : verdict;
  }

  /** `x.startsWith(root)`: for a path only where `x` was resolved before. */
  #start(
    subject: CheckSubject,
    {
      call,
      callee,
      holds,
    }: {
      readonly call: ts.CallExpression;
      readonly callee: ts.PropertyAccessExpression;
      readonly holds: boolean;
    },
  ): Verdict {
    const name = callee.name.text;
    if (!/^(?:startsWith|indexOf|includes|endsWith)$/.test(name)) return noVerdict;
    const isStart = name === "startsWith" || name === "indexOf";
    const given = this.#initial(subject.file, callee.expression).getText(subject.file.tree.root);
    if (isStart && holds && containment.test(given)) return { clean: bitOf("path"), guard: null };
    const start = literalText(subject.file.tree, call.arguments[0]) ?? "";
    if (isStart && holds && /^https?:\/\/[^/]+\//.test(start))
      return { clean: bitOf("url") | bitOf("redirect"), guard: null };
    return guardOf(subject, call);
  }

  /** `path.relative(root, x).startsWith("..")` */
  #relative(
    subject: CheckSubject,
    { callee, holds }: { readonly callee: ts.PropertyAccessExpression; readonly holds: boolean },
  ): Verdict | null {
    const { ts } = subject.file.tree;
    if (callee.name.text !== "startsWith") return null;
    const receiver = this.#initial(subject.file, callee.expression);
    if (
      !ts.isCallExpression(receiver) ||
      !/relative\($/.test(`${receiver.expression.getText(subject.file.tree.root)}(`)
    )
      return null;
    if (!this.#takes(subject, receiver)) return null;
    return holds ? noVerdict : { clean: bitOf("path"), guard: null };
  }

  /** What a constant was given, or the expression itself. */
  #initial(file: CodeFile, node: ts.Expression): ts.Node {
    const { ts } = file.tree;
    const inner = unwrap(file.tree, node);
    const declaration = ts.isIdentifier(inner) ? file.bindingOf(inner)?.declaration : undefined;
    if (!declaration || !ts.isVariableDeclaration(declaration)) return inner;
    return declaration.initializer ? unwrap(file.tree, declaration.initializer) : inner;
  }

  #takes(subject: CheckSubject, call: ts.CallExpression): boolean {
    return call.arguments.some((argument) => isSubject(subject, argument));
  }

  #isCheck({ file }: CheckSubject, call: ts.CallExpression): boolean {
    const { ts } = file.tree;
    const { expression } = call;
    const name = ts.isPropertyAccessExpression(expression)
      ? expression.name.text
      : expression.getText(file.tree.root);
    return checkNames.test(name);
  }
}

function guardOf({ file }: CheckSubject, call: ts.CallExpression): Verdict {
  return { clean: 0, guard: excerpt(file, call) };
}
