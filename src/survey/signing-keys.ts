/** Literals in the places where a library takes the key it signs or encrypts with. */
import type { SgNode } from "@ast-grep/napi";
import type { ts } from "ts-morph";
import { writeSecretKind } from "../lib/secret-kinds.js";
import type { Span } from "../model/source.js";
import type { SecretSpan, SurveyedFile } from "../model/survey.js";
import type { PythonTree, TypeScriptTree } from "../model/tree.js";
import * as python from "../syntax/python/ask.js";
import { importOrigins, originOf } from "../syntax/names.js";
import { isShownAsText } from "../syntax/tool-paths.js";
import * as typescript from "../syntax/typescript/ask.js";
import { worksAsKey } from "./secret-words.js";
import { spanOf } from "../syntax/nodes.js";

type Parsed = Pick<SurveyedFile, "source" | "tree" | "outline">;

export function findSigningKeys({ source, tree, outline }: Parsed): readonly SecretSpan[] {
  if (tree.family === "typescript" && isShownAsText(source.path)) return [];
  if (tree.family === "typescript") return typeScriptKeys(tree, importOrigins(outline.imports));
  return tree.family === "python" ? pythonKeys(tree, outline) : [];
}

/** Argument that is the key, by callee as it is commonly written. */
const keyArguments: readonly (readonly [callee: RegExp, index: number])[] = [
  [/^(?:jwt|jsonwebtoken|jsonwebtoken\.default|JWT)\.(?:sign|verify)$/, 1],
  [/(?:^|\.)create(?:Hmac|Cipheriv)$/, 1],
  [/^(?:cookieParser|cookie-parser(?:\.default)?)$/, 0],
];
/** Option that is the key. */
const keyOptions =
  /^(?:session|expressSession|cookieSession|express-session|cookie-session|expressJwt|expressjwt|jwt|fastifyJwt)(?:\.default)?$|\bJwtModule\.register$/;

function typeScriptKeys(tree: TypeScriptTree, origins: ReadonlyMap<string, string>): readonly SecretSpan[] {
  const { ts } = tree;
  return tree.nodes(ts.SyntaxKind.CallExpression).flatMap((call) => {
    const callee = typescript.dottedName(tree, call.expression);
    if (callee === null) return [];
    return keysOf(tree, call, originOf(callee, origins) ?? callee).flatMap((node) => {
      const value = typescript.literalText(tree, node);
      // What signs cookies has no other use than to be a secret, however short it is.
      const isSecret = /cookie-?parser/i.test(callee) && /^[a-z]{4,}$/i.test(value ?? "");
      return value !== null && (isSecret || worksAsKey(value, ""))
        ? [{ ...inside(typescript.spanOf(tree, node)), kind: kindOf(callee) }]
        : [];
    });
  });
}

function keysOf(tree: TypeScriptTree, call: ts.CallExpression, callee: string): readonly ts.Expression[] {
  const [first] = call.arguments;
  const position = keyArguments.find(([pattern]) => pattern.test(callee))?.[1];
  const argument = position === undefined ? undefined : call.arguments[position];
  if (argument) return [argument];
  if (!keyOptions.test(callee)) return [];
  const options = [
    typescript.propertyValue(tree, first, "secret"),
    typescript.propertyValue(tree, first, "keys"),
  ];
  return options.flatMap((option) => {
    if (!option) return [];
    return tree.ts.isArrayLiteralExpression(option) ? [...option.elements] : [option];
  });
}

const pythonKeyArguments: readonly (readonly [callee: RegExp, index: number])[] = [
  [/^(?:jwt|jose\.jwt)\.(?:encode|decode)$/, 1],
  [/^hmac\.(?:new|digest)$/, 0],
  [/(?:^|\.)(?:URLSafe(?:Timed)?Serializer|TimestampSigner|Fernet)$/, 0],
];

function pythonKeys(tree: PythonTree, outline: Parsed["outline"]): readonly SecretSpan[] {
  return outline.calls.flatMap(({ callee, origin, span }, i) => {
    const index = pythonKeyArguments.find(([pattern]) => pattern.test(origin ?? callee))?.[1];
    // The outline lists the calls in the order of the nodes.
    const call = index === undefined ? undefined : tree.nodes("call")[i];
    if (index === undefined || !call || spanOf(call).start !== span.start) return [];
    return literalKey(python.positionalArguments(call)[index], callee);
  });
}

function literalKey(node: SgNode | undefined, callee: string): readonly SecretSpan[] {
  const content =
    node?.kind() === "string" ? node.children().filter((part) => part.kind() === "string_content") : [];
  const [only] = content;
  if (!only || content.length !== 1 || !worksAsKey(only.text(), "")) return [];
  return [{ ...spanOf(only), kind: kindOf(callee) }];
}

function kindOf(callee: string): string {
  return writeSecretKind({ form: "key", name: callee });
}

/** Without the quotes. */
function inside({ start, end }: Span): Span {
  return { start: start + 1, end: end - 1 };
}
