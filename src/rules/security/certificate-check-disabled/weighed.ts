/** Signs that whoever switched the certificate check off has weighed it, or that little is lost by it. */
import type { ts } from "ts-morph";
import type { Subject } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import type { TypeScriptTree } from "../../../model/tree.js";
import { lineAt, scopeText } from "../../../syntax/surroundings.js";
import { isToolPath } from "../../../syntax/tool-paths.js";
import { propertyValue } from "../../../syntax/typescript/ask.js";

/** How far above the setting the words that admit it are looked for. */
const admissionReach = 600;

/** A comment or a line of the log just above says what is left out: the author has weighed it. */
function isAdmitted(text: string, start: number): boolean {
  const above = text
    .slice(Math.max(0, start - admissionReach), start)
    .split("\n")
    .slice(-8);
  const beside = /^[^\n]*?(?:\/\/|#)([^\n]*)/.exec(text.slice(start))?.[1] ?? "";
  if (/self.?signed|certificate|\bcerts?\b/i.test(beside)) return true;
  return above.some((line, index) => {
    // The answer to a certificate that was refused: tried once with the check on.
    if (/SSLError|SSLCertVerification|CertificateError|self.signed|SELF_SIGNED|CERT_HAS_EXPIRED/i.test(line))
      return true;
    const told = /(?:^|\s)(?:\/\/|#|\/?\*)(.*)$/.exec(line)?.[1];
    if (told !== undefined)
      return /self.?signed|certificate|\bcerts?\b|\b(?:support|because|needed for|required (?:by|for))\b/i.test(
        told,
      );
    return (
      /\blog(?:ger|ging)?\.\w+\($/.test(line.trim()) &&
      /certificate|insecure|ssl|tls/i.test(above.slice(index).join(" "))
    );
  });
}

/** What a listener could take: words of signing in, mail and databases in the code that makes the connection. */
const confided =
  /passw|pwd\b|secret|token|api_?key|\bauth|[aA]uthorization|bearer|credential|log_?in\b|cookie|jwt|smtp/i;

/** Nothing in this code is sent that opens anything: a page that is fetched, a question anybody may ask. */
function confidesNothing(code: string): boolean {
  return !confided.test(code);
}

/** `rejectUnauthorized: boolean`: the value that is set here is what stands until somebody chooses. */
export function isDefaultOfOption(text: string): boolean {
  return /\b(?:rejectUnauthorized|strictSSL)[!?]?\s*:\s*boolean\b/.test(text);
}

/** `secure: false` beside the `tls` options: who stands between can keep the mail connection from being encrypted at all. */
export function beginsInPlainText(tree: TypeScriptTree, node: ts.Node): boolean {
  const options = tree.ts.isPropertyAssignment(node) ? node.parent.parent.parent : node;
  return (
    tree.ts.isObjectLiteralExpression(options) &&
    propertyValue(tree, options, "secure")?.kind === tree.ts.SyntaxKind.FalseKeyword
  );
}

/** A tool, a choice that was weighed, or a connection that nothing is confided to; a setting of the whole process has no such excuse. */
export function isMild(code: Pick<Subject, "source" | "outline">, at: Span): boolean {
  const { path, text } = code.source;
  if (isToolPath(path) || isAdmitted(text, at.start)) return true;
  const isForAll = /NODE_TLS_REJECT|_create_default_https_context/.test(lineAt(text, at.start));
  const scope = code.source.language === "java" ? text : scopeText(code, at.start);
  return !isForAll && confidesNothing(scope);
}
