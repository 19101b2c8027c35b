/** A secret is made with a random generator whose next value can be computed. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import type { Call } from "../../model/outline.js";
import { type Hit, defineRule } from "../../model/rule.js";
import type { TypeScriptTree } from "../../model/tree.js";
import { callsWhere as pythonCalls } from "../../syntax/python/calls.js";
import { callsWhere as typescriptCalls } from "../../syntax/typescript/calls.js";
import { namesSecret, wordsOf } from "../../syntax/secret-names.js";
import { dottedName, enclosingFunction as enclosing } from "../../syntax/python/ask.js";
import { enclosingFunction, functionNameNode, isFunctionNode, textOf } from "../../syntax/typescript/ask.js";
import { scriptExamples } from "./predictable-random/examples.js";
import { elixir, elixirExamples } from "./predictable-random/elixir.js";
import { isNeverCalled, isReplacedNext, statementAround } from "./predictable-random/fate.js";
import { rust, rustExamples } from "./predictable-random/rust.js";
import { javaAdvice, javaExamples, javaRandomValues } from "./predictable-random/java.js";
import { go, goExamples } from "./predictable-random/go.js";

export default defineRule({
  // Medium: eight hits read on unseen projects, 3 true, all passwords that are made for accounts; those are high (ARCHITECTURE.md, "High is earned").
  severity: "medium",
  // Two hits on 33 TypeScript, JavaScript and Python projects, 1 true, 1 arguable; the name decides, and a name can mislead.
  // In Go, Rust and Elixir by its examples only; no hit met there on 34 real projects.
  // Six hits on eight unseen projects, all in seed data, which is left alone since.
  confidence: 0.8,
  judged: { right: 20, arguable: 10, wrong: 1, projects: 0 },
  title: "Secret from a predictable random generator",
  risk: "Such a generator can be predicted from a few of its outputs, so an attacker computes the next token instead of guessing it.",
  fix: "Use the operating system's generator: crypto.randomBytes / crypto.randomUUID / crypto.randomInt in Node, crypto.getRandomValues in a browser, the secrets module in Python.",
  trial: {
    name: "two results of a generator that repeats itself differ",
    arrange: "the general random generator replaced by one that always gives the same number",
    act: "run {it} twice",
    assert: "the two results differ",
  },
  cwe: [338],
  match: {
    *typescript({ tree, outline, source }) {
      const isRandom = ({ callee }: Call): boolean => callee === "Math.random";
      if (outline.calls.filter(isRandom).length >= fakerDraws || fillsSamples.test(source.path)) return;
      const told = new Map<ts.Node, string>();
      for (const { call, node } of typescriptCalls({ tree, outline }, isRandom)) {
        const purpose = typescriptPurpose(tree, node);
        const name = purpose && secretName(purpose);
        if (!name || tellsRunsApart(tree, node, name) || isReplacedNext(tree, node, name)) continue;
        // Several draws of one name in one function make one secret.
        const home = enclosingFunction(tree, node) ?? statementAround(tree, node);
        if (told.get(home) === name) continue;
        told.set(home, name);
        // RFC 5849, 3.3: the nonce of OAuth 1 has to be new, not secret.
        if (/nonce$/i.test(name) && /\boauth_nonce\b/.test(source.text)) continue;
        const hit = describe(call, name, nodeAdvice(name));
        const isMild = staysHere(tree, node) || isNeverCalled(tree, name);
        yield isMild ? { ...hit, severity: "medium" } : hit;
      }
    },
    *python({ tree, outline, source }) {
      if (fillsSamples.test(source.path)) return;
      const isRandom = ({ origin }: Call): boolean => origin !== null && pythonGenerators.test(origin);
      for (const { call, node } of pythonCalls({ tree, outline }, isRandom)) {
        const purpose = pythonPurpose(node);
        const name = purpose && secretName(purpose);
        if (name && !isTypedBack(enclosing(node), name)) yield describe(call, name, pythonAdvice(name));
      }
    },
    elixir,
    rust,
    *java(subject) {
      for (const { call, purpose } of javaRandomValues(subject)) {
        const name = secretName(purpose);
        if (name) yield describe(call, name, javaAdvice);
      }
    },
    go,
  },
  examples: [...scriptExamples, ...elixirExamples, ...rustExamples, ...javaExamples, ...goExamples],
});

/** A file that draws this often makes names, colours and passwords for samples, not secrets that protect something. */
const fakerDraws = 10;

/** What fills an empty database for developers and tests: nothing in it is worth guessing. */
const fillsSamples = /(?:^|\/)(?:seeds?|seeders?|seeding)\/|(?:^|[/._-])seed(?:s|er|ers)?\.\w+$/i;

/** `if (this.current === token)` later in the same function: the value only tells this run from a newer one. */
function tellsRunsApart(tree: TypeScriptTree, node: ts.Node, name: string): boolean {
  if (!/token$/i.test(name)) return false;
  for (let scope = enclosingFunction(tree, node); scope; scope = enclosingFunction(tree, scope)) {
    const text = textOf(tree, scope);
    if (new RegExp(`[!=]==?\\s*${name}\\b|\\b${name}\\s*[!=]==`).test(text)) return true;
  }
  return false;
}

/** A word that is shown so that somebody types it again: it asks whether they mean it, and keeps nobody out. */
function isTypedBack(holder: SgNode | undefined, name: string): boolean {
  return /confirm|captcha/i.test(name) || /\bwait_for\(/.test(holder?.text() ?? "");
}

/** What is only told to a program on the same machine is within reach of few. */
function staysHere(tree: TypeScriptTree, node: ts.Node): boolean {
  const scope = enclosingFunction(tree, node);
  return scope !== undefined && /["'`]https?:\/\/(?:localhost|127\.0\.0\.1)\b/.test(textOf(tree, scope));
}

const pythonGenerators =
  /^random\.(?:random|randint|randrange|choice|choices|sample|getrandbits|randbytes|uniform)$/;

/** What the surroundings of a random number say about its purpose. */
export interface Purpose {
  /** Variable, property or argument the value is given to. */
  readonly given: string | null;
  readonly functionName: string | null;
  /** One thing is picked out of several, instead of something being made. */
  readonly isPick: boolean;
  /** Several random pieces, or one written out as text. */
  readonly isText: boolean;
}

/** Names that say nothing about the purpose, so that the function's name counts. */
const neutral =
  /^(?:[a-z]|idx|index|pos|position|rand\w*|chars?|letter|result|res|ret|out|output|str|string|text|value|val|id|code|key|buf|buffer|bytes?|hash|digits?|num|number|part|chunk|seed|uuid|tmp|temp)$/i;

/** The name that shows the value to be a secret. */
export function secretName({ given, functionName, isPick, isText }: Purpose): string | null {
  // The line between two parts of a message has to be new, not secret (RFC 2046, 5.1.1).
  if (isPick || /boundary/i.test(functionName ?? "")) return null;
  // A number called nonce or salt mostly keeps two signed messages apart; nobody gains by guessing it.
  if (given !== null && /(?:nonce|salt)$/i.test(given) && !isText) return null;
  if (given !== null && namesSecret(given)) return given;
  if (given !== null && !neutral.test(given)) return null;
  return functionName !== null && makesSecret(functionName) ? functionName : null;
}

/** `generateResetToken`, `random_password`, `otp`; not `refreshToken`, which may only wait a random time. */
function makesSecret(name: string): boolean {
  if (!namesSecret(name)) return false;
  const words = wordsOf(name);
  return (
    (words.length <= 2 &&
      !/^(?:get|set|check|refresh|rotate|reset|verify|validate|use|load|send)$/.test(words[0] ?? "")) ||
    words.some((word) => /^(?:generate|gen|create|make|new|random|build|issue|mint)$/.test(word))
  );
}

/** Who guesses it is let in as somebody else; keys, codes and ids by other names are worth less or nothing. */
const ofAccount = /passw(?:or)?d|(?:session|reset|auth|access|verif\w*|api|login|confirm\w*)_?token|otp$/i;

/** The hit for a call that makes a secret of this name. */
export function describe({ callee, span }: Call, name: string, api: string): Hit {
  const isMild = /(?:nonce|salt|(?:invite|invitation)_?code)$/i.test(name);
  const isOfAccount = ofAccount.test(name);
  return {
    at: span,
    issue: `\`${name}\` is made with \`${callee}\`, whose outputs can be predicted.`,
    ...(isOfAccount ? { severity: "high" } : {}),
    ...(isMild ? { confidence: 0.65 } : {}),
    recommendation: api,
  };
}

const isDigits = /(?:otp|pin|code)$/i;

function nodeAdvice(name: string): string {
  return isDigits.test(name)
    ? "Use crypto.randomInt(0, 1_000_000) from node:crypto and pad it to six digits."
    : "Use crypto.randomBytes(32).toString('base64url') from node:crypto, or crypto.getRandomValues(…) in a browser.";
}

function pythonAdvice(name: string): string {
  return isDigits.test(name)
    ? "Use secrets.randbelow(1_000_000) and pad it to six digits."
    : "Use secrets.token_urlsafe(32), or secrets.choice(…) for a given alphabet.";
}

const waiting = /(?:^|\.)(?:sleep|delay|wait|setTimeout|setInterval)$/i;

/** Follows the value outwards to the name it gets; null when it only decides or delays something. */
function typescriptPurpose(tree: TypeScriptTree, start: ts.Node): Purpose | null {
  const { ts } = tree;
  let given: string | null = null;
  let isPick = false;
  let isText = false;
  for (let node = start; !ts.isSourceFile(node.parent); node = node.parent) {
    const { parent } = node;
    if (given === null) {
      if (ts.isBinaryExpression(parent) && isComparison(tree, parent)) return null;
      if (ts.isCallExpression(parent) && parent.expression !== node) {
        if (waiting.test(textOf(tree, parent.expression))) return null;
      }
      if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) isPick = true;
      if (isAddition(tree, parent)) [isPick, isText] = [false, true];
      if (ts.isPropertyAccessExpression(parent) && parent.name.text === "toString") isText = true;
      given = nameGivenIn(tree, parent, node);
    }
    if (!isFunctionNode(tree, parent)) continue;
    const isCallback = ts.isCallExpression(parent.parent) && given === null;
    if (isCallback) [isPick, isText] = [false, true];
    else
      return {
        given,
        functionName: functionNameNode(tree, parent)?.getText(tree.root) ?? null,
        isPick,
        isText,
      };
  }
  return { given, functionName: null, isPick, isText };
}

function isComparison({ ts }: TypeScriptTree, { operatorToken: { kind } }: ts.BinaryExpression): boolean {
  const { SyntaxKind } = ts;
  return (
    kind === SyntaxKind.LessThanToken ||
    kind === SyntaxKind.GreaterThanToken ||
    kind === SyntaxKind.LessThanEqualsToken ||
    kind === SyntaxKind.GreaterThanEqualsToken
  );
}

/** One piece of a longer value: `token += letters[…]`, `a[…] + a[…]`. */
function isAddition({ ts }: TypeScriptTree, node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.PlusToken].includes(node.operatorToken.kind) &&
    !ts.isElementAccessExpression(node.parent)
  );
}

function nameGivenIn(tree: TypeScriptTree, holder: ts.Node, value: ts.Node): string | null {
  const { ts } = tree;
  if (ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder))
    return holder.initializer === value ? textOf(tree, holder.name).replace(/^['"#]|['"]$/g, "") : null;
  if (!ts.isBinaryExpression(holder) || holder.right !== value) return null;
  const { EqualsToken, PlusEqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken } = ts.SyntaxKind;
  const isAssignment = [EqualsToken, PlusEqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken].some(
    (kind) => kind === holder.operatorToken.kind,
  );
  return isAssignment ? lastName(textOf(tree, holder.left)) : null;
}

/** `password` of `user.password` and of `user["password"]`. */
function lastName(text: string): string {
  return /(\w+)\W*$/.exec(text)?.[1] ?? text;
}

function pythonPurpose(call: SgNode): Purpose | null {
  let given: string | null = null;
  let isPick = /\bchoice$/.test(dottedName(call.field("function")) ?? "");
  let isText = false;
  for (let node = call.parent(); node; node = node.parent()) {
    const kind = String(node.kind());
    if (kind === "function_definition")
      return { given, functionName: node.field("name")?.text() ?? null, isPick, isText };
    if (given !== null) continue;
    if (kind === "comparison_operator") return null;
    if (kind === "call" && waiting.test(node.field("function")?.text() ?? "")) return null;
    if (kind === "subscript") isPick = true;
    if (kind === "call" && /\bjoin$/.test(node.field("function")?.text() ?? ""))
      [isPick, isText] = [false, true];
    if (repeating.test(kind)) [isPick, isText] = [false, true];
    given = nameGivenBy(node, kind);
  }
  return { given, functionName: null, isPick, isText };
}

const repeating = /comprehension$|^generator_expression$|^augmented_assignment$|^lambda$/;

function nameGivenBy(node: SgNode, kind: string): string | null {
  const field = {
    assignment: "left",
    augmented_assignment: "left",
    keyword_argument: "name",
    pair: "key",
    default_parameter: "name",
    typed_default_parameter: "name",
    named_expression: "name",
  }[kind];
  const target = field === undefined ? undefined : node.field(field)?.text();
  return target === undefined ? null : lastName(target);
}
