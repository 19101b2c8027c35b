/** Literals in the places where a library takes the key it signs or encrypts with, and constants of the same file there. */
import { writeSecretKind } from "../lib/secret-kinds.js";
import type { SecretSpan, SurveyedFile } from "../model/survey.js";
import { isShownAsText } from "../syntax/tool-paths.js";
import { worksInKeyPlace } from "./secret-words.js";
import { goKeys } from "./signing-keys/go.js";
import { javaKeys } from "./signing-keys/java.js";
import type { KeyLiteral } from "./signing-keys/literal.js";
import { pythonKeys } from "./signing-keys/python.js";
import { typeScriptKeys } from "./signing-keys/typescript.js";

type Parsed = Pick<SurveyedFile, "source" | "tree" | "outline">;

/** Each span covers the value without its quotes, wherever the literal stands; one constant may serve several calls. */
export function findSigningKeys(file: Parsed): readonly SecretSpan[] {
  return literalsOf(file)
    .filter(({ value, isCertain }) => isCertain === true || worksInKeyPlace(value))
    .map(({ callee, start, end }) => ({ start, end, kind: writeSecretKind({ form: "key", name: callee }) }));
}

function literalsOf({ source, tree, outline }: Parsed): readonly KeyLiteral[] {
  switch (tree.family) {
    case "typescript":
      return isShownAsText(source.path) ? [] : typeScriptKeys(tree, outline);
    case "python":
      return pythonKeys(tree, outline);
    case "go":
      return goKeys(tree, outline);
    case "java":
      return javaKeys(tree, outline);
    default:
      return [];
  }
}
