/** Signs that whoever switched the certificate check off has weighed it, or that little is lost by it. */
import type { ts } from "ts-morph";
import type { TypeScriptTree } from "../../../model/tree.js";
import { propertyValue } from "../../../syntax/typescript/ask.js";

/** How far above the setting the words that admit it are looked for. */
const admissionReach = 600;

/** A comment or a line of the log just above says what is left out: the author has weighed it. */
export function isAdmitted(text: string, start: number): boolean {
  const above = text
    .slice(Math.max(0, start - admissionReach), start)
    .split("\n")
    .slice(-8);
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

/** `secure: false` beside the `tls` options: who stands between can keep the mail connection from being encrypted at all. */
export function beginsInPlainText(tree: TypeScriptTree, node: ts.Node): boolean {
  const options = tree.ts.isPropertyAssignment(node) ? node.parent.parent.parent : node;
  return (
    tree.ts.isObjectLiteralExpression(options) &&
    propertyValue(tree, options, "secure")?.kind === tree.ts.SyntaxKind.FalseKeyword
  );
}
