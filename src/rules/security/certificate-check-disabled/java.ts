/** Where Java code accepts any certificate, or a certificate for any host. */
import type { SgNode } from "@ast-grep/napi";
import type { Example, Subject } from "../../../model/rule.js";
import type { Span } from "../../../model/source.js";
import type { JavaTree } from "../../../model/tree.js";
import {
  argumentsOf,
  enclosingFunction,
  methodKinds,
  statementsOf,
  withoutBrackets,
} from "../../../syntax/java/ask.js";
import type { Branch } from "../../../syntax/branches.js";
import { branchesAround } from "../../../syntax/java/conditions.js";
import { ancestor, spanOf } from "../../../syntax/nodes.js";

/** A check that is not made, with what tells whether somebody chose that. */
export interface Unchecked {
  readonly at: Span;
  readonly issue: string;
  readonly also: readonly Span[];
  readonly branches: readonly Branch[];
  readonly functionName: string;
}

export const javaAdvice =
  "Leave the check on; for a private authority put its certificate into a KeyStore and build the SSLContext from a TrustManagerFactory over it.";

export function* javaUnchecked({ tree, source: { text } }: Subject<JavaTree>): Iterable<Unchecked> {
  if (
    !/checkServerTrusted|ostname_?Verifier|HOSTNAME_VERIFIER|TrustAllStrategy|TrustSelfSigned|InsecureTrustManager|loadTrustMaterial/i.test(
      text,
    )
  )
    return;
  yield* together(trustManagers(tree), "accepts any certificate, whoever presents it");
  yield* together(hostVerifiers(tree), "accepts the certificate of any other host");
}

/** Another method of the file builds trust managers that do check, from certificates of the user's: there is a choice. */
export function hasChecked({ outline, source: { text } }: Subject<JavaTree>): boolean {
  return outline.functions.some(({ bodySpan }) =>
    /\bTrustManagerFactory\.getInstance\b[\s\S]*\bgetTrustManagers\(\)/.test(
      text.slice(bodySpan.start, bodySpan.end),
    ),
  );
}

/** A place, and how the code calls it. */
interface Sighting {
  readonly node: SgNode;
  readonly name: string;
}

/** The same defect twice in a file is one finding: copies are mostly made side by side. */
function* together(found: readonly Sighting[], effect: string): Iterable<Unchecked> {
  const [first, ...rest] = found;
  if (!first) return;
  const method = ancestor(first.node, ...methodKinds) ?? enclosingFunction(first.node);
  yield {
    at: spanOf(first.node),
    issue: `${first.name} ${effect}.`,
    also: rest.map(({ node }) => spanOf(node)),
    branches: branchesAround(first.node),
    functionName: method?.field("name")?.text() ?? "",
  };
}

function trustManagers(tree: JavaTree): readonly Sighting[] {
  const methods = tree
    .nodes("method_declaration")
    .filter((node) => node.field("name")?.text() === "checkServerTrusted" && isEmpty(node.field("body")))
    .map((node) => ({ node, name: "`checkServerTrusted` has an empty body, so the trust manager" }));
  const names = named(tree, /^(?:TrustAllStrategy|InsecureTrustManagerFactory)$/);
  const lambdas = tree
    .nodes("method_invocation")
    .filter((node) => node.field("name")?.text() === "loadTrustMaterial")
    .filter((node) => argumentsOf(node).some(isAlwaysTrue))
    .map((node) => ({ node, name: "The strategy given to `loadTrustMaterial` is always true: it" }));
  return [...methods, ...names, ...lambdas];
}

function isEmpty(body: SgNode | null): boolean {
  return body !== null && statementsOf(body).every((statement) => /^return\s*;$/.test(statement.text()));
}

function hostVerifiers(tree: JavaTree): readonly Sighting[] {
  const methods = tree
    .nodes("method_declaration")
    .filter(
      (node) =>
        node.field("name")?.text() === "verify" &&
        /^\(\s*(?:final\s+)?String\b[^,]*,[^,]*\bSSLSession\b/.test(node.field("parameters")?.text() ?? ""),
    )
    .filter((node) => returnsTrue(node.field("body")))
    .map((node) => ({ node, name: "`verify` always returns true, so the host name verifier" }));
  const lambdas = tree
    .nodes("method_invocation")
    .filter((node) => /hostnameVerifier$/i.test(node.field("name")?.text() ?? ""))
    .filter((node) => argumentsOf(node).some(isAlwaysTrue))
    .map((node) => ({ node, name: "The host name verifier is always true: it" }));
  return [
    ...methods,
    ...lambdas,
    ...named(tree, /^(?:NoopHostnameVerifier|AllowAllHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER)$/),
  ];
}

/** `(host, session) -> true` */
function isAlwaysTrue(node: SgNode): boolean {
  if (node.kind() !== "lambda_expression") return false;
  const body = node.field("body");
  return body?.kind() === "block" ? returnsTrue(body) : withoutBrackets(body)?.kind() === "true";
}

function returnsTrue(body: SgNode | null): boolean {
  const [only, ...rest] = statementsOf(body);
  return rest.length === 0 && /^return\s+\(?true\)?\s*;$/.test(only?.text() ?? "");
}

/** Uses of what libraries offer for it: `NoopHostnameVerifier.INSTANCE`, `new NoopHostnameVerifier()`. */
function named(tree: JavaTree, name: RegExp): readonly Sighting[] {
  const creations = tree
    .nodes("object_creation_expression")
    .filter((node) => name.test(node.field("type")?.text() ?? ""));
  const fields = tree
    .nodes("field_access")
    .filter((node) =>
      [node.field("object"), node.field("field")].some((part) => name.test(part?.text() ?? "")),
    );
  return [...creations, ...fields].map((node) => ({ node, name: `\`${node.text()}\`` }));
}

export const javaExamples: readonly Example[] = [
  {
    language: "java",
    bad: "import javax.net.ssl.X509TrustManager;\n\nclass Client {\n  SSLContext context() throws Exception {\n    TrustManager[] managers = {\n      new X509TrustManager() {\n        public void checkClientTrusted(X509Certificate[] chain, String type) {}\n        public void checkServerTrusted(X509Certificate[] chain, String type) {\n          // trust everyone\n        }\n        public X509Certificate[] getAcceptedIssuers() {\n          return null;\n        }\n      }\n    };\n    return with(managers);\n  }\n}\n",
    good: "import javax.net.ssl.X509TrustManager;\n\nclass Client {\n  X509TrustManager manager(boolean insecure) {\n    if (insecure) {\n      return new X509TrustManager() {\n        public void checkServerTrusted(X509Certificate[] chain, String type) {}\n      };\n    }\n    return new X509TrustManager() {\n      public void checkClientTrusted(X509Certificate[] chain, String type) {}\n      public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {\n        inner.checkServerTrusted(chain, type);\n      }\n    };\n  }\n}\n",
  },
  {
    language: "java",
    bad: "class Client {\n  OkHttpClient client() {\n    return new OkHttpClient.Builder().hostnameVerifier((host, session) -> true).build();\n  }\n}\n",
    good: 'class Client {\n  OkHttpClient client() {\n    return new OkHttpClient.Builder().hostnameVerifier((host, session) -> host.endsWith(".example.com")).build();\n  }\n\n  boolean verify(String text, Signature signature) {\n    return true;\n  }\n}\n',
  },
  {
    language: "java",
    bad: "import org.apache.http.conn.ssl.NoopHostnameVerifier;\n\nclass Client {\n  CloseableHttpClient client() {\n    return HttpClients.custom().setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE).build();\n  }\n}\n",
    good: "import org.apache.http.conn.ssl.DefaultHostnameVerifier;\nimport org.apache.http.conn.ssl.NoopHostnameVerifier;\n\nclass Client {\n  CloseableHttpClient client(boolean skipVerification) {\n    return HttpClients.custom().setSSLHostnameVerifier(skipVerification ? NoopHostnameVerifier.INSTANCE : new DefaultHostnameVerifier()).build();\n  }\n}\n",
  },
];
