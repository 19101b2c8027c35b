/** The certificate check switched off in Go: `InsecureSkipVerify: true`. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Hit, Matcher } from "../../../model/rule.js";
import { enclosingFunction } from "../../../syntax/go/ask.js";
import { branchesAround } from "../../../syntax/go/conditions.js";
import { isOptional } from "../certificate-check-disabled.js";
import { isMild } from "./weighed.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

export const go: Matcher<"go"> = function* (subject) {
  const { tree, source } = subject;
  if (!source.text.includes("InsecureSkipVerify")) return;
  for (const node of [...tree.nodes("keyed_element"), ...tree.nodes("assignment_statement")]) {
    if (!/^(?:[\w.]+\.)?InsecureSkipVerify\s*[:=]\s*true$/.test(node.text())) continue;
    if (isChosen(node) || checksItself(node) || isOwnMachine(node)) continue;
    const hit: Hit = {
      at: spanOf(node),
      issue: `\`${node.text()}\` accepts any certificate, whoever presents it.`,
      recommendation:
        "Leave the check on; trust a private authority or a self-signed certificate by putting it into `RootCAs`.",
    };
    yield isMild(subject, hit.at) ? { ...hit, severity: "low" } : hit;
  }
};

function isChosen(node: SgNode): boolean {
  return isOptional(branchesAround(node), enclosingFunction(node)?.field("name")?.text() ?? "");
}

/** With a check of its own (`VerifyPeerCertificate`, `VerifyConnection`, the peer's own names) the default one must be off. */
function checksItself(node: SgNode): boolean {
  const around = ancestor(node, "literal_value", "block")?.text() ?? "";
  return /VerifyPeerCertificate|VerifyConnection|\bPeer\w*(?:SAN|URI|SPIFFE|Name|Fingerprint)s?\w*\s*:/i.test(
    around,
  );
}

/** The connection goes to an address of this machine that the function itself names, as text or as a setting. */
function isOwnMachine(node: SgNode): boolean {
  const around = enclosingFunction(node)?.text() ?? "";
  return /"(?:(?:https?|wss?):\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])|\b(?:[Ll]ocal(?:host)?|[Ll]oopback)(?:Root)?(?:URL|Url|Addr(?:ess)?|Host)\b/.test(
    around,
  );
}

export const goExamples: readonly Example[] = [
  {
    language: "go",
    bad: 'package api\n\nimport (\n\t"crypto/tls"\n\t"net/http"\n)\n\nvar client = &http.Client{Transport: &http.Transport{\n\tTLSClientConfig: &tls.Config{InsecureSkipVerify: true},\n}}\n',
    good: 'package api\n\nimport (\n\t"crypto/tls"\n\t"crypto/x509"\n)\n\nfunc strict(pool *x509.CertPool, skip bool, options Options) *tls.Config {\n\tif options.SkipVerify {\n\t\treturn &tls.Config{InsecureSkipVerify: true}\n\t}\n\tif skip {\n\t\t_ = tls.Config{InsecureSkipVerify: skip}\n\t}\n\t_ = tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: pinned}\n\t_ = Transport{InsecureSkipVerify: true, RootCAs: roots, PeerCertSANs: []string{uri}}\n\tif host == "127.0.0.1" {\n\t\t_ = tls.Config{InsecureSkipVerify: false}\n\t}\n\treturn &tls.Config{RootCAs: pool}\n}\n',
  },
  {
    language: "go",
    bad: 'package mail\n\nimport "crypto/tls"\n\nfunc secure(host string) *tls.Config {\n\tconfig := &tls.Config{ServerName: host}\n\tconfig.InsecureSkipVerify = true\n\treturn config\n}\n',
    good: 'package mail\n\nimport "crypto/tls"\n\nfunc insecureConfig(host string) *tls.Config {\n\tconfig := &tls.Config{ServerName: host}\n\tconfig.InsecureSkipVerify = true\n\treturn config\n}\n\nfunc own() *tls.Config {\n\tconfig := &tls.Config{ServerName: "localhost"}\n\tconfig.InsecureSkipVerify = true\n\treturn config\n}\n\nfunc trigger(task string) {\n\tcall(settings.LocalRootURL+task, &tls.Config{InsecureSkipVerify: true})\n}\n',
  },
];
