/** Credentials in configuration files, by the key they are given to; strict, because every setting has a key. */
import { writeSecretKind } from "../lib/secret-kinds.js";
import type { Source } from "../model/source.js";
import type { SecretSpan } from "../model/survey.js";
import { looksReal, sortOfName } from "./secret-words.js";

const isConfiguration = /\.(?:ya?ml|json|toml|ini|env|properties|conf|cfg)$|(?:^|\/)\.env[^/]*$/i;
/** Files that describe or show settings instead of making them. */
const isDescription =
  /example|sample|template|\.dist$|openapi|swagger|schema|insomnia|postman|(?:^|\/)(?:package(?:-lock)?|tsconfig[^/]*|composer)\.json$|\.lock$|cspell|\.github\//i;

/** `key: value`, `key = "value"`, `- KEY=value`, `"key": "value"`. */
const setting =
  /(?:^|[{,])[ \t]*(?:-[ \t]+)?(?:export[ \t]+)?(["']?)(?<name>[A-Za-z_][\w.-]{0,80})\1[ \t]*[:=][ \t]*(?:(?<quote>["'])(?<quoted>[^"'\n]{1,300})\k<quote>|(?<plain>[^\s"'{[|>&*!#,}][^\s,}]{0,299}))(?=[ \t]*(?:$|[,}#]))/dgm;

export function findConfiguredSecrets({ path, text }: Source): readonly SecretSpan[] {
  if (!isConfiguration.test(path) || isDescription.test(path)) return [];
  return Array.from(text.matchAll(setting)).flatMap((match) => {
    const name = match.groups?.["name"] ?? "";
    const own = name.slice(name.lastIndexOf(".") + 1);
    // `billing.api.key` says it only as a whole.
    const sort = sortOfName(own) ?? sortOfName(name);
    if (sort === null) return [];
    const at = match.indices?.groups?.["quoted"] ?? match.indices?.groups?.["plain"];
    if (!at) return [];
    const [start, end] = at;
    const isReal = looksReal(text.slice(start, end), sort === "key" ? "token" : sort);
    return isReal ? [{ start, end, kind: writeSecretKind({ form: "literal", name: own }) }] : [];
  });
}
